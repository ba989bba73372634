# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import time
from datetime import timedelta
from unittest.mock import patch

import requests

from ..common.browser import BrowserFixtures
from ..e2e.browser import open_window
from ..e2e.server import ServerCase
from ..e2e.stripe_side import tell

PAID = "4242424242424242"
ASKS_THE_BANK = "4000002760003184"
DECLINED = "4000000000000002"
MISMATCH = "odoo.addons.public_links.models.connector.payment_mismatch_stripe"


class BrowserCase(BrowserFixtures, ServerCase):
    """A customer with a link, in a real browser, before a real server."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.start_browser()

    def setUp(self):
        super().setUp()
        with self.env() as env:
            invoice = self.make_invoice(env)
            self.invoice_id, self.number = invoice.id, invoice.name
            link = self.make_link(env, invoice)
            self.link_id, self.path = link.id, link._path()
        self.windows = []

    def describe(self):
        windows = [
            f"{window.url}: {window.complaints} {window.locator('body').inner_text()}"
            for window in self.windows
            if not window.is_closed()
        ]
        return super().describe() + windows

    def open(self):
        """Open the pay link in a window of its own."""
        window = open_window(self, self.browser, self.stripe)
        self.windows.append(window)
        window.goto(self.odoo.url + self.path)
        return window

    def type_card(self, window, number):
        card = window.frame_locator("iframe[name=stripe_card]")
        card.locator("[name=number]").fill(number)
        card.locator("[name=expiry]").fill("12/34")
        card.locator("[name=cvc]").fill("123")

    def press_pay(self, window):
        window.locator("button[name=o_payment_submit_button]").click()

    def answer_bank(self, window, answer):
        window.frame_locator("iframe[name=stripe_3ds]").locator(f"#{answer}").click()

    def wait_until_paid(self, window):
        window.locator("[data-code=paid]").wait_for()

    def payments(self, env):
        return env["account.move"].browse(self.invoice_id).transaction_ids

    def assertPaidOnce(self):
        """One payment, one PaymentIntent and one charge, and the ledger agrees."""
        charges = self.stripe.charges(self.number)
        self.assertEqual([one["amount"] for one in charges], [10000])
        with self.env() as env:
            invoice = env["account.move"].browse(self.invoice_id)
            done = invoice.transaction_ids.filtered(lambda one: one.state == "done")
            self.assertEqual(len(done), 1)
            self.assertEqual(charges[0]["payment_intent"], done.provider_reference)
            self.assertTrue(done.is_post_processed)
            self.assertEqual(invoice.amount_residual, 0)
            self.assertEqual(done.public_link_id.id, self.link_id)
            kinds = done.public_link_id.event_ids.mapped("kind")
            self.assertEqual(kinds.count("paid"), 1)


class TestStripeInBrowser(BrowserCase):
    def pay(self, window, number=PAID):
        self.type_card(window, number)
        self.press_pay(window)

    def error(self, window):
        """Return what the page says went wrong, once it does."""
        place = window.locator("#pay_error")
        place.wait_for()
        return place.inner_text()

    def test_a_card_pays(self):
        """B27, B28, A48, S20: the page's policy lets Stripe's frames and script through"""
        window = self.open()
        self.pay(window)
        self.wait_until_paid(window)
        self.assertPaidOnce()
        refused = [said for said in window.complaints if "Refused to" in said]
        self.assertFalse(refused)
        self.assertIn("/link/pay/", window.url)
        self.assertNotIn("client_secret", window.url)

    def test_the_bank_asks_and_the_customer_confirms(self):
        """A77: 3-D Secure"""
        window = self.open()
        self.pay(window, ASKS_THE_BANK)
        self.answer_bank(window, "yes")
        self.wait_until_paid(window)
        self.assertPaidOnce()

    def test_the_bank_asks_in_vain_and_another_card_pays(self):
        """A77, F7: what was begun with the first card is not paid too"""
        window = self.open()
        self.pay(window, ASKS_THE_BANK)
        self.answer_bank(window, "no")
        self.assertIn("failed authentication", self.error(window))
        self.assertFalse(self.stripe.charges(self.number))
        self.pay(window, PAID)
        self.wait_until_paid(window)
        self.assertPaidOnce()

    def test_a_card_is_declined_and_another_one_pays(self):
        """A77, F7: before and after Odoo is told of the first one"""
        window = self.open()
        self.pay(window, DECLINED)
        self.assertIn("declined", self.error(window))
        with self.env() as env:
            first = self.payments(env)
            intent = first.provider_reference
        self.stripe.wait_for_event("payment_intent.payment_failed", intent)
        self.pay(window, PAID)
        self.wait_until_paid(window)
        self.assertPaidOnce()
        statuses = {one["id"]: one["status"] for one in self.intents()}
        self.assertEqual(statuses.pop(intent), "canceled")
        self.assertEqual(list(statuses.values()), ["succeeded"])

    def test_the_browser_dies_and_the_webhook_completes(self):
        """A46, B28: nobody comes back from Stripe"""
        window = self.open()
        window.route("**/payment/stripe/return**", lambda route: route.abort())
        self.pay(window)
        charge = self.wait_for(self.charged, "a charge")
        window.context.close()
        (intent,) = self.stripe.intents(charge["description"])
        self.stripe.wait_for_event("payment_intent.succeeded", intent["id"])
        with self.env() as env:
            self.assertEqual(self.payments(env).state, "done")
            # What the server's scheduled action does every ten minutes.
            env["payment.transaction"]._cron_post_process()
        self.assertPaidOnce()
        self.wait_until_paid(self.open())

    def test_a_card_is_saved_by_the_box(self):
        """F25: unticked; ticked, it makes a saved card of the customer"""
        window = self.open()
        box = window.locator("[name=o_payment_tokenize_checkbox]").first
        self.assertFalse(box.is_checked())
        box.check()
        self.pay(window)
        self.wait_until_paid(window)
        self.assertPaidOnce()
        with self.env() as env:
            token = self.payments(env).token_id
            customer = env["account.move"].browse(self.invoice_id).partner_id
            self.assertEqual(token.partner_id, customer)
            self.assertEqual(token.payment_details, "4242")
            self.assertTrue(token.stripe_payment_method)

    def test_stripe_is_down_and_the_page_says_that_no_money_was_taken(self):
        """S20: and the same page pays when Stripe is back"""
        window = self.open()
        for kind in ("down", "500", "garbage", "lost"):
            self.stripe.trouble(kind, "POST /v1/payment_intents$")
            self.pay(window)
            self.assertIn("No money was taken", self.error(window))
            window.reload()
        self.assertFalse(self.stripe.charges(self.number))
        self.stripe.trouble()
        self.pay(window)
        self.wait_until_paid(window)
        self.assertPaidOnce()

    def test_five_tabs_pay_once(self):
        """F7: at the same moment; the losers see that it is paid"""
        windows = [self.open() for _tab in range(5)]
        for window in windows:
            self.type_card(window, PAID)
        press = "button[name=o_payment_submit_button]"
        for window in windows:
            window.evaluate(
                "(css) => { setTimeout(() => document.querySelector(css).click(), 400) }",
                press,
            )
        for window in windows:
            self.wait_until_paid(window)
        self.assertPaidOnce()
        self.assertEqual(len(self.intents()), 1)
        with self.env() as env:
            self.assertEqual(len(self.payments(env)), 1)

    # === HELPERS === #

    def charged(self):
        return next(iter(self.stripe.charges(self.number)), None)

    def intents(self):
        """Return all PaymentIntents that were made for the invoice."""
        return [
            one
            for one in self.stripe.state()["payment_intents"]
            if one["description"].startswith(self.number)
        ]

    def wait_for(self, found, what, seconds=20):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if result := found():
                return result
            # The browser's requests are answered meanwhile.
            self.windows[0].wait_for_timeout(100)
        raise AssertionError(f"There is no {what}.")


class TestStripeByHand(ServerCase):
    """What somebody without a browser sends, to the server's own processes."""

    def begin(self):
        """Begin to pay a new invoice; return its payment's id and Stripe's secret."""
        with self.env() as env:
            invoice = self.make_invoice(env)
            link = self.make_link(env, invoice)
            url = f"{self.odoo.url}{link._form_path('transaction/now')}&seen=USD"
        params = {
            "provider_id": self.provider_id,
            "payment_method_id": self.method_id,
            "amount": 100.0,
            "flow": "direct",
            "tokenization_requested": False,
        }
        body = {"jsonrpc": "2.0", "id": 1, "method": "call", "params": params}
        answer = requests.post(url, json=body, timeout=60).json()
        self.assertIn("result", answer)
        with self.env() as env:
            return (
                env["account.move"].browse(invoice.id).transaction_ids.id,
                answer["result"]["client_secret"],
            )

    def state(self, payment):
        with self.env() as env:
            return env["payment.transaction"].browse(payment).state

    def reference(self, payment):
        with self.env() as env:
            return env["payment.transaction"].browse(payment).reference

    def test_a_paymentintent_pays_no_second_invoice(self):
        """S20: neither by the way back nor by an event"""
        first, secret = self.begin()
        second, _other = self.begin()
        self.assertEqual(self.stripe.confirm(secret).json()["status"], "succeeded")
        intent = secret.split("_secret_")[0]
        event = self.stripe.wait_for_event("payment_intent.succeeded", intent)
        self.assertEqual(self.state(first), "done")
        back = requests.get(
            f"{self.odoo.url}/payment/stripe/return",
            params={"reference": self.reference(second), "payment_intent": intent},
            timeout=60,
        )
        self.assertLess(back.status_code, 500)
        self.assertEqual(self.state(second), "draft")
        event["data"]["object"]["description"] = self.reference(second)
        # Even if it were signed.
        self.assertEqual(tell(self.webhook, event).status_code, 200)
        self.assertEqual(self.state(second), "draft")

    def test_forged_and_unsigned_events_are_refused(self):
        """S20"""
        payment, secret = self.begin()
        intent = {
            "id": secret.split("_secret_")[0],
            "object": "payment_intent",
            "amount": 10000,
            "currency": "usd",
            "description": self.reference(payment),
            "status": "succeeded",
        }
        event = {"type": "payment_intent.succeeded", "data": {"object": intent}}
        self.assertEqual(tell(self.webhook, event, header="").status_code, 400)
        self.assertEqual(tell(self.webhook, event, "whsec_forged").status_code, 403)
        self.assertEqual(tell(self.webhook, event, header="t=1,v1=x").status_code, 403)
        self.assertEqual(self.state(payment), "draft")

    def test_an_event_told_twice_books_once(self):
        """S20: Stripe may repeat itself"""
        payment, secret = self.begin()
        self.stripe.confirm(secret)
        intent = secret.split("_secret_")[0]
        event = self.stripe.wait_for_event("payment_intent.succeeded", intent)
        self.assertEqual(tell(self.webhook, event).status_code, 200)
        with self.env() as env:
            env["payment.transaction"]._cron_post_process()
            paid = env["payment.transaction"].browse(payment)
            self.assertEqual(paid.state, "done")
            self.assertEqual(len(paid.payment_id), 1)
            self.assertEqual(paid.invoice_ids.amount_residual, 0)

    def test_the_check_for_mismatches_asks_for_everything(self):
        """A47, S20: refunds of Stripe's dashboard, money that nobody knows, what was
        withdrawn; all pages of what Stripe lists"""
        refunded, secret = self.begin()
        self.stripe.confirm(secret)
        intent = secret.split("_secret_")[0]
        self.stripe.wait_for_event("payment_intent.succeeded", intent)
        self.stripe.set(held=True)
        key = {"Authorization": "Bearer sk_test_end_to_end"}

        def post(path, **data):
            answer = requests.post(
                f"{self.stripe.url}/v1/{path}", data=data, headers=key, timeout=30
            )
            answer.raise_for_status()
            return answer.json()

        [charge] = [
            one
            for one in self.stripe.state()["charges"]
            if one["payment_intent"] == intent
        ]
        refund = post("refunds", charge=charge["id"], amount="2500")
        unknown = post("payment_intents", amount="700", currency="usd")
        self.stripe.confirm(unknown["client_secret"])
        withdrawn = post("payment_intents", amount="800", currency="usd")
        post(f"payment_intents/{withdrawn['id']}/cancel")
        for _more in range(2):
            post("payment_intents", amount="900", currency="usd")
        with self.env() as env:
            provider = env["payment.provider"].browse(self.provider_id)
            with (
                patch.object(
                    type(provider),
                    "_public_link_stripe_base",
                    lambda _self: self.stripe.url,
                ),
                # Nothing waits, and there are several pages.
                patch(f"{MISMATCH}.GRACE", timedelta(seconds=-5)),
                patch.object(
                    type(env["payment.mismatch"]),
                    "_stripe_list",
                    staticmethod(self._list_by_two),
                ),
            ):
                found, asked = env["payment.mismatch"]._find_stripe(provider)
        numbers = {key.split(":")[1]: kind for kind, key in found}
        self.assertEqual(numbers.get(refund["id"]), "refunded")
        self.assertEqual(numbers.get(unknown["id"]), "unknown")
        self.assertNotIn(withdrawn["id"], numbers)
        self.assertNotIn(intent, numbers)
        self.assertFalse(asked)
        with self.env() as env:
            row = found["refunded", f"{self.provider_id}:{refund['id']}"]
            self.assertEqual(row["transaction_id"], refunded)
            self.assertEqual(row["amount_provider"], 25.0)

    @staticmethod
    def _list_by_two(kind, params):
        pages = kind.list(params | {"limit": 2})
        return {one.id: one.to_dict() for one in pages.auto_paging_iter()}
