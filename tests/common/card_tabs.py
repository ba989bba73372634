# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the tests of many clicks at once share: real threads, connections and commits."""

import functools
import threading
import time
from contextlib import contextmanager
from unittest.mock import patch

from odoo import Command, fields
from odoo.service.model import retrying
from odoo.tools import mute_logger

from ...tools.document_lock import Busy, document_lock
from .base import CommittedCase, own_environment

ROUNDS = 20
TABS = 5
NOISY = (
    "odoo.sql_db",
    "odoo.addons.public_links.models.pay.payment_transaction_charge",
    "odoo.addons.payment.models.payment_transaction",
)


class CardTabsCase(CommittedCase):
    """Invoices of a customer with a card on file; they are deleted at the end."""

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
