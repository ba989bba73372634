# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import json
import re

from odoo.tests import tagged  # noqa: F401
from odoo.tests.common import new_test_user

from ..common.base import PublicLinkHttpCase


class TestClosed(PublicLinkHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order, cls.invoice = cls.make_order("sale"), cls.make_invoice()
        for document in (cls.order, cls.invoice):
            document._portal_ensure_token()
        cls.company.public_links_close_core = True

    def pages(self):
        order, invoice = self.order, self.invoice
        for document, path in (
            (order, f"/my/orders/{order.id}"),
            (order, f"/my/orders/{order.id}?report_type=pdf"),
            (invoice, f"/my/invoices/{invoice.id}"),
            (invoice, f"/my/invoices/{invoice.id}?report_type=pdf"),
            (order, f"/my/picking/pdf/{order.picking_ids[:1].id}"),
        ):
            mark = "&" if "?" in path else "?"
            yield document, f"{path}{mark}access_token={document.access_token}"

    def test_with_the_setting_off_core_behaves_as_before(self):
        """F21"""
        self.company.public_links_close_core = False
        for document, path in self.pages():
            if "pdf" not in path:
                response = self.get(path)
                self.assertEqual(response.status_code, 200)
                self.assertIn(document.name, response.text)
        self.assertIn("result", self.chatter(self.order))

    def test_a_visitor_with_the_permanent_link_is_told(self):
        """F21"""
        for document, path in self.pages():
            response = self.get(path)
            self.assertEqual(response.status_code, 303, path)
            self.assertNotIn(document.access_token, response.headers["Location"])
            page = self.get(response.headers["Location"])
            self.assertEqual(page.status_code, 410)
            self.assertIn("no longer in use", page.text)
            self.assertIn("care@seller.example", page.text)
            self.assertNotIn(document.name, page.text)
            self.assertEqual(page.headers["Cache-Control"], "no-store")

    def test_a_wrong_token_learns_nothing(self):
        """F21: core's own answer, and no page of ours."""
        response = self.get(f"/my/orders/{self.order.id}?access_token=wrong")
        self.assertNotIn("/link/core", response.headers["Location"])
        answers = set()
        for path in (
            f"/link/core/sale.order/{self.order.id}/wrong",
            f"/link/core/sale.order/999999999/{self.order._public_link_core_proof()}",
            f"/link/core/account.move/{self.order.id}/"
            f"{self.order._public_link_core_proof()}",
            "/link/core/res.users/2/x",
            "/link/core/ir.cron/1/x",
        ):
            response = self.get(path)
            self.assertEqual(response.status_code, 404, path)
            answers.add(response.text)
        self.assertEqual(len(answers), 1)

    def ask(self, document, **kwargs):
        """Ask for a new link, and return where the visitor is led and what it says."""
        path = f"{document._public_link_core_path()}/request"
        answer = self.get(path, method="POST", **kwargs)
        self.assertEqual(answer.status_code, 303)
        return answer.headers["Location"], self.get(answer.headers["Location"]).text

    def mails(self):
        return self.env["mail.mail"].search([("state", "=", "outgoing")])

    def test_a_new_link_goes_to_the_customer_on_file(self):
        """F21, F3"""
        page = self.get(self.order._public_link_core_path())
        self.assertIn(f"{self.order._public_link_core_path()}/request", page.text)
        before = self.mails()
        where, text = self.ask(self.order)
        self.assertIn("Thank you", text)
        self.assertNotIn("joel", text)
        mail = self.mails() - before
        self.assertEqual(mail.recipient_ids, self.customer)
        link = self.links_of(self.order)[:1]
        self.assertEqual((link.partner_id, link.channel), (self.customer, "request"))
        self.assertIn("requested", link.event_ids.mapped("kind"))
        self.assertIn(f"/link/to/{link.id}", mail.body_html)
        self.assertNotIn(link._token(), where + text)

    def test_what_staff_withdrew_is_not_mailed_again(self):
        """F21, F3: staff are told, the visitor hears the same."""
        self.issue(self.order)._revoke()
        before = self.mails()
        _where, text = self.ask(self.order)
        self.assertEqual(text, self.ask(self.invoice)[1])
        new = (self.mails() - before).mapped("model")
        self.assertNotIn("sale.order", new)
        self.assertTrue(self.order.activity_ids)

    def test_asking_again_and_again_mails_no_more(self):
        """F21, F3, S13"""
        answers = {self.ask(self.order)[1] for _number in range(6)}
        self.assertEqual(len(answers), 1)
        link = self.links_of(self.order)
        self.assertEqual(link.event_ids.mapped("kind").count("requested"), 3)

    def test_no_other_site_and_no_stranger_can_ask(self):
        """F21, S8"""
        path = f"{self.order._public_link_core_path()}/request"
        wrong = f"/link/core/sale.order/{self.order.id}/wrong/request"
        before = self.mails()
        for answer, status in (
            (self.get(path), 405),
            (self.get(path, method="OPTIONS"), 405),
            (
                self.get(path, method="POST", headers={"Sec-Fetch-Site": "cross-site"}),
                405,
            ),
            (self.get(wrong, method="POST"), 404),
            (self.get(wrong.replace("request", "sent")), 404),
        ):
            self.assertEqual(answer.status_code, status)
        self.assertEqual(self.mails(), before)

    def test_what_cannot_be_shown_is_not_mailed(self):
        """F21, F3"""
        self.company.public_links_view_enabled = False
        before = self.mails()
        self.assertIn("Thank you", self.ask(self.order)[1])
        self.assertEqual(self.mails(), before)

    def rpc(self, path, **params):
        return self.url_open(
            path,
            data=json.dumps({"jsonrpc": "2.0", "params": params}),
            headers={"Content-Type": "application/json"},
        ).json()

    def chatter(self, document):
        return self.rpc(
            "/mail/chatter_fetch",
            thread_model=document._name,
            thread_id=document.id,
            token=document.access_token,
        )

    def test_signing_paying_and_writing_by_the_permanent_token_is_refused(self):
        """F21"""
        order, token = self.order, self.order.access_token
        answer = self.rpc(
            f"/my/orders/{order.id}/accept",
            access_token=token,
            name="x",
            signature="iVBORw0KGgo=",
        )
        self.assertNotIn("force_refresh", json.dumps(answer))
        declined = self.get(
            f"/my/orders/{order.id}/decline?access_token={token}",
            method="POST",
            data={"decline_message": "no"},
        )
        self.assertNotEqual(declined.status_code, 200)
        self.assertEqual(order.state, "sale")
        for path, values in (
            (f"/my/orders/{order.id}/transaction", {"access_token": token}),
            (
                f"/invoice/transaction/{self.invoice.id}",
                {"access_token": self.invoice.access_token},
            ),
        ):
            self.assertIn("error", self.rpc(path, **values), path)
        self.assertFalse(order.transaction_ids | self.invoice.transaction_ids)
        self.assertIn("error", self.chatter(order))
        pid = self.customer.id
        count = len(order.message_ids)
        for keys in (
            {"token": token},
            {"hash": order._sign_token(pid), "pid": pid},
        ):
            answer = self.rpc(
                "/mail/message/post",
                thread_model="sale.order",
                thread_id=order.id,
                post_data={"body": "x", "message_type": "comment"},
                **keys,
            )
            self.assertIn("error", answer)
        order.invalidate_recordset()
        self.assertEqual(len(order.message_ids), count)

    def test_portal_users_who_are_logged_in_work_as_before(self):
        """F21"""
        user = new_test_user(
            self.env, "portal_reader", "base.group_portal", email="p@example.net"
        )
        order = self.make_order(partner_id=user.partner_id.id)
        self.authenticate("portal_reader", "portal_reader")
        response = self.get(f"/my/orders/{order.id}")
        self.assertEqual(response.status_code, 200)
        self.assertIn(order.name, response.text)
        shared = self.get(
            f"/my/orders/{self.order.id}?access_token={self.order.access_token}"
        )
        self.assertEqual(shared.status_code, 200)

    def test_other_anonymous_pages_keep_working(self):
        """F21: attachments and payments have tokens of their own, vendors their bills."""
        file = self.env["ir.attachment"].create(
            {
                "name": "a.txt",
                "raw": b"hello",
                "res_model": "sale.order",
                "res_id": self.order.id,
            }
        )
        file.generate_access_token()
        answer = self.get(f"/web/content/{file.id}?access_token={file.access_token}")
        self.assertEqual(answer.text, "hello")
        self.company.public_links_in_mails = False
        wizard = self.env["payment.link.wizard"].create(
            {
                "res_model": "res.partner",
                "res_id": self.customer.id,
                "amount": 5,
                "amount_max": 5,
                "currency_id": self.company.currency_id.id,
                "partner_id": self.customer.id,
            }
        )
        path = re.sub(r"^https?://[^/]+", "", wizard.link)
        path = path.replace("company_id=False", f"company_id={self.company.id}")
        page = self.get(path)
        self.assertEqual(page.status_code, 200)
        bill = self.make_invoice("in_invoice", post=False)
        page = self.get(
            f"/my/invoices/{bill.id}?access_token={bill._portal_ensure_token()}"
        )
        self.assertEqual(page.status_code, 200)


class TestPlaceholderPages(PublicLinkHttpCase):
    def test_a_placeholder_leads_staff_to_the_document(self):
        """S2: the chatter shows it, and it opens nothing for anybody else."""
        order = self.make_order()
        link = self.issue(order)
        paths = (f"/link/to/{link.id}", f"/link/for/view/sale.order/{order.id}")
        for path in paths:
            self.assertEqual(self.get(path).status_code, 404)
        self.authenticate("admin", "admin")
        for path in paths:
            response = self.get(path)
            self.assertEqual(response.status_code, 303)
            self.assertIn(
                f"/mail/view?model=sale.order&res_id={order.id}",
                response.headers["Location"],
            )
            self.assertNotIn("Set-Cookie", response.headers)
        for path in ("/link/to/999999999", "/link/for/view/res.users/1"):
            self.assertEqual(self.get(path).status_code, 404)

    def test_portal_users_are_no_staff(self):
        """S2"""
        new_test_user(self.env, "portal_reader", "base.group_portal")
        self.authenticate("portal_reader", "portal_reader")
        link = self.issue(self.make_order())
        self.assertEqual(self.get(f"/link/to/{link.id}").status_code, 404)

    def test_who_has_no_link_reads_whom_to_ask(self):
        """F22"""
        url = self.Link._stranger_url(self.company)
        path = url[url.index("/link/") :]
        page = self.get(path)
        self.assertEqual(page.status_code, 200)
        self.assertIn("care@seller.example", page.text)
        self.assertEqual(self.get("/link/ask/999999").status_code, 404)
        self.assertEqual(self.get(path, method="POST").status_code, 405)
