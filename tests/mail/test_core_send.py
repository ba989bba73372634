# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields

from ..common.send import SendCase


class TestCoreSend(SendCase):
    """Core's own Send, and its other doors, while public links are on."""

    def composer(self, order, **context):
        """Return core's dialog as its button opens it."""
        action = order.with_user(self.salesman).action_quotation_send()
        Composer = self.env["mail.compose.message"].with_user(self.salesman)
        return Composer.with_context(**action["context"], **context).create({})

    def days_left(self, link):
        return (link.expires_at - fields.Datetime.now() + timedelta(hours=1)).days

    def test_core_s_send_says_who_gets_which_link(self):
        """F46: recipients, lifetime, readiness; for drafts, too"""
        draft = self.make_order("draft", user_id=self.salesman.id)
        composer = self.composer(draft)
        self.assertIn("Joel Willis", composer.public_link_summary)
        self.assertIn("works until", composer.public_link_summary)
        self.assertNotIn("QR", composer.public_link_summary)
        self.assertEqual(composer.public_link_days, 30)
        self.customer.email = False
        self.company.public_links_qr = True
        composer = self.composer(self.order)
        self.assertIn("has no email address", composer.public_link_summary)
        self.assertIn("QR code", composer.public_link_summary)
        self.company.public_links_view_enabled = False
        composer = self.composer(self.order)
        self.assertIn("no link then", composer.public_link_summary)
        self.assertEqual(draft.state, "draft", "Looking changes nothing.")

    def test_other_mails_say_nothing_of_links(self):
        """F46: not every composer of the chatter"""
        Composer = self.env["mail.compose.message"].with_user(self.salesman)
        for document in (self.order, self.customer):
            composer = Composer.with_context(
                default_model=document._name, default_res_ids=document.ids
            ).create({})
            self.assertFalse(composer.public_link_summary)
        self.company.public_links_in_mails = False
        self.assertFalse(self.composer(self.order).public_link_summary)

    def test_the_chosen_lifetime_is_that_of_the_links(self):
        """F46, D14: and what is no lifetime counts for nothing"""
        for days, lives in ((5, 5), (400, 30), (0, 30)):
            with self.subTest(days=days):
                order = self.make_order(user_id=self.salesman.id)
                composer = self.composer(order)
                composer.public_link_days = days
                with self.mock_mail_gateway():
                    composer._action_send_mail()
                self.assertEqual(self.days_left(self.links(order)), lives)

    def test_an_invoice_s_send_carries_what_was_chosen(self):
        """F46: at once, and in batches by JSON that a job reads later"""
        invoice = self.make_invoice()
        Wizard = self.env["account.move.send.wizard"].with_user(self.accountant)
        wizard = Wizard.with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({"move_id": invoice.id})
        self.assertIn("Joel Willis", wizard.public_link_summary)
        wizard.public_link_days = 7
        settings = wizard._get_sending_settings()
        self.assertEqual(settings["public_link_days"], 7)
        with self.mock_mail_gateway():
            wizard.action_send_and_print()
        self.assertEqual(self.days_left(self.links(invoice)), 7)

        several = self.make_invoice() | self.make_invoice()
        Batch = self.env["account.move.send.batch.wizard"].with_user(self.accountant)
        batch = Batch.with_context(
            active_model="account.move", active_ids=several.ids
        ).create({"move_ids": several.ids, "public_link_days": 9})
        batch.action_send_and_print()
        for move in several:
            self.assertEqual(move.sending_data["public_link_days"], 9)
        with self.mock_mail_gateway():
            self.env["account.move.send"]._generate_and_send_invoices(
                several, from_cron=True
            )
        for link in self.links(several):
            self.assertEqual(self.days_left(link), 9)

    def test_core_s_other_doors_are_left_out_while_ours_is_open(self):
        """F46: share and payment link; one's own send stands for both"""
        for model, user, names in (
            ("sale.order", self.salesman, {"Share", "Generate a Payment Link"}),
            ("account.move", self.accountant, {"Share", "Generate a Payment Link"}),
        ):
            actions = self.env["ir.actions.actions"].with_user(user)

            def offered(actions=actions, model=model):
                bound = actions.get_bindings(model).get("action", [])
                return {action["name"] for action in bound}

            self.company.public_links_in_mails = True
            self.assertFalse(offered() & names)
            self.company.public_links_in_mails = False
            self.assertEqual(offered() & names, names)
