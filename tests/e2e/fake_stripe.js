// Stands in for Stripe.js, as far as Odoo's payment form uses it. The card is typed into
// a frame of js.stripe.com and confirmed in one of hooks.stripe.com, as in life, so that
// the page's policy is tried too. The browser of the tests answers for these hosts.
(() => {
    const API = "https://api.stripe.com/v1/";

    function frame(place, url, name) {
        const node = document.createElement("iframe");
        node.src = url;
        node.name = name;
        place.appendChild(node);
        return node;
    }

    // Ask a frame for its answer, by a channel of its own.
    function ask(node, question) {
        return new Promise((resolve) => {
            const channel = new MessageChannel();
            channel.port1.onmessage = (event) => resolve(event.data);
            node.contentWindow.postMessage(question, "*", [channel.port2]);
        });
    }

    async function post(path, values) {
        try {
            // No header of its own: a simple request needs no preflight.
            const body = JSON.stringify(values);
            const answer = await fetch(API + path, {method: "POST", body});
            return await answer.json();
        } catch {
            const message = "An error occurred with our connection to Stripe.";
            return {error: {type: "api_connection_error", message}};
        }
    }

    class Elements {
        constructor(options) {
            this.options = options;
        }
        create(kind) {
            if (kind !== "payment") {
                throw new Error(`No element ${kind}.`);
            }
            const handlers = {};
            return {
                on: (name, handler) => {
                    handlers[name] = handler;
                },
                mount: (place) => {
                    const url = "https://js.stripe.com/v3/element";
                    this.frame = frame(place, url, "stripe_card");
                },
            };
        }
        update(options) {
            Object.assign(this.options, options);
        }
        async submit() {
            this.card = await ask(this.frame, "card");
            const {number, cvc, exp_month} = this.card;
            const complete = number.length === 16 && cvc.length === 3 && exp_month;
            return complete ? {} : {error: {message: "Your card is incomplete."}};
        }
    }

    async function confirmPayment(key, {elements, clientSecret, confirmParams}) {
        if (!elements.card) {
            throw new Error("elements.submit() must be called first.");
        }
        const intent = clientSecret.split("_secret_")[0];
        const own = {key, client_secret: clientSecret};
        const payment_method_data = {type: "card", card: elements.card};
        const path = `payment_intents/${intent}`;
        let answer = await post(`${path}/confirm`, {...own, payment_method_data});
        if (answer.status === "requires_action") {
            const url = "https://hooks.stripe.com/3d_secure";
            const dialog = frame(document.body, url, "stripe_3ds");
            await new Promise((resolve) => dialog.addEventListener("load", resolve));
            const success = await ask(dialog, "confirm");
            // The dialog goes when the answer is known, as in life: a frame that vanishes
            // while the pointer is still pressed in it leaves the browser waiting.
            answer = await post(`${path}/_authenticate`, {...own, success});
            dialog.remove();
        }
        const error = answer.error || answer.last_payment_error;
        if (error) {
            return {error};
        }
        const back = new URL(confirmParams.return_url);
        back.searchParams.set("payment_intent", intent);
        back.searchParams.set("payment_intent_client_secret", clientSecret);
        back.searchParams.set("redirect_status", "succeeded");
        window.location.assign(back);
        // The page is being left.
        return new Promise(() => {});
    }

    window.Stripe = (key) => ({
        elements: (options) => new Elements(options),
        confirmPayment: (options) => confirmPayment(key, options),
    });
})();
