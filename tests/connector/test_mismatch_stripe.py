# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import common

from ..common.mismatch import MismatchCase

LOGGER = "odoo.addons.public_links.models.connector.payment_mismatch"


class TestStripeSide(MismatchCase):
    """What Stripe says of the money, against what is here."""

    def test_sides_that_agree_make_no_row(self):
        """A46, A47"""
        self.good()
        self.assertFalse(self.look())
        self.assertTrue(self.provider.public_link_compared_at)

    def test_money_that_nobody_here_knows_is_listed(self):
        """A47"""
        self.stripe.intent("pi_x", description="INV-UNKNOWN")
        self.stripe.intent("pi_y", status="requires_payment_method")
        self.stripe.intent("pi_z", status="canceled")
        rows = self.look()
        self.assertEqual(set(rows), {"unknown"})
        row = rows["unknown"]
        self.assertEqual((row.provider_reference, row.amount_provider), ("pi_x", 318.6))
        self.assertEqual(row.fact_there, "INV-UNKNOWN")
        self.assertEqual(row.company_id, self.company)
        self.assertFalse(row.transaction_id)
        url = row.with_user(self.manager).action_open_provider()["url"]
        self.assertEqual(url, "https://dashboard.stripe.com/test/payments/pi_x")

    def test_each_difference_has_its_kind(self):
        """A47, S20"""
        self.good()
        cases = [
            ({"amount_received": 31859, "amount": 31859}, "amount"),
            ({"currency": "eur"}, "currency"),
            ({"description": "INV-2"}, "reference"),
            ({"livemode": True}, "mode"),
            ({"status": "canceled"}, "state"),
            ({"status": "requires_payment_method"}, "state"),
        ]
        for values, kind in cases:
            with self.subTest(kind=kind, **values):
                before = dict(self.stripe.intents[0])
                self.stripe.intents[0] |= values
                self.assertEqual(set(self.look()), {kind})
                self.stripe.intents[0] = before
                self.assertFalse(self.look())

    def test_the_amounts_of_each_side_stand_in_the_row(self):
        """A47"""
        transaction = self.good(amount=10000)
        row = self.look()["amount"]
        self.assertEqual(
            (row.amount_document, row.amount_transaction, row.amount_provider),
            (318.6, 318.6, 100.0),
        )
        self.assertEqual(row.transaction_id, transaction)
        self.assertEqual(row.move_id, self.invoice)
        self.assertEqual(row.partner_id, self.customer)
        self.assertEqual(row.payment_id, transaction.payment_id)
        self.assertIn("INV-1", row.display_name)
        for name, record in (
            ("document", self.invoice),
            ("transaction", transaction),
            ("payment", transaction.payment_id),
        ):
            action = getattr(row, f"action_open_{name}")()
            self.assertEqual(
                (action["res_model"], action["res_id"]), (record._name, record.id)
            )

    def test_currencies_without_cents_are_compared_whole(self):
        """A47"""
        yen = self.env.ref("base.JPY")
        yen.active = True
        self.transaction(
            invoice=self.env["account.move"], currency_id=yen.id, amount=500, book=False
        )
        self.stripe.intent("pi_1", description="INV-1", currency="jpy", amount=500)
        self.assertFalse({"amount", "currency"} & set(self.look()))
        self.stripe.intents[0]["amount_received"] = 50000
        row = self.look()["amount"]
        self.assertEqual(row.amount_provider, 50000)

    def test_paid_at_stripe_and_open_here_is_listed_after_a_while(self):
        """A46, A47"""
        transaction = self.transaction("pending")
        self.stripe.intent("pi_1", description="INV-1")
        transaction.last_state_change = fields.Datetime.now()
        self.assertFalse(self.look(), "The webhook may still come.")
        transaction.last_state_change = self.hour_ago
        row = self.look()["state"]
        self.assertEqual((row.fact_here, row.fact_there), ("Pending", "succeeded"))

    def test_a_second_payment_for_one_transaction_is_listed(self):
        """A47, S20: the number here names one, the money came by two."""
        self.good()
        self.stripe.intent("pi_2", description="INV-1")
        rows = self.look()
        self.assertEqual(set(rows), {"reference"})
        row = rows["reference"]
        self.assertEqual(
            (row.fact_here, row.fact_there, row.provider_reference),
            ("pi_1", "pi_2", "pi_2"),
        )

    def test_a_refund_made_at_stripe_alone_is_listed(self):
        """A47"""
        transaction = self.good()
        self.stripe.refund("re_1", "pi_1", amount=5000)
        self.stripe.refund("re_2", "pi_1", status="pending")
        self.stripe.refund("re_3", "pi_elsewhere")
        rows = self.look()
        self.assertEqual(set(rows), {"refunded"})
        self.assertEqual(rows["refunded"].amount_provider, 50.0)
        self.assertIn("pi_1", rows["refunded"]._provider_url())
        refund = transaction._create_child_transaction(50.0, is_refund=True)
        refund.write({"provider_reference": "re_1", "state": "done"})
        self.assertFalse(self.look())

    def test_every_page_of_a_long_list_is_read(self):
        """A47"""
        self.stripe.page_size = 2
        for number in range(7):
            self.stripe.intent(f"pi_x{number}")
        self.look()
        Mismatch = self.env["payment.mismatch"]
        self.assertEqual(Mismatch.search_count([("kind", "=", "unknown")]), 7)

    def test_only_what_is_new_is_asked_for_again(self):
        """A47"""
        old = fields.Datetime.now() - timedelta(days=20)
        created = int(old.timestamp())
        self.stripe.intent("pi_old", created=created, description="INV-9")
        row = self.look()["unknown"]
        self.provider.public_link_compared_at = fields.Datetime.now()
        self.stripe.intent("pi_unseen", created=created)
        self.stripe.requests.clear()
        self.assertEqual(self.look()["unknown"], row, "It is asked for by number.")
        paths = [path for path, _headers in self.stripe.requests]
        self.assertIn("/v1/payment_intents/pi_old", paths)
        self.assertFalse(
            row.search([("provider_reference", "=", "pi_unseen")]),
            "What was compared before is not listed again.",
        )

    def test_old_payments_in_waiting_are_asked_for_by_number(self):
        """A46, A47: a bank debit takes days."""
        transaction = self.transaction("pending")
        self.provider.public_link_compared_at = fields.Datetime.now()
        created = int((fields.Datetime.now() - timedelta(days=9)).timestamp())
        self.stripe.intent("pi_1", description="INV-1", created=created)
        self.assertEqual(self.look()["state"].transaction_id, transaction)

    def test_while_stripe_cannot_be_asked_nothing_is_closed(self):
        """A47"""
        self.stripe.intent("pi_x")
        self.look()
        compared = self.provider.public_link_compared_at
        self.stripe.intents.clear()
        late = self.transaction(book=False)
        for mode in ("refused", "narrow", "broken", "garbage", "list", "drop", "hang"):
            with (
                self.subTest(mode=mode),
                patch("requests.Session.send", common._super_send),
            ):
                self.stripe.mode = mode
                [failure] = self.env["payment.mismatch"]._check()
                self.assertIn("could not be reached", failure)
                rows = self.open_rows()
                self.assertIn("unknown", rows)
                self.assertEqual(
                    rows["unprocessed"].transaction_id, late, "The rest is compared."
                )
                self.assertEqual(self.provider.public_link_compared_at, compared)

    def test_a_list_that_breaks_off_counts_for_nothing(self):
        """A47"""
        self.stripe.page_size = 1
        self.stripe.intent("pi_x")
        self.stripe.intent("pi_y")
        self.stripe.mode, self.stripe.broken_page = "broken", 2
        self.assertTrue(self.env["payment.mismatch"]._check())
        self.assertFalse(self.open_rows())
        self.assertFalse(self.provider.public_link_compared_at)

    def test_the_button_says_that_a_provider_could_not_be_asked(self):
        """A47"""
        self.stripe.mode = "broken"
        Mismatch = self.env["payment.mismatch"].with_user(self.manager)
        action = Mismatch.action_check()
        self.assertEqual(action["params"]["type"], "warning")
        self.assertIn("could not be reached", action["params"]["message"])
        self.stripe.mode = "fine"
        self.assertEqual(Mismatch.action_check()["params"]["type"], "success")
        self.stripe.mode = "broken"
        with self.assertLogs(LOGGER, "WARNING") as logs:
            self.env["payment.mismatch"]._cron_check()
        self.assertNotIn("sk_test", str(logs.output))
