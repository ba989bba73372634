# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What an attacker, or a day like any other, broke once."""

from types import SimpleNamespace
from unittest.mock import patch
from urllib.parse import quote

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tools import mute_logger

from ...controllers import base
from ...models.mail.public_link_request import PER_LINK
from ..common.base import PublicLinkCase, PublicLinkHttpCase
from ..mail.test_mail import MailCase
from .test_event import VISIT

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

    def test_a_document_that_goes_to_another_customer_takes_its_links_back(self):
        """A82, B50, B53"""
        order = self.make_order()
        contact = self.env["res.partner"].create(
            {
                "name": "Buyer",
                "email": "buyer@example.com",
                "parent_id": self.customer.id,
            }
        )
        link = self.issue(order)
        adviser = self.issue(
            order, partner=self.env["res.partner"].create({"name": "Tax"})
        )
        order.partner_id = contact
        self.assertEqual(link.state, "active")
        order.partner_id = self.other
        self.assertEqual((link.state, link.revoked_reason), ("revoked", "reassigned"))
        self.assertEqual(adviser.state, "active")

    def test_nobody_is_mailed_a_link_that_is_switched_off_for_them(self):
        """B59, F27: the gate asks the customer, the wizard the recipient too."""
        order, contact = self.make_order(), self.other
        self.assertFalse(order._public_link_send_problems("view", contact))
        contact.public_links_blocked = True
        self.assertTrue(order._public_link_send_problems("view", contact))

    def test_the_explanation_tells_nothing_of_links_that_staff_may_not_see(self):
        """F29: a contact's links lead to documents of many kinds."""
        self.issue(self.make_invoice())._revoke()
        values = {"res_model": "res.partner", "res_id": self.customer.id}
        texts = [
            self.env["public.link.diagnosis"].with_user(user).create(values).result
            for user in (self.accountant, self.warehouse)
        ]
        self.assertIn("Revoked", texts[0])
        self.assertNotIn("Revoked", texts[1])

    def pay(self, invoice):
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({})._create_payments()

    def test_an_order_shows_no_payment_of_another_order(self):
        """A14, B50: one invoice may bill two orders; its payment is not one's own."""
        orders = self.make_order("sale") + self.make_order("sale", lines=2)
        invoice = orders._create_invoices()
        invoice.action_post()
        self.pay(invoice)
        values = orders[0]._public_values(self.issue(orders[0]))
        self.assertEqual([row["kind"] for row in values["totals"]][-1], "total")

    def test_what_was_credited_is_no_longer_due(self):
        """A14"""
        order = self.make_order("sale")
        invoice = order._create_invoices()
        invoice.action_post()
        wizard = self.env["account.move.reversal"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        action = wizard.create({"journal_id": invoice.journal_id.id}).refund_moves()
        refund = self.env["account.move"].browse(action["res_id"])
        refund.invoice_line_ids.quantity = 1
        refund.action_post()
        lines = (invoice + refund).line_ids
        lines.filtered(lambda line: line.account_type == "asset_receivable").reconcile()
        self.pay(invoice)
        self.assertAlmostEqual(
            order._public_balance()[0], order.amount_total - refund.amount_total, 2
        )
        # Staff say that no other one is sent instead: core bills no more.
        refunded = order.order_line.filtered("qty_to_invoice")
        for line in refunded:
            line.product_uom_qty = line.qty_invoiced
        self.assertEqual(order._public_balance()[1], 0.0)

    def test_an_open_with_an_odd_name_or_address_is_logged_all_the_same(self):
        """S9, S24: nobody slips past the log."""
        link = self.issue(self.make_order())
        with patch.object(base, "request", _Asked("Moz\x00illa")):
            agent = base.visitor()["user_agent"]
        link._log_visit(VISIT | {"user_agent": agent})
        agents = link.event_ids.filtered(lambda event: event.kind == "opened").mapped(
            "user_agent"
        )
        self.assertEqual(agents, ["Mozilla"])
        store = self.env["public.link.event"]._stored_address
        self.assertEqual(store("::ffff:198.51.100.7", self.company), "198.51.100.0/24")
        self.assertEqual(store("fe80::1%eth0", self.company), "fe80::/48")

    def test_a_dead_link_opened_over_and_over_fills_no_log(self):
        """S9, S13"""
        link = self.issue(self.make_order())
        for _number in range(5):
            link._log_visit(VISIT, "denied", "expired")
            link._log_visit(VISIT, "downloaded")
        link._log_visit(VISIT, "denied", "revoked")
        link._log_visit(VISIT | {"address": "203.0.113.5"}, "denied", "expired")
        kinds = link.event_ids.mapped("kind")
        self.assertEqual((kinds.count("denied"), kinds.count("downloaded")), (3, 1))
        link._revoke()
        for _number in range(PER_LINK[0] + 5):
            link._request_new("198.51.100.7")
        asked = link.event_ids.filtered(lambda event: event.kind == "requested")
        self.assertEqual(len(asked), PER_LINK[0] + 1)

    def test_events_of_an_archived_company_are_forgotten_too(self):
        """S24"""
        company = self.env["res.company"].create({"name": "Closed Down"})
        order = self.make_order(company_id=company.id, order_line=[])
        event = self.issue(order).event_ids
        company.public_links_retention_days = 1
        company.active = False
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE public_link_event SET create_date = now() - interval '3 days'"
            " WHERE id = ANY(%s)",
            [event.ids],
        )
        self.env.invalidate_all()
        self.env["public.link.event"]._gc_events()
        self.assertFalse(event.exists())

    def test_a_name_is_no_markup_in_what_staff_get(self):
        """S15, F3"""
        self.customer.name = "<a href='https://evil.example'>Click</a>"
        self.salesman.lang = "en_US"
        order = self.make_order(user_id=self.salesman.id)
        link = self.issue(order)
        link._revoke()
        link._request_new("198.51.100.7")
        note = order.activity_ids.note
        self.assertNotIn("<a", note)
        self.assertIn("&lt;a", note)

    def test_a_customer_cannot_keep_a_printed_code_alive(self):
        """F4, F20, D15: the PDF behind a link has no code, so it renews none."""
        self.company.public_links_qr = True
        order = self.make_order()
        code = order._public_link_qr_link()
        soon = fields.Datetime.add(fields.Datetime.now(), days=2)
        code.expires_at = soon
        store = self.env["public.link.pdf"].with_context(lang="en_US")
        store._order_pdf(order, "v1")
        shown = []

        def report(model, name, ids, **kwargs):
            shown.append(model.env["sale.order"].browse(ids)._public_link_qr())
            return b"%PDF", "pdf"

        self.patch(self.env.registry["ir.actions.report"], "_render_qweb_pdf", report)
        store._find(order, "v1")._rendered()
        self.assertEqual(shown, [False])
        self.assertEqual(code.expires_at, soon)
        self.assertTrue(order._public_link_qr())

    def test_asking_for_a_pdf_again_wakes_the_renderer_once(self):
        """S13"""
        order = self.make_order()
        store = self.env["public.link.pdf"].with_context(lang="en_US")
        triggers = self.env["ir.cron.trigger"]
        before = triggers.search_count([])
        for _number in range(5):
            store._order_pdf(order, "v1")
        self.assertEqual(triggers.search_count([]), before + 1)


class _Asked:
    """A request with a browser's name that no library would send."""

    def __init__(self, agent):
        self.httprequest = self
        self.headers, self.remote_addr = {}, "198.51.100.7"
        self.session = SimpleNamespace(uid=None)
        self.user_agent = SimpleNamespace(string=agent)


class TestAttacksByMail(MailCase):
    def test_a_new_address_gets_a_new_link_and_the_old_one_dies(self):
        """F3, B17: whoever reads the old mailbox holds nothing."""
        order = self.make_order()
        self.send(order)
        (old,) = self.urls("joel")
        link = self.links(order, self.customer)
        self.customer.email = "new@example.com"
        self.send(order)
        (new,) = self.urls("new@")
        self.assertNotEqual(new, old)
        self.assertEqual(link.state, "revoked")

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
            self.env["mail.thread"].message_process(
                "sale.order", answer, thread_id=order.id
            )
        got = order.message_ids.filtered(
            lambda row: row.message_id == "<answer@example.com>"
        )
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
        message = self.send(
            order, self.customer | self.other, f"<p>Here: {link._url()}</p>"
        )
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
    def test_nobody_counts_through_the_companies(self):
        """S4: names and addresses of companies are told to who got a mail."""
        company = self.env["res.company"].create({"name": "Secret Holding"})
        for path in (f"/link/ask/{company.id}", f"/link/ask/{company.id}/%C3%A9"):
            response = self.get(path)
            self.assertEqual(response.status_code, 404)
            self.assertNotIn("Secret Holding", response.text)
        url = self.Link._stranger_url(company)
        response = self.get(url[url.index("/link/") :])
        self.assertEqual(response.status_code, 200)
        self.assertIn("Secret Holding", response.text)

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
        response = self.get(
            f"/link/preview/view/sale.order/{order.id}", method="POST", data={"x": "1"}
        )
        self.assertEqual(response.status_code, 400)
        self.assertEqual(response.headers["Cache-Control"], "no-store")
