# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import json

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged  # noqa: F401

from ..common.base import PublicLinkCase
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
        link = self.links_of(invoice).filtered(lambda one: one.channel == "qr")
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
            self.assertIn(
                f"/link/preview/view/{document._name}/{document.id}", action["url"]
            )
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
