# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a quotation offers: to compare, to render, and to keep as evidence."""

from odoo import fields, models

from ...tools.evidence import canonical, sha256
from ...tools.formatting import address, paragraphs

# The fields, beside the lines, that a customer agrees to (F5).
ORDER_FIELDS = {
    "currency_id",
    "note",
    "partner_id",
    "partner_invoice_id",
    "partner_shipping_id",
    "payment_term_id",
    "pricelist_id",
    "validity_date",
}
LINE_FIELDS = {
    "discount",
    "display_type",
    "is_optional",
    "name",
    "order_id",
    "price_unit",
    "product_id",
    "product_uom_id",
    "product_uom_qty",
    "tax_ids",
}


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _public_link_agreed_lines(self):
        """Return the lines that a customer agrees to: without those of down payments."""
        return self.order_line.filtered(lambda line: not line.is_downpayment).sorted()

    def _public_link_facts(self):
        """Return what the order offers, by field and line id, to be compared.

        :rtype: dict
        """
        self.ensure_one()
        facts = {
            name: self[name].id if self._fields[name].relational else self[name]
            for name in ORDER_FIELDS
        }
        for line in self._public_link_agreed_lines():
            # Not lines without quantity: deliveries of other products add them.
            if line.display_type or line.product_uom_qty or line._is_line_optional():
                facts[line.id] = line._public_link_line_facts()
        return facts

    def _public_link_offer(self):
        """Return what the order offers as one value, whatever rows of the database hold it:
        promotions may delete their lines and write them anew.

        :rtype: str
        """
        facts = self._public_link_facts()
        lines = [
            canonical(
                {
                    name: value
                    for name, value in facts[key].items()
                    if name != "order_id"
                }
            )
            for key in facts
            if isinstance(key, int)
        ]
        others = {key: value for key, value in facts.items() if isinstance(key, str)}
        return canonical(
            [others, sorted(lines), self.amount_untaxed, self.amount_total]
        )

    def _public_link_pdf_basis(self):
        facts = sorted(
            (str(key), value) for key, value in self._public_link_facts().items()
        )
        # The report shows core's signature, while it is for these words.
        signed = [self.signed_by or "", self.signed_on or ""]
        if self.public_link_answer_changed:
            signed = ["", ""]
        return sha256(canonical([facts, signed]))

    def _public_link_content(self):
        """Return what the order offers, in words, to be stored as evidence.

        Called in the language of the customer.

        :rtype: dict
        """
        self.ensure_one()
        return {
            "number": self.name,
            "seller": self.company_id.name,
            "customer": address(self.partner_id),
            "invoiced_to": address(self.partner_invoice_id),
            "delivered_to": address(self.partner_shipping_id),
            "currency": self.currency_id.name,
            "valid_until": fields.Date.to_string(self.validity_date) or "",
            "payment_terms": self.payment_term_id.name or "",
            "terms": paragraphs(self.note),
            "lines": [
                line._public_link_line_content()
                for line in self._public_link_agreed_lines()
            ],
            "untaxed": self.amount_untaxed,
            "tax": self.amount_tax,
            "total": self.amount_total,
        }


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _public_link_line_facts(self):
        return {
            name: sorted(self[name].ids)
            if self._fields[name].relational
            else self[name]
            for name in LINE_FIELDS
        }

    def _public_link_line_content(self):
        self.ensure_one()
        content = {"id": self.id, "name": self.name or ""}
        if self.display_type:
            return content | {"kind": self.display_type}
        return content | {
            "product": self.product_id.display_name or "",
            "quantity": self.product_uom_qty,
            "unit": self.product_uom_id.name or "",
            "price_unit": self.price_unit,
            "discount": self.discount,
            "taxes": self.tax_ids.mapped("name"),
            "subtotal": self.price_subtotal,
            "total": self.price_total,
        }
