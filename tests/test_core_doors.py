# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import json
import re

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged  # noqa: F401
from odoo.tests.common import new_test_user

from odoo.addons.mail.tests.common import MockEmail

from .common import PublicLinkCase, PublicLinkHttpCase
from .test_mail import SECRETS, MailCase


class TestHandedOut(MailCase):
    """S7: core's permanent token leaves by none of these doors."""

    def assertClean(self, text, document):
        self.assertTrue(text)
        for secret in (document.sudo()._portal_ensure_token(), *SECRETS):
            self.assertNotIn(secret, text)

    def render(self, source, document):
        """Return what a mail template of this body leaves in the mail's row."""
        return self.env["mail.render.mixin"]._render_template(
            source, document._name, document.ids, engine="qweb"
        )[document.id]

    def test_a_template_s_portal_url_is_the_reader_s_link(self):
        """S7, A9, A10: users have called it in their own templates for years."""
        for document in (self.make_order(), self.make_invoice()):
            for call in (
                "object.get_portal_url()",
                "object.get_portal_url('/document/7')",
                "object.get_portal_url(report_type='pdf', download=True)",
                "object.get_base_url() + object.get_portal_url()",
                "object._get_share_url(redirect=True, signup_partner=True, pid=3)",
                "object.with_context(lang='en_US').get_portal_url()",
            ):
                body = self.render(f'<p><a t-att-href="{call}">x</a></p>', document)
                self.assertClean(str(body), document)
                text = self.mail_body(document, body)
                self.assertIn("/link/view/", text)
                self.assertClean(text, document)

    def mail_body(self, document, body):
        with self.mock_mail_gateway():
            self.env["mail.mail"].create(
                {
                    "model": document._name,
                    "res_id": document.id,
                    "body_html": body,
                    "recipient_ids": [Command.set(self.customer.ids)],
                }
            ).send()
        return self.texts()[0]

    def test_a_related_document_in_a_template_leaks_nothing_either(self):
        """S7"""
        order, invoice = self.make_order("sale"), self.make_invoice()
        invoice.invoice_line_ids.sale_line_ids = order.order_line
        body = self.render(
            '<a t-att-href="object.invoice_ids[0].get_portal_url()">x</a>', order
        )
        self.assertIn(f"account.move/{invoice.id}", str(body))
        self.assertClean(str(body), invoice)

    def test_outside_of_mails_the_portal_s_own_pages_work_as_before(self):
        """S7: they call the same method."""
        order = self.make_order()
        self.assertIn("access_token=", order.get_portal_url())
        self.assertIn("access_token=", order._get_share_url())

    def test_with_the_setting_off_templates_are_core_s(self):
        """A9"""
        self.company.public_links_in_mails = False
        order = self.make_order()
        body = self.render('<a t-att-href="object.get_portal_url()">x</a>', order)
        self.assertIn(order.access_token, str(body))

    def test_the_documents_of_a_quote_lead_to_its_page(self):
        """S7: core's template lists the product's documents by portal URL."""
        self.env["product.document"].create(
            {
                "name": "Manual.pdf",
                "raw": b"%PDF-1.4",
                "res_model": "product.template",
                "res_id": self.product.product_tmpl_id.id,
                "attached_on_sale": "quotation",
            }
        )
        order = self.make_order()
        self.assertTrue(order._get_product_documents())
        template = self.env.ref("sale.email_template_edi_sale")
        with self.mock_mail_gateway():
            order.with_user(self.salesman).message_post_with_source(
                template, subtype_xmlid="mail.mt_comment", partner_ids=self.customer.ids
            )
        self.assertIn("Manual.pdf", self.texts("joel")[0])
        self.assertNoSecret(order)

    def test_every_template_of_core_on_these_documents_is_clean(self):
        """S7, A9, A10: those of addons that are installed here."""
        documents = {
            "sale.order": self.make_order("sale"),
            "account.move": self.make_invoice(),
            "stock.picking": self.make_order("sale").picking_ids[:1],
        }
        templates = self.env["mail.template"].search([("model", "in", list(documents))])
        self.assertGreaterEqual(len(templates), 6)
        for template in templates:
            document = documents[template.model]
            body = template._render_field("body_html", document.ids)[document.id]
            for secret in SECRETS:
                self.assertNotIn(secret, body, template.name)

    def test_the_payment_link_wizard_gives_the_customer_s_own_link(self):
        """S7, A8"""
        for document, user in (
            (self.make_order("sale"), self.salesman),
            (self.make_invoice(), self.accountant),
        ):
            wizard = (
                self.env["payment.link.wizard"]
                .with_user(user)
                .with_context(active_id=document.id, active_model=document._name)
                .create({})
            )
            self.assertClean(wizard.link, document)
            link = self.links(document, self.customer)
            self.assertEqual(link.channel, "copy")
            self.assertIn(link._token(), wizard.link)

    def test_the_payment_link_wizard_says_what_is_in_the_way(self):
        """S7"""
        order = self.make_order("draft")
        wizard = (
            self.env["payment.link.wizard"]
            .with_context(active_id=order.id, active_model="sale.order")
            .create({})
        )
        self.assertFalse(wizard.link)
        self.assertIn("never sent", wizard.warning_message)

    def test_the_payment_link_wizard_gives_no_link_to_who_may_not_send(self):
        """F29"""
        invoice = self.make_invoice()
        wizard = (
            self.env["payment.link.wizard"]
            .with_context(active_id=invoice.id, active_model="account.move")
            .create({})
        )
        self.assertFalse(wizard.with_user(self.clerk).sudo(False)._public_link_url())

    def test_the_code_on_the_invoice_is_a_link_of_its_own(self):
        """S7, F20: core's own code held the token of the document, and so did its link."""
        invoice = self.make_invoice()
        self.env["ir.config_parameter"].set_param(
            "account_payment.enable_portal_payment", "True"
        )
        mailed = self.issue(invoice)
        url = invoice._get_portal_payment_link()
        self.assertClean(url, invoice)
        link = self.Link.search([("channel", "=", "qr"), ("res_id", "=", invoice.id)])
        self.assertEqual(url, link._url())
        self.assertNotEqual(link, mailed)
        self.assertFalse(link.partner_id)
        self.assertTrue(invoice._generate_portal_payment_qr())

    def test_sharing_a_document_mails_each_reader_their_own_link(self):
        """S7, F22"""
        order = self.make_order()
        self.salesman.group_ids |= self.env.ref("base.group_partner_manager")
        wizard = (
            self.env["portal.share"]
            .with_user(self.salesman)
            .with_context(active_model="sale.order", active_id=order.id)
            .create({"partner_ids": [Command.set((self.customer | self.other).ids)]})
        )
        self.assertFalse(wizard.share_link)
        with self.mock_mail_gateway():
            wizard.action_send_mail()
        for partner in (self.customer, self.other):
            link = self.links(order, partner)
            self.assertEqual(self.urls(partner.email), {link._url()})
        self.assertNoSecret(order)

    def test_an_invited_follower_gets_their_own_link(self):
        """S7, F22"""
        order = self.make_order()
        with self.mock_mail_gateway():
            self.env["mail.followers.edit"].with_user(self.salesman).create(
                {
                    "res_model": "sale.order",
                    "res_ids": str(order.ids),
                    "partner_ids": [Command.set(self.other.ids)],
                    "notify": True,
                    "message": "<p>Have a look</p>",
                }
            ).edit_followers()
        self.assertTrue(self.texts("other@"))
        self.assertNoSecret(order)

    def test_share_opens_the_wizard_that_mails_links(self):
        """S7, A8"""
        for document in (self.make_order(), self.make_invoice()):
            action = (
                self.env[document._name]
                .with_context(active_model=document._name, active_id=document.id)
                .action_share()
            )
            self.assertEqual(action["res_model"], "public.link.send")
        self.company.public_links_in_mails = False
        action = (
            self.env["sale.order"]
            .with_context(active_model="sale.order", active_id=self.make_order().id)
            .action_share()
        )
        self.assertEqual(action["res_model"], "portal.share")

    def test_preview_shows_staff_our_page(self):
        """S7"""
        order, invoice = self.make_order(), self.make_invoice()
        for action, document in (
            (order.action_preview_sale_order(), order),
            (invoice.preview_invoice(), invoice),
        ):
            self.assertClean(json.dumps(action), document)
            self.assertIn(f"/link/preview/{document._name}/{document.id}", action["url"])
        self.company.public_links_in_mails = False
        self.assertIn(order.access_token, order.action_preview_sale_order()["url"])

    def test_mails_to_vendors_stay_core_s(self):
        """A10: bills have no links."""
        bill = self.make_invoice("in_invoice", post=False)
        self.send(bill, user=self.accountant)
        self.assertIn("access_token", "".join(self.texts("joel")))


class TestRotation(PublicLinkCase):
    def test_rotating_kills_the_permanent_links_that_were_mailed(self):
        """F21"""
        order, invoice = self.make_order(), self.make_invoice()
        other = self.make_order()
        before = {doc: doc._portal_ensure_token() for doc in (order, invoice)}
        untouched = self.make_order(
            company_id=self.env["res.company"].create({"name": "Else"}).id,
        )
        theirs = untouched._portal_ensure_token()
        self.company.action_public_links_rotate_core_tokens()
        for document, token in before.items():
            self.assertTrue(document.access_token)
            self.assertNotEqual(document.access_token, token)
        self.assertFalse(other.access_token)
        self.assertEqual(untouched.access_token, theirs)

    def test_only_managers_rotate(self):
        """F21, B1"""
        for user in (self.salesman, self.accountant, self.clerk):
            with self.assertRaises(AccessError):
                self.company.with_user(user).action_public_links_rotate_core_tokens()


class TestClosed(PublicLinkHttpCase, MockEmail):
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
        link = self.Link.search([("res_id", "=", self.order.id)], limit=1)
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
        link = self.Link.search([("res_id", "=", self.order.id)])
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
        shared = self.get(f"/my/orders/{self.order.id}?access_token={self.order.access_token}")
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
        page = self.get(f"/my/invoices/{bill.id}?access_token={bill._portal_ensure_token()}")
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
        page = self.get(f"/link/ask/{self.company.id}")
        self.assertEqual(page.status_code, 200)
        self.assertIn("care@seller.example", page.text)
        self.assertEqual(self.get("/link/ask/999999").status_code, 404)
        self.assertEqual(self.get("/link/ask/1", method="POST").status_code, 405)
