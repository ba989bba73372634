# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Features of the seller, and of a document's lines."""

from .features import QUOTE, SALE, feature, house

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


# At each moment it is another day in these two than somewhere between.


@house("zone")
def seller_far_east(world):
    world.company.partner_id.tz = "Pacific/Kiritimati"


@house("zone")
def seller_far_west(world):
    world.company.partner_id.tz = "Pacific/Pago_Pago"


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
