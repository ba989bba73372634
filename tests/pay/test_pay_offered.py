# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unittest.mock import patch

from ..common.base import PublicLinkHttpCase
from ..common.pay import PayFixtures


class TestPayOffered(PayFixtures, PublicLinkHttpCase):
    """Whether view pages offer Pay: asked once for all documents that are alike."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_provider()

    def setUp(self):
        super().setUp()
        self.cache = self.registry._Registry__caches["default"]

    def keys(self):
        return set(self.cache)

    def assertPayable(self, document, expected=True):
        shown = "/to/pay" in self.open(self.issue(document)).text
        self.assertEqual(shown, expected)

    def invoice_of(self, price):
        invoice = self.make_invoice(post=False)
        invoice.invoice_line_ids.price_unit = price
        invoice.action_post()
        return invoice

    def test_no_document_leaves_an_entry_in_the_cache(self):
        """S28: thousands of documents would push out what every page needs."""
        for make in (self.invoice_of, lambda price: self.make_order("sale")):
            self.assertPayable(make(1000))
            other = make(2000)
            link = self.issue(other)
            before = self.keys()
            self.assertIn("/to/pay", self.open(link).text)
            self.assertFalse(
                [key for key in self.keys() - before if other.id in key[2:]]
            )
            self.assertFalse(
                [key for key in self.keys() - before if "offered" in key[1].__name__]
            )

    def test_the_most_that_a_provider_takes_counts_for_each_document(self):
        """A21: what is kept of one document holds for no other one that differs."""
        small, large = self.invoice_of(100), self.invoice_of(5000)
        self.provider.maximum_amount = 1000
        self.assertPayable(small)
        self.assertPayable(large, expected=False)
        self.assertPayable(small)

    def test_another_country_is_asked_anew(self):
        """A21"""
        ours, theirs = self.invoice_of(100), self.make_invoice(post=False)
        theirs.partner_id = self.customer.copy(
            # Without the tax id, which base_vat holds against the country.
            {"country_id": self.env.ref("base.fr").id, "vat": False}
        )
        theirs.action_post()
        self.provider.available_country_ids = self.customer.country_id
        self.assertPayable(ours)
        self.assertPayable(theirs, expected=False)

    def test_an_addons_no_for_one_document_is_no_other_ones(self):
        """A21: nobody knows what else another addon goes by."""
        bad, good = self.invoice_of(100), self.invoice_of(200)
        Move = self.registry["account.move"]
        options = Move._public_pay_options

        def refuse(move, amount):
            providers, methods = options(move, amount)
            return (providers, methods if move != bad else methods.browse())

        with patch.object(Move, "_public_pay_options", refuse):
            self.assertPayable(bad, expected=False)
            self.assertPayable(good)

    def test_a_provider_that_is_published_is_offered_at_once(self):
        """A21"""
        invoice = self.invoice_of(100)
        self.provider.is_published = False
        self.assertPayable(invoice, expected=False)
        self.provider.is_published = True
        self.assertPayable(invoice)
