# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from ..common.base import PublicLinkHttpCase


class TestStaffTours(PublicLinkHttpCase):
    """The staff side in Chromium."""

    def test_a_link_is_sent_and_copied_from_an_order(self):
        """A65, A73, D26"""
        order = self.make_order(user_id=self.salesman.id)
        self.start_tour(
            f"/odoo/action-sale.action_quotations/{order.id}",
            "public_links_send",
            login="sender",
        )
        link = self.Link.search(
            [("res_model", "=", "sale.order"), ("res_id", "=", order.id)]
        )
        self.assertEqual(link.partner_id, self.customer)
        self.assertTrue(link.mail_message_id)
        self.assertIn("copied", link.event_ids.mapped("kind"))

    def test_settings_open_and_save_and_lead_to_the_links(self):
        """B10, D23"""
        self.assertTrue(self.company.public_links_show_pdf)
        self.start_tour(
            "/odoo/action-public_links.action_public_links_settings",
            "public_links_settings",
            login="admin",
        )
        self.company.invalidate_recordset()
        self.assertFalse(self.company.public_links_show_pdf)

    def test_an_earlier_message_is_shown_by_one_click(self):
        """C9, D19: in the order's history"""
        order = self.make_order(user_id=self.salesman.id)
        order.with_user(self.salesman).message_post(
            body="It is wide enough.",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        self.start_tour(
            f"/odoo/action-sale.action_quotations/{order.id}",
            "public_links_share",
            login="sender",
        )
        rows = order.public_link_message_ids
        self.assertEqual(rows.mapped("text"), ["It is wide enough."])
