# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What makes documents differ: one small function a feature, which changes a draft.

A draft says what will be made (``draft.Draft``); a document is made of many at once.
"""

from collections import defaultdict
from dataclasses import dataclass

from odoo import Command, fields

QUOTE, ORDER, INVOICE, CREDIT = "quote", "order", "invoice", "credit"
SALE = (QUOTE, ORDER)
MOVES = (INVOICE, CREDIT)
ALL = SALE + MOVES


@dataclass(frozen=True)
class Feature:
    """A way in which documents differ.

    :param str name: what findings call it
    :param change: what changes a draft, or the world for a batch
    :param tuple kinds: of documents that may have it
    :param str group: at most one of a group is on a document
    :param tuple needs: names of models without which it cannot be
    :param str beside: the group of which another must be there
    """

    name: str
    change: object
    kinds: tuple
    group: str
    needs: tuple = ()
    beside: str = ""


# By name: those of documents, and the settings of the seller for a batch.
FEATURES, HOUSES = {}, {}


def feature(*kinds, group="", needs=(), beside=""):
    """List a function as a feature of documents of these kinds."""

    def register(change):
        name = change.__name__
        FEATURES[name] = Feature(
            name, change, kinds or ALL, group or name, needs, beside
        )
        return change

    return register


def house(group):
    """List a function as a setting that a batch of documents may have."""

    def register(change):
        HOUSES[change.__name__] = Feature(change.__name__, change, ALL, group)
        return change

    return register


def possible(env, kind=None):
    """Return the features that this database can have, by name.

    :param str kind: of what kind of document; all if it is empty
    """
    return {
        name: one
        for name, one in FEATURES.items()
        if (not kind or kind in one.kinds) and all(model in env for model in one.needs)
    }


def by_group(features):
    """Return the names of features by group."""
    groups = defaultdict(list)
    for one in features.values():
        groups[one.group].append(one.name)
    return dict(groups)


# === THE SELLER === #


def _digits(world, name, digits):
    precision = world.env["decimal.precision"].search([("name", "=", name)])
    precision.digits = digits


@house("price digits")
def prices_with_no_decimals(world):
    _digits(world, "Product Price", 0)


@house("price digits")
def prices_with_2_decimals(world):
    _digits(world, "Product Price", 2)


@house("price digits")
def prices_with_5_decimals(world):
    _digits(world, "Product Price", 5)


@house("unit digits")
def quantities_with_no_decimals(world):
    _digits(world, "Product Unit", 0)


@house("unit digits")
def quantities_with_2_decimals(world):
    _digits(world, "Product Unit", 2)


@house("unit digits")
def quantities_with_4_decimals(world):
    _digits(world, "Product Unit", 4)


@house("rounding")
def rounded_per_line(world):
    world.company.tax_calculation_rounding_method = "round_per_line"


@house("rounding")
def rounded_in_all(world):
    world.company.tax_calculation_rounding_method = "round_globally"


@house("seller")
def seller(world):
    pass


@house("seller")
def seller_abroad(world):
    """Another company, in Belgium: euros, taxes of its own, and its lines with tax."""


# === LINES === #


@feature()
def price_of_many_decimals(draft):
    draft.line("screw", 10000, 0.0125)


@feature()
def quantity_of_many_decimals(draft):
    draft.line("saffron", draft.pick(0.125, 0.0045, 1.375), unit="kg")


@feature()
def other_unit(draft):
    draft.line("lamp", draft.pick(1, 2.5), 294.0, unit="dozen")


@feature(group="discount")
def discount(draft):
    draft.some_line()["discount"] = draft.pick(5, 10, 50)


@feature(group="discount")
def discount_of_decimals(draft):
    draft.some_line()["discount"] = draft.pick(33.33, 12.5)


@feature()
def free_line(draft):
    draft.line("lamp", 2, 0.0)


@feature()
def line_of_a_full_discount(draft):
    draft.line("lamp", 1, 35.0, discount=100)


@feature()
def negative_line(draft):
    draft.line("lamp", 1, -12.34)


@feature()
def line_of_many_words(draft):
    draft.some_line()["name"] = "Desk, oak\nWith two drawers\n\nand a <b>&quote</b>"


@feature()
def note(draft):
    draft.section("note", "Handle with care.\nThis side up.")


@feature()
def section(draft):
    draft.section("section", "Furniture")
    draft.line("desk", 2, draft.price())
    draft.line("lamp", 3, draft.price())


@feature()
def subsections(draft):
    draft.section("section", "House")
    draft.line("desk", 1, draft.price())
    draft.section("subsection", "Kitchen")
    draft.line("lamp", 2, draft.price())
    draft.section("subsection", "Bath")
    draft.line("lamp", 4, draft.price())


@feature()
def section_that_hides_prices(draft):
    draft.section("section", "All in one price", collapse_prices=True)
    draft.line("desk", 1, draft.price())
    draft.line("lamp", 2, draft.price(), discount=10)


@feature()
def section_that_hides_its_lines(draft):
    draft.section("section", "Package", collapse_composition=True)
    draft.line("desk", 1, draft.price())
    draft.line("lamp", 2, draft.price())


@feature()
def package_of_two_taxes(draft):
    draft.section("section", "Mixed package", collapse_composition=True)
    draft.line("desk", 1, draft.price())
    draft.line("lamp", 2, draft.price(), taxes=["reduced"])


@feature()
def subsection_that_hides_prices(draft):
    draft.section("section", "Garden")
    draft.section("subsection", "Tools", collapse_prices=True)
    draft.line("lamp", 2, draft.price())
    draft.section("subsection", "Plants")
    draft.line("desk", 1, draft.price())


@feature()
def subsection_that_hides_its_lines(draft):
    draft.section("section", "Office")
    draft.section("subsection", "Cables", collapse_composition=True)
    draft.line("lamp", 7, draft.price())
    draft.line("screw", 12, 0.5)


@feature()
def hidden_prices_with_subsections(draft):
    draft.section("section", "Flat rate", collapse_prices=True)
    draft.line("desk", 1, draft.price())
    draft.section("subsection", "Extras")
    draft.line("lamp", 1, draft.price())
    draft.section("note", "All inclusive")


@feature(QUOTE)
def option(draft):
    draft.section("section", "You may add", is_optional=True)
    draft.line("lamp", 0, draft.price(), name="Lamp that you may add")
    draft.line("work", 2, 80.0, unit="hour", name="Fitting that you may add")


@feature(QUOTE)
def option_of_hidden_prices(draft):
    draft.section("section", "Extras at will", is_optional=True, collapse_prices=True)
    draft.line("lamp", 0, draft.price(), name="Lamp of an extra price")


@feature(*SALE)
def combo(draft):
    draft.combo(draft.pick(1, 5))


@feature(*SALE, needs=("mrp.bom",))
def kit(draft):
    draft.line("kit", 2, 150.0)


# === TAXES === #


@feature(group="taxes")
def no_tax(draft):
    for line in draft.lines:
        if "product_id" in line:
            line["taxes"] = []


@feature(group="taxes")
def tax_of_zero(draft):
    draft.some_line()["taxes"] = ["zero"]


@feature(group="taxes")
def two_rates_of_a_group(draft):
    draft.line("lamp", 3, draft.price(), taxes=["reduced"])


@feature(group="taxes")
def two_groups_of_taxes(draft):
    draft.some_line()["taxes"] = ["standard", "city"]


@feature(group="taxes")
def tax_inside_the_price(draft):
    draft.line("lamp", 3, 121.0, taxes=["inside"], discount=10)


@feature(group="taxes")
def tax_of_an_amount(draft):
    draft.line("lamp", 6, draft.price(), taxes=["standard", "fixed"])


@feature(group="taxes")
def tax_of_taxes(draft):
    draft.some_line()["taxes"] = ["both"]


# === THE WHOLE DOCUMENT === #


@feature(group="currency")
def foreign_currency(draft):
    draft.currency = "GBP"


@feature(group="currency")
def currency_of_no_decimals(draft):
    draft.currency = "JPY"


@feature(group="currency")
def currency_of_3_decimals(draft):
    draft.currency = "KWD"


@feature(group="language")
def german(draft):
    draft.lang = "de_DE"


@feature(group="language")
def french(draft):
    draft.lang = "fr_FR"


@feature(group="term")
def term_with_a_note(draft):
    draft.term = draft.world.terms.noted


@feature(group="term")
def early_discount(draft):
    draft.term = draft.world.terms.early


@feature(group="term")
def instalments(draft):
    draft.term = draft.world.terms.thirds


@feature(INVOICE)
def invoiced_long_ago(draft):
    draft.day = fields.Date.subtract(draft.world.today, days=35)


@feature(*MOVES, group="zone")
def due_today(draft):
    draft.due = draft.world.today


@feature(group="zone")
def reader_far_east(draft):
    draft.zone = "Pacific/Auckland"


@feature(group="zone")
def reader_far_west(draft):
    draft.zone = "America/Los_Angeles"


@feature(*SALE)
def terms_of_the_sale(draft):
    draft.values["note"] = "<p>Goods stay ours<br/>until they are paid.</p>"


@feature(*MOVES)
def words_of_the_invoice(draft):
    draft.values["narration"] = "<p>Goods stay ours<br/>until they are paid.</p>"


@feature()
def fiscal_position_with_a_note(draft):
    draft.values["fiscal_position_id"] = draft.world.abroad.id


@feature(*MOVES)
def rounded_to_coins(draft):
    draft.values["invoice_cash_rounding_id"] = draft.world.coins.id


# === WHAT HAPPENED SINCE === #


@feature(*SALE)
def global_discount(draft):
    @draft.then("written")
    def apply(order):
        order.env["sale.order.discount"].create(
            {
                "sale_order_id": order.id,
                "discount_type": "so_discount",
                "discount_percentage": draft.pick(0.25, 0.07),
            }
        ).action_apply_discount()


@feature(*SALE, needs=("loyalty.program",))
def promotion(draft):
    @draft.then("written")
    def apply(order):
        program = order.env["loyalty.program"].create(
            {
                "name": "20% off",
                "program_type": "promotion",
                "trigger": "auto",
                "applies_on": "current",
                "rule_ids": [Command.create({"minimum_amount": 1})],
                "reward_ids": [
                    Command.create(
                        {
                            "reward_type": "discount",
                            "discount": 20,
                            "discount_mode": "percent",
                            "discount_applicability": "order",
                        }
                    )
                ],
            }
        )
        order._update_programs_and_rewards()
        for coupon, rewards in order._get_claimable_rewards().items():
            if rewards.program_id == program:
                order._apply_program_reward(rewards[:1], coupon)
        program.active = False


@feature(ORDER, group="billed")
def billed(draft):
    draft.then("billing")(lambda order: draft.bill(order))


@feature(ORDER, group="billed")
def billed_in_two_parts(draft):
    @draft.then("billing")
    def bill(order):
        first = order._create_invoices()
        for line in first.invoice_line_ids.filtered(
            lambda one: one.display_type == "product" and one.quantity > 1
        ):
            line.quantity = int(line.quantity / 2)
        first.action_post()
        draft.bill(order)


@feature(ORDER, group="billed")
def partly_billed(draft):
    @draft.then("billing")
    def bill(order):
        first = order._create_invoices()
        first.invoice_line_ids.filtered(lambda one: one.display_type == "product")[
            :1
        ].unlink()
        if first.amount_total > 0:
            first.action_post()
        else:
            first.unlink()


def _advance(draft, order, **values):
    wizard = order.env["sale.advance.payment.inv"].create(
        {"sale_order_ids": [Command.set(order.ids)], **values}
    )
    before = order.invoice_ids
    wizard.create_invoices()
    return order.invoice_ids - before


@feature(ORDER, group="advance")
def advance_by_percent(draft):
    @draft.then("advance")
    def bill(order):
        draft.advance = _advance(
            draft, order, advance_payment_method="percentage", amount=30
        )


@feature(ORDER, group="advance")
def advance_by_amount(draft):
    @draft.then("advance")
    def bill(order):
        draft.advance = _advance(
            draft, order, advance_payment_method="fixed", fixed_amount=20
        )


@feature(ORDER, group="fate", beside="advance")
def advance_posted(draft):
    draft.then("fate")(lambda order: draft.post_advance())


@feature(ORDER, group="fate", beside="advance")
def advance_paid(draft):
    @draft.then("fate")
    def fate(order):
        draft.pay(draft.post_advance())


@feature(ORDER, group="fate", beside="advance")
def advance_paid_in_part(draft):
    @draft.then("fate")
    def fate(order):
        draft.pay(draft.post_advance(), share=0.5)


@feature(ORDER, group="fate", beside="advance")
def advance_credited(draft):
    @draft.then("fate")
    def fate(order):
        draft.credit(draft.post_advance())


@feature(ORDER, group="fate", beside="advance")
def advance_paid_and_credited(draft):
    @draft.then("fate")
    def fate(order):
        advance = draft.post_advance()
        draft.pay(advance)
        draft.credit(advance)


@feature(ORDER, group="fate", beside="advance")
def advance_paid_credited_and_paid_back(draft):
    @draft.then("fate")
    def fate(order):
        advance = draft.post_advance()
        draft.pay(advance)
        draft.pay(draft.credit(advance))


@feature(ORDER)
def credited_in_part(draft):
    @draft.then("after")
    def credit(order):
        for move in draft.posted(order)[-1:]:
            draft.credit(move, share=0.5)


@feature(ORDER, INVOICE, group="paid")
def paid_in_part(draft):
    @draft.then("after")
    def pay(document):
        for move in draft.posted(document)[-1:]:
            draft.pay(move, share=0.4)


@feature(ORDER, INVOICE, group="paid")
def paid(draft):
    @draft.then("after")
    def pay(document):
        for move in draft.posted(document):
            draft.pay(move)


@feature(INVOICE, group="paid")
def paid_with_a_rest_written_off(draft):
    @draft.then("after")
    def pay(document):
        draft.pay(document, share=0.99, write_off=True)


@feature(INVOICE, group="paid")
def credited_against(draft):
    @draft.then("after")
    def credit(document):
        draft.credit(document, share=0.5)


@feature(ORDER, INVOICE, QUOTE, group="by link")
def paid_by_link(draft):
    @draft.then("links")
    def pay(document):
        draft.transaction(document, "done")


@feature(ORDER, INVOICE, group="by link")
def payment_in_progress(draft):
    @draft.then("links")
    def pay(document):
        draft.transaction(document, "pending")


@feature(ORDER, INVOICE, group="by link")
def payment_that_failed(draft):
    @draft.then("links")
    def pay(document):
        draft.transaction(document, "error")


@feature(ORDER)
def delivered_in_part(draft):
    @draft.then("delivery")
    def deliver(order):
        for picking in order.picking_ids[:1]:
            for move in picking.move_ids:
                move.quantity = min(1, move.product_uom_qty)
                move.picked = True
            picking.with_context(cancel_backorder=False)._action_done()


@feature(QUOTE)
def item_by_item(draft):
    draft.values["public_link_item_approval"] = True


@feature(QUOTE)
def asks_for_a_prepayment(draft):
    draft.values |= {"require_payment": True, "prepayment_percent": 0.3}
