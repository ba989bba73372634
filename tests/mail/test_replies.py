# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Answers to mails of ours, brought in as a mail server would."""

from ..common.answers import AnswerFixtures
from .test_mail import MailCase

AUTOMATIC = (
    {"Auto-Submitted": "auto-replied"},
    {"Auto-Submitted": "auto-generated; owner-email=joel.willis@example.com"},
    {"Precedence": "auto_reply"},
    {"Precedence": "bulk"},
    {"X-Autoreply": "yes"},
    {"X-Autorespond": "I am away"},
)


class TestReplies(AnswerFixtures, MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_alias_domain()

    def documents(self):
        order = self.make_order("sale", user_id=self.salesman.id)
        invoice = self.make_invoice(invoice_user_id=self.salesman.id)
        self.customer.user_id = self.salesman
        return [order, invoice, order.picking_ids, self.customer]

    def mailed(self, document, user=None, **values):
        """Mail a link of a document, and return the message."""
        purpose = "portal" if document == self.customer else "view"
        link = self.Link.with_user(user or self.env.user)._issue(
            document.with_user(user or self.env.user), purpose, self.customer
        )
        with self.mock_mail_gateway():
            link._send_mails(queue=True)
            link.sudo().mail_message_id.mail_ids.send()
        return link.sudo().mail_message_id

    def test_an_answer_reaches_who_looks_after_the_document(self):
        """M2, F36: as a message and not as a note, with and without followers, whether a
        person or the system has sent the link."""
        for document in self.documents():
            for sender in (self.salesman, self.env.ref("base.user_root")):
                document.message_unsubscribe(document.message_partner_ids.ids)
                message = self.mailed(document, sender)
                answer = self.answer(message)
                with self.subTest(document._name, sender=sender.login):
                    self.assertEqual(
                        (answer.model, answer.res_id), (document._name, document.id)
                    )
                    self.assertFalse(answer.subtype_id.internal)
                    self.assertEqual(answer.author_id, self.customer)
                    self.assertIn(self.salesman.partner_id, answer.notified_partner_ids)
                    mailed = [mail["email_to"][0] for mail in self._mails]
                    self.assertTrue(
                        any("sender@seller" in one for one in mailed), mailed
                    )
                    # The customer and the company's own box hear nothing of it.
                    self.assertFalse(
                        [one for one in mailed if "care@" in one or "joel" in one]
                    )

    def test_the_team_leader_or_the_fallback_user_hears_where_nobody_sells(self):
        """M2, F36"""
        self.company.public_links_user_id = self.accountant
        order = self.make_order(user_id=False, team_id=False)
        answer = self.answer(self.mailed(order, self.env.ref("base.user_root")))
        self.assertIn(self.accountant.partner_id, answer.notified_partner_ids)
        team = self.env["crm.team"].create({"name": "Desk", "user_id": self.clerk.id})
        order = self.make_order(user_id=False, team_id=team.id)
        answer = self.answer(self.mailed(order, self.env.ref("base.user_root")))
        self.assertIn(self.clerk.partner_id, answer.notified_partner_ids)

    def test_answers_arrive_with_and_without_an_address_for_all_answers(self):
        """M2: Odoo's catchall, or the sender's own address."""
        order = self.make_order(user_id=self.salesman.id)
        for domain in (self.company.alias_domain_id.id, False):
            self.company.alias_domain_id = domain
            message = self.mailed(order)
            to = message.reply_to if domain else "fetched@seller.example"
            answer = self.answer(message, to=to)
            with self.subTest(domain=domain):
                self.assertEqual(answer.res_id, order.id)
                self.assertIn(self.salesman.partner_id, answer.notified_partner_ids)

    def test_an_automatic_answer_is_none(self):
        """M2, F36: it stands in the history, and nobody is told."""
        order = self.make_order(user_id=self.salesman.id)
        message = self.mailed(order)
        for headers in AUTOMATIC:
            answer = self.answer(message, "I am on holiday.", headers=headers)
            with self.subTest(headers):
                self.assertEqual(answer.res_id, order.id)
                self.assertTrue(answer.subtype_id.internal)
                self.assertFalse(answer.notified_partner_ids)
                self.assertFalse(self._mails)
        by_hand = self.answer(message, headers={"Auto-Submitted": "no"})
        self.assertFalse(by_hand.subtype_id.internal)

    def test_a_stranger_s_answer_reaches_staff(self):
        """M2: from another address than the link went to."""
        order = self.make_order(user_id=self.salesman.id)
        answer = self.answer(
            self.mailed(order), sender="Joel at home <joel@home.example>"
        )
        self.assertFalse(answer.author_id)
        self.assertIn(self.salesman.partner_id, answer.notified_partner_ids)

    def test_a_colleague_s_answer_pings_nobody(self):
        """M2: who looks after the document follows it, if they like."""
        order = self.make_order(user_id=self.salesman.id)
        message = self.mailed(order)
        order.message_unsubscribe(order.message_partner_ids.ids)
        answer = self.answer(message, sender=self.accountant.email_formatted)
        self.assertNotIn(self.salesman.partner_id, answer.notified_partner_ids)

    def test_our_mails_stay_out_of_odoo_s_portal(self):
        """A24, M2: they are internal, although answers to them are not."""
        order = self.make_order()
        message = self.mailed(order)
        self.assertTrue(message.is_internal)
        self.assertFalse(message.subtype_id.internal)
        self.assertFalse(message.subtype_id.default)
        self.assertEqual(message.notified_partner_ids, self.customer)
