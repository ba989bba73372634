# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models

# In a path of a route: a section of this database's portal, and a document in one. Named
# one by one in the end, so that the paths of other pages below the link stay theirs.
SECTION = "<any(portal_sections):section>"
DOCUMENT = "<any(portal_kinds):kind>/<int:number>"


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def _generate_routing_rules(self, modules, converters):
        """Put this database's sections into the paths of the portal."""
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
