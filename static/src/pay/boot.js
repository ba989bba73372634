// What core's frontend bundle expects to find, without an inline script.
(() => {
    const data = document.currentScript.dataset;
    window.odoo = {
        csrf_token: "",
        debug: "",
        __session_info__: JSON.parse(data.session),
    };
})();
