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
            content: "Open the customer link",
            trigger: "body:not(:has(.modal)) button[name=action_public_link_panel]",
            run: "click",
        },
        {
            content: "The link stands there, by recipient",
            trigger:
                ".modal .o_data_row:contains(Joel Willis) button[name=action_copy_now]",
        },
        {
            content: "All of its links and events",
            trigger: ".modal footer button[name=action_all_links]",
            run: "click",
        },
        {
            content: "Open the link",
            trigger: ".o_list_view .o_data_row td[name=document_title]",
            run: "click",
        },
        {
            content: "Show its QR code",
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

// In the chatter: who reads it is said before it is sent, and it can be taken back.
registry.category("web_tour.tours").add("public_links_conversation", {
    steps: () => [
        {
            content: "Begin a message",
            trigger: ".o-mail-Chatter-sendMessage:not([disabled])",
            run: "click",
        },
        {
            content: "It says who reads it",
            trigger: ".o-public-links-seen:contains(on the page of their link)",
        },
        {
            content: "A note says nothing of the kind",
            trigger: ".o-mail-Chatter-logNote",
            run: "click",
        },
        {
            content: "No hint",
            trigger:
                ".o-mail-Chatter:not(:has(.o-public-links-seen)):has(.o-mail-Composer)",
        },
        {
            content: "Open the menu of a message that the page shows",
            trigger: ".o-mail-Message:contains(It is wide enough)",
            run: "hover && click .o-mail-Message:contains(It is wide enough) [title='Expand']",
        },
        {
            content: "Take it back",
            trigger:
                ".o-mail-Message-moreMenu .o-dropdown-item:contains(Withdraw from)",
            run: "click",
        },
        {
            content: "It says so",
            trigger: ".o_notification:contains(no longer shows it)",
        },
    ],
});

// A picture of one pixel, as files that are dragged from a folder.
function dragged(...names) {
    const pixel =
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
    const bytes = Uint8Array.from(atob(pixel), (letter) => letter.charCodeAt(0));
    const dataTransfer = new DataTransfer();
    for (const name of names) {
        dataTransfer.items.add(new File([bytes], name, {type: "image/png"}));
    }
    return {bubbles: true, cancelable: true, dataTransfer};
}

// On an order of two items: drop two files, and add a proof of each.
registry.category("web_tour.tours").add("public_links_proofs", {
    steps: () => [
        {
            content: "Open the actions",
            trigger: ".o_cp_action_menus button:has(.fa-cog)",
            run: "click",
        },
        {
            content: "Add proofs",
            trigger: ".o-dropdown--menu .o_menu_item:contains(Add Proofs)",
            run: "click",
        },
        {
            content: "Only files are asked for, and nothing can be added yet",
            trigger:
                ".modal:not(:has(button[name=action_add])) .o_public_links_drop:contains(drop them here)",
            async run() {
                const files = dragged("front.png", "back.png");
                this.anchor.dispatchEvent(new DragEvent("dragenter", files));
                // It lies above the dialog, where steps of tours may not click.
                while (!document.querySelector(".o-Dropzone")) {
                    await new Promise(requestAnimationFrame);
                }
                const zone = document.querySelector(".o-Dropzone");
                zone.dispatchEvent(new DragEvent("drop", files));
            },
        },
        {
            content: "Each has an item of its own",
            trigger: ".modal .o_data_row:contains(back.png)",
        },
        {
            content: "None is said to be on its way any more",
            trigger: ".modal:not(:has(.o_attachment_uploading)) .o_attachment",
        },
        {
            content: "Add them",
            trigger: ".modal footer button[name=action_add]",
            run: "click",
        },
        {
            content: "Both are there",
            trigger: "body:not(:has(.modal)) .o_data_row:contains(front.png)",
        },
    ],
});

// On the list of returns: enter one for a customer who has called.
registry.category("web_tour.tours").add("public_links_return_enter", {
    steps: () => [
        {
            content: "A new one",
            trigger: ".o_control_panel button:contains(New)",
            run: "click",
        },
        {
            content: "Of which order?",
            trigger: ".modal .o_field_widget[name=order_id] input",
            run: "edit Called on Monday",
        },
        {
            content: "This one",
            trigger: ".o-autocomplete--dropdown-item a:contains(Called on Monday)",
            run: "click",
        },
        {
            content: "How many come back?",
            trigger: ".modal .o_data_row td[name=quantity]",
            run: "click",
        },
        {
            content: "Two",
            trigger: ".modal .o_selected_row .o_field_widget[name=quantity] input",
            run: "edit 2",
        },
        {
            content: "Why?",
            trigger: ".modal .o_selected_row .o_field_widget[name=reason_id] input",
            run: "edit No longer",
        },
        {
            content: "That is why",
            trigger: ".o-autocomplete--dropdown-item a:contains(No longer needed)",
            run: "click",
        },
        {
            content: "Enter it",
            trigger: ".modal footer button[name=action_enter]",
            run: "click",
        },
        {
            content: "It is authorized, as a customer's own would be",
            trigger:
                "body:not(:has(.modal)) .o_form_view .o_statusbar_status .o_arrow_button_current:contains(Authorized)",
        },
    ],
});
