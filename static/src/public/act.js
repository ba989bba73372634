// Upload progress and the signature pad. Every form works without this file.
(() => {
    const say = (text) => {
        document.getElementById("said").textContent = text;
    };

    for (const form of document.querySelectorAll("form[data-upload]")) {
        form.addEventListener("submit", (event) => {
            event.preventDefault();
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
                // The page again, with what is wrong: only its content is taken.
                const page = new DOMParser().parseFromString(
                    call.responseText,
                    "text/html"
                );
                document.querySelector("main").replaceWith(page.querySelector("main"));
                document.querySelector("main").focus();
            };
            // No answer at all: the browser's own way says why.
            call.onerror = () => form.submit();
            bar.hidden = false;
            button.disabled = true;
            call.send(new FormData(form));
        });
    }

    for (const pad of document.querySelectorAll("[data-pad]")) {
        const canvas = pad.querySelector("canvas");
        const field = pad.querySelector("input");
        const pen = canvas.getContext("2d");
        let last = null;
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
        canvas.addEventListener("pointerup", () => {
            last = null;
            if (field.value) {
                field.value = canvas.toDataURL("image/png");
            }
        });
        pad.querySelector("[data-clear]").addEventListener("click", () => {
            pen.clearRect(0, 0, canvas.width, canvas.height);
            field.value = "";
        });
    }
})();
