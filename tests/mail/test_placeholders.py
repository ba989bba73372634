# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unittest.mock import patch

from markupsafe import Markup

from odoo import Command
from odoo.tests import tagged

from ...tools import placeholders
from ...tools.placeholders import Placeholder
from ..common.base import PublicLinkCase
from .test_mail import MailCase


class TestFilling(MailCase):
    def mail(self, partner, body, document=None):
        """Send a mail with a body to one contact and return what left."""
        with self.mock_mail_gateway():
            self.env["mail.mail"].create(
                {
                    "model": document and document._name,
                    "res_id": document and document.id,
                    "body_html": body,
                    "recipient_ids": [Command.set(partner.ids)],
                }
            ).send()
        return "".join(self.texts())

    def test_a_link_s_placeholder_is_filled_for_its_recipient_alone(self):
        """B17, F22: someone else gets their own link, or whom to ask."""
        order = self.make_order()
        link = self.issue(order)
        body = f'<p><a href="{link._placeholder()}">Open</a></p>'
        self.assertIn(link._url(), self.mail(self.customer, body))
        stranger = self.mail(self.other, body)
        self.assertNotIn(link._token(), stranger)
        self.assertIn("/link/ask/", stranger)
        own = self.issue(order, partner=self.other)
        text = self.mail(self.other, body)
        self.assertIn(own._url(), text)
        self.assertNotIn(link._token(), text)

    def test_a_dead_link_is_sent_and_its_page_says_so(self):
        """D8"""
        link = self.issue(self.make_order())
        link._revoke()
        body = f'<a href="{link._placeholder()}">Open</a>'
        self.assertIn(link._url(), self.mail(self.customer, body))

    def test_a_template_names_the_link_by_a_placeholder(self):
        """E6.4: in QWeb, as a word of its own, and in a subject (where none may stand)."""
        order = self.make_order()
        template = self.env["mail.template"].create(
            {
                "name": "Follow-up",
                "model_id": self.env["ir.model"]._get_id("sale.order"),
                "subject": "Open {{ object._public_link_placeholder() }}",
                "body_html": '<p>Open <t t-out="object._public_link_placeholder()"/> or'
                ' <a t-att-href="object._public_link_placeholder()">this</a></p>',
                "partner_to": "{{ object.partner_id.id }}",
            }
        )
        with self.mock_mail_gateway():
            template.send_mail(order.id, force_send=True)
        link = self.links(order, self.customer)
        mail = self._mails[0]
        self.assertEqual(mail["body"].count(link._url()), 2)
        self.assertNotIn(link._token(), mail["subject"])
        self.assertNotIn("/link/for/", mail["subject"])

    def test_the_template_editor_offers_the_link_as_a_field(self):
        """E6.4: also to who may not write code into templates."""
        for document in (
            self.make_order(),
            self.make_invoice(),
            self.make_order("sale").picking_ids[:1],
        ):
            body = (
                self.env["mail.render.mixin"]
                .with_user(self.clerk)
                ._render_template(
                    '<p>Open <t t-out="object.public_link_url"/></p>',
                    document._name,
                    document.ids,
                    engine="qweb",
                )[document.id]
            )
            text = self.mail(self.customer, body, document)
            self.assertIn(self.links(document, self.customer)._url(), text)

    def test_a_mail_gives_no_link_of_another_document(self):
        """A3: whoever can write a mail on one order can name another one."""
        order, secret = self.make_order(), self.make_order()
        body = f'<p><a href="{secret._public_link_placeholder()}">x</a></p>'
        text = self.mail(self.customer, body, order)
        self.assertFalse(self.links(secret, self.customer))
        self.assertIn("/link/ask/", text)

    def test_a_customer_s_answer_gives_others_no_more_than_the_view(self):
        """A6: staff alone decide who may approve or pay."""
        order = self.make_order()
        kind = self.env.registry["sale.order"]
        self.patch(kind, "_public_link_purposes", ("view", "pay"))
        gate = patch.object(
            kind, "_public_link_blockers_pay", lambda self: [], create=True
        )
        self.startPatcher(gate)
        body = f'<p><a href="{order._public_link_placeholder("pay")}">x</a></p>'
        order.message_subscribe(self.other.ids)
        with self.mock_mail_gateway():
            order.message_post(
                body=Markup(body),
                author_id=self.customer.id,
                message_type="email",
                subtype_xmlid="mail.mt_comment",
            )
        self.assertEqual(self.links(order, self.other).mapped("purpose"), ["view"])
        self.send(order, self.other, body=body)
        self.assertEqual(
            sorted(self.links(order, self.other).mapped("purpose")), ["pay", "view"]
        )

    def test_a_token_is_put_into_no_other_server_s_url(self):
        """S2: a placeholder is replaced as a whole or not at all."""
        order = self.make_order()
        link = self.issue(order)
        mark, path = link._placeholder(), f"/link/to/{link.id}"
        for body in (
            f'<a href="https://evil.example/?u={mark}">x</a>',
            f'<a href="https://evil.example/?u= {mark} ">x</a>',
            f"<a href='https://evil.example/?u=\"{mark}\"'>x</a>",
            f"<a href='https://evil.example/? href=\"{mark}\"'>x</a>",
            f'<img src="{mark}"/><img src="https://evil.example{path}"/>',
            f"<p>https://evil.example/?u={mark}</p>",
            f"<p>https://evil.example/?u=<span>{mark}</span></p>",
            f"<p>https://evil.example/?u=&amp;{mark}</p>",
            f'<form action="{mark}"></form>',
            f'<a href="https://evil.example/{path}/">x</a>',
            f'<a href="//evil.example{path}">x</a>',
            f'<a href="https://evil.example" href="{mark}">x</a>',
        ):
            self.assertNotIn(link._token(), self.mail(self.customer, body), body)
        # The whole address is replaced, so another server's is harmless.
        for body in (
            f'<a href="https://evil.example{path}">x</a>',
            f"<p>https://evil.example{path}</p>",
        ):
            text = self.mail(self.customer, body)
            self.assertIn(link._url(), text)
            self.assertNotIn("evil.example", text)


@tagged("-post_install", "at_install")
class TestPlaceholders(PublicLinkCase):
    def test_nothing_but_the_placeholder_changes(self):
        """S2: comments, entities and the rest of the body stay byte for byte."""
        body = (
            "<!DOCTYPE html>\n<html><head><style>p > a{x:y}</style></head><body>"
            "<!--[if mso]><v:rect href='/link/to/1'/><![endif]-->"
            '<P Class=big>1 < 2 &amp; &nbsp;\u00e9 <A title="a>b" HREF = "%s"\n b>x</A>'
            "</p></body></html>"
        )
        mark = "https://s.example/link/for/view/sale.order/7?report_type=pdf&amp;x=1"
        filled = placeholders.fill(body % mark, lambda _placeholder: "https://u/?a=1&b")
        before, after = (body % mark).split(f'<A title="a>b" HREF = "{mark}"\n b>')
        self.assertEqual(
            filled, f'{before}<a title="a&gt;b" href="https://u/?a=1&amp;b" b>{after}'
        )
        self.assertEqual(
            placeholders.find(body % mark), {Placeholder(0, "view", "sale.order", 7)}
        )

    def test_words_are_found_after_blocks_and_spaces(self):
        """E6.4"""
        for before, found in (
            ("<p>", 1),
            ("a ", 1),
            ("a<br/>", 1),
            ("a<b>", 0),
            ("a", 0),
        ):
            body = f"{before}https://s.example/link/to/5."
            self.assertEqual(len(placeholders.find(body)), found, before)
