# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import mute_logger

from ..common.pay import BankFixtures, PayHttpCase
from .test_pay_told import plain


class TestPayResult(BankFixtures, PayHttpCase):
    """From the provider back to our own page; core's status page is for others."""

    def monitor(self, payment=None, link=None):
        """Let this browser have begun a payment, and start anew."""
        extra = {}
        if payment:
            extra["__payment_monitored_tx_id__"] = payment.id
        if link:
            extra["public_link_paid_by"] = [payment.id, link.id]
        self.authenticate(None, None, session_extra=extra)

    def begun(self, invoice=None):
        """Return a payment that this browser began, and the link by which."""
        invoice = invoice or self.make_invoice()
        link = self.issue(invoice, "pay")
        self.assertIn("result", self.begin(link, 318.6))
        payment = self.transactions(invoice)
        self.monitor(payment, link)
        return payment, link

    def end(self, payment, link):
        """Come back from the provider, and return the page on which that ends."""
        first = self.get("/payment/status")
        self.assertIn(first.status_code, (302, 303))
        self.assertTrue(first.headers["Location"].endswith("/link/pay/return"))
        second = self.get("/link/pay/return")
        self.assertEqual(second.status_code, 303)
        self.assertIn(link._path(), second.headers["Location"])
        self.env.invalidate_all()
        return self.get(second.headers["Location"])

    def test_a_payment_ends_on_our_page_with_its_receipt(self):
        """P2, F32: booked on the way, without core's page and its poll"""
        payment, link = self.begun()
        payment._set_done()
        page = self.end(payment, link)
        self.assertTrue(payment.is_post_processed)
        self.assertIn('data-code="paid"', page.text)
        self.assertIn("your payment has arrived", page.text)
        self.assertIn("Download your receipt", page.text)
        self.assertNotIn("Powered by", page.text)

    def test_each_end_says_what_happened_and_what_was_not_charged(self):
        """P2, F32, A79: pending, authorised, failed, cancelled, abandoned, no answer"""
        for state, said, more in (
            ("pending", "Your bank is confirming", "do not pay again"),
            ("authorized", "your payment is authorised", "We will confirm it"),
            ("error", "did not go through", "Nothing was charged"),
            ("canceled", "was cancelled", "Nothing was charged"),
            ("draft", "was not finished", "you can pay below"),
        ):
            with self.subTest(state=state):
                payment, link = self.begun()
                if state == "error":
                    payment._set_error("Declined")
                elif state != "draft":
                    getattr(payment, f"_set_{state}")()
                text = plain(self.end(payment, link).text)
                self.assertIn(said, text)
                self.assertIn(more, text)

    def test_a_charge_without_an_answer_is_being_checked(self):
        """P2, S18"""
        payment, link = self.begun()
        payment.public_link_charged_at = payment.create_date
        self.assertIn("do not pay again", plain(self.end(payment, link).text))

    def test_an_announced_transfer_ends_with_the_details(self):
        """P2, P1: and not with a bank that confirms something"""
        self.make_bank()
        self.open_transfer()
        invoice = self.billed()
        link = self.issue(invoice, "pay")
        self.begin(
            link,
            318.6,
            provider_id=self.transfer.id,
            payment_method_id=self.transfer.payment_method_ids[:1].id,
            flow="redirect",
        )
        payment = self.transactions(invoice)
        payment._set_pending()
        self.monitor(payment, link)
        text = plain(self.end(payment, link).text)
        self.assertIn("We are waiting for your transfer", text)
        self.assertIn("DE89 3704 0044 0532 0130 00", text)

    def test_a_browser_without_its_session_is_told_how_to_look(self):
        """P2, F32"""
        self.monitor()
        first = self.get("/payment/status")
        self.assertTrue(first.headers["Location"].endswith("/link/pay/return"))
        page = self.get("/link/pay/return")
        self.assertPublic(page, 200)
        self.assertIn("open the link", plain(page.text))
        self.assertIn("nothing is charged twice", plain(page.text))
        # With the payment, and not the link, it learns no link.
        payment, link = self.begun()
        self.monitor(payment)
        page = self.get("/link/pay/return")
        self.assertNotIn(link._token(), page.text)
        self.assertIn("open the link", plain(page.text))

    def test_a_payment_that_cannot_be_booked_is_told_as_on_its_way(self):
        """P2: nobody is left on an error page, nor pays twice"""
        payment, link = self.begun()
        payment._set_done()
        self.provider.journal_id.active = False
        broken = type(payment)

        def fail(_self):
            raise ValueError("no journal")

        self.patch(broken, "_create_payment", fail)
        with mute_logger("odoo.addons.public_links.controllers.pay.result"):
            page = self.end(payment, link)
        self.assertIn('data-code="processing"', page.text)
        self.assertFalse(payment.is_post_processed)

    def test_core_keeps_its_page_for_its_own_payments(self):
        """P2"""
        payment, _link = self.begun()
        payment.public_link_id = False
        self.monitor(payment)
        page = self.get("/payment/status")
        self.assertEqual(page.status_code, 200)
        self.assertIn("o_payment_status", page.text)
