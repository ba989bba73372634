import {PaymentForm} from "@payment/interactions/payment_form";
import {patch} from "@web/core/utils/patch";
import {rpcBus} from "@web/core/network/rpc";

const wait = (busy) => {
    const place = document.getElementById("pay_error");
    place.parentElement.classList.toggle("busy", busy);
    document.getElementById("o_payment_form").inert = busy;
    document.getElementById("pay_busy").hidden = !busy;
    if (busy) {
        place.hidden = true;
    }
};

patch(PaymentForm.prototype, {
    // Core's curtain over the page while it waits is compiled in the browser, which the
    // page's policy forbids.
    _disableButton(blockUI = false) {
        super._disableButton(...arguments);
        if (blockUI) {
            wait(true);
        }
    },

    _enableButton() {
        super._enableButton(...arguments);
        wait(false);
    },
});

// The balance is another one: show it before anything is charged.
rpcBus.addEventListener("RPC:RESPONSE", ({detail}) => {
    const name = detail.error?.exceptionName || "";
    if (name.endsWith(".BalanceChanged")) {
        const url = new URL(location.href);
        url.searchParams.set("said", "balance");
        location.replace(url);
    }
});

// The page as it was before paying, kept by the browser: ask how things stand.
addEventListener("pageshow", (event) => {
    if (event.persisted) {
        location.reload();
    }
});
