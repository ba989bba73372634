# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


from odoo.exceptions import UserError

from ..common.send import SendCase


class TestSendMany(SendCase):
    """From a list: F27."""

    def test_skipped_documents_are_listed_with_the_reason(self):
        """F27"""
        draft = self.make_order("draft")
        silent = self.other.copy({"email": False})
        wrong = self.other.copy({"email": "nobody"})
        orders = (
            self.order
            | draft
            | self.make_order(partner_id=silent.id)
            | self.make_order(partner_id=wrong.id)
            | self.make_order("sale")
        )
        wizard = self.wizard(orders)
        self.assertFalse(wizard.single)
        self.assertEqual(
            (wizard.count, wizard.ready_count, wizard.skipped_count), (5, 3, 2)
        )
        self.assertIn("marked as sent: 1.", wizard.notices)
        for words in ("no email address", "is not valid"):
            self.assertIn(words, wizard.problems_html)
        with self.post_office() as mails:
            action = wizard.action_send()
        self.assertEqual(action["res_id"], wizard.id)
        self.assertEqual(
            wizard.result_title, "Handed to the email queue: 3. Skipped: 2."
        )
        self.assertNotIn(draft.name, wizard.result_html)
        self.assertEqual(draft.state, "sent")
        self.assertEqual(len(mails), 3)
        self.assertEqual({mail.state for mail in mails}, {"outgoing"})
        self.assertEqual(len(self.links(orders)), 3)

    def test_more_than_a_thousand_are_refused(self):
        """F27"""
        many = self.env["sale.order"].browse(range(1, 1002))
        with self.assertRaisesRegex(UserError, "at most 1000"):
            self.wizard(many)

    def test_a_thousand_orders_are_sent_in_batches(self):
        """F27: the number of queries follows the number of batches."""
        orders = (
            self.env["sale.order"]
            .with_context(tracking_disable=True)
            .create(
                [
                    {
                        "partner_id": self.customer.id,
                        "state": "sent",
                        "user_id": self.salesman.id,
                    }
                    for _number in range(1000)
                ]
            )
        )
        few, many = orders[:20], orders[20:]
        self.env.flush_all()

        def queries(documents):
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            wizard = self.wizard(documents)
            wizard.action_send()
            self.env.flush_all()
            self.assertEqual(wizard.result["sent"], len(documents))
            return self.env.cr.sql_log_count - start

        first = queries(few)
        second = queries(many)
        self.assertEqual(len(self.links(orders)), 1000)
        mails = self.links(orders).mail_message_id
        self.assertEqual(len(mails), 1000)
        # 49 times as many documents; the ORM inserts by the hundred.
        self.assertLess(second, first * 5, (first, second))
