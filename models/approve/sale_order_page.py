# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What approve pages show in addition to the document."""

from odoo import models

from ...tools.formatting import day
from ...tools.states import status
from ..documents.lines import arranged_lines, page_name

LINE_FIELDS = [
    "collapse_composition",
    "collapse_prices",
    "combo_item_id",
    "discount",
    "display_type",
    "extra_tax_data",
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
    "public_link_offered",
    "public_link_state",
    "sequence",
]
PROOF_FIELDS = [
    "answered_at",
    "answered_by",
    "customer_note",
    "line_id",
    "mimetype",
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
            "items": [],
            "picked": {"ids": [], "totals": [], "amount": "", "count": ""},
            "picked_url": f"{link._path()}?lang={self.env.lang}" if link.id else "#",
            "all_url": f"{link._path()}?lang={self.env.lang}#items" if link.id else "#",
            "confirms": state == "items" and self._public_link_confirms(),
            "options_url": url("options"),
            "options": [],
            "chosen": "",
            "asks_reference": state in ("open", "items"),
            "files": self._public_kept_files(link, state),
            "renew_url": url("renew")
            if state == "expired" and not self._public_link_renewal_asked(link)
            else "",
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

    def _public_proof(self, link, proof):
        env = self.env
        answered = ""
        if proof.answered_at and proof.answered_by:
            answered = f"{proof.answered_by}, {day(env, proof.answered_at)}"
        return {
            "id": proof.id,
            "name": proof.name,
            "line": page_name(proof.line_id),
            "version": env._("Version %s", proof.version),
            "note": proof.note or "",
            "open": proof.state == "open",
            "status": status(env, "proof", proof.state),
            "answered": answered,
            "customer_note": proof.customer_note or "",
            "url": link._path(f"proof/{proof.id}") if link.id else "#",
            "image": bool(link.id) and (proof.mimetype or "").startswith("image/"),
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
