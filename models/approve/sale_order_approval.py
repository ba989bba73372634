# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Evidence of approvals: records that nobody can change, with hashes and a seal."""

import base64
import json

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.evidence import canonical, sha256

# Fields that the system may write afterwards: none of them is part of the seal.
LATER = {
    "certificate",
    "certificate_mailed",
    "certificate_sha256",
    "changed_at",
    "changed_what",
    "pdf",
    "pdf_note",
    "pdf_sha256",
    "pdf_state",
}
# The fields that the seal is computed from. Their order must never change.
SEALED = (
    "kind",
    "order_number",
    "order_name",
    "company_name",
    "recipient_name",
    "recipient_email",
    "signer_name",
    "signer_email",
    "reason",
    "content",
    "content_sha256",
    "terms",
    "terms_sha256",
    "approved_at",
    "address",
    "user_agent",
    "link_number",
    "signature_sha256",
)


class SaleOrderApproval(models.Model):
    """What was approved or declined by link, by whom, when and from where.

    The system adds rows, and they are never changed: nobody has the right to write or
    delete them, and the superuser is refused here.
    """

    _name = "sale.order.approval"
    _inherit = ["public.link.order.record"]
    _description = "Evidence of an Approval"
    _order = "id desc"
    _rec_name = "order_name"

    kind = fields.Selection(
        [
            ("order", "Whole document"),
            ("lines", "Items"),
            ("proof", "Proof"),
            ("rejection", "Declined"),
        ],
        "What",
        required=True,
        readonly=True,
    )
    order_id = fields.Many2one(
        "sale.order",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    order_number = fields.Integer(
        "Order ID", readonly=True, help="As it was, whatever happens to the order."
    )
    order_name = fields.Char("Number", required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    company_name = fields.Char("Seller", required=True, readonly=True)
    partner_id = fields.Many2one(
        "res.partner", "Recipient", readonly=True, index=True, ondelete="set null"
    )
    recipient_name = fields.Char("Recipient's Name", readonly=True)
    recipient_email = fields.Char(
        "Link Sent To", readonly=True, help="The address that the link was emailed to."
    )
    signer_name = fields.Char("Name", readonly=True, help="As typed on the page.")
    signer_email = fields.Char("Email", readonly=True, help="As typed on the page.")
    reason = fields.Text(readonly=True, help="What the customer wrote.")
    content = fields.Text(
        required=True, readonly=True, help="What was approved, line by line, as JSON."
    )
    content_sha256 = fields.Char("Hash of the Content", required=True, readonly=True)
    terms = fields.Text("Terms Accepted", readonly=True)
    terms_sha256 = fields.Char("Hash of the Terms", required=True, readonly=True)
    approved_at = fields.Datetime("When", required=True, readonly=True)
    address = fields.Char(
        "Client Address", readonly=True, help="Stored as the privacy setting says."
    )
    user_agent = fields.Char("Browser", readonly=True)
    link_id = fields.Many2one(
        "public.link", readonly=True, index="btree_not_null", ondelete="set null"
    )
    link_number = fields.Integer(
        "Link ID", readonly=True, help="As it was, whatever happens to the link."
    )
    signature = fields.Binary(
        readonly=True, attachment=False, groups="public_links.group_user"
    )
    signature_sha256 = fields.Char("Hash of the Signature", readonly=True)
    amount_total = fields.Monetary("Total", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True, required=True)
    lang = fields.Char("Language", readonly=True)
    seal = fields.Char(
        required=True, readonly=True, help="Hash of everything above, certificate too."
    )

    pdf = fields.Binary("Document", readonly=True)
    pdf_sha256 = fields.Char("Hash of the Document", readonly=True)
    pdf_state = fields.Selection(
        [
            ("pending", "Being prepared"),
            ("ready", "Ready"),
            ("changed", "The document changed before it was rendered"),
        ],
        "PDF",
        required=True,
        default="pending",
        readonly=True,
        index=True,
    )
    pdf_note = fields.Char("About the PDF", readonly=True)
    certificate = fields.Binary(readonly=True)
    certificate_sha256 = fields.Char("Hash of the Certificate", readonly=True)
    certificate_mailed = fields.Datetime("Certificate Emailed", readonly=True)
    changed_at = fields.Datetime(
        "Document Changed Since",
        readonly=True,
        help="When staff first changed what had been approved.",
    )
    changed_what = fields.Char("What Was Changed", readonly=True)

    # === IMMUTABLE === #

    def write(self, vals):
        if not self.env.su or set(vals) - LATER:
            raise UserError(
                self.env._("The evidence of an approval cannot be changed by anybody.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _never_unlink(self):
        raise UserError(
            self.env._("The evidence of an approval cannot be deleted by anybody.")
        )

    # === SEAL === #

    @api.model
    def _add_evidence(self, vals):
        """Add one row of evidence with its hashes.

        :param dict vals: values of the fields but hashes and seal
        :rtype: `sale.order.approval`, as superuser
        """
        vals = {"address": False, "user_agent": False, "reason": False, **vals}
        vals["amount_total"] = vals["content"]["document"]["total"]
        vals["content"] = canonical(vals["content"])
        vals["content_sha256"] = sha256(vals["content"])
        vals["terms"] = vals.get("terms") or ""
        vals["terms_sha256"] = sha256(vals["terms"])
        if vals.get("signature"):
            vals["signature_sha256"] = sha256(vals["signature"])
        vals["seal"] = self._seal(vals)
        return self.sudo().create(vals)  # only the system adds evidence

    @api.model
    def _seal(self, vals):
        facts = {}
        for name in SEALED:
            value = vals.get(name) or ""
            if name == "approved_at":
                value = fields.Datetime.to_string(value)
            facts[name] = value
        return sha256(canonical(facts))

    def _is_intact(self):
        """Recompute the hashes.

        :return: what does not match; empty means intact
        :rtype: list[str]
        """
        self.ensure_one()
        row = self.sudo()  # only senders may read the signature; it is not shown
        row.invalidate_recordset()
        broken = []
        if sha256(row.content or "") != row.content_sha256:
            broken.append(self.env._("the content"))
        if sha256(row.terms or "") != row.terms_sha256:
            broken.append(self.env._("the terms"))
        signature = row.signature and sha256(row.signature)
        if (signature or False) != (row.signature_sha256 or False):
            broken.append(self.env._("the signature"))
        if self._seal({name: row[name] for name in SEALED}) != row.seal:
            broken.append(self.env._("the facts (who, when, from where)"))
        broken += row._differing()
        for name, label in (
            ("pdf", self.env._("the PDF")),
            ("certificate", self.env._("the certificate")),
        ):
            # The bytes, not their size.
            content = row.with_context(bin_size=False)[name]
            found = sha256(_decoded(content)) if content else False
            if found != (row[f"{name}_sha256"] or False):
                broken.append(label)
        return broken

    def _differing(self):
        """Return what differs from the sealed content: the total, or the file of a proof.

        :rtype: list[str]
        """
        try:
            content = self._content()
            document = content["document"]
            said = (document["total"], document["currency"])
        except (KeyError, TypeError, ValueError):
            return []  # the content's own hash does not match, either
        broken = []
        if (self.amount_total, self.currency_id.name) != said:
            broken.append(self.env._("the total"))
        for proof in content.get("proofs", []):
            found = self.env["sale.order.proof"].browse(proof["id"]).exists()
            found.invalidate_recordset(["file"])
            file = found.with_context(bin_size=False).file
            if not file or sha256(_decoded(file)) != proof["sha256"]:
                broken.append(self.env._("a proof"))
        return broken

    def action_check(self):
        """Recompute the hashes, and say whether the evidence is intact."""
        self.check_access("read")
        if not self.env.user.has_group("public_links.group_manager"):
            raise UserError(
                self.env._("Managers of public links alone check evidence.")
            )
        broken = {row: what for row in self if (what := row._is_intact())}
        if not broken:
            message = self.env._("Intact: all hashes match what is stored.")
            return self.env["public.link"]._tell(message)
        lines = [
            f"{row.order_name}, {row.approved_at}: {', '.join(what)}"
            for row, what in broken.items()
        ]
        message = "\n".join([self.env._("Not intact. Changed since:"), *lines])
        return self.env["public.link"]._tell(message, "danger", sticky=True)

    def _content(self):
        """Return what was approved, as plain values.

        :rtype: dict
        """
        return json.loads(self.content)


def _decoded(content):
    return base64.b64decode(content)
