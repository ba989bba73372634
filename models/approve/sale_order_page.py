# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What approve pages show in addition to the document."""

from odoo import models

from ...tools.formatting import Writer, day, quantity
from ...tools.states import status
from ..documents.lines import arranged_lines
from .sale_order_items import plain

LINE_FIELDS = [
    "collapse_composition",
    "collapse_prices",
    "combo_item_id",
    "discount",
    "display_type",
    "is_downpayment",
    "is_optional",
    "linked_line_id",
    "name",
    "order_id",
    "price_subtotal",
    "price_unit",
    "product_id",
    "product_uom_id",
    "product_uom_qty",
    "public_link_state",
    "sequence",
]
PROOF_FIELDS = [
    "answered_at",
    "answered_by",
    "customer_note",
    "line_id",
    "name",
    "note",
    "sha256",
    "state",
    "version",
]


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _public_approve(self, link):
        """Return what waits for the customer, see ``templates/approve/approve.xml``.

        :param link: `public.link`, possibly a new record when staff preview
        :rtype: dict
        """
        self._public_approve_fetch()
        state = self._public_link_approve_state()
        settings = self.company_id._public_links_settings()

        def url(action):
            return link._form_path(action) if link.id else "#"

        proofs = [
            self._public_proof(link, proof) for proof in self._public_link_proofs()
        ]
        return {
            "state": state,
            "status": self._public_approve_status(state),
            "reason": self._public_approve_reason(state),
            "seen": self._public_link_seen(link),
            "url": url("approve"),
            "statement": self._public_link_statement(),
            "terms": self.company_id._public_links_terms().splitlines(),
            "sign": self._has_to_be_signed() and state in ("open", "items"),
            "pay": self._has_to_be_paid(),
            "reject_url": url("reject") if self._public_link_can_reject() else "",
            "items_url": url("items"),
            "items": self._public_items(link) if state == "items" else [],
            "confirms": state == "items" and self._public_link_confirms(),
            "options_url": url("options"),
            "options": self._public_options(state),
            "most": settings["option_max"],
            "proof_url": url("proof"),
            "proofs": proofs,
            "covered": settings["approve_proofs"]
            and state == "open"
            and any(proof["open"] for proof in proofs),
            "proof_terms": self.company_id._public_links_terms(proof=True).splitlines(),
            "disclaimer": settings["proof_disclaimer"] or "",
        }

    def _public_approve_fetch(self):
        """Read the fields of lines and proofs that page and gate need, in few statements."""
        self.fetch(
            ["prepayment_percent", "require_payment", "require_signature", "signature"]
        )
        lines = self.order_line
        lines.fetch(LINE_FIELDS)
        lines.product_uom_id.fetch(["name"])
        self.public_link_proof_ids.fetch(PROOF_FIELDS)

    def _public_approve_status(self, state):
        """Return the badge of items or proofs that wait, or ``None``: the document's own."""
        if state not in ("items", "proofs"):
            return None
        kind, _code = self._public_state()
        return status(self.env, kind, "pending")

    def _public_approve_reason(self, state):
        """Return the sentence of the gate's blocker, where nothing can be approved."""
        if state in ("open", "items", "proofs"):
            return ""
        if state in ("expired", "cancelled", "rejected") or self.public_link_answer:
            # The page's first sentence says the same.
            return ""
        return self._public_link_blockers_approve()[0].customer

    def _public_rows(self):
        """Return the lines that the page shows, by their ids, see ``arranged_lines``."""
        rows = arranged_lines(self, self._public_lines(), "product_uom_qty")
        return {row["id"]: row for row in rows}

    def _public_items(self, link):
        """Return the items and their states."""
        env, writer = self.env, Writer(self.env, self.currency_id)
        rows = self._public_rows()
        waiting = self._public_link_waiting_lines()
        # Asked for changes or not: what is not approved waits.
        done, waits = (status(env, "item", code) for code in ("approved", "open"))
        items = []
        for line in self._public_link_items():
            row, units = rows.get(line.id, {}), ""
            if not line.display_type:
                units = quantity(env, line.product_uom_qty)
                units += " " + (line.product_uom_id.name or "")
            items.append(
                {
                    "id": line.id,
                    "name": (line.name or "").partition("\n")[0],
                    "quantity": units,
                    # None where the section hides the prices.
                    "amount": writer.money(row["value"]) if "value" in row else "",
                    "done": line not in waiting,
                    "status": waits if line in waiting else done,
                    "url": f"{link._path()}?item={line.id}&lang={env.lang}#approve"
                    if link.id
                    else "#",
                }
            )
        return items

    def _public_options(self, state):
        if state not in ("open", "items"):
            return []
        options = self._public_link_optional_lines().sorted()
        if not options:
            return []
        rows, writer = self._public_rows(), Writer(self.env, self.currency_id)
        return [
            {
                "id": line.id,
                "name": (line.name or "").partition("\n")[0],
                "quantity": plain(line.product_uom_qty),
                "unit": line.product_uom_id.name or "",
                # None where the section hides the prices.
                "price": writer.price(line._public_option_price())
                if "value" in rows.get(line.id, {})
                else "",
            }
            for line in options
        ]

    def _public_proof(self, link, proof):
        env = self.env
        answered = ""
        if proof.answered_at and proof.answered_by:
            answered = f"{proof.answered_by}, {day(env, proof.answered_at)}"
        return {
            "id": proof.id,
            "name": proof.name,
            "line": (proof.line_id.name or "").partition("\n")[0],
            "version": env._("Version %s", proof.version),
            "note": proof.note or "",
            "open": proof.state == "open",
            "status": status(env, "proof", proof.state),
            "answered": answered,
            "customer_note": proof.customer_note or "",
            "url": link._path(f"proof/{proof.id}") if link.id else "#",
            "thumb": link._path(f"thumb/{proof.id}")
            if link.id and proof.with_context(bin_size=True).thumb
            else "",
        }


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _public_option_price(self):
        """Return the price of one unit: that of a combo is the sum of what is in it."""
        self.ensure_one()
        if self.product_type != "combo":
            return self.price_unit
        parts = self.order_id.order_line.filtered(
            lambda line: line.linked_line_id == self and line.combo_item_id
        )
        return sum(parts.mapped("price_unit"))
