# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Portal off is portal off, and no more."""

from ..common.base import PublicLinkHttpCase
from ..common.portal import PortalFixtures


class TestPortalOff(PortalFixtures, PublicLinkHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_portal()

    def test_the_portal_ends_and_links_to_single_documents_stay(self):
        """M12, B7"""
        invoice = self.make_invoice()
        single = self.issue(invoice)
        self.customer.action_public_portal_disable()
        self.assertEqual(self.open(self.link).status_code, 410)
        self.assertEqual(self.open(single).status_code, 200)
        self.assertIn("portal_off", self.codes(self.customer, "portal"))
        self.customer.action_public_portal_enable()
        self.assertEqual(self.open(self.link).status_code, 200)

    def test_what_was_reached_from_the_portal_ends_with_it(self):
        """M12, S4"""
        invoice = self.make_invoice()
        with self.subTest("before"):
            page = self.open(self.link, f"invoice/{invoice.id}")
            self.assertEqual(page.status_code, 200)
        self.customer.public_portal_off = True
        page = self.open(self.link, f"invoice/{invoice.id}")
        self.assertEqual(page.status_code, 410)

    def test_a_company_s_portal_is_that_of_its_contacts(self):
        """M12"""
        contact = self.env["res.partner"].create(
            {"name": "Ann", "email": "ann@example.com", "parent_id": self.customer.id}
        )
        link = self.issue(contact, "portal", contact)
        self.customer.public_portal_off = True
        self.assertEqual(self.open(link).status_code, 410)

    def test_all_links_off_is_another_switch(self):
        """M12, F29"""
        single = self.issue(self.make_invoice())
        self.customer.public_links_blocked = True
        self.assertEqual(self.open(single).status_code, 410)
        self.assertEqual(self.open(self.link).status_code, 410)

    def codes(self, document, purpose):
        return [row.code for row in document._public_link_blockers(purpose)]
