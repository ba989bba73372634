// Upload progress and the signature pad. Every form works without this file.
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
            }
            document.querySelector("main").focus();
        };
        // No answer at all: the browser's own way says why.
        call.onerror = () => form.submit();
        bar.hidden = false;
        button.disabled = true;
        call.send(new FormData(form));
    };

    const sign = (pad) => {
        const canvas = pad.querySelector("canvas");
        const field = pad.querySelector("input");
        const pen = canvas.getContext("2d");
        let last = null;
        if (field.value) {
            // The page came back: what was drawn is drawn again.
            const drawn = new Image();
            drawn.onload = () =>
                pen.drawImage(drawn, 0, 0, canvas.width, canvas.height);
            drawn.src = field.value;
        }
        const place = (event) => {
            const box = canvas.getBoundingClientRect();
            return [
                ((event.clientX - box.left) * canvas.width) / box.width,
                ((event.clientY - box.top) * canvas.height) / box.height,
            ];
        };
        canvas.addEventListener("pointerdown", (event) => {
            last = place(event);
            canvas.setPointerCapture(event.pointerId);
        });
        canvas.addEventListener("pointermove", (event) => {
            if (!last) {
                return;
            }
            const next = place(event);
            pen.lineWidth = 3;
            pen.lineCap = "round";
            pen.strokeStyle = "#111";
            pen.beginPath();
            pen.moveTo(...last);
            pen.lineTo(...next);
            pen.stroke();
            last = next;
            field.value = "drawn";
        });
        const lift = () => {
            last = null;
            if (field.value) {
                field.value = canvas.toDataURL("image/png");
            }
        };
        canvas.addEventListener("pointerup", lift);
        // A call, or a hand on the screen: what was drawn so far counts.
        canvas.addEventListener("pointercancel", lift);
        pad.querySelector("[data-clear]").addEventListener("click", () => {
            pen.clearRect(0, 0, canvas.width, canvas.height);
            field.value = "";
        });
    };

    const listen = (form) =>
        form.addEventListener("submit", (event) => {
            event.preventDefault();
            send(form);
        });
    document.querySelectorAll("form[data-upload]").forEach(listen);
    document.querySelectorAll("[data-pad]").forEach(sign);
})();
