/* Copyright 2026 The Public Links authors
   License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */

import {Component, xml} from "@odoo/owl";

import {registry} from "@web/core/registry";
import {standardFieldProps} from "@web/views/fields/standard_field_props";

/* The set-up checklist. Core's field opens every link in a tab of its own, which loads the
   page again: its buttons to settings on the same page unfold them and show them instead. */
export class PublicLinksChecklist extends Component {
    static template = xml`
        <div t-on-click="onClick" t-out="props.record.data[props.name]"/>`;
    static props = {...standardFieldProps};

    onClick(ev) {
        const door = ev.target.closest("a")?.getAttribute("href");
        if (!door?.startsWith("#")) {
            return;
        }
        ev.preventDefault();
        const setting = document.getElementById(door.slice(1));
        for (let box = setting; box; box = box.parentElement) {
            if (box.tagName === "DETAILS") {
                box.open = true;
            }
        }
        setting?.scrollIntoView({block: "center"});
        setting?.querySelector("input, select, textarea, button")?.focus();
    }
}

registry.category("fields").add("public_links_checklist", {
    component: PublicLinksChecklist,
    supportedTypes: ["html"],
});
