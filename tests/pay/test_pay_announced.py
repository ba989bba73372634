# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unittest.mock import patch

from odoo import fields

from .test_pay_bank import GROUPED, BankCase


class TestPayAnnounced(BankCase):
    def announce(self, document, amount=318.6, link=None):
        """Announce a transfer as core's form does; return the payment."""
        self.open_transfer()
        link = link or self.issue(document, "pay")
        answer = self.begin(
            link,
            amount,
            provider_id=self.transfer.id,
            payment_method_id=self.transfer.payment_method_ids[:1].id,
            flow="redirect",
        )
        self.assertIn("result", answer)
        payment = self.transactions(document)[:1]
        self.env["payment.transaction"]._process(
            "custom", {"reference": payment.reference}
        )
        self.assertEqual(payment.state, "pending")
        self.env.flush_all()
        return payment

    def test_after_announcing_the_details_stand_there_once_more(self):
        """P1, F31: on view and pay, with what the seller wrote, and on reopening"""
        self.open_transfer()
        self.transfer.pending_msg = "<p>We look <b>daily</b>.</p><script>x</script>"
        invoice = self.billed()
        payment = self.announce(invoice)
        for purpose in ("view", "pay"):
            link = self.issue(invoice, purpose)
            for _time in range(2):
                text = self.bank(link)
                for said in (
                    "You announced a transfer of",
                    "The bank details once more",
                    GROUPED,
                    payment._public_link_communication(),
                    "We look",
                ):
                    self.assertIn(said, text)
            self.assertNotIn("<script>x", self.open(link).text)

    def test_the_announcement_goes_when_the_money_comes(self):
        """P1: told by the ledger, since core's payment stays pending"""
        invoice = self.billed()
        payment = self.announce(invoice)
        self.register(invoice)
        self.assertEqual(payment.state, "pending")
        for purpose in ("view", "pay"):
            text = self.bank(self.issue(invoice, purpose))
            self.assertNotIn("You announced", text)
            self.assertNotIn("Account holder", text)

    def test_a_part_that_came_ends_its_own_announcement(self):
        """P1"""
        term = self.instalments(30, 70)
        invoice = self.billed(invoice_payment_term_id=term.id)
        link = self.issue(invoice, "pay")
        self.announce(invoice, 95.58, link)
        self.assertIn("You announced a transfer of $95.58", self.bank(link))
        self.register(invoice, amount=50)
        self.assertIn("You announced a transfer of $95.58", self.bank(link))
        self.register(invoice, amount=45.58)
        text = self.bank(link)
        self.assertNotIn("You announced", text)
        self.assertIn("$223.02", text)

    def test_money_that_came_before_is_not_the_announced_one(self):
        """P1"""
        invoice = self.billed()
        self.register(
            invoice,
            amount=100,
            payment_date=fields.Date.subtract(fields.Date.today(), days=3),
        )
        self.announce(invoice, 218.6)
        self.assertIn("You announced", self.bank(self.issue(invoice, "pay")))

    def test_cash_on_delivery_is_no_transfer(self):
        """P1"""
        modes = self.transfer._fields["custom_mode"].get_values(self.env)
        other = [mode for mode in modes if mode != "wire_transfer"]
        invoice = self.billed()
        payment = self.announce(invoice)
        if other:
            self.transfer.custom_mode = other[0]
            self.assertFalse(payment._public_link_is_transfer())
            self.assertNotIn("You announced", self.bank(self.issue(invoice, "pay")))

    def test_a_mail_confirms_it_once_with_the_details(self):
        """P1, F31"""
        invoice = self.billed()
        payment = self.announce(invoice)
        mails = self.env["mail.mail"].search(
            [("model", "=", "account.move"), ("res_id", "=", invoice.id)]
        )
        mail = mails.filtered(lambda one: "transfer" in one.subject)
        self.assertEqual(len(mail), 1)
        self.assertEqual(mail.recipient_ids, self.customer)
        for said in (GROUPED, "NORTDEFF", invoice.payment_reference, "318.60"):
            self.assertIn(said, mail.body_html)
        self.assertIn(invoice.name, mail.subject)
        payment._set_pending()
        again = self.env["mail.mail"].search_count(
            [("model", "=", "account.move"), ("res_id", "=", invoice.id)]
        )
        self.assertEqual(again, len(mails))

    def test_an_announcement_outlives_its_mail(self):
        """P1: an error of the mail undoes nothing"""
        invoice = self.billed()
        with (
            patch.object(
                type(self.env["public.link"]), "_queue_mail", side_effect=ValueError
            ),
            self.assertLogs("odoo.addons.public_links", "ERROR"),
        ):
            payment = self.announce(invoice)
        self.assertEqual(payment.state, "pending")

    def test_an_order_s_announcement_uses_the_order_s_reference(self):
        """P1"""
        self.open_transfer()
        order = self.make_order("sale")
        before = self.bank(self.issue(order, "pay"))
        payment = self.announce(order, order.amount_total)
        payment._post_process()
        after = self.bank(self.issue(order, "pay"))
        self.assertTrue(order.reference)
        for text in (before, after):
            self.assertIn(f"Reference {order.reference}", text)
