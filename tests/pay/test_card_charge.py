# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One charge, whatever happens around it."""

from unittest.mock import patch

import psycopg2.errors

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger

from ..common.card import CardHttpCase

CHARGE = "odoo.addons.public_links.models.pay.payment_transaction_charge"
CHECK = "odoo.addons.public_links.models.pay.payment_transaction_check"


class ChargeCase(CardHttpCase):
    def setUp(self):
        super().setUp()
        self.calls = []

    def provider_does(self, *effects):
        """Let the demo provider, each time that it is asked to charge, do one of these
        things: a function of the transaction, or an exception to raise.

        The calls are counted in ``self.calls``.
        """
        transactions = self.env.registry["payment.transaction"]
        demo, calls, effects = (
            transactions._send_payment_request,
            self.calls,
            iter(effects),
        )

        def send(transaction):
            calls.append(transaction.id)
            effect = next(effects, None)
            if isinstance(effect, Exception):
                raise effect
            if effect:
                return effect(transaction)
            return demo(transaction)

        self.startPatcher(patch.object(transactions, "_send_payment_request", send))

    def run_cron(self, name):
        with self.enter_registry_test_mode():
            self.env.ref(f"public_links.ir_cron_{name}").method_direct_trigger()
        self.env.invalidate_all()

    def unsettled(self):
        """Return a link whose charge was marked, and whose worker then died."""
        link, invoice = self.mailed()
        transaction = invoice.sudo()._public_pay_start_card(link, "now", self.card)
        self.assertTrue(transaction.public_link_charged_at)
        return link, invoice, transaction


class TestCardCharge(ChargeCase):
    def test_the_same_click_again_charges_nothing(self):
        """A43, S18: double click, browser back, five tabs: one transaction, one charge"""
        self.provider_does()
        link, invoice = self.mailed()
        form = self.form(self.open(link))
        self.assertSaid(self.charge(link, form), "done")
        for _tab in range(4):
            self.assertSaid(self.charge(link, form), "")
        self.assertEqual(len(self.calls), 1)
        self.assertEqual(len(self.transactions(invoice)), 1)
        self.assertIn('data-code="paid"', self.open(link).text)

    def test_a_declined_card_is_not_tried_again_by_the_same_click(self):
        """S18, A44: the second click is told what the first did; a new page may try"""
        self.card.demo_simulated_state = "error"
        self.provider_does()
        link, _invoice = self.mailed()
        form = self.form(self.open(link))
        for _click in range(3):
            answer = self.charge(link, form)
            self.assertSaid(answer, "declined")
        self.assertEqual(len(self.calls), 1)
        page = self.get(answer.headers["Location"])
        self.assertIn("was not accepted, and nothing was charged", page.text)
        self.assertIn("o_payment_form", page.text)
        self.assertNotIn("card-on-file", page.text)
        self.assertFalse(page.text.count("data-refresh"), "No poll without end.")
        self.card.demo_simulated_state = "done"
        self.assertSaid(self.charge(link), "done")
        self.assertEqual(len(self.calls), 2)

    def test_a_card_that_takes_its_time_is_in_progress(self):
        """A43, S17"""
        self.card.demo_simulated_state = "pending"
        link, invoice = self.mailed()
        form = self.form(self.open(link))
        self.assertSaid(self.charge(link, form), "pending")
        self.assertIn('data-code="processing"', self.open(link).text)
        self.assertSaid(self.charge(link, form), "paying")
        self.assertEqual(len(self.transactions(invoice)), 1)

    def test_a_balance_that_changed_is_shown_before_it_is_charged(self):
        """A41, A48, S16"""
        self.provider_does()
        link, invoice = self.mailed()
        form = self.form(self.open(link))
        for amount in ("0.01 USD", "-5", "1e6", "NaN", "", "318.60", "318.60 EUR"):
            self.assertSaid(self.charge(link, form, amount=amount), "balance")
        form.pop("amount")
        self.assertSaid(self.charge(link, form), "balance")
        self.assertFalse(self.calls)
        form = self.form(self.open(link))
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({"amount": 100.0})._create_payments()
        answer = self.charge(link, form)
        self.assertSaid(answer, "balance")
        self.assertFalse(self.calls)
        page = self.get(answer.headers["Location"])
        self.assertIn("The balance has changed", page.text)
        self.assertEqual(self.form(page)["amount"], "218.60 USD")
        self.assertSaid(self.charge(link, self.form(page)), "done")
        self.assertEqual(self.transactions(invoice).amount, 218.6)

    def test_a_card_that_was_exchanged_meanwhile_is_not_charged(self):
        """S19: nobody pays with a card that they did not see"""
        link, invoice = self.mailed()
        form = self.form(self.open(link))
        self.customer.public_link_card_id = self.make_card(payment_details="1111")
        self.assertSaid(self.charge(link, form), "changed")
        self.customer.public_link_card_agreed = False
        self.assertSaid(self.charge(link, form), "changed")
        self.assertFalse(self.transactions(invoice))

    def test_what_is_paid_void_or_in_progress_answers_with_its_page(self):
        """A48, S12, S17"""
        self.provider_does()
        link, invoice = self.mailed()
        form = self.form(self.open(link))
        self.begin(link, 318.6)
        begun = self.transactions(invoice)
        begun._set_pending()
        self.assertSaid(self.charge(link, form), "paying")
        # Done at the provider and not booked: booked first.
        begun._set_done()
        self.assertSaid(self.charge(link, form), "")
        self.assertTrue(begun.is_post_processed)
        link, invoice = self.mailed()
        form = self.form(self.open(link))
        invoice.button_draft()
        invoice.button_cancel()
        self.charge(link, form)
        self.assertFalse(self.calls)
        self.assertFalse(self.transactions(invoice))

    def test_a_payment_begun_with_the_form_is_withdrawn_first(self):
        """S17: a provider never holds two payments of one balance"""
        link, invoice = self.mailed()
        form = self.form(self.open(link))
        self.begin(link, 318.6)
        begun = self.transactions(invoice)
        self.assertSaid(self.charge(link, form), "done")
        self.assertEqual(begun.state, "cancel")
        self.assertEqual(len(self.transactions(invoice)), 2)

    def test_what_the_provider_took_for_a_begun_payment_counts(self):
        """S17: it cannot be withdrawn, so the card is not charged on top"""
        self.provider_does()
        link, invoice = self.mailed()
        form = self.form(self.open(link))
        self.begin(link, 318.6)
        transactions = self.env.registry["payment.transaction"]
        with patch.object(
            transactions, "_public_link_withdraw", transactions._set_done
        ):
            self.assertSaid(self.charge(link, form), "paying")
        self.assertFalse(self.calls)
        self.assertEqual(len(self.transactions(invoice)), 1)

    def test_while_a_begun_payment_cannot_be_withdrawn_nothing_is_charged(self):
        """S17, S20: its provider does not tell whether it was paid"""
        self.provider_does()
        link, invoice = self.mailed()
        form = self.form(self.open(link))
        self.begin(link, 318.6)
        transactions = self.env.registry["payment.transaction"]
        with patch.object(
            transactions, "_public_link_withdraw", side_effect=UserError("Down.")
        ):
            self.assertSaid(self.charge(link, form), "unreached")
        self.assertFalse(self.calls)
        self.assertEqual(len(self.transactions(invoice)), 1)

    def test_an_instalment_is_charged_alone_and_everything_on_request(self):
        """A43, F24"""
        terms = self.instalments(50, 50)
        link, invoice = self.mailed(self.make_invoice(invoice_payment_term_id=terms.id))
        page = self.open(link)
        self.assertEqual(self.form(page)["amount"], "159.30 USD")
        whole = self.get(f"{link._path()}?pay=whole")
        form = self.form(whole)
        self.assertEqual((form["amount"], form["pay"]), ("318.60 USD", "whole"))
        self.assertSaid(self.charge(link, form, pay="now"), "balance")
        self.assertSaid(self.charge(link, self.form(page)), "done")
        self.assertEqual(self.transactions(invoice).amount, 159.3)
        self.assertSaid(self.charge(link, self.form(self.open(link))), "done")
        self.assertEqual(sum(self.transactions(invoice).mapped("amount")), 318.6)
        self.assertEqual(invoice.amount_residual, 0)

    def test_an_order_is_paid_with_the_card_on_file(self):
        """A43"""
        link, order = self.mailed(self.make_order("sale"))
        self.assertSaid(self.charge(link), "done")
        transaction = self.transactions(order)
        self.assertEqual(transaction.token_id, self.card)
        self.assertEqual(transaction.amount, order.amount_total)

    def test_a_get_or_a_foreign_page_charges_nothing(self):
        """S9"""
        link, invoice = self.mailed()
        form = self.form(self.open(link))
        path = link._form_path("card")
        self.assertEqual(self.get(path).status_code, 405)
        self.assertEqual(self.get(path, method="OPTIONS", data=form).status_code, 405)
        foreign = {"Sec-Fetch-Site": "cross-site"}
        answer = self.get(path, method="POST", data=form, headers=foreign)
        self.assertEqual(answer.status_code, 405)
        view = self.issue(invoice)
        wrong = path.replace(link._token(), view._token())
        self.assertEqual(self.get(wrong, method="POST", data=form).status_code, 404)
        self.expire(link)
        self.assertEqual(self.charge(link, form).status_code, 410)
        self.assertFalse(self.transactions(invoice))


class TestCardCrash(ChargeCase):
    def test_the_mark_is_committed_before_the_provider_is_asked(self):
        """S18: what the provider's webhook, or the next worker, would find"""
        link, invoice = self.mailed()
        seen = []

        def look(transaction):
            transaction.env.cr.rollback()
            seen.append(
                (transaction.exists().state, transaction.public_link_charged_at)
            )
            transaction._set_done()

        self.provider_does(look)
        self.assertSaid(self.charge(link), "done")
        self.assertEqual(seen[0][0], "draft")
        self.assertTrue(seen[0][1])

    def test_after_a_crash_nobody_charges_again(self):
        """S18: the worker died between the commit and the answer"""
        self.provider_does()
        link, invoice, transaction = self.unsettled()
        page = self.open(link)
        self.assertIn('data-code="checking"', page.text)
        self.assertIn("has not told us yet whether it was", page.text)
        self.assertNotIn("card-on-file", page.text)
        self.assertNotIn("o_payment_form", page.text)
        form = {"pay": "now", "charge": "yes", "amount": "318.60 USD"}
        form |= {"card": "Demo 4242", "attempt": "0"}
        self.assertSaid(self.charge(link, form), "checking")
        self.assertSaid(self.charge(link, form, attempt="1"), "checking")
        error = self.begin(link, 318.6)["error"]
        self.assertIn("please do not pay again", error["message"])
        self.assertEqual(self.transactions(invoice), transaction)
        self.assertFalse(self.calls)

    def test_a_rerun_after_a_serialisation_error_charges_nothing(self):
        """S18: Odoo serves the request again; the answer is what the webhook wrote"""

        def webhook_first(transaction):
            # The webhook's connection has written the same row meanwhile.
            transaction._set_done()
            transaction.env.cr.commit()
            raise psycopg2.errors.SerializationFailure("concurrent update")

        self.provider_does(webhook_first)
        link, invoice = self.mailed()
        self.assertSaid(self.charge(link), "done")
        self.assertEqual(len(self.calls), 1)
        self.assertEqual(self.transactions(invoice).state, "done")
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))

    def test_a_serialisation_error_with_somebody_else_loses_no_answer(self):
        """S18: what the provider said is written down in a second try"""

        def conflict(transaction):
            data = {"reference": transaction.reference, "simulated_state": "done"}
            transaction._process("demo", data)
            raise psycopg2.errors.SerializationFailure("concurrent update")

        self.provider_does(conflict)
        link, invoice = self.mailed()
        self.assertSaid(self.charge(link), "done")
        self.assertEqual(len(self.calls), 1)
        self.assertEqual(self.transactions(invoice).state, "done")

    def test_any_other_error_is_not_known_and_being_checked(self):
        """S15, S18: never "nothing was charged" when nobody knows"""
        self.provider_does(RuntimeError("garbage"))
        link, invoice = self.mailed()
        with mute_logger(CHARGE):
            answer = self.charge(link)
        self.assertSaid(answer, "checking")
        page = self.get(answer.headers["Location"])
        self.assertIn("We do not know yet whether your payment went through", page.text)
        self.assertEqual(self.transactions(invoice).state, "draft")
        self.assertSaid(self.charge(link, {"charge": "yes"}), "checking")
        self.assertEqual(len(self.calls), 1)

    def test_what_cannot_be_booked_at_once_is_paid_all_the_same(self):
        """S18: the money is taken, and the page says so"""
        link, invoice = self.mailed()
        form = self.form(self.open(link))
        moves = self.env.registry["payment.transaction"]
        failing = patch.object(
            moves, "_create_payment", side_effect=UserError("locked period")
        )
        with mute_logger(CHARGE), failing:
            self.assertSaid(self.charge(link, form), "done")
        transaction = self.transactions(invoice)
        self.assertEqual(transaction.state, "done")
        self.assertFalse(transaction.is_post_processed)
        self.assertIn('data-code="processing"', self.open(link).text)
        # The next one who comes finds it booked.
        self.assertSaid(self.charge(link, form), "")
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))


class TestUnknownCharge(ChargeCase):
    def test_staff_are_asked_once_and_the_page_stops_asking(self):
        """S18: a provider that cannot be asked"""
        link, invoice, transaction = self.unsettled()
        self.company.public_links_user_id = self.accountant
        self.run_cron("charges")
        self.assertFalse(invoice.activity_ids, "It may still be on its way.")
        self.assertIn('data-refresh="10"', self.open(link).text)
        transaction.public_link_charged_at = fields.Datetime.subtract(
            fields.Datetime.now(), minutes=20
        )
        self.run_cron("charges")
        self.run_cron("charges")
        activity = invoice.activity_ids
        self.assertEqual(activity.summary, "Was this card charged?")
        self.assertIn(transaction.reference, activity.note)
        self.assertEqual(transaction.state, "draft", "Only staff let it go.")
        self.assertNotIn("data-refresh", self.open(link).text)

    def test_staff_say_that_it_was_not_charged_and_the_customer_can_pay(self):
        """S18, A47"""
        link, invoice, transaction = self.unsettled()
        staff = transaction.with_user(self.accountant)
        with self.assertRaises(UserError):
            staff.action_public_link_not_charged()
        transaction.public_link_charged_at = fields.Datetime.subtract(
            fields.Datetime.now(), minutes=20
        )
        with self.assertRaises(UserError):
            staff.action_public_link_ask()
        with self.assertRaises(AccessError):
            transaction.with_user(self.warehouse).action_public_link_not_charged()
        staff.action_public_link_not_charged()
        self.assertIn(self.accountant.name, transaction.state_message)
        self.assertSaid(self.charge(link), "done")
        self.assertEqual(len(self.transactions(invoice)), 2)

    def test_staff_say_that_it_was_charged_and_it_is_booked(self):
        """S18, A47"""
        link, invoice, transaction = self.unsettled()
        transaction.public_link_charged_at = fields.Datetime.subtract(
            fields.Datetime.now(), minutes=20
        )
        transaction.with_user(self.accountant).action_public_link_charged()
        transaction._post_process()
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))
        with self.assertRaises(UserError):
            transaction.with_user(self.accountant).action_public_link_not_charged()
        self.assertIn('data-code="paid"', self.open(link).text)
