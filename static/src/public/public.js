// Print, copy, the language menu's manners. Every page works without this file.
(() => {
    const root = document.documentElement;
    root.classList.add("js");

    const say = (text) => {
        document.getElementById("said").textContent = text;
    };

    // navigator.clipboard exists on https only.
    const copy = async (text) => {
        if (navigator.clipboard) {
            return navigator.clipboard.writeText(text);
        }
        const field = document.createElement("textarea");
        field.value = text;
        field.className = "vh";
        document.body.append(field);
        field.select();
        const done = document.execCommand("copy");
        field.remove();
        if (!done) {
            throw new Error("copy");
        }
    };

    document.addEventListener("click", async (event) => {
        for (const menu of document.querySelectorAll(".menu[open]")) {
            if (!menu.contains(event.target)) {
                menu.open = false;
            }
        }
        const button = event.target.closest("[data-print],[data-copy]");
        if (!button) {
            return;
        }
        if ("print" in button.dataset) {
            window.print();
            return;
        }
        const [before, after] = button.querySelectorAll("[data-word]");
        try {
            await copy(button.dataset.copy);
        } catch {
            // Refused by the browser: the number stands beside the button.
            return;
        }
        before.hidden = true;
        after.hidden = false;
        say(after.textContent);
        button.focus();
        setTimeout(() => {
            before.hidden = false;
            after.hidden = true;
            say("");
        }, 2500);
    });

    // Where this tab came from is kept in it alone: in the page's address, or in the page,
    // it would be told to whoever is given the link. Browsers may refuse to keep anything.
    const kept = (value) => {
        try {
            if (value) {
                sessionStorage.setItem("back", value);
            }
            return sessionStorage.getItem("back");
        } catch {
            return null;
        }
    };
    document.addEventListener("submit", (event) => {
        const action = event.target.getAttribute("action") || "";
        if (/\/(to\/\w+|pay)(\?|$)/.test(action)) {
            kept(location.pathname + location.search);
        }
    });
    const back = document.querySelector("[data-back]");
    if (back && kept()) {
        back.firstElementChild.href = kept();
        back.hidden = false;
    }

    document.addEventListener("keydown", (event) => {
        const menu = document.querySelector(".menu[open]");
        if (event.key === "Escape" && menu) {
            menu.open = false;
            menu.querySelector("summary").focus();
        }
    });

    // A live region speaks when it changes, not when it is there from the start.
    const announced = document.querySelector(".note[role=status] > span");
    if (announced) {
        setTimeout(() => announced.replaceWith(announced.cloneNode(true)), 400);
    }

    const seconds = Number(root.dataset.refresh);
    if (seconds) {
        setTimeout(() => location.reload(), seconds * 1000);
    }
})();
