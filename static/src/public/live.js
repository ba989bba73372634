// Sums while one ticks and counts. Every form works without this file.
(() => {
    const all = (what) => [...document.querySelectorAll(what)];
    const main = () => document.querySelector("main");

    // The server reckons; what it shows anew, names included, is put into this page, so that
    // nothing can be approved that was not shown. Fields stay as they are.
    const show = (page) => {
        for (const place of all("[data-live]")) {
            const fresh = page.querySelector(`[data-live="${place.dataset.live}"]`);
            if (!fresh) {
                return false;
            }
            if (place.innerHTML !== fresh.innerHTML) {
                place.replaceChildren(...fresh.childNodes);
            }
        }
        for (const field of all("main [name=seen]")) {
            field.value = page.querySelector("main [name=seen]").value;
        }
        return true;
    };

    const ask = (form) => {
        const data = new FormData(form);
        if ("livePost" in form.dataset) {
            return fetch(form.action, {method: "POST", body: data});
        }
        // What is not ticked needs no number: addresses have an end.
        const asked = [...data].filter(
            ([name]) =>
                /^(line|invoice|ticks|take-.*)$/.test(name) ||
                (/^quant/.test(name) && data.has(name.replace("quantity", "take")))
        );
        return fetch(`${form.dataset.liveGet}&${new URLSearchParams(asked)}`);
    };

    const live = (form) => {
        const button = document.querySelector(".till .btn");
        const still = button && button.disabled;
        let timer = 0;
        let turn = 0;
        const rest = () => button && (button.disabled = still);
        const reckon = async () => {
            const mine = ++turn;
            const answer = await ask(form);
            const text = await answer.text();
            if (mine !== turn) {
                return;
            }
            rest();
            const page = new DOMParser().parseFromString(text, "text/html");
            // Not as it was typed, refused, or one more item to approve: the whole page says so.
            const saved = /options_saved/.test(answer.url) && !all("#items")[0];
            const other = answer.redirected && !saved;
            if (!answer.ok || other || !show(page)) {
                main().replaceWith(page.querySelector("main"));
                document.dispatchEvent(new Event("renewed"));
                main().focus();
            }
        };
        const boxes = [...form.elements];
        const every = boxes.find((one) => one.name === "all" || "all" in one.dataset);
        const lines = boxes.filter((one) => /^(line|invoice)$/.test(one.name));
        // Fields of the form may stand elsewhere on the page.
        main().addEventListener("input", ({target}) => {
            const mine = target === every || /^(line|inv|take|quant)/.test(target.name);
            if (target.form !== form || !mine) {
                return;
            }
            if (target === every) {
                lines.forEach((one) => (one.checked = every.checked));
            } else if (every) {
                every.checked = lines.every((one) => one.checked);
            }
            clearTimeout(timer);
            if (button) {
                button.disabled = true;
            }
            // Without an answer the form is sent as it would be without a script.
            timer = setTimeout(() => reckon().catch(rest), 400);
        });
    };

    // One less, one more. The form would do it, by sending itself.
    const step = (stepper) =>
        stepper.addEventListener("click", (event) => {
            const button = event.target.closest("button");
            if (!button) {
                return;
            }
            event.preventDefault();
            const field = stepper.querySelector("input");
            const value = Number(field.value.replace(",", ".")) || 0;
            const next = value + (button.name === "more" ? 1 : -1);
            field.value = Math.min(Math.max(next, 1), Number(field.dataset.most));
            field.dispatchEvent(new Event("input", {bubbles: true}));
        });

    const start = () => {
        all("form[data-live-post],form[data-live-get]").forEach(live);
        all(".stepper").forEach(step);
    };
    start();
    document.addEventListener("renewed", start);
})();
