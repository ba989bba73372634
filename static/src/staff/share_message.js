/* Copyright 2026 The Public Links authors
   License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */

import {toRaw} from "@odoo/owl";

import {registerMessageAction} from "@mail/core/common/message_actions";
import {_t} from "@web/core/l10n/translation";

// Whether a customer's page may show a message, and does: the server decides.
const talks = (thread) => thread?.public_link_talks;
const isStaff = (store) => store.self.main_user_id?.share === false;

async function call(method, message, owner, thread) {
    const services = owner.env.services;
    const {id, model} = toRaw(thread);
    const action = await services.orm.call(model, method, [[id], toRaw(message).id]);
    await services.action.doAction(action);
    toRaw(thread).fetchNewMessages?.();
}

// "Customer Can See This" for a message that was written before.
registerMessageAction("public_links_share", {
    condition: ({message, store, thread}) =>
        talks(thread) &&
        ["comment", "email"].includes(message.message_type) &&
        !message.isNote &&
        !message.public_link_shown &&
        isStaff(store),
    icon: "fa fa-eye",
    name: _t("Customer Can See This"),
    onSelected: async ({message, owner, thread}) => {
        await call("action_public_link_share", message, owner, thread);
        message.public_link_shown = true;
    },
    sequence: 56,
});

registerMessageAction("public_links_unshare", {
    condition: ({message, store, thread}) =>
        talks(thread) && message.public_link_shown && isStaff(store),
    icon: "fa fa-eye-slash",
    name: _t("Withdraw from the Customer's Page"),
    onSelected: async ({message, owner, thread}) => {
        await call("action_public_link_unshare", message, owner, thread);
        message.public_link_shown = false;
    },
    sequence: 57,
});
