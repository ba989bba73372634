/* Copyright 2026 The Public Links authors
   License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl). */

import {useRef} from "@odoo/owl";

import {useDropzone} from "@web/core/dropzone/dropzone_hook";
import {registry} from "@web/core/registry";
import {useFileUploader} from "@web/core/utils/files";
import {
    Many2ManyBinaryField,
    many2ManyBinaryField,
} from "@web/views/fields/many2many_binary/many2many_binary_field";

// Core's field for several files, which takes those that are dropped onto it as well.
export class DroppedFilesField extends Many2ManyBinaryField {
    static template = "public_links.DroppedFilesField";

    setup() {
        super.setup();
        this.root = useRef("root");
        // Not "upload": by that core's template tells that a file is on its way.
        this.sendFiles = useFileUploader();
        useDropzone(
            this.root,
            (event) => this.onDrop(event),
            "",
            () => !this.props.readonly
        );
    }

    async onDrop(event) {
        const {resId, resModel} = this.props.record;
        const uploaded = await this.sendFiles("/web/binary/upload_attachment", {
            csrf_token: odoo.csrf_token,
            ufile: [...event.dataTransfer.files],
            model: resModel,
            id: resId || 0,
        });
        if (uploaded) {
            await this.onFileUploaded(uploaded);
        }
    }
}

registry.category("fields").add("public_links_files", {
    ...many2ManyBinaryField,
    component: DroppedFilesField,
});
