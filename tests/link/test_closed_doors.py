# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Core's doors that open by something else than the permanent token, and hand it out."""

import json
import re
from types import SimpleNamespace
from unittest.mock import patch

from odoo import Command
from odoo.tests.common import new_test_user
from odoo.tools import mute_logger

from odoo.addons.payment.utils import generate_access_token

from ...models.mail import core_doors
from ..common.pay import PayHttpCase


class DoorsCase(PayHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order, cls.invoice = cls.make_order(), cls.make_invoice()
        for document in (cls.order, cls.invoice):
            document._portal_ensure_token()
        cls.company.public_links_in_mails = False

    def close(self):
        self.company.public_links_close_core = True

    def payment_link(self, document=None, **values):
        """Return the path of a payment link of core's."""
        document = document or self.invoice
        wizard = self.env["payment.link.wizard"].create(
            {
                "res_model": document._name,
                "res_id": document.id,
                "amount": 100,
                "amount_max": 100,
                "currency_id": self.company.currency_id.id,
                "partner_id": self.customer.id,
                **values,
            }
        )
        path = re.sub(r"^https?://[^/]+", "", wizard.link)
        return path.replace("company_id=False", f"company_id={self.company.id}")

    def pay_at_core_s_door(self, document, **values):
        """Return a payment as core's own page begins it, with where it leads."""
        name = "sale_order_ids" if document._name == "sale.order" else "invoice_ids"
        return self.env["payment.transaction"].create(
            {
                "provider_id": self.provider.id,
                "payment_method_id": self.method.id,
                "operation": "online_direct",
                "reference": f"P10-{document.id}-{document._name}",
                "amount": 100,
                "currency_id": self.company.currency_id.id,
                "partner_id": self.customer.id,
                "landing_route": document.get_portal_url(),
                name: [Command.set(document.ids)],
                **values,
            }
        )

    def monitor(self, payment, login=None):
        """Let the browser have begun a payment."""
        self.authenticate(
            login, login, session_extra={"__payment_monitored_tx_id__": payment.id}
        )

    def assertClosed(self, answer, document):
        """Check that an answer leads to the page where one asks for a new link."""
        self.assertEqual(answer.status_code, 303)
        self.assertNotIn(document.access_token, f"{answer.headers}{answer.text}")
        page = self.get(answer.headers["Location"])
        self.assertPublic(page, 410)
        self.assertIn("Send me a new link", page.text)

    def rpc(self, path, **params):
        return self.url_open(
            path,
            data=json.dumps({"jsonrpc": "2.0", "params": params}),
            headers={"Content-Type": "application/json"},
        )


class TestClosedDoors(DoorsCase):
    def test_a_payment_link_of_core_s_leads_to_a_new_link(self):
        """F21: closed, the payment link that the wizard makes is one of core's doors; open,
        core behaves as before"""
        path = self.payment_link()
        open_page = self.get(path, allow_redirects=True)
        self.assertIn("o_payment_form", open_page.text)
        self.close()
        for query in ("", "&provider_id=1", "&invoice_id=x"):
            with self.subTest(query):
                self.assertClosed(self.get(path + query), self.invoice)

    def test_the_page_that_asks_by_the_payment_token_leads_there_too(self):
        """P10 With Odoo's permanent links closed, the payment token opens nothing that hands
        out the document's; F21: open, core behaves as before"""
        amount = 100.0
        currency = self.company.currency_id.id
        token = generate_access_token(
            self.invoice.partner_id.id, amount, currency, env=self.env
        )
        path = (
            f"/payment/pay?invoice_id={self.invoice.id}&amount={amount}"
            f"&access_token={token}"
        )
        before = self.get(path)
        self.assertEqual(before.status_code, 200)
        self.assertIn(self.invoice.access_token, before.text)
        self.close()
        self.assertClosed(self.get(path), self.invoice)
        # A wrong one learns nothing of the kind.
        wrong = self.get(path.replace(token, "wrong"))
        self.assertNotIn("/link/core", f"{wrong.headers}{wrong.text}")

    def test_a_payment_that_was_begun_before_leads_there(self):
        """P10 /payment/status and what its script asks"""
        for document in (self.order, self.invoice):
            payment = self.pay_at_core_s_door(document)
            for closed in (False, True):
                self.company.public_links_close_core = closed
                self.monitor(payment)
                page, polled = (
                    self.get("/payment/status"),
                    self.rpc("/payment/status/poll").json()["result"],
                )
                if not closed:
                    self.assertEqual(page.status_code, 200)
                    self.assertIn(document.access_token, polled["landing_route"])
                    continue
                self.assertClosed(page, document)
                self.assertEqual(
                    polled["landing_route"], document._public_link_core_path()
                )

    def test_an_amount_without_a_document_is_paid_as_before(self):
        """F21: and what was paid is confirmed"""
        self.close()
        currency = self.company.currency_id.id
        token = generate_access_token(self.customer.id, 5.0, currency, env=self.env)
        query = (
            f"amount=5.0&currency_id={currency}&partner_id={self.customer.id}"
            f"&company_id={self.company.id}&access_token={token}"
        )
        for more in ("", f"&sale_order_id={self.order.id}"):
            page = self.get(f"/payment/pay?{query}{more}")
            self.assertEqual(page.status_code, 200)
            self.assertIn("/payment/transaction", page.text)
            self.assertNotIn(self.order.access_token, page.text)
        answer = self.rpc(
            "/payment/transaction",
            provider_id=self.provider.id,
            payment_method_id=self.method.id,
            token_id=None,
            amount=5.0,
            currency_id=currency,
            partner_id=self.customer.id,
            flow="direct",
            tokenization_requested=False,
            landing_route="/payment/confirmation",
            access_token=token,
        ).json()
        self.assertIn("result", answer)
        self.assertEqual(self.get("/payment/status").status_code, 200)
        landing = self.rpc("/payment/status/poll").json()["result"]["landing_route"]
        self.assertEqual(self.get(landing).status_code, 200)

    def test_a_confirmation_names_no_document_s_token(self):
        """F21, S7: /payment/confirmation, by a payment token of the same amount"""
        payment = self.pay_at_core_s_door(self.invoice, state="done")
        self.close()
        token = generate_access_token(
            payment.partner_id.id, payment.amount, payment.currency_id.id, env=self.env
        )
        page = self.get(
            f"/payment/confirmation?tx_id={payment.id}&access_token={token}"
        )
        self.assertNotIn(self.invoice.access_token, page.text)

    def test_who_is_logged_in_keeps_their_pages(self):
        """F21: the customer in the portal, and staff"""
        portal = new_test_user(
            self.env, "portal_payer", "base.group_portal", email="p@example.net"
        )
        invoice = self.make_invoice(partner_id=portal.partner_id.id)
        self.close()
        token = generate_access_token(
            portal.partner_id.id, 100.0, invoice.currency_id.id, env=self.env
        )
        pay = f"/payment/pay?invoice_id={invoice.id}&amount=100.0&access_token={token}"
        for login in ("portal_payer", "admin"):
            self.authenticate(login, login)
            self.assertEqual(self.get(pay).status_code, 200, login)
        self.authenticate("portal_payer", "portal_payer")
        for path in (f"/my/invoices/{invoice.id}", "/my/payment_method"):
            self.assertEqual(self.get(path).status_code, 200, path)
        payment = self.pay_at_core_s_door(invoice)
        self.monitor(payment, "portal_payer")
        self.assertEqual(self.get("/payment/status").status_code, 200)
        polled = self.rpc("/payment/status/poll").json()["result"]
        self.assertEqual(polled["landing_route"], payment.landing_route)

    def doors(self):
        """Return core's paths that take a document's token, and its chatter's calls."""
        order, invoice = self.order, self.invoice
        picking = order.picking_ids[:1].id
        message = order.message_post(
            body="Said to the customer",
            subtype_xmlid="mail.mt_comment",
            author_id=self.customer.id,
        )
        own, theirs = f"/my/orders/{order.id}", f"/my/invoices/{invoice.id}"
        gets = {
            order: (
                own,
                f"{own}?report_type=pdf&download=true",
                f"{own}?report_type=html",
                f"{own}?payment_amount=5",
                f"{own}/document/1",
                f"{own}/download_edi",
                f"/my/picking/pdf/{picking}",
                f"/my/picking/return/pdf/{picking}",
                f"/mail/view?model=sale.order&res_id={order.id}",
                f"/mail/avatar/mail.message/{message.id}/author_avatar/50x50",
            ),
            invoice: (
                theirs,
                f"{theirs}?report_type=pdf&download=true",
                f"{theirs}?report_type=html",
                f"{theirs}?payment=True",
                "/my/invoices/overdue",
                f"/mail/view?model=account.move&res_id={invoice.id}",
            ),
        }
        posts = {}
        for document in (order, invoice):
            name, number = document._name, document.id
            thread = {"thread_model": name, "thread_id": number}
            posts[document] = [
                ("/portal/chatter_init", thread),
                ("/mail/chatter_fetch", thread),
                ("/mail/thread/messages", thread),
                (
                    "/mail/message/post",
                    {**thread, "post_data": {"body": "x", "message_type": "comment"}},
                ),
            ]
        posts[order] += [
            (f"{own}/accept", {"name": "x", "signature": "iVBORw0KGgo="}),
            (f"{own}/transaction", {}),
            (f"{own}/update_line_dict", {"line_id": order.order_line[:1].id}),
            (
                "/mail/message/reaction",
                {"message_id": message.id, "content": "x", "action": "add"},
            ),
            (
                "/mail/message/update_content",
                {"message_id": message.id, "update_data": {"body": "forged"}},
            ),
        ]
        posts[invoice] += [(f"/invoice/transaction/{invoice.id}", {})]
        return gets, posts

    @mute_logger("odoo.http", "odoo.addons.mail.models.mail_thread")
    def test_no_door_of_core_s_opens_by_the_permanent_token(self):
        """F21, S7: nor shows what is behind it, by a page or to a script"""
        self.order = self.make_order("sale")
        self.order._portal_ensure_token()
        gets, posts = self.doors()
        self.close()
        pid = self.customer.id
        said = "Said to the customer"
        for document, paths in gets.items():
            token = document.access_token
            keys = f"access_token={token}&_hash={document._sign_token(pid)}&pid={pid}"
            for path in paths:
                with self.subTest(path):
                    answer = self.get(f"{path}{'&' if '?' in path else '?'}{keys}")
                    hops = 0
                    while answer.status_code == 303 and hops < 4:
                        answer = self.get(answer.headers["Location"])
                        hops += 1
                    self.assertNotIn(document.name, answer.text)
                    self.assertNotIn(token, answer.text)
                    self.assertNotIn(said, answer.text)
                    self.assertNotEqual(
                        answer.headers["Content-Type"], "application/pdf"
                    )
        for document, calls in posts.items():
            token, signed = document.access_token, document._sign_token(pid)
            keys = {"access_token": token, "token": token, "hash": signed, "pid": pid}
            for path, values in calls:
                taken = (
                    {"access_token": token}
                    if "/my/" in path or "/invoice/" in path
                    else {name: keys[name] for name in ("token", "hash", "pid")}
                )
                with self.subTest(path):
                    answer = self.rpc(path, **values, **taken)
                    self.assertNotIn(document.name, answer.text)
                    self.assertNotIn(token, answer.text)
                    self.assertNotIn(said, answer.text)
                    self.assertNotIn("message_id", answer.json().get("result") or {})
        self.env.invalidate_all()
        self.assertFalse(self.order.transaction_ids | self.invoice.transaction_ids)
        self.assertFalse(self.order.signature)
        bodies = "".join(self.order.message_ids.mapped("body"))
        self.assertNotIn("forged", bodies)

    def test_a_quotation_that_was_made_a_cart_stays_closed(self):
        """P10 the shop takes whatever its token is known of for the visitor's cart"""
        visitor = SimpleNamespace(session={"sale_order_id": self.order.id})
        with patch.object(core_doors, "request", visitor):
            self.assertFalse(core_doors.is_own_cart(self.order))

    def ticket(self):
        """Return the path of an invoiced ticket, or none without a point of sale."""
        if "pos.order" not in self.env:
            return None
        config = self.env["pos.config"].create({"name": "F21"})
        config.open_ui()
        amounts = ("amount_tax", "amount_total", "amount_paid", "amount_return")
        order = self.env["pos.order"].create(
            {
                "session_id": config.current_session_id.id,
                "account_move": self.invoice.id,
                "access_token": "F21-ticket",
                **dict.fromkeys(amounts, 0),
            }
        )
        return f"/pos/ticket/validate?access_token={order.access_token}"

    def test_the_ticket_of_a_sale_hands_out_no_token(self):
        """F21, R1: it leads to its invoice by the permanent token."""
        path = self.ticket()
        if not path:
            self.assertEqual(self.get("/pos/ticket/validate").status_code, 404)
            return
        self.assertIn(self.invoice.access_token, self.get(path).headers["Location"])
        self.close()
        self.assertClosed(self.get(path), self.invoice)
        self.authenticate("admin", "admin")
        self.assertIn(self.invoice.access_token, self.get(path).headers["Location"])
