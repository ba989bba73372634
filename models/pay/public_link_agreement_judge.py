# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is charged by an agreement, and every reason why something is not."""

from odoo import api, models
from odoo.tools import SQL, email_normalize, str2bool

from ..link.public_link_together import fetch_together

# Codes of the pay gate, see ``_pay_reasons``, and ours.
GATE = {
    "processing": "processing",
    "checking": "processing",
    "paid": "settled",
    "voided": "settled",
    "nothing_due": "settled",
    "not_visible": "settled",
    "blocked": "blocked",
    "disabled": "off",
}


class PublicLinkAgreement(models.Model):
    _inherit = "public.link.agreement"

    def _refusal(self, invoice):
        """Return why an invoice must not be charged now, or "" if it may.

        Asked when it is announced, each hour until it is charged, and once more under the
        document's lock.

        :param invoice: `account.move`, as superuser
        :return: a value of ``public.link.agreement.charge.why``, or ""
        :rtype: str
        """
        self.ensure_one()
        return (
            self._refusal_of_itself()
            or self._refusal_of_document(invoice)
            or self._refusal_of_amount(invoice)
        )

    def _refusal_of_itself(self):
        """Return why nothing is charged by this agreement now, or ""."""
        # sudo: one switch, which Odoo sets in copies
        parameters = self.env["ir.config_parameter"].sudo()
        if str2bool(parameters.get_param("database.is_neutralized", "False")):
            return "copy"
        if self.ended_at:
            return "ended"
        company, partner = self.company_id, self.partner_id
        if not company._public_links_settings()["agreement"]:
            return "off"
        if not company._public_links_on("pay"):
            return "off"
        if not self._belongs():
            return "moved"
        people = partner | self.customer_id
        if any(one.public_links_blocked or not one.active for one in people):
            return "blocked"
        if not email_normalize(partner.email or "") or partner.is_blacklisted:
            return "no_mail"
        return "" if self.token_id.active else "card"

    def _belongs(self):
        """Tell whether contact and card are still those of the customer."""
        customer = self.customer_id
        return bool(
            customer
            and customer.commercial_partner_id == customer
            and self.partner_id.commercial_partner_id == customer
            and (not self.token_id or customer._public_link_owns(self.token_id))
        )

    def _refusal_of_document(self, invoice):
        """Return why nothing of an invoice is charged now, or ""."""
        if (
            invoice.move_type != "out_invoice"
            or invoice.state != "posted"
            or invoice.company_id != self.company_id
            or invoice.commercial_partner_id != self.customer_id
        ):
            return "settled"
        currency = invoice.currency_id
        if currency != self.currency_id or currency != self.company_id.currency_id:
            return "currency"
        if invoice._public_is_disputed() or invoice.payment_state == "blocked":
            return "disputed"
        blockers = invoice._public_link_blockers("pay")
        if blockers:
            return GATE.get(blockers[0].code, "gate")
        return "announced" if invoice._public_pay_open_transfers() else ""

    def _refusal_of_amount(self, invoice):
        """Return why the amount that is due is not charged now, or ""."""
        currency, due = self.currency_id, invoice._public_pay_due()
        if currency.compare_amounts(due.now, 0) <= 0:
            return "settled"
        if currency.compare_amounts(due.now, self.ceiling) > 0:
            return "ceiling"
        if self._was_tried(invoice, due):
            return "tried"
        if currency.compare_amounts(self._open_credit(invoice), due.now) >= 0:
            return "credits"
        return "" if invoice._public_pay_allows(self.token_id) else "card"

    def _was_tried(self, invoice, due):
        """Tell whether it was charged, or tried, before: nothing is tried again by itself.

        Only the next instalment is another charge.

        :param Due due: what is due
        """
        charges = self.env["public.link.agreement.charge"].search(
            [("invoice_id", "=", invoice.id), ("state", "not in", ("announced",))]
        )
        day = due.until or invoice.invoice_date_due
        return any(
            one.state in ("failed", "checking")
            or one._is_given_up()
            or (one.state == "paid" and one.due_on >= day)
            for one in charges
        )

    def _open_credit(self, invoice):
        """Return what is open in the customer's favour, in the invoice's currency."""
        read = invoice._public_read_credits(own=False)
        items = self.env["account.move.line"].browse(
            fetch_together(self.env, [read])[0]
        )
        return -sum(items.mapped("amount_residual_currency"))

    # === WHAT IS DUE SOON === #

    @api.model
    def _due_soon(self, horizon):
        """Return what may have to be announced: ids of agreements and invoices, what is
        due first at the beginning.

        :param date horizon: the last day on which it is due
        :rtype: list[tuple[int, int]]
        """
        self.env.flush_all()
        # SQL: invoices by the dates of their items, and by what was announced of them.
        return self.env.execute_query(
            SQL(
                """
                SELECT agreement.id, move.id
                  FROM public_link_agreement agreement
                  JOIN account_move move
                    ON move.commercial_partner_id = agreement.customer_id
                   AND move.company_id = agreement.company_id
                   AND move.currency_id = agreement.currency_id
                 WHERE agreement.ended_at IS NULL
                   AND move.move_type = 'out_invoice' AND move.state = 'posted'
                   AND move.payment_state IN ('not_paid', 'partial')
                   AND move.public_link_disputed_at IS NULL
                   AND (move.amount_residual <= agreement.ceiling
                        OR move.invoice_payment_term_id IS NOT NULL)
                   AND EXISTS (
                       SELECT FROM account_move_line item
                        WHERE item.move_id = move.id
                          AND item.display_type = 'payment_term'
                          AND item.reconciled IS NOT TRUE
                          AND (item.date_maturity <= %(horizon)s
                               OR item.discount_date <= %(horizon)s))
                   AND NOT EXISTS (
                       SELECT FROM public_link_agreement_charge charge
                        WHERE charge.invoice_id = move.id
                          AND (charge.state IN ('announced', 'checking', 'failed')
                               OR charge.state = 'dropped'
                                  AND charge.why IN ('link', 'unsent')))
                 ORDER BY move.invoice_date_due, move.id
                """,
                horizon=horizon,
            )
        )

    @api.model
    def _charged(self, invoices):
        """Return the ids of those of these invoices that will be charged by agreement.

        :param invoices: `account.move`
        :rtype: set[int]
        """
        agreements = self._live(invoices.commercial_partner_id)
        if not agreements:
            return set()
        by_customer = agreements.grouped(lambda one: (one.customer_id, one.company_id))
        charged = set()
        for invoice in invoices.sudo():  # as superuser, as it is charged
            agreement = by_customer.get(
                (invoice.commercial_partner_id, invoice.company_id)
            )
            if agreement and not agreement._refusal(invoice):
                charged.add(invoice.id)
        return charged
