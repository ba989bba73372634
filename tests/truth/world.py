# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What documents are made of: a seller's taxes, products, terms and currencies."""

from datetime import datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from odoo import Command

LANGUAGES = ("de_DE", "fr_FR")
# A foreign one of each number of decimals: it is foreign to both sellers.
CURRENCIES = {"GBP": 0.77, "JPY": 151.0, "KWD": 0.307}


def make_worlds(env):
    """Make two sellers: the database's own, and one in Belgium, with euros.

    :param env: as superuser
    :rtype: dict[str, SimpleNamespace]
    """
    abroad = env["res.company"].create(
        {
            "name": "Seller abroad",
            "currency_id": env.ref("base.EUR").id,
            "country_id": env.ref("base.be").id,
            # What is written on lines; core keeps it from the first invoice on.
            "account_price_include": "tax_included",
        }
    )
    env["account.chart.template"].try_loading("generic_coa", abroad, False)
    env.user.company_ids += abroad
    env.ref("base.user_admin").company_ids += abroad
    away = env(context=dict(env.context, allowed_company_ids=abroad.ids))
    return {"seller": make_world(env), "abroad": make_world(away)}


def make_world(env):
    """Make all that a feature may name, once for many documents.

    :param env: as superuser, in the seller's company
    :rtype: SimpleNamespace
    """
    # What the history would say of each document costs a third of making it.
    env = env(context=dict(env.context, tracking_disable=True))
    world = SimpleNamespace(env=env, company=env.company)
    world.company.write(
        {"public_links_portal_enabled": True, "public_links_return_enabled": True}
    )
    look_at_the_clock(world)
    for code in LANGUAGES:
        env["res.lang"]._activate_lang(code)
    for group in ("uom.group_uom", "sale.group_discount_per_so_line"):
        env.ref("base.group_user")._apply_group(env.ref(group))
    world.staff = env.ref("base.user_admin")
    world.units = SimpleNamespace(
        unit=env.ref("uom.product_uom_unit"),
        dozen=env.ref("uom.product_uom_dozen"),
        kg=env.ref("uom.product_uom_kgm"),
        gram=env.ref("uom.product_uom_gram"),
        hour=env.ref("uom.product_uom_hour"),
    )
    _taxes(world)
    _products(world)
    _money(world)
    _terms(world)
    return world


def look_at_the_clock(world):
    """Note which day it is where the seller is, and act there."""
    company = world.company
    zone = company.partner_id.tz or company.resource_calendar_id.tz or "UTC"
    world.zone, world.today = zone, datetime.now(ZoneInfo(zone)).date()
    world.env = world.env(context=dict(world.env.context, tz=zone))


def _taxes(world):
    env, company = world.env, world.company

    def group(name):
        return env["account.tax.group"].create({"name": name, "company_id": company.id})

    def tax(name, amount, where, **values):
        return env["account.tax"].create(
            {
                "name": name,
                "amount": amount,
                "type_tax_use": "sale",
                "company_id": company.id,
                "tax_group_id": where.id,
                "price_include_override": "tax_excluded",
                **values,
            }
        )

    sales, city = group("Sales tax"), group("City tax")
    world.taxes = SimpleNamespace(
        standard=tax("21%", 21, sales),
        reduced=tax("5.5%", 5.5, sales),
        city=tax("City 1.375%", 1.375, city),
        zero=tax("0%", 0, sales),
        inside=tax("10% incl.", 10, sales, price_include_override="tax_included"),
        fixed=tax("Bottle", 0.25, city, amount_type="fixed"),
    )
    world.taxes.both = tax(
        "Both",
        0,
        sales,
        amount_type="group",
        children_tax_ids=[
            Command.set((world.taxes.reduced + world.taxes.city).ids),
        ],
    )


def _products(world):
    env, units = world.env, world.units

    def product(name, price, **values):
        return env["product.product"].create(
            {
                "name": name,
                "list_price": price,
                "type": "consu",
                "invoice_policy": "order",
                "taxes_id": [Command.set(world.taxes.standard.ids)],
                "uom_id": units.unit.id,
                **values,
            }
        )

    world.products = SimpleNamespace(
        desk=product("Desk", 199.9),
        lamp=product("Lamp", 24.5, default_code="L-1"),
        screw=product("Screw", 0.0125),
        saffron=product("Saffron", 3200, uom_id=units.kg.id),
        work=product("Fitting", 80, type="service", uom_id=units.hour.id),
        sent=product("Posted on delivery", 45, invoice_policy="delivery"),
        kit=product("Kit of shelves", 150),
        burger=product("Burger", 9),
        fries=product("Fries", 3),
    )
    combos = env["product.combo"].create(
        [
            {
                "name": part.name,
                "combo_item_ids": [Command.create({"product_id": part.id})],
            }
            for part in (world.products.burger, world.products.fries)
        ]
    )
    world.products.menu = product(
        "Menu", 10.5, type="combo", combo_ids=[Command.set(combos.ids)]
    )
    world.combo_items = combos.combo_item_ids
    world.names = {
        name: item.display_name for name, item in vars(world.products).items()
    }
    if "mrp.bom" in env:
        env["mrp.bom"].create(
            {
                "product_tmpl_id": world.products.kit.product_tmpl_id.id,
                "type": "phantom",
                "bom_line_ids": [
                    Command.create(
                        {"product_id": world.products.lamp.id, "product_qty": 2}
                    ),
                ],
            }
        )


def _money(world):
    env = world.env
    world.currencies, world.pricelists = {}, {}
    for code, rate in CURRENCIES.items():
        currency = env.ref(f"base.{code}")
        currency.active = True
        rates = currency.rate_ids
        rates.filtered(lambda one: one.company_id in (None, world.company)).unlink()
        env["res.currency.rate"].create(
            {
                "currency_id": currency.id,
                "name": "2020-01-01",
                "rate": rate,
                "company_id": world.company.id,
            }
        )
        world.currencies[code] = currency
        world.pricelists[code] = env["product.pricelist"].create(
            {"name": code, "currency_id": currency.id}
        )
    env["ir.config_parameter"].set_param(
        "account_payment.enable_portal_payment", "True"
    )
    provider = env["payment.provider"].search(
        [("code", "=", "demo"), ("company_id", "=", world.company.id)], limit=1
    ) or env.ref("payment.payment_provider_demo").copy({"company_id": world.company.id})
    provider.write({"state": "test", "is_published": True})
    world.provider = provider
    world.method = env.ref("payment_demo.payment_method_demo")
    world.method.active = True


def _terms(world):
    env = world.env

    def term(name, *shares, **values):
        return env["account.payment.term"].create(
            {
                "name": name,
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": share, "nb_days": days}
                    )
                    for share, days in shares
                ],
                **values,
            }
        )

    world.terms = SimpleNamespace(
        thirds=term("In three parts", (30, 0), (30, 30), (40, 60)),
        early=term(
            "2% in 10 days",
            (100, 30),
            early_discount=True,
            discount_percentage=2,
            discount_days=10,
        ),
        noted=term(
            "30 days", (100, 30), note="<p>30 days net, thank you for paying soon</p>"
        ),
    )
    world.coins = env["account.cash.rounding"].create(
        {
            "name": "0.05",
            "rounding": 0.05,
            "strategy": "add_invoice_line",
            "rounding_method": "HALF-UP",
            "profit_account_id": _account(world, "income").id,
            "loss_account_id": _account(world, "expense").id,
        }
    )
    world.abroad = env["account.fiscal.position"].create(
        {"name": "Abroad", "note": "<p>Reverse charge, article 196</p>"}
    )


def _account(world, kind):
    return world.env["account.account"].search(
        [("account_type", "=", kind), ("company_ids", "in", world.company.ids)], limit=1
    )
