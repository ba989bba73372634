# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Our mails as plain text."""

from contextlib import suppress

from odoo import models

from ...tools.plain_text import plain_text

# What every mail in our layout has: see public_links.mail_layout.
LAYOUT = 'class="pl-box"'


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _prepare_outgoing_list(self, *args, **kwargs):
        """Override: mails in our layout read well without HTML, too."""
        results = super()._prepare_outgoing_list(*args, **kwargs)
        for values in results:
            if LAYOUT in (values["body"] or ""):
                # A stranger's HTML may be too deep for it: core's text stays then.
                with suppress(RecursionError):
                    values["body_alternative"] = plain_text(values["body"])
        return results
