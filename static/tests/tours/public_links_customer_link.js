import {registry} from "@web/core/registry";

// A draft quotation is sent by two clicks.
registry.category("web_tour.tours").add("public_links_draft", {
    steps: () => [
        {
            content: "Open the dialog",
            trigger: ".o_form_view button[name=action_public_link_send]",
            run: "click",
        },
        {
            content: "It says what happens to the draft",
            trigger: ".modal .o_field_widget[name=notices]:contains(marks it as sent)",
        },
        {
            content: "Send it",
            trigger: ".modal footer button[name=action_send]",
            run: "click",
        },
        {
            content: "It says to whom",
            trigger: ".o_notification:contains(to Joel Willis)",
        },
    ],
});

// What happened, by the one button: again by mail, and then ended.
registry.category("web_tour.tours").add("public_links_panel", {
    steps: () => [
        {
            content: "How the link stands, without a click",
            trigger:
                "button[name=action_public_link_panel] .o_field_widget[name=public_link_status]:contains(Not Opened)",
        },
        {
            content: "Open the panel",
            trigger: "button[name=action_public_link_panel]",
            run: "click",
        },
        {
            content: "Why they cannot open it",
            trigger: ".modal .o_field_widget[name=result]:contains(Can be opened)",
        },
        {
            content: "Send the link again",
            trigger:
                ".modal .o_data_row:contains(Joel Willis) button[name=action_resend]",
            run: "click",
        },
        {
            content: "It asks before it mails",
            trigger: ".modal .modal-body:contains(gets an email with the link again)",
        },
        {
            content: "Yes",
            trigger: ".modal:contains(gets an email) footer .btn-primary",
            run: "click",
        },
        {
            content: "It says to whom",
            trigger: ".o_notification:contains(to Joel Willis)",
        },
        {
            content: "Open the panel once more",
            trigger: "body:not(:has(.modal)) button[name=action_public_link_panel]",
            run: "click",
        },
        {
            content: "End the link",
            trigger:
                ".modal .o_data_row:contains(Joel Willis) button[name=action_revoke]",
            run: "click",
        },
        {
            content: "Yes",
            trigger: ".modal:contains(stops working at once) footer .btn-primary",
            run: "click",
        },
        {
            content: "Ended",
            trigger: ".o_notification:contains(Links revoked)",
        },
    ],
});

// The customer has written: the form says so, and an answer closes it.
registry.category("web_tour.tours").add("public_links_answer", {
    steps: () => [
        {
            content: "The banner says what happened and what to do",
            trigger:
                ".alert .o_field_widget[name=public_link_news]:contains(commented)",
        },
        {
            content: "Answer",
            trigger: ".alert button[name=action_public_link_answer]",
            run: "click",
        },
        {
            content: "Write",
            trigger: ".modal .odoo-editor-editable",
            run: "editor It is wide enough.",
        },
        {
            content: "Send",
            trigger: ".modal button[name=action_send_mail]",
            run: "click",
        },
        {
            // Not while the dialog stands: its form has no banner either.
            content: "The banner is gone",
            trigger:
                "body:not(:has(.modal)) .o_form_view:not(:has(.o_field_widget[name=public_link_news]:contains(commented)))",
        },
    ],
});

// A contact's portal, from the actions of the form.
registry.category("web_tour.tours").add("public_links_portal_access", {
    steps: () => [
        {
            content: "Open the actions",
            trigger: ".o_cp_action_menus button:has(.fa-cog)",
            run: "click",
        },
        {
            content: "Send Portal Access",
            trigger: ".o-dropdown-item:contains(Send Portal Access)",
            run: "click",
        },
        {
            content: "Send it",
            trigger: ".modal footer button[name=action_send]",
            run: "click",
        },
        {
            content: "It says to whom",
            trigger: ".o_notification:contains(to Joel Willis)",
        },
    ],
});

// A return that a customer has asked for, to its credit note.
registry.category("web_tour.tours").add("public_links_return_credit", {
    steps: () => [
        {
            content: "Authorize it",
            trigger: ".o_statusbar_buttons button[name=action_authorize].btn-primary",
            run: "click",
        },
        {
            content: "Receive what comes back",
            trigger: ".o_statusbar_buttons button[name=action_receive].btn-primary",
            run: "click",
        },
        {
            content: "The transfer that it needs: all of it is here",
            trigger: ".o_form_view button[name=button_validate]:not(:disabled)",
            run: "click",
        },
        {
            content: "It is done",
            trigger: ".o_arrow_button_current:contains(Done)",
        },
        {
            content: "Back to the return",
            trigger: ".o_breadcrumb a:contains(RMA)",
            run: "click",
        },
        {
            content: "Look at it",
            trigger: ".o_statusbar_buttons button[name=action_inspect].btn-primary",
            run: "click",
        },
        {
            content: "Credit it",
            trigger: ".o_statusbar_buttons button[name=action_credit].btn-primary",
            run: "click",
        },
        {
            content: "The credit note, to look at and post",
            trigger:
                ".o_form_view:has(button[name=action_post]) .o_arrow_button_current:contains(Draft)",
        },
    ],
});
