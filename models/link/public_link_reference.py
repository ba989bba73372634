# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A cache for records that many documents refer to and that rarely change.

Countries, currencies, units, taxes, terms: every page shows some of them, and reading them
was a third of its queries. A change of one empties the cache on all servers, as in core for
languages and access rights.
"""

from odoo import api, models, tools


def fetch_known(records):
    """Read what pages show of these records, from the cache if it is there.

    :param records: a model that inherits ``public.link.reference``
    """
    if not records:
        return
    names = records._public_reference_names()
    rows = [record._public_reference() for record in records]
    for name, values in zip(names, zip(*rows, strict=True), strict=True):
        records._fields[name]._insert_cache(records, values)


class PublicLinkReference(models.AbstractModel):
    _name = "public.link.reference"
    _inherit = ["public.link.cached"]
    _description = "What Public Pages Read from a Cache"

    # The stored fields that pages show or compute with.
    _public_reference_fields = ()

    @api.model
    def _public_reference_names(self):
        """Return those of the fields that have one value for everybody. Fields that another
        addon has made company-dependent or computed are left to the ORM."""
        return tuple(
            name
            for name in self._public_reference_fields
            if self._fields[name].store and not self._fields[name].company_dependent
        )

    @tools.ormcache("self.id", "self.env.lang")
    def _public_reference(self):
        """Return the values of the fields, as the ORM keeps them.

        :rtype: tuple
        """
        record = self.sudo()  # names and formats, which every page shows
        names = self._public_reference_names()
        record.fetch(names)
        return tuple(
            field.convert_to_cache(record[field.name], record)
            for field in map(self._fields.get, names)
        )


class ResCountry(models.Model):
    _name = "res.country"
    _inherit = ["res.country", "public.link.reference"]

    _public_reference_fields = ("address_format", "code", "name")


class ResCountryState(models.Model):
    _name = "res.country.state"
    _inherit = ["res.country.state", "public.link.reference"]

    _public_reference_fields = ("code", "name")


class ResCurrency(models.Model):
    _name = "res.currency"
    _inherit = ["res.currency", "public.link.reference"]

    _public_reference_fields = (
        "active",
        "decimal_places",
        "name",
        "position",
        "rounding",
        "symbol",
    )


class UomUom(models.Model):
    _name = "uom.uom"
    _inherit = ["uom.uom", "public.link.reference"]

    _public_reference_fields = ("name",)


class AccountTax(models.Model):
    _name = "account.tax"
    _inherit = ["account.tax", "public.link.reference"]

    _public_reference_fields = (
        "amount_type",
        "invoice_label",
        "invoice_legal_notes",
        "name",
        "tax_group_id",
    )


class AccountTaxGroup(models.Model):
    _name = "account.tax.group"
    _inherit = ["account.tax.group", "public.link.reference"]

    _public_reference_fields = ("name",)


class AccountPaymentTerm(models.Model):
    _name = "account.payment.term"
    _inherit = ["account.payment.term", "public.link.reference"]

    _public_reference_fields = ("early_discount", "name", "note")


class AccountFiscalPosition(models.Model):
    _name = "account.fiscal.position"
    _inherit = ["account.fiscal.position", "public.link.reference"]

    _public_reference_fields = ("note",)


class DeliveryCarrier(models.Model):
    _name = "delivery.carrier"
    _inherit = ["delivery.carrier", "public.link.reference"]

    _public_reference_fields = ("name", "tracking_url")


class StockPickingType(models.Model):
    _name = "stock.picking.type"
    _inherit = ["stock.picking.type", "public.link.reference"]

    _public_reference_fields = ("code", "warehouse_id")


class StockLocation(models.Model):
    _name = "stock.location"
    _inherit = ["stock.location", "public.link.reference"]

    _public_reference_fields = ("company_id", "usage")
    _public_uncached_fields = frozenset({"last_inventory_date", "next_inventory_date"})
