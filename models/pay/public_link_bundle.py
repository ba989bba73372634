# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Several invoices that are paid by one link."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.blockers import Blocker
from ...tools.formatting import money
from .public_link_mixin import due_together


class PublicLinkBundle(models.Model):
    """Invoices of one customer that are paid together, with a pay link of their own.

    The portal creates one for the open invoices that a customer has chosen. What is due is
    computed from the invoices at the moment of paying.
    """

    _name = "public.link.bundle"
    _inherit = ["public.link.mixin"]
    _description = "Invoices Paid Together"

    partner_id = fields.Many2one(
        "res.partner", "Customer", required=True, readonly=True, index=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    invoice_ids = fields.Many2many("account.move", string="Invoices", readonly=True)

    _public_fields = ("company_id", "currency_id", "partner_id")

    @api.depends("invoice_ids.name")
    def _compute_display_name(self):
        for bundle in self:
            bundle.display_name = ", ".join(bundle.invoice_ids.mapped("name"))

    @api.model
    def _of(self, invoices):
        """Return the bundle of these invoices, existing or new.

        :param invoices: open invoices of one customer, company and currency
        :rtype: `public.link.bundle`
        :raise ValidationError: where they do not belong together
        """
        customer = invoices.commercial_partner_id
        if (
            not invoices
            or len(customer) != 1
            or len(invoices.company_id) != 1
            or len(invoices.currency_id) != 1
            or set(invoices.mapped("move_type")) != {"out_invoice"}
            or set(invoices.mapped("state")) != {"posted"}
        ):
            raise ValidationError(
                self.env._(
                    "Only open invoices of one customer, in one currency, can be paid"
                    " together."
                )
            )
        for bundle in self.search(
            [("invoice_ids", "in", invoices.ids)], order="id desc"
        ):
            if bundle.invoice_ids == invoices:
                return bundle
        return self.create(
            {
                "partner_id": customer.id,
                "company_id": invoices.company_id.id,
                "currency_id": invoices.currency_id.id,
                "invoice_ids": [fields.Command.set(invoices.ids)],
            }
        )

    # === LINK === #

    def _public_link_kind(self):
        return self.env._("Invoices")

    def _public_link_readable(self):
        # The bundle's record rule checks the company only.
        readable = super()._public_link_readable()
        # sudo: which invoices they are; each is then asked of the user
        invoices = readable.sudo().invoice_ids.sudo(False)
        hidden = set((invoices - invoices._filtered_access("read")).ids)
        return readable.filtered(
            lambda bundle: hidden.isdisjoint(bundle.sudo().invoice_ids.ids)  # as above
        )

    def _public_link_blockers_pay(self):
        """Return why these invoices cannot be paid now."""
        # After a merge, or a change of an invoice, the customer may be another one.
        customer = self.partner_id.commercial_partner_id
        if any(one.commercial_partner_id != customer for one in self.invoice_ids):
            return [
                Blocker(
                    "not_visible",
                    self.env._("These invoices no longer belong together."),
                    self.env._("The invoices belong to different customers now."),
                    self.env._("Send one link of each kind."),
                )
            ]
        # sudo: as for a single invoice
        return self.sudo()._public_pay_blockers()

    def _public_pay_state(self):
        if self._public_pay_invoices():
            settled = self.currency_id.is_zero(self._public_pay_due().whole)
            return "paid" if settled else None
        states = {invoice._public_pay_state() for invoice in self.invoice_ids}
        return "paid" if "paid" in states else "nothing_due"

    def _public_pay_switches(self):
        return self.env["account.move"]._public_pay_switches()

    def _public_pay_invoices(self):
        return self.invoice_ids.filtered(lambda one: not one._public_pay_booked())

    def _public_pay_all_invoices(self):
        return self.invoice_ids

    def _public_pay_orders(self):
        return self._public_pay_invoices()._public_pay_orders()

    def _public_pay_values(self):
        return {"invoice_ids": super()._public_pay_values()["invoice_ids"]}

    def _public_pay_due(self):
        return due_together(self._public_pay_invoices(), self._public_pay_orders())

    # === PAGE === #

    _public_pay_own = ("due",)

    def _public_state(self):
        invoices = self._public_pay_invoices()
        if len(invoices) == 1:
            return invoices._public_state()
        # As the portal says of several: one that is late makes them late.
        late = ("invoice", "overdue")
        states = [invoice._public_state() for invoice in invoices]
        return late if late in states else ("invoice", "unpaid")

    def _public_pay_pdf(self, link):
        return ""  # each invoice has its own

    def _public_pay_title(self):
        number = len(self._public_pay_invoices() or self.invoice_ids)
        if number == 1:
            return self.env._("One invoice")
        return self.env._("%s invoices", number)

    def _public_pay_facts(self):
        env, currency = self.env, self.currency_id
        return [
            {
                "label": invoice.name,
                "value": money(env, invoice.amount_residual, currency),
            }
            for invoice in self._public_pay_invoices() or self.invoice_ids
        ]
