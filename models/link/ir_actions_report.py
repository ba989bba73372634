# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The PDFs that our scheduled actions render: in a limited time, and whole."""

from odoo import models

from .wkhtmltopdf import in_time, look_again, whole

# A server kills a job after 120 s (``limit_time_real``), with all that waits behind it.
SECONDS = 90
LIMITED = "public_link_limited"


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _public_link_print(self, report, records, **context):
        """Return the PDF of some records, for a scheduled action of ours.

        :param report: as for ``_render_qweb_pdf``
        :param records: what is printed
        :param context: the language and whatever the report needs
        :rtype: bytes
        :raise Exception: of any kind, when it cannot be made; `NoPdf` when wkhtmltopdf took
            too long or wrote something else
        """
        look_again()
        reports = self.with_context(**{LIMITED: True}, **context)
        content, _kind = reports._render_qweb_pdf(report, records.ids)
        return content

    def _run_wkhtmltopdf(self, *args, **kwargs):
        if not self.env.context.get(LIMITED):
            return super()._run_wkhtmltopdf(*args, **kwargs)
        with in_time(SECONDS):
            return whole(super()._run_wkhtmltopdf(*args, **kwargs))
