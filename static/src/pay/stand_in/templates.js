/** @odoo-module alias=@web/core/templates default=false */
// Templates are compiled in the browser, which the page's policy forbids.
export const getTemplate = () => {
    throw new Error("No template can be rendered on a public page.");
};
export const registerTemplate = () => {};
export const registerTemplateExtension = () => {};
