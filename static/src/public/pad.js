// The signature pad. Every form works without this file; public.js brings it.
(() => {
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

    const start = () => document.querySelectorAll("[data-pad]").forEach(sign);
    start();
    document.addEventListener("renewed", start);
})();
