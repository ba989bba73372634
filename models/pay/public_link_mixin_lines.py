# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is paid for, in short: lines of the document on its pay page."""

from odoo import models

from ...tools.formatting import Writer, counted
from ..documents.lines import arranged_lines, fetch_shown

# More lines than these are in the PDF.
MOST_LINES = 6


class PublicLinkMixin(models.AbstractModel):
    _inherit = "public.link.mixin"

    def _public_pay_lines(self):
        """Return what is paid for, see ``page_values.PaidFor``; ``None`` where lines say
        no more than the page does already.

        :rtype: page_values.PaidFor
        """
        return None

    def _public_pay_short(self, lines, quantity_field):
        """Return some lines in short: what other pages hide is hidden here, too.

        :param lines: those of the document that customers see
        :param str quantity_field: product_uom_qty or quantity
        """
        env = self.env
        fetch_shown(self, lines)
        writer = Writer(env, self.currency_id)
        # Sections stand for their lines where these are hidden.
        rows = [
            row
            for row in arranged_lines(self, lines, quantity_field)
            if (row["kind"] == "item" and not row.get("billed"))
            or (row["kind"] in ("section", "subsection") and row["folds"])
        ]
        shown = [
            {
                "name": row["name"],
                "note": counted(
                    env, writer.quantity(row["units"]), row["unit"], row["units"]
                )
                if row["kind"] == "item"
                else "",
                "amount": writer.money(row["value"]) if "value" in row else "",
            }
            for row in rows[:MOST_LINES]
        ]
        more = len(rows) - len(shown)
        if not shown:
            return None
        return {
            "lines": shown,
            "more": env._("and %s more", more) if more else "",
        }


class AccountMove(models.Model):
    _inherit = "account.move"

    def _public_pay_lines(self):
        return self._public_pay_short(self._public_lines(), "quantity")


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _public_pay_lines(self):
        return self._public_pay_short(self._public_lines(), "product_uom_qty")
