# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from ..common.base import PublicLinkHttpCase
from ..common.pay import PayFixtures
from ..common.returns import ReturnFixtures


class WarmCount:
    def list_warm(self, link):
        """Return the statements of an open when no cache was just emptied."""
        return min((self.list_queries(link) for _attempt in range(2)), key=len)


class TestPageCost(WarmCount, PayFixtures, PublicLinkHttpCase):
    """What a page costs at its dearest: delivered, billed, and payable."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_provider()

    def test_a_payable_order_costs_few_queries_whatever_its_length(self):
        """DESIGN: at most 7, constant from 10 to 1,000 lines. A21, A22"""
        opens = []
        for lines in (10, 60):
            order = self.make_order("sale", lines=lines)
            invoice = order._create_invoices()
            invoice.action_post()
            for document in (order, invoice):
                link = self.issue(document)
                self.assertIn("/to/pay", self.open(link).text)
                opens.append(self.list_warm(link))
        counts = [len(statements) for statements in opens]
        self.assertEqual(counts[:2], counts[2:])
        for statements in opens:
            # Beside Odoo's own, which asks whether a cache was emptied elsewhere.
            self.assertLessEqual(len(statements), 6, "\n".join(statements))

    def test_what_is_due_is_what_core_says(self):
        """F24: with terms of payment and without any."""
        terms = self.env["account.payment.term"].search([])
        for term in (self.env["account.payment.term"], *terms):
            invoice = self.make_invoice(invoice_payment_term_id=term.id)
            values = invoice._get_invoice_next_payment_values()
            due = invoice._public_pay_due()
            discounted = values["installment_state"] == "epd"
            asked = values["amount_due" if discounted else "next_amount_to_pay"]
            with self.subTest(term.name or "none"):
                self.assertAlmostEqual(due.now, asked, 2)
                if not discounted:
                    self.assertEqual(due.until, values["next_due_date"])

    def test_what_was_paid_meanwhile_is_not_asked_for_again(self):
        """A21, F8: nothing of a balance outlives the page."""
        order = self.make_order("sale")
        invoice = order._create_invoices()
        invoice.action_post()
        links = [self.issue(document) for document in (order, invoice)]
        for link in links:
            self.assertIn("/to/pay", self.open(link).text)
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({}).action_create_payments()
        for link in links:
            self.assertNotIn("/to/pay", self.open(link).text)


class TestPageCostWithReturns(
    WarmCount, PayFixtures, ReturnFixtures, PublicLinkHttpCase
):
    """What returns add to the page of an order, before and after it was delivered."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_provider()
        cls.make_return_fixtures()

    def test_an_order_that_can_be_returned_costs_few_queries(self):
        """DESIGN: at most 20, constant from 10 lines to many. A63"""
        opens = []
        for lines in (10, 40):
            products = [self.make_product(f"Desk {number}") for number in range(lines)]
            order = self.sell(*((product, 5) for product in products))
            link = self.issue(order)
            self.assertNotIn("/to/return", self.open(link).text)
            waiting = self.list_warm(link)
            self.deliver(order)
            order._create_invoices().action_post()
            self.assertIn("/to/return", self.open(link).text)
            opens.append((waiting, self.list_warm(link)))
        self.assertEqual(*([len(one) for one in pair] for pair in opens))
        waiting, delivered = opens[0]
        self.assertLessEqual(len(waiting), 6, "\n".join(waiting))
        self.assertLessEqual(len(delivered), 13, "\n".join(delivered))
