// What core's scripts expect to find, without an inline script; and who says so when they do
// not start.
(() => {
    const {terms, report} = document.currentScript.dataset;
    // public.js waits for the form's scripts; the form says meanwhile that they are loading.
    document.documentElement.classList.add("js");
    window.odoo = {
        csrf_token: "",
        debug: "",
        // A constant: who looks, and on which website, makes no difference here. Without
        // quick_login core's scripts forget who has logged in by this browser.
        __session_info__: {is_frontend: true, is_public: true, quick_login: true},
        public_link_terms: JSON.parse(terms),
    };

    const PATIENCE = 20000;
    // Not DOMContentLoaded: that waits for the very scripts that may not come.
    const parsed = new Promise((resolve) =>
        document.addEventListener("readystatechange", resolve, {once: true})
    );
    let reported = false;

    // One may come late, over a slow line: what was said is taken back.
    const show = (stuck) => {
        const button = document.querySelector('button[name="o_payment_submit_button"]');
        document.getElementById("pay_stuck").hidden = !stuck;
        if (button) {
            button.hidden = stuck;
        }
    };

    const fail = async (why) => {
        await parsed;
        const button = document.querySelector('button[name="o_payment_submit_button"]');
        const form = document.getElementById("o_payment_form");
        if (!form || form.inert || (button && !button.disabled)) {
            return;
        }
        show(true);
        if (!reported) {
            reported = true;
            navigator.sendBeacon(report, new URLSearchParams({why}));
        }
    };

    document.addEventListener("pay_ready", () => show(false));
    addEventListener(
        "error",
        ({target}) => {
            if (target?.matches?.("script[data-pay]")) {
                fail("script");
            }
        },
        true
    );
    addEventListener("unhandledrejection", () => setTimeout(fail, 0, "start"));
    addEventListener("load", () => {
        const {failed, jobs} = window.odoo.loader || {};
        if (!failed || failed.size || jobs.size) {
            fail("module");
        }
    });
    setTimeout(() => {
        if (!document.body.hasAttribute("is-ready")) {
            fail("time");
        }
    }, PATIENCE);
})();
