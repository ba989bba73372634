# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.http import Controller

from odoo.addons.public_links.controllers import base
from odoo.addons.public_links.controllers.actions import action_route, said


def renew_page(link, document):
    """Return the page of a loan, see ``Purpose.page``."""
    values = document._public_renew_values(link)
    values["seen"] = document._public_link_seen(link)
    return "public_links_companion.renew_page", values, {}


class RenewController(Controller):
    @base.public_route("renew")
    def renew(self, link, document):
        """Show until when the book may be kept."""
        return base.log_visit(base.show(link, document), link)

    @action_route("renew", "extend")
    def extend(self, link, document, form):
        """Let the reader keep the book for longer."""
        document._renew()
        return said(link, "renewed")
