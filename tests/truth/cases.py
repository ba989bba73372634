# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Documents that failed in the field, by the ID of what was wrong."""

from .features import CREDIT, INVOICE, ORDER, QUOTE, possible
from .plan import Plan

FINE = ("prices_with_5_decimals", "quantities_with_4_decimals", "rounded_per_line")
HOME = (*FINE, "seller", "seller_far_east")
ABROAD = (*FINE, "seller_abroad", "seller_far_west")
NOTES = ("term_with_a_note", "fiscal_position_with_a_note")

TWO_BILLS = ("advance_by_percent", "advance_posted", "billed")

# ID, kind of document, its features, the seller.
CASES = (
    ("T1", INVOICE, ("price_of_many_decimals",), HOME),
    ("T1", ORDER, ("price_of_many_decimals", "currency_of_no_decimals"), HOME),
    ("T1", QUOTE, ("price_of_many_decimals", "german"), HOME),
    ("T2", INVOICE, ("quantity_of_many_decimals",), HOME),
    ("T2", ORDER, ("quantity_of_many_decimals", "delivered_in_part"), HOME),
    ("T2", QUOTE, ("quantity_of_many_decimals", "item_by_item"), HOME),
    ("T3", INVOICE, ("discount", "two_rates_of_a_group"), ABROAD),
    ("T3", QUOTE, ("discount", "two_rates_of_a_group"), ABROAD),
    ("T3", CREDIT, ("section_that_hides_its_lines", "tax_inside_the_price"), ABROAD),
    ("T4", QUOTE, ("section_that_hides_prices", "item_by_item"), HOME),
    ("T4", QUOTE, ("section_that_hides_its_lines", "item_by_item"), HOME),
    ("T4", QUOTE, ("option", "option_of_hidden_prices"), HOME),
    ("T4", INVOICE, ("hidden_prices_with_subsections", "package_of_two_taxes"), HOME),
    ("T5", QUOTE, ("combo", "item_by_item"), HOME),
    ("T5", QUOTE, ("global_discount", "item_by_item"), HOME),
    ("T5", ORDER, ("combo", "billed"), HOME),
    ("T6", INVOICE, ("section", "subsections", "credited_against"), HOME),
    ("T6", ORDER, ("advance_by_percent", "advance_paid", "section"), HOME),
    ("T7", INVOICE, ("instalments", "invoiced_long_ago"), HOME),
    ("T7", INVOICE, ("instalments",), HOME),
    ("T8", INVOICE, ("early_discount",), HOME),
    ("T8", ORDER, ("partly_billed",), HOME),
    ("T8", ORDER, ("paid_by_link",), HOME),
    ("T9", ORDER, ("advance_by_percent", "advance_paid_and_credited", "billed"), HOME),
    ("T9", ORDER, ("advance_by_percent", "advance_credited", "partly_billed"), HOME),
    ("T9", ORDER, ("billed", "credited_in_part", "paid_by_link"), HOME),
    ("T12", INVOICE, ("payment_in_progress",), HOME),
    ("T12", ORDER, ("payment_in_progress",), HOME),
    ("T18", INVOICE, ("paid_with_a_rest_written_off",), HOME),
    # Of a document the number is its seed: new ones come last.
    ("T8", ORDER, ("early_discount", *TWO_BILLS, "paid_by_link"), HOME),
    ("T10", QUOTE, ("good_until_today", "reader_far_west"), HOME),
    ("T10", QUOTE, ("good_until_yesterday", "reader_far_west"), HOME),
    ("T10", QUOTE, ("good_until_today", "reader_far_east"), ABROAD),
    ("T10", INVOICE, ("due_today", "reader_far_east"), ABROAD),
    ("T10", INVOICE, ("instalments", "reader_far_west"), HOME),
    ("T10", INVOICE, ("instalments", "reader_far_east"), ABROAD),
    ("T14", ORDER, ("global_discount", "delivered"), HOME),
    ("T14", ORDER, ("promotion", "delivered"), HOME),
    ("T16", QUOTE, ("terms_of_the_sale", *NOTES), HOME),
    ("T16", INVOICE, ("words_of_the_invoice", *NOTES), HOME),
    ("T18", INVOICE, ("paid_in_the_bank_with_a_rest_written_off",), HOME),
    ("T9", ORDER, ("advance_by_amount", "advance_posted", "paid_by_link"), HOME),
    ("T14", ORDER, ("other_unit", "kit", "delivered_in_part"), HOME),
    ("T3", ORDER, ("advance_by_percent", "advance_paid_and_credited"), HOME),
    ("T9", ORDER, ("advance_by_percent", "billed"), HOME),
    ("T5", QUOTE, ("package_of_two_taxes", "promotion", "item_by_item"), HOME),
)


def by_house(env):
    """Return the cases as plans, those of one seller together.

    :param env: decides which there can be
    :rtype: list[list[tuple[str, Plan]]]
    """
    known = possible(env).keys()
    return [
        [
            (case, Plan(kind, frozenset(features), number, frozenset(house)))
            for number, (case, kind, features, house) in enumerate(CASES)
            if house == seller and known >= set(features)
        ]
        for seller in (HOME, ABROAD)
    ]
