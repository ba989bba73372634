# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every template that is installed, of our documents and of those beside them."""

import re

from odoo import Command
from odoo.tests import tagged  # noqa: F401

from .test_mail import SECRETS, MailCase

# Core's key of an event's tickets: it shows those tickets, and opens no document.
ELSEWHERE = ("tickets_hash=",)


class TestTemplates(MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order, cls.invoice = cls.make_order("sale"), cls.make_invoice()
        cls.secrets = {
            record._portal_ensure_token()
            for record in (cls.order, cls.make_order(), cls.invoice)
        }

    def test_soft_words_can_be_read_in_the_dark(self):
        """F46: what has a colour of its own has one for dark mailboxes, too"""
        ours = self.env["ir.model.data"].search(
            [("module", "=", "public_links"), ("model", "=", "mail.template")]
        )
        templates = self.env["mail.template"].browse(ours.mapped("res_id"))
        self.assertGreater(len(templates), 5)
        for template in templates:
            for tag in re.findall(r"<\w[^>]*>", template.body_html or ""):
                if "#59616e" in tag:
                    self.assertIn("pl-soft", tag, template.name)

    def documents(self):
        """Return one record of each model whose templates are looked at."""
        env = self.env
        product, customer = self.product, self.customer
        found = {
            "sale.order": self.order,
            "account.move": self.invoice,
            "stock.picking": self.order.picking_ids[:1],
            "res.partner": customer,
        }
        method = env["payment.method"].search([], limit=1)
        provider = env["payment.provider"].search([("code", "!=", "none")], limit=1)
        provider = provider or env["payment.provider"].search([], limit=1)
        made = {
            "payment.transaction": {
                "provider_id": provider.id,
                "payment_method_id": method.id,
                "reference": "clean templates",
                "amount": 10,
                "currency_id": self.company.currency_id.id,
                "partner_id": customer.id,
                "sale_order_ids": [Command.set(self.order.ids)],
                # Of a payment by link: our receipt is among the templates.
                "public_link_id": self.issue(self.order, "pay").id,
            },
            "repair.order": {"partner_id": customer.id, "product_id": product.id},
        }
        if "event.event" in env:
            event = env["event.event"].create(
                {
                    "name": "Fair",
                    "date_begin": "2030-01-01",
                    "date_end": "2030-01-02",
                }
            )
            made["event.registration"] = {
                "event_id": event.id,
                "partner_id": customer.id,
                "email": customer.email,
            }
            if "sale_order_id" in env["event.registration"]:
                made["event.registration"]["sale_order_id"] = self.order.id
        if "loyalty.program" in env:
            program = env["loyalty.program"].create(
                {"name": "Gifts", "program_type": "gift_card"}
            )
            made["loyalty.card"] = {
                "program_id": program.id,
                "partner_id": customer.id,
                "points": 5,
            }
            if "order_id" in env["loyalty.card"]:
                made["loyalty.card"]["order_id"] = self.order.id
        if "rating.rating" in env:
            made["rating.rating"] = {
                "res_model_id": env["ir.model"]._get_id("sale.order"),
                "res_id": self.order.id,
                "partner_id": customer.id,
            }
        for model, values in made.items():
            if model in env:
                found[model] = env[model].create(values)
        for record in found.values():
            if "access_token" in record and hasattr(record, "_portal_ensure_token"):
                self.secrets.add(record._portal_ensure_token())
            elif record._fields.get("access_token"):
                self.secrets.add(record.access_token)
        return found

    def assertSafe(self, text, name):
        self.assertTrue(text, name)
        text = str(text)
        for known in ELSEWHERE:
            text = text.replace(known, "")
        for secret in (*SECRETS, *filter(None, self.secrets)):
            self.assertNotIn(secret, text, name)

    def test_every_mail_template_of_these_documents_is_clean(self):
        """S7, R1, A9, A10: what it renders, what is stored, and what is sent."""
        documents = self.documents()
        templates = self.env["mail.template"].search([("model", "in", list(documents))])
        self.assertGreaterEqual(len(templates), 6)
        for template in templates:
            document, name = documents[template.model], template.name
            body = template._render_field("body_html", document.ids)[document.id]
            self.assertSafe(body, name)
            with self.mock_mail_gateway():
                mail = self.env["mail.mail"].browse(
                    template.send_mail(
                        document.id,
                        email_values={
                            "recipient_ids": [Command.set(self.customer.ids)],
                            "auto_delete": False,
                            "attachment_ids": [],
                        },
                    )
                )
                mail.send()
            self.assertSafe(mail.body_html, name)
            self.assertSafe(mail.mail_message_id.body, name)
            sent = self.texts("joel")
            self.assertTrue(sent, name)
            for text in sent:
                # Ours of a cart has core's name of it; its value is no secret of core's.
                self.assertSafe(text.replace("&access_token=eyJ", ""), name)

    def test_every_sms_template_of_these_documents_is_clean(self):
        """S7, R1: no permanent token in what is rendered."""
        documents = self.documents()
        if "sms.template" not in self.env:
            # Without the addon for text messages there is nothing that could hold one.
            self.assertFalse(self.env["ir.model"].search([("model", "=", "sms.sms")]))
            return
        templates = self.env["sms.template"].search([("model", "in", list(documents))])
        for template in templates:
            document = documents[template.model]
            texts = template._render_field("body", document.ids)
            self.assertSafe(texts[document.id], template.name)

    def test_the_checklist_names_templates_that_nobody_can_mend(self):
        """S7, B62: those of core are covered, one of the user's own is named."""
        check = self.company._public_links_check_templates
        self.assertEqual(check()["level"], "ok", check())
        values = {"model_id": self.env["ir.model"]._get_id("sale.order")}
        self.env["mail.template"].create(
            {
                **values,
                "name": "By hand",
                "body_html": '<a t-attf-href="/my/orders/1?access_token='
                '{{ object.access_token }}">x</a>',
            }
        )
        self.assertEqual(check()["level"], "warn")
        self.assertIn("By hand", check()["text"])
        if "sms.template" in self.env:
            self.env["sms.template"].create(
                {
                    **values,
                    "name": "Texted",
                    "body": "{{ object.get_portal_url() }}",
                }
            )
            self.assertIn("Texted", check()["text"])
