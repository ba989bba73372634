# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the tests of paying share: a demo provider, and a browser's requests."""

import json
import re

from odoo import Command
from odoo.fields import Domain
from odoo.tools import mute_logger

from ...tools.pay_bundle import BUNDLE
from .base import PublicLinkHttpCase


class PayFixtures:
    @classmethod
    def make_provider(cls):
        """Publish core's demo provider, which takes no money."""
        cls.env["ir.config_parameter"].set_param(
            "account_payment.enable_portal_payment", "True"
        )
        cls.env["payment.provider"].search([("state", "!=", "disabled")]).write(
            {"state": "disabled"}
        )
        cls.provider = cls.env["payment.provider"].search(
            [("code", "=", "demo"), ("company_id", "=", cls.company.id)], limit=1
        )
        cls.provider.write({"state": "test", "is_published": True})
        cls.method = cls.env.ref("payment_demo.payment_method_demo")
        cls.method.active = True


class BankFixtures:
    """The company's own bank account, and the provider by which transfers are announced."""

    @classmethod
    def make_bank(cls):
        bank = cls.env["res.bank"].create({"name": "Northern Bank", "bic": "NORTDEFF"})
        cls.account = cls.own_account(
            "DE89 3704 0044 0532 0130 00", cls.company.partner_id, bank_id=bank.id
        )
        cls.journal = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", cls.company.id)], limit=1
        )
        cls.journal.bank_account_id = cls.account
        cls.transfer = cls.env["payment.provider"].search(
            [("code", "=", "custom"), ("company_id", "=", cls.company.id)], limit=1
        )

    @classmethod
    def own_account(cls, number, partner, **values):
        """Return a new bank account, which nobody trusts yet."""
        return cls.env["res.partner.bank"].create(
            {"acc_number": number, "partner_id": partner.id, **values}
        )

    @classmethod
    def open_transfer(cls):
        """Let customers announce transfers."""
        cls.transfer.write({"state": "enabled", "is_published": True})
        cls.transfer.journal_id = cls.journal
        cls.transfer.payment_method_ids.active = True

    def billed(self, **values):
        """Return an invoice that is paid to the company's account."""
        return self.make_invoice(**{"partner_bank_id": self.account.id, **values})

    def register(self, invoice, **values):
        """Register a payment as staff do; return it."""
        wizard = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": self.journal.id, **values})
        )
        return wizard._create_payments()


class PayHttpCase(PayFixtures, PublicLinkHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_provider()

    def setUp(self):
        super().setUp()
        # Odoo builds it at the first visit, which writes; core's status page has its own.
        for bundle in (
            BUNDLE,
            "web.assets_frontend",
            "web.assets_frontend_minimal",
            "web.assets_frontend_lazy",
        ):
            self.env["ir.qweb"]._get_asset_nodes(bundle)

    def begin(self, link, amount, choice="now", headers=None, **asked):
        """Ask for a payment as core's form does.

        :return: the JSON-RPC answer
        """
        asked = {
            "provider_id": self.provider.id,
            "payment_method_id": self.method.id,
            "token_id": None,
            "amount": amount,
            "flow": "direct",
            "tokenization_requested": False,
            "landing_route": "/link/pay/return",
            "is_validation": False,
            "access_token": None,
        } | asked
        with mute_logger("odoo.http"):
            response = self.get(
                self.route(link, choice),
                method="POST",
                data=json.dumps(
                    {"jsonrpc": "2.0", "id": 1, "method": "call", "params": asked}
                ),
                headers={"Content-Type": "application/json"} | (headers or {}),
            )
        self.assertEqual(response.status_code, 200, response.text)
        return response.json()

    def second_provider(self):
        """Return another provider that offers the same method."""
        second = self.env["payment.provider"].search(
            [("code", "=", "custom"), ("company_id", "=", self.company.id)], limit=1
        )
        second.write({"state": "enabled", "is_published": True})
        self.method.provider_ids += second
        return second

    def route(self, link, choice="now"):
        """Return where the page that shows how things stand now sends its form."""
        # With a card on file it stands behind "Use a different card".
        page = self.get(f"{link._path()}?pay={choice}&card=other").text
        found = re.search(r'data-transaction-route="([^"]+)"', page)
        path = link._form_path(f"transaction/{choice}")
        if not found:
            return path
        return f"{path}&{re.search('seen=[^&]*', found[1])[0]}"

    def transactions(self, document):
        domain = Domain("invoice_ids", "in", document.ids)
        if document._name == "sale.order":
            domain = Domain("sale_order_ids", "in", document.ids)
            domain |= Domain("invoice_ids", "in", document.invoice_ids.ids)
        return self.env["payment.transaction"].search(domain)

    def pay(self, transaction, state="done"):
        """Let the provider answer, and Odoo book it."""
        getattr(transaction, f"_set_{state}")()
        transaction._post_process()

    def shown_amount(self, response):
        return float(re.search(r'data-amount="([^"]+)"', response.text)[1])

    def instalments(self, *percents):
        """Return a payment term with one instalment now and others later."""
        return self.env["account.payment.term"].create(
            {
                "name": "Instalments",
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": share, "nb_days": days}
                    )
                    for days, share in zip(range(0, 900, 30), percents, strict=False)
                ],
            }
        )
