# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a customer gives along with an answer, and takes away from it."""

from odoo import models
from odoo.fields import Domain


class SaleOrder(models.Model):
    _inherit = "sale.order"

    # === THEIR OWN NUMBER === #

    def _public_link_reference_given(self, signer):
        """Return the customer's own order number as evidence keeps it, if there is any."""
        return {"reference": signer.reference} if signer.reference else {}

    def _public_link_take_reference(self, signer):
        """Take the customer's own order number, where staff have entered none: it is no
        change of what is offered, and the seller reads of it either way."""
        if signer.reference and not self.client_order_ref:
            self.client_order_ref = signer.reference

    def _public_link_reference_words(self, signer):
        """Return what staff read of the customer's own order number."""
        env, typed = self.env, signer.reference
        if self.client_order_ref == typed:
            return env._("The customer's order number: %s", typed)
        return env._(
            "The customer's order number: %(typed)s. The order keeps the one that it had:"
            " %(kept)s.",
            typed=typed,
            kept=self.client_order_ref,
        )

    # === WHAT THEY KEEP === #

    def _public_kept_files(self, link, state):
        """Return what a customer may keep of an approval by this link."""
        if state not in ("approved", "converted") or not link.id:
            return []
        rows = self.public_link_approval_ids.filtered(
            lambda row: row.link_id == link and row.kind in ("order", "lines")
        )
        if not rows:
            return []
        env, files = self.env, []
        if (
            self.public_link_answer == "approved"
            and not self.public_link_answer_changed
        ):
            label = (
                env._("Download the signed copy")
                if self.signature
                else env._("Download your copy")
            )
            files.append({"label": label, "url": link._path("pdf")})
        for row in rows[:1]:
            files.append(
                {
                    "label": env._("Download the certificate"),
                    "url": link._path(f"certificate/{row.id}"),
                }
            )
        return files

    def _public_files(self, link):
        """Override: the proofs of an approve page, and the certificate that it offers."""
        files = super()._public_files(link)
        if link.purpose != "approve":
            return files
        rows = self.public_link_approval_ids.filtered(
            lambda row: row.link_id == link and row.kind in ("order", "lines")
        )
        proofs = self._public_link_proofs()
        if not (proofs or rows):
            return files
        stored = self.env["ir.attachment"].search_fetch(
            Domain("res_model", "=", "sale.order.proof")
            & Domain("res_field", "=", "file")
            & Domain("res_id", "in", proofs.ids)
            | Domain("res_model", "=", "sale.order.approval")
            & Domain("res_field", "=", "certificate")
            & Domain("res_id", "in", rows[:1].ids),
            ["res_model", "res_id", "file_size"],
            order="id",
        )
        names = {(proof._name, proof.id): proof.name for proof in proofs}
        names |= {(row._name, row.id): row._filename() for row in rows[:1]}
        return files + [(names[one.res_model, one.res_id], one) for one in stored]

    # === ANOTHER QUOTATION === #

    def _public_link_renewal_asked(self, link):
        """Tell whether a new quotation was asked for by this link."""
        return bool(
            link.id
            and link.env["public.link.event"].search_count(
                [("link_id", "=", link.id), ("kind", "=", "renewal_asked")], limit=1
            )
        )

    def _public_link_ask_renewal(self, link):
        """Tell the seller that the customer wants a quotation that has expired anew.

        :param link: `public.link`, in its recipient's language
        """
        order = self._public_link_acting()
        order._public_link_tell_done(
            link,
            order.env._("A new quotation in place of %s is asked for", order.name),
            order.env._(
                "The customer would like a new quotation: %s has expired. Set a later"
                " expiration date and send it again, or make another one.",
                order.name,
            ),
        )
        link._record("renewal_asked")
