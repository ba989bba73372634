# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What an addon adds works where it is installed, and is unknown everywhere else.

``scripts/test --companion`` makes the databases. They are one process's, as on a server.
"""

import os
from unittest.mock import patch

import requests

from odoo import http
from odoo.exceptions import UserError
from odoo.modules import module
from odoo.modules.registry import Registry
from odoo.tools import SQL, config, mute_logger

from odoo.addons.public_links.tests.common.base import (
    PublicLinkFixtures,
    PublicLinkHttpCase,
    own_environment,
)

OTHER, GONE = os.environ["PL_OTHER_DB"], os.environ["PL_GONE_DB"]
MANAGER = "public_links.group_manager"


class TestCompanion(PublicLinkHttpCase):
    """F65: what an addon adds without a line changed elsewhere."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.loan = cls.env["library.loan"].create(
            {"name": "Moby-Dick", "partner_id": cls.customer.id}
        )

    def test_its_purpose_opens_its_document(self):
        """F65: page, action, words, gate and switch are those of its entry."""
        link = self.issue(self.loan, "renew")
        self.assertEqual(link.lifetime_days, 14)
        page = self.open(link)
        self.assertPublic(page, 200)
        self.assertIn("Renew Moby-Dick", page.text)
        self.assertIn("renew this loan until", page.text)
        self.assertIn('<span class="pill info" data-code="lent">Lent to you', page.text)
        due, seen = self.loan.due_date, self.loan._public_link_seen(link)
        answer = self.open(link, "extend", data={"seen": seen}, method="POST")
        self.assertEqual(answer.status_code, 303)
        self.assertEqual((self.loan.due_date - due).days, 14)
        self.assertIn("two more weeks", self.get(answer.headers["Location"]).text)
        self.loan.returned = True
        self.assertIn("brought this book back", self.open(link).text)
        self.company.public_links_renew_enabled = False
        closed = self.open(link)
        self.assertEqual(closed.status_code, 410)
        self.assertIn("The library is closed", closed.text)

    def test_its_mail_has_its_own_words(self):
        """F65: button and subject are those of the entry, or the usual ones."""
        link = self.issue(self.loan, "renew")
        self.assertEqual(link._mail_button(), "Keep it for longer")
        self.assertEqual(
            link._mail_subject(), f"Loan Moby-Dick from {self.company.name}"
        )

    def test_a_model_of_odoo_can_be_a_document(self):
        """F65: by inheriting the mixin into it."""
        circle = self.env["account.analytic.account"].create(
            {
                "name": "Whalers",
                "partner_id": self.customer.id,
                "plan_id": self.env["account.analytic.plan"].create({"name": "P"}).id,
            }
        )
        self.assertEqual(circle.sudo()._public_link_offered(), ["view"])
        page = self.open(self.issue(circle))
        self.assertPublic(page, 200)
        self.assertIn("This circle takes new readers", page.text)

    def test_staff_send_and_preview_it(self):
        """F65: by the wizard, as far as they are among its senders."""
        loan = self.loan.with_user(self.salesman)
        self.assertEqual(loan._public_link_offered(), ["renew"])
        context = {"active_model": "library.loan", "active_ids": loan.ids}
        wizard = self.env["public.link.send"].with_user(self.salesman)
        wizard = wizard.with_context(**context).create({})
        self.assertEqual(wizard.purpose, "renew")
        self.assertFalse(self.loan.with_user(self.clerk)._public_link_may_send("renew"))
        self.log_in(self.salesman)
        preview = self.get(f"/link/preview/renew/library.loan/{loan.id}")
        self.assertIn("Renew Moby-Dick", preview.text)

    def test_its_section_is_in_the_portal(self):
        """F65: in the navigation, on the overview, and behind its path."""
        self.company.public_links_portal_enabled = True
        link = self.issue(self.customer, "portal")
        self.assertIn(f"{link._path()}/loans", self.open(link).text)
        page = self.open(link, "loans")
        self.assertPublic(page, 200)
        self.assertIn("Moby-Dick", page.text)

    def test_its_point_is_in_the_checklist(self):
        """F65"""
        rows = {row["code"]: row for row in self.company._public_links_checklist()}
        self.assertEqual(rows["library"]["level"], "ok")

    def test_its_carrier_is_asked(self):
        """F65: offered on the account, and asked about a parcel."""
        accounts = self.env["shipment.tracking.account"]
        providers = dict(accounts._fields["provider"]._description_selection(self.env))
        self.assertEqual(providers["book_bus"], "Book Bus")
        order = self.make_order("sale")
        account = accounts.create({"name": "Bus", "provider": "book_bus"})
        parcel = self.env["shipment.parcel"].create(
            {
                "picking_id": order.picking_ids.id,
                "number": "BUS1234567",
                "account_id": account.id,
            }
        )
        parcel.action_refresh()
        self.assertEqual(parcel.state, "in_transit")


class TestOtherDatabase(PublicLinkHttpCase):
    """F65: what one database has installed is nothing to another of the same process."""

    def setUp(self):
        super().setUp()
        # A database is loaded as on a server: Odoo would run the tests of its addons.
        self.startPatcher(patch.dict(config._runtime_options, {"test_enable": False}))
        # Those of the tests are named on no command line.
        self.startPatcher(
            patch.object(http, "db_filter", lambda names, host=None: names)
        )

    def ask(self, database, path, **headers):
        """Return what a database of this process answers to a visitor."""
        with self.allow_requests(all_requests=True):
            return requests.get(
                self.base_url() + path,
                headers={
                    "X-Odoo-Database": database,
                    "User-Agent": "Mozilla",
                    **headers,
                },
                timeout=60,
                allow_redirects=False,
            )

    def fixtures(self, env):
        """Return customers, people and documents of another database."""
        made = type("Made", (PublicLinkFixtures,), {"env": env})
        made.make_fixtures()
        made.manager = made._make_user("manager", MANAGER)
        return made()

    def listed(self, env, user):
        """Return the links that a user's list shows, as the web client reads it."""
        fields = ("purpose", "res_model", "document_title", "state", "revoked_reason")
        found = (
            env["public.link"]
            .with_user(user)
            .web_search_read([], dict.fromkeys(fields, {}))
        )
        env["public.link"].with_user(user).formatted_read_group([], ["purpose"])
        env["public.link"].with_user(user).formatted_read_group([], ["res_model"])
        return {row["id"]: row for row in found["records"]}

    def test_it_knows_nothing_of_the_companion(self):
        """F65: it lists links and opens pages, whatever rows it holds."""
        registry = Registry(OTHER)
        with own_environment(registry) as env:
            known = env["public.link.registry"]._known()
            self.assertNotIn("library.loan", known.documents)
            for names in (known.purposes, known.sections, known.checks, known.carriers):
                self.assertTrue(names)
                self.assertFalse(
                    {"renew", "loans", "library", "book_bus"} & set(names), names
                )
            world = self.fixtures(env)
            order = world.make_order(user_id=world.salesman.id)
            links = env["public.link"]._issue(order, "view")
            strange = env["public.link"]._issue(order, "pay")
            unheard = env["public.link"]._issue(order, "approve")
            env.flush_all()
            env.cr.execute(
                SQL(
                    "UPDATE public_link SET purpose = 'renew' WHERE id = %s", unheard.id
                )
            )
            env.cr.execute(
                SQL(
                    "UPDATE public_link SET purpose = 'renew', res_model = 'library.loan'"
                    " WHERE id = %s",
                    strange.id,
                )
            )
            env.invalidate_all()
            for user in (world.salesman, world.manager, world.warehouse):
                with self.subTest(user.login):
                    rows = self.listed(env, user)
                    self.assertEqual(strange.id in rows, user == world.manager)
                    if user == world.salesman:
                        self.assertLessEqual({links.id, unheard.id}, rows.keys())
            paths = [link._path() for link in (links, strange, unheard)]
        self.assertEqual(self.ask(OTHER, paths[0]).status_code, 200)
        for path in paths[1:]:
            page = self.ask(OTHER, path)
            self.assertEqual(page.status_code, 410)
            self.assertIn("no longer exists", page.text)
            self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(self.ask(OTHER, "/link/renew/x.y.z").status_code, 404)

    def test_its_portal_has_no_such_section(self):
        """F65"""
        with own_environment(Registry(OTHER)) as env:
            env.company.public_links_portal_enabled = True
            customer = env["res.partner"].create({"name": "Reader"})
            path = env["public.link"]._issue(customer, "portal")._path()
        page = self.ask(OTHER, path)
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("/loans", page.text)
        self.assertEqual(self.ask(OTHER, f"{path}/loans").status_code, 404)

    @mute_logger("odoo.modules.loading", "odoo.addons.base.models.ir_model")
    def test_its_links_end_with_it(self):
        """F65: who holds one is told, and staff see why."""
        with own_environment(Registry(GONE)) as env:
            world = self.fixtures(env)
            loan = env["library.loan"].create(
                {"name": "Moby-Dick", "partner_id": world.customer.id}
            )
            link = env["public.link"]._issue(loan, "renew")
            circle = env["account.analytic.account"].create(
                {
                    "name": "Whalers",
                    "partner_id": world.customer.id,
                    "plan_id": env["account.analytic.plan"].create({"name": "P"}).id,
                }
            )
            lent = env["public.link"]._issue(circle, "view")
            order = world.make_order(user_id=world.salesman.id)
            kept = env["public.link"]._issue(order, "view")
            account = env["shipment.tracking.account"].create(
                {"name": "Bus", "provider": "book_bus"}
            )
            paths, kept_path = (link._path(), lent._path()), kept._path()
            titles = {link.id: "Moby-Dick", lent.id: circle.display_name}
            ids = kept.id, account.id, world.salesman.id, world.manager.id, circle.id
        for path in paths:
            self.assertEqual(self.ask(GONE, path).status_code, 200)
        # What is written of an opening would change links while they are ended.
        self.wait_for_log()
        with (
            own_environment(Registry(GONE)) as env,
            patch.object(module, "current_test", None),
        ):
            addon = env["ir.module.module"].search(
                [("name", "=", "public_links_companion")]
            )
            addon.button_immediate_uninstall()
        for path in paths:
            page = self.ask(GONE, path)
            self.assertEqual(page.status_code, 410)
            self.assertIn("no longer exists", page.text)
        self.assertEqual(self.ask(GONE, kept_path).status_code, 200)
        kept_id, account_id, salesman_id, manager_id, circle_id = ids
        with own_environment(Registry(GONE)) as env:
            users = env["res.users"]
            self.assertIn(kept_id, self.listed(env, users.browse(salesman_id)))
            rows = self.listed(env, users.browse(manager_id))
            for link_id, title in titles.items():
                row = rows[link_id]
                self.assertEqual(row["state"], "revoked")
                self.assertEqual(row["revoked_reason"], "uninstalled")
                self.assertEqual(row["document_title"], title)
                with self.assertRaisesRegex(UserError, "uninstalled"):
                    env["public.link"].with_user(manager_id).browse(
                        link_id
                    ).action_extend()
            circle = env["account.analytic.account"].browse(circle_id)
            self.assertEqual(circle.name, "Whalers")
            account = env["shipment.tracking.account"].browse(account_id)
            self.assertFalse(account.polls)
