# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The lists of approve pages: what is included, options, and items with a tick each."""

from odoo import models

from ...tools.formatting import Writer, unit_of
from ...tools.states import status
from ..documents.lines import page_name
from .sale_order_items import plain


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _public_approve_lists(self, link, values, picked=()):
        """Sort the rows of the page: what is approved item by item and what may be chosen
        stand in lists of their own. Only an option that was chosen, and waits for approval
        as an item, stands in two.

        :param link: `public.link`
        :param dict values: of the page, with ``lines`` and ``approve``; changed
        :param picked: ids of the items that are ticked
        """
        ask, lines = values["approve"], values["lines"]
        rows = self._public_rows()
        shown = dict(zip(rows, lines, strict=True))
        optional = self._public_link_optional_lines()
        if ask["state"] in ("open", "items") and optional:
            ask["options"] = self._public_options(link, optional, rows, shown)
            ask["chosen"] = self._public_chosen_words(ask["options"])
            if ask["state"] == "items":
                # What was chosen is approved as an item then.
                optional = optional.filtered(lambda line: not line.product_uom_qty)
            shown = self._public_rest(shown, optional)
        if ask["state"] == "items":
            ask["items"] = self._public_items(link, rows, shown)
            ask["picked"] = self._public_picked(rows, picked)
            shown = {}
        values["lines"] = list(shown.values())

    def _public_rest(self, shown, optional):
        """Return the rows without options, and without the headings of nothing else."""
        rest = {
            number: row for number, row in shown.items() if number not in optional.ids
        }
        sections = self._public_link_sections()
        theirs = {one.id for line in optional for one in sections[line]}
        empty = _empty_headings(rest, lambda row: True)
        return {
            number: row for number, row in rest.items() if number not in empty & theirs
        }

    def _public_note(self, row):
        """Return how many of an item at which price."""
        return row.get("price_note") or row.get("quantity") or ""

    def _public_items(self, link, rows, shown):
        """Return the rows of item approval: each item with its state, and what stands
        between them."""
        env = self.env
        items, waiting = self._public_link_items(), self._public_link_waiting_lines()
        pictures = self._public_pictures(link)
        products = {line.id: line.product_id.id for line in self.order_line}
        picks = {line.id for line in items}
        # A package that takes more off than it costs is shown like a discount.
        things = {line.id for line in self._public_link_together()}
        # Asked for changes or not: what is not approved waits.
        done, waits = (status(env, "item", code) for code in ("approved", "open"))
        found = []
        for number, row in shown.items():
            pick, waits_for = number in picks, number in waiting.ids
            found.append(
                {
                    "id": number,
                    # A folded section is an item, too.
                    "kind": "item" if number in things else row["kind"],
                    "pick": pick,
                    "name": row["name"],
                    "description": row.get("description") or "",
                    "note": self._public_note(row),
                    # None where the section hides the prices.
                    "amount": row.get("amount", ""),
                    "picture": pictures.get(products.get(number), ""),
                    "done": pick and not waits_for,
                    "status": waits if waits_for or not pick else done,
                    "url": f"{link._path()}?item={number}&lang={env.lang}#items"
                    if link.id
                    else "#",
                }
            )
        rows = {row["id"]: row for row in found}
        empty = _empty_headings(
            rows, lambda row: row["kind"] == "item" and not row["done"]
        )
        return [row for row in found if row["id"] not in empty]

    def _public_picked(self, rows, picked):
        """Return what the ticked items come to, with what is approved along with them.

        :param dict rows: see ``_public_rows``
        :param picked: ids of lines that stand for items
        """
        env = self.env
        waiting = self._public_link_waiting_lines()
        chosen = waiting.filtered(lambda line: line.id in picked)
        words = env._("%(count)s of %(all)s items", count=len(chosen), all=len(waiting))
        result = {"ids": chosen.ids, "totals": [], "amount": "", "count": words}
        priced = all("value" in rows.get(line.id, {}) for line in chosen)
        if not chosen or not priced:
            return result
        lines = self._public_link_approved_with(chosen)
        lines.fetch(["price_subtotal", "price_total"])
        writer = Writer(env, self.currency_id)
        untaxed = sum(lines.mapped("price_subtotal"))
        total = sum(lines.mapped("price_total"))
        totals = [{"kind": "subtotal", "label": words, "amount": writer.money(untaxed)}]
        if self.currency_id.compare_amounts(untaxed, total):
            tax = writer.money(total - untaxed)
            totals.append({"kind": "tax", "label": env._("Tax"), "amount": tax})
        label, amount = env._("You approve now"), writer.money(total)
        totals.append({"kind": "total", "label": label, "amount": amount})
        return result | {"totals": totals, "amount": amount}

    def _public_options(self, link, optional, rows, shown):
        """Return the options, with the heading that each first stands below."""
        writer = Writer(self.env, self.currency_id)
        pictures = self._public_pictures(link)
        sections, heading, found = self._public_link_sections(), None, []
        for line in optional.sorted():
            row = shown.get(line.id) or {}
            mine = [one for one in sections[line] if one][-1:]
            title = (mine[0].name or "").partition("\n")[0] if mine else ""
            taken = line.product_uom_qty > 0
            # What staff offered, or else one: for when it is ticked.
            offered = line.product_uom_qty or line.public_link_offered or 1.0
            priced = "value" in rows.get(line.id, {})
            found.append(
                {
                    "id": line.id,
                    "name": row.get("name") or page_name(line),
                    "description": row.get("description") or "",
                    "taken": taken,
                    "quantity": plain(offered),
                    "unit": unit_of(self.env, line.product_uom_id.name or "", 1),
                    # None where the section hides the prices.
                    "price": writer.price(line._public_option_price())
                    if priced
                    else "",
                    "amount": row.get("amount", "") if taken else "",
                    "picture": pictures.get(line.product_id.id, ""),
                    "section": title if title != heading else "",
                }
            )
            heading = title
        return found

    def _public_chosen_words(self, options):
        """Return how many options are in the sum, in words."""
        count = len([option for option in options if option["taken"]])
        if count == 1:
            return self.env._("With 1 option")
        return self.env._("With %s options", count) if count else ""


def _empty_headings(rows, counts):
    """Return the headings below which nothing counts.

    :param dict rows: by id, in order
    :param counts: a function of a row that is no heading
    :rtype: set[int]
    """
    found, section, subsection = set(), False, False
    for number, row in reversed(rows.items()):
        if row["kind"] == "section":
            if not section:
                found.add(number)
            section = subsection = False
        elif row["kind"] == "subsection":
            if not subsection:
                found.add(number)
            subsection = False
        elif counts(row):
            section = subsection = True
    return found
