# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Customers' words in files that staff export."""

from odoo import models

from ...tools.spreadsheets import plain_cell


class PublicLinkExported(models.AbstractModel):
    """To inherit by models that keep what customers write.

    Odoo writes a text that begins with "=" into an Excel file as a formula, which runs on
    the computer of whoever opens it. Here such a cell begins with an apostrophe.
    """

    _name = "public.link.exported"
    _description = "Export of Customers' Words"

    def _export_rows(self, fields, **kwargs):
        rows = super()._export_rows(fields, **kwargs)
        return [[plain_cell(cell) for cell in row] for row in rows]
