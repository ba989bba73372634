# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import Command, fields

from ..common.followup import FollowupCase


class TestFollowupInvoices(FollowupCase):
    def test_one_mail_a_customer_with_every_late_invoice_and_one_link(self):
        """F56, F57, F18: by name, amount and days late"""
        self.plan(3, 10)
        invoices = self.billed(4) | self.billed(5) | self.billed(1)
        followup = self.run_plans()
        self.assertEqual(len(followup), 1)
        self.assertEqual(followup.line_ids.invoice_id, invoices)
        self.assertEqual(followup.partner_id, self.customer)
        self.assertEqual(followup.link_ids.res_model, "public.link.bundle")
        self.assertEqual(followup.link_ids.purpose, "pay")
        mail = self.mails(followup)
        self.assertEqual(len(mail), 1)
        for invoice in invoices:
            self.assertIn(invoice.name, mail.body_html)
        for said in ("4 days late", "5 days late", "1 day late", "955.80", "318.60"):
            self.assertIn(said, mail.body_html)
        self.assertNotIn("eyJ", mail.body_html)
        # Of the invoice that is a day late no step was done.
        done = followup.line_ids.filtered("step_id").invoice_id
        self.assertEqual(done, invoices[:2])

    def test_a_step_is_done_once(self):
        """F57"""
        self.plan(3, 10)
        self.billed(4)
        self.assertEqual(len(self.run_plans()), 1)
        self.assertFalse(self.run_plans())
        self.pass_days(1)
        self.assertFalse(self.run_plans())
        self.pass_days(6)
        self.assertEqual(len(self.run_plans()), 1)
        self.pass_days(30)
        self.assertFalse(self.run_plans())

    def test_a_clock_an_hour_back_sends_nothing_again(self):
        """F57"""
        self.plan(3)
        self.billed(3)
        self.now.move_to("2026-07-15 09:10:00")
        self.assertEqual(len(self.run_plans()), 1)
        self.now.move_to("2026-07-14 23:50:00")
        self.now.move_to("2026-07-15 10:10:00")
        self.assertFalse(self.run_plans())

    def test_the_link_opens_what_the_mail_says(self):
        """F56, A40"""
        self.plan(3)
        invoice = self.billed(4)
        followup = self.run_plans()
        self.assertEqual(followup.link_ids.res_model, "account.move")
        self.assertEqual(followup.link_ids._document(), invoice)
        self.assertIn("Pay $", followup.body)
        with self.mock_mail_gateway():
            self.mails(followup).send()
        self.assertIn(followup.link_ids._url(), self._mails[0]["body"])
        self.assertTrue(followup.link_ids.sent_at)

    def test_totals_are_told_by_currency(self):
        """F56"""
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.plan(3)
        self.billed(4)
        self.billed(4)
        self.billed(4, currency_id=euro.id)
        followup = self.run_plans()
        self.assertEqual(len(followup.link_ids), 2)
        self.assertIn("637.20", followup.body)
        self.assertIn("€", followup.body)

    def test_instalments_are_asked_for_by_what_is_late_of_them(self):
        """F56"""
        term = self.env["account.payment.term"].create(
            {
                "name": "Halves",
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": 50, "nb_days": 0}
                    ),
                    Command.create(
                        {"value": "percent", "value_amount": 50, "nb_days": 30}
                    ),
                ],
            }
        )
        self.plan(3, 32)
        day = fields.Date.subtract(fields.Date.today(), days=4)
        self.make_invoice(invoice_date=day, invoice_payment_term_id=term.id)
        followup = self.run_plans()
        self.assertEqual(followup.line_ids.amount, 159.3)
        self.pass_days(28)
        self.assertFalse(self.run_plans(), "a day before the second step")
        self.pass_days(1)
        second = self.run_plans()
        self.assertEqual(second.line_ids.amount, 318.6)

    def test_soon_due_is_told_before(self):
        """F56"""
        self.plan(-3, 3)
        self.billed(-3)
        followup = self.run_plans()
        self.assertEqual(len(followup), 1)
        self.assertIn("due on", followup.body)

    def test_grace_is_added_after_the_due_date(self):
        """F56"""
        self.plan(3, grace=2)
        self.billed(4)
        self.assertFalse(self.run_plans())
        self.pass_days(1)
        self.assertTrue(self.run_plans())

    def test_small_and_old_amounts_are_left_alone(self):
        """F56"""
        plan = self.plan(3, minimum=500)
        invoice = self.billed(4)
        self.assertFalse(self.run_plans())
        self.assertIn("minimum amount", self.why(invoice))
        plan.write({"minimum": 0, "since": fields.Date.today()})
        self.assertFalse(self.run_plans())

    def test_no_more_than_the_most(self):
        """F56"""
        self.plan(3, 10, 20, most=1)
        invoice = self.billed(4)
        self.assertTrue(self.run_plans())
        self.pass_days(8)
        self.assertFalse(self.run_plans())
        self.assertIn("most reminders", self.why(invoice))

    def test_the_invoice_address_gets_it(self):
        """F56"""
        contact = self.env["res.partner"].create(
            {
                "name": "Accounts",
                "type": "invoice",
                "parent_id": self.customer.id,
                "email": "accounts@example.com",
            }
        )
        self.plan(3)
        self.billed(4)
        self.assertEqual(self.run_plans().partner_id, contact)

    def test_what_was_sent_and_what_comes_next_stand_on_the_invoice(self):
        """F57"""
        self.plan(3, 10)
        invoice = self.billed(4)
        # Due yesterday: today.
        self.assertIn("2026-07-15", invoice.public_link_followup_next)
        followup = self.run_plans()
        self.env.invalidate_all()
        self.assertEqual(invoice.public_link_followup_ids.followup_id, followup)
        self.assertIn("2026-07-22", invoice.public_link_followup_next)
        self.assertEqual(self.customer.public_link_followup_count, 1)
        self.assertEqual(followup.link_ids.mail_message_id, followup.message_id)
        self.assertEqual(followup.link_ids.public_link_followup_ids, followup)

    def test_what_became_of_the_email_stands_beside_what_was_sent(self):
        """F57, F28: written is not arrived"""
        self.plan(3)
        self.billed(4)
        followup = self.run_plans()
        self.assertEqual(followup.mail_state, "queued")
        for status, state in (("sent", "sent"), ("bounce", "bounced")):
            note = followup.message_id.sudo().notification_ids
            note.notification_status = status
            followup.invalidate_recordset(["mail_state"])
            self.assertEqual(followup.with_user(self.accountant).mail_state, state)

    def test_what_comes_next_stands_on_customer_and_link(self):
        """F57: the next of all documents, and of several that one link pays"""
        self.plan(3, 10)
        first, second = self.billed(4), self.billed(5)
        later = self.billed(-40)
        followup = self.run_plans()
        link = followup.link_ids
        self.env.invalidate_all()
        self.assertIn(second.name, link.public_link_followup_next)
        self.assertIn("2026-07-22", link.public_link_followup_next)
        self.assertEqual(
            self.customer.public_link_followup_next, link.public_link_followup_next
        )
        contact = self.env["res.partner"].create(
            {"name": "C", "parent_id": self.customer.id}
        )
        self.assertIn("2026-07-22", contact.public_link_followup_next)
        # Also of what is due in six weeks.
        self.assertIn("2026-08-27", later.public_link_followup_next)
        self.customer.public_links_blocked = True
        self.env.invalidate_all()
        for record in (self.customer, link, first):
            self.assertIn("switched off", record.public_link_followup_next)
        self.assertFalse(self.other.public_link_followup_next)

    def test_what_comes_next_of_a_quotation_stands_on_its_link(self):
        """F57"""
        self.plan(3, kind="quote")
        order = self.make_order()
        link = self.issue(order, "approve")
        link.sent_at = fields.Datetime.now()
        self.env.flush_all()
        self.assertIn("2026-07-18", link.public_link_followup_next)
        self.assertEqual(
            link.public_link_followup_next, order.public_link_followup_next
        )
        # No plan of invoices is on.
        bill = self.issue(self.billed(4), "pay")
        self.assertFalse(bill.public_link_followup_next)

    def test_what_is_older_than_the_switching_on_is_left_alone(self):
        """F56: by ninety days, unless somebody enters another day"""
        plan = self.plan(3, since=False)
        self.assertEqual(str(plan.since), "2026-04-16")
        old = self.billed(91)
        self.assertFalse(self.run_plans())
        self.assertIsNone(self.why(old))
        young = self.billed(89)
        self.assertEqual(self.run_plans().line_ids.invoice_id, young)

    def test_the_tone_changes_by_step_and_threatens_nothing(self):
        """F56: words of their own; late fees are not ours"""
        plan = self.env.ref("public_links.plan_invoice")
        mails = plan.step_ids.filtered(lambda step: step.channel == "mail")
        self.assertEqual(len(mails.template_id), len(mails))
        every = self.env["mail.template"].search(
            [("model", "=", "public.link.followup")]
        )
        self.assertGreaterEqual(len(every), 9)
        for words in every:
            text = f"{words.subject} {words.body_html}".lower()
            for threat in (
                *("lawyer", "legal", "court", "collect", "debt", "fee", "interest"),
                *("penalt", "final", "last warning", "consequence", "suspend"),
            ):
                self.assertNotIn(threat, text, words.name)
            self.assertNotIn("mail ", text.replace("email", ""), words.name)

    def test_a_call_is_an_activity(self):
        """F56"""
        self.plan({"days": 3, "channel": "call", "template_id": False})
        invoice = self.billed(4, invoice_user_id=self.salesman.id)
        followup = self.run_plans()
        self.assertEqual(followup.channel, "call")
        self.assertFalse(self.mails(followup))
        self.assertEqual(invoice.activity_ids.user_id, self.salesman)
        self.assertFalse(self.run_plans())
