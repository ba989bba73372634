// The estimate while quantities are typed. The page works without this file.
(() => {
    const form = document.querySelector("form[data-estimate]");
    if (!form) {
        return;
    }
    const place = form.querySelector(".totals");
    let timer = 0;
    let turn = 0;

    const chosen = () =>
        [...form.querySelectorAll("input[type=number]")]
            .filter((input) => Number(input.value) > 0 && input.validity.valid)
            .map((input) => `${input.name.replace("quantity-", "")}-${input.value}`);

    const show = async () => {
        const mine = ++turn;
        const items = chosen();
        let found = null;
        if (items.length) {
            // The next step says what it comes to: its last line is shown here already.
            const answer = await fetch(form.dataset.estimate + items.join("_"));
            const page = new DOMParser().parseFromString(
                await answer.text(),
                "text/html"
            );
            found = page.querySelector(".estimate .strong");
        }
        if (mine === turn) {
            place.replaceChildren(...(found ? [found] : []));
        }
    };

    form.addEventListener("input", () => {
        clearTimeout(timer);
        // Without an answer nothing is shown here; the next step says it anyway.
        timer = setTimeout(() => show().catch(() => place.replaceChildren()), 400);
    });
})();
