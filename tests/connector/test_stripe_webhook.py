# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from ..common.stripe import SECRET, StripeCase


class TestStripeWebhook(StripeCase):
    """Who may tell that money has come."""

    def setUp(self):
        super().setUp()
        self.payment = self.make_payment()
        self.body = self.event("payment_intent.succeeded", self.intent(self.payment))

    def assertRefused(self, signature, status, body=None):
        with self.stripe():
            answer = self.tell(body or self.body, signature)
        self.assertEqual(answer.status_code, status)
        self.assertEqual(self.payment.state, "draft")

    def test_a_signed_event_is_believed(self):
        """S20"""
        with self.stripe():
            self.assertEqual(self.tell(self.body).status_code, 200)
        self.assertEqual(self.payment.state, "done")

    def test_an_event_signed_by_the_old_and_the_new_secret_is_believed(self):
        """S20: Stripe signs twice while a secret is being replaced"""
        good, bad = self.sign(self.body), self.sign(self.body, "whsec_old")
        bad_one = bad.split(",")[1]
        for header in (f"{good},{bad_one}", good.replace(",", f",{bad_one},", 1)):
            self.payment.state = "draft"
            with self.subTest(header), self.stripe():
                self.assertEqual(self.tell(self.body, header).status_code, 200)
                self.assertEqual(self.payment.state, "done")

    def test_an_unsigned_event_is_refused(self):
        """S20: with an answer, not an error"""
        self.assertRefused("", 400)

    def test_a_forged_event_is_refused(self):
        """S20: another secret, another body, no signature of the kind, garbage"""
        other = self.event(
            "payment_intent.succeeded", self.intent(self.payment, amount=1)
        )
        good = self.sign(self.body)
        for header in (
            self.sign(self.body, "whsec_other"),
            self.sign(other),
            good.replace("v1=", "v0="),
            good.split(",")[0],
            good.split(",")[1],
            good.replace("v1=", "v1=x"),
            "t=,v1=",
            "t=x,v1=y",
            "garbage",
            "=,=,=",
            "t=1",
            "é",
        ):
            with self.subTest(header):
                self.assertRefused(header.encode("utf-8").decode("latin-1"), 403)

    def test_an_old_event_is_refused(self):
        """S20: ten minutes, as core has it"""
        self.assertRefused(self.sign(self.body, age=11 * 60), 403)
        with self.stripe():
            answer = self.tell(self.body, self.sign(self.body, age=9 * 60))
        self.assertEqual(answer.status_code, 200)
        self.assertEqual(self.payment.state, "done")

    def test_without_a_secret_no_event_is_believed(self):
        """S20: not even one that is signed with nothing; staff read why"""
        self.provider.stripe_webhook_secret = False
        with self.assertLogs(
            "odoo.addons.public_links.controllers.connector.stripe_webhook", "ERROR"
        ) as logs:
            answer = self.tell(self.body, self.sign(self.body, ""))
        self.assertEqual(answer.status_code, 403)
        self.assertEqual(self.payment.state, "draft")
        self.assertIn("webhook secret", logs.output[0])
        self.assertNotIn(SECRET, logs.output[0])

    def test_without_a_secret_links_offer_no_stripe(self):
        """S20: links that were sent say that payments are paused"""
        invoice = self.make_invoice()
        link = self.issue(invoice, "pay")
        self.assertIn("o_payment_form", self.open(link).text)
        self.provider.stripe_webhook_secret = False
        page = self.open(link)
        self.assertNotIn("o_payment_form", page.text)
        self.assertIn("Payments are paused", page.text)
        answer = self.begin(link, 318.6)
        self.assertIn("are paused", answer["error"]["data"]["message"])

    def test_what_is_no_event_is_refused(self):
        """S20: garbage, signed or not, is answered with 400"""
        for body in (
            "garbage",
            "[]",
            "{}",
            "null",
            '"text"',
            '{"type": "payment_intent.succeeded"}',
            '{"type": "payment_intent.succeeded", "data": {"object": {}}}',
            '{"type": 1, "data": {"object": {"id": "pi_1"}}}',
            '{"type": "payment_intent.succeeded", "data": {"object": {"id": 1}}}',
        ):
            with self.subTest(body):
                self.assertRefused(self.sign(body), 400, body)

    def test_an_event_of_an_unknown_payment_is_acknowledged(self):
        """S20: the account may serve other shops; nothing happens here"""
        for values in ({"description": "S00099"}, {"description": None}):
            intent = self.intent(self.payment, **values)
            body = self.event("payment_intent.succeeded", intent)
            for signature in (None, self.sign(body, "whsec_other")):
                self.assertRefused(signature, 200, body)

    def test_an_event_that_odoo_does_not_handle_is_acknowledged(self):
        """S20"""
        body = self.event("customer.created", {"id": "cus_1"})
        self.assertRefused(self.sign(body), 200, body)

    def test_the_other_provider_s_secret_signs_nothing_here(self):
        """S20: of two accounts, each speaks for its own payments"""
        self.provider.copy(
            {"name": "Second account", "stripe_webhook_secret": "whsec_second"}
        )
        self.assertRefused(self.sign(self.body, "whsec_second"), 403)
