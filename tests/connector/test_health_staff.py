# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields
from odoo.exceptions import AccessError, UserError

from ..common.base import PublicLinkHttpCase
from ..common.stripe_server import HealthCase, StripeFixtures


class TestSend(HealthCase):
    """The connection is asked before a pay link leaves, and shown where it is sent."""

    def test_the_wizard_shows_the_connection_of_pay_links_alone(self):
        """A65, A71"""
        self.check()
        wizard = self.wizard(self.invoice, self.accountant, purpose="pay")
        self.assertIn("Stripe", wizard.connectors)
        self.assertIn("Test mode", wizard.connectors)
        self.assertNotIn("fa-times-circle", wizard.connectors)
        wizard.purpose = "view"
        self.assertFalse(wizard.connectors)

    def test_a_connection_is_asked_again_after_an_hour_and_no_sooner(self):
        """A71"""
        self.wizard(self.invoice, self.accountant, purpose="pay").action_send()
        asked = len(self.stripe.requests)
        self.assertTrue(asked)
        self.wizard(self.invoice, self.accountant, purpose="pay").action_send()
        self.assertEqual(len(self.stripe.requests), asked)
        self.provider.public_link_health_at = fields.Datetime.subtract(
            fields.Datetime.now(), minutes=61
        )
        self.wizard(self.invoice, self.accountant, purpose="view").action_send()
        self.assertEqual(len(self.stripe.requests), asked)
        self.wizard(self.invoice, self.accountant, purpose="pay").action_copy()
        self.assertGreater(len(self.stripe.requests), asked)

    def test_a_red_connection_sends_nothing_and_says_why(self):
        """A71, S20"""
        self.stripe.account["charges_enabled"] = False
        wizard = self.wizard(self.invoice, self.accountant, purpose="pay")
        self.assertTrue(wizard.can_copy, "Nobody knows yet.")
        for action in (wizard.action_send, wizard.action_copy):
            with self.post_office() as mails:
                self.provider.public_link_health_at = False
                answer = action()
            self.assertFalse(mails)
            self.assertEqual(answer["res_model"], "public.link.send")
        self.assertFalse(self.links(self.invoice))
        self.assertIn("red check", wizard.problems_html)
        self.assertIn("does not let it take payments", wizard.connectors)
        self.assertIn("fa-times-circle", wizard.connectors)
        with self.assertRaises(UserError):
            wizard.action_send()

    def test_many_pay_links_stop_as_well(self):
        """A71, S20"""
        self.provider.stripe_webhook_secret = False
        invoices = self.invoice | self.make_invoice()
        wizard = self.wizard(invoices, self.accountant, purpose="pay")
        answer = wizard.action_send()
        self.assertEqual(answer["res_model"], "public.link.send")
        self.assertEqual(wizard.skipped_count, 2)
        self.assertFalse(self.links(invoices))

    def test_a_manager_goes_on_from_the_wizard(self):
        """A71"""
        self.stripe.account["charges_enabled"] = False
        wizard = self.wizard(self.invoice, self.env.user, purpose="pay")
        wizard.action_check_connectors()
        self.assertTrue(wizard.can_override)
        action = wizard.action_override()
        override = self.env["payment.health.override"].with_context(**action["context"])
        back = override.create({"reason": "We know."}).action_override()
        self.assertEqual(back["res_id"], wizard.id)
        wizard.invalidate_recordset()
        self.assertIn("We know.", wizard.connectors)
        with self.post_office() as mails:
            wizard.action_send()
        self.assertEqual(len(mails), 1)

    def test_the_settings_list_every_check_with_its_fix(self):
        """A71, B63"""
        self.stripe.endpoints = []
        settings = self.env["res.config.settings"].create({})
        settings.action_public_links_check_connectors()
        settings = self.env["res.config.settings"].create({})
        self.assertIn("Generate your webhook", settings.public_links_connectors)
        with self.assertRaises(AccessError):
            settings.with_user(self.accountant).action_public_links_check_connectors()
        self.provider.state = "disabled"
        codes = [row["code"] for row in self.company._public_links_connectors()]
        self.assertEqual(codes, ["none"])

    def test_the_provider_form_tells_staff(self):
        """A71"""
        self.stripe.endpoints = []
        action = self.provider.action_public_link_check_health()
        self.assertEqual(action["params"]["type"], "warning")
        self.assertEqual(self.provider.public_link_health_level, "bad")
        self.assertIn(
            "does not know this server", self.provider.public_link_health_html
        )
        arch = self.provider.get_view(view_type="form")["arch"]
        self.assertIn("action_public_link_check_health", arch)


class TestDiagnosis(HealthCase):
    """Staff see why Pay is missing or fails, on the document."""

    def rows(self, document=None):
        document = (document or self.invoice).sudo()
        return {row["code"]: row for row in document._public_link_diagnosis()}

    def attempt(self, state, message=None, **values):
        link = self.issue(self.invoice, "pay")
        transaction = self.env["payment.transaction"].create(
            {
                "provider_id": self.provider.id,
                "payment_method_id": self.method.id,
                "amount": 318.6,
                "currency_id": self.invoice.currency_id.id,
                "partner_id": self.customer.id,
                "operation": "online_direct",
                "invoice_ids": [(6, 0, self.invoice.ids)],
                "public_link_id": link.id,
                **values,
            }
        )
        if state != "draft":
            transaction.write({"state": state, "state_message": message})
        return transaction

    def test_each_reason_is_named_with_its_fix(self):
        """A76, A77, A78, A79, B63"""
        parameters = self.env["ir.config_parameter"]
        switch = "account_payment.enable_portal_payment"
        parameters.set_param(switch, "False")
        self.assertIn("payments_off", self.rows())
        parameters.set_param(switch, "True")
        self.assertNotIn("payments_off", self.rows())
        self.provider.stripe_webhook_secret = False
        rows = self.rows()
        self.assertIn("connector", rows)
        self.assertIn("Generate your webhook", rows["webhook_secret"]["fix"])
        self.provider.stripe_webhook_secret = "whsec_fake"
        self.company.public_links_payment_method_ids = self.env.ref(
            "payment.payment_method_paypal"
        )
        self.assertIn("method", self.rows())
        self.company.public_links_payment_method_ids = False
        self.provider.state = "disabled"
        rows = self.rows()
        self.assertIn("provider", rows)
        self.assertIn("none", rows)
        self.provider.state = "test"
        self.provider.is_published = True
        self.invoice.partner_id.email = "nonsense"
        self.assertIn("mail", self.rows())
        for document, code in (
            (self.make_invoice("out_refund"), "nothing_due"),
            (self.make_order("sent"), "not_accepted"),
        ):
            self.assertIn(code, self.rows(document))
        voided = self.make_invoice()
        voided.button_cancel()
        self.assertTrue({"voided", "not_visible"} & set(self.rows(voided)))

    def test_paid_and_processing_are_told_apart(self):
        """A76, A79"""
        transaction = self.attempt("pending")
        rows = self.rows()
        self.assertIn("processing", rows)
        self.assertIn("attempt_processing", rows)
        transaction._set_done()
        self.assertIn("attempt_unbooked", self.rows())
        transaction._post_process()
        rows = self.rows()
        self.assertIn("paid", rows)
        self.assertEqual(rows["attempt_done"]["level"], "ok")

    def test_the_last_attempts_carry_the_providers_words(self):
        """A78, B63"""
        self.attempt("error", "Your card was declined.")
        self.attempt("error", "The payment method failed authentication.")
        self.attempt("cancel", "The customer left.")
        self.attempt("draft")
        self.attempt("draft", public_link_charged_at=fields.Datetime.now())
        rows = self.rows()
        self.assertIn("Your card was declined.", rows["attempt_failed"]["text"])
        self.assertIn("318.60", rows["attempt_failed"]["text"])
        self.assertIn("confirm", rows["attempt_authentication"]["fix"])
        self.assertLessEqual(
            {"attempt_cancel", "attempt_draft", "attempt_processing"}, set(rows)
        )
        for row in rows.values():
            self.assertEqual(bool(row["fix"]), row["level"] != "ok", row)

    def test_attempts_of_others_and_other_documents_are_not_shown(self):
        """A78"""
        self.attempt("error", "Your card was declined.", public_link_id=False)
        self.attempt("error", "Elsewhere.", invoice_ids=False)
        self.assertFalse([code for code in self.rows() if code.startswith("attempt")])
        delivery = self.make_order("sale").picking_ids
        self.assertNotIn("connector", self.rows(delivery))


class TestPages(StripeFixtures, PublicLinkHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Without a bank account; with one: test_pay_bank.
        cls.env["account.journal"].search(
            [("type", "=", "bank")]
        ).bank_account_id = None

    def test_links_already_sent_say_that_payments_are_paused(self):
        """S20, A71, A60"""
        invoice = self.make_invoice()
        link, view = self.issue(invoice, "pay"), self.issue(invoice)
        self.assertIn("Pay $", self.open(view).text.replace("\xa0", " "))
        self.provider.stripe_webhook_secret = False
        page = self.open(link)
        self.assertPublic(page, 200)
        self.assertIn("Payments are paused at the moment.", page.text)
        self.assertIn('data-code="connector"', page.text)
        self.assertNotIn("o_payment_form", page.text)
        self.assertNotIn("/to/pay", self.open(view).text)
        self.assertFalse(self.stripe.requests, "Pages ask nobody.")
        for word in ("webhook", "Stripe", "secret"):
            self.assertNotIn(word, page.text)

    def states(self):
        """Yield what can stand in the way of paying, and a document in that state."""
        yield "due", self.make_invoice()
        yield "quotation", self.make_order("sent")
        yield "credit note", self.make_invoice("out_refund")
        method = self.env.ref("payment.payment_method_paypal")
        self.company.public_links_payment_method_ids = method
        yield "method", self.make_invoice()
        self.company.public_links_payment_method_ids = False
        self.provider.stripe_webhook_secret = False
        yield "connector", self.make_invoice()
        self.provider.is_published = False
        yield "provider", self.make_invoice()

    def test_page_wizard_and_diagnosis_give_the_same_reasons_for_not_paying(self):
        """Q8, A72, A76, A77, A79"""
        for name, document in self.states():
            with self.subTest(state=name):
                page = self.open(self.issue(document, "pay"))
                blockers = document.sudo()._public_link_blockers("pay")
                if blockers:
                    self.assertIn(blockers[0].customer, page.text)
                self.assertEqual("o_payment_form" in page.text, not blockers)
                rows = document.sudo()._public_link_diagnosis()
                self.assertLessEqual(
                    {row.code for row in blockers}, {row["code"] for row in rows}
                )
                wizard = (
                    self.env["public.link.send"]
                    .with_context(active_model=document._name, active_ids=document.ids)
                    .create({"purpose": "pay"})
                )
                self.assertEqual(wizard.can_copy, not blockers)
