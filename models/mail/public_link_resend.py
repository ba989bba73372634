# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Staff mail links once more."""

from collections import defaultdict

from odoo import models
from odoo.exceptions import UserError


class PublicLink(models.Model):
    _inherit = "public.link"

    def action_resend(self):
        """Mail these links once more, and extend those that would end soon."""
        links = self._for_staff()
        theirs = self._refused()
        refused = {
            link: text
            for link in links
            if (text := link._resend_problem(link in theirs))
        }
        if len(links) == 1 and refused:
            raise UserError(refused[links])
        groups = defaultdict(list)
        for link in links:
            if link not in refused:
                groups[link.company_id, link.res_model, link.purpose].append(link)
        sent = links.browse()
        for (company, model, purpose), rows in groups.items():
            people = defaultdict(self.env["res.partner"].browse)
            for link in rows:
                people[link.res_id] |= link.partner_id
            # With the user's rights: _issue checks them again.
            documents = self.env[model].with_company(company).browse(people)
            issued = self.env["public.link"]._issue(documents, purpose, dict(people))
            sent |= issued._send_mails(queue=len(links) > 1)
        if len(links) == 1:
            return sent._tell_when_sent()
        message = self.env._("Links handed to the email queue: %s.", len(sent))
        if refused:
            lines = [f"{link.document_title}: {text}" for link, text in refused.items()]
            lines = [message, self.env._("Not sent:"), *lines[:10]]
            return self._tell("\n".join(lines), "warning", sticky=True)
        return self._tell(message)

    def _resend_problem(self, theirs=False):
        """Return why this link cannot be mailed again, or ``None``.

        :param bool theirs: whether only others than the user may send it
        """
        if theirs:
            document = self.sudo(False)._staff_document()
            return " ".join(document._public_link_refusal(self.purpose))
        if self.revoked_at:
            return self.env._(
                "This link was revoked. If the recipient may have it again,"
                " regenerate it."
            )
        if self.parent_id or not self.partner_id:
            return self.env._(
                "This link has no recipient of its own. Send the document's link"
                " instead."
            )
        document = self._document()
        if not document:
            return self.env._("The document was deleted; there is nothing to open.")
        problems = document._public_link_send_problems(self.purpose, self.partner_id)
        return " ".join(f"{text} {fix}" for text, fix in problems) or None
