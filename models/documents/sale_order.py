# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from typing import NamedTuple

from odoo import fields, models
from odoo.tools import SQL

from ...tools.blockers import Blocker
from ...tools.formatting import address, day, money, paragraphs
from ...tools.senders import SALES, Senders
from ..link.public_link_reference import fetch_known
from ..link.public_link_together import Read, read_where
from .lines import (
    LINE_FIELDS,
    balance_totals,
    document_lines,
    document_terms,
    document_totals,
    fetch_shown,
)

# The state of a confirmed order, by core's ``delivery_status``.
SHIPPING = {
    "pending": "preparing",
    "started": "preparing",
    "partial": "partly_shipped",
    "full": "shipped",
}


class Bill(NamedTuple):
    """A posted invoice or refund of an order, with amounts in its own currency."""

    id: int
    move_type: str
    payment_state: str
    total: float
    residual: float
    company: int
    currency: int
    customer: int  # commercial partner
    shared: bool  # another order is on it as well


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "public.link.mixin"]

    _public_fields = (
        "amount_tax",
        "amount_total",
        "amount_untaxed",
        "carrier_id",
        "client_order_ref",
        "commitment_date",
        "company_id",
        "currency_id",
        "date_order",
        "delivery_status",
        "fiscal_position_id",
        "name",
        "note",
        "partner_id",
        "partner_invoice_id",
        "partner_shipping_id",
        "payment_term_id",
        "public_link_answer",
        "public_link_answer_changed",
        "public_link_answered_at",
        "public_link_answered_by",
        "public_link_change_asked",
        "public_link_item_approval",
        "public_link_proof_ids",
        "public_link_revised",
        "state",
        "transaction_ids",
        "validity_date",
    )

    def _public_link_kind(self):
        return self.env._("Order") if self.state == "sale" else self.env._("Quotation")

    def _public_link_senders_view(self):
        # The page leads to the approval, so that only who may send that may send this.
        return Senders(
            (SALES,),
            self.env._("Only sales people may send the page of a quotation or order."),
        )

    def _public_link_blockers_view(self):
        """Return why this quotation or order cannot be shown."""
        blockers = []
        if self.state == "draft":
            blockers.append(
                Blocker(
                    "not_visible",
                    self.env._(
                        "This quotation is being prepared. We will send it to you."
                    ),
                    self.env._("The quotation was never sent."),
                    self.env._("Send it by mail, or mark it as sent."),
                )
            )
        is_order = self.state == "sale"
        settings = self.company_id._public_links_settings()
        if not settings["orders" if is_order else "quotes"]:
            blockers.append(
                Blocker(
                    "disabled",
                    self.env._("This link has been switched off."),
                    self.env._("Orders are not shown by link.")
                    if is_order
                    else self.env._("Quotations are not shown by link."),
                    self.env._("Switch them on in Settings, Public Links."),
                )
            )
        return blockers

    def _public_link_responsible(self):
        return (
            self.user_id or self.team_id.user_id or super()._public_link_responsible()
        )

    def _public_link_report(self):
        return "sale.action_report_saleorder"

    def _public_partners(self):
        return self.partner_id + self.partner_invoice_id + self.partner_shipping_id

    def _public_values(self, link):
        env, settings = self.env, self.company_id._public_links_settings()
        is_order = self.state == "sale"
        lines = self._public_lines()
        fetch_shown(self, lines)
        totals = document_totals(self, lines.tax_ids)
        sentence = self._public_sentence()
        if is_order:
            paid, left = self._public_balance()
            other = self.amount_total - paid - left
            label = env._("Credited") if other > 0 else env._("Added")
            totals += balance_totals(self, left, {env._("Paid"): paid, label: other})
            if self.currency_id.compare_amounts(left, self.amount_total):
                left = money(env, left, self.currency_id)
                sentence += " " + env._("%s is left to pay.", left)
        title = (
            env._("Order %s", self.name)
            if is_order
            else env._("Quotation %s", self.name)
        )
        return {
            "kind": "order" if is_order else "quote",
            "title": title,
            "number": self.name,
            "until": fields.Date.to_string(self.validity_date) or "",
            "status": self._public_status(),
            "headline": money(env, self.amount_total, self.currency_id),
            "sentence": sentence,
            "actions": [],
            "pdf_url": self._public_pdf_url(link),
            "lines": document_lines(self, lines, "product_uom_qty"),
            "show_prices": True,
            "totals": totals,
            "deliveries": self._public_deliveries()
            if is_order and settings["show_tracking"]
            else [],
            "addresses": self._public_addresses(),
            "facts": self._public_facts(),
            "terms": self._public_terms(),
            "footer": self._public_footer(link),
        }

    def _public_terms(self):
        """Return the texts that core prints below the order.

        :rtype: list[str]
        """
        fetch_known(self.payment_term_id)
        fetch_known(self.fiscal_position_id)
        rest = document_terms(self, self.payment_term_id, self.fiscal_position_id.note)
        return paragraphs(self.note) + rest

    def _public_priced(self, rows):
        """Hook: set what the rows of some lines show, where it is not the line's own.

        The line of a combo has no price: it shows the sum of what was chosen in it.

        :param dict rows: by line, see ``lines.document_lines``; they are changed
        """
        chosen = {line for line in rows if line.combo_item_id}
        for combo in {line.linked_line_id for line in chosen} & rows.keys():
            row = rows[combo]
            row["sum"] = row["folded"] = row["value"]
            row["price"] = None
            row["value"] = combo._get_combo_totals("price_subtotal")
        for line, row in rows.items():
            row["billed"] = line.is_downpayment and row["kind"] == "item"

    def _public_lines(self):
        """Return the lines that the customer's own report shows.

        Not core's ``_get_order_lines_to_report``: it computes each line's section, which
        writes to the database. Sections are folded by ``arrange``.
        """
        lines = self.env["sale.order.line"].browse(self._public_read("lines"))
        self._fields["order_line"]._insert_cache(self, [lines._ids])
        advances = lines.filtered("is_downpayment")
        billed = advances.filtered(
            lambda line: not line.display_type and not line._get_downpayment_state()
        )
        hidden = advances - billed
        if billed:
            hidden = hidden.filtered(lambda line: not line.display_type)
        return lines - hidden

    def _public_read_lines(self):
        return read_where(
            self.env["sale.order.line"],
            (
                *LINE_FIELDS,
                "combo_item_id",
                "is_downpayment",
                "linked_line_id",
                "order_id",
                "product_uom_qty",
            ),
            SQL("order_id = %s", self.id),
            SQL("sequence, id"),
        )

    def _public_plans(self, purpose):
        plans = super()._public_plans(purpose)
        if purpose in ("view", "approve"):
            plans.append(self._public_plan_page())
        return plans

    def _public_plan_page(self):
        """Yield what ``_public_values`` reads, see ``_public_plans``."""
        if self.state != "sale":
            yield [(self, "lines")]
        elif not self.company_id._public_links_settings()["show_tracking"]:
            yield [(self, "lines"), *self._public_balance_reads()]
        else:
            yield [
                (self, "lines"),
                (self, "shipments"),
                *self._public_balance_reads(),
            ]
            yield self._public_shipments()._public_delivery_reads()

    def _public_state(self):
        """Hook: see ``public.link.mixin``."""
        if self.state == "sale":
            return "order", SHIPPING.get(self.delivery_status, "confirmed")
        if self.state == "cancel":
            return "quotation", "cancelled"
        return "quotation", "expired" if self.is_expired else "pending"

    def _public_sentence(self):
        """Hook: return what the order means for its reader, in one sentence."""
        env = self.env
        if self.state == "cancel":
            return env._("This was cancelled. Nothing is left for you to do.")
        if self.state == "sale":
            return env._("Ordered on %s.", day(env, self.date_order))
        if self.is_expired:
            return env._(
                "This quotation was good until %s. Please contact us for a new one.",
                day(env, self.validity_date),
            )
        if self.validity_date:
            return env._("Good until %s.", day(env, self.validity_date))
        return env._("Sent on %s.", day(env, self.date_order))

    def _public_balance(self):
        """Return what was paid of the order, and what is left, in its currency.

        Left is what Odoo's ledger expects: what is billed later, and the open residuals of
        invoices and credit notes, less what came in and is on no invoice.

        :return: two amounts, rounded; the second is not negative
        """
        currency, bills = self.currency_id, self._public_bills()
        if any(bill.shared or bill.currency != currency.id for bill in bills):
            # Billed together with other orders, or in another currency: the payment cannot
            # be split.
            return 0.0, self.amount_total
        paid = unbilled = self._public_unbilled()
        left = self._public_billed_later() - unbilled
        for bill in bills:
            # Amounts of refunds count against those of invoices.
            sign = -1 if bill.move_type == "out_refund" else 1
            paid += sign * (bill.total - bill.residual)
            left += sign * bill.residual
        return currency.round(paid), currency.round(max(left, 0.0))

    def _public_billed_later(self):
        """Return the part of the total that core is still to bill, as it stands today."""
        closed, billed, returned = self._public_read("billed")
        return 0.0 if closed else self.amount_total - billed - returned

    def _public_read_billed(self):
        # Closed: core bills no more, whatever the difference. Returned: credited, and core
        # does not bill it again: the delivered quantity went down too. Drafts count as
        # billed in core's quantities, so that with them neither can be told.
        return Read(
            SQL(
                """
                SELECT json_build_array(
                       sale.invoice_status = 'invoiced' AND drafts IS NOT TRUE,
                       COALESCE(billed, 0)::float8,
                       CASE WHEN drafts THEN 0 ELSE COALESCE(returned, 0)::float8 END)
                  FROM sale_order sale
                  CROSS JOIN LATERAL (
                       SELECT bool_or(move.state = 'draft') AS drafts,
                              SUM(CASE move.move_type WHEN 'out_refund'
                                  THEN -item.price_total ELSE item.price_total END)
                                  FILTER (WHERE move.state = 'posted') AS billed,
                              SUM(item.price_total)
                                  FILTER (WHERE move.state = 'posted'
                                            AND move.move_type = 'out_refund'
                                            AND line.is_downpayment IS NOT TRUE
                                            AND line.qty_to_invoice <= 0) AS returned
                         FROM sale_order_line line
                         JOIN sale_order_line_invoice_rel rel
                           ON rel.order_line_id = line.id
                         JOIN account_move_line item ON item.id = rel.invoice_line_id
                         JOIN account_move move ON move.id = item.move_id
                        WHERE line.order_id = sale.id
                          AND move.state IN ('draft', 'posted')
                          AND move.move_type IN ('out_invoice', 'out_refund')) AS bill
                 WHERE sale.id = %s
                """,
                self.id,
            ),
            lambda rows: rows[0],
        )

    def _public_unbilled(self):
        """Return what was paid for these orders and is not on an invoice yet."""
        return self._public_read("unbilled") if self else 0.0

    def _public_read_unbilled(self):
        return Read(
            SQL(
                """
                SELECT json_build_array(COALESCE(SUM(COALESCE(booked.rest, tx.amount)), 0)
                       ::float8)
                  FROM payment_transaction tx
                  LEFT JOIN account_payment payment ON payment.id = tx.payment_id
                  CROSS JOIN LATERAL (
                       SELECT -SUM(item.amount_residual_currency) AS rest
                         FROM account_move_line item
                         JOIN account_account account ON account.id = item.account_id
                        WHERE item.move_id = payment.move_id
                          AND account.account_type = 'asset_receivable') AS booked
                 WHERE tx.id IN (SELECT transaction_id FROM sale_order_transaction_rel
                                  WHERE sale_order_id = ANY (%s))
                   AND tx.state IN ('authorized', 'done')
                   AND tx.operation IS DISTINCT FROM 'validation'
                """,
                self.ids,
            ),
            lambda rows: rows[0][0],
        )

    def _public_balance_reads(self):
        """Return what ``_public_balance`` reads, see ``_public_plans``."""
        return [(self, name) for name in ("bills", "billed", "unbilled")]

    def _public_bills(self):
        """Return the posted invoices and refunds of this order, by their identifiers.

        By one statement: the ORM would need two, and read more.

        :rtype: list[Bill]
        """
        return self._public_read("bills")

    def _public_read_bills(self):
        return Read(
            SQL(
                """
                SELECT json_build_array(
                       move.id, move.move_type, move.payment_state,
                       move.amount_total::float8,
                       -- On its way: some payments are booked before the residual is.
                       CASE WHEN move.payment_state IN ('in_payment', 'paid') THEN 0
                            ELSE move.amount_residual::float8 END,
                       move.company_id, move.currency_id, move.commercial_partner_id,
                       EXISTS (
                           SELECT
                             FROM account_move_line item
                             JOIN sale_order_line_invoice_rel rel
                               ON rel.invoice_line_id = item.id
                            WHERE item.move_id = move.id
                              AND rel.order_line_id != ALL (%(lines)s)))
                  FROM account_move move
                 WHERE move.id = ANY (ARRAY(
                       SELECT item.move_id
                         FROM sale_order_line_invoice_rel rel
                         JOIN account_move_line item ON item.id = rel.invoice_line_id
                        WHERE rel.order_line_id = ANY (%(lines)s)))
                   AND move.state = 'posted'
                   AND move.move_type IN ('out_invoice', 'out_refund')
                 ORDER BY move.id
                """,
                lines=SQL(
                    "ARRAY(SELECT id FROM sale_order_line WHERE order_id = %s)", self.id
                ),
            ),
            lambda rows: [Bill(*row) for row in rows],
        )

    def _public_addresses(self):
        env = self.env
        if not self.company_id._public_links_settings()["show_addresses"]:
            return []
        billed = address(self.partner_invoice_id)
        shipped = billed
        if self.partner_shipping_id != self.partner_invoice_id:
            shipped = address(self.partner_shipping_id)
        if billed == shipped:
            shipped = [env._("Same address")]
        return [
            {"label": env._("Invoiced to"), "lines": billed},
            {"label": env._("Delivered to"), "lines": shipped},
        ]

    def _public_facts(self):
        env = self.env
        fetch_known(self.payment_term_id)
        values = [
            (env._("Order date"), day(env, self.date_order)),
            (env._("Your reference"), self.client_order_ref or ""),
            (env._("Payment terms"), self.payment_term_id.name or ""),
            (env._("Planned delivery"), day(env, self.commitment_date)),
        ]
        return [{"label": label, "value": value} for label, value in values if value]

    def _public_deliveries(self):
        pickings = self._public_shipments()
        fetch_known(pickings.carrier_id)
        return pickings._public_delivered()

    def _public_shipments(self):
        """Return the deliveries of these orders that were not cancelled."""
        # sudo: the order's gate decides whether its deliveries are shown
        Picking = self.env["stock.picking"].sudo()
        ids = self._public_read("shipments") if self else ()
        return Picking.browse(ids).sudo(self.env.su)

    def _public_read_shipments(self):
        # sudo: as above
        Picking = self.env["stock.picking"].sudo()

        def outgoing(pickings):
            fetch_known(pickings.picking_type_id)
            return pickings.filtered(
                lambda picking: picking.picking_type_id.code == "outgoing"
            )._ids

        return read_where(
            Picking,
            Picking._public_fields,
            SQL("sale_id IN %s AND state != 'cancel'", self._ids),
            SQL("id"),
            keep=outgoing,
        )
