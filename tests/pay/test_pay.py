# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import json

from hypothesis import given
from hypothesis import strategies as st

from odoo import Command

from ...models.pay.public_link_mixin import Due
from ..common.base import PublicLinkCase
from ..common.pay import PayFixtures, PayHttpCase


class TestPay(PayHttpCase):
    """The route that begins a payment: the browser chooses the method, and no more."""

    def setUp(self):
        super().setUp()
        self.invoice = self.make_invoice()
        self.link = self.issue(self.invoice, "pay")

    def refused(self, answer, sentence="", kind="Refused"):
        """Check that nothing was begun, and what the customer reads."""
        self.assertNotIn("result", answer)
        self.assertIn(sentence, answer["error"]["message"])
        self.assertTrue(answer["error"]["data"]["name"].endswith(kind), answer)
        self.assertFalse(answer["error"]["data"]["debug"])
        self.assertFalse(
            self.transactions(self.invoice).filtered(lambda tx: tx.state == "draft")
        )

    def test_an_invoice_is_paid_by_its_link(self):
        """B26, B27, B28, A39, A46, A48"""
        page = self.open(self.link)
        self.assertEqual(page.status_code, 200)
        self.assertIn("Unpaid", page.text)
        self.assertIn("318.60", page.text)
        self.assertEqual(self.shown_amount(page), 318.6)
        answer = self.begin(self.link, 318.6)
        self.assertEqual(answer["result"]["amount"], 318.6)
        transaction = self.transactions(self.invoice)
        self.assertEqual(transaction.partner_id, self.customer)
        self.assertEqual(transaction.landing_route, "/link/pay/return")
        self.pay(transaction)
        self.assertIn(self.invoice.payment_state, ("paid", "in_payment"))
        page = self.open(self.link)
        self.assertIn('data-code="paid"', page.text)
        self.assertNotIn("o_payment_form", page.text)

    def test_no_amount_but_the_one_that_is_due_begins_a_payment(self):
        """A39, A40, A41, S11, S16: what the browser sends is compared, never used."""
        for amount in (
            *(0.01, -5, 1e6, 318.59, 318.61, 0, None, "318.6", "NaN", True, [318.6]),
            *({}, 1e308, -318.6, "", "318.60 OR 1=1"),
        ):
            with self.subTest(amount=amount):
                answer = self.begin(self.link, amount)
                self.refused(answer, "balance has changed", "BalanceChanged")

    def test_numbers_that_are_none_begin_no_payment(self):
        """A40, S11"""
        for text in ("NaN", "Infinity", "-Infinity"):
            body = json.dumps({"params": {"amount": 0}}).replace("0", text)
            response = self.get(
                self.link._form_path("transaction/now"),
                method="POST",
                data=body,
                headers={"Content-Type": "application/json"},
            )
            self.assertIn("error", response.json())
        for body in ("[]", "7", "nonsense", '{"params": [1]}', '{"params": null}', ""):
            response = self.get(
                self.link._form_path("transaction/now"),
                method="POST",
                data=body,
                headers={"Content-Type": "application/json"},
            )
            self.assertIn(response.status_code, (200, 400))
            self.assertNotIn("result", response.text)
        self.assertFalse(self.transactions(self.invoice))

    def test_what_the_browser_names_beside_the_method_is_ignored(self):
        """A41, S7, S16: currency, partner, document, landing page, tokens, validation"""
        token = self.env["payment.token"].create(
            {
                "provider_id": self.provider.id,
                "payment_method_id": self.method.id,
                "payment_details": "4242",
                "partner_id": self.other.id,
                "provider_ref": "x",
                "demo_simulated_state": "done",
            }
        )
        other = self.make_invoice(partner_id=self.other.id)
        answer = self.begin(
            self.link,
            318.6,
            currency_id=self.env.ref("base.KWD").id,
            partner_id=self.other.id,
            invoice_ids=[Command.set(other.ids)],
            invoice_id=other.id,
            sale_order_ids=[Command.set([1])],
            landing_route="https://evil.example/",
            token_id=token.id,
            is_validation=True,
            reference_prefix="EVIL",
            reference="EVIL",
            custom_create_values={"amount": 1},
            operation="offline",
            state="done",
            access_token=self.invoice._portal_ensure_token(),
        )
        self.assertIn("result", answer)
        transaction = self.transactions(self.invoice)
        self.assertEqual(len(transaction), 1)
        self.assertEqual(transaction.currency_id, self.invoice.currency_id)
        self.assertEqual(transaction.partner_id, self.customer)
        self.assertEqual(transaction.invoice_ids, self.invoice)
        self.assertFalse(transaction.sale_order_ids)
        self.assertEqual(transaction.landing_route, "/link/pay/return")
        self.assertEqual(transaction.operation, "online_direct")
        self.assertEqual(transaction.state, "draft")
        self.assertFalse(transaction.token_id)
        self.assertNotIn("EVIL", transaction.reference)
        self.assertFalse(self.transactions(other))

    def test_a_token_flow_is_not_taken_here(self):
        """S16, S19"""
        for flow in ("token", "offline", "validation", "", None, 7):
            self.refused(self.begin(self.link, 318.6, flow=flow), "choose how")

    def test_only_providers_and_methods_that_are_allowed_now(self):
        """A70, S10, S16: off, unpublished, another company's, not on the list"""
        wrong = "not available"
        stripe = self.env.ref("payment.payment_provider_stripe")
        card = self.env.ref("payment.payment_method_card")
        foreign_company = self.env["res.company"].create({"name": "Elsewhere"})
        foreign = self.provider.copy(
            {"company_id": foreign_company.id, "state": "test", "is_published": True}
        )
        for values in (
            {"provider_id": stripe.id, "payment_method_id": card.id},
            {"payment_method_id": card.id},
            {"provider_id": foreign.id},
            {"provider_id": 999999},
            {"provider_id": str(self.provider.id)},
            {"provider_id": None},
            {"provider_id": [self.provider.id]},
            {"payment_method_id": None},
            {"payment_method_id": True},
        ):
            with self.subTest(values=values):
                self.refused(self.begin(self.link, 318.6, **values), wrong)
        self.provider.is_published = False
        answer = self.begin(self.link, 318.6)
        self.refused(answer, "not possible at the moment", "BalanceChanged")
        self.provider.write({"is_published": True, "state": "disabled"})
        answer = self.begin(self.link, 318.6)
        self.refused(answer, "not possible at the moment", "BalanceChanged")
        self.provider.state = "test"
        self.company.public_links_provider_ids = stripe
        answer = self.begin(self.link, 318.6)
        self.refused(answer, "not possible at the moment", "BalanceChanged")
        self.company.public_links_provider_ids = self.provider
        self.company.public_links_payment_method_ids = card
        answer = self.begin(self.link, 318.6)
        self.refused(answer, "not possible at the moment", "BalanceChanged")
        self.company.public_links_payment_method_ids = self.method
        self.assertIn("result", self.begin(self.link, 318.6))

    def test_a_provider_switched_off_while_the_page_was_open_is_refused(self):
        """A70, S16: whatever the cache says"""
        second = self.second_provider()
        self.open(self.link)
        second.state = "disabled"
        self.refused(
            self.begin(self.link, 318.6, provider_id=second.id), "not available"
        )

    def test_a_document_that_is_not_to_be_paid_refuses(self):
        """A76, A79, C6, C7: paid, cancelled, reversed, draft, credit note, quotation"""

        def paid():
            invoice = self.make_invoice()
            self.env["account.payment.register"].with_context(
                active_model="account.move", active_ids=invoice.ids
            ).create({}).action_create_payments()
            return invoice

        def cancelled():
            invoice = self.make_invoice()
            invoice.button_draft()
            invoice.button_cancel()
            return invoice

        def reversed_():
            invoice = self.make_invoice()
            invoice._reverse_moves(cancel=True)
            return invoice

        for make, amount, state in (
            (paid, 318.6, "paid"),
            (cancelled, 318.6, "voided"),
            (reversed_, 318.6, "nothing_due"),
            (lambda: self.make_invoice("out_refund"), 318.6, "nothing_due"),
            (lambda: self.make_invoice(post=False), 318.6, None),
            (self.make_order, 860.22, "not_accepted"),
            (lambda: self.make_order("draft"), 860.22, None),
        ):
            document = make()
            link = self.issue(document, "pay")
            with self.subTest(state=state, document=document.display_name):
                page = self.open(link)
                if state:
                    self.assertEqual(page.status_code, 200)
                    self.assertIn(f'data-code="{state}"', page.text)
                else:
                    self.assertEqual(page.status_code, 410)
                self.assertNotIn("o_payment_form", page.text)
                answer = self.begin(link, amount)
                self.assertNotIn("result", answer)
                self.assertFalse(self.transactions(document))

    def test_a_currency_that_was_switched_off_refuses(self):
        """A79, S16"""
        # One that no company keeps its books in, whatever countries are installed.
        currency = self.env["res.currency"].create({"name": "XTS", "symbol": "¤"})
        invoice = self.make_invoice(currency_id=currency.id)
        link = self.issue(invoice, "pay")
        self.assertIn("o_payment_form", self.open(link).text)
        currency.active = False
        page = self.open(link)
        self.assertIn('data-code="currency"', page.text)
        self.assertNotIn("o_payment_form", page.text)
        self.assertNotIn("result", self.begin(link, invoice.amount_residual))

    def test_currencies_without_decimals_and_with_three_are_exact(self):
        """A39, A48"""
        for name, price, due in (("JPY", 1999, 2159), ("KWD", 12.345, 13.333)):
            currency = self.env.ref(f"base.{name}")
            currency.active = True
            self.tax.flush_recordset()
            invoice = self.make_invoice(
                currency_id=currency.id,
                invoice_line_ids=[
                    Command.create(
                        {
                            "product_id": self.product.id,
                            "quantity": 1,
                            "price_unit": price,
                            "tax_ids": [Command.set(self.tax.ids)],
                        }
                    )
                ],
            )
            self.assertEqual(
                currency.compare_amounts(invoice.amount_residual, due), 0, name
            )
            link = self.issue(invoice, "pay")
            shown = self.shown_amount(self.open(link))
            answer = self.begin(link, shown)
            self.assertEqual(
                currency.compare_amounts(answer["result"]["amount"], due), 0
            )
            self.pay(self.transactions(invoice))
            self.assertTrue(currency.is_zero(invoice.amount_residual))

    def test_the_balance_that_changed_is_shown_before_anything_is_charged(self):
        """A41, A48, F7: staff book a payment while the page is open"""
        self.open(self.link)
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=self.invoice.ids
        ).create({"amount": 100}).action_create_payments()
        answer = self.begin(self.link, 318.6)
        self.refused(answer, "balance has changed", "BalanceChanged")
        page = self.get(self.link._path() + "?said=balance")
        self.assertIn("balance has changed", page.text)
        self.assertEqual(self.shown_amount(page), 218.6)
        self.assertEqual(self.begin(self.link, 218.6)["result"]["amount"], 218.6)

    def test_other_purposes_and_dead_links_pay_nothing(self):
        """A6, D9, S4"""
        view = self.issue(self.invoice)
        path = view._form_path("transaction/now").replace("/view/", "/pay/")
        self.link._revoke()
        for url in (path, self.link._form_path("transaction/now")):
            response = self.get(
                url,
                method="POST",
                data=json.dumps({"params": {"amount": 318.6}}),
                headers={"Content-Type": "application/json"},
            )
            self.assertNotIn("result", response.json())
        self.assertFalse(self.transactions(self.invoice))

    def test_a_link_of_a_deleted_contact_pays_nothing(self):
        """A79: the link goes with its recipient"""
        helper = self.env["res.partner"].create(
            {"name": "Payer", "email": "p@example.com", "parent_id": self.customer.id}
        )
        link = self.issue(self.invoice, "pay", helper)
        path = link._form_path("transaction/now")
        page = link._path()
        helper.unlink()
        self.assertEqual(self.get(page).status_code, 404)
        response = self.get(
            path,
            method="POST",
            data=json.dumps({"params": {"amount": 318.6}}),
            headers={"Content-Type": "application/json"},
        )
        self.assertNotIn("result", response.json())

    def test_a_foreign_page_begins_no_payment(self):
        """S8"""
        answer = self.begin(self.link, 318.6, headers={"Sec-Fetch-Site": "cross-site"})
        self.refused(answer, "from your email")
        for method in ("GET", "PUT", "DELETE"):
            response = self.get(
                self.link._form_path("transaction/now"),
                method=method,
                headers={"Content-Type": "application/json"},
                data="{}",
            )
            self.assertNotIn("result", response.text)

    def test_payment_starts_are_limited(self):
        """S13"""
        for _try in range(30):
            self.begin(self.link, 1)
        self.refused(self.begin(self.link, 318.6), "too often")

    def test_only_paying_sets_a_cookie_and_staff_get_no_more_than_customers(self):
        """A2, S8"""
        page = self.open(self.link)
        self.assertFalse(page.cookies)
        self.authenticate("admin", "admin")
        self.assertEqual(self.shown_amount(self.open(self.link)), 318.6)
        self.begin(self.link, 318.6)
        self.assertEqual(self.transactions(self.invoice).partner_id, self.customer)

    def test_the_way_back_opens_what_this_browser_paid(self):
        """A2, S7: the landing page holds no token; the session knows the payment"""
        self.begin(self.link, 318.6)
        self.pay(self.transactions(self.invoice))
        back = self.get("/link/pay/return")
        self.assertEqual(back.status_code, 303)
        self.assertEqual(back.headers["Location"], f"{self.link._path()}?said=done")
        self.assertIn(
            "your payment has arrived", self.get(back.headers["Location"]).text
        )
        self.opener.cookies.clear()
        stranger = self.get("/link/pay/return")
        self.assertPublic(stranger, 200)
        self.assertNotIn(self.invoice.name, stranger.text)


class TestDue(PayFixtures, PublicLinkCase):
    @given(st.floats(0.01, 1e6), st.floats(0.01, 1e6))
    def test_a_choice_is_one_of_two_amounts(self, now, more):
        """A39, S11: whatever the path says, what is paid is due now or open"""
        due = Due(now, now + more)
        for choice in ("now", "whole", "", "other", "-5", "1e9"):
            self.assertIn(due.amount(choice), (due.now, due.whole))
        self.assertEqual(due.amount("nonsense"), due.now)
