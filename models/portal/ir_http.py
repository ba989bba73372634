# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Paths of the portal's sections in the routing map."""

from odoo import models

# Stands in a route's path for the sections of this database's portal. It is replaced by
# their names, so that it does not match paths of other pages.
SECTION = "<any(portal_sections):section>"
DOCUMENT = "<any(portal_kinds):kind>/<int:number>"


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def _generate_routing_rules(self, modules, converters):
        """Put the names of this database's sections into the portal's routes."""
        sections = self.env["public.link.registry"]._known().sections
        codes = ",".join(filter(None, sections))
        kinds = ",".join(one.kind for one in sections.values() if one.kind)
        for url, endpoint in super()._generate_routing_rules(modules, converters):
            yield (
                url.replace("any(portal_sections)", f"any({codes})").replace(
                    "any(portal_kinds)", f"any({kinds})"
                ),
                endpoint,
            )
