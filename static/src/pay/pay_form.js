import {App} from "@odoo/owl";
import {MainComponentsContainer} from "@web/core/main_components_container";
import {PaymentForm} from "@payment/interactions/payment_form";
import {patch} from "@web/core/utils/patch";
import {rpcBus} from "@web/core/network/rpc";

// On a pay page only: elsewhere core's form stays as it is.
const place = document.getElementById("pay_error");

patch(PaymentForm.prototype, {
    // Core's dialog is compiled in the browser, which the page's policy forbids.
    _displayErrorDialog(title, message = "") {
        if (!place) {
            return super._displayErrorDialog(...arguments);
        }
        place.textContent = message || title;
        place.hidden = false;
        place.focus();
    },

    // So is core's curtain over the page while it waits.
    _disableButton(blockUI = false) {
        super._disableButton(...arguments);
        if (place && blockUI) {
            wait(true);
        }
    },

    _enableButton() {
        super._enableButton(...arguments);
        if (place) {
            wait(false);
        }
    },
});

const wait = (busy) => {
    place.parentElement.classList.toggle("busy", busy);
    document.getElementById("o_payment_form").inert = busy;
    document.getElementById("pay_busy").hidden = !busy;
    if (busy) {
        place.hidden = true;
    }
};

if (place) {
    // Core's container of dialogs is compiled in the browser too. Nothing on this page
    // opens one: it gets a template that is compiled already, and empty.
    App.registerTemplate(
        "public_links.nothing",
        (_app, {text}) =>
            () =>
                text("")
    );
    MainComponentsContainer.template = "public_links.nothing";

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
}
