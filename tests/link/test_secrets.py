# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A secret made of blanks is none, wherever one is kept."""

from unittest.mock import patch

from odoo import tools
from odoo.tools import SQL, mute_logger

from ...models.link import public_link_key
from ..common.base import PublicLinkCase, PublicLinkHttpCase
from ..common.fake_carrier import Shipment, easypost_event, easypost_signed
from ..common.stripe import StripeCase
from ..common.track import TrackFixtures

BLANKS = (" ", "\n", "\t \r\n", "\u00a0", "\u200b", "\ufeff ")


class TestStripeSecrets(StripeCase):
    def keep(self, name, value):
        """Store a value as an earlier version, or another addon, left it."""
        self.env.cr.execute(
            SQL(
                "UPDATE payment_provider SET %s = %s WHERE id = %s",
                SQL.identifier(name),
                value,
                self.provider.id,
            )
        )
        self.env.invalidate_all()
        self.env.registry.clear_cache()

    @mute_logger("odoo.addons.public_links.controllers.connector.stripe_webhook")
    def test_a_webhook_secret_of_blanks_believes_no_event(self):
        """P11, S20: not even one that is signed with them"""
        payment = self.make_payment()
        body = self.event("payment_intent.succeeded", self.intent(payment))
        for blank in BLANKS:
            with self.subTest(repr(blank)):
                self.keep("stripe_webhook_secret", blank)
                for signed in (blank, ""):
                    with self.stripe():
                        answer = self.tell(body, self.sign(body, signed))
                    self.assertEqual(answer.status_code, 403)
                self.assertEqual(payment.state, "draft")

    def test_a_webhook_secret_of_blanks_blocks_payment_and_fails_the_check(self):
        """P11, S20: gate, form and health check say the same"""
        invoice = self.make_invoice()
        link = self.issue(invoice, "pay")
        for blank in BLANKS:
            with self.subTest(repr(blank)):
                self.keep("stripe_webhook_secret", blank)
                self.assertFalse(self.provider._public_link_can_pay())
                self.assertIn("webhook_secret", self.provider._public_link_found_red())
                rows = self.provider._public_link_health_stored()
                [row] = [row for row in rows if row["code"] == "webhook_secret"]
                self.assertEqual(row["level"], "bad")
                self.assertFalse(invoice._public_pay_options(318.6)[0])
                self.assertNotIn("o_payment_form", self.open(link).text)

    def test_what_is_pasted_is_kept_without_the_blanks_around_it(self):
        """P11 every key of Stripe's, when it is written and when a provider is made"""
        names = (
            "stripe_publishable_key",
            "stripe_secret_key",
            "stripe_webhook_secret",
        )
        for name in names:
            self.provider[name] = " some_test_key\u200b\n"
            self.assertEqual(self.provider[name], "some_test_key")
        self.provider.state = "disabled"
        self.provider.write(dict.fromkeys(names, " \n"))
        copy = self.provider.copy(dict.fromkeys(names, "\u00a0"))
        for provider in (self.provider, copy):
            self.assertEqual([provider[name] for name in names], [False] * 3)

    def test_a_body_nested_beyond_reason_is_no_event(self):
        """P11 refused, not answered by an error of ours"""
        answer = self.tell("[" * 50_000, "t=1,v1=x")
        self.assertEqual(answer.status_code, 400)


class TestTrackingSecrets(TrackFixtures, PublicLinkHttpCase):
    def test_a_webhook_secret_of_blanks_takes_no_event(self):
        """P11, F14: kept by an earlier version, or written now"""
        account = self.make_account()
        path = f"/link/webhook/{account.provider}/{account.webhook_path}"
        body = easypost_event(Shipment("ABC0000001"))
        for blank in BLANKS:
            with self.subTest(repr(blank)):
                self.env.cr.execute(
                    "UPDATE shipment_tracking_account SET webhook_secret = %s"
                    " WHERE id = %s",
                    [blank, account.id],
                )
                self.env.invalidate_all()
                self.env.registry.clear_cache()
                account.last_webhook_at = self.env.cr.now()
                self.assertFalse(account._has_live_webhook())
                self.assertFalse(account._adapter().secret)
                for signed in (blank, ""):
                    answer = self.get(
                        path,
                        method="POST",
                        data=body,
                        headers={
                            "Content-Type": "application/json",
                            **easypost_signed(body, signed),
                        },
                    )
                    self.assertPublic(answer, 403)
                account.webhook_secret = blank
                self.assertFalse(account.webhook_secret)

    def test_a_key_is_kept_without_the_blanks_around_it(self):
        """P11 when it is written, and when an account is made"""
        account = self.make_account()
        for name in ("api_key", "webhook_secret"):
            account[name] = "\n a key \u200b"
            self.assertEqual(account[name], "a key")
        fresh = account.copy({"api_key": " \n", "webhook_secret": " s "})
        self.assertFalse(fresh.api_key)
        self.assertEqual(fresh.webhook_secret, "s")


class TestPepper(PublicLinkCase):
    def test_a_pepper_of_blanks_is_none(self):
        """P11, S3: neither counts for signing nor for the checklist"""
        Key = self.env["public.link.key"]
        for blank in BLANKS:
            with (
                self.subTest(repr(blank)),
                patch.dict(public_link_key.os.environ, PUBLIC_LINKS_PEPPER=blank),
            ):
                self.assertEqual(Key._pepper(), "")
                with patch.object(
                    tools.config, "get", lambda *_args, value=blank: value
                ):
                    self.assertEqual(Key._pepper(), "")
                with patch.object(tools.config, "get", lambda *_args: " grain\n"):
                    self.assertEqual(Key._pepper(), "grain")
