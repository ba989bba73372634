# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Is the judge awake? Formulas are broken one by one, and it has to name each: run by
scripts/truth --mutations, not in CI."""

import sys
from unittest.mock import patch

from odoo import fields

from ...models.documents import lines
from ...tools import formatting
from .case import TruthCase
from .cases import by_house
from .run import Run

# What each breaks: see ``Mutations``. The second is the ID of the cases that are judged.
BROKEN = (
    ("prices_at_the_currency_s_decimals", "T1"),
    ("quantities_of_two_decimals", "T2"),
    ("no_discount", "T3"),
    ("tax_included_or_not_swapped", "T3"),
    ("hidden_prices_shown", "T4"),
    ("combos_without_their_parts", "T5"),
    ("section_without_its_last_line", "T6"),
    ("credit_notes_called_paid", "T6"),
    ("a_tax_group_left_out", "T3"),
    ("all_of_it_due_now", "T7"),
    ("late_a_month_later", "T7"),
    ("payments_of_the_order_forgotten", "T8"),
    ("advances_forgotten", "T9"),
    ("until_the_day_in_greenwich", "T10"),
    ("discounts_given_back", "T14"),
    ("notes_left_out", "T16"),
    ("write_offs_called_paid", "T18"),
    ("credit_notes_not_on_the_statement", "T6"),
    ("a_certificate_with_tax", "T4"),
)


class Mutations:
    """Each method breaks one formula while it runs.

    :param registry: of the models
    """

    def __init__(self, registry):
        self.registry = registry

    def model(self, name, method, broken):
        """Replace a method of a model by one that gets the original first."""
        original = getattr(self.registry[name], method)
        return patch.object(
            self.registry[name],
            method,
            lambda *args, **kwargs: broken(original, *args, **kwargs),
        )

    def prices_at_the_currency_s_decimals(self):
        return patch.object(
            formatting.Writer,
            "price",
            lambda self, amount, least=None: self.money(amount),
        )

    def quantities_of_two_decimals(self):
        original = formatting.Writer.quantity
        return patch.object(
            formatting.Writer,
            "quantity",
            lambda self, amount, digits=None: original(self, amount, 2),
        )

    def _raw(self, **values):
        original = lines._raw

        def raw(line, quantity_field):
            row = original(line, quantity_field)
            return {key: values.get(key, value) for key, value in row.items()}

        return patch.object(lines, "_raw", raw)

    def no_discount(self):
        return self._raw(discount=0.0)

    def hidden_prices_shown(self):
        return self._raw(hides_prices=False)

    def tax_included_or_not_swapped(self):
        def priced(original, moves, rows):
            original(moves, rows)
            for line, row in rows.items():
                if row["kind"] == "item":
                    swapped = row["value"] == line.price_total
                    row["value"] = line.price_subtotal if swapped else line.price_total

        return self.model("account.move", "_public_priced", priced)

    def combos_without_their_parts(self):
        def priced(original, orders, rows):
            original(orders, rows)
            for line, row in rows.items():
                if line.product_type == "combo":
                    row["value"] = line.price_subtotal

        return self.model("sale.order", "_public_priced", priced)

    def section_without_its_last_line(self):
        original = lines.arrange

        def arrange(rows):
            shown = original(rows)
            for row in shown:
                if row["kind"] == "section":
                    row["value"] -= 1
            return shown

        return patch.object(lines, "arrange", arrange)

    def a_tax_group_left_out(self):
        original = lines._engine_totals

        def totals(document):
            rows = original(document)
            return [row for row in rows if row["kind"] != "tax"]

        return patch.object(lines, "_engine_totals", totals)

    def _settled(self, change):
        def read(original, moves, name):
            found = original(moves, name)
            return change(*found) if name == "settled" else found

        return self.model("account.move", "_public_read", read)

    def credit_notes_called_paid(self):
        return self._settled(lambda _other, deducted: (0.0, deducted))

    def write_offs_called_paid(self):
        return self._settled(lambda other, _deducted: (other, 0.0))

    def all_of_it_due_now(self):
        def asked(original, moves):
            due = original(moves)
            return type(due)(due.whole, due.whole, due.kind, due.until, due.discount)

        return self.model("account.move", "_public_pay_asked", asked)

    def late_a_month_later(self):
        return self.model(
            "account.move",
            "_public_days_left",
            lambda original, moves: original(moves) + 40,
        )

    def payments_of_the_order_forgotten(self):
        return self.model(
            "sale.order", "_public_unbilled", lambda _original, *_args: 0.0
        )

    def advances_forgotten(self):
        def billed_later(original, orders):
            return original(orders) + (orders.amount_invoiced and 1)

        return self.model("sale.order", "_public_billed_later", billed_later)

    def until_the_day_in_greenwich(self):
        return self.model(
            "res.company", "_public_links_today", lambda *_args: fields.Date.today()
        )

    def discounts_given_back(self):
        return self.model(
            "sale.order.line", "_return_is_discount", lambda _original, *_args: False
        )

    def notes_left_out(self):
        return self.model("sale.order", "_public_terms", lambda _original, *_args: [])

    def credit_notes_not_on_the_statement(self):
        def found(original, partners, company, until):
            rows = original(partners, company, until)
            return [row for row in rows if row.kind != "credit_note"]

        return self.model("res.partner", "_public_statement_lines", found)

    def a_certificate_with_tax(self):
        def content(original, orders, **more):
            found = original(orders, **more)
            for row in found["shown"]:
                row["total"] = row["total"] and row["total"] + 1
            return found

        return self.model("sale.order", "_public_link_evidence_content", content)


class TestMutations(TruthCase):
    def test_the_judge_names_each_broken_formula(self):
        """Issue 13"""
        run, houses = Run(self.worlds, self.page), by_house(self.env)
        mutations, missed = Mutations(self.env.registry), []
        for name, case in BROKEN:
            with getattr(mutations, name)():
                found = self.kinds(run, houses, case)
            if not found:
                missed.append(name)
            sys.stdout.write(f"{name} ({case}): {'; '.join(found) or 'MISSED'}\n")
            sys.stdout.flush()
        self.assertFalse(missed)

    def kinds(self, run, houses, case):
        """Return what the judge finds in the cases of an ID."""
        found = {}
        for cases in houses:
            plans = [plan for name, plan in cases if name == case]
            for findings in run.judged(plans) if plans else ():
                found |= {finding.kind: finding for finding in findings}
        return sorted(found)
