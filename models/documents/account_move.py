# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

from ...tools.blockers import Blocker
from ...tools.formatting import address, day, money, page_day, paragraphs
from ...tools.senders import INVOICING, SALES, Senders
from ..link.public_link_reference import fetch_known
from ..link.public_link_together import read_where
from .lines import (
    LINE_FIELDS,
    balance_totals,
    document_lines,
    document_terms,
    document_totals,
    fetch_shown,
)

CUSTOMER_TYPES = ("out_invoice", "out_refund", "out_receipt")
# F2: how long after the due date a pay link lives at least, and at the most.
DUE_GRACE, DUE_LIMIT = timedelta(days=30), timedelta(days=120)


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "public.link.mixin"]

    _public_fields = (
        "amount_residual",
        "amount_tax",
        "amount_total",
        "amount_untaxed",
        "company_id",
        "currency_id",
        "fiscal_position_id",
        "invoice_cash_rounding_id",
        "invoice_date",
        "invoice_date_due",
        "invoice_payment_term_id",
        "move_type",
        "name",
        "narration",
        "partner_id",
        "partner_shipping_id",
        "payment_reference",
        "payment_state",
        "ref",
        "state",
    )

    def _public_link_kind(self):
        refund = self._public_is_refund()
        return self.env._("Credit note") if refund else self.env._("Invoice")

    def _public_link_lifetime(self, purpose):
        lifetime = super()._public_link_lifetime(purpose)
        due = self.invoice_date_due
        if (
            purpose == "pay"
            and due
            and self._public_link_company()._public_links_settings()["follow_due_date"]
        ):
            due = fields.Datetime.to_datetime(due)
            until = max(
                lifetime["expires_at"],
                min(max(lifetime["expires_at"], due + DUE_GRACE), due + DUE_LIMIT),
            )
            lifetime["lifetime_days"] += (until - lifetime["expires_at"]).days
            lifetime["expires_at"] = until
        return lifetime

    def _public_link_senders_view(self):
        return Senders(
            (SALES, INVOICING),
            self.env._("Only sales and invoicing people may send an invoice."),
        )

    def _public_link_blockers_view(self):
        """Return why this invoice or credit note cannot be shown."""
        env, settings = self.env, self.company_id._public_links_settings()
        if self.move_type not in CUSTOMER_TYPES:
            return [
                Blocker(
                    "not_visible",
                    env._("There is nothing to see here."),
                    env._("This is not a customer invoice or credit note."),
                    env._("Send links of customer invoices and credit notes only."),
                )
            ]
        blockers = []
        if self.state == "draft":
            blockers.append(
                Blocker(
                    "not_visible",
                    env._("This document is being prepared. We will send it to you."),
                    env._("The invoice is a draft."),
                    env._("Confirm it first."),
                )
            )
        refund = self.move_type == "out_refund"
        if not settings["credit_notes" if refund else "invoices"]:
            blockers.append(
                Blocker(
                    "disabled",
                    env._("This link has been switched off."),
                    env._("Credit notes are not shown by link.")
                    if refund
                    else env._("Invoices are not shown by link."),
                    env._("Switch them on in Settings, Public Links."),
                )
            )
        return blockers

    def _public_link_responsible(self):
        return (
            self.invoice_user_id
            or self.team_id.user_id
            or super()._public_link_responsible()
        )

    def _public_link_report(self):
        return "account.account_invoices"

    def _public_link_sent_pdf(self):
        return self.invoice_pdf_report_id

    def _public_partners(self):
        return self.partner_id + self.partner_shipping_id

    def _public_values(self, link):
        env = self.env
        refund = self.move_type == "out_refund"
        due = self.amount_residual
        lines = self._public_lines()
        fetch_shown(self, lines)
        self._public_read("sale_lines")
        self._public_read("orders")
        orders = lines.sale_line_ids.order_id
        totals = document_totals(self, lines)
        if self.state == "posted":
            totals += balance_totals(self, due, self._public_settled())
        open_amount = self.state == "posted" and not refund and due
        return {
            "kind": "credit_note" if refund else "invoice",
            "title": env._("Credit note %s", self.name)
            if refund
            else env._("Invoice %s", self.name),
            "number": self.name,
            "status": self._public_status(),
            "headline": money(
                env, due if open_amount else self.amount_total, self.currency_id
            ),
            "sentence": self._public_sentence(),
            "actions": [],
            "pdf_url": self._public_pdf_url(link),
            "lines": document_lines(self, lines, "quantity"),
            "show_prices": True,
            "totals": totals,
            "deliveries": self._public_deliveries(orders),
            "addresses": self._public_addresses(),
            "facts": self._public_facts(orders),
            "terms": self._public_terms(lines),
            "footer": self._public_footer(link),
        }

    def _public_days(self):
        env, until = self.env, self.invoice_date_due
        open_ = self.state == "posted" and self.move_type == "out_invoice"
        if not (open_ and until and self.amount_residual > 0):
            return []
        if until < self.company_id._public_links_today():
            return []
        left = money(env, self.amount_residual, self.currency_id)
        title = env._("Invoice %(name)s: %(amount)s due", name=self.name, amount=left)
        return [(f"invoice-{self.id}", until, title)]

    def _public_terms(self, lines):
        """Return the texts that core prints below the invoice.

        :param lines: the invoice's
        :rtype: list[str]
        """
        fetch_known(self.invoice_payment_term_id)
        fetch_known(self.fiscal_position_id)
        legal = lines.tax_ids.mapped("invoice_legal_notes")
        term = document_terms(self, self.invoice_payment_term_id, self.narration)
        return (
            paragraphs("".join(filter(None, [self.fiscal_position_id.note, *legal])))
            + term
        )

    def _public_priced(self, rows):
        """Hook: set what the rows of some lines show, where it is not the line's own.

        :param dict rows: by line, see ``lines.document_lines``; they are changed
        """
        included = self.company_id._public_links_settings()["tax_included"]
        for line, row in rows.items():
            # The report hides prices of lines, and prints the sums of subsections.
            row["summed"] = row["kind"] == "subsection"
            if included and row["kind"] == "item":
                # Sections add up what is untaxed all the same, as core's paper does.
                row["sum"], row["value"] = row["value"], line.price_total

    def _public_lines(self):
        """Return the lines that the customer's own report shows.

        Not core's ``_get_move_lines_to_report``: it computes each line's section, which
        writes to the database. Sections are folded by ``arrange``.
        """
        return self.env["account.move.line"].browse(self._public_read("lines"))

    def _public_read_lines(self):
        kinds = ("product", "line_section", "line_subsection", "line_note")
        return read_where(
            self.env["account.move.line"],
            (*LINE_FIELDS, "price_total", "quantity", "sale_line_ids"),
            SQL("move_id = %s AND display_type IN %s", self.id, kinds),
            SQL("sequence, id"),
        )

    def _public_read_sale_lines(self):
        return read_where(
            self.env["sale.order.line"].sudo(),  # which they are is told by the invoice
            ("order_id",),
            SQL("id IN (%s)", self._public_sale_lines()),
        )

    def _public_read_orders(self):
        return read_where(
            self.env["sale.order"].sudo(),  # as above
            ("name", "transaction_ids"),
            SQL(
                "id IN (SELECT order_id FROM sale_order_line WHERE id IN (%s))",
                self._public_sale_lines(),
            ),
            SQL("id"),
        )

    def _public_sale_lines(self):
        """Return the lines of orders that these invoices bill, as a subselect."""
        return SQL(
            "SELECT rel.order_line_id FROM sale_order_line_invoice_rel rel"
            " JOIN account_move_line item ON item.id = rel.invoice_line_id"
            " WHERE item.move_id = ANY (%s)",
            self.ids,
        )

    def _public_page_plans(self, purpose):
        plans = super()._public_page_plans(purpose)
        if purpose == "view":
            plans.append(self._public_plan_page())
        return plans

    def _public_plan_page(self):
        """Yield what ``_public_values`` reads, see ``_public_page_plans``."""
        terms = self.invoice_payment_term_id and not self._public_is_refund()
        names = ["lines", "sale_lines", "orders"]
        names += ["settled"] if self._public_is_touched() else []
        names += ["instalments"] if terms else []
        yield [(self, name) for name in names]
        orders = self.env["sale.order"].browse(self._public_read("orders"))
        if orders and self._public_shows_deliveries():
            yield [(orders, "shipments")]
            yield orders._public_shipments()._public_delivery_reads()

    def _public_state(self):
        refund = self._public_is_refund()
        kind = "credit_note" if refund else "invoice"
        if self.state == "cancel":
            return kind, "cancelled"
        if self.payment_state == "reversed":
            return kind, "credited"
        if self.payment_state == "paid":
            return kind, "settled" if refund else "paid"
        if refund:
            return kind, "credit"
        if self.payment_state == "in_payment":
            return kind, "in_payment"
        if self._public_days_left() < 0:
            return kind, "overdue"
        return kind, "partial" if self.payment_state == "partial" else "unpaid"

    def _public_is_refund(self):
        return self.move_type == "out_refund"

    def _public_sentence(self):
        """Hook: return how it stands, in a sentence for its customer."""
        env, (_kind, code) = self.env, self._public_state()
        if code == "cancelled":
            return env._("This invoice was cancelled. Please do not pay it.")
        if code == "credited":
            return env._("It was credited in full. Please do not pay it.")
        if code in ("paid", "settled"):
            return env._("Nothing is left to pay. Thank you.")
        if code == "in_payment":
            return env._("Your payment is on its way to us. Thank you.")
        if code == "credit":
            return env._(
                "This amount is in your favour. It can be set against your next invoice;"
                " if you would rather have it paid back, tell us."
            )
        due, amount = self._public_next()
        left, due = self._public_days_left(), page_day(env, due)
        if not due:
            return env._("Due now.")
        if self.currency_id.compare_amounts(amount, self.amount_residual) < 0:
            words = (
                env._("%(amount)s of it was due on %(date)s.")
                if left < 0
                else env._("%(amount)s of it is due by %(date)s.")
            )
            return words % {
                "amount": money(env, amount, self.currency_id),
                "date": due,
            }
        if left < 0:
            return env._("It was due on %s.", due)
        if left == 0:
            return env._("Due today.")
        if left == 1:
            return env._("Due tomorrow, %s.", due)
        return env._("Due in %(days)s days, by %(date)s.", days=left, date=due)

    def _public_deliveries(self, orders):
        shown = orders and self._public_shows_deliveries()
        return orders._public_deliveries() if shown else []

    def _public_shows_deliveries(self):
        settings = self.company_id._public_links_settings()
        return settings["show_tracking"] and not self._public_is_refund()

    def _public_addresses(self):
        env = self.env
        if not self.company_id._public_links_settings()["show_addresses"]:
            return []
        billed = address(self.partner_id)
        shipped = address(self.partner_shipping_id)
        addresses = [{"label": env._("Invoiced to"), "lines": billed}]
        if shipped:
            if shipped == billed:
                shipped = [env._("Same address")]
            addresses.append({"label": env._("Delivered to"), "lines": shipped})
        return addresses

    def _public_facts(self, orders):
        env = self.env
        fetch_known(self.invoice_payment_term_id)
        values = [
            (env._("Invoice date"), day(env, self.invoice_date)),
            (env._("Due date"), day(env, self.invoice_date_due)),
            (env._("Your order"), ", ".join(orders.mapped("name"))),
            (env._("Your reference"), self.ref or ""),
            (env._("Payment terms"), self.invoice_payment_term_id.name or ""),
            (env._("Payment reference"), self.payment_reference or ""),
        ]
        return [{"label": label, "value": value} for label, value in values if value]
