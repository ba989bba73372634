# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What an attacker, or a day like any other, broke once."""

from urllib.parse import quote

from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from .common import PublicLinkCase, PublicLinkHttpCase
from .test_mail import MailCase

ANSWER = """From: %(sender)s
To: catchall@seller.example
Subject: Re: Quotation
Message-Id: <answer@example.com>
In-Reply-To: %(reference)s
References: %(reference)s
Content-Type: text/html; charset=utf-8

<p>Thanks!</p><blockquote><a href="%(url)s">Open</a> or %(url)s?lang=fr_FR
or <a href="https://scan.example/?u=%(quoted)s">checked</a></blockquote>
"""


class TestAttacks(PublicLinkCase):
    def test_a_contact_that_got_links_can_be_deleted(self):
        """S4: its links go with it, and nothing stumbles over them."""
        contact = self.env["res.partner"].create(
            {"name": "Left", "email": "left@example.com", "parent_id": self.customer.id}
        )
        link = self.issue(self.make_order(), partner=contact)
        self.env.flush_all()
        self.env.invalidate_all()
        contact.unlink()
        self.assertFalse(link.exists())

    def test_who_sends_no_links_reads_contacts_as_before(self):
        """F29"""
        self.issue(self.make_order())
        contacts = self.env["res.partner"].with_user(self.clerk)
        views = contacts.get_views([(False, "form"), (False, "list")])
        names = set(views["models"]["res.partner"]["fields"])
        self.assertFalse({name for name in names if name.startswith("public_link_")})
        with self.assertRaises(AccessError):
            contacts.browse(self.customer.id).read(["public_link_ids"])
        self.assertNotIn("public_link_count", contacts.fields_get())


class TestAttacksByMail(MailCase):
    def test_an_answer_that_quotes_the_link_stores_and_forwards_no_token(self):
        """S2, B17: neither staff nor the next customer get it."""
        order = self.make_order()
        message = self.send(order, self.customer | self.other)
        (url,) = self.urls("joel")
        order.message_subscribe(self.other.ids)
        answer = ANSWER % {
            "sender": self.customer.email,
            "reference": message.message_id,
            "url": url,
            "quoted": quote(url, safe=""),
        }
        with self.mock_mail_gateway():
            self.env["mail.thread"].message_process("sale.order", answer, thread_id=order.id)
        got = order.message_ids.filtered(lambda row: row.message_id == "<answer@example.com>")
        self.assertNotIn("eyJ", got.body)
        self.assertIn("/link/to/", got.body)
        self.assertTrue(self._mails)
        own = self.links(order, self.customer)._token()
        for text in self.texts():
            self.assertNotIn(own, text)

    def test_a_link_that_staff_paste_reaches_its_recipient_and_is_not_stored(self):
        """S2, B17"""
        order = self.make_order()
        link = self.issue(order)
        message = self.send(order, self.customer | self.other, f"<p>Here: {link._url()}</p>")
        self.assertNotIn("eyJ", message.body)
        self.assertEqual(self.urls("joel"), {link._url()})
        self.assertNotIn(link._token(), "".join(self.texts("other")))

    def test_what_a_bounce_quotes_is_stored_without_the_token(self):
        """S2, F28"""
        link = self.issue(self.make_order())
        link._send_mails(queue=True)
        row = link.mail_message_id.notification_ids
        row.write({"failure_reason": f"No such user. {link._url()} was in it."})
        self.assertNotIn("eyJ", row.failure_reason)
        self.assertIn("No such user.", row.failure_reason)


class TestAttacksByHttp(PublicLinkHttpCase):
    def test_a_proof_of_odd_characters_is_no_proof(self):
        """S4, S15: nobody makes the server stumble."""
        order = self.make_order()
        response = self.get(f"/link/core/sale.order/{order.id}/%C3%A9")
        self.assertEqual(response.status_code, 404)

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_a_broken_transaction_still_gets_the_calm_page(self):
        """S15: whatever the cache holds."""
        link = self.issue(self.make_order())

        def broken(order, link):
            order.env.registry.clear_all_caches()
            order.env.cr.execute("SELECT 1 / 0")

        self.patch(self.env.registry["sale.order"], "_public_values", broken)
        response = self.open(link)
        self.assertEqual(response.status_code, 500)
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertIn("Something went wrong on our side", response.text)
        self.assertFalse(response.cookies)

    @mute_logger("odoo.http")
    def test_a_bad_request_is_not_called_our_fault(self):
        """S15"""
        self.authenticate("admin", "admin")
        order = self.make_order()
        response = self.get(f"/link/preview/sale.order/{order.id}", method="POST", data={"x": "1"})
        self.assertEqual(response.status_code, 400)
        self.assertEqual(response.headers["Cache-Control"], "no-store")
