# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who may send what by a mail on a document: less, or nothing, and never core's key."""

from datetime import timedelta
from unittest.mock import patch

from markupsafe import Markup

from odoo import Command, fields

from odoo.addons.mail.tests.common import MockEmail

from ..common.base import PublicLinkCase

CORE = ("access_token", "pid=", "hash=", "auth_signup_token")


class TestWhoMayMail(MockEmail, PublicLinkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._init_mail_gateway()
        cls.quote = cls.make_order(user_id=cls.salesman.id)
        cls.token = cls.quote._portal_ensure_token()
        # The demo data of other addons leaves mails in the queue.
        cls.old = cls.env["mail.mail"].search([])

    def asking(self, purpose="approve", document=None):
        """Return a text that asks for a link, as anybody can write it."""
        url = (document or self.quote)._public_link_placeholder(purpose)
        return Markup('<p>Please <a href="%s">go on</a></p>') % url

    def post(self, user, body=None, document=None, **values):
        """Write as a member of staff does in the history: core posts as superuser."""
        document = (document or self.quote).with_user(user).sudo()
        return document.message_post(
            body=body or self.asking(),
            partner_ids=self.customer.ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            **values,
        )

    def leaving(self):
        """Return what reaches the customer, of mails that left just now or wait."""
        mails = list(self._mails)
        with self.mock_mail_gateway():
            (
                self.env["mail.mail"].search([("state", "=", "outgoing")]) - self.old
            ).send()
        mails += self._mails
        [mail] = [one for one in mails if "joel" in str(one["email_to"]).lower()]
        for secret in (self.token, *CORE):
            self.assertNotIn(secret, mail["body"] + repr(mail["headers"]))
        return mail["body"]

    def mailed(self, user, *args, **values):
        """Return what the customer gets of what a user writes."""
        with self.mock_mail_gateway():
            self.post(user, *args, **values)
        return self.leaving()

    def purposes(self):
        links = self.Link.search(
            [("res_model", "=", "sale.order"), ("res_id", "=", self.quote.id)]
        )
        return set(links.mapped("purpose"))

    # === STAFF === #

    def test_sales_people_mail_the_approval(self):
        """S27"""
        body = self.mailed(self.salesman)
        self.assertIn("/link/approve/", body)
        self.assertEqual(self.purposes(), {"approve", "view"})

    def test_others_mail_nothing_in_its_place(self):
        """S27: the page of a quotation leads to the approval, so it is not theirs."""
        for user in (self.warehouse, self.accountant, self.clerk):
            with self.subTest(user.login):
                body = self.mailed(user)
                self.assertNotIn("eyJ", body)
                self.assertNotIn("/link/for/", body)
                self.assertIn("/link/ask/", body)
                self.assertFalse(self.purposes())
            self.env["mail.mail"].search([]).unlink()

    def test_a_link_that_the_customer_has_is_not_filled_in_for_them(self):
        """S27: neither by its document nor by its own number."""
        link = self.issue(self.quote, "approve")
        for text in (self.asking(), f"See {link._placeholder()}"):
            self.assertNotIn("/link/approve/", self.mailed(self.warehouse, text))
            self.env["mail.mail"].search([]).unlink()
            self.assertIn("/link/approve/", self.mailed(self.salesman, text))
            self.env["mail.mail"].search([]).unlink()

    def test_what_they_may_send_leaves(self):
        """S27: billing asks for payment, the warehouse for nothing of an invoice."""
        invoice = self.make_invoice()
        body = self.mailed(self.accountant, self.asking("view", invoice), invoice)
        self.assertIn("/link/view/", body)
        self.env["mail.mail"].search([]).unlink()
        delivery = self.make_order("sale").picking_ids
        body = self.mailed(self.warehouse, self.asking("view", delivery), delivery)
        self.assertIn("/link/view/", body)

    def test_less_takes_the_place_of_more(self):
        """S27: the page of the document, where they may send that."""
        invoice = self.make_invoice()
        body = self.mailed(self.accountant, self.asking("approve", invoice), invoice)
        self.assertNotIn("/link/approve/", body)
        self.assertIn("/link/view/", body)

    def test_foreign_documents_are_not_theirs_to_mail(self):
        """S27: record rules hold, though core posts as superuser."""
        self.clerk.group_ids += self.env.ref("sales_team.group_sale_salesman")
        self.assertNotIn("eyJ", self.mailed(self.clerk))
        self.env["mail.mail"].search([]).unlink()
        self.quote.user_id = self.clerk
        self.assertIn("/link/approve/", self.mailed(self.clerk))

    def test_core_s_composer(self):
        """S27, S7: "Send by Email" of a quotation, by who may write to it."""
        template = self.env.ref("sale.email_template_edi_sale")
        for user, found in ((self.warehouse, False), (self.salesman, True)):
            self.env["mail.mail"].search([]).unlink()
            quote = self.quote.with_user(user)
            with self.mock_mail_gateway():
                quote.with_context(mark_so_as_sent=True).message_post_with_source(
                    template.sudo(),
                    email_layout_xmlid="mail.mail_notification_layout_with_responsible_signature",
                    subtype_xmlid="mail.mt_comment",
                    partner_ids=self.customer.ids,
                )
            body = self.leaving()
            self.assertEqual("/link/view/" in body, found, user.login)
            self.assertNotIn("/my/", body)

    def test_a_mail_by_template_is_its_writer_s(self):
        """S27: without a notification, in one batch as in mass mailings."""
        template = self.env["mail.template"].create(
            {
                "name": "Approve",
                "model_id": self.env["ir.model"]._get_id("sale.order"),
                "subject": "Hello",
                "body_html": '<a t-att-href="object._public_link_placeholder('
                "'approve')\">Go</a>",
                "partner_to": "{{ object.partner_id.id }}",
                "auto_delete": False,
            }
        )
        for user, found in ((self.warehouse, False), (self.salesman, True)):
            mails = template.with_user(user).sudo().send_mail_batch(self.quote.ids)
            self.assertEqual("/link/for/approve/" in mails.body_html, found)
            self.assertEqual("approve" in self.purposes(), found)
            mails.unlink()

    def mailing(self, user, responsible, text):
        """Return what the customer gets of a mass mailing, which a job sends."""
        mailing = (
            self.env["mailing.mailing"]
            .with_user(user)
            .create(
                {
                    "subject": "News",
                    "mailing_model_id": self.env["ir.model"]._get_id("sale.order"),
                    "mailing_domain": repr([("id", "=", self.quote.id)]),
                    "body_html": text,
                    "body_arch": text,
                    "user_id": responsible.id,
                    "reply_to_mode": "new",
                    "reply_to": "us@example.com",
                    "keep_archives": True,
                }
            )
        )
        mailing.action_put_in_queue()
        root = self.env.ref("base.user_root")
        with self.mock_mail_gateway(), patch.object(self.env.cr, "commit"):
            mailing.with_user(root)._process_mass_mailing_queue()
        return self.leaving()

    def test_a_mass_mailing_is_its_author_s(self):
        """S27: though a job sends it, and whoever it names as responsible."""
        link = self.issue(self.quote, "approve")
        base = self.Link._placeholder_base()
        asked = self.quote._public_link_placeholder("approve")
        texts = [f"<p>See {asked} now</p>", f"<p>See {base}/link/to/{link.id} now</p>"]
        if "mailing.mailing" not in self.env:
            self.assertNotIn("mailing_id", self.env["mail.mail"]._fields)
            return
        group = self.env.ref("mass_mailing.group_mass_mailing_user")
        for user in (self.clerk, self.salesman):
            user.group_ids += group
        for text in texts:
            for author, responsible, found in (
                (self.clerk, self.clerk, False),
                (self.clerk, self.salesman, False),
                (self.salesman, self.clerk, False),
                (self.salesman, self.salesman, True),
            ):
                with self.subTest(text=text, author=author.login):
                    self.env["mail.mail"].search([]).unlink()
                    body = self.mailing(author, responsible, text)
                    self.assertEqual("/link/approve/" in body, found)

    # === LATER, AND BY NOBODY === #

    def test_a_scheduled_message_is_judged_by_who_wrote_it(self):
        """S27: the job that posts it runs as the system."""
        message = (
            self.env["mail.scheduled.message"]
            .with_user(self.warehouse)
            .create(
                {
                    "author_id": self.warehouse.partner_id.id,
                    "model": "sale.order",
                    "res_id": self.quote.id,
                    "body": self.asking(),
                    "partner_ids": [Command.set(self.customer.ids)],
                    "scheduled_date": fields.Datetime.now() + timedelta(days=1),
                }
            )
        )
        with self.mock_mail_gateway():
            message.with_user(self.env.ref("base.user_root"))._post_message()
        self.assertNotIn("eyJ", self.leaving())
        self.assertFalse(self.purposes())

    def test_a_notification_that_waits_is_judged_by_who_wrote_it(self):
        """S27"""
        later = fields.Datetime.now() + timedelta(days=1)
        with self.mock_mail_gateway():
            message = self.post(self.warehouse, scheduled_date=later)
            waiting = self.env["mail.message.schedule"].search(
                [("mail_message_id", "=", message.id)]
            )
            self.assertTrue(waiting)
            waiting._send_notifications()
        self.assertNotIn("eyJ", self.leaving())
        self.assertFalse(self.purposes())

    def test_an_answer_by_mail_is_its_sender_s(self):
        """S27: where the gateway runs as the system."""
        with self.mock_mail_gateway():
            self.quote.message_post(
                body=self.asking(),
                author_id=self.warehouse.partner_id.id,
                partner_ids=self.customer.ids,
                message_type="email",
                subtype_xmlid="mail.mt_comment",
            )
        self.assertNotIn("eyJ", self.leaving())

    def test_the_system_mails(self):
        """S27: what no user does by themselves goes on."""
        self.assertIn("/link/approve/", self.mailed(self.env.ref("base.user_root")))

    def server_action(self):
        code = (
            "record.message_post(body='Hello', partner_ids=record.partner_id.ids,"
            " message_type='comment', subtype_xmlid='mail.mt_comment')"
        )
        return self.env["ir.actions.server"].create(
            {
                "name": "Write",
                "model_id": self.env["ir.model"]._get_id("sale.order"),
                "state": "code",
                "code": code,
            }
        )

    def test_automations_mail_in_whosever_name(self):
        """S27: a rule that a warehouse user sets off is its author's, not theirs."""
        action = self.server_action().with_user(self.warehouse)
        action = action.with_context(active_model="sale.order", active_id=self.quote.id)
        with self.mock_mail_gateway():
            action.sudo().run()  # as automation rules do
        self.assertIn("/link/view/", self.leaving())

    def test_an_action_that_a_user_runs_is_theirs(self):
        """S27: the steps of it too, and no call from outside names the system."""
        action = self.server_action()
        steps = self.env["ir.actions.server"].create(
            {
                "name": "Steps",
                "model_id": action.model_id.id,
                "state": "multi",
                "child_ids": [Command.set(action.ids)],
            }
        )
        for one in (action, steps):
            one = one.with_user(self.warehouse).with_context(
                active_model="sale.order",
                active_id=self.quote.id,
                active_ids=self.quote.ids,
                public_link_system=True,
            )
            with self.mock_mail_gateway():
                one.run()
            self.assertNotIn("eyJ", self.leaving())
            self.env["mail.mail"].search([]).unlink()
        self.assertFalse(self.purposes())
