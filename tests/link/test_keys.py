# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields

from ..common.base import PublicLinkCase


class TestKeys(PublicLinkCase):
    """Signing keys, and what else ends or names a link."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.make_order()

    def test_rotating_keeps_earlier_links(self):
        """S3"""
        link = self.issue(self.order)
        self.env["public.link.key"]._rotate()
        self.assertAlive(link)
        later = self.issue(self.order, partner=self.other)
        self.assertNotEqual(later.key_id, link.key_id)
        self.assertAlive(later)

    def test_retiring_a_key_kills_every_link_under_it(self):
        """S3"""
        link = self.issue(self.order)
        child = link._derive("pay", self.order)
        key = link.key_id
        key._retire()
        self.assertDead(link, "revoked")
        self.assertDead(child, "revoked")
        fresh = self.issue(self.order)
        self.assertNotEqual(fresh.key_id, key)
        self.assertAlive(fresh)

    def test_a_forged_token_costs_no_query(self):
        """S4"""
        link = self.issue(self.order)
        token = link._token()
        self.Link._open(token, "view")
        self.env.flush_all()
        for forged in ("x", token[:-3] + "AAA", token.replace("eyJ", "eyK")):
            self.assertUnknown(forged, "view", queries=0)
        self.assertUnknown(token, "pay", queries=0)

    def test_no_token_is_stored(self):
        """S2: not in the row, nor anywhere else when a link is made and opened."""
        link = self.issue(self.order)
        signature = link._token().split(".")[2]
        self.env.flush_all()
        values = link.read()[0]
        self.assertNotIn(signature, str(values))

    # === CONTACTS === #

    def test_a_contact_that_moves_to_another_customer_loses_its_links(self):
        """A82"""
        link = self.issue(self.order)
        self.customer.parent_id = self.env["res.partner"].create(
            {"name": "New Owner", "is_company": True}
        )
        self.assertDead(link, "revoked")
        self.assertEqual(link.revoked_reason, "moved")

    # === DOCUMENT FIELDS === #

    def test_documents_know_their_links(self):
        """D23: number and last opened stand on the document and can be searched."""
        link = self.issue(self.order)
        link.opened_last = fields.Datetime.now()
        self.order.invalidate_recordset()
        self.assertEqual(self.order.public_link_ids, link)
        self.assertEqual(self.order.public_link_count, 1)
        self.assertEqual(self.order.public_link_last_opened, link.opened_last)
        Order = self.env["sale.order"]
        for domain in (
            [("public_link_last_opened", ">", "2020-01-01")],
            [("public_link_ids.purpose", "=", "view")],
            [("public_link_ids", "in", link.ids)],
        ):
            self.assertIn(self.order, Order.search(domain), domain)
        self.assertNotIn(
            self.order, Order.search([("public_link_last_opened", "=", False)])
        )
        self.customer.invalidate_recordset()
        self.assertEqual(self.customer.public_link_count, 1)

    def test_documents_with_and_without_links_can_be_searched(self):
        """D23: as the search bar and filters do it, with set and not set."""
        linked, bare = self.order, self.make_order()
        link = self.issue(linked)
        code = self.issue(self.make_order())
        code.partner_id = False  # as the link in a QR code
        both = (linked + bare, self.customer + self.other)
        for records, owner in zip(both, (linked, self.customer), strict=True):
            rest = records - owner
            for domain, expected in (
                ([("public_link_ids", "!=", False)], owner),
                ([("public_link_ids", "=", False)], rest),
                ([("public_link_ids", "in", [False])], rest),
                ([("public_link_ids", "not in", [False])], owner),
                ([("public_link_ids", "in", [False, link.id])], records),
                ([("public_link_ids", "not in", [False, link.id])], records.browse()),
                ([("public_link_ids", "not in", link.ids)], rest),
                ([("public_link_last_opened", "=", False)], records),
            ):
                found = records.search([("id", "in", records.ids), *domain])
                self.assertEqual(found, expected, (records._name, domain))
