# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Proofs: pictures or PDFs of what a line will look like, to be approved."""

import base64
import subprocess
import tempfile
from pathlib import Path

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.misc import find_in_path

from ...tools import uploads
from ...tools.evidence import sha256
from ...tools.states import selection
from ..documents.sale_order_record import refuse_forged
from .states import STATES

MAX_PROOF = 50 * 2**20
# Seconds that rendering a page of a PDF may take.
DRAWING_TIME = 30
THUMB_SIDE = 480
# How many previews one run renders.
THUMBS = 50
# Fields that only the system may write: the customer's answer.
ANSWERS = {
    "answered_at",
    "answered_by",
    "approval_id",
    "customer_note",
    "mimetype",
    "sha256",
    "state",
    "thumb",
    "version",
}


def _tool():
    """Return the path of ``pdftoppm``, ``None`` where it is not installed."""
    try:
        return find_in_path("pdftoppm")
    except OSError:
        return None


class SaleOrderProof(models.Model):
    """A version of a proof: what a line will look like, for the customer to check."""

    _name = "sale.order.proof"
    _inherit = ["public.link.order.record"]
    _description = "Proof of an Order Line"
    _order = "order_id, line_id, version desc, id desc"
    _rec_name = "name"

    order_id = fields.Many2one(
        "sale.order", required=True, index=True, ondelete="cascade"
    )
    line_id = fields.Many2one(
        "sale.order.line",
        "Item",
        required=True,
        index=True,
        ondelete="cascade",
        domain="[('order_id', '=', order_id), ('display_type', '=', False)]",
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    name = fields.Char("File", required=True, help="The name of the file.")
    file = fields.Binary(
        "Proof", required=True, help="A picture (PNG, JPEG, WebP) or a PDF."
    )
    mimetype = fields.Char("Type", readonly=True)
    sha256 = fields.Char("Hash", readonly=True)
    thumb = fields.Binary("Preview", readonly=True)
    version = fields.Integer(readonly=True, copy=False)
    note = fields.Text("Note for the Customer", help="Shown beside the proof.")
    state = fields.Selection(
        selection(STATES, "proof"),
        required=True,
        default="open",
        readonly=True,
        copy=False,
    )
    answered_at = fields.Datetime("Answered", readonly=True, copy=False)
    answered_by = fields.Char(readonly=True, copy=False)
    customer_note = fields.Text("What the Customer Wrote", readonly=True, copy=False)
    approval_id = fields.Many2one(
        "sale.order.approval",
        "Evidence",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    # The portal asks which orders have one: they are few among all that were answered.
    _open_index = models.Index("(order_id) WHERE state = 'open'")

    @api.constrains("line_id", "order_id")
    def _check_line(self):
        for proof in self:
            if proof.line_id.order_id != proof.order_id:
                raise ValidationError(
                    self.env._("Choose an item of %s.", proof.order_id.name)
                )

    @api.model_create_multi
    def create(self, vals_list):
        refuse_forged(self, vals_list, ANSWERS)
        vals_list = [self._checked(vals) for vals in vals_list]
        # sudo: the system writes version and state; the rest was written as the user
        proofs = super().create(vals_list).sudo()
        for proof in proofs:
            older = proofs.search(
                [("line_id", "=", proof.line_id.id), ("id", "!=", proof.id)]
            )
            proof.version = max(older.mapped("version"), default=0) + 1
            # Approved versions keep their state: they are evidence.
            older.filtered(lambda row: row.state != "approved").state = "replaced"
        if proofs.filtered(lambda proof: not proof.thumb):
            self.env.ref("public_links.ir_cron_approve").sudo()._trigger()
        return proofs.sudo(self.env.su)

    def write(self, vals):
        refuse_forged(self, [vals], ANSWERS)
        if "file" in vals or "line_id" in vals or "order_id" in vals:
            raise UserError(
                self.env._(
                    "Add a new version instead: the customer may have seen this."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        if self.filtered(lambda proof: proof.approval_id or proof.state == "approved"):
            raise UserError(
                self.env._("An approved proof is evidence; add a new version instead.")
            )

    @api.model
    def _checked(self, vals):
        """Check the file, and return the values with its type, hash, and preview if it is a
        picture.

        :raise UserError: for what is neither a picture nor a PDF
        """
        name = uploads.clean_name(vals.get("name") or "proof")
        data = base64.b64decode(vals.get("file") or b"")
        try:
            name, kind, data = uploads.checked_file(
                name, data, ("pdf", "png", "jpg", "webp"), MAX_PROOF
            )
        except uploads.BadFile as error:
            raise UserError(
                self.env._(
                    "“%(name)s” cannot be a proof (%(code)s). Use a picture (PNG, JPEG,"
                    " WebP) or a PDF of at most 50 MB.",
                    name=name,
                    code=error.code,
                )
            ) from None
        thumb = uploads.thumbnail(data) if kind != "application/pdf" else False
        return vals | {
            "name": name,
            "file": base64.b64encode(data),
            "mimetype": kind,
            "sha256": sha256(data),
            "thumb": thumb and base64.b64encode(thumb),
        }

    # === PREVIEWS === #

    @api.model
    def _cron_thumbs(self):
        """Render previews: the first page of PDFs that have none."""
        if not _tool():
            return  # Pages show names of files, until it is installed.
        jobs, cron = self.env["public.link.job"], self.env["ir.cron"]
        # sudo: previews are written by the system
        proofs = self.sudo().search(
            [
                ("thumb", "=", False),
                ("mimetype", "=", "application/pdf"),
                ("state", "!=", "replaced"),
                ("id", "not in", jobs._waiting("preview")),
            ],
            order="id",
            limit=THUMBS,
        )
        for proof in proofs:
            jobs._attempt("preview", proof, proof.order_id)
            if not cron._commit_progress():
                self.env.ref("public_links.ir_cron_approve")._trigger()
                break

    def _draw(self):
        if self.state != "replaced":
            self.thumb = base64.b64encode(self._drawn())

    def _drawn(self):
        """Return the first page of a PDF as a small JPEG, by poppler's ``pdftoppm``."""
        with tempfile.TemporaryDirectory() as folder:
            source, target = Path(folder) / "proof.pdf", Path(folder) / "page"
            source.write_bytes(base64.b64decode(self.file))
            subprocess.run(  # noqa: S603 - fixed arguments, files of our own
                [
                    _tool(),
                    "-png",
                    "-singlefile",
                    "-scale-to",
                    str(THUMB_SIDE),
                    source,
                    target,
                ],
                check=True,
                capture_output=True,
                timeout=DRAWING_TIME,
            )
            return uploads.thumbnail(target.with_suffix(".png").read_bytes())

    # === ANSWERS === #

    def _evidence(self):
        """Return how evidence describes these proofs."""
        return [
            {
                "id": proof.id,
                "line": proof.line_id.id,
                "file": proof.name,
                "version": proof.version,
                "sha256": proof.sha256,
            }
            for proof in self
        ]

    def _ask_anew(self):
        """Delete the answers to these proofs. The evidence of earlier answers stays."""
        answered = self.filtered(lambda proof: proof.state in ("approved", "changes"))
        answered.write(
            {
                "state": "open",
                "answered_at": False,
                "answered_by": False,
                "customer_note": False,
            }
        )

    def _approve(self, row):
        """Note that these proofs are approved.

        :param row: `sale.order.approval`, the evidence
        """
        self.write(
            {
                "state": "approved",
                "approval_id": row.id,
                "answered_at": row.approved_at,
                "answered_by": row.signer_name or row.recipient_name,
            }
        )


class SaleOrder(models.Model):
    _inherit = "sale.order"

    public_link_proof_ids = fields.One2many("sale.order.proof", "order_id", "Proofs")
    public_link_proof_count = fields.Integer(
        "Number of Proofs", compute="_compute_public_link_proof_count"
    )

    @api.depends("public_link_proof_ids")
    def _compute_public_link_proof_count(self):
        for order in self:
            order.public_link_proof_count = len(order.public_link_proof_ids)

    def _public_link_proofs(self):
        """Return the latest version of each line's proof."""
        latest = {}
        for proof in self.public_link_proof_ids.sorted("id"):
            latest[proof.line_id.id] = proof.id
        return self.env["sale.order.proof"].browse(sorted(latest.values()))

    def _public_link_open_proofs(self):
        """Return the proofs that wait for the customer."""
        return self._public_link_proofs().filtered(lambda proof: proof.state == "open")

    def _public_link_approve_proof(self, link, signer, proof):
        """Approve one proof.

        :param link: `public.link`
        :param signer: `Signer`
        :param proof: an open `sale.order.proof` of this order
        :return: what kept it from being done, see ``_public_link_answer_as_is``; "" if it
            is done
        :rtype: str
        """
        content = self._public_link_evidence_content(proofs=proof._evidence())
        company = self.company_id.with_context(lang=link.env.lang)
        terms = company._public_links_terms(proof=True)

        def act(order):
            row = order._public_link_keep("proof", link, signer, content, terms=terms)
            order.env["sale.order.proof"].browse(proof.id)._approve(row)

        if trouble := self._public_link_answer_as_is(act):
            return trouble
        order = self._public_link_acting()
        order._public_link_tell_done(
            link,
            order.env._("A proof of %s was approved", order.name),
            order.env._(
                "Proof “%(name)s”, version %(version)s, approved by link, by %(who)s.",
                name=proof.name,
                version=proof.version,
                who=signer.shown,
            ),
            kind="items",
        )
        link._record("approved", address=signer.address, user_agent=signer.user_agent)
        return ""

    def _public_link_refuse_proof(self, link, signer, proof, text):
        """Ask for changes of one proof.

        :param str text: what the customer wrote
        :return: what kept it from being done, see ``_public_link_try``; "" if it is done
        :rtype: str
        """

        def act(order):
            order.env["sale.order.proof"].browse(proof.id).write(
                {
                    "state": "changes",
                    "customer_note": text,
                    "answered_at": fields.Datetime.now(),
                    "answered_by": signer.shown,
                }
            )
            # With it, or not at all: it is what staff work by.
            order._public_link_tell(
                link,
                order.env._("Change a proof of %s", order.name),
                order.env._(
                    "Changes of the proof “%(name)s”, version %(version)s, asked for by"
                    " link:",
                    name=proof.name,
                    version=proof.version,
                )
                + "\n"
                + text,
                kind="proof",
            )

        if trouble := self._public_link_try(act, text):
            return trouble
        link._record("change_asked")
        return ""


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved_proof(self):
        approved = [("line_id", "in", self.ids), ("approval_id", "!=", False)]
        # sudo: whether there are any, whoever deletes the line
        if self.env["sale.order.proof"].sudo().search_count(approved, limit=1):
            raise UserError(
                self.env._(
                    "An approved proof of this item is evidence and would be lost. Set the"
                    " item's quantity to 0 instead."
                )
            )
