# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from .card_common import CardHttpCase


class TestCardTile(CardHttpCase):
    def test_an_invoice_is_paid_with_the_card_on_file(self):
        """A42, A43, S18, S19"""
        link, invoice = self.mailed()
        page = self.open(link)
        self.assertPublic(page, 200)
        self.assertIn("ending in 4242", page.text)
        self.assertIn("Charge $\xa0318.60 to this card", page.text)
        self.assertNotIn("o_payment_form", page.text)
        self.assertSaid(self.charge(link), "done")
        transaction = self.transactions(invoice)
        self.assertEqual(transaction.state, "done")
        self.assertEqual(transaction.token_id, self.card)
        self.assertEqual(transaction.public_link_id, link)
        self.assertEqual(transaction.amount, 318.6)
        self.assertIn(invoice.payment_state, ("paid", "in_payment"))
        self.assertIn('data-code="paid"', self.open(link).text)

    def test_a_different_card_is_one_link_away(self):
        """A44"""
        link, _invoice = self.mailed()
        page = self.open(link)
        self.assertIn("Use a different card", page.text)
        other = self.get(f"{link._path()}?card=other")
        self.assertIn("o_payment_form", other.text)
        self.assertNotIn("card-on-file", other.text)
