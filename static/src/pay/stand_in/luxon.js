// @odoo-module ignore
// A module of core takes DateTime from this library when it is loaded, and nothing on a pay
// page uses it: 136 kB saved.
window.luxon ??= {DateTime: class {}, Settings: {}};
