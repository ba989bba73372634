# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What return pages show: items, estimate, and earlier returns."""

import hashlib
import json
import re
import secrets
import textwrap
from collections import defaultdict

from odoo import models

from ...tools.formatting import Writer, arrange, money, page_day
from ...tools.states import status
from ...tools.uploads import KINDS
from ..documents.lines import KINDS as LINE_KINDS
from ..documents.lines import page_name
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
        """Return what the return page shows, see ``page_values_return.ReturnPage``.

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
            **self._public_return_answer(blockers, requests),
            "ask": self._public_return_ask(link, blockers),
            "requests": [row._public_return_row(link) for row in requests],
            "footer": self._public_footer(link),
        }

    def _public_return_answer(self, blockers, requests):
        """Return the first lines of the page: whether something can be returned, and how."""
        env = self.env
        about = env._(
            "Order %(name)s of %(date)s",
            name=self.name,
            date=page_day(env, self.date_order),
        )
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
            "about": about,
            "headline": headline,
            "sentence": sentence,
        }

    def _public_return_ask(self, link, blockers):
        """Return what the forms need, see ``page_values_return.ReturnAsk``."""
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
            "wishes": [
                {"code": code, "label": label}
                for code, label in self._return_wishes().items()
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
            "picked_url": back if link.id else "",
            "back_url": back,
        }

    def _public_return_shown(self, link, items):
        """Return items as the page shows them."""
        pictures = self._public_pictures(link)
        writer = Writer(self.env, self.currency_id)
        apart = self._public_return_apart(writer)
        priced = self._public_return_priced()
        rows = []
        for item in items:
            picture = pictures.get(item.product.id, "")
            row = self._public_return_item(item, writer)
            row["apart"] = apart.get(item.key, "")
            each = self._public_return_each(item, writer)
            if item.line.id in priced and each not in row["apart"]:
                row["price"] = each
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
        return (
            textwrap.shorten(words, APART_LENGTH, placeholder="…"),
            self._public_return_each(item, writer) if line.id in priced else "",
            env._("delivered on %s", page_day(env, max(item.move.mapped("date")))),
        )

    def _public_return_each(self, item, writer):
        """Return the price of one, without tax, as the order says it."""
        price = item.line.price_unit * (1 - item.line.discount / 100)
        return self.env._("%s each", writer.price(price))

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
        env = self.env

        def amount(units):
            return self._public_return_amount(units, item.unit, writer)

        facts = [env._("%s delivered", amount(item.delivered))]
        if item.returned:
            facts.append(env._("%s returned", amount(item.returned)))
        if item.requested:
            facts.append(env._("%s on the way back", amount(item.requested)))
        if item.lot:
            facts.append(env._("number %s", item.lot.name))
        return {
            "key": item.key,
            "name": page_name(item.line) or item.product.name or "",
            "facts": " · ".join(facts),
            "why": item.reasons_why_not,
            "until": env._("Can be returned until %s.", page_day(env, item.until))
            if item.until
            else "",
            "most": plain(item.remaining),
            "most_label": env._("up to %s", amount(item.remaining)),
            "step": "1" if self._public_return_whole(item) else "any",
            "price": "",
        }

    def _public_return_amount(self, units, unit, writer):
        """Return a quantity with its unit; pieces are counted without one: "2", "1.5 kg"."""
        # Not ``env.ref``, which costs a query each time.
        pieces = self.env["ir.model.data"]._xmlid_to_res_id("uom.product_uom_unit")
        name = "" if unit.id == pieces else unit.name or ""
        return f"{writer.quantity(units)} {name}".strip()

    def _public_return_sum(self, texts):
        """Return what a choice comes to, while it is made.

        :param dict texts: quantities as typed, by the item's key
        :return: ``amount`` and ``words``, each possibly empty
        :rtype: dict[str, str]
        """
        env, found = self.env, {"amount": "", "words": ""}
        if not texts:
            return found
        chosen, errors = self._public_return_chosen(texts)
        if errors:
            return found
        estimate = self._return_estimate(chosen)
        if len(chosen) == 1:
            words = env._("You get back about this for 1 item")
        else:
            words = env._("You get back about this for %s items", len(chosen))
        total = money(env, estimate.total, estimate.currency)
        return found | {"amount": total, "words": words}

    def _public_return_whole(self, item):
        """Tell whether an item can be returned in whole numbers only."""
        if item.remaining != int(item.remaining):
            return False
        # Checked once for each unit.
        return item.is_kit or once(
            item.unit, "countable", item.unit._return_is_countable
        )

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
        """Return what the second step shows, see ``page_values_return.ReturnConfirm``.

        :param link: `public.link`
        :param list chosen: items with quantities
        """
        writer = Writer(self.env)
        estimate = self._return_estimate(chosen)
        items = self._public_return_shown(link, [item for item, _quantity in chosen])
        for row, (item, quantity) in zip(items, chosen, strict=True):
            row["units"] = plain(quantity)
            row["quantity"] = self._public_return_amount(quantity, item.unit, writer)
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
            notes.append(env._("We pay for the return shipping."))
        else:
            notes.append(env._("You pay for the return shipping."))
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
