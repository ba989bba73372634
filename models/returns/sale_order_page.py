# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What return pages show: items, estimate, and earlier returns."""

import base64
import hashlib
import json
import re
import secrets
import textwrap
from collections import defaultdict

from odoo import models

from ...tools.formatting import Writer, arrange, day, money
from ...tools.states import status
from ...tools.uploads import KINDS
from ..documents.lines import KINDS as LINE_KINDS
from ..link.public_link_read import once

# Photos of what is wrong with an item: pictures only.
PHOTO_KINDS = [kind for kind, media in KINDS.items() if media.startswith("image/")]
PHOTO_KINDS.append("jpeg")
# How many items one return may have: the URL of the second step holds them all.
CHOSEN_MOST = 100
# How much of a line's description tells it apart from another.
APART_LENGTH = 120


def plain(quantity):
    """Return a quantity as the value of a form's field, in every language: "2", "2.5"."""
    return f"{quantity:.6f}".rstrip("0").rstrip(".")


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _public_return_values(self, link):
        """Return what the return page shows, see ``page_values.ReturnPage``.

        Called as superuser, in the recipient's language and zone.

        :param link: `public.link`, possibly a new record when staff preview
        :rtype: dict
        """
        env = self.env
        blockers = self._public_link_blockers_return()
        self._public_return_fetch()
        requests = self.return_request_ids
        return {
            "kind": "return",
            "title": env._("Return from order %s", self.name),
            "number": self.name,
            "pdf_url": "",
            "about": env._(
                "Order %(name)s of %(date)s",
                name=self.name,
                date=day(env, self.date_order),
            ),
            **self._public_return_answer(blockers, requests),
            "ask": self._public_return_ask(link, blockers),
            "requests": [row._public_return_row(link) for row in requests],
            "footer": self._public_footer(link),
        }

    def _public_return_answer(self, blockers, requests):
        """Return the first lines of the page: whether something can be returned, and how."""
        env = self.env
        if not requests:
            headline = env._("What would you like to return?")
            sentence = env._(
                "Choose what goes back and tell us why. You see what you get back before"
                " anything is sent."
            )
        else:
            headline = env._("Your returns") if requests[1:] else env._("Your return")
            sentence = env._(
                "Below is how it stands. Further down you can return more."
            )
        state, code = "possible", "open"
        if blockers:
            state, code = "nothing_more", blockers[0].code
            sentence = blockers[0].customer
        if blockers and not requests:
            headline = env._("Nothing can be returned right now")
            state = "unavailable"
        return {
            "status": status(env, "returning", state) | {"code": code},
            "headline": headline,
            "sentence": sentence,
        }

    def _public_return_ask(self, link, blockers):
        """Return what the forms need, see ``page_values.ReturnAsk``."""
        env, company = self.env, self.company_id
        items = self._return_items()
        rows = self._public_return_shown(link, items)
        path = link._path() if link.id else "#"
        back = f"{path}?lang={env.lang}"
        return {
            "items": [row for row in rows if not (blockers or row["why"])],
            "closed": [row for row in rows if row["why"]],
            "reasons": [
                {
                    "id": str(reason.id),
                    "name": env._("%s (please add a photo)", reason.name)
                    if reason.photos_required
                    else reason.name,
                }
                for reason in env["return.reason"].search_fetch(
                    [], ["name", "photos_required"]
                )
            ],
            "conditions": [
                {"code": code, "label": label}
                for code, label in self._public_return_conditions().items()
            ],
            "policy": company._public_links_return_policy().splitlines(),
            "photos_label": env._("Photos"),
            "photo_hint": self._public_upload_hint(
                company._public_links_settings(), PHOTO_KINDS
            ),
            "accept": ",".join(f".{kind}" for kind in PHOTO_KINDS),
            "choose_url": link._form_path("choose") if link.id else "#",
            "ask_url": link._form_path("ask") if link.id else "#",
            "estimate_url": f"{back}&return=" if link.id else "",
            "back_url": back,
        }

    def _public_return_shown(self, link, items):
        """Return items as the page shows them."""
        pictures = self._public_return_pictures(items)
        path = link._path("picture") if link.id else ""
        writer = Writer(self.env, self.currency_id)
        apart = self._public_return_apart(writer)
        rows = []
        for item in items:
            shown = path and item.product.id in pictures
            picture = f"{path}/{item.product.id}" if shown else ""
            row = self._public_return_item(item, writer)
            row["apart"] = apart.get(item.key, "")
            row["facts"] = " · ".join(filter(None, (row["apart"], row["facts"])))
            rows.append(row | {"picture": picture})
        return rows

    def _public_return_apart(self, writer):
        """Return what tells items apart that would look the same, by their key.

        Of the line's description, its price and the day of its delivery those that differ.

        :param Writer writer: of the order's currency
        :rtype: dict[str, str]
        """
        alike = defaultdict(list)
        for item in self._return_items():
            alike[self._return_name(item)].append(item)
        groups = [items for items in alike.values() if items[1:]]
        if not groups:
            return {}
        priced = self._public_return_priced()
        found = {}
        for items in groups:
            facts = [self._public_return_marks(item, writer, priced) for item in items]
            # A column that is the same for all tells nothing.
            columns = [one for one in zip(*facts, strict=True) if len(set(one)) > 1]
            for item, texts in zip(items, zip(*columns, strict=True), strict=False):
                found[item.key] = " · ".join(filter(None, texts))
        return found

    def _public_return_marks(self, item, writer, priced):
        env, line = self.env, item.line
        words = " ".join((line.name or "").partition("\n")[2].split())
        price = line.price_unit * (1 - line.discount / 100)
        return (
            textwrap.shorten(words, APART_LENGTH, placeholder="…"),
            env._("%s each", writer.price(price)) if line.id in priced else "",
            env._("delivered on %s", day(env, max(item.move.mapped("date")))),
        )

    def _public_return_priced(self):
        """Return the ids of the lines whose prices the customer's paper shows."""
        lines = self.sudo().order_line  # see ``ReturnItem``
        rows = arrange(
            [
                {
                    "kind": LINE_KINDS.get(line.display_type, "item"),
                    "value": line.price_unit,
                    "folds": line.collapse_composition,
                    "hides_prices": line.collapse_prices,
                    "line": line.id,
                }
                for line in lines
            ]
        )
        return {row["line"] for row in rows if row["kind"] == "item" and "value" in row}

    def _public_return_item(self, item, writer):
        env, unit = self.env, item.unit.name or ""

        def amount(units):
            return f"{writer.quantity(units)} {unit}".strip()

        facts = [env._("Delivered: %s", amount(item.delivered))]
        if item.returned:
            facts.append(env._("returned: %s", amount(item.returned)))
        if item.requested:
            facts.append(env._("on its way back: %s", amount(item.requested)))
        if item.lot:
            facts.append(env._("number %s", item.lot.name))
        return {
            "key": item.key,
            "name": (item.line.name or item.product.name or "").partition("\n")[0],
            "facts": " · ".join(facts),
            "why": item.reasons_why_not,
            "until": env._("Can be returned until %s.", day(env, item.until))
            if item.until
            else "",
            "most": plain(item.remaining),
            "most_label": env._("Return up to %s", amount(item.remaining)),
            "step": "1" if self._public_return_whole(item) else "any",
        }

    def _public_return_whole(self, item):
        """Tell whether an item can be returned in whole numbers only."""
        if item.remaining != int(item.remaining):
            return False
        # Checked once for each unit.
        return item.is_kit or once(
            item.unit, "countable", item.unit._return_is_countable
        )

    def _public_return_pictures(self, items):
        """Return the ids of the products that have a picture."""
        products = self.env["product.product"].union(*(item.product for item in items))
        products = products.with_context(bin_size=True)
        return {product.id for product in products if product.image_128}

    def _public_return_picture(self, number):
        """Return the picture of a product of this order.

        :param int number: the product's id, as a browser sent it
        :rtype: bytes
        """
        product = self.order_line.product_id.filtered(lambda row: row.id == number)
        return base64.b64decode(product.image_256 or b"")

    # === WHAT WAS CHOSEN === #

    def _public_return_chosen(self, texts):
        """Return the items that a customer has chosen, and errors.

        :param dict texts: quantities as typed, by the item's key
        :return: items with quantities; errors by key, "" for the whole
        :rtype: tuple[list[tuple], dict[str, str]]
        """
        env = self.env
        items = {item.key: item for item in self._return_items()}
        chosen, errors = [], {}
        for key, text in texts.items():
            if text.strip() in ("", "0"):
                continue
            item = items.get(key)
            if not item or item.reasons_why_not:
                errors[""] = env._(
                    "One of these items cannot be returned now. Please choose again."
                )
                continue
            quantity, wrong = self._public_return_quantity(item, text.strip())
            if wrong:
                errors[key] = wrong
            else:
                chosen.append((item, quantity))
        if not (chosen or errors):
            errors[""] = env._("Please say how many of which item you return.")
        if len(chosen) > CHOSEN_MOST:
            errors[""] = env._(
                "Please return at most %s different items at once, and the others in a"
                " second return.",
                CHOSEN_MOST,
            )
        return chosen, errors

    def _public_return_quantity(self, item, text):
        """Return the quantity that was typed, and the error or ""."""
        env = self.env
        most = Writer(env).quantity(item.remaining)
        if not re.fullmatch(r"[0-9]{1,9}([.][0-9]{1,6})?", text, re.ASCII):
            return 0, env._("Please enter a number from 0 to %s.", most)
        quantity = float(text)
        if quantity > item.remaining + 1e-6:
            return 0, env._("You can return at most %s of it.", most)
        if self._public_return_whole(item) and quantity != int(quantity):
            return 0, env._("Please enter a whole number, at most %s.", most)
        if not item.unit.round(quantity):
            return 0, env._("Please enter a number from 0 to %s.", most)
        return item.unit.round(quantity), ""

    def _public_return_confirm(self, link, chosen):
        """Return what the second step shows, see ``page_values.ReturnConfirm``.

        :param link: `public.link`
        :param list chosen: items with quantities
        """
        writer = Writer(self.env)
        estimate = self._return_estimate(chosen)
        items = self._public_return_shown(link, [item for item, _quantity in chosen])
        for row, (item, quantity) in zip(items, chosen, strict=True):
            row["units"] = plain(quantity)
            row["quantity"] = f"{writer.quantity(quantity)} {item.unit.name or ''}"
        values = {
            "items": items,
            "totals": self._public_return_totals(estimate),
            "notes": self._public_return_notes(estimate, chosen),
            "query": "_".join(f"{item['key']}-{item['units']}" for item in items),
        }
        policy = self.company_id._public_links_return_policy()
        shown = json.dumps([values, policy], sort_keys=True, default=str)
        return values | {
            "seen": hashlib.sha256(shown.encode()).hexdigest(),
            # Identifies the form: sent twice, it creates one return.
            "once": secrets.token_hex(16),
        }

    def _public_return_notes(self, estimate, chosen):
        """Return what the customer should know of the estimate."""
        env, settings = self.env, self.company_id._public_links_settings()
        notes = []
        if estimate.fee:
            notes += self._public_return_without_fee(chosen)
        if settings["return_shipping"] == "company":
            notes.append(env._("We pay for the way back."))
        else:
            notes.append(env._("You pay for the way back."))
        return [
            *notes,
            env._("This is an estimate: the refund follows once we have your items."),
        ]

    def _public_return_without_fee(self, chosen):
        """Return the reasons for which no fee is kept, and the refund without it."""
        reasons = self.env["return.reason"].search_fetch(
            [("seller_fault", "=", True)], ["name", "seller_fault"]
        )
        if not reasons:
            return []
        whole = self._return_estimate([(*one, reasons[0]) for one in chosen])
        return [
            self.env._(
                "No restocking fee where the mistake is ours (%(reasons)s): you then get"
                " back up to %(total)s.",
                reasons=", ".join(reasons.mapped("name")),
                total=money(self.env, whole.total, whole.currency),
            )
        ]

    def _public_return_conditions(self):
        """Return the conditions of an item that customers choose from: labels by code."""
        field = self.env["return.request.line"]._fields["condition"]
        return dict(field._description_selection(self.env))

    def _public_return_totals(self, estimate):
        env, currency = self.env, estimate.currency
        rows = [("subtotal", env._("Items"), estimate.untaxed)]
        if estimate.tax:
            rows.append(("tax", env._("Taxes"), estimate.tax))
        if estimate.fee:
            rows.append(("tax", env._("Restocking fee"), -estimate.fee))
        rows.append(("total", env._("You get back"), estimate.total))
        return [
            {"kind": kind, "label": label, "amount": money(env, amount, currency)}
            for kind, label, amount in rows
        ]
