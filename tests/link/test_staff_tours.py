# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import Command

from ..common.base import PublicLinkHttpCase
from ..common.returns import ReturnFixtures


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

    def test_a_draft_is_sent_by_two_clicks(self):
        """F46"""
        draft = self.make_order("draft", user_id=self.salesman.id)
        self.start_tour(
            f"/odoo/action-sale.action_quotations/{draft.id}",
            "public_links_draft",
            login="sender",
        )
        self.assertEqual(draft.state, "sent")

    def test_what_happened_is_seen_and_mended_in_one_panel(self):
        """F48"""
        order = self.make_order(user_id=self.salesman.id)
        link = self.issue(order, "approve")
        self.start_tour(
            f"/odoo/action-sale.action_quotations/{order.id}",
            "public_links_panel",
            login="sender",
        )
        self.assertTrue(link.mail_message_id)
        self.assertEqual(link.state, "revoked")

    def test_the_banner_goes_with_the_answer(self):
        """F49"""
        order = self.make_order(user_id=self.salesman.id)
        link = self.issue(order, "approve")
        order._public_link_acting()._public_link_comment(link, "How wide is it?")
        self.start_tour(
            f"/odoo/action-sale.action_quotations/{order.id}",
            "public_links_answer",
            login="sender",
        )
        self.assertIn("wide enough", "".join(order.message_ids.mapped("body")))
        self.assertFalse(order._public_link_customer_activities())

    def test_a_contact_gets_their_portal(self):
        """F46, A74"""
        self.company.public_links_portal_enabled = True
        self.start_tour(
            f"/odoo/action-base.action_partner_form/{self.customer.id}",
            "public_links_portal_access",
            login="admin",
        )
        link = self.Link.search([("partner_id", "=", self.customer.id)])
        self.assertEqual(link.purpose, "portal")

    def test_the_chatter_says_who_reads_it_and_takes_it_back(self):
        """M3, F37: before it is sent, and after."""
        order = self.make_order(user_id=self.salesman.id)
        message = order.with_user(self.salesman).message_post(
            body="It is wide enough.",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        order._public_link_share(message)
        self.start_tour(
            f"/odoo/action-sale.action_quotations/{order.id}",
            "public_links_conversation",
            login="sender",
        )
        self.assertTrue(order.public_link_message_ids.withdrawn_at)

    def test_proofs_are_dropped_several_at_once(self):
        """F48, C25: the dialog asks for files first"""
        line = {"product_id": self.product.id, "product_uom_qty": 1}
        order = self.make_order(
            user_id=self.salesman.id,
            order_line=[Command.create(line), Command.create(line)],
        )
        self.start_tour(
            f"/odoo/action-sale.action_quotations/{order.id}",
            "public_links_proofs",
            login="sender",
        )
        proofs = order.public_link_proof_ids
        self.assertEqual(sorted(proofs.mapped("name")), ["back.png", "front.png"])
        self.assertEqual(proofs.line_id, order.order_line)


class TestReturnTour(ReturnFixtures, PublicLinkHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_return_fixtures()

    def test_a_return_is_entered_by_hand(self):
        """F49, E1.10"""
        order = self.delivered(5)
        order.name = "Called on Monday"
        self.start_tour(
            "/odoo/public-link-returns",
            "public_links_return_enter",
            login="sender",
        )
        self.assertEqual(order.return_request_ids.line_ids.quantity, 2)
        self.assertEqual(order.return_request_ids.state, "authorized")

    def test_a_return_goes_from_its_request_to_its_credit(self):
        """F49, E1.13: the button in front leads through all of it"""
        self.company.public_links_return_auto = False
        order = self.delivered(5)
        request = self.ask_one(order, 2)
        self.env.ref("base.user_admin").company_id = self.company
        self.start_tour(
            f"/odoo/public-link-returns/{request.id}",
            "public_links_return_credit",
            login="admin",
        )
        self.assertEqual(request.state, "inspecting")
        self.assertEqual(request.credit_note_ids.state, "draft")
        self.assertEqual(request.line_ids.received_quantity, 2)
