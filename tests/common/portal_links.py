# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""Portal links of some contacts, for the tests of how they are made and end."""


class PortalLinks:
    """Portal links of some contacts, to mix into a test class."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.public_links_portal_enabled = True

    def portals(self, partners=None):
        """Return the portal links of contacts, dead ones too."""
        partners = partners or self.customer
        return self.env["public.link"].search(
            [("purpose", "=", "portal"), ("partner_id", "in", partners.ids)],
            order="id",
        )

    def live(self, partners=None):
        return self.portals(partners).filtered(lambda link: not link.revoked_at)
