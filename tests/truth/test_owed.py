# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What orders ask for, whatever was billed, paid, credited and paid back of them."""

import itertools

from ..common.base import PublicLinkCase
from . import ledger
from .draft import Draft
from .features import ORDER
from .make import make
from .world import make_world

ADVANCES = (
    "advance_posted",
    "advance_paid",
    "advance_paid_in_part",
    "advance_credited",
    "advance_paid_and_credited",
    "advance_paid_credited_and_paid_back",
)
BILLED = ((), ("billed",), ("partly_billed",))
SINCE = ((), ("credited_in_part",), ("paid_by_link",))


class TestOwed(PublicLinkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.world = make_world(cls.env)

    def test_an_order_asks_for_what_the_ledger_expects(self):
        """T9: each fate of an advance, each state of billing and each later event meet;
        all 63 combinations took a minute, and agreed."""
        fates = [(), *(("advance_by_percent", fate) for fate in ADVANCES)]
        drafts = []
        for fate, billed in itertools.product(range(len(fates)), range(len(BILLED))):
            since = SINCE[(fate + billed) % len(SINCE)]
            features = {*fates[fate], *BILLED[billed], *since}
            drafts.append(Draft(self.world, ORDER, features, 7))
        make(drafts)
        for draft in drafts:
            order = draft.document
            with self.subTest(str(draft)):
                self.assertFalse(draft.refused)
                self._judge(order)

    def test_a_draft_of_the_last_invoice_changes_nothing(self):
        """T9: core calls an order "invoiced" from the draft on."""
        order = self.make_order("sale")
        order._create_invoices()
        self.assertEqual(order.invoice_status, "invoiced")
        self.assertEqual(order._public_balance(), (0.0, order.amount_total))

    def test_what_the_last_invoice_took_off_is_not_asked_for(self):
        """T9: staff lower a price on the invoice, and core bills no more."""
        order = self.make_order("sale")
        invoice = order._create_invoices()
        invoice.invoice_line_ids[0].discount = 50
        invoice.action_post()
        self.assertLess(invoice.amount_total, order.amount_total)
        self.assertEqual(order._public_balance(), (0.0, invoice.amount_total))
        self.assertEqual(order._public_pay_due().whole, invoice.amount_total)

    def test_what_came_in_is_taken_off_once(self):
        """T8: an order's invoices that are paid together ask for what the ledger does, and
        one that the payment for the order covers is still among them."""
        features = {"advance_by_percent", "advance_posted", "billed", "paid_by_link"}
        for early in ((), ("early_discount",)):
            # The seed decides on how much was paid: a quarter, and a half.
            drafts = [
                Draft(self.world, ORDER, {*features, *early}, seed) for seed in range(4)
            ]
            make(drafts)
            for draft in drafts:
                order = draft.document
                bundle = self.env["public.link.bundle"]._of(order.invoice_ids)
                with self.subTest(str(draft), seed=draft.seed):
                    self.assertEqual(len(bundle.invoice_ids), 2)
                    due = bundle._public_pay_due()
                    self.assertAlmostEqual(due.whole, float(ledger.owed(order)), 2)
                    self.assertFalse(bundle._public_pay_state())

    def test_a_bill_that_is_covered_hides_nothing_of_the_rest(self):
        """T9: more came in for the order than is billed: the rest is asked for, and "paid"
        is not said."""
        features = {"advance_by_amount", "advance_posted", "paid_by_link"}
        draft = Draft(self.world, ORDER, features, 7)
        make([draft])
        order = draft.document
        self.assertGreater(order.invoice_ids.amount_residual, 0)
        due = order._public_pay_due()
        self.assertAlmostEqual(due.whole, float(ledger.owed(order)), 2)
        self.assertEqual(due.now, due.whole)
        self.assertIsNone(order._public_pay_state())
        # So that the payment counts for the order, not for a bill that is smaller.
        self.assertIn("sale_order_ids", order._public_pay_values())

    def _judge(self, order):
        currency, owed = order.currency_id, ledger.owed(order)
        if order.invoice_status == "invoiced":
            # Core bills no more: what is open on the invoices is what is owed.
            owed = ledger.final(order)
        paid, left = order._public_balance()
        self.assertAlmostEqual(left, float(max(owed, 0)), 2)
        self.assertEqual((paid, left), (currency.round(paid), currency.round(left)))
        due = order._public_pay_due()
        self.assertEqual(
            (due.now, due.whole), (currency.round(due.now), currency.round(due.whole))
        )
        # An open invoice is paid first; never more than is owed.
        if order._public_pay_invoices():
            self.assertLessEqual(due.whole, left)
        else:
            self.assertEqual(due.whole, left)
