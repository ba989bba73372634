# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A part of an invoice, where the company takes parts (F34, S16)."""

from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.formatting import money, plain_amount
from ..link.res_config_settings import of_company
from . import part


class ResCompany(models.Model):
    _inherit = "res.company"

    public_links_parts = fields.Boolean(
        "Pay in Parts",
        help="Customers may pay a part of an invoice, and name its amount. What is left"
        " stays due as before. Not while a discount for early payment runs: a part would"
        " lose it.",
    )
    public_links_part_min = fields.Float(
        "Smallest Part",
        default=50.0,
        help="In the company's currency. Where less is left, all of it is paid.",
    )

    @api.constrains("public_links_part_min")
    def _check_public_links_part_min(self):
        for company in self:
            if company.public_links_part_min < 0:
                raise ValidationError(
                    self.env._("The smallest part of a payment cannot be below zero.")
                )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    public_links_parts = of_company(fields.Boolean, "public_links_parts")
    public_links_part_min = of_company(fields.Float, "public_links_part_min")


class PublicLinkMixin(models.AbstractModel):
    _inherit = "public.link.mixin"

    def _public_pay_part(self, link, due, choice):
        """Return the form by which the customer names an amount, or ``None``.

        :param link: `public.link`
        :param Due due: what is due
        :param str choice: of the page
        :rtype: dict or None
        """
        if not due or not due.least:
            return None
        asked = part.named(choice)
        least = money(self.env, due.least, self.currency_id)
        return {
            "url": link._path() if link.id else "",
            "lang": self.env.lang,
            "value": plain_amount(self.env, due.amount(choice), self.currency_id)
            if asked is not None
            else "",
            "open": asked is not None,
            "hint": self.env._(
                "At least %(least)s, at most %(most)s.",
                least=least,
                most=money(self.env, due.whole, self.currency_id),
            ),
            "wrong": "",
        }

    def _public_pay_part_wrong(self, typed):
        """Return the changes of that form for what is no amount.

        :param str typed: what was typed
        """
        like = plain_amount(self.env, self._public_pay_due().least, self.currency_id)
        wrong = self.env._("Please write an amount, like %s.", like)
        return {"value": typed, "open": True, "wrong": wrong}

    def _public_pay_part_sentence(self, due, choice):
        """Return what is said of a part, or "" where none was named."""
        asked = part.named(choice)
        if asked is None or not due.least:
            return ""
        amount = due.amount(choice)
        left = self.currency_id.round(due.whole - amount)
        words = []
        if self.currency_id.compare_amounts(asked, amount) < 0:
            least = money(self.env, due.least, self.currency_id)
            words.append(self.env._("The smallest part is %s.", least))
        if self.currency_id.is_zero(left):
            words.append(self.env._("This settles it in full."))
        else:
            left = money(self.env, left, self.currency_id)
            words.append(self.env._("After that, %s is left to pay.", left))
        return " ".join(words)


class AccountMove(models.Model):
    _inherit = "account.move"

    def _public_pay_due_now(self):
        due = super()._public_pay_due_now()
        company = self._public_link_company()
        settings = company._public_links_settings()
        if not settings["parts"] or self.move_type != "out_invoice":
            return due
        currency = self.currency_id
        least = currency.round(settings["part_min"]) or currency.rounding
        if currency != company.currency_id:
            least = company.currency_id._convert(
                settings["part_min"], currency, company, company._public_links_today()
            )
            least = max(least, currency.rounding)
        if due.kind == "discount" or currency.compare_amounts(due.whole, least) <= 0:
            return due
        return replace(due, least=least, step=currency.rounding)
