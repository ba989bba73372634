# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Documents that something is wrong with: pages stay calm, and say what the papers say."""

from odoo.tools import SQL

from . import ledger
from .case import TruthCase
from .draft import Draft
from .features import INVOICE, ORDER, QUOTE, possible
from .judge import Judge
from .make import make

KINDS = (QUOTE, ORDER, INVOICE)
DIGITS = "123456789012345678901234567890123456789012345678901234567890"


class TestBadInput(TruthCase):
    alone = True

    def judge(self, features, spoil, name=None):
        """Make documents, spoil them, and let the judge look at all of their pages.

        :param set features: names of what those have that can have it
        :param spoil: a function without arguments
        :param str name: what their lines are called
        """
        world = self.worlds["seller"]
        drafts = [
            Draft(world, kind, features & possible(self.env, kind).keys(), 7)
            for kind in KINDS
        ]
        for draft in drafts:
            for line in draft.lines:
                line["name"] = line["name"] if name is None else name
        make(drafts)
        spoil()
        self.env.flush_all()
        self.env.invalidate_all()
        self.env.registry.clear_cache()
        judge = Judge(world, self.page)
        judge.look_ahead(drafts)
        for draft in drafts:
            with self.subTest(draft.kind):
                self.assertEqual([str(one) for one in judge.judge(draft)], [])

    def test_a_product_without_a_name(self):
        """Issue 13: neither the product nor its lines say what it is."""

        def spoil():
            products = self.worlds["seller"].products
            names = (products.desk + products.lamp).product_tmpl_id
            self.env.flush_all()
            self.env.cr.execute(
                SQL(
                    """UPDATE product_template SET name = '{"en_US": ""}'
                        WHERE id = ANY (%s)""",
                    names.ids,
                )
            )

        self.judge({"delivered", "item_by_item"}, spoil, name=" ")

    def test_an_archived_unit(self):
        """Issue 13"""

        def spoil():
            units = self.worlds["seller"].units
            (units.dozen + units.kg).write({"active": False})

        self.judge({"other_unit", "quantity_of_many_decimals", "delivered"}, spoil)

    def test_a_tax_without_a_group(self):
        """Issue 13: as an old database may have it."""

        def spoil():
            self.env.flush_all()
            self.env.cr.execute(
                SQL("ALTER TABLE account_tax ALTER tax_group_id DROP NOT NULL")
            )
            taxes = self.worlds["seller"].taxes
            self.env.cr.execute(
                SQL(
                    "UPDATE account_tax SET tax_group_id = NULL WHERE id = ANY (%s)",
                    (taxes.standard + taxes.reduced).ids,
                )
            )

        self.judge({"two_rates_of_a_group"}, spoil)

    def test_a_line_of_60_digits(self):
        """Issue 13"""
        self.judge({"delivered"}, lambda: None, name=DIGITS)

    def test_a_price_of_60_digits(self):
        """Issue 13: core itself cannot bill so much, but it prints it."""
        world = self.worlds["seller"]
        drafts = [Draft(world, kind, (), 7) for kind in (QUOTE, ORDER)]
        for draft in drafts:
            draft.lines[0]["price_unit"] = float(DIGITS)
        make(drafts)
        judge = Judge(world, self.page)
        judge.finals = {draft.document: ledger.owed(draft.document) for draft in drafts}
        for draft in drafts:
            with self.subTest(draft.kind):
                # It raises where a page is not calm. A float keeps sixteen digits: core
                # and we add up in another order, so that the rest cannot be compared.
                found = judge.judge(draft)
                self.assertFalse([one for one in found if "not judged" in str(one)])

    def test_a_currency_that_was_switched_off(self):
        """Issue 13: the amounts stay, only paying stops."""

        def spoil():
            self.worlds["seller"].currencies["GBP"].active = False

        self.judge({"foreign_currency", "billed"}, spoil)

    def test_a_company_without_a_country(self):
        """Issue 13"""

        def spoil():
            self.worlds["seller"].company.country_id = False

        self.judge({"billed", "fiscal_position_with_a_note"}, spoil)
