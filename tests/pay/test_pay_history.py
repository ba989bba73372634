# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unittest.mock import patch

from lxml import html

from odoo import Command, fields

from ..common.base import CANARY
from ..common.pay import BankFixtures, PayHttpCase
from ..common.portal import PortalFixtures
from .test_pay_told import plain


class HistoryCase(BankFixtures, PortalFixtures, PayHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_bank()
        cls.journal.name = f"Internal {CANARY}"

    def rows(self, document, purpose="view"):
        """Return the payments that a page lists, as text."""
        # What the page leaves out must be what the ledger has nothing of.
        self.assertEqual(document._public_read("paid"), document._public_pay_paid())
        page = self.open(self.issue(document, purpose))
        self.assertPublic(page, 200)
        tree = html.document_fromstring(page.text)
        found = tree.xpath("//section[@aria-labelledby='paid']//li")
        return [plain(html.tostring(row, encoding="unicode")) for row in found]

    def online(self, document, amount, link=None):
        link = link or self.issue(document, "pay")
        self.assertIn("result", self.begin(link, amount))
        payment = self.transactions(document).filtered(lambda tx: tx.state == "draft")
        self.pay(payment)
        self.env.flush_all()
        return payment

    def receipts(self, link):
        tree = html.document_fromstring(self.open(link).text)
        return tree.xpath("//a[contains(@href,'/receipt')]/@href")


class TestPayHistory(HistoryCase):
    def test_what_staff_registered_stands_with_day_way_and_amount(self):
        """P3, F33: on view and pay, of a part and of all; journals' names stay inside"""
        invoice = self.billed()
        day = fields.Date.subtract(fields.Date.today(), days=3)
        self.register(invoice, amount=100, payment_date=day)
        for purpose in ("view", "pay"):
            [row] = self.rows(invoice, purpose)
            self.assertIn("$100.00", row)
            self.assertIn("Bank transfer", row)
            self.assertIn(f"{day:%B} {day.day}", row)
            self.assertIn("Receipt", row)
        self.register(invoice)
        for purpose in ("view", "pay"):
            rows = self.rows(invoice, purpose)
            self.assertEqual(len(rows), 2)
            self.assertIn("$218.60", rows[0], "The newest first.")
            self.assertIn("$100.00", rows[1])

    def test_a_payment_online_stands_there_once(self):
        """P3, F33"""
        invoice = self.billed()
        payment = self.online(invoice, 318.6)
        for purpose in ("view", "pay"):
            [row] = self.rows(invoice, purpose)
            for said in ("$318.60", self.method.name, payment.reference):
                self.assertIn(said, row)

    def test_cash_is_called_cash(self):
        """P3"""
        cash = self.env["account.journal"].create(
            {"name": "Till 7", "type": "cash", "code": "TILL7"}
        )
        invoice = self.billed()
        self.register(invoice, journal_id=cash.id)
        [row] = self.rows(invoice)
        self.assertIn("Cash", row)
        self.assertNotIn("Till 7", row)

    def test_a_credit_note_that_was_set_against_it_is_named(self):
        """P3, F33: refunds, too"""
        invoice = self.billed()
        refund = self.make_invoice("out_refund", post=False)
        refund.invoice_line_ids.price_unit = 100
        refund.action_post()
        lines = (invoice + refund).line_ids.filtered(
            lambda line: line.account_id.account_type == "asset_receivable"
        )
        lines.reconcile()
        [row] = self.rows(invoice)
        self.assertIn(f"Credit note {refund.name}", row)
        self.assertIn("$108.00", row)
        [row] = self.rows(refund)
        self.assertIn(f"Set against invoice {invoice.name}", row)

    def test_what_was_paid_back_is_told(self):
        """P3, F33: of a credit note, and of a payment online"""
        refund = self.make_invoice("out_refund")
        self.register(refund)
        [row] = self.rows(refund)
        self.assertIn("Paid back: Bank transfer", row)
        self.assertRegex(row, r"-\W*318\.60")
        invoice = self.billed()
        payment = self.online(invoice, 318.6)
        back = self.env["payment.transaction"].create(
            {
                "provider_id": self.provider.id,
                "payment_method_id": self.method.id,
                "reference": "R-1",
                "amount": -100.0,
                "currency_id": payment.currency_id.id,
                "partner_id": self.customer.id,
                "operation": "refund",
                "source_transaction_id": payment.id,
            }
        )
        self.pay(back)
        for purpose in ("view", "pay"):
            rows = self.rows(invoice, purpose)
            self.assertEqual(len(rows), 2)
            [row] = [row for row in rows if "Paid back" in row]
            self.assertRegex(row, r"-\W*100\.00")
            self.assertNotIn("Receipt", row)

    def test_what_no_money_came_in_for_is_no_payment(self):
        """P3: a write-off, a difference of rates"""
        invoice = self.billed()
        account = self.env["account.account"].search(
            [("account_type", "=", "expense")], limit=1
        )
        self.register(
            invoice,
            amount=300,
            payment_difference_handling="reconcile",
            writeoff_account_id=account.id,
            writeoff_label=CANARY,
        )
        [row] = self.rows(invoice)
        self.assertIn("$300.00", row)
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].search([("currency_id", "=", euro.id)]).unlink()
        today = fields.Date.today()
        for days, rate in ((10, 2.0), (0, 4.0)):
            self.env["res.currency.rate"].create(
                {
                    "currency_id": euro.id,
                    "name": fields.Date.subtract(today, days=days),
                    "rate": rate,
                    "company_id": self.company.id,
                }
            )
        invoice = self.billed(
            currency_id=euro.id, invoice_date=fields.Date.subtract(today, days=9)
        )
        self.register(invoice)
        [row] = self.rows(invoice)
        self.assertIn(f"{invoice.amount_total:.2f}", row)

    def test_a_payment_of_several_invoices_tells_each_its_part(self):
        """P3: and its receipt, which names them all, is for whoever paid them"""
        first, second = self.billed(), self.billed()
        wizard = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=(first + second).ids)
            .create({"journal_id": self.journal.id, "group_payment": True})
        )
        wizard._create_payments()
        for invoice in (first, second):
            [row] = self.rows(invoice)
            self.assertIn("$318.60", row)
            self.assertNotIn("Receipt", row)

    def test_an_order_lists_what_was_paid_for_it_and_its_invoices(self):
        """P3, F33"""
        order = self.make_order("sale")
        self.online(order, order.amount_total)
        [row] = self.rows(order)
        self.assertIn(self.method.name, row)
        other = self.make_order("sale")
        invoice = other._create_invoices()
        invoice.action_post()
        self.register(invoice, amount=100)
        [row] = self.rows(other)
        self.assertIn("$100.00", row)
        self.assertIn("Bank transfer", row)

    def test_what_was_not_paid_lists_nothing(self):
        """P3: drafts, failures, cancelled payments, money of others"""
        invoice = self.billed()
        link = self.issue(invoice, "pay")
        self.begin(link, 318.6)
        self.assertFalse(self.rows(invoice))
        self.transactions(invoice)._set_error("No")
        self.assertFalse(self.rows(invoice))
        self.register(self.billed())
        self.assertFalse(self.rows(invoice))
        payment = self.register(invoice)
        payment.action_cancel()
        self.assertFalse(self.rows(invoice))

    def test_the_ledger_is_asked_only_where_something_was_paid(self):
        """P3, A16: planning that statement took a third of the time of a page"""
        invoice = self.billed()
        order = invoice.invoice_line_ids.sale_line_ids.order_id or self.make_order(
            "sale"
        )
        for document in (invoice, order):
            for purpose in ("view", "pay"):
                link = self.issue(document, purpose)
                with patch.object(
                    self.registry[document._name], "_public_read_paid"
                ) as asked:
                    self.open(link)
                asked.assert_not_called()
        self.register(invoice, amount=10)
        self.assertEqual(len(self.rows(invoice)), 1)

    def test_the_number_of_queries_does_not_depend_on_the_payments(self):
        """P3, A16"""
        counts = []
        for parts in (1, 6):
            invoice = self.billed()
            for _part in range(parts):
                self.register(invoice, amount=10)
            for purpose in ("view", "pay"):
                link = self.issue(invoice, purpose)
                self.open(link)
                counts.append(min(self.count_queries(link) for _attempt in range(2)))
        self.assertEqual(counts[:2], counts[2:])


class TestPayReceipts(HistoryCase):
    def test_each_receipt_opens_from_the_page_that_lists_it(self):
        """P3, F33: online and registered, on view, pay and in the portal"""
        self.make_portal()
        invoice = self.billed()
        self.register(invoice, amount=100)
        self.online(invoice, 218.6)
        for purpose in ("view", "pay"):
            link = self.issue(invoice, purpose)
            paths = self.receipts(link)
            self.assertEqual(len(paths), 2, paths)
            for path in paths:
                self.assertPublic(self.get(path), 200)
        page = self.page(f"invoice/{invoice.id}")
        tree = html.document_fromstring(page.text)
        paths = tree.xpath("//a[contains(@href,'/receipt')]/@href")
        self.assertEqual(len(paths), 2)
        for path in paths:
            self.assertPublic(self.get(path), 200)

    def test_no_other_payment_s_receipt_opens(self):
        """P3, S10"""
        invoice, other = self.billed(), self.billed()
        foreign = self.online(other, 318.6)
        booked = self.register(self.billed())
        back = self.make_invoice("out_refund")
        outgoing = self.register(back)
        self.register(invoice, amount=100)
        for document, purpose in (
            (invoice, "view"),
            (invoice, "pay"),
            (back, "view"),
        ):
            link = self.issue(document, purpose)
            for path in (
                f"receipt/{foreign.id}",
                f"receipt/booked/{booked.id}",
                f"receipt/booked/{outgoing.id}",
                f"receipt/booked/{foreign.payment_id.id}",
                "receipt/0",
                "receipt/booked/0",
            ):
                self.assertPublic(self.get(link._path(path)), 404)

    def test_a_paper_s_code_shows_no_receipt_of_several_documents(self):
        """P3, S19"""
        first, second = self.billed(), self.billed()
        bundle = self.env["public.link.bundle"]._of(first + second)
        link = self.issue(bundle, "pay")
        self.begin(link, 637.2)
        payment = self.transactions(first)
        self.pay(payment)
        self.assertEqual(len(self.receipts(link)), 1)
        other = self.issue(first, "pay")
        self.assertFalse(self.receipts(other))
        self.assertPublic(self.get(other._path(f"receipt/{payment.id}")), 404)


class TestPortalHistory(HistoryCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_portal()

    def test_the_portal_names_what_each_payment_was_for(self):
        """P3, F33: registered, online, on its way, for an order"""
        registered, online, begun = self.billed(), self.billed(), self.billed()
        self.register(registered)
        self.online(online, 318.6)
        self.begin(self.issue(begun, "pay"), 318.6)
        self.transactions(begun)._set_pending()
        order = self.make_order("sale")
        self.online(order, order.amount_total)
        text = plain(self.page("payments").text)
        for document in (registered, online, begun, order):
            self.assertIn(f"For {document.name}", text)
        self.assertNotIn(CANARY, text)

    def test_it_names_no_document_of_somebody_else(self):
        """P3, A1: one payment for two customers' invoices"""
        mine = self.billed()
        theirs = self.billed(partner_id=self.other.id)
        payment = self.env["payment.transaction"].create(
            {
                "provider_id": self.provider.id,
                "payment_method_id": self.method.id,
                "reference": "BOTH-1",
                "amount": 637.2,
                "currency_id": mine.currency_id.id,
                "partner_id": self.customer.id,
                "operation": "online_direct",
                "invoice_ids": [Command.set((mine + theirs).ids)],
            }
        )
        payment._set_pending()
        text = plain(self.page("payments").text)
        self.assertIn(f"For {mine.name}", text)
        self.assertNotIn(theirs.name, text)

    def test_an_announced_transfer_goes_when_nothing_is_owed(self):
        """P1, P3: core's payment stays pending for ever"""
        invoice = self.billed()
        payment = self.env["payment.transaction"].create(
            {
                "provider_id": self.transfer.id,
                "payment_method_id": self.method.id,
                "reference": "TOLD-1",
                "amount": 318.6,
                "currency_id": invoice.currency_id.id,
                "partner_id": self.customer.id,
                "operation": "online_redirect",
                "invoice_ids": [Command.set(invoice.ids)],
            }
        )
        payment._set_pending()
        self.assertIn("Payment on its way", plain(self.page("payments").text))
        self.register(invoice, amount=100)
        self.assertIn("Payment on its way", plain(self.page("payments").text))
        self.register(invoice)
        self.assertNotIn("Payment on its way", plain(self.page("payments").text))
        self.assertEqual(payment.state, "pending")
