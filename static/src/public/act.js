// Upload progress. Every form works without this file; public.js brings it.
(() => {
    const say = (text) => {
        document.getElementById("said").textContent = text;
    };

    const send = (form) => {
        const bar = form.querySelector("progress");
        const button = form.querySelector("button");
        const call = new XMLHttpRequest();
        call.open("POST", form.action);
        call.upload.onprogress = (step) => {
            bar.value = (100 * step.loaded) / step.total;
            say(`${Math.round(bar.value)} %`);
        };
        call.onload = () => {
            if (call.status < 400) {
                location.replace(call.responseURL);
                return;
            }
            // The page again, with what is wrong: what is written elsewhere stays.
            const page = new DOMParser().parseFromString(
                call.responseText,
                "text/html"
            );
            const main = document.querySelector("main");
            const action = form.getAttribute("action");
            const fresh = [...page.forms].find(
                (one) => one.getAttribute("action") === action
            );
            const note = page.querySelector("main > .note");
            if (fresh) {
                form.replaceWith(fresh);
                listen(fresh);
                main.querySelector(":scope > .note")?.remove();
                main.prepend(note ?? "");
            } else {
                main.replaceWith(page.querySelector("main"));
                document.dispatchEvent(new Event("renewed"));
            }
            document.querySelector("main").focus();
        };
        // No answer at all: the browser's own way says why.
        call.onerror = () => form.submit();
        bar.hidden = false;
        button.disabled = true;
        call.send(new FormData(form));
    };

    const listen = (form) => {
        if (form.dataset.upload) {
            // Empty: it is looked after.
            form.dataset.upload = "";
            form.addEventListener("submit", (event) => {
                event.preventDefault();
                send(form);
            });
        }
    };
    const start = () => document.querySelectorAll("form[data-upload]").forEach(listen);
    start();
    document.addEventListener("renewed", start);
})();
