/** @odoo-module alias=@web/core/utils/render default=false */
// Templates are compiled in the browser, which the page's policy forbids.
const refuse = () => {
    throw new Error("No template can be rendered on a public page.");
};

export const renderToElement = refuse;
export const renderToFragment = refuse;
export const renderToMarkup = refuse;
export const renderToString = refuse;
