# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError

from ..common.stripe_server import SECRET, HealthCase


class TestGate(HealthCase):
    """A red check pauses pay links; pages read what was found and ask nobody."""

    def test_a_provider_that_was_never_checked_is_usable(self):
        """A71"""
        self.assertFalse(self.provider.public_link_health_at)
        self.assertFalse(self.codes())

    def test_an_empty_webhook_secret_blocks_at_once_and_always(self):
        """S20"""
        self.check()
        self.provider.stripe_webhook_secret = False
        self.assertFalse(self.provider.public_link_health_at)
        self.assertEqual(self.codes(), ["connector"])
        self.assertEqual(self.levels()["webhook_secret"], "bad")
        self.check()
        self.assertEqual(self.codes(), ["connector"])
        with self.assertRaisesRegex(UserError, "cannot be overridden"):
            self.provider.with_user(self.manager)._public_link_override("Please")
        # Not by the back door either.
        self.provider.public_link_override_codes = ["webhook_secret"]
        self.assertEqual(self.codes(), ["connector"])
        self.provider.stripe_webhook_secret = "whsec_new"
        self.assertFalse(self.codes())

    def test_a_healthy_provider_goes_on_beside_a_red_one(self):
        """A71"""
        self.demo.write({"state": "test", "is_published": True})
        self.provider.stripe_webhook_secret = False
        providers, methods = self.invoice._public_pay_options(318.6)
        self.assertEqual(providers, self.demo)
        self.assertFalse(self.codes())

    def test_new_keys_are_asked_again_soon(self):
        """A71: what was found of the old keys says nothing of the new ones."""
        self.stripe.account["charges_enabled"] = False
        self.check()
        self.assertEqual(self.codes(), ["connector"])
        triggers = self.env["ir.cron.trigger"]
        cron = self.env.ref("public_links.ir_cron_health")
        before = triggers.search_count([("cron_id", "=", cron.id)])
        self.provider.stripe_secret_key = SECRET + "2"
        self.assertFalse(self.provider.public_link_health_at)
        self.assertGreater(triggers.search_count([("cron_id", "=", cron.id)]), before)
        with patch.object(type(self.env["ir.cron"]), "_commit_progress"):
            self.env["payment.provider"]._cron_public_link_health()
        self.assertEqual(self.codes(), ["connector"])

    def test_one_provider_that_fails_does_not_keep_the_cron_from_the_others(self):
        """A71"""
        self.demo.state = "test"
        find = type(self.provider)._public_link_health_find

        def fail(provider):
            if provider.code == "stripe":
                raise RuntimeError("A module of somebody's")
            return find(provider)

        with (
            patch.object(type(self.env["ir.cron"]), "_commit_progress"),
            patch.object(type(self.provider), "_public_link_health_find", fail),
            patch.object(self.cr, "rollback"),
            self.assertLogs("odoo.addons.public_links", "ERROR"),
        ):
            self.env["payment.provider"]._cron_public_link_health()
        self.assertTrue(self.demo.public_link_health_at)

    def test_what_a_page_asks_costs_no_query_more_for_more_providers(self):
        """A71"""
        self.demo.write({"state": "test", "is_published": True})
        self.check()
        counts = []
        for providers in (self.provider, self.provider | self.demo):
            self.env.flush_all()
            self.env.invalidate_all()
            providers = providers.with_prefetch(providers.ids)
            with self.assertQueryCount(__system__=50):
                before = self.cr.sql_log_count
                for provider in providers:
                    provider._public_link_can_pay()
                counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_the_cache_of_pages_follows_the_health(self):
        """A71"""
        view = self.invoice.sudo()
        self.assertFalse(view._public_link_blockers("pay"))
        self.stripe.endpoints[0]["status"] = "disabled"
        self.check()
        self.assertEqual(self.codes(), ["connector"])
        self.stripe.endpoints[0]["status"] = "enabled"
        self.check()
        self.assertFalse(self.codes())

    def test_no_allowed_method_is_told_from_no_provider(self):
        """A76, A77"""
        self.company.public_links_payment_method_ids = self.env.ref(
            "payment.payment_method_paypal"
        )
        self.assertEqual(self.codes(), ["method"])
        self.company.public_links_payment_method_ids = False
        self.provider.is_published = False
        self.assertEqual(self.codes(), ["provider"], "Staff see what customers see.")


class TestOverride(HealthCase):
    def red(self):
        self.stripe.account["charges_enabled"] = False
        self.check()

    def test_a_manager_overrides_with_a_reason_and_it_is_logged(self):
        """A71, S20"""
        self.red()
        provider = self.provider.with_user(self.manager)
        for reason in ("", "  ", None):
            with self.assertRaises(UserError):
                provider._public_link_override(reason)
        for user in (self.salesman, self.accountant):
            with self.assertRaises(AccessError):
                self.provider.with_user(user)._public_link_override("I want to")
        self.assertEqual(self.codes(), ["connector"])
        provider._public_link_override("Stripe's support confirmed that it works.")
        self.assertFalse(self.codes())
        self.assertEqual(self.provider.public_link_override_user_id, self.manager)
        self.assertTrue(self.provider.public_link_override_at)
        row = self.provider.public_link_log_ids[0]
        self.assertEqual((row.kind, row.codes), ("override", "account"))
        self.assertEqual(row.user_id, self.manager)
        self.assertIn("Stripe's support", row.text)

    def test_an_override_covers_what_was_red_and_nothing_later(self):
        """A71"""
        self.red()
        self.provider.with_user(self.manager)._public_link_override("We know.")
        self.stripe.endpoints = []
        self.check()
        self.assertEqual(self.codes(), ["connector"])
        self.stripe.reset(self.provider._get_stripe_webhook_url())
        self.check()
        self.assertFalse(self.codes())
        self.assertFalse(self.provider.public_link_override_codes)
        self.assertEqual(self.provider.public_link_log_ids[0].kind, "recovered")
        self.red()
        self.assertEqual(self.codes(), ["connector"])

    def test_nothing_red_cannot_be_overridden(self):
        """A71"""
        self.check()
        with self.assertRaises(UserError):
            self.provider.with_user(self.manager)._public_link_override("Just in case")

    def test_the_dialog_is_for_managers_of_the_company(self):
        """A71"""
        self.red()
        Wizard = self.env["payment.health.override"]
        values = {"provider_ids": self.provider.ids, "reason": "We know."}
        for user in (self.salesman, self.accountant):
            with self.assertRaises(AccessError):
                Wizard.with_user(user).create(values)
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        stranger = self._make_user("stranger", "public_links.group_manager")
        stranger.write(
            {"company_ids": [(6, 0, elsewhere.ids)], "company_id": elsewhere.id}
        )
        with self.assertRaises(AccessError):
            Wizard.with_user(stranger).create(values).action_override()
        self.assertFalse(self.provider.public_link_override_codes)
        wizard = Wizard.with_user(self.manager).create(values)
        self.assertIn("does not let it take payments", wizard.red)
        wizard.action_override()
        self.assertEqual(self.provider.public_link_override_codes, ["account"])
        self.provider.action_public_link_override_end()
        self.assertEqual(self.codes(), ["connector"])
