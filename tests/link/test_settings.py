# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import re
from unittest.mock import patch

from odoo.exceptions import AccessError, ValidationError

from ...models.link.public_link_open import DeadLink
from ...tools.registry import DAYS_MAX, DAYS_MIN
from ..common.base import PublicLinkCase, PublicLinkHttpCase


class SettingsCase(PublicLinkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._make_user("linkmanager", "public_links.group_manager")
        cls.admin = cls._make_user("boss", "base.group_system")

    def save(self, **values):
        """Save settings as an administrator does."""
        self.env["res.config.settings"].with_user(self.admin).create(values).execute()
        self.company.invalidate_recordset()


class TestSettings(SettingsCase):
    def company_fields(self):
        return {
            name
            for name, field in self.company._fields.items()
            if name.startswith("public_links_") and field.store
        }

    def test_every_setting_is_on_the_page_with_its_help(self):
        """B4, E3.1"""
        settings = self.env["res.config.settings"].with_user(self.admin)
        arch, _view = settings._get_view()
        [app] = arch.xpath("//app[@name='public_links']")
        on_page = {node.get("name") for node in app.iter("field")}
        self.assertFalse(self.company_fields() - on_page)
        for setting in app.iter("setting"):
            self.assertTrue(setting.get("help"), setting.get("id"))
        for name in self.company_fields():
            field = settings._fields[name]
            self.assertTrue(field.help, name)
            self.assertEqual(field.related, f"company_id.{name}")

    def test_options_unfold_under_their_switch(self):
        """F47: what only the switch makes useful is hidden while it is off"""
        arch, _view = self.env["res.config.settings"].with_user(self.admin)._get_view()
        [app] = arch.xpath("//app[@name='public_links']")
        seen = set()
        for setting in app.iter("setting"):
            name = setting.get("id").removeprefix("public_links_")
            code, _, option = name.partition("_")
            around = [setting, *setting.iterancestors("details")]
            conditions = " ".join(one.get("invisible") or "" for one in around)
            if code == "upload" or option and f"{code}_enabled" in self.switches(app):
                if option not in ("enabled", "days"):
                    switch = "uploads" if code == "upload" else f"{code}_enabled"
                    self.assertIn(f"not public_links_{switch}", conditions, name)
                    seen.add(code)
            # Limits, emails by state, keys: behind "Advanced".
            rare = re.match(r"upload_|(track|return)_mail_|keys|rotate_core", name)
            if rare and name != "track_mail":
                self.assertTrue(setting.xpath("ancestor::details/summary"), name)
        self.assertLessEqual({"approve", "pay", "track", "return", "portal"}, seen)

    def switches(self, app):
        return {
            setting.get("id").removeprefix("public_links_")
            for setting in app.iter("setting")
            if setting.get("id").endswith("_enabled")
        }

    def test_saving_keeps_what_was_entered(self):
        """B10"""
        self.save(public_links_view_days=12, public_links_contact_name="Customer care")
        self.assertEqual(self.company.public_links_view_days, 12)
        self.assertEqual(self.company.public_links_contact_name, "Customer care")

    def test_the_expiry_is_a_setting_of_thirty_days_at_first(self):
        """D12, D14"""
        settings = self.env["res.config.settings"].with_user(self.admin).create({})
        self.assertEqual(settings.public_links_view_days, 30)

    def test_an_expiry_out_of_bounds_is_refused_in_words(self):
        """D13"""
        for days in (DAYS_MIN - 1, DAYS_MAX + 1, -5):
            with self.assertRaisesRegex(
                ValidationError, "View Links Expire After.* from 1 to 365 days"
            ):
                self.save(public_links_view_days=days)
        for days in (DAYS_MIN, DAYS_MAX):
            self.save(public_links_view_days=days)
            self.assertEqual(self.company.public_links_view_days, days)

    def test_one_lifetime_is_saved_for_all_but_the_exceptions(self):
        """F47, D13"""
        self.company.public_links_pay_days = 7
        self.save(public_links_days=20)
        self.assertEqual(self.company.public_links_view_days, 20)
        self.assertEqual(self.company.public_links_track_days, 20)
        self.assertEqual(self.company.public_links_pay_days, 7)
        with self.assertRaisesRegex(ValidationError, "from 1 to 365 days"):
            self.save(public_links_days=0)

    def test_mistakes_are_refused_with_the_setting_and_what_to_enter(self):
        """F47"""
        for name, value, told in (
            ("contact_email", "not a mail", "Support Email.* is not an email address"),
            ("contact_email", "a@b.example, c@d.example", "is not an email address"),
            ("contact_phone", "call us", "Support Phone.* is not a phone number"),
            ("color", "green", "is not a colour"),
            ("retention_days", 0, "Keep Events For.* from 1 to 3650"),
            ("retention_days", 2**40, "Keep Events For.* from 1 to 3650"),
            ("upload_mb", 101, "Largest File.* from 1 to 100"),
            ("upload_count", 0, "Files at Once.* from 1 to 50"),
            ("upload_quota", 0, "Room for Each Document.* from 1 to 10000"),
            ("upload_types", "pdf, exe", "cannot upload files of the type"),
            ("option_max", -1, "Maximum of an Optional Item.* from 1 to 1000000"),
            ("return_window", -1, "Return Window.* from 0 to 3650"),
            ("return_fee", 101, "Restocking Fee.* from 0 to 100"),
            ("return_ceiling", -1, "Authorize Returns Up To.* cannot be negative"),
            ("return_send_days", 366, "Days to Send It Back.* from 0 to 365"),
            ("return_stale_days", 366, "Returns Are Stale After.* from 1 to 365"),
            ("portal_welcome", "x" * 501, "has 501 characters"),
            ("portal_profile_fields", "phone vat", "cannot change vat"),
        ):
            with (
                self.subTest(name=name, value=value),
                self.assertRaisesRegex(ValidationError, told),
                self.env.cr.savepoint(),
            ):
                self.save(**{f"public_links_{name}": value})
        for name, value in (
            ("contact_email", "Care <care@seller.example>"),
            ("contact_email", False),
            ("contact_phone", "555-0100 ext. 5"),
        ):
            self.save(**{f"public_links_{name}": value})

    def test_set_up_is_for_managers(self):
        """B1: the block, the menu, and what they call."""
        settings = self.env["res.config.settings"]
        for user in (self.salesman, self.accountant, self.warehouse, self.clerk):
            with self.assertRaises(AccessError):
                settings.with_user(user).create({"public_links_view_days": 5})
            with self.assertRaises(AccessError):
                self.company.with_user(user).public_links_enabled = False
            menus = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
            self.assertNotIn(self.env.ref("public_links.menu_configuration").id, menus)
        view = settings.with_user(self.admin).get_view()["arch"]
        self.assertIn('name="public_links"', view)

    def test_the_links_are_reached_from_the_settings(self):
        """D23"""
        arch = self.env["res.config.settings"].with_user(self.admin).get_view()["arch"]
        action = self.env.ref("public_links.action_public_link_tokens")
        self.assertIn(f'name="{action.id}" type="action"', arch)
        self.assertIn("Manage Portal Access Tokens", arch)


class TestKeys(SettingsCase):
    """B1: what ends links for everybody is for managers, by RPC too."""

    def test_no_sender_touches_keys_or_stops_all_links(self):
        """B1, F29"""
        link = self.issue(self.make_order())
        keys = self.env["public.link.key"].sudo().search_count([])
        for user in (self.salesman, self.accountant, self.warehouse, self.clerk):
            company = self.company.with_user(user)
            for name in (
                "action_public_links_rotate_key",
                "action_public_links_retire_keys",
                "action_public_links_stop_all",
            ):
                with self.assertRaises(AccessError, msg=name):
                    getattr(company, name)()
            with self.assertRaises(AccessError):
                self.env["public.link.stop"].with_user(user).create({}).action_stop()
        self.assertEqual(link.state, "active")
        self.assertEqual(self.env["public.link.key"].sudo().search_count([]), keys)

    def test_a_new_key_leaves_links_alive_and_retiring_the_old_ends_them(self):
        """D28: what to do when a key may have leaked."""
        old = self.issue(self.make_order())
        company = self.company.with_user(self.manager)
        company.action_public_links_rotate_key()
        new = self.issue(self.make_order())
        self.assertNotEqual(old.key_id, new.key_id)
        self.assertEqual(self.Link._open(old._token(), "view"), old)
        company.action_public_links_retire_keys()
        self.assertEqual(self.Link._open(new._token(), "view"), new)
        with self.assertRaises(DeadLink):
            self.Link._open(old._token(), "view")
        self.assertEqual((old.state, old.revoked_reason), ("revoked", "key"))

    def test_a_manager_stops_all_links_of_the_company_after_seeing_how_many(self):
        """A82, D27"""
        links = self.issue(self.make_order()) | self.issue(self.make_invoice())
        action = self.company.with_user(self.manager).action_public_links_stop_all()
        Stop = self.env["public.link.stop"].with_user(self.manager)
        stop = Stop.with_context(**action["context"]).create({})
        alive = self.Link.search_count(
            [("company_id", "=", self.company.id), ("revoked_at", "=", False)]
        )
        self.assertEqual(stop.count, alive)
        stop.action_stop()
        self.assertEqual(set(links.mapped("state")), {"revoked"})
        self.assertEqual(set(links.mapped("revoked_reason")), {"company"})
        self.assertEqual(links.revoked_by, self.manager)

    def test_a_manager_stops_no_links_of_a_company_that_is_not_theirs(self):
        """F29"""
        other = self.env["res.company"].create({"name": "Elsewhere"})
        stop = (
            self.env["public.link.stop"]
            .with_user(self.manager)
            .sudo()
            .create({"company_id": other.id})
        )
        with self.assertRaises(AccessError):
            stop.sudo(False).action_stop()


class TestChecklist(SettingsCase):
    def level(self, code):
        rows = {row["code"]: row for row in self.company._public_links_checklist()}
        row = rows[code]
        self.assertTrue(row["text"])
        self.assertEqual(bool(row["fix"]), row["level"] != "ok", row)
        if row["level"] != "ok" and "configuration file" not in row["fix"]:
            self.assertLeads(row["door"])
        return row["level"]

    def assertLeads(self, door):
        """Check that a row's button leads to a setting, an action or a record."""
        if door.startswith("#"):
            arch = self.env["res.config.settings"].get_view(view_type="form")["arch"]
            return self.assertIn(f'id="{door[1:]}"', arch)
        _, odoo, path, *record = door.split("/")
        self.assertEqual(odoo, "odoo")
        if not path.startswith("action-"):
            actions = self.env["ir.actions.act_window"]
            return self.assertTrue(actions.search([("path", "=", path)]), door)
        action = self.env.ref(path.removeprefix("action-"))
        if record and record != ["new"]:
            self.assertTrue(self.env[action.res_model].browse(int(record[0])).exists())

    def set_parameter(self, name, value):
        self.env["ir.config_parameter"].set_param(name, value)

    def test_every_point_says_what_is_wrong_and_how_to_fix_it(self):
        """B62: what staff check first, each with its fix."""
        self.set_parameter("web.base.url", "http://localhost:8069")
        self.assertEqual(self.level("base_url"), "bad")
        self.set_parameter("web.base.url", "https://shop.example.com")
        self.set_parameter("web.base.url.freeze", False)
        self.assertEqual(self.level("base_url"), "warn")
        self.set_parameter("web.base.url.freeze", "True")
        self.assertEqual(self.level("base_url"), "ok")
        for field, value, code, level in (
            ("public_links_enabled", False, "enabled", "bad"),
            ("public_links_enabled", True, "enabled", "ok"),
            ("email", "care@seller.example", "company_mail", "ok"),
            ("public_links_contact_email", False, "contact", "warn"),
            ("public_links_contact_email", "care@seller.example", "contact", "ok"),
            ("public_links_in_mails", False, "in_mails", "warn"),
            ("public_links_in_mails", True, "in_mails", "ok"),
            ("public_links_close_core", False, "close_core", "warn"),
            ("public_links_close_core", True, "close_core", "ok"),
        ):
            self.company[field] = value
            self.assertEqual(self.level(code), level, (field, value))
        # As it was saved before it was refused.
        self.company.flush_recordset()
        self.env.cr.execute(
            "UPDATE res_company SET public_links_contact_email = 'not a mail'"
            " WHERE id = %s",
            [self.company.id],
        )
        self.company.invalidate_recordset()
        self.assertEqual(self.level("contact"), "bad")
        self.company.write(
            {"email": False, "phone": False, "public_links_contact_email": False}
        )
        self.assertEqual(self.level("company_mail"), "bad")
        self.assertEqual(self.level("contact"), "bad")

    def test_the_mail_queue_is_watched(self):
        """B62"""
        cron = self.env.ref("mail.ir_cron_mail_scheduler_action")
        cron.write({"active": True, "lastcall": "2020-01-01 00:00:00"})
        self.assertEqual(self.level("mail_queue"), "warn")
        cron.lastcall = self.env.cr.now()
        self.assertEqual(self.level("mail_queue"), "ok")
        cron.active = False
        self.assertEqual(self.level("mail_queue"), "bad")

    def test_every_point_that_can_be_mended_here_has_a_button(self):
        """F47: whatever it says, it leads to where that is"""
        for code, door in self.company._public_links_doors().items():
            with self.subTest(code):
                self.assertLeads(door)

    def test_red_checks_of_a_provider_lead_to_it(self):
        """F47, A71: for those who may mend it"""
        provider = self.env.ref("payment.payment_provider_stripe").sudo()
        keys = {"stripe_publishable_key": "pk", "stripe_secret_key": "sk"}
        provider = provider.copy({"company_id": self.company.id, **keys})
        provider.state = "test"
        doors = {
            row["door"]
            for row in self.company._public_links_connectors()
            if row["provider"] == provider.name
        }
        path = f"/odoo/action-payment.action_payment_provider/{provider.id}"
        self.assertEqual(doors, {path})
        self.assertLeads(path)
        for row in self.company.with_user(self.salesman)._public_links_connectors():
            self.assertFalse(row["door"])

    def test_keys_are_fine_with_a_secret_outside_of_the_database(self):
        """S3"""
        Key = self.env.registry["public.link.key"]
        with patch.object(Key, "_all", lambda _: {}):
            self.assertEqual(self.level("keys"), "warn")
        self.env["public.link.key"]._current()
        with patch.object(Key, "_pepper", lambda _: ""):
            self.assertEqual(self.level("keys"), "warn")
        with patch.object(Key, "_pepper", lambda _: "pepper"):
            self.assertEqual(self.level("keys"), "ok")

    def test_the_settings_page_shows_it(self):
        """B1"""
        settings = self.env["res.config.settings"].with_user(self.admin).create({})
        self.assertIn("Signing keys", settings.public_links_checklist)


class TestSwitches(PublicLinkHttpCase):
    """Each switch, saved in the settings, changes what the customer gets."""

    def test_switches_of_documents_change_the_page_and_the_wizard(self):
        """B10, D10, D11, Q8"""
        order, sale = self.make_order(), self.make_order("sale")
        invoice, refund = self.make_invoice(), self.make_invoice("out_refund")
        for name, document in (
            ("enabled", order),
            ("view_enabled", order),
            ("quotes", order),
            ("orders", sale),
            ("invoices", invoice),
            ("credit_notes", refund),
            ("deliveries", sale.picking_ids),
        ):
            with self.subTest(name=name):
                link = self.issue(document)
                self.assertEqual(self.open(link).status_code, 200)
                self.assertFalse(document._public_link_blockers("view"))
                settings = self.env["res.config.settings"].create(
                    {f"public_links_{name}": False}
                )
                settings.execute()
                self.assertEqual(self.open(link).status_code, 410)
                self.assertTrue(document._public_link_blockers("view"))
                self.company[f"public_links_{name}"] = True
                self.assertEqual(self.open(link).status_code, 200)
