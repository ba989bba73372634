# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Mails leave within seconds, whatever made them."""

from odoo import Command

from ..common.answers import AnswerFixtures
from .test_mail import MailCase

QUEUE = "mail.ir_cron_mail_scheduler_action"


class TestAtOnce(AnswerFixtures, MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_alias_domain()

    def setUp(self):
        super().setUp()
        self.queue = self.env.ref(QUEUE)

    def triggers(self):
        return self.env["ir.cron.trigger"].search([("cron_id", "=", self.queue.id)])

    def assertSoon(self, action, document):
        """Check that mails of a document are made, and that the queue is asked to run."""
        before, known = self.triggers(), self.mails(document)
        action()
        self.assertTrue(self.mails(document) - known)
        self.assertTrue(self.triggers() - before)

    def mails(self, document):
        return self.env["mail.mail"].search(
            [
                ("model", "=", document._name),
                ("res_id", "=", document.id),
                ("state", "=", "outgoing"),
            ]
        )

    def run_code(self, document, code):
        """Run code as scheduled actions and automations do: with their context."""
        action = self.env["ir.actions.server"].create(
            {
                "name": "Test",
                "model_id": self.env["ir.model"]._get_id(document._name),
                "state": "code",
                "code": code,
            }
        )
        action.with_context(active_model=document._name, active_id=document.id).run()

    def test_what_an_automation_posts_is_mailed_at_once(self):
        """M1"""
        for document in (
            self.make_order(),
            self.make_invoice(),
            self.make_order("sale").picking_ids,
        ):
            with self.subTest(document._name):
                self.assertSoon(
                    lambda document=document: self.run_code(
                        document,
                        "record.message_post(body='Hello',"
                        f" partner_ids=[{self.customer.id}],"
                        " subtype_xmlid='mail.mt_comment')",
                    ),
                    document,
                )

    def test_a_template_that_an_automation_sends_is_mailed_at_once(self):
        """M1"""
        order = self.make_order()
        template = self.env.ref("sale.email_template_edi_sale")
        self.assertSoon(
            lambda: self.run_code(
                order,
                f"env['mail.template'].browse({template.id}).send_mail(record.id)",
            ),
            order,
        )

    def test_a_customer_s_answer_by_mail_is_passed_on_at_once(self):
        """M1, F36: mails are fetched by a scheduled action."""
        order = self.make_order(user_id=self.salesman.id)
        message = self.send(order)
        before = self.triggers()
        fetching = self.env["mail.thread"].with_context(mail_notify_force_send=False)
        self.env = fetching.env
        self.answer(message)
        self.assertTrue(self.triggers() - before)

    def test_what_waits_for_its_hour_or_is_not_ours_is_left_alone(self):
        """M1: mails with a date, and those about other things."""
        order = self.make_order()
        user = self.env["res.users"].browse(self.env.uid)
        values = {
            "subject": "Hello",
            "body_html": "<p>Hello</p>",
            "recipient_ids": [Command.link(self.customer.id)],
        }
        Mail = self.env["mail.mail"].with_context(mail_notify_force_send=False)
        before = self.triggers()
        Mail.create(
            [
                values
                | {
                    "model": order._name,
                    "res_id": order.id,
                    "scheduled_date": "2099-01-01 00:00:00",
                },
                values | {"model": user._name, "res_id": user.id},
                values,
            ]
        )
        self.assertFalse(self.triggers() - before)
