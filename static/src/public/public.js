// Print, waiting, the language menu's manners. Every page works without this file.
(() => {
    const root = document.documentElement;
    root.classList.add("js");

    const on = (kind, act) => document.addEventListener(kind, act);
    const say = (text) => {
        document.getElementById("said").textContent = text;
    };

    on("click", (event) => {
        for (const menu of document.querySelectorAll(".menu[open]")) {
            if (!menu.contains(event.target)) {
                menu.open = false;
            }
        }
        if (event.target.closest("[data-print]")) {
            window.print();
        }
    });

    // Scripts that few visitors need come when somebody does. Uploads: when one begins.
    const brought = {};
    const bring = (url) => {
        if (!brought[url]) {
            const script = (brought[url] = document.createElement("script"));
            script.src = url;
            script.onload = script.onerror = () => (script.dataset.done = "");
            document.head.append(script);
        }
        return "done" in brought[url].dataset ? null : brought[url];
    };
    for (const kind of ["focusin", "input"]) {
        on(kind, ({target}) => {
            const url = target.closest("[data-upload]")?.dataset.upload;
            url && bring(url);
        });
    }
    // The signature pad: before it is in view.
    const watch = () => {
        const pad = document.querySelector("[data-pad]");
        if (pad) {
            new IntersectionObserver(
                ([{isIntersecting}]) => isIntersecting && bring(pad.dataset.pad),
                {rootMargin: "600px"}
            ).observe(pad);
        }
    };
    watch();
    on("renewed", watch);

    // A form that is on its way says so, and is sent once.
    const sent = [];
    on("submit", (event) => {
        const form = event.target;
        const button = event.submitter;
        const script = form.dataset.upload && bring(form.dataset.upload);
        if (script) {
            event.preventDefault();
            script.addEventListener("load", () => form.requestSubmit(button));
            script.addEventListener("error", () => form.submit());
            return;
        }
        // After the form was read: a disabled button is not part of it.
        setTimeout(() => {
            const own = event.defaultPrevented && !("upload" in form.dataset);
            if (!button || own || form.method !== "post") {
                return;
            }
            const opens = /(^|\/)(to|pay)(\/|\?|$)/.test(form.getAttribute("action"));
            const kind = button.dataset.wait || (opens ? "open" : "send");
            const text = document.getElementById(`wait-${kind}`).textContent;
            sent.push([button, [...button.childNodes]]);
            button.replaceChildren(text);
            button.disabled = true;
            say(text);
        });
    });
    // Back by the browser's own button: the page is as it was.
    window.addEventListener("pageshow", (event) => {
        for (const [button, words] of event.persisted ? sent.splice(0) : []) {
            button.replaceChildren(...words);
            button.disabled = false;
        }
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
    on("submit", (event) => {
        const action = event.target.getAttribute("action") || "";
        if (/(^|\/)(to\/\w+|pay)(\?|$)/.test(action)) {
            kept(location.pathname + location.search);
        }
    });
    const back = document.querySelector("[data-back]");
    if (back && kept()) {
        back.firstElementChild.href = kept();
        back.hidden = false;
    }

    on("keydown", (event) => {
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
