# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import re

from markupsafe import Markup

from odoo import Command
from odoo.tests import tagged  # noqa: F401
from odoo.tools import SQL

from odoo.addons.mail.tests.common import MockEmail

from ..common.base import CANARY, PublicLinkCase

VIEW = re.compile(r"https?://[^\s\"'<>]+/link/view/[\w.-]+")
SECRETS = ("access_token", "pid=", "hash=", "auth_signup_token")


class MailCase(PublicLinkCase, MockEmail):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.base = cls.env["ir.config_parameter"].get_param("web.base.url")
        cls.third = cls.env["res.partner"].create(
            {"name": "Third Contact", "email": "third@example.net"}
        )

    def texts(self, address=None):
        """Return all that left in mails to an address, as one text a mail."""
        return [
            "\n".join(
                [
                    mail["body"] or "",
                    mail["body_alternative"] or "",
                    str(mail["subject"]),
                    repr(mail["headers"]),
                ]
            )
            for mail in self._mails
            if not address or address in mail["email_to"][0]
        ]

    def assertNoSecret(self, document):
        """Check that no mail to a customer holds one of core's four keys."""
        token = (
            document.sudo()._portal_ensure_token() if "access_token" in document else ""
        )
        for mail in self._mails:
            if "seller.example" in mail["email_to"][0]:
                continue
            text = mail["body"] + mail["body_alternative"] + repr(mail["headers"])
            for secret in filter(None, (token, *SECRETS)):
                self.assertNotIn(secret, text, mail["subject"])
            self.assertNotIn(CANARY, text)

    def send(self, document, partners=None, body="<p>Hello</p>", user=None):
        """Write to customers on a document, as staff do, and let the mails leave."""
        with self.mock_mail_gateway():
            return document.with_user(user or self.salesman).message_post(
                body=Markup(body),
                partner_ids=(partners or self.customer).ids,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )

    def links(self, document, partner):
        return self.Link.search(
            [
                ("res_model", "=", document._name),
                ("res_id", "=", document.id),
                ("partner_id", "=", partner.id),
            ]
        )

    def urls(self, address):
        return set(VIEW.findall("".join(self.texts(address))))


class TestMail(MailCase):
    def test_three_recipients_of_one_quote_get_three_links(self):
        """A8, A9, A73, B17, D30, F22"""
        order = self.make_order()
        people = self.customer | self.other | self.third
        self.send(order, people)
        seen = []
        for partner in people:
            link = self.links(order, partner)
            self.assertEqual(len(link), 1)
            self.assertEqual(self.urls(partner.email), {link._url()})
            seen.append(link._url())
        self.assertEqual(len(set(seen)), 3)
        self.assertNoSecret(order)

    def test_a_second_mail_carries_the_same_link(self):
        """F22"""
        order = self.make_order()
        self.send(order)
        first = self.urls("joel")
        self.send(order)
        self.assertEqual(self.urls("joel"), first)
        self.assertEqual(len(self.links(order, self.customer)), 1)

    def test_the_link_knows_when_and_with_which_message_it_left(self):
        """F28: only once the mail has left."""
        order = self.make_order()
        message = order.with_user(self.salesman).message_post(
            body="Hello",
            partner_ids=self.customer.ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        link = self.links(order, self.customer)
        self.assertEqual(link.mail_message_id, message)
        self.assertFalse(link.sent_at)
        with self.mock_mail_gateway():
            self.env["mail.mail"].search([("mail_message_id", "=", message.id)]).send()
        self.assertTrue(link.sent_at)
        self.assertEqual(link.event_ids.mapped("kind").count("sent"), 1)

    def test_a_mail_that_failed_was_not_sent(self):
        """F28"""
        order = self.make_order()
        self.customer.email = "no address"
        self.send(order)
        self.assertFalse(self.links(order, self.customer).sent_at)

    def test_what_is_stored_holds_a_placeholder(self):
        """S2: and the placeholder names no token."""
        order = self.make_order()
        message = self.send(order, body="<p>See {{x}}</p>")
        mail = self.env["mail.mail"].search([("mail_message_id", "=", message.id)])
        self.assertIn(order._public_link_placeholder(), mail.body_html)
        self.assertNotIn("/link/view/", mail.body_html)

    def test_portal_users_get_their_public_link_too(self):
        """A9: and no permanent token."""
        user = self.env["res.users"].create(
            {
                "name": "Portal",
                "login": "portal_reader",
                "email": "portal@example.net",
                "group_ids": [Command.set(self.env.ref("base.group_portal").ids)],
            }
        )
        order = self.make_order(partner_id=user.partner_id.id)
        self.send(order, user.partner_id)
        self.assertEqual(
            self.urls("portal@"), {self.links(order, user.partner_id)._url()}
        )
        self.assertNoSecret(order)

    def test_staff_get_no_link_but_core_s_own_button(self):
        """A9"""
        order = self.make_order()
        self.send(order, self.customer | self.clerk.partner_id)
        text = "".join(self.texts("clerk@"))
        self.assertIn("/mail/view", text)
        self.assertNotIn("/link/view/", text)
        self.assertFalse(self.links(order, self.clerk.partner_id))

    def test_a_draft_has_no_button_and_no_link(self):
        """A9, S7: nothing opens it, so nothing is offered."""
        order = self.make_order("draft")
        self.send(order)
        self.assertFalse(self.urls("joel"))
        self.assertFalse(self.links(order, self.customer))
        self.assertNoSecret(order)

    def test_switched_off_links_do_not_bring_the_permanent_one_back(self):
        """S7"""
        self.company.public_links_view_enabled = False
        order = self.make_order()
        self.send(order)
        self.assertFalse(self.urls("joel"))
        self.assertNoSecret(order)

    def test_with_the_setting_off_mails_are_core_s(self):
        """A9: the flag flips it."""
        self.company.public_links_in_mails = False
        order = self.make_order()
        self.send(order)
        self.assertIn(order.access_token, "".join(self.texts("joel")))
        self.assertFalse(self.urls("joel"))

    def test_an_address_without_a_contact_gets_no_link(self):
        """F22: a link belongs to somebody."""
        order = self.make_order()
        body = f'<a href="{order._public_link_placeholder()}">Open</a>'
        with self.mock_mail_gateway():
            self.env["mail.mail"].create(
                {
                    "model": "sale.order",
                    "res_id": order.id,
                    "body_html": body,
                    "email_to": "somebody@example.net",
                }
            ).send()
        self.assertIn(f"/link/ask/{self.company.id}", self.texts()[0])
        self.assertNotIn("/link/view/", self.texts()[0])

    def test_a_link_that_staff_send_leaves_once(self):
        """A8, F28: their wizard notes it, and the sending notes it no second time."""
        link = self.issue(self.make_order())
        with self.mock_mail_gateway():
            link._send_mails()
        self.assertEqual(len(self._mails), 1)
        self.assertEqual(self.urls("joel"), {link._url()})
        self.assertEqual(link.event_ids.mapped("kind").count("sent"), 1)

    def test_many_mails_cost_a_constant_number_of_queries(self):
        """F27: at month end."""
        orders = self.env["sale.order"].create(
            [{"partner_id": self.customer.id} for _number in range(42)]
        )
        orders.state = "sent"

        def count(records):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["mail.mail"].create(
                [
                    {
                        "model": "sale.order",
                        "res_id": order.id,
                        "recipient_ids": [Command.set(self.customer.ids)],
                        "body_html": f'<a href="{order._public_link_placeholder()}">x</a>',
                        "message_id": f"<{order.id}@x>",
                        "reply_to": "a@seller.example",
                        "email_from": "a@seller.example",
                    }
                    for order in records
                ]
            )
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count(orders[:1])
        few, many = count(orders[1:3]), count(orders[3:])
        self.assertLessEqual(many, few + 4)

    def test_a_bare_address_among_the_readers_has_no_button(self):
        """F22"""
        order = self.make_order()
        with self.mock_mail_gateway():
            order.with_user(self.salesman).message_post(
                body="Hello",
                partner_ids=self.customer.ids,
                outgoing_email_to="somebody@example.net",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
            )
        self.assertTrue(self.urls("joel"))
        self.assertTrue(self.texts("somebody@"))
        self.assertNotIn("/link/", "".join(self.texts("somebody@")))
        self.assertNoSecret(order)


class TestNothingStored(MailCase):
    def test_no_column_of_the_database_holds_a_token(self):
        """S2, S7, A9, A10, Q6: after real mails of every kind."""
        order = self.make_order("draft")
        template = self.env.ref("sale.email_template_edi_sale")
        with self.mock_mail_gateway():
            composer = (
                self.env["mail.compose.message"]
                .with_context(
                    mark_so_as_sent=True,
                    default_model="sale.order",
                    default_res_ids=order.ids,
                    default_template_id=template.id,
                    default_composition_mode="comment",
                    default_email_layout_xmlid="mail.mail_notification_layout_with_responsible_signature",
                )
                .with_user(self.salesman)
                .create({})
            )
            composer._action_send_mail()
        self.assertSent(order, "joel")

        with self.mock_mail_gateway():
            order.with_user(self.salesman).action_confirm()
            order._send_order_confirmation_mail()
        self.assertSent(order, "joel")

        picking = order.picking_ids[:1]
        self.company.stock_move_email_validation = True
        with self.mock_mail_gateway():
            picking.move_ids.quantity = 3
            picking.move_ids.picked = True
            picking.button_validate()
            picking._send_confirmation_email()
        self.assertTrue(self.texts("joel"))
        self.assertNoSecret(order)

        for move_type in ("out_invoice", "out_refund"):
            invoice = self.make_invoice(move_type)
            with self.mock_mail_gateway():
                self.env["account.move.send"]._generate_and_send_invoices(
                    invoice, sending_methods=["email"]
                )
            self.assertSent(invoice, "joel")
            with self.mock_mail_gateway():  # a reminder
                invoice.with_user(self.accountant).message_post(
                    body="Please pay", partner_ids=self.customer.ids
                )
            self.assertSent(invoice, "joel")

        # An answer, as it goes to the other followers.
        order.message_subscribe((self.other | self.third).ids)
        with self.mock_mail_gateway():
            order.message_post(
                body="Thanks",
                author_id=self.customer.id,
                message_type="email",
                subtype_xmlid="mail.mt_comment",
            )
        self.assertSent(order, "other@")
        self.assertNothingStored()

    def assertSent(self, document, address):
        self.assertTrue(self.texts(address), "A mail left.")
        partner = self.customer | self.other
        link = self.links(document, partner.filtered(lambda one: address in one.email))
        self.assertEqual(self.urls(address), {link._url()})
        self.assertNoSecret(document)

    def assertNothingStored(self):
        self.assertFalse(self.columns_with_tokens())
        # The search finds what it is for.
        self.customer.comment = f"<p>{self.Link.search([], limit=1)._token()}</p>"
        found = self.columns_with_tokens("res_partner")
        self.assertEqual(found, ["res_partner.comment"])

    def columns_with_tokens(self, name="%"):
        """Return the columns of any table that hold a token of any link.

        :param str name: of tables, as ``LIKE`` has it
        """
        self.env.flush_all()
        tokens = [link._token() for link in self.Link.search([])]
        self.assertTrue(tokens)
        columns = self.env.execute_query(
            SQL(
                "SELECT c.table_name, c.column_name FROM information_schema.columns c"
                " JOIN information_schema.tables t USING (table_schema, table_name)"
                " WHERE c.table_schema = current_schema AND t.table_type = 'BASE TABLE'"
                " AND c.data_type IN ('text', 'character varying', 'jsonb', 'json',"
                " 'bytea') AND c.table_name LIKE %s",
                name,
            )
        )
        self.assertGreater(len(columns), 1000 if name == "%" else 10)
        signatures = [token.rsplit(".", 1)[1] for token in tokens]
        pattern = "|".join(["eyJ[A-Za-z0-9_-]+\\.eyJ", *signatures])
        return [
            f"{table}.{column}"
            for table, column in columns
            if self.env.execute_query(
                SQL(
                    "SELECT 1 FROM %s WHERE %s::text ~ %s LIMIT 1",
                    SQL.identifier(table),
                    SQL.identifier(column),
                    pattern,
                )
            )
        ]
