# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Files while the disk is full."""

import os
from contextlib import suppress

from odoo import models


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _file_write(self, bin_value, checksum):
        """Override: take away what a full disk let be written.

        Core leaves it. Who sent the same file once more, after the disk was cleared, would
        be told for ever that it "collides".
        """
        try:
            return super()._file_write(bin_value, checksum)
        except OSError:
            path = self._full_path(f"{checksum[:2]}/{checksum}")
            with suppress(OSError):
                if not self._same_content(bin_value, path):
                    os.unlink(path)
            raise
