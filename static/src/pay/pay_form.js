import {PaymentForm} from "@payment/interactions/payment_form";
import {patch} from "@web/core/utils/patch";
import {rpcBus} from "@web/core/network/rpc";

// On a pay page only: elsewhere core's form stays as it is.
const page = () => document.getElementById("pay_error");

patch(PaymentForm.prototype, {
    // Core's dialog is compiled in the browser, which the page's policy forbids.
    _displayErrorDialog(title, message = "") {
        const place = page();
        if (!place) {
            return super._displayErrorDialog(...arguments);
        }
        place.textContent = message || title;
        place.hidden = false;
        place.focus();
    },
});

// The balance is another one: show it before anything is charged.
rpcBus.addEventListener("RPC:RESPONSE", ({detail}) => {
    const name = detail.error?.exceptionName || "";
    if (page() && name.endsWith(".BalanceChanged")) {
        const url = new URL(location.href);
        url.searchParams.set("said", "balance");
        location.replace(url);
    }
});
