/* Copyright 2026 The Public Links authors
   License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */

import {toRaw} from "@odoo/owl";

import {registerMessageAction} from "@mail/core/common/message_actions";
import {_t} from "@web/core/l10n/translation";

// "Customer Can See This" for a message that was written before; the server decides.
registerMessageAction("public_links_share", {
    condition: ({message, store, thread}) =>
        thread?.model === "sale.order" &&
        ["comment", "email"].includes(message.message_type) &&
        !message.isNote &&
        store.self.main_user_id?.share === false,
    icon: "fa fa-eye",
    name: _t("Customer Can See This"),
    onSelected: async ({message, owner, thread}) => {
        const services = owner.env.services;
        const action = await services.orm.call(
            "sale.order",
            "action_public_link_share",
            [[toRaw(thread).id], toRaw(message).id]
        );
        services.action.doAction(action);
    },
    sequence: 56,
});
