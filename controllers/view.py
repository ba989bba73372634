# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.http import Controller

from . import base, responses
from .base import public_route


class ViewController(Controller):
    @public_route("view")
    def view(self, link, document):
        """Show a quotation, order, invoice, credit note or delivery."""
        values = document._public_values(link)
        page = base.layout_values(link.env, link.company_id, values["title"]) | values
        response = responses.render(
            link.env,
            "public_links.view_page",
            page,
            permissions={"clipboard-write": "(self)"},
        )
        return base.log_visit(response, link)
