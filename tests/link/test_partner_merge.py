# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import tagged  # noqa: F401

from ..common.base import PublicLinkCase


class TestPartnerMerge(PublicLinkCase):
    """DESIGN: merging contacts carries their links over."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.double = cls.env["res.partner"].create(
            {"name": "Joel W.", "email": "joel.willis@example.com"}
        )
        cls.company.public_links_portal_enabled = True

    def merge(self, *partners):
        """Merge contacts into the first."""
        first = partners[0]
        self.env["base.partner.merge.automatic.wizard"]._merge(
            [partner.id for partner in partners], first, extra_checks=False
        )
        self.env.invalidate_all()

    def assertAlive(self, link, purpose="view"):
        self.assertEqual(self.Link._open(link._token(), purpose), link)

    def test_links_of_the_merged_contact_stay_alive_and_follow(self):
        """A82, B17"""
        order = self.make_order(partner_id=self.double.id)
        link = self.issue(order)
        event = link.event_ids[:1]
        self.merge(self.customer, self.double)
        self.assertEqual(link.partner_id, self.customer)
        self.assertEqual(link.commercial_partner_id, self.customer)
        self.assertEqual(event.partner_id, self.customer)
        self.assertAlive(link)

    def test_a_portal_link_follows_its_contact(self):
        """D24"""
        link = self.issue(self.double, "portal")
        self.merge(self.customer, self.double)
        self.assertEqual(
            (link.res_model, link.res_id), ("res.partner", self.customer.id)
        )
        self.assertEqual(link._document(), self.customer)
        self.assertAlive(link, "portal")

    def test_of_two_portal_links_the_last_one_lives_and_none_is_lost(self):
        """D24: the other one is revoked, with its history."""
        first = self.issue(self.customer, "portal")
        second = self.issue(self.double, "portal")
        mailed = self.issue(self.make_order(partner_id=self.double.id))
        self.merge(self.customer, self.double)
        self.assertTrue((first | second | mailed).exists() == first | second | mailed)
        self.assertEqual(first.revoked_reason, "merged")
        self.assertFalse(second.revoked_at)
        self.assertAlive(second, "portal")
        self.assertAlive(mailed)
        self.assertIn("revoked", first.event_ids.mapped("kind"))

    def test_an_expired_portal_link_does_not_win(self):
        """D24"""
        first = self.issue(self.customer, "portal")
        second = self.issue(self.double, "portal")
        self.expire(second)
        self.merge(self.customer, self.double)
        self.assertAlive(first, "portal")
        self.assertEqual(second.revoked_reason, "merged")

    def test_a_contact_of_another_company_brings_its_links_along(self):
        """A82: the merge is no move to another customer."""
        parent = self.env["res.partner"].create({"name": "Firm", "is_company": True})
        self.double.parent_id = parent
        link = self.issue(self.make_order(partner_id=self.double.id))
        kept = self.issue(self.make_order())
        self.merge(self.customer, self.double)
        self.assertEqual(self.customer.commercial_partner_id, parent)
        for one in (link, kept):
            self.assertEqual(one.commercial_partner_id, parent)
            self.assertAlive(one)

    def test_a_merge_of_three_with_two_companies(self):
        """D24: one portal link a company stays."""
        third = self.other
        links = self.Link
        for partner in (self.customer, self.double, third):
            links |= self.issue(partner, "portal")
        elsewhere = self.env["res.company"].create({"name": "Else"})
        links[0].company_id = elsewhere
        self.merge(self.customer, self.double, third)
        self.assertEqual(len(links.exists()), 3)
        self.assertEqual(
            links.filtered(lambda link: not link.revoked_at), links[0] | links[2]
        )
