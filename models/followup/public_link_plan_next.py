# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What comes next, for staff: on the invoice or order, the customer and the link."""

from odoo import api, fields, models
from odoo.fields import Domain

from .public_link_plan import GROUPS

# The field of each model that says it.
NEXT = {
    "compute": "_compute_public_link_followup_next",
    "groups": GROUPS,
    "help": "What the follow-up plan does next, or why nothing.",
}
# Of a customer's documents so many, the first ones, are asked whether they may be
# followed up: a form must open.
JUDGED = 100
# Kinds of plans by model and state of a document.
ORDERS = {"sent": "quote", "sale": "item"}


class PublicLinkPlan(models.Model):
    _inherit = "public.link.plan"

    @api.model
    def _next_sentence(self, documents, kind):
        """Return what is done next for a document, or the first of several, and when.

        :param documents: invoices or orders of one company
        :param str kind: of plan
        :return: or why nothing; "" where no plan is used
        :rtype: str
        """
        company = documents.company_id
        # sudo: plan and step are told to whoever may read the document
        plans = self.sudo()._usual(company).filtered(lambda plan: plan.kind == kind)
        if not plans or not documents.ids:
            return ""
        return plans._next_among(company, documents=documents.ids)

    @api.model
    def _next_of_customer(self, company, customer):
        """Return what is done next for a customer, whatever it is about.

        :param company: `res.company`
        :param customer: `res.partner`
        :rtype: str
        """
        plans = self.sudo()._usual(company)  # as above
        return plans._next_among(company, customers=customer.commercial_partner_id.ids)

    def _next_among(self, company, customers=None, documents=None):
        today = company._public_links_today()
        found = [
            one
            for plan in self
            for one in plan._each(
                today,
                plan._rows_of(today, customers)
                if documents is None
                else plan._rows(today, documents=documents),
            )
        ]
        if not found:
            return ""
        coming = sorted((one for one in found if one.step), key=lambda one: one.day)
        if not coming:
            return self.env._("Nothing more is planned.")
        coming = coming[:JUDGED]
        self._judge(company, coming)
        # The pause after the last mail is over by then.
        free = [one for one in coming if not one.why or one.why == "recent"]
        first = (free or coming)[0]
        if free:
            step = self.env["public.link.plan.step"].browse(first.step.id)
            said = self.env._(
                "%(step)s: on %(date)s",
                step=step.name,
                # What was due yesterday is done today.
                date=fields.Date.to_string(max(first.day, today)),
            )
        else:
            said = first.said or self.env["public.link.mixin"]._public_followup_words(
                first.why
            )
        if documents is not None and len(documents) == 1:
            return said
        return self.env._("%(document)s: %(what)s", document=first.name, what=said)

    def _rows_of(self, today, customers):
        """Return the open documents of customers, however far away their dates are."""
        if self.kind == "invoice":
            model = "account.move"
            open_ = Domain("move_type", "=", "out_invoice")
            open_ &= Domain("state", "=", "posted")
            open_ &= Domain("payment_state", "in", ("not_paid", "partial", "blocked"))
        else:
            model = "sale.order"
            open_ = Domain("state", "=", "sent" if self.kind == "quote" else "sale")
        open_ &= Domain("company_id", "=", self.company_id.id)
        open_ &= Domain("partner_id.commercial_partner_id", "in", customers)
        # sudo: whose documents they are; what is told of them is a step and a day
        documents = self.env[model].sudo().search(open_)
        return self._rows(today, documents=documents.ids)


class AccountMove(models.Model):
    _inherit = "account.move"

    public_link_followup_next = fields.Char("Next Reminder", **NEXT)

    def _compute_public_link_followup_next(self):
        plans = self.env["public.link.plan"]
        for invoice in self:
            open_ = invoice.state == "posted" and invoice.move_type == "out_invoice"
            invoice.public_link_followup_next = open_ and plans._next_sentence(
                invoice, "invoice"
            )


class SaleOrder(models.Model):
    _inherit = "sale.order"

    public_link_followup_next = fields.Char("Next Follow-Up", **NEXT)

    def _compute_public_link_followup_next(self):
        plans = self.env["public.link.plan"]
        for order in self:
            kind = ORDERS.get(order.state)
            order.public_link_followup_next = kind and plans._next_sentence(order, kind)


class ResPartner(models.Model):
    _inherit = "res.partner"

    public_link_followup_next = fields.Char("Next Follow-Up", **NEXT)

    @api.depends_context("company")
    def _compute_public_link_followup_next(self):
        plans = self.env["public.link.plan"]
        for partner in self:
            partner.public_link_followup_next = (
                plans._next_of_customer(self.env.company, partner)
                if partner.ids
                else False
            )


class PublicLink(models.Model):
    _inherit = "public.link"

    public_link_followup_ids = fields.Many2many(
        "public.link.followup",
        "public_link_followup_link_rel",
        "link_id",
        "followup_id",
        "Follow-Ups",
        readonly=True,
        groups=GROUPS,
    )
    public_link_followup_next = fields.Char("Next Follow-Up", **NEXT)

    def _compute_public_link_followup_next(self):
        plans = self.env["public.link.plan"]
        for link in self:
            # sudo: a step and a day are told to whoever may read the link
            document = link.sudo()._document()
            kind, documents = "invoice", document
            if link.res_model == "public.link.bundle":
                documents = document.invoice_ids
            elif link.res_model == "sale.order":
                kind = ORDERS.get(document.state)
            elif link.res_model != "account.move":
                kind = None
            link.public_link_followup_next = (
                plans._next_sentence(documents.exists(), kind)
                if kind and documents
                else False
            )
