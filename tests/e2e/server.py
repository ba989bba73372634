# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A real Odoo server on the tests' database: processes, commits and HTTP as in life.

    class TestSomething(ServerCase):
        def test_it(self):
            with self.env() as env:          # a cursor of its own, committed at the end
                invoice = self.make_invoice(env)
                path = self.make_link(env, invoice, "pay")._path()
            requests.get(f"{self.odoo.url}{path}")

``ServerCase`` starts Odoo (prefork, ``WORKERS`` workers, no scheduled actions) and the
fake Stripe once a class and ends both. What it commits belongs to a company of its own
and stays until the scratch database goes; settings that others see are put back.
"""

import os
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import requests

from odoo.fields import Command, Date
from odoo.modules.registry import DummyRLock, Registry
from odoo.tests import BaseCase, get_db_name, tagged
from odoo.tools import config

from ..common.base import own_environment
from .process import Process, free_port
from .stripe_side import SECRET, StripeSide

ROOT = Path(__file__).parents[2]
COMPANY = "End-to-end Ltd"
WORKERS = 3
# Not the company's: set while the tests run.
PARAMETERS = ("account_payment.enable_portal_payment", "web.base.url")


class OdooServer(Process):
    """``odoo server`` on the tests' database, with the test-only addon loaded."""

    def __init__(self, stripe_url, workers=WORKERS):
        self.url = f"http://127.0.0.1:{(port := free_port())}"
        self.conf = tempfile.NamedTemporaryFile("w", prefix="odoo-", suffix=".conf")
        addons = [*config["addons_path"], str(Path(__file__).parent / "addons")]
        options = {
            name: config[name]
            for name in ("db_host", "db_port", "db_user", "db_password", "data_dir")
            if config[name]
        } | {
            "addons_path": ",".join(addons),
            "db_name": get_db_name(),
            "gevent_port": free_port(),
            "http_interface": "127.0.0.1",
            "http_port": port,
            "list_db": False,
            "log_level": "warn",
            "max_cron_threads": 0,
            "server_wide_modules": "base,rpc,web,public_links_e2e",
            "smtp_port": 1,
            "workers": workers,
        }
        self.conf.write("[options]\n")
        self.conf.writelines(f"{name} = {value}\n" for name, value in options.items())
        self.conf.flush()
        launch = ROOT / "scripts" / "launch.py"
        super().__init__(
            [sys.executable, str(launch), "server", "-c", self.conf.name],
            "Odoo",
            env=os.environ | {"PUBLIC_LINKS_FAKE_STRIPE": stripe_url},
        )

    def is_ready(self):
        # Each worker loads the registry at its first request; the rest wait for it.
        return requests.get(f"{self.url}/link/unknown", timeout=60).status_code == 404


class ServerFixtures:
    """What a shop of its own needs. All take the environment, for it is short-lived."""

    @classmethod
    def make_shop(cls, env):
        """Return the company, with accounts and Stripe; made at the first call."""
        company = env["res.company"].search([("name", "=", COMPANY)])
        if not company:
            usa = env.ref("base.us")
            company = env["res.company"].create(
                {"name": COMPANY, "country_id": usa.id, "email": "e2e@seller.example"}
            )
            env["account.chart.template"].try_loading(
                "generic_coa", company, install_demo=False
            )
        cls.company_id = company.id
        stripe = env["payment.provider"].search(
            [("code", "=", "stripe"), ("company_id", "=", company.id)], limit=1
        )
        if not stripe:
            stripe = env.ref("payment.payment_provider_stripe").copy(
                {"company_id": company.id, "name": "Stripe"}
            )
        stripe.write(
            {
                "allow_tokenization": True,
                "is_published": True,
                "state": "test",
                "stripe_publishable_key": "pk_test_end_to_end",
                "stripe_secret_key": "sk_test_end_to_end",
                "stripe_webhook_secret": SECRET,
            }
        )
        cls.provider_id = stripe.id
        cls.method_id = env.ref("payment.payment_method_card").id
        return company

    @classmethod
    def make_invoice(cls, env, amount=100.0, partner=None):
        """Return a posted invoice of the shop, to a customer of its own."""
        env = cls.in_shop(env)
        product = env["product.product"].create(
            {"name": "Lamp", "type": "consu", "company_id": cls.company_id}
        )
        invoice = env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": (partner or cls.make_customer(env)).id,
                "invoice_date": Date.today(),
                "invoice_line_ids": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "price_unit": amount,
                            "tax_ids": False,
                        }
                    )
                ],
            }
        )
        invoice.action_post()
        return invoice

    @classmethod
    def make_customer(cls, env):
        return env["res.partner"].create(
            {
                "name": "Paula Payer",
                "company_id": cls.company_id,
                "country_id": env.ref("base.us").id,
                "email": "paula@example.com",
            }
        )

    @classmethod
    def make_link(cls, env, document, purpose="pay"):
        """Return a live link of the document's customer."""
        return cls.in_shop(env)["public.link"].sudo()._issue(document, purpose)

    @classmethod
    def in_shop(cls, env):
        return env(context=env.context | {"allowed_company_ids": [cls.company_id]})


@tagged("post_install", "-at_install")
class ServerCase(ServerFixtures, BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.registry = Registry(get_db_name())
        # As in ``CommittedCase``: what core does after a commit asks for the registry.
        cls.startClassPatcher(patch.object(Registry, "_lock", DummyRLock()))
        cls.stripe = StripeSide()
        cls.odoo = OdooServer(cls.stripe.url)
        cls.webhook = f"{cls.odoo.url}/payment/stripe/webhook"
        cls.addClassCleanup(cls._put_back, cls._set_up())
        for process in (cls.stripe, cls.odoo):
            cls.addClassCleanup(process.stop)
            process.start()
        cls.stripe.set(webhook=cls.webhook)

    @classmethod
    @contextmanager
    def env(cls):
        """Give an environment of the system, committed and told to the server."""
        with own_environment(cls.registry) as env:
            yield env
        cls.registry.signal_changes()

    @classmethod
    def _set_up(cls):
        with cls.env() as env:
            methods = env["payment.method"].search([]).ids
            parameters = env["ir.config_parameter"]
            before = {name: parameters.get_param(name) for name in PARAMETERS}
            cls.make_shop(env)
            env["payment.method"].browse(cls.method_id).active = True
            for name, value in zip(PARAMETERS, ("True", cls.odoo.url), strict=True):
                parameters.set_param(name, value)
        return methods, before

    @classmethod
    def _put_back(cls, seen):
        methods, parameters = seen
        with cls.env() as env:
            env["payment.provider"].browse(cls.provider_id).write(
                {"state": "disabled", "is_published": False}
            )
            env["payment.method"].search([("id", "not in", methods)]).active = False
            for name, value in parameters.items():
                env["ir.config_parameter"].set_param(name, value)

    def setUp(self):
        super().setUp()
        self.stripe.trouble()
        self.stripe.set(held=False)

    def _callTestMethod(self, method):
        try:
            return super()._callTestMethod(method)
        except Exception:
            # What all sides said belongs to the failure.
            sys.stderr.write("\n".join(self.describe()))
            raise

    def describe(self):
        """Return what helps to understand a failure."""
        state = self.stripe.state()
        return [
            self.odoo.output(),
            self.stripe.output(),
            *(f"asked of Stripe: {one}" for one in state["requests"][-12:]),
            *(f"told by Stripe: {one}" for one in state["deliveries"][-6:]),
        ]
