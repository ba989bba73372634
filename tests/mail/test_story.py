# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a mail tells: before it is opened, and at the first look."""

import re

from markupsafe import Markup

from odoo import fields
from odoo.tests import tagged

from ..common.base import CANARY
from ..common.browser import BrowserFixtures, axe
from ..common.pay import PayFixtures
from .test_mail import MailCase

SIGNED = "mail.mail_notification_layout_with_responsible_signature"
LANGS = {
    "en_US": ("good until", "Questions? Just reply."),
    "fr_FR": ("valable jusqu", "Des questions"),
    "de_DE": ("gültig bis", "Fragen"),
    "es_ES": ("válid", "Preguntas"),
}


class StoryCase(PayFixtures, MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_provider()

    def mailed(self, document, purpose="view", note=""):
        """Mail a link, and return the mail as it left."""
        link = self.Link._issue(document, purpose, self.customer)
        with self.mock_mail_gateway():
            link._send_mails(queue=True, note=note)
            link.mail_message_id.mail_ids.send()
        [mail] = [one for one in self._mails if "joel" in one["email_to"][0]]
        return mail

    def preview(self, mail):
        """Return what a mailbox shows beside the subject: the first text of the body."""
        body = mail["body"][mail["body"].index("<body") :]
        text = re.sub(r"<[^>]+>", " ", body)
        return " ".join(text.split())


class TestStory(StoryCase):
    def test_the_subject_says_what_how_much_and_until_when(self):
        """M6, F22: in each state of each document"""
        today = fields.Date.today()
        soon = fields.Date.add(today, days=20)
        quote = self.make_order(validity_date=soon)
        forever = self.make_order(validity_date=False)
        order = self.make_order("sale")
        invoice = self.make_invoice(invoice_date_due=soon)
        late = self.make_invoice(
            invoice_date=fields.Date.subtract(today, days=40),
            invoice_date_due=fields.Date.subtract(today, days=10),
        )
        for document, purpose, words in (
            (quote, "approve", ("Quotation", "$", "good until")),
            (forever, "view", ("Quotation", "$")),
            (order, "view", ("Order", "$")),
            (invoice, "view", ("Invoice", "$", ", due ")),
            (invoice, "pay", ("Invoice", "$", ", due ")),
            (late, "pay", ("Invoice", "$", "was due on")),
            (order.picking_ids, "view", ("Delivery", self.company.name)),
            (self.customer, "portal", (self.company.name,)),
        ):
            subject = self.mailed(document, purpose)["subject"]
            with self.subTest(subject):
                for word in words:
                    self.assertIn(word, subject)
                self.assertNotIn("%", subject)
                self.assertFalse(subject.rstrip().endswith((":", ",")))

    def test_the_amount_is_that_of_the_document(self):
        """M6: as core formats it"""
        invoice = self.make_invoice()
        amount = self.env["ir.qweb.field.monetary"].value_to_html(
            invoice.amount_residual, {"display_currency": invoice.currency_id}
        )
        number = re.search(r"[\d.,]+\d", re.sub(r"<[^>]+>", "", str(amount)))[0]
        mail = self.mailed(invoice, "pay")
        self.assertIn(number, mail["subject"])
        self.assertIn(number, mail["body"])

    def test_what_a_mailbox_shows_first_is_written_for_the_customer(self):
        """M4: the action, or what staff wrote; no internal words"""
        quote = self.make_order()
        self.assertTrue(
            self.preview(self.mailed(quote, "approve")).startswith(
                "Review and approve."
            )
        )
        noted = self.mailed(quote, "approve", "As we said on Monday.\nAnna")
        self.assertTrue(self.preview(noted).startswith("As we said on Monday."))
        self.assertNotIn("Internal", noted["body"])
        self.assertNotIn(CANARY, noted["body"])

    def test_a_mail_has_one_button_and_greets_with_a_capital(self):
        """M6: and names nobody's server, and no sender but the seller"""
        for document, purpose in (
            (self.make_order(), "approve"),
            (self.make_order("sale").picking_ids, "view"),
            (self.customer, "portal"),
        ):
            mail = self.mailed(document, purpose)
            with self.subTest(document._name):
                self.assertEqual(mail["body"].count('class="pl-act"'), 1)
                self.assertRegex(self.preview(mail), r"Hello [^,]+, [A-Z]")
                self.assertNotIn("Powered by", mail["body"])
                self.assertNotIn("Odoo", self.preview(mail))

    def test_mails_are_in_the_reader_s_language(self):
        """F22: all four"""
        quote = self.make_order(
            validity_date=fields.Date.add(fields.Date.today(), days=9)
        )
        for lang in LANGS:
            self.env["res.lang"]._activate_lang(lang)
        module = self.env["ir.module.module"]._get("public_links")
        module._update_translations(list(LANGS))
        for lang, words in LANGS.items():
            self.customer.lang = lang
            mail = self.mailed(quote)
            with self.subTest(lang):
                self.assertIn(words[0], mail["subject"])
                self.assertIn(words[1], mail["body"])
                self.assertIn(f'lang="{lang.replace("_", "-")}"', mail["body"])

    def test_plain_text_readers_get_the_story_too(self):
        """M6"""
        mail = self.mailed(self.make_order(), "approve")
        self.assertIn("$", mail["body_alternative"])
        self.assertIn("/link/approve/", mail["body_alternative"])

    def test_a_name_in_markup_stays_text(self):
        """S11: of company, contact and note"""
        self.company.name = "<img src=x onerror=alert(1)>"
        self.company.public_links_contact_name = "<script>1</script>"
        mail = self.mailed(self.make_order(), "view", "<b onclick=1>x</b>")
        for text in ("<img src=x", "<script>1", "<b onclick"):
            self.assertNotIn(text, mail["body"])


@tagged("post_install", "-at_install")
class TestMailInBrowser(BrowserFixtures, StoryCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.start_browser()

    def core_bodies(self):
        """Return what core's own buttons mail, with what staff may write into it."""
        wide = Markup(
            '<table width="900" style="width:900px;min-width:590px"><tr><td>%s</td></tr>'
            '</table><p style="font-size:13px">%s</p>'
        ) % ("Cell", "Donaudampfschiff" * 9)
        order = self.make_order("sale", user_id=self.salesman.id)
        sent = []
        for document in (order, self.make_invoice()):
            with self.mock_mail_gateway():
                document.with_user(self.salesman).message_post(
                    body=wide,
                    partner_ids=self.customer.ids,
                    message_type="comment",
                    subtype_xmlid="mail.mt_comment",
                    email_layout_xmlid=SIGNED,
                )
            sent += self._mails
        with self.mock_mail_gateway():
            order.with_user(self.salesman)._send_order_confirmation_mail()
        sent += self._mails
        with self.mock_mail_gateway():
            self.env["account.move.send"]._generate_and_send_invoices(
                self.make_invoice(), sending_methods=["email"]
            )
        sent += self._mails
        bodies = [one["body"] for one in sent if "joel" in one["email_to"][0]]
        self.assertEqual(len(bodies), 4)
        for body in bodies:
            self.assertIn("pl-box", body)
        return bodies

    def test_a_phone_shows_a_mail_without_scrolling_sideways(self):
        """M6, Q3: light and dark; axe finds nothing"""
        self.company.public_links_contact_name = "Ruth Okafor"
        bodies = [
            self.mailed(self.make_order(), "approve", "A long note " * 9)["body"],
            self.mailed(self.make_invoice(), "pay")["body"],
            self.mailed(self.customer, "portal")["body"],
            *self.core_bodies(),
        ]
        for width in (320, 390, 1280):
            for scheme in ("light", "dark"):
                context = self.browser.new_context(
                    viewport={"width": width, "height": 800}, color_scheme=scheme
                )
                page = context.new_page()
                for body in bodies:
                    page.set_content(body)
                    with self.subTest(width=width, scheme=scheme):
                        shown = page.evaluate("document.documentElement.scrollWidth")
                        self.assertLessEqual(shown, width)
                        self.assertFalse([rule for rule, _nodes in axe(page)])
                context.close()
