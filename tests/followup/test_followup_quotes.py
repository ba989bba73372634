# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields

from ..common.followup import FollowupCase


class TestFollowupQuotes(FollowupCase):
    """F56, F57: quotations, until the customer says anything."""

    def setUp(self):
        super().setUp()
        self.steps = self.plan(3, kind="quote")
        self.order = self.make_order()
        link = self.issue(self.order, "approve")
        link.sent_at = fields.Datetime.now()
        self.link = link
        self.pass_days(5)

    def assertSilent(self):
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(self.run_plans())

    def test_a_quotation_without_an_answer(self):
        """F56: with a link to approve, and an address to opt out"""
        followup = self.run_plans()
        self.assertEqual(followup.line_ids.order_id, self.order)
        self.assertEqual(followup.link_ids, self.link)
        self.assertIn("/link/optout/for/", followup.body)
        self.assertFalse(self.run_plans())

    def test_its_own_switch(self):
        """F56, Q7: off at first, with why it is"""
        self.company.public_links_followup_quotes = False
        self.steps.invalidate_recordset()
        self.assertIn("advertising", self.steps.problem)
        self.assertSilent()

    def test_it_expires_soon(self):
        """F56: opened or not told apart"""
        self.steps.enabled = False
        words = [
            self.env.ref(f"public_links.mail_template_followup_expires_{name}").id
            for name in ("unopened", "opened")
        ]
        plan = self.plan(
            *(
                {
                    "days": 3,
                    "when": "before",
                    "basis": "validity",
                    "condition": condition,
                    "template_id": template,
                }
                for condition, template in zip(
                    ("unopened", "opened"), words, strict=True
                )
            ),
            kind="quote",
        )
        self.assertSilent()
        self.order.validity_date = fields.Date.add(fields.Date.today(), days=3)
        # Staff have changed it: it was sent again.
        self.order.action_public_link_sent_again()
        self.link = self.issue(self.order, "approve")
        self.link.opened_first = self.link.opened_last = fields.Datetime.now()
        followup = self.run_plans()
        self.assertEqual(followup.step_id, plan.step_ids[1])
        self.assertIn("Good until", followup.body)

    def test_an_answer_ends_it(self):
        """F56"""
        self.order.with_user(self.env.ref("base.user_root")).sudo().write(
            {"state": "sale"}
        )
        self.assertSilent()

    def test_a_change_by_staff_ends_it(self):
        """F56: it is being revised"""
        self.order.order_line.price_unit = 12
        self.assertTrue(self.order.public_link_revised)
        self.assertSilent()

    def test_a_message_of_the_customer_ends_it(self):
        """F56: by page"""
        self.env["public.link.message"].create(
            {
                "order_id": self.order.id,
                "company_id": self.company.id,
                "kind": "comment",
                "by_customer": True,
                "text": "Can you do 20?",
            }
        )
        self.assertSilent()
        self.assertIn("has answered", self.why(self.order))

    def post(self, record, **values):
        return record.message_post(
            body="Let us see",
            message_type="email",
            author_id=self.customer.id,
            subtype_xmlid="mail.mt_comment",
            **values,
        )

    def test_an_answer_by_mail_ends_it(self):
        """F56, F36"""
        self.post(self.order)
        self.assertSilent()

    def test_an_automatic_answer_does_not(self):
        """F56: out of office"""
        self.post(self.order, is_internal=True)
        self.assertTrue(self.run_plans())

    def test_an_answer_to_a_mail_about_several_ends_them(self):
        """F56: it stands in the customer's history"""
        plan = self.plan(3, 10, kind="quote", sequence=0)
        second = self.make_order()
        self.issue(second, "approve").sent_at = self.link.sent_at
        followup = self.run_plans()
        self.assertEqual(followup.plan_id, plan)
        self.assertEqual(followup.line_ids.order_id, self.order | second)
        self.post(self.customer, parent_id=followup.message_id.id)
        self.pass_days(10)
        self.assertSilent()

    def test_three_reasons_are_one_mail(self):
        """F57"""
        self.plan(3)
        self.billed(5)
        second = self.make_order()
        self.issue(second, "approve").sent_at = self.link.sent_at
        followup = self.run_plans()
        self.assertEqual(len(followup), 1)
        self.assertEqual(followup.kind, "invoice")
        self.assertEqual(len(followup.line_ids), 3)
        self.assertEqual(len(followup.link_ids), 3)

    def test_who_has_opted_out_gets_no_more(self):
        """F57, S26: of quotations; reminders of invoices go on"""
        self.customer._public_opt_out(self.company, "quote")
        self.assertSilent()
        self.assertIn("opted out", self.why(self.order))
        self.plan(3)
        self.billed(5)
        self.assertEqual(self.run_plans().kind, "invoice")

    def test_each_reader_has_an_address_of_their_own(self):
        """S26, S6: in body and header, and no token in a header"""
        followup = self.run_plans()
        with self.mock_mail_gateway():
            self.mails(followup).send()
        path = self.customer._public_optout_path(self.company, "quote")
        sent = self._mails[0]
        self.assertIn(path, sent["body"])
        self.assertNotIn("/link/optout/for/", sent["body"])
        self.assertIn(path, sent["headers"]["List-Unsubscribe"])
        self.assertNotIn("eyJ", str(sent["headers"]))
        self.assertNotIn(path, followup.body)


class TestFollowupItems(FollowupCase):
    def test_items_that_wait(self):
        """F56"""
        self.plan(3, kind="item")
        order = self.make_order("sale")
        order.public_link_item_approval = True
        link = self.issue(order, "approve")
        link.sent_at = fields.Datetime.now()
        self.pass_days(5)
        followup = self.run_plans()
        self.assertEqual(followup.line_ids.order_id, order)
        self.assertEqual(followup.kind, "item")
        self.assertFalse(self.run_plans())
