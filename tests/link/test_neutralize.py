# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.modules.neutralize import get_neutralization_queries

from ...models.link.public_link_open import DeadLink, UnknownLink
from ..common.base import PublicLinkCase


class TestNeutralize(PublicLinkCase):
    def neutralize(self):
        """Do to this database what Odoo does to a neutralised copy."""
        self.env.flush_all()
        (query,) = get_neutralization_queries(["public_links"])
        self.env.cr.execute(query)
        self.env.invalidate_all()
        self.env.registry.clear_cache()

    def test_the_original_links_open_nothing_in_a_copy(self):
        """S3"""
        token = self.issue(self.make_order())._token()
        self.neutralize()
        with self.assertRaises(UnknownLink):
            self.Link._open(token, "view")

    def test_a_copy_cannot_sign_for_the_original(self):
        """S3: the secret is not in the copy any more."""
        link = self.issue(self.make_order())
        token, secret = link._token(), link.sudo().key_id.secret
        self.neutralize()
        self.assertNotEqual(link.sudo().key_id.secret, secret)
        self.assertNotEqual(link._token(), token)
        with self.assertRaises(DeadLink):
            self.Link._open(link._token(), "view")

    def test_all_links_are_over_even_when_links_are_switched_on_again(self):
        link = self.issue(self.make_order())
        self.neutralize()
        self.assertFalse(
            self.env["res.company"].search([("public_links_enabled", "=", True)])
        )
        self.env["res.company"].search([]).public_links_enabled = True
        self.assertEqual(link.state, "revoked")
        with self.assertRaises(DeadLink) as caught:
            self.Link._open(link._token(), "view")
        self.assertEqual(caught.exception.reason, "revoked")
        fresh = self.issue(self.make_order())
        self.assertNotEqual(fresh.sudo().key_id, link.sudo().key_id)
        self.assertEqual(self.Link._open(fresh._token(), "view"), fresh)

    def test_a_copy_asks_no_carrier_and_takes_no_event_of_the_original(self):
        """F14"""
        account = self.env["shipment.tracking.account"].create(
            {
                "name": "EasyPost",
                "provider": "easypost",
                "api_key": "key",
                "webhook_secret": "secret",
            }
        )
        path = account.webhook_path
        self.neutralize()
        self.assertFalse(account.api_key or account.webhook_secret)
        self.assertEqual(account.state, "paused")
        with self.assertRaises(LookupError):
            account._by_webhook_path(path)

    def test_a_copy_reminds_no_customer(self):
        """F57"""
        self.env.ref("public_links.plan_invoice").enabled = True
        self.neutralize()
        self.assertFalse(self.env["public.link.plan"].search([("enabled", "=", True)]))

    def test_a_copy_charges_nobody_by_agreement(self):
        """F35, S19: neither what was agreed to nor what was announced"""
        invoice = self.make_invoice()
        card = self.env["payment.token"].create(
            {
                "provider_id": self.env["payment.provider"]
                .search([("code", "=", "demo")], limit=1)
                .id,
                "payment_method_id": self.env["payment.method"].search([], limit=1).id,
                "partner_id": self.customer.id,
                "payment_details": "4242",
                "provider_ref": "reference",
            }
        )
        visitor = {"address": "", "user_agent": ""}
        agreement = self.env["public.link.agreement"]._agree(
            self.issue(invoice, "pay"), card, 500.0, "I agree.", visitor
        )
        charge = self.env["public.link.agreement.charge"]._announce(agreement, invoice)
        self.neutralize()
        self.assertEqual(agreement.ended_by, "copy")
        self.assertEqual((charge.state, charge.why), ("dropped", "copy"))
        self.assertTrue(agreement._is_intact())
