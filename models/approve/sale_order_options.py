# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The customer's choice of optional items."""

import math
from datetime import timedelta

from markupsafe import Markup

from odoo import fields, models
from odoo.tools import float_round, html2plaintext

from .sale_order_items import plain
from .sale_order_revision import KEPT

# For how long further choices of options go into the note of the first.
ONE_NOTE = timedelta(hours=1)
# Among how many of the last messages that note is looked for.
NOTES = 20


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _public_link_optional_lines(self):
        """Return the optional lines whose quantity the customer may choose: those that are
        not approved."""
        if self.state != "sent" or self.public_link_answer:
            return self.order_line.browse()
        sections = self._public_link_sections()
        return self.order_line.filtered(
            lambda line: (
                not line.display_type
                and line.public_link_state != "approved"
                and line._can_be_edited_on_portal()
                # What is not shown is not offered.
                and not any(one.collapse_composition for one in sections[line])
                # Discounts and deliveries may stand in the last section by chance.
                and line.price_unit >= 0
                and not line._is_discount_line()
                and not line._is_delivery()
            )
        )

    def _public_link_option_quantity(self, text):
        """Return the quantity that a customer typed, or ``None`` if it is not valid.

        :param str text: what came from the form
        :rtype: float | None
        """
        most = self.company_id._public_links_settings()["option_max"]
        text = (text or "").strip().replace(",", ".")
        # float() alone accepts "nan", "1e9", "1_000" and digits of other scripts.
        if not text.isascii() or not text.replace(".", "", 1).isdigit():
            return None
        if len(text) > 12:
            return None
        value = float(text)
        return value if math.isfinite(value) and 0 <= value <= most else None

    def _public_link_choose(self, link, quantities):
        """Set the quantities of optional lines as the customer chose.

        :param link: `public.link`
        :param dict quantities: quantity by `sale.order.line` of this order
        :return: what kept it from being done, see ``_public_link_try``; "" if it is done
        :rtype: str
        """
        asked = {}

        def act(order):
            asked.update(
                order.with_context(**KEPT)._public_link_chosen_lines(quantities)
            )

        if trouble := self._public_link_try(act):
            return trouble
        if not asked:
            return ""
        order = self._public_link_acting()
        # The page asks for the amount that the confirmation will come to.
        order._public_link_rework()
        # Other addons may take less than was asked for, or another line.
        there = order.order_line.browse(line.id for line in asked).exists()
        changed = [
            f"{line.name.partition(chr(10))[0]}: {plain(line.product_uom_qty)}"
            for line in there
        ]
        order._public_link_tell_chosen(link, changed)
        link._record("options_chosen")
        same = all(
            line in there and line.product_uom_qty == quantity
            for line, quantity in asked.items()
        )
        return "" if same else "options_other"

    def _public_link_tell_chosen(self, link, changed):
        """Tell the seller what was chosen, since the PDF that was sent shows other
        quantities: one note, however many steps it took.

        :param link: `public.link`
        :param list changed: a line for each option that was chosen just now
        """
        title = self.env._("Options chosen by link:")
        author = self._public_link_author(link)
        since = fields.Datetime.now() - ONE_NOTE
        # Behind it stand core's own notes of the total.
        mine = self.message_ids.sorted("id", reverse=True)[:NOTES].filtered(
            lambda note: (
                note.author_id == author
                and note.date > since
                and title in html2plaintext(note.body or "")
            )
        )
        if mine:
            lines = [
                line.name.partition("\n")[0] + ": " + plain(line.product_uom_qty)
                for line in self.order_line.filtered("public_link_chosen")
            ]
            mine[0].body = Markup("<br/>").join([title, *lines])
            return
        text = "\n".join([title, *changed])
        self._public_link_tell_done(link, "", text, activity=False)

    def _public_link_chosen_lines(self, quantities):
        """Set quantities, as the customer's choice.

        :param dict quantities: quantity by `sale.order.line` of this order
        :return: what was set anew, by line
        :rtype: dict
        """
        chosen = {}
        for line, quantity in quantities.items():
            line = self.order_line.browse(line.id)
            digits = line.product_uom_id.rounding or 0.01
            quantity = float_round(quantity, precision_rounding=digits)
            if quantity == line.product_uom_qty:
                continue
            lines = line
            if line.product_type == "combo":
                # As core's portal does.
                lines += line._get_linked_lines().filtered("combo_item_id")
            lines._public_link_note_chosen()
            lines.write({"product_uom_qty": quantity})
            chosen[line] = quantity
        if chosen:
            self._public_link_unsign()
        return chosen

    def _public_link_unchoose(self):
        """Take back the quantities that the customer chose: they were chosen for another
        offer (T11). Staff, who have seen them in the total, read of it."""
        for order in self:
            lines = order.order_line.filtered("public_link_chosen")
            taken = []
            for line in lines.with_context(**KEPT):
                offered = line.public_link_offered
                if line.product_uom_qty != offered:
                    taken.append(
                        f"{(line.name or '').partition(chr(10))[0]}:"
                        f" {plain(line.product_uom_qty)} → {plain(offered)}"
                    )
                    line.product_uom_qty = offered
            lines._public_link_forget_chosen()
            if not taken:
                continue
            order._public_link_rework()
            order._message_log(
                body=order.env._(
                    "The customer had chosen these options before you changed the"
                    " quotation. They are offered again, to be chosen anew: %s",
                    "; ".join(taken),
                )
            )
