# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.tools import SQL

from ...tools.blockers import Blocker
from ...tools.formatting import address, day, money, page_day, paragraphs
from ...tools.senders import SALES, Senders
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

    def _public_link_unsent(self):
        """Tell whether this is a quotation that nobody has sent yet."""
        return self.state == "draft" and not self._public_link_is_as_sent()

    def _public_link_being_sent(self, purpose):
        # As core's own mail does it. sudo: who may send it need not be able to write
        drafts = self.sudo().filtered(lambda order: order.state == "draft")
        drafts.with_context(tracking_disable=True).write({"state": "sent"})
        return super()._public_link_being_sent(purpose)

    def _public_link_send_notices(self, purpose, partners):
        notices = super()._public_link_send_notices(purpose, partners)
        drafts = self.filtered(lambda order: order.state == "draft")
        if drafts and len(self) == 1:
            text = self.env._(
                "This quotation is a draft. Sending or copying the link marks it as sent."
            )
            notices.append(text)
        elif drafts:
            text = self.env._(
                "Drafts among them, which are marked as sent: %s.", len(drafts)
            )
            notices.append(text)
        return notices

    def _public_link_senders_view(self):
        # The page leads to the approval, so that only who may send that may send this.
        return Senders(
            (SALES,),
            self.env._("Only sales people may send the page of a quotation or order."),
        )

    def _public_link_blockers_view(self):
        """Return why this quotation or order cannot be shown."""
        blockers = []
        if self._public_link_unsent():
            blockers.append(
                Blocker(
                    "not_visible",
                    self.env._(
                        "This quotation is being prepared. We will send it to you."
                    ),
                    self.env._("The quotation was never sent."),
                    self.env._("Send it by email, or mark it as sent."),
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
        totals = document_totals(self, lines)
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
            **(self._public_billed_values(link) if is_order else {}),
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
            # Nothing of what was billed in advance is in the heading's sum either.
            row["priceless"] = line.is_downpayment and row["kind"] == "section"

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

    def _public_page_plans(self, purpose):
        plans = super()._public_page_plans(purpose)
        if purpose in ("view", "approve"):
            plans.append(self._public_plan_page())
            if self.state == "sale":
                plans.append(self._public_plan_invoices())
        return plans

    def _public_plan_page(self):
        """Yield what ``_public_values`` reads, see ``_public_page_plans``."""
        lines = [(self, "lines"), (self, "pictured")]
        if self.state != "sale":
            yield lines
        elif not self.company_id._public_links_settings()["show_tracking"]:
            yield [*lines, *self._public_shipping_reads()]
        else:
            yield [*lines, (self, "shipments"), *self._public_shipping_reads()]
            yield self._public_shipments()._public_delivery_reads()

    def _compute_is_expired(self):
        # Good until the end of its day where the seller is, for pages, gates and core's
        # own confirmation alike; core looks at the day in Greenwich.
        result = super()._compute_is_expired()
        for order in self:
            until = order.validity_date
            if until and order.state in ("draft", "sent"):
                order.is_expired = until < order.company_id._public_links_today()
        return result

    def _public_state(self):
        """Hook: see ``public.link.mixin``."""
        if self.state == "sale":
            return self._public_shipping_states()[self.id]
        if self.state == "cancel":
            return "quotation", "cancelled"
        return "quotation", "expired" if self.is_expired else "pending"

    def _public_sentence(self):
        """Hook: return what the order means for its reader, in one sentence."""
        env = self.env
        if self.state == "cancel":
            return env._("This was cancelled. Nothing is left for you to do.")
        if self.state == "sale":
            return env._("Ordered on %s.", page_day(env, self.date_order))
        if self.is_expired:
            return env._(
                "This quotation was good until %s. Please contact us for a new one.",
                page_day(env, self.validity_date),
            )
        if self.validity_date:
            return env._("Good until %s.", page_day(env, self.validity_date))
        return env._("Sent on %s.", page_day(env, self.date_order))

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

    def _public_dated(self):
        """Return label and text of the document's own date."""
        env = self.env
        label = env._("Quotation date")
        if self.state == "sale":
            label = env._("Order date")
        return label, day(env, self.date_order)

    def _public_facts(self):
        env = self.env
        fetch_known(self.payment_term_id)
        values = [
            self._public_dated(),
            (env._("Your reference"), self.client_order_ref or ""),
            (env._("Payment terms"), self.payment_term_id.name or ""),
            (env._("Planned delivery"), day(env, self.commitment_date)),
        ]
        return [{"label": label, "value": value} for label, value in values if value]

    def _public_days(self):
        env, zone = self.env, self.company_id._public_links_settings()["tz"]
        if self.state == "sent" and self.validity_date and not self.is_expired:
            title = env._("Quotation %s ends", self.name)
            return [(f"quote-{self.id}", self.validity_date, title)]
        if self.state == "sale" and self.commitment_date:
            # The day where the seller is, as staff have planned it.
            order = self.with_context(tz=zone)
            planned = fields.Datetime.context_timestamp(order, self.commitment_date)
            title = env._("Order %s arrives", self.name)
            return [(f"order-{self.id}", planned.date(), title)]
        return []

    def _public_deliveries(self):
        pickings = self._public_shipments()
        fetch_known(pickings.carrier_id)
        return pickings._public_delivered()
