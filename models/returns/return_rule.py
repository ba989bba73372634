# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rules for returns on products, categories and customers."""

from odoo import fields, models

DAYS_MAX = 3650


class ReturnRule(models.AbstractModel):
    """Inherited by products and categories: an own return window, or a final sale."""

    _name = "return.rule"
    _description = "Rule of Returns"

    public_link_return_rule = fields.Selection(
        [("days", "Own return window"), ("final", "Final sale")],
        "Returns by Link",
        help="Empty: as the category says, or the categories above it, or the company's"
        " settings. A final sale cannot be returned by link.",
    )
    public_link_return_days = fields.Integer(
        "Return Window",
        default=30,
        help="Days from delivery in which customers can ask for a return.",
    )

    _public_link_return_days_range = models.Constraint(
        f"CHECK(public_link_return_days BETWEEN 0 AND {DAYS_MAX})",
        "A return window is 0 to 3650 days long.",
    )


class ProductTemplate(models.Model):
    _name = "product.template"
    _inherit = ["product.template", "return.rule"]

    def _return_rule(self, company):
        """Return how long after its delivery this can be returned.

        :param company: `res.company`, whose window is the default
        :return: days, and whether it is a final sale
        :rtype: tuple[int, bool]
        """
        place = self
        while place:
            if place.public_link_return_rule:
                final = place.public_link_return_rule == "final"
                return place.public_link_return_days, final
            above = "categ_id" if place._name == self._name else "parent_id"
            place = place[above]
        return company._public_links_settings()["return_window"], False


class ProductCategory(models.Model):
    _name = "product.category"
    _inherit = ["product.category", "return.rule"]


class ResPartner(models.Model):
    _inherit = "res.partner"

    public_links_return_excluded = fields.Boolean(
        "No Returns by Link",
        help="This customer cannot ask for returns by link, nor can their contacts.",
    )
