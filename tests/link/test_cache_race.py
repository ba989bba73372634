# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import tagged

from ..common.base import CommittedCase, own_environment


@tagged("post_install", "-at_install")
class TestCacheRace(CommittedCase):
    """One transaction changes what pages know, another one reads before its commit."""

    def setUp(self):
        super().setUp()
        with own_environment(self.registry) as env:
            company = env.ref("base.main_company")
            self.company_id, self.was = company.id, company.public_links_enabled
            company.public_links_enabled = True
            self.partner_id, self.phone = company.partner_id.id, company.phone
            key = env["public.link.key"].create({"kid": "race", "secret": "x" * 48})
            account = env["shipment.tracking.account"].create(
                {
                    "name": "Race",
                    "provider": "easypost",
                    "api_key": "key",
                    "webhook_secret": "old",
                    "company_id": company.id,
                }
            )
            self.key_id = key.id
            self.account_id, self.path = account.id, account.webhook_path

    def _forget(self):
        with own_environment(self.registry) as env:
            company = env["res.company"].browse(self.company_id)
            company.public_links_enabled = self.was
            company.partner_id.phone = self.phone
            env["public.link.key"].browse(self.key_id).exists().unlink()
            env["shipment.tracking.account"].browse(self.account_id).exists().unlink()

    def race(self, change, read):
        """Let others fill the cache between a change and its commit.

        :param change: a function of the environment that writes
        :param read: a function of the environment that asks as pages do
        :return: what is read before the commit, and after it
        """
        with own_environment(self.registry) as writer:
            change(writer)
            writer.flush_all()
            with own_environment(self.registry) as reader:
                before = read(reader)
            # As if told already: what happens at the commit must be told by itself.
            self.registry.cache_invalidated.clear()
        with own_environment(self.registry) as later:
            after = read(later)
        self.assertIn("default", self.registry.cache_invalidated, "Workers are told.")
        return before, after

    def settings(self, env):
        return env["res.company"].browse(self.company_id)._public_links_settings()

    def account(self, env):
        return env["shipment.tracking.account"].browse(self.account_id)

    def secret(self, env):
        try:
            return env["shipment.tracking.account"]._by_webhook_path(self.path)[2]
        except LookupError:
            return None

    def test_links_that_were_switched_off_are_off(self):
        """A setting of the company"""

        def switch_off(env):
            env["res.company"].browse(self.company_id).public_links_enabled = False

        found = self.race(switch_off, lambda env: self.settings(env)["enabled"])
        self.assertEqual(found, (True, False))

    def test_the_companys_contact_is_the_new_one(self):
        """Pages show its phone number: it is of its contact."""

        def call_elsewhere(env):
            env["res.partner"].browse(self.partner_id).phone = "+1 555 010 7777"

        found = self.race(
            call_elsewhere, lambda env: self.settings(env)["company_phone"]
        )
        self.assertEqual(found, (self.phone or "", "+1 555 010 7777"))

    def test_a_key_that_was_retired_opens_nothing(self):
        """S3"""
        found = self.race(
            lambda env: env["public.link.key"].browse(self.key_id)._retire(),
            lambda env: env["public.link.key"]._all()["race"].retired,
        )
        self.assertEqual(found, (False, True))

    def test_a_key_that_is_new_is_known(self):
        """S3: or every link that it signed would be dead."""

        def replace(env):
            env["public.link.key"].browse(self.key_id).unlink()
            key = env["public.link.key"].create({"kid": "new", "secret": "y" * 48})
            self.key_id = key.id

        found = self.race(replace, lambda env: "new" in env["public.link.key"]._all())
        self.assertEqual(found, (False, True))

    def test_a_webhooks_old_secret_signs_nothing(self):
        """F14"""

        def replace(env):
            self.account(env).webhook_secret = "new"

        self.assertEqual(self.race(replace, self.secret), ("old", "new"))

    def test_a_deleted_accounts_webhook_is_gone(self):
        """F14"""
        found = self.race(lambda env: self.account(env).unlink(), self.secret)
        self.assertEqual(found, ("old", None))
