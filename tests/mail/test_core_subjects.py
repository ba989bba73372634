# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Core's own mails to customers: what their subjects say, and whose words they keep."""

from odoo import Command, fields

from ...models.mail.mail_template_subject import TEMPLATES
from .test_mail import MailCase

SIGNED = "mail.mail_notification_layout_with_responsible_signature"
SALE = "sale.email_template_edi_sale"


class TestCoreSubjects(MailCase):
    """M6, issue 16.4: each mail's subject says what this one is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.until = fields.Date.add(fields.Date.today(), days=20)
        cls.quote = cls.make_order(validity_date=cls.until, user_id=cls.salesman.id)

    def composer(self, order, **values):
        """Return core's Send as its button opens it."""
        action = order.with_user(self.salesman).action_quotation_send()
        Composer = self.env["mail.compose.message"].with_user(self.salesman)
        return Composer.with_context(**action["context"]).create(values)

    def sent(self, *, to="joel"):
        """Return the subjects of what left for the customer."""
        return [one["subject"] for one in self._mails if to in one["email_to"][0]]

    def said(self, document):
        """Return the subject that a mail with our link about a document has."""
        return self.Link._issue(document, "view", self.customer)._mail_subject()

    def assertCore(self, subject):
        self.assertIn("(Ref ", subject)
        self.assertNotIn("$", subject)

    # === WHAT THEY SAY === #

    def test_core_s_own_mails_say_what_how_much_and_until_when(self):
        """M6: quotation, order confirmation, invoice, credit note, delivery"""
        with self.mock_mail_gateway():
            self.composer(self.quote)._action_send_mail()
        [subject] = self.sent()
        self.assertEqual(subject, self.said(self.quote))
        for words in ("Quotation", "$", "860.22", "good until"):
            self.assertIn(words, subject)
        order = self.make_order("sale", user_id=self.salesman.id)
        with self.mock_mail_gateway():
            order.with_user(self.salesman)._send_order_confirmation_mail()
        self.assertEqual(self.sent(), [self.said(order)])
        self.assertIn("$", self.sent()[0])
        invoice = self.make_invoice(invoice_date_due=self.until)
        for document in (invoice, self.make_invoice("out_refund")):
            with self.mock_mail_gateway():
                self.env["account.move.send"]._generate_and_send_invoices(
                    document, sending_methods=["email"]
                )
            with self.subTest(document.move_type):
                self.assertEqual(self.sent(), [self.said(document)])
                self.assertIn("$", self.sent()[0])
        self.assertIn(", due ", self.said(invoice))
        self.company.stock_move_email_validation = True
        picking = order.picking_ids
        picking.move_ids.quantity = 1
        with self.mock_mail_gateway():
            picking._action_done()
        [subject] = [one for one in self.sent() if picking.name in one]
        self.assertEqual(subject, self.said(picking))

    def test_a_draft_that_is_sent_says_it_too(self):
        """M6: sending makes it a quotation with a link, while the dialog is still open"""
        draft = self.make_order("draft", validity_date=self.until)
        composer = self.composer(draft)
        self.assertIn("good until", composer.subject)
        self.assertEqual(draft.state, "draft", "Looking changes nothing.")
        with self.mock_mail_gateway():
            composer._action_send_mail()
        self.assertEqual(self.sent(), [self.said(draft)])

    def test_a_mail_to_many_says_it_of_each(self):
        """M6, F27: core's list of quotations, in each reader's language"""
        for code in ("fr_FR", "de_DE"):
            self.env["res.lang"]._activate_lang(code)
        for module in ("sale", "public_links"):
            self.env["ir.module.module"]._get(module)._update_translations(
                ["fr_FR", "de_DE"]
            )
        self.other.lang = "fr_FR"
        quotes = self.quote | self.make_order(
            validity_date=self.until, partner_id=self.other.id
        )
        composer = self.list_composer(quotes)
        with self.mock_mail_gateway():
            composer._action_send_mail()
        self.assertEqual(self.sent(), [self.said(self.quote)])
        [french] = self.sent(to="other@")
        self.assertIn("valable", french)

    def list_composer(self, quotes, **values):
        Composer = self.env["mail.compose.message"].with_user(self.salesman)
        return Composer.create(
            {
                "composition_mode": "mass_mail",
                "model": "sale.order",
                "res_ids": quotes.ids,
                "template_id": self.env.ref(SALE).id,
                "email_layout_xmlid": SIGNED,
                "partner_ids": [Command.clear()],
                **values,
            }
        )

    def test_it_is_in_the_reader_s_language(self):
        """M6, F22: core's translation is core's subject, too"""
        codes = ["fr_FR", "de_DE", "es_ES"]
        for code in codes:
            self.env["res.lang"]._activate_lang(code)
        for module in ("sale", "public_links"):
            self.env["ir.module.module"]._get(module)._update_translations(codes)
        for code, words in zip(codes, ("valable", "gültig", "válid"), strict=True):
            self.customer.lang = code
            with self.subTest(code):
                self.assertIn(words, self.composer(self.quote).subject)

    def test_a_mailbox_reads_nothing_twice(self):
        """M6: subject and first words stand in one line"""
        with self.mock_mail_gateway():
            self.composer(self.quote)._action_send_mail()
        [mail] = [one for one in self._mails if "joel" in one["email_to"][0]]
        body = mail["body"][mail["body"].index("<body") :]
        hidden = body[: body.index('role="main"')]
        self.assertIn("Review and approve.", hidden)
        self.assertNotIn("good until", hidden)

    # === WHOSE WORDS STAY === #

    def test_what_staff_type_stays(self):
        """M6: in the dialog of one, and of many"""
        composer = self.composer(self.quote)
        composer.subject = "As we said on Monday"
        with self.mock_mail_gateway():
            composer._action_send_mail()
        self.assertEqual(self.sent(), ["As we said on Monday"])
        composer = self.list_composer(self.quote, subject="Offer {{ object.name }}")
        with self.mock_mail_gateway():
            composer._action_send_mail()
        self.assertEqual(self.sent(), [f"Offer {self.quote.name}"])

    def test_a_subject_that_the_company_edited_stays(self):
        """M6: in the one language that they edited"""
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env["ir.module.module"]._get("sale")._update_translations(["fr_FR"])
        template = self.env.ref(SALE)
        template.with_context(lang="fr_FR").subject = "Votre offre {{ object.name }}"
        self.customer.lang = "fr_FR"
        composer = self.composer(self.quote)
        self.assertEqual(composer.subject, f"Votre offre {self.quote.name}")
        self.customer.lang = "en_US"
        self.assertEqual(self.composer(self.quote).subject, self.said(self.quote))
        template.subject = "Your offer {{ object.name }}"
        composer = self.composer(self.quote)
        self.assertEqual(composer.subject, f"Your offer {self.quote.name}")
        template.reset_template()
        self.assertEqual(self.composer(self.quote).subject, self.said(self.quote))

    def test_a_template_of_their_own_stays(self):
        """M6: a copy is theirs, even with core's words"""
        copy = self.env.ref(SALE).copy()
        composer = self.composer(self.quote, template_id=copy.id)
        self.assertCore(composer.subject)

    def test_a_mail_without_our_link_or_layout_keeps_core_s(self):
        """M6: switched off, blocked, a pro forma, written by who may not send it"""
        for record, field, off, on in (
            (self.company, "public_links_in_mails", False, True),
            (self.company, "public_links_view_enabled", False, True),
            (self.customer, "public_links_blocked", True, False),
            (self.env.ref(SIGNED), "arch_updated", True, False),
        ):
            record[field] = off
            self.env.registry.clear_cache("templates")
            with self.subTest(field):
                self.assertCore(self.composer(self.quote).subject)
            record[field] = on
            self.env.registry.clear_cache("templates")
        self.assertIn("$", self.composer(self.quote).subject)
        template = self.env.ref(SALE)
        for env in (
            template.with_user(self.clerk).sudo().env,
            template.with_context(proforma=True).env,
        ):
            subjects = template.with_env(env)._render_field("subject", self.quote.ids)
            self.assertCore(subjects[self.quote.id])
        draft = self.make_order("draft")
        subjects = template._render_field("subject", draft.ids)
        self.assertCore(subjects[draft.id])

    def test_an_order_that_waits_for_its_payment_is_not_called_a_quotation(self):
        """M6: core's confirmation says that it is pending"""
        template = self.env.ref("sale.mail_template_sale_confirmation")
        subjects = template._render_field("subject", self.quote.ids)
        self.assertCore(subjects[self.quote.id])

    def test_core_s_templates_are_only_read(self):
        """M6: nothing is left of it when the addon is gone"""
        for name in TEMPLATES:
            template = self.env.ref(name)
            with self.subTest(name):
                self.assertIn("(Ref ", template.subject)
                known = template._public_link_core_subjects(name)
                self.assertIn(template.subject, known)
