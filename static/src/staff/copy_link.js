/* Copyright 2026 The Public Links authors
   License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */

import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";

// Puts a link on the clipboard, and says so. Where the browser refuses (no HTTPS, no
// permission), the dialog shows it instead: its address can be selected there.
async function copyLink(env, action) {
    const {dialog, message, url} = action.params;
    try {
        await browser.navigator.clipboard.writeText(url);
    } catch {
        return dialog;
    }
    env.services.notification.add(message, {type: "success"});
    return {type: "ir.actions.act_window_close"};
}

registry.category("actions").add("public_links_copy", copyLink);
