# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Documents by their features: what is to be made, and how many are made at once."""

import random
from collections import defaultdict

from odoo import Command, fields

from .features import FEATURES, INVOICE, SALE

# What happens to a document, in this order.
STAGES = (
    "written",
    "delivery",
    "advance",
    "posting",
    "fate",
    "billing",
    "after",
    "links",
)
UNITS = {"saffron": "kg", "work": "hour"}


def rank(place):
    """Return the sequence of a line: there is room for those that it brings along."""
    return 10 * (place + 1)


class Draft:
    """A document that is to be made.

    :param world: what ``make_world`` returned
    :param str kind: quote, order, invoice or credit
    :param features: names of what it has
    :param int seed: of its numbers
    """

    def __init__(self, world, kind, features, seed):
        self.world, self.kind, self.features, self.seed = world, kind, features, seed
        self.random = random.Random(seed)
        self.lines, self.values = [], {}
        self.steps, self.batches = defaultdict(list), defaultdict(list)
        self.currency, self.lang, self.term, self.day = None, "en_US", None, None
        self.zone, self.due = False, None
        self.partner = self.document = None
        self.advance = world.env["account.move"]  # the invoice of a down payment
        self.refused = []  # what core would not do
        self.line("desk", self.pick(1, 2, 3), self.price())
        self.line("lamp", self.pick(1, 4), self.price())
        # What changes all lines comes last, whatever the order of the names.
        names = [name for name in FEATURES if name in features]
        for name in sorted(names, key=lambda one: FEATURES[one].group == "taxes"):
            FEATURES[name].change(self)

    def __repr__(self):
        return f"{self.kind} of {', '.join(sorted(self.features)) or 'nothing special'}"

    # === WHAT FEATURES SAY === #

    def pick(self, *choices):
        return self.random.choice(choices)

    def price(self):
        return self.random.randrange(100, 99999) / 100

    def line(self, product, quantity, price=None, unit=None, taxes=None, **values):
        """Add a line of a product.

        :return: its values, to be changed
        """
        item = getattr(self.world.products, product)
        line = {
            "product_id": item.id,
            # As core writes it, who looks it up for each line.
            "name": self.world.names[product],
            "quantity": quantity,
            "unit": unit or UNITS.get(product, "unit"),
            "price_unit": item.list_price if price is None else price,
            "taxes": ["standard"] if taxes is None else taxes,
            **values,
        }
        self.lines.append(line)
        return line

    def some_line(self):
        """Return one of the lines that every draft has."""
        return self.lines[self.random.randrange(2)]

    def section(self, kind, name, **values):
        self.lines.append({"display_type": f"line_{kind}", "name": name, **values})

    def combo(self, quantity):
        place = len(self.lines)
        self.line("menu", quantity, 0.0, taxes=[])

        @self.then("written")
        def fill(order):
            # Core's own dialog adds the parts to the line, too.
            [menu] = order.order_line.filtered(lambda one: one.sequence == rank(place))
            order.env["sale.order.line"].create(
                [
                    {
                        "order_id": order.id,
                        "product_id": item.product_id.id,
                        "product_uom_qty": quantity,
                        "combo_item_id": item.id,
                        "linked_line_id": menu.id,
                        "sequence": rank(place) + 1,
                    }
                    for item in self.world.combo_items
                ]
            )

    def then(self, stage):
        """Let a function of the document run at a stage of its life."""

        def register(step):
            self.steps[stage].append(step)
            return step

        return register

    def together(self, stage, step):
        """Let a function run once for all drafts that name it: it gets their documents.

        Core does much of its work once for many documents.
        """
        self.batches[stage].append(step)

    # === WHAT HAPPENS === #

    @staticmethod
    def bill(orders):
        """Post an invoice of what is left to bill of each order, if there is something."""
        due = orders.filtered(
            lambda order: order.invoice_status in ("to invoice", "upselling")
        )
        moves = due._create_invoices(final=True) if due else orders.invoice_ids.browse()
        moves.action_post()
        return moves

    def posted(self, document):
        """Return the posted invoices of an order, or the invoice itself."""
        moves = document.invoice_ids if document._name == "sale.order" else document
        return moves.filtered(
            lambda move: move.state == "posted" and move.move_type == "out_invoice"
        ).sorted("id")

    def pay(self, moves, share=1.0, write_off=False):
        """Register a payment, as staff do."""
        for move in moves:
            if move.state != "posted" or move.currency_id.is_zero(move.amount_residual):
                continue
            amount = move.currency_id.round(move.amount_residual * share)
            if move.currency_id.is_zero(amount):
                continue
            wizard = (
                move.env["account.payment.register"]
                .with_context(active_model="account.move", active_ids=move.ids)
                .create({})
            )
            # An early discount would settle the whole.
            wizard.amount = amount
            if write_off:
                wizard.payment_difference_handling = "reconcile"
                wizard.writeoff_account_id = self.world.coins.loss_account_id
            else:
                wizard.payment_difference_handling = "open"
            wizard.action_create_payments()

    def bank(self, move, share):
        """Enter a payment in the bank's statement, as staff do who write off the rest."""
        own = move.company_id.currency_id
        if own != move.currency_id or own.is_zero(move.amount_residual):
            return  # the bank's account is in the company's currency
        env, whole = move.env, move.amount_residual
        amount = move.currency_id.round(whole * share)
        journal = env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", move.company_id.id)], limit=1
        )
        line = env["account.bank.statement.line"].create(
            {
                "journal_id": journal.id,
                "date": move.invoice_date,
                "amount": amount,
                "partner_id": move.partner_id.id,
                "payment_ref": move.name,
            }
        )
        _bank, open_, _others = line._seek_for_lines()
        due = move.line_ids.filtered(
            lambda item: item.account_id.account_type == "asset_receivable"
        )
        common = {"name": move.name, "partner_id": move.partner_id.id}
        entry = line.move_id.with_context(
            skip_account_move_synchronization=True,
            skip_invoice_sync=True,
            force_delete=True,
        )
        entry.write(
            {
                "line_ids": [
                    *(Command.delete(item.id) for item in open_),
                    Command.create(
                        {"account_id": due.account_id.id, "balance": -whole, **common}
                    ),
                    Command.create(
                        {
                            "account_id": self.world.coins.loss_account_id.id,
                            "balance": whole - amount,
                            **common,
                        }
                    ),
                ]
            }
        )
        mine = entry.line_ids.filtered(lambda item: item.account_id == due.account_id)
        (due + mine).reconcile()

    def credit(self, moves, share=1.0):
        """Return a posted credit note of these invoices, set against them."""
        if not moves:
            return moves
        credit = self._reversed(moves) if share == 1 else self._reversed_part(moves)
        if credit.amount_total <= 0:
            credit.unlink()
            return moves.browse()
        credit.action_post()
        (moves | credit).line_ids.filtered(
            lambda line: (
                line.account_id.account_type == "asset_receivable"
                and not line.reconciled
            )
        ).reconcile()
        return credit

    def _reversed(self, moves):
        reversal = (
            moves.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=moves.ids)
            .create({"journal_id": moves.journal_id.id, "reason": "wrong"})
        )
        reversal.refund_moves()
        return reversal.new_move_ids

    def _reversed_part(self, move):
        """Return a credit note of the first thing of an invoice, as staff have it who
        delete the other lines; here they are not made first."""
        business = move.with_context(include_business_fields=True)
        [values] = business.copy_data(
            {"move_type": "out_refund", "reversed_entry_id": move.id}
        )
        lines = values["line_ids"]
        things = [one for one in lines if one[2].get("display_type") == "product"]
        words = ("line_section", "line_subsection", "line_note")
        # Core makes those of taxes and terms anew.
        values["line_ids"] = [
            one
            for one in lines
            if one in things[:1] or one[2].get("display_type") in words
        ]
        return move.env["account.move"].create(values)

    def transaction(self, document, state):
        """Begin a payment by link, and let the provider answer."""
        order = document._name == "sale.order"
        amount = document.amount_total if order else document.amount_residual
        amount = document.currency_id.round(amount * self.pick(0.25, 0.5))
        if amount <= 0 or document.currency_id.is_zero(amount):
            return
        world = self.world
        link = world.env["public.link"].sudo()._issue(document, "pay", self.partner)
        transaction = document.env["payment.transaction"].create(
            {
                "public_link_id": link.id,
                "provider_id": world.provider.id,
                "payment_method_id": world.method.id,
                "reference": f"truth-{document._name}-{document.id}",
                "amount": amount,
                "currency_id": document.currency_id.id,
                "partner_id": document.partner_id.id,
                "operation": "online_direct",
                "sale_order_ids" if order else "invoice_ids": [
                    Command.set(document.ids)
                ],
            }
        )
        getattr(transaction, f"_set_{state}")(
            **({"state_message": "refused"} if state == "error" else {})
        )
        if state == "done":
            transaction._post_process()

    # === VALUES === #

    def partner_values(self):
        return {
            "name": f"Customer {self.seed}",
            "email": f"customer{self.seed}@example.com",
            "street": "1 Main Street",
            "city": "Springfield",
            "zip": "12345",
            "country_id": self.world.company.country_id.id,
            "lang": self.lang,
            "tz": self.zone,
        }

    def document_values(self):
        """Return the values of an order or an invoice, lines included."""
        world, sale = self.world, self.kind in SALE
        values = {
            "partner_id": self.partner.id,
            "company_id": world.company.id,
            **self.values,
        }
        lines = [Command.create(self._line(line, sale)) for line in self.lines]
        for place, line in enumerate(lines):
            line[2]["sequence"] = rank(place)
        if sale:
            values["order_line"] = lines
            values["payment_term_id"] = self.term.id if self.term else False
            values.setdefault("require_signature", False)
            values.setdefault("require_payment", False)
            values.setdefault("validity_date", fields.Date.add(world.today, days=20))
            if self.currency:
                values["pricelist_id"] = world.pricelists[self.currency].id
            return values
        values["move_type"] = "out_invoice" if self.kind == INVOICE else "out_refund"
        values["invoice_line_ids"] = lines
        values["invoice_date"] = self.day or world.today
        values["invoice_payment_term_id"] = self.term.id if self.term else False
        if not self.term:
            values["invoice_date_due"] = self.due or fields.Date.add(
                values["invoice_date"], days=10
            )
        if self.currency:
            values["currency_id"] = world.currencies[self.currency].id
        return values

    def _line(self, line, sale):
        line = dict(line)
        if "quantity" in line:
            line["product_uom_qty" if sale else "quantity"] = line.pop("quantity")
            unit = getattr(self.world.units, line.pop("unit"))
            line["product_uom_id"] = unit.id
            taxes = [getattr(self.world.taxes, name).id for name in line.pop("taxes")]
            line["tax_ids"] = [Command.set(taxes)]
        return line
