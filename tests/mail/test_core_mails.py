# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Core's own mails to customers: whose layout they have, and what their button says."""

from odoo import Command, fields

from ..common.pay import PayFixtures
from .test_mail import MailCase

CORE = "mail.mail_notification_layout"
SIGNED = "mail.mail_notification_layout_with_responsible_signature"


class TestCoreMails(PayFixtures, MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_provider()
        cls.quote = cls.make_order(user_id=cls.salesman.id)

    def body(self, document=None, layout=SIGNED, to="joel", **values):
        """Have staff mail a document as core's buttons do; return the body that left."""
        document = document or self.quote
        with self.mock_mail_gateway():
            document.with_user(self.salesman).message_post(
                body="It is ready for review.",
                partner_ids=self.customer.ids,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                email_layout_xmlid=layout,
                **values,
            )
        [body] = [one["body"] for one in self._mails if to in one["email_to"][0]]
        return body

    def assertOurs(self, body):
        self.assertEqual(body.count('class="pl-box"'), 1)
        self.assertEqual(body.count('class="pl-act"'), 1)
        self.assertNotIn("Powered by", body)

    def assertCore(self, body):
        self.assertNotIn("pl-box", body)
        self.assertIn("It is ready for review.", body)

    # === WHERE CORE'S LAYOUT STAYS === #

    def test_a_mail_without_a_link_of_ours_is_core_s(self):
        """M6: switched off, a draft, links off, blocked, written by who may not send it"""
        for record, field, off, on in (
            (self.company, "public_links_in_mails", False, True),
            (self.company, "public_links_view_enabled", False, True),
            (self.customer, "public_links_blocked", True, False),
            (self.quote, "state", "draft", "sent"),
        ):
            record[field] = off
            with self.subTest(field):
                self.assertCore(self.body())
            record[field] = on
        self.assertOurs(self.body())

    def test_staff_and_bare_addresses_get_core_s(self):
        """M6: theirs has no link of ours"""
        people = self.customer | self.clerk.partner_id
        with self.mock_mail_gateway():
            self.quote.with_user(self.salesman).message_post(
                body="It is ready for review.",
                partner_ids=people.ids,
                outgoing_email_to="somebody@example.net",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                email_layout_xmlid=SIGNED,
            )
        bodies = {mail["email_to"][0]: mail["body"] for mail in self._mails}
        for address, body in bodies.items():
            with self.subTest(address):
                check = self.assertOurs if "joel" in address else self.assertCore
                check(body)
        self.assertGreaterEqual(len(bodies), 3)

    def test_a_layout_that_the_company_made_its_own_stays(self):
        """M6: edited, extended, or another one altogether"""

        def edit():
            view = self.env.ref(CORE)
            view.arch = view.arch.replace("<!-- CONTENT -->", "<p>Our motto</p>")

        def extend():
            self.env["ir.ui.view"].create(
                {
                    "name": "Ours",
                    "type": "qweb",
                    "mode": "extension",
                    "inherit_id": self.env.ref(SIGNED).id,
                    "arch": '<xpath expr="//body" position="inside">'
                    "<p>Our motto</p></xpath>",
                }
            )

        for change in (edit, extend):
            with self.subTest(change.__name__), self.env.cr.savepoint() as savepoint:
                self.assertOurs(self.body())
                change()
                body = self.body()
                self.assertCore(body)
                self.assertIn("Our motto", body)
                savepoint.rollback()
            self.env.registry.clear_cache("templates")
        own = self.env["ir.ui.view"].create(
            {
                "name": "Own",
                "type": "qweb",
                "key": "public_links.own_layout_of_a_test",
                "arch": '<t t-name="own"><p>Our motto</p><t t-out="message.body"/></t>',
            }
        )
        self.assertIn("Our motto", self.body(layout=own.key))

    def test_a_layout_that_another_addon_made_its_own_stays(self):
        """M6: of a partner or the company itself; what Odoo's own addons add is core's"""
        view = self.env["ir.ui.view"].create(
            {
                "name": "motto",
                "type": "qweb",
                "mode": "extension",
                "inherit_id": self.env.ref(CORE).id,
                "arch": '<xpath expr="//*" position="inside"><p>Motto</p></xpath>',
            }
        )
        name = self.env["ir.model.data"].create(
            {
                "module": "sale",
                "name": "motto_of_a_test",
                "model": view._name,
                "res_id": view.id,
            }
        )
        self.env.registry.clear_all_caches()
        self.assertOurs(self.body())
        self.env["ir.module.module"].create(
            {"name": "motto", "state": "installed", "author": "Somebody"}
        )
        name.module = "motto"
        self.env.registry.clear_all_caches()
        self.assertCore(self.body())

    # === WHAT OURS SAYS === #

    def test_a_document_s_mail_begins_with_what_how_much_and_until_when(self):
        """M4, M6: then its button, and then what staff wrote, untouched"""
        body = self.body()
        self.assertOurs(body)
        order = [
            "860.22",
            "Good until",
            "Review and approve",
            "It is ready for review.",
        ]
        shown = body[body.index('role="main"') :]
        places = [shown.index(words) for words in order]
        self.assertEqual(places, sorted(places))
        hidden = body[body.index("<body") : body.index('role="main"')]
        self.assertIn("Quotation", hidden)
        self.assertIn("860.22", hidden)
        self.assertNotIn("Internal communication", body)

    def test_a_message_comes_first_where_staff_write_one(self):
        """M3, M6: and a mailbox shows its first words"""
        body = self.body(layout=False)
        self.assertOurs(body)
        shown = body[body.index('role="main"') :]
        self.assertLess(
            shown.index("It is ready for review."), shown.index('class="pl-act"')
        )
        self.assertIn(
            "It is ready", body[body.index("<body") : body.index('role="main"')]
        )

    def test_the_button_says_what_is_to_be_done(self):
        """M6: in each state"""
        today = fields.Date.today()
        invoice = self.make_invoice()
        paid = self.make_invoice()
        paid.payment_state = "paid"
        for document, words in (
            (self.quote, "Review and approve"),
            (
                self.make_order(validity_date=fields.Date.subtract(today, days=3)),
                "Open Quotation",
            ),
            (self.make_order("sale"), "Open Order"),
            (invoice, "View and pay $"),
            (paid, "Open Invoice"),
            (self.make_invoice("out_refund"), "Open Credit note"),
        ):
            with self.subTest(words):
                body = self.body(document)
                button = body[body.index('class="pl-act"') :].partition("</a>")[0]
                self.assertIn(words, button)
        # In core's layout as well.
        self.env.ref(CORE).arch_updated = True
        self.assertIn("Review and approve", self.body())

    def test_who_looks_after_it_signs_as_with_core(self):
        """M6"""
        self.salesman.signature = "<p>Ruth, desk 4</p>"
        self.assertIn("Ruth, desk 4", self.body(email_add_signature=True))
        self.assertNotIn("Ruth, desk 4", self.body(email_add_signature=False))

    def test_a_mass_mailing_by_core_s_list_looks_the_same(self):
        """M6, F27: quotations that are sent from the list"""
        quotes = self.quote | self.make_order(user_id=self.salesman.id)
        composer = (
            self.env["mail.compose.message"]
            .with_user(self.salesman)
            .create(
                {
                    "composition_mode": "mass_mail",
                    "model": "sale.order",
                    "res_ids": quotes.ids,
                    "template_id": self.env.ref("sale.email_template_edi_sale").id,
                    "email_layout_xmlid": SIGNED,
                    "partner_ids": [Command.set(self.customer.ids)],
                }
            )
        )
        with self.mock_mail_gateway():
            composer._action_send_mail()
        bodies = [one["body"] for one in self._mails if "joel" in one["email_to"][0]]
        self.assertEqual(len(bodies), 2)
        for body in bodies:
            self.assertOurs(body)
            self.assertIn("/link/view/", body)
