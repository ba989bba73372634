# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Everything that keeps an invoice from being charged by agreement."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import UserError

from ..common.agreement import AgreementCase


class TestAgreementRefused(AgreementCase):
    """F35, S19: asked when it is announced, and when it is charged."""

    def setUp(self):
        super().setUp()
        self.agreement = self.agree()

    @contextmanager
    def undone(self):
        """Undo what is done in the body."""
        savepoint = self.env.cr.savepoint()
        try:
            yield
        finally:
            savepoint.rollback()
            self.env.invalidate_all()
            # Settings are read from caches.
            self.env.registry.clear_cache("default", "stable")

    def assertRefused(self, why, cause, **values):
        """Check that nothing is announced, nor charged if it was announced before.

        :param str why: the reason that is noted
        :param cause: a function of the invoice that brings it about
        """
        with self.undone():
            invoice = self.billed(3, **values)
            cause(invoice)
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertEqual(self.agreement._refusal(invoice), why)
            self.run_cron()
            self.assertFalse(self.charges(invoice))
        with self.undone():
            invoice = self.billed(3, **values)
            charge = self.announced(invoice)
            self.pass_time(days=3)
            cause(invoice)
            self.assertNotCharged(charge, why)
            self.assertFalse(
                self.payments(invoice).filtered(lambda tx: tx.operation == "offline")
            )
        self.now.move_to("2026-07-15 12:00:00")

    def transaction(self, invoice, provider, state):
        return self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": self.method.id,
                "reference": f"refused {state}",
                "amount": invoice.amount_residual,
                "currency_id": invoice.currency_id.id,
                "partner_id": self.customer.id,
                "invoice_ids": [Command.set(invoice.ids)],
                "state": state,
                "last_state_change": fields.Datetime.now(),
            }
        )

    def test_while_a_payment_is_in_progress(self):
        """F35, S17"""
        for state in ("pending", "authorized"):
            with self.subTest(state):
                self.assertRefused(
                    "processing",
                    lambda invoice, state=state: self.transaction(
                        invoice, self.provider, state
                    ),
                )

    def test_while_a_transfer_is_announced(self):
        """F35, F31"""
        transfer = self.env["payment.provider"].search(
            [("code", "=", "custom"), ("company_id", "=", self.company.id)], limit=1
        )
        transfer.write({"state": "enabled", "is_published": True})
        self.assertRefused(
            "announced",
            lambda invoice: self.transaction(invoice, transfer, "pending"),
        )

    def test_while_it_is_disputed(self):
        """F35, F38: the customer's dispute, and core's own mark"""

        def dispute(invoice):
            invoice.public_link_disputed_at = fields.Datetime.now()

        def block(invoice):
            invoice.payment_state = "blocked"

        self.assertRefused("disputed", dispute)
        self.assertRefused("disputed", block)

    def test_what_is_paid_reset_or_cancelled(self):
        """F35"""

        def pay(invoice):
            self.env["account.payment.register"].with_context(
                active_model="account.move", active_ids=invoice.ids
            ).create({})._create_payments()

        def reset(invoice):
            invoice.button_draft()

        def cancel(invoice):
            invoice.button_draft()
            invoice.button_cancel()

        for cause in (pay, reset, cancel):
            with self.subTest(cause.__name__):
                self.assertRefused("settled", cause)

    def test_what_is_above_the_ceiling(self):
        """F35, S19: by a cent"""

        def raise_price(invoice):
            invoice.button_draft()
            invoice.invoice_line_ids.price_unit = 462.97
            invoice.action_post()
            self.assertEqual(invoice.amount_total, 500.01)

        self.assertRefused("ceiling", raise_price)

    def test_the_ceiling_itself_is_charged(self):
        """F35"""
        invoice = self.billed(3)
        invoice.button_draft()
        invoice.invoice_line_ids.price_unit = 462.96
        invoice.action_post()
        self.assertEqual(invoice.amount_total, 500.0)
        self.assertEqual(self.announced(invoice).amount, 500.0)

    def test_what_is_in_another_currency(self):
        """F35, S19"""
        euro = self.env.ref("base.EUR")
        euro.active = True
        invoice = self.billed(3, currency_id=euro.id)
        self.assertEqual(self.agreement._refusal(invoice), "currency")
        self.run_cron()
        self.assertFalse(self.charges(invoice))

    def test_a_card_that_cannot_be_charged(self):
        """F35, S19: expired, of an unpublished or paused provider, of a method not allowed"""

        def expire(_invoice):
            self.card.public_link_expiry = fields.Date.subtract(
                fields.Date.today(), days=1
            )

        def unpublish(_invoice):
            self.provider.is_published = False
            second = self.env["payment.provider"].search(
                [("code", "=", "custom"), ("company_id", "=", self.company.id)],
                limit=1,
            )
            second.write({"state": "enabled", "is_published": True})
            second.payment_method_ids.active = True

        self.assertRefused("card", expire)
        self.assertRefused("card", unpublish)

    def test_a_card_that_was_removed_ends_the_agreement(self):
        """F35, S19: what was announced is dropped at once"""
        charge = self.announced(self.billed(3))
        self.card.active = False
        self.assertEqual(self.agreement.ended_by, "card")
        self.assertEqual((charge.state, charge.why), ("dropped", "ended"))
        self.pass_time(days=3)
        self.run_cron()
        self.assertFalse(self.calls)

    def test_a_contact_who_moves_to_another_customer_ends_it(self):
        """F35, S19: the card goes with its owner"""
        charge = self.announced(self.billed(3))
        self.other.vat = self.customer.vat
        self.customer.write({"is_company": False, "parent_id": self.other.id})
        self.assertEqual(self.agreement.ended_by, "moved")
        self.assertEqual((charge.state, charge.why), ("dropped", "ended"))

    def test_contacts_that_are_merged_end_it(self):
        """F35, S19"""
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.customer + self.other).ids, self.other
        )
        self.env.invalidate_all()
        self.assertEqual(self.agreement.ended_by, "moved")
        self.assertTrue(self.agreement._is_intact())

    def test_a_customer_whose_links_are_off_or_who_is_archived(self):
        """F35, B59"""

        def block(_invoice):
            self.customer.public_links_blocked = True

        def archive(_invoice):
            self.customer.active = False

        self.assertRefused("blocked", block)
        self.assertRefused("blocked", archive)

    def test_a_contact_without_an_address_gets_no_announcement(self):
        """F35, S19: no charge without one"""

        def forget(_invoice):
            self.customer.email = False

        self.assertRefused("no_mail", forget)

    def test_the_announcement_s_link_was_ended(self):
        """F35, S19: left to staff, and not announced again"""
        invoice = self.billed(3)
        charge = self.announced(invoice)
        charge.link_id._revoke()
        self.pass_time(days=3)
        self.assertNotCharged(charge, "link")
        self.assertTrue(invoice.activity_ids)
        self.pass_time(days=1)
        self.run_cron()
        self.assertEqual(self.charges(invoice), charge)

    def test_a_link_that_made_way_for_another_is_announced_anew(self):
        """F35, S19: by a link that opens, so that it can be stopped"""
        invoice = self.billed(3)
        charge = self.announced(invoice)
        charge.link_id._regenerate()
        self.pass_time(days=3)
        self.assertNotCharged(charge, "changed")
        again = self.charges(invoice) - charge
        self.assertEqual(again.state, "announced")
        self.assertEqual(again.link_id.state, "active")
        self.assertFalse(invoice.activity_ids)

    def test_the_setting_is_off(self):
        """F35, Q7: its own, that of pay links, that of all links"""
        for name in ("agreement", "pay_enabled", "enabled"):
            with self.subTest(name):

                def switch_off(_invoice, name=name):
                    self.company[f"public_links_{name}"] = False

                self.assertRefused("off", switch_off)

    def test_a_copy_of_the_database_charges_nobody(self):
        """F35, S19: Odoo marks copies that it neutralises"""

        def neutralize(_invoice):
            self.env["ir.config_parameter"].set_param("database.is_neutralized", "true")

        self.assertRefused("copy", neutralize)

    def test_credit_that_covers_it(self):
        """F35, F34: it is used before money is asked"""
        self.assertRefused("credits", lambda _invoice: self.make_invoice("out_refund"))

    def test_a_credit_note_is_never_charged(self):
        """F35: nor a vendor's bill or a receipt of ours"""
        for move_type in ("out_refund", "out_receipt", "in_invoice"):
            with self.subTest(move_type):
                move = self.make_invoice(move_type)
                self.assertEqual(self.agreement._refusal(move), "settled")

    def test_what_was_charged_and_comes_back_is_left_to_staff(self):
        """F35: a payment that staff take off the invoice is not charged again"""
        invoice = self.billed(3)
        self.announced(invoice)
        self.pass_time(days=3)
        self.run_cron()
        self.assertEqual(len(self.calls), 1)
        receivable = invoice.line_ids.filtered(
            lambda line: line.display_type == "payment_term"
        )
        receivable.remove_move_reconcile()
        payment = self.payments(invoice).payment_id
        payment.action_draft()
        payment.action_cancel()
        self.pass_time(days=1)
        self.run_cron()
        self.pass_time(days=4)
        self.run_cron()
        self.assertEqual(len(self.calls), 1)
        self.assertEqual(len(self.charges(invoice)), 1)

    def test_it_is_asked_once_more_under_the_lock(self):
        """F35, S12: whatever happened since the run began"""
        charge = self.announced(self.billed(3))
        self.pass_time(days=3)
        self.env.flush_all()
        for cause, why in (
            (lambda: self.agreement._end("customer"), "ended"),
            (
                lambda: charge.invoice_id.write(
                    {"public_link_disputed_at": fields.Datetime.now()}
                ),
                "disputed",
            ),
        ):
            with self.subTest(why), self.undone():
                cause()
                self.env.flush_all()
                with self.enter_registry_test_mode(), self.registry.cursor() as cr:
                    self.env(cr=cr)["public.link.agreement.charge"].browse(
                        charge.id
                    )._charge()
                self.env.invalidate_all()
                self.assertEqual((charge.state, charge.why), ("dropped", why))
                self.assertFalse(self.calls)

    def test_an_older_payment_that_cannot_be_withdrawn_waits(self):
        """F35, S17, S20: nothing is asked of the card, nothing is given up"""
        invoice = self.billed(3)
        charge = self.announced(invoice)
        begun = self.transaction(invoice, self.provider, "draft")
        begun.public_link_id = charge.link_id
        self.pass_time(days=3)
        model = self.env.registry["payment.transaction"]
        with patch.object(model, "_public_link_withdraw", side_effect=UserError("no")):
            self.run_cron()
        self.assertEqual(charge.state, "announced")
        self.assertFalse(self.calls)
        self.run_cron()
        self.assertEqual(charge.state, "paid")
        self.assertEqual(begun.state, "cancel")
