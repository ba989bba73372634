# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the tests of paying with the card on file share."""

import html
import re

from odoo import fields

from .pay import PayHttpCase


class CardHttpCase(PayHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.public_links_card = True
        cls.card = cls.make_card()
        cls.customer.write(
            {"public_link_card_id": cls.card.id, "public_link_card_agreed": True}
        )

    @classmethod
    def make_card(cls, partner=None, state="done", **values):
        """Return a card that the demo provider charges with a foreseen result."""
        return cls.env["payment.token"].create(
            {
                "provider_id": cls.provider.id,
                "payment_method_id": cls.method.id,
                "partner_id": (partner or cls.customer).id,
                "payment_details": "4242",
                "provider_ref": "CANARY-7f3a provider reference",
                "demo_simulated_state": state,
                **values,
            }
        )

    def mailed(self, document=None, partner=None):
        """Return a pay link that its recipient got by mail, and its document."""
        document = document or self.make_invoice()
        link = self.issue(document, "pay", partner)
        link.sent_at = fields.Datetime.now()
        return link, document

    def form(self, page):
        """Return what the tile's form sends when its box is ticked."""
        tile = re.search(r'<form class="card-on-file".*?</form>', page.text, re.S)
        self.assertTrue(tile, "The page shows no card on file.")
        found = re.findall(
            r'<input type="hidden" name="(\w+)" value="([^"]*)"', tile[0]
        )
        return {name: html.unescape(value) for name, value in found} | {"charge": "yes"}

    def charge(self, link, form=None, **changes):
        """Send the tile's form."""
        if form is None:
            form = self.form(self.open(link))
        return self.get(link._form_path("card"), method="POST", data=form | changes)

    def assertSaid(self, response, code):
        self.assertEqual(response.status_code, 303, response.text)
        said = re.search(r"[?&]said=(\w+)", response.headers["Location"])
        self.assertEqual(said[1] if said else "", code)

    def assertNoCard(self, link, why=None):
        """Check that the page shows no card, and that the form's POST charges none."""
        page = self.open(link)
        self.assertNotIn("card-on-file", page.text, why)
        self.assertNotSaid("4242", page.text, why)
        before = self.env["payment.transaction"].search_count([])
        self.charge(
            link,
            {
                "pay": "now",
                "charge": "yes",
                "amount": "318.60 USD",
                "card": "Demo 4242",
                "attempt": "0",
            },
        )
        self.assertEqual(self.env["payment.transaction"].search_count([]), before, why)
