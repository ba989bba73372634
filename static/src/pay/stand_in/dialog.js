/** @odoo-module alias=@web/core/confirmation_dialog/confirmation_dialog default=false */
// Core's dialogs are compiled in the browser, which the page's policy forbids: start.js
// shows their words on the page itself.
export class AlertDialog {}
export class ConfirmationDialog {}
