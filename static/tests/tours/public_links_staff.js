import {registry} from "@web/core/registry";

// From an order: look at the mail, send the link, find it among the order's links.
registry.category("web_tour.tours").add("public_links_send", {
    steps: () => [
        {
            content: "Open the wizard",
            trigger: ".o_form_view button[name=action_public_link_send]",
            run: "click",
        },
        {
            content: "The mail is shown before it is sent",
            trigger: ".modal .o_field_widget[name=body] a:contains(Review and approve)",
        },
        {
            content: "Send it",
            trigger: ".modal footer button[name=action_send]",
            run: "click",
        },
        {
            // Sent or waiting, as the runner of the tests has it: no mail server is there.
            content: "It says to whom, and that nothing failed",
            trigger:
                ".o_notification:contains(to Joel Willis):not(:contains(Not sent))",
        },
        {
            content: "Open the order's links",
            trigger: "body:not(:has(.modal)) button[name=action_public_links]",
            run: "click",
        },
        {
            content: "Open the link",
            trigger: ".o_list_view .o_data_row td[name=document_title]",
            run: "click",
        },
        {
            content: "Show its address",
            trigger: ".o_form_view button[name=action_copy]",
            run: "click",
        },
        {
            content: "There it is, with its QR code",
            trigger: ".modal .o_field_widget[name=url] a[href*='/link/approve/']",
        },
        {
            content: "The QR code is drawn",
            trigger: ".modal .o_field_widget[name=qr_code] img",
        },
        {
            content: "Close",
            trigger: ".modal footer button:contains(Close)",
            run: "click",
        },
        {
            content: "The copy is among the events",
            trigger:
                "body:not(:has(.modal)) .o_field_widget[name=event_ids]:contains(Copied)",
        },
    ],
});

registry.category("web_tour.tours").add("public_links_settings", {
    steps: () => [
        {
            content: "The checklist is filled in",
            trigger:
                ".app_settings_block .o_field_widget[name=public_links_checklist] td:contains(Signing keys)",
        },
        {
            content: "Every setting says what it does",
            trigger: "#public_links_days:contains(1 to 365)",
        },
        {
            content: "Unfold what pages show",
            trigger: "details[name=public_links_view_more] summary",
            run: "click",
        },
        {
            content: "Switch the PDF off",
            trigger: "#public_links_show_pdf input[type=checkbox]",
            run: "click",
        },
        {
            content: "Save",
            trigger: "button.o_form_button_save",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Saved, and still there",
            trigger: ".app_settings_block .o_field_widget[name=public_links_checklist]",
        },
        {
            content: "Go to the links",
            trigger: ".app_settings_block button:contains(Manage Portal Access Tokens)",
            run: "click",
        },
        {
            content: "The links",
            trigger: ".o_list_view, .o_view_nocontent",
        },
    ],
});

// In an order's history: show an earlier message to the customer.
registry.category("web_tour.tours").add("public_links_share", {
    steps: () => [
        {
            content: "Open the message's menu",
            trigger: ".o-mail-Message:contains(It is wide enough)",
            run: "hover && click .o-mail-Message:contains(It is wide enough) [title='Expand']",
        },
        {
            content: "Show it to the customer",
            trigger:
                ".o-mail-Message-moreMenu .o-dropdown-item:contains(Customer Can See This)",
            run: "click",
        },
        {
            content: "It says so",
            trigger: ".o_notification:contains(page shows it now)",
        },
    ],
});
