# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The stored PDF and the certificate of an approval, rendered by a scheduled job."""

import base64
import logging
from datetime import timedelta

from odoo import api, fields, models

from .sale_order_approval import canonical, sha256

_logger = logging.getLogger(__name__)
ATTEMPTS = 3


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
        """Render missing PDFs and certificates, mail certificates, and send the confirmations
        that wait."""
        self.env["sale.order.proof"]._cron_thumbs()
        rows = self.search(
            [("certificate", "=", False), ("pdf_state", "!=", "failed")], order="id"
        )
        orders = self.env["sale.order"].search(
            [
                ("pending_email_template_id", "!=", False),
                ("public_link_approval_ids", "!=", False),
            ]
        )
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(rows) + len(orders))
        for row in rows:
            row._complete()
            if not cron._commit_progress(1):
                return
        for order in orders:
            try:
                with self.env.cr.savepoint():
                    order._public_link_mail_confirmation()
            except Exception:
                # It stays pending; the others are sent.
                _logger.exception("The confirmation of %s failed.", order.name)
                self.env.invalidate_all()
            if not cron._commit_progress(1):
                return

    def _complete(self):
        """Render this row's PDF and certificate, or count a failed attempt."""
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                self._complete_pdf()
                self._make_certificate()
                self._mail_certificate()
        except Exception:
            _logger.exception("The certificate of approval %s failed.", self.id)
            self.env.invalidate_all()
            self.pdf_attempts += 1
            if self.pdf_attempts >= ATTEMPTS:
                self.pdf_state = "failed"
            else:
                self.env.ref("public_links.ir_cron_approve")._trigger(
                    fields.Datetime.now() + timedelta(minutes=1)
                )

    def _complete_pdf(self):
        if self.pdf_state != "pending":
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
        content, _kind = (
            self.env["ir.actions.report"]
            .with_context(
                lang=self.lang,
                allowed_company_ids=self.company_id.ids,
                public_link_no_qr=True,
            )
            ._render_qweb_pdf(order._public_link_report(), order.ids)
        )
        self._keep_pdf(content)

    def _make_certificate(self):
        content, _kind = (
            self.env["ir.actions.report"]
            .with_context(lang=self.lang, allowed_company_ids=self.company_id.ids)
            ._render_qweb_pdf("public_links.action_report_certificate", self.ids)
        )
        self.write(
            {
                "certificate": base64.b64encode(content),
                "certificate_sha256": sha256(content),
            }
        )

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
