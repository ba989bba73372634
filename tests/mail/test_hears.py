# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What sellers hear of openings."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields

from odoo.addons.mail.tests.common import MockEmail

from ..common.base import PublicLinkHttpCase


class TestHears(MockEmail, PublicLinkHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.public_links_hears = True
        cls.salesman.public_links_hears = "inbox"

    def unopened(self):
        """Let the scheduled action tell of links that expired."""
        with patch.object(type(self.env["ir.cron"]), "_commit_progress"):
            self.Link._cron_unopened()

    def heard(self, document):
        """Return the subjects of what was told of openings, oldest first."""
        subtype = self.env.ref(document._public_hears_subtype)
        messages = document.message_ids.filtered(lambda one: one.subtype_id == subtype)
        return messages.sorted("id")

    def quote(self):
        return self.make_order(user_id=self.salesman.id)

    def age(self, link, **ago):
        link.opened_last = fields.Datetime.now() - timedelta(**ago)
        self.env.flush_all()

    def test_the_first_opening_is_told_once(self):
        """M5, F41: of quotations, invoices and deliveries, in the seller's inbox."""
        order = self.make_order("sale", user_id=self.salesman.id)
        invoice = self.make_invoice(invoice_user_id=self.salesman.id)
        for document in (order, invoice, order.picking_ids):
            with self.subTest(document._name):
                link = self.issue(document, partner=self.customer)
                self.open(link)
                message = self.heard(document)
                self.assertEqual(len(message), 1)
                self.assertIn("Joel Willis opened", message.subject)
                self.assertIn("for the first time", message.body)
                told = message.notification_ids
                self.assertEqual(told.res_partner_id, self.salesman.partner_id)
                self.assertEqual(told.notification_type, "inbox")
                self.age(link, hours=3)
                self.open(link)
                # Another link of the same reader is no first opening.
                self.open(self.issue(document, partner=self.customer))
                self.assertEqual(len(self.heard(document)), 1)

    def test_an_opening_after_a_week_s_silence_is_told(self):
        """M5, F41"""
        order = self.quote()
        link = self.issue(order)
        self.open(link)
        self.age(link, days=8)
        self.open(link)
        self.assertEqual(len(self.heard(order)), 2)
        self.assertIn("again", self.heard(order)[-1].subject)
        self.age(link, days=6)
        self.open(link)
        self.assertEqual(len(self.heard(order)), 2)

    def test_scanners_previews_and_staff_are_not_heard(self):
        """M5, F41: what fetches a mail's links, and who looks as staff."""
        order = self.quote()
        link = self.issue(order)
        for headers in (
            {"User-Agent": "Slackbot-LinkExpanding 1.0"},
            {"User-Agent": "BarracudaCentral"},
            {"User-Agent": ""},
            {"Sec-Purpose": "prefetch;prerender"},
            {"Purpose": "prefetch"},
        ):
            self.open(link, headers=headers)
        self.open(link, method="HEAD")
        self.log_in(self.salesman)
        self.open(link)
        self.assertFalse(self.heard(order))
        self.assertFalse(link.opened_first)

    def test_the_seller_chooses(self):
        """M5, F41: off, inbox or mail, whatever core's own preference says."""
        for choice, core in (("off", "inbox"), ("email", "inbox"), ("inbox", "email")):
            self.salesman.write({"public_links_hears": choice})
            self.salesman.notification_type = core
            order = self.quote()
            order.message_subscribe(self.salesman.partner_id.ids)
            self.open(self.issue(order))
            told = self.heard(order).notification_ids
            with self.subTest(choice):
                self.assertEqual(len(self.heard(order)), 1)
                self.assertEqual(
                    told.mapped("notification_type"),
                    [] if choice == "off" else [choice],
                )

    def test_the_user_changes_it_alone(self):
        """F41: in the preferences, without an administrator."""
        mine = self.salesman.with_user(self.salesman)
        mine.public_links_hears = "off"
        self.assertEqual(
            mine.read(["public_links_hears"])[0]["public_links_hears"], "off"
        )
        view = self.env.ref("base.view_users_form_simple_modif")
        arch = mine.get_view(view.id)["arch"]
        self.assertIn("public_links_hears", arch)

    def test_the_company_switches_it_off(self):
        """M5, F41"""
        self.company.public_links_hears = False
        order = self.quote()
        link = self.issue(order)
        self.open(link)
        self.assertFalse(self.heard(order))
        self.assertTrue(link.opened_first)

    def test_customers_who_follow_do_not_hear(self):
        """A4, F41: an internal matter."""
        order = self.quote()
        subtype = self.env.ref("sale.mt_order_viewed")
        order.message_subscribe(self.customer.ids, subtype_ids=subtype.ids)
        self.open(self.issue(order))
        self.assertNotIn(
            self.customer, self.heard(order).notification_ids.res_partner_id
        )

    def test_a_link_that_expired_unopened_is_told_once(self):
        """M5, F41"""
        order = self.quote()
        link = self.issue(order)
        link.sent_at = fields.Datetime.now()
        self.unopened()
        self.assertFalse(self.heard(order))
        self.expire(link)
        self.unopened()
        self.unopened()
        message = self.heard(order)
        self.assertEqual(len(message), 1)
        self.assertIn("Joel Willis did not open", message.subject)
        self.assertEqual(
            message.notification_ids.res_partner_id, self.salesman.partner_id
        )

    def test_what_is_no_news_when_it_expires_is_not_told(self):
        """F41: read by another link, sent again, never sent, revoked, or settled."""

        def expired(document, sent=True):
            link = self.issue(document)
            link.sent_at = sent and fields.Datetime.now()
            self.expire(link)
            return link

        orders = [self.quote() for _number in range(5)]
        read, again, never, revoked, cancelled = orders
        for order in orders:
            expired(order, sent=order != never)
        self.open(self.issue(read))
        self.assertEqual(len(self.heard(read)), 1)
        self.issue(again)
        revoked.public_link_ids._revoke("staff")
        cancelled._action_cancel()
        self.company.public_links_quotes = True
        self.unopened()
        for order in (again, never, revoked):
            self.assertFalse(self.heard(order), order)
        self.assertEqual(len(self.heard(read)), 1)

    def test_a_refused_message_leaves_the_open_counted(self):
        """F41: whatever another addon thinks of it."""
        order = self.quote()
        link = self.issue(order)

        def refuse(*_args, **_kwargs):
            raise ValueError("No messages today.")

        self.patch(type(order), "_public_link_tell_opened", refuse)
        with self.assertLogs("odoo.addons.public_links", "ERROR"):
            self.open(link)
        self.assertEqual(link.open_count, 1)
