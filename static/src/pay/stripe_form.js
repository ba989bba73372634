import {PaymentForm} from "@payment/interactions/payment_form";
import {patch} from "@web/core/utils/patch";

const TAKEN = ["succeeded", "processing", "requires_capture"];

// Two tabs share one payment: who comes second learns how it stands, as the first one
// does, rather than that it cannot be paid again.
patch(PaymentForm.prototype, {
    async _stripeConfirmIntent(processingValues) {
        const result = await super._stripeConfirmIntent(...arguments);
        const intent = result.error?.payment_intent;
        if (!TAKEN.includes(intent?.status)) {
            return result;
        }
        const back = new URL(processingValues.return_url);
        back.searchParams.set("payment_intent", intent.id);
        location.assign(back);
        // The page is being left.
        return new Promise(() => {});
    },
});
