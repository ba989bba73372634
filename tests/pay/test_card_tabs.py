# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Many at once: real threads, connections and commits, without a server between.

To be moved to processes of a real server (tests/e2e) once that is there.
"""

import functools
import threading
import time
from contextlib import contextmanager
from unittest.mock import patch

from odoo import Command, fields
from odoo.service.model import retrying
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...tools.document_lock import Busy, document_lock
from ..common.base import CommittedCase, own_environment

ROUNDS = 20
TABS = 5
NOISY = (
    "odoo.sql_db",
    "odoo.addons.public_links.models.pay.payment_transaction_charge",
    "odoo.addons.payment.models.payment_transaction",
)


@tagged("post_install", "-at_install")
class TestCardTabs(CommittedCase):
    """What is made is deleted at the end."""

    def setUp(self):
        super().setUp()
        with own_environment(self.registry) as env:
            self._make(env)
        for name in NOISY:
            self.enterContext(mute_logger(name))

    def _make(self, env):
        company = env.company
        provider = env["payment.provider"].search(
            [("code", "=", "demo"), ("company_id", "=", company.id)], limit=1
        )
        portal = env["ir.config_parameter"].search(
            [("key", "=", "account_payment.enable_portal_payment")]
        )
        method = env.ref("payment_demo.payment_method_demo")
        self.before = {
            provider: provider.read(["state", "is_published"])[0],
            company: {"public_links_card": company.public_links_card},
            method: {"active": method.active},
        }
        self.portal = portal.value
        env["ir.config_parameter"].set_param(
            "account_payment.enable_portal_payment", "True"
        )
        provider.write({"state": "test", "is_published": True})
        method.active = True
        company.public_links_card = True
        partner = env["res.partner"].create(
            {"name": "Five Tabs", "email": "tabs@example.com"}
        )
        card = env["payment.token"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": method.id,
                "partner_id": partner.id,
                "payment_details": "4242",
                "provider_ref": "reference",
                "demo_simulated_state": "done",
            }
        )
        partner.write({"public_link_card_id": card.id, "public_link_card_agreed": True})
        product = env["product.product"].create(
            {"name": "Tab", "type": "service", "taxes_id": [Command.clear()]}
        )
        invoices = env["account.move"].create(
            [
                {
                    "move_type": "out_invoice",
                    "partner_id": partner.id,
                    "invoice_date": fields.Date.today(),
                    "invoice_line_ids": [
                        Command.create({"product_id": product.id, "price_unit": 10.0})
                    ],
                }
                for _round in range(ROUNDS)
            ]
        )
        invoices.action_post()
        links = env["public.link"]._issue(invoices, "pay")
        links.sent_at = fields.Datetime.now()
        self.partner_id, self.product_id = partner.id, product.id
        self.link_ids = links.ids

    def _forget(self):
        with own_environment(self.registry) as env:
            partner = env["res.partner"].browse(self.partner_id)
            transactions = env["payment.transaction"].search(
                [("partner_id", "=", partner.id)]
            )
            payments, invoices = transactions.payment_id, transactions.invoice_ids
            invoices |= env["account.move"].search(
                [("partner_id", "=", partner.id), ("move_type", "=", "out_invoice")]
            )
            transactions.payment_id = False
            payments.action_draft()
            payments.with_context(force_delete=True).unlink()
            transactions.unlink()
            invoices.button_draft()
            invoices.with_context(force_delete=True).unlink()
            env["payment.token"].search([("partner_id", "=", partner.id)]).unlink()
            env["product.product"].browse(self.product_id).unlink()
            for record, values in self.before.items():
                values.pop("id", None)
                record.with_env(env).write(values)
            env["ir.config_parameter"].set_param(
                "account_payment.enable_portal_payment", self.portal
            )
        with own_environment(self.registry) as env:
            env["res.partner"].browse(self.partner_id).unlink()

    @contextmanager
    def _provider(self, effect=None):
        """Count what the provider is asked to charge, and let it take a moment."""
        transactions, calls = self.registry["payment.transaction"], []
        demo = transactions._send_payment_request

        def send(transaction):
            calls.append(transaction.id)
            time.sleep(0.02)
            if effect:
                effect(transaction)
            return demo(transaction)

        with patch.object(transactions, "_send_payment_request", send):
            yield calls

    def _page(self, link_id):
        """Return the form of a page that is open in every tab."""
        with own_environment(self.registry) as env:
            link = env["public.link"].browse(link_id)
            document = link._document()
            card = document._public_pay_card(link)
            return document._public_pay_seen(link, "now", card) | {"charge": "yes"}

    def _click(self, link_id, form, answers):
        """Do what the action does with a click, and what Odoo does around it."""
        try:
            with own_environment(self.registry) as env:

                def act():
                    link = env["public.link"].browse(link_id)
                    document = link._document()
                    locked = document._public_link_locked("pay")
                    with document_lock(*locked, patience=30):
                        link = env["public.link"].browse(link_id)
                        return link._document()._public_pay_by_card(link, "now", form)

                answers.append(retrying(functools.partial(act), env))
        except Busy:
            answers.append("busy")
        except Exception as error:
            answers.append(error)

    def _clicks(self, link_id, form, number):
        answers = []
        threads = [
            threading.Thread(target=self._click, args=(link_id, form, answers))
            for _tab in range(number)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return answers

    def _payments(self, link_id):
        with own_environment(self.registry) as env:
            transactions = env["payment.transaction"].search(
                [("public_link_id", "=", link_id)]
            )
            invoice = env["public.link"].browse(link_id)._document()
            return transactions.mapped("state"), invoice.payment_state

    def test_five_tabs_charge_once(self):
        """S12, S18, A43: twenty rounds; the losers find it paid"""
        for link_id in self.link_ids:
            form = self._page(link_id)
            with self._provider() as calls:
                answers = self._clicks(link_id, form, TABS)
            self.assertEqual(len(calls), 1)
            # "": the page's own state says it all.
            self.assertEqual(sorted(map(str, answers)), [""] * (TABS - 1) + ["done"])
            states, invoice = self._payments(link_id)
            self.assertEqual(states, ["done"])
            self.assertIn(invoice, ("paid", "in_payment"))

    def test_a_webhook_that_arrives_during_the_charge_changes_nothing(self):
        """S18: it writes the same row first, on a connection of its own; twenty rounds"""

        def webhook(transaction):
            with own_environment(self.registry) as env:
                env["payment.transaction"]._process(
                    "demo",
                    {"reference": transaction.reference, "simulated_state": "done"},
                )

        write_down = self.registry["payment.transaction"]._public_link_write_down
        conflicts = []

        def count(transaction, charge):
            conflicts.append(transaction.id)
            return write_down(transaction, charge)

        self.startPatcher(
            patch.object(
                self.registry["payment.transaction"], "_public_link_write_down", count
            )
        )
        for link_id in self.link_ids:
            form = self._page(link_id)
            with self._provider(webhook) as calls:
                answers = self._clicks(link_id, form, 2)
            self.assertEqual(len(calls), 1)
            self.assertEqual(sorted(map(str, answers)), ["", "done"])
            states, invoice = self._payments(link_id)
            self.assertEqual(states, ["done"])
            self.assertIn(invoice, ("paid", "in_payment"))
        self.assertEqual(len(conflicts), ROUNDS, "PostgreSQL let nobody overwrite.")

    def test_a_worker_that_dies_while_charging_is_not_followed_by_another_charge(self):
        """S18: five others come afterwards"""

        def die(_transaction):
            raise SystemExit

        link_id = self.link_ids[0]
        form = self._page(link_id)
        with self._provider(die) as calls, self.assertRaises(SystemExit):
            self._click(link_id, form, [])
        with self._provider() as more:
            answers = self._clicks(link_id, form, TABS)
        self.assertEqual((len(calls), len(more)), (1, 0))
        self.assertEqual(answers, ["checking"] * TABS)
        self.assertEqual(self._payments(link_id)[0], ["draft"])
