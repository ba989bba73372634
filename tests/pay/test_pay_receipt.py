# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import io
from unittest.mock import patch

from pypdf import PdfReader

from odoo import Command
from odoo.tests import mute_logger

from ..common.base import CANARY, REFERENCE
from ..common.pay import PayHttpCase


class TestReceipt(PayHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.public_links_user_id = cls.salesman

    @classmethod
    def make_invoice(cls, *args, **values):
        return super().make_invoice(
            *args, **{"invoice_user_id": cls.salesman.id, **values}
        )

    def paid(self, document=None, amount=318.6, choice="now", link=None):
        """Pay a document by its link through the real route; return the payment."""
        document = document or self.make_invoice()
        link = link or self.issue(document, "pay")
        self.assertIn("result", self.begin(link, amount, choice))
        transaction = self.transactions(document)[:1]
        self.pay(transaction)
        self.env.flush_all()
        return transaction

    def mails(self, document, partner=None):
        """Return the mails about a document to the customer."""
        mails = self.env["mail.mail"].search(
            [("model", "=", document._name), ("res_id", "=", document.id)]
        )
        wanted = partner or self.customer
        return mails.filtered(lambda mail: wanted in mail.recipient_ids)

    def receipts(self, document, partner=None):
        return self.mails(document, partner).filtered(
            lambda mail: "receipt" in mail.subject
        )

    def told(self, document, user=None):
        return self.env["mail.message"].search(
            [
                ("model", "=", document._name),
                ("res_id", "=", document.id),
                ("message_type", "=", "user_notification"),
                ("notified_partner_ids", "in", (user or self.salesman).partner_id.ids),
            ]
        )

    def render(self, transaction):
        """Let the queue make the receipt that was asked for."""
        row = self.pdfs_of(transaction)
        row.with_context(force_report_rendering=True)._render()
        self.assertEqual(row.state, "ready")

    def test_a_receipt_is_mailed_once_and_says_what_was_paid(self):
        """B29, F25"""
        invoice = self.make_invoice()
        transaction = self.paid(invoice)
        mail = self.receipts(invoice)
        self.assertEqual(len(mail), 1)
        for said in (
            "Joel Willis",
            invoice.name,
            self.method.name,
            transaction.reference,
            "318.60",
            "0.00",
            "Balance left",
        ):
            self.assertIn(said, mail.body_html)
        self.assertEqual(mail.email_from, self.company.email_formatted)
        # Who looks after it, so that no answer goes to the company's own box (M2).
        self.assertEqual(mail.author_id, self.salesman.partner_id)
        for hidden in (CANARY, REFERENCE, "access_token", "US12345677"):
            self.assertNotIn(hidden, mail.body_html)
        transaction._post_process()
        transaction.action_post_process()
        self.assertEqual(len(self.receipts(invoice)), 1)
        self.assertEqual(len(self.told(invoice)), 1)

    def test_the_receipt_leads_back_to_the_link_of_its_recipient_alone(self):
        """B29, A82"""
        invoice = self.make_invoice()
        link = self.issue(invoice, "pay")
        self.paid(invoice, link=link)
        mail = self.receipts(invoice)
        self.assertNotIn(link._token(), mail.body_html)
        sent = mail._personalize_outgoing_body(mail.body_html, self.customer)
        self.assertIn(link._url(), sent)
        other = mail._personalize_outgoing_body(mail.body_html, self.other)
        self.assertNotIn(link._token(), other)
        self.assertFalse(link.mail_message_id, "It is not the mail with the link.")
        self.assertFalse(link.sent_at)

    def test_the_receipt_is_in_the_language_of_its_reader(self):
        """B29, Q4"""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.customer.lang = "fr_FR"
        invoice = self.make_invoice()
        self.paid(invoice)
        self.assertIn("318,60", self.mails(invoice)[:1].body_html)

    def test_whoever_pays_by_a_printed_code_gets_the_receipt_of_who_is_billed(self):
        """B29, F20"""
        invoice = self.make_invoice()
        link = self.env["public.link"]._issue_qr(invoice, "pay")
        self.paid(invoice, link=link)
        mail = self.receipts(invoice)
        self.assertEqual(mail.recipient_ids, self.customer)
        sent = mail._personalize_outgoing_body(mail.body_html, self.customer)
        self.assertIn("/link/view/", sent)
        self.assertNotIn(link._token(), sent)

    def test_no_receipt_where_the_company_wants_none(self):
        """B29, Q7"""
        self.company.public_links_receipt = False
        invoice = self.make_invoice()
        self.paid(invoice)
        self.assertFalse(self.receipts(invoice))
        self.assertEqual(len(self.told(invoice)), 1, "Staff are told all the same.")

    def test_no_receipt_without_money(self):
        """B29: a payment that failed, was cancelled or waits is no payment."""
        for state in ("error", "canceled", "pending"):
            with self.subTest(state=state):
                invoice = self.make_invoice()
                self.begin(self.issue(invoice, "pay"), 318.6)
                transaction = self.transactions(invoice)
                if state == "error":
                    transaction._set_error("Card declined")
                else:
                    getattr(transaction, f"_set_{state}")()
                transaction._post_process()
                self.assertFalse(self.receipts(invoice))
                self.assertFalse(self.told(invoice))
                self.assertFalse(transaction.public_link_booked_at)

    def test_payments_that_came_another_way_are_left_to_core(self):
        """B29"""
        invoice = self.make_invoice()
        transaction = self.paid(invoice)
        mail = self.receipts(invoice)
        mail.unlink()
        transaction.write({"public_link_id": False, "public_link_booked_at": False})
        transaction.is_post_processed = False
        transaction._post_process()
        self.assertFalse(self.receipts(invoice))

    def core_mails(self, order):
        return self.mails(order).filtered(lambda mail: "receipt" not in mail.subject)

    def test_core_does_not_say_the_same_once_more(self):
        """B29: the order's "payment succeeded" mail."""
        for wanted in (True, False):
            with self.subTest(receipt=wanted):
                self.company.public_links_receipt = wanted
                order = self.make_order("sale")
                before = self.core_mails(order)
                self.paid(order, order.amount_total)
                core = self.core_mails(order) - before
                self.assertEqual(len(core), 0 if wanted else 1)
                self.assertEqual(len(self.receipts(order)), 1 if wanted else 0)

    def test_staff_learn_of_the_payment_and_the_link_of_everything(self):
        """F25, F19: paid is told; failed stands on the link."""
        invoice = self.make_invoice(invoice_user_id=self.accountant.id)
        link = self.issue(invoice, "pay")
        self.begin(link, 318.6)
        transaction = self.transactions(invoice)
        transaction._set_error("Card declined")
        self.begin(link, 318.6)
        self.pay(self.transactions(invoice).filtered(lambda tx: tx.state == "draft"))
        message = self.told(invoice, self.accountant)
        self.assertEqual(len(message), 1)
        self.assertIn("318.60", message.subject)
        self.assertIn("Joel Willis", message.body)
        self.assertFalse(self.told(invoice, self.salesman))
        events = self.env["public.link.event"].search([("link_id", "=", link.id)])
        kinds = events.sorted("id").mapped("kind")
        wanted = [
            kind
            for kind in kinds
            if kind in ("started", "failed", "paid", "processing")
        ]
        self.assertEqual(wanted, ["started", "failed", "started", "paid"])
        failed = events.filtered(lambda event: event.kind == "failed")
        self.assertEqual(failed.reason, "Card declined")

    def test_the_money_is_booked_whatever_becomes_of_the_mails(self):
        """B28"""
        invoice = self.make_invoice()
        Transaction = self.env.registry["payment.transaction"]
        with (
            patch.object(
                Transaction, "_public_link_mail_receipt", side_effect=ValueError
            ),
            mute_logger(
                "odoo.addons.public_links.models.pay.payment_transaction_receipt"
            ),
        ):
            self.paid(invoice)
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))
        self.assertFalse(self.receipts(invoice))
        self.assertEqual(len(self.told(invoice)), 1)

    def test_the_page_leads_to_the_receipt(self):
        """B29, F25: rendered by the queue, never inside a request."""
        invoice = self.make_invoice()
        link = self.issue(invoice, "pay")
        self.assertEqual(self.open(link, "receipt").status_code, 404)
        transaction = self.paid(invoice, link=link)
        page = self.open(link)
        self.assertIn("Download your receipt", page.text)
        self.assertIn(f"/receipt/{transaction.id}", page.text)
        for action in ("receipt", f"receipt/{transaction.id}"):
            response = self.open(link, action)
            self.assertPublic(response, 200)
            self.assertIn("being prepared", response.text)
        self.assertEqual(len(self.env["public.link.pdf"].search([])), 1)
        self.render(transaction)
        response = self.open(link, "receipt")
        self.assertEqual(response.headers["Content-Type"], "application/pdf")
        self.assertIn("Receipt_INV", response.headers["Content-Disposition"])
        self.assertEqual(len(PdfReader(io.BytesIO(response.content)).pages), 1)
        # Debian's wkhtmltopdf draws web fonts as outlines: what it was given is read.
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            transaction._public_link_report(), transaction.ids
        )
        text = html.decode()
        for said in ("Joel Willis", invoice.name, "318.60", "Balance left", "Demo"):
            self.assertIn(said, text)
        for hidden in (CANARY, REFERENCE, "US12345677", "joel.willis"):
            self.assertNotIn(hidden, text)

    def test_a_receipt_keeps_the_balance_of_its_day(self):
        """F24, F25"""
        invoice = self.make_invoice(invoice_payment_term_id=self.instalments(30, 70).id)
        link = self.issue(invoice, "pay")
        first = self.paid(invoice, 95.58, link=link)
        self.assertEqual(first.public_link_balance, 223.02)
        self.paid(invoice, 223.02, link=link)
        self.assertEqual(first.public_link_balance, 223.02)
        self.assertEqual(self.transactions(invoice)[0].public_link_balance, 0)
        page = self.open(link)
        for transaction in self.transactions(invoice):
            self.assertIn(f"/receipt/{transaction.id}", page.text)

    def test_no_other_receipt_opens(self):
        """A3, S10: nor a payment of more than this document."""
        invoice, foreign = self.make_invoice(), self.make_invoice()
        link = self.issue(invoice, "pay")
        transaction = self.paid(invoice, link=link)
        other = self.paid(foreign)
        self.assertEqual(self.open(link, f"receipt/{other.id}").status_code, 404)
        stranger = self.issue(invoice, "pay", self.other)
        path = f"receipt/{transaction.id}"
        self.assertEqual(self.open(stranger, path).status_code, 200)
        transaction.invoice_ids = [Command.link(foreign.id)]
        self.assertEqual(self.open(stranger, path).status_code, 404)
        self.assertEqual(self.open(link, path).status_code, 200)
        self.assertEqual(self.open(link, path, method="POST").status_code, 405)
        link._revoke()
        self.assertEqual(self.open(link, path).status_code, 410)
        view = self.issue(invoice)
        path = f"/link/pay/{view._token()}/receipt"
        self.assertEqual(self.get(path).status_code, 404)

    def test_an_order_shows_what_was_paid_of_its_invoices(self):
        """F25"""
        order = self.make_order("sale")
        invoice = order._create_invoices()
        invoice.action_post()
        transaction = self.paid(invoice, invoice.amount_residual)
        page = self.open(self.issue(order, "pay"))
        self.assertIn('data-code="paid"', page.text)
        self.assertIn(f"/receipt/{transaction.id}", page.text)

    def test_several_invoices_have_one_receipt(self):
        """F18, F25: in the history of the first; on their page when it is paid."""
        invoices = self.make_invoice() | self.make_invoice()
        bundle = self.env["public.link.bundle"]._of(invoices)
        link = self.issue(bundle, "pay", self.customer)
        self.assertIn("result", self.begin(link, 637.2))
        transaction = self.transactions(invoices)
        self.pay(transaction)
        mails = self.receipts(invoices[0]) | self.receipts(invoices[1])
        self.assertEqual(len(mails), 1)
        for invoice in invoices:
            self.assertIn(invoice.name, mails.body_html)
        self.assertEqual(transaction.public_link_balance, 0)
        page = self.open(link)
        self.assertIn(f"/receipt/{transaction.id}", page.text)
        self.assertEqual(self.open(link, "receipt").status_code, 200)
        alone = self.issue(invoices[0], "pay")
        self.assertNotIn("/receipt/", self.open(alone).text)
        self.assertEqual(self.open(alone, "receipt").status_code, 404)
