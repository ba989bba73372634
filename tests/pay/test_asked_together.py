# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Staff's screens ask the gates of many documents in few statements."""

from ..common.base import PublicLinkCase
from ..common.pay import PayFixtures


class TestAskedTogether(PayFixtures, PublicLinkCase):
    """HOUSE: one question, not one a gate and document."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_provider()
        cls.orders = cls.env["sale.order"]
        for number in range(12):
            order = cls.make_order("sale" if number % 4 else "draft", lines=2)
            cls.orders |= order
            if number % 4 in (1, 2):
                order._create_invoices().action_post()
        cls.invoices = cls.orders.invoice_ids
        cls.invoices[-1].button_draft()
        cls.invoices[-1].button_cancel()
        cls.register_payment(cls.invoices[-2])

    @classmethod
    def register_payment(cls, invoice):
        context = {"active_model": "account.move", "active_ids": invoice.ids}
        register = cls.env["account.payment.register"].with_context(**context)
        register.create({})._create_payments()

    def documents(self):
        return [self.orders.sudo(), self.invoices.sudo()]

    def statements(self, action):
        self.env.flush_all()
        self.env.invalidate_all()
        start = self.env.cr.sql_log_count
        action()
        return self.env.cr.sql_log_count - start

    def test_many_documents_answer_as_each_by_itself(self):
        """F24, S27: the same blockers, in the same order."""
        for documents in self.documents():
            purposes = documents._public_link_offered()
            alone = [
                [row.code for row in one._public_link_blockers(purpose)]
                for one in documents
                for purpose in purposes
            ]
            self.env.invalidate_all()
            with documents._public_asked_together(purposes) as asked:
                together = [
                    [row.code for row in one._public_link_blockers(purpose)]
                    for one in asked
                    for purpose in purposes
                ]
            self.assertEqual(together, alone)
            self.assertGreater(len(set(map(tuple, alone))), 1)

    def test_nothing_is_remembered_afterwards(self):
        """F7, A21: what was paid after a screen was drawn is seen by the next one."""
        invoice = self.invoices[:1].sudo()
        with invoice._public_asked_together(["pay"]) as asked:
            self.assertFalse(asked._public_link_blockers("pay"))
        self.register_payment(invoice)
        with invoice._public_asked_together(["pay"]) as asked:
            [blocker] = asked._public_link_blockers("pay")
        self.assertEqual(blocker.code, "paid")

    def test_the_statements_do_not_grow_with_the_documents(self):
        """HOUSE, S27: proposing a purpose, and telling which links can be sent."""
        for documents in self.documents():
            people = documents._public_link_recipients()

            def ask(some, people=people):
                some._public_link_proposed()
                with some._public_asked_together(["pay"]) as asked:
                    for one in asked:
                        one._public_link_send_problems("pay", people[one.id])

            ask(documents)  # what is cached for good
            few, many = documents[:2], documents
            few, many = (
                self.statements(lambda some=some: ask(some)) for some in (few, many)
            )
            with self.subTest(documents._name):
                self.assertLessEqual(many, few + 4)
