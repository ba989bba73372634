# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The stored PDF and the certificate of an approval, rendered by a scheduled job."""

import base64

from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

from ...tools.evidence import canonical, sha256
from ..link.public_link_job import Kind

_lt = LazyTranslate(__name__)


class SaleOrderApproval(models.Model):
    _inherit = "sale.order.approval"

    def _concerns(self, changed):
        """Tell whether a change by staff concerns what was approved.

        :param set changed: names of fields, ids of lines
        """
        self.ensure_one()
        if self.kind == "order":
            return True
        content = self._content()
        lines = set(content.get("approved", []))
        lines |= {proof["line"] for proof in content.get("proofs", [])}
        return bool(lines & changed) or (
            self.kind == "lines" and any(isinstance(one, str) for one in changed)
        )

    def _freeze(self, version):
        """Store the document's PDF with the evidence: the one that the customer could see, if it
        was rendered.

        :param str version: under which ``public.link.pdf`` stores it
        """
        store = self.env["public.link.pdf"].with_context(lang=self.lang)
        found = store._find(self.order_id, version)
        if found.state == "ready":
            self._keep_pdf(base64.b64decode(found.content))
        self.env.ref("public_links.ir_cron_approve")._trigger()

    def _keep_pdf(self, content):
        self.write(
            {
                "pdf": base64.b64encode(content),
                "pdf_sha256": sha256(content),
                "pdf_state": "ready",
            }
        )

    @api.model
    def _cron_complete(self):
        """Draw previews, render missing PDFs and certificates, mail certificates, and send
        the confirmations that wait.

        What has failed before is tried again by `public.link.job`.
        """
        self.env["sale.order.proof"]._cron_thumbs()
        jobs = self.env["public.link.job"]
        rows = self.search(
            [
                ("certificate_sha256", "=", False),
                ("id", "not in", jobs._waiting("certificate")),
            ],
            order="id",
        )
        orders = self.env["sale.order"].search(
            [
                ("pending_email_template_id", "!=", False),
                ("public_link_approval_ids", "!=", False),
                ("id", "not in", jobs._waiting("confirmation")),
            ]
        )
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(rows) + len(orders))
        for row in rows:
            if jobs._attempt("certificate", row, row.order_id):
                jobs._attempt("certificate_mail", row, row.order_id)
            if not cron._commit_progress(1):
                return
        for order in orders:
            jobs._attempt("confirmation", order)
            if not cron._commit_progress(1):
                return

    def _complete(self):
        """Render this row's PDF and certificate; mail it in a transaction of its own."""
        self.ensure_one()
        self._complete_pdf()
        if not self.certificate_sha256:
            self._make_certificate()
        self.env["public.link.job"]._plan("certificate_mail", self, self.order_id)

    def _complete_pdf(self):
        if self.pdf_state in ("ready", "changed"):
            return
        if self.changed_at:
            # A PDF that is rendered now would not show what was approved.
            self.pdf_state = "changed"
            return
        order = self.order_id
        here = order.with_context(lang=self.lang)
        if canonical(here._public_link_content()) != canonical(
            self._content()["document"]
        ):
            # Something else was changed since: of another item, or of an address.
            self.pdf_state = "changed"
            return
        self._keep_pdf(
            self.env["ir.actions.report"]._public_link_print(
                order._public_link_report(),
                order,
                lang=self.lang,
                allowed_company_ids=self.company_id.ids,
                public_link_no_qr=True,
            )
        )

    def _make_certificate(self):
        content = self.env["ir.actions.report"]._public_link_print(
            "public_links.action_report_certificate",
            self,
            lang=self.lang,
            allowed_company_ids=self.company_id.ids,
        )
        self.write(
            {
                "certificate": base64.b64encode(content),
                "certificate_sha256": sha256(content),
            }
        )

    def _seller_time(self):
        """Return when it was, by the clock at the seller's place, with its time zone."""
        self.ensure_one()
        zone = self.company_id.partner_id.tz or "UTC"
        local = fields.Datetime.context_timestamp(
            self.with_context(tz=zone), self.approved_at
        )
        return f"{local:%Y-%m-%d %H:%M:%S} ({zone})"

    def _filename(self):
        return self.env["public.link.pdf"]._filename(
            self.env._("Certificate %s", self.order_name)
        )

    # === WHAT THE CERTIFICATE SAYS === #

    def _certificate_lines(self):
        """Return the lines that were approved, as evidence has them."""
        content = self._content()
        chosen = content.get("approved")
        if "shown" in content:
            return [
                line
                for line in content["shown"]
                if chosen is None or set(chosen) & set(line["ids"])
            ]
        # Evidence of before there was more than the lines.
        return [
            line
            for line in content["document"]["lines"]
            if "kind" not in line
            and line["quantity"]
            and (chosen is None or line["id"] in chosen)
        ]


class PublicLinkJob(models.Model):
    _inherit = "public.link.job"

    _job_kinds = {
        "certificate": Kind(
            label=_lt("An approval's certificate"), run="_complete", promised=True
        ),
        "certificate_mail": Kind(
            label=_lt("The email with an approval's certificate"),
            run="_mail_certificate",
            promised=True,
        ),
        "confirmation": Kind(
            label=_lt("The confirmation of an order"),
            run="_public_link_mail_confirmation",
            promised=True,
        ),
        "preview": Kind(label=_lt("The preview of a proof"), run="_draw"),
    }
