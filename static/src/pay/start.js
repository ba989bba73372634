import "@web/public/interaction_service";
import {makeEnv, startServices} from "@web/env";
import {
    translatedTerms,
    translatedTermsGlobal,
    translationIsReady,
    translationLoaded,
} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

const services = registry.category("services");

// The form's words came with the page: no second request, and no library of dates.
services.add("localization", {
    start() {
        for (const [addon, words] of Object.entries(odoo.public_link_terms)) {
            translatedTerms[addon] = words;
            Object.assign(translatedTermsGlobal, words);
        }
        translatedTerms[translationLoaded] = true;
        translationIsReady.resolve(true);
        const {lang, dir} = document.documentElement;
        return {code: lang, direction: dir || "ltr"};
    },
});

services.add("dialog", {
    start: () => ({
        add(_dialog, {title = "", body = ""} = {}) {
            const place = document.getElementById("pay_error");
            place.textContent = String(body) || String(title);
            place.hidden = false;
            place.focus();
            return () => {};
        },
        closeAll() {},
    }),
});

// Core's form takes the button's words for its own when it starts.
const button = document.querySelector('button[name="o_payment_submit_button"]');
const say = (words) => {
    if (button) {
        button.textContent = button.dataset[words];
    }
};
const ready = () => document.dispatchEvent(new Event("pay_ready"));
const chosen = () => document.querySelector('[name="o_payment_radio"]:checked');

say("pay");
const env = makeEnv();
startServices(env)
    .then(() => env.services["public.interactions"].isReady)
    .then(() => {
        if (!chosen()) {
            say("choose");
        }
        document.addEventListener("change", ({target}) => {
            if (target.name !== "o_payment_radio") {
                return;
            }
            // Another provider may work where one did not.
            ready();
            // A provider's own script may have to be fetched first.
            if (button?.disabled) {
                say("wait");
            }
        });
        document.body.setAttribute("is-ready", "true");
        ready();
    });
