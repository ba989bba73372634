# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What staff do with existing links. All of it can be called by RPC, and so checks."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.formatting import day

# How many links are ended in one batch: a company may have a million.
BATCH = 1000


class PublicLink(models.Model):
    _inherit = "public.link"

    def _for_staff(self, giving=False):
        """Return these links as superuser, if the user may act on them.

        :param bool giving: whether the action lets somebody open more, or for longer; only
            who may send such links may do that. To see or end links takes less
        :raise AccessError: unless the user sends links and may read the documents
        :raise UserError: if there are no such documents any more
        """
        self.check_access("read")
        by_model = defaultdict(list)
        for link in self:
            by_model[link.res_model].append(link.res_id)
        self._check_documents_known()
        for model, ids in by_model.items():
            self._check_can_send(self.env[model].browse(ids))
        if giving and (refused := self._refused()):
            refused[0]._check_may_send(refused[0].purpose, refused[0]._staff_document())
        # sudo: links are written by the system alone, after the check above
        return self.sudo()

    def _check_documents_known(self):
        """Check that these links' kinds of documents are still there.

        :raise UserError: if there are no such documents any more
        """
        documents = self.env["public.link.registry"]._known().documents
        if set(self.mapped("res_model")) - set(documents):
            raise UserError(
                self.env._(
                    "The addon that had these documents was uninstalled. Their links open"
                    " nothing, and there is nothing to do with them."
                )
            )

    def _staff_document(self):
        """Return the document with the user's own rights."""
        return self.env[self.res_model].browse(self.res_id)

    @api.model
    def _tell(self, message, kind="success", sticky=False, close=False):
        """Return the action that shows a message to the user and reloads the list.

        :param str message: plain text
        :param str kind: success, warning or danger
        :param bool sticky: show it until it is closed
        :param bool close: close the dialog instead of reloading
        """
        after = {"type": "ir.actions.client", "tag": "soft_reload"}
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": kind,
                "sticky": sticky,
                "next": {"type": "ir.actions.act_window_close"} if close else after,
            },
        }

    def action_revoke(self):
        """End these links at once, and those that were derived from them."""
        links = self._for_staff()
        live = links.filtered(lambda link: not link.revoked_at)
        live._revoke("staff")
        return self._tell(
            self.env._("Links revoked: %s. They no longer open anything.", len(live))
        )

    @api.model
    def _revoke_found(self, domain, reason):
        """End all links that a domain finds, in batches.

        :param domain: which links
        :param str reason: a value of ``revoked_reason``
        :return: how many were alive
        :rtype: int
        """
        live = Domain(domain) & Domain("revoked_at", "=", False)
        count, rest = 0, Domain.TRUE
        # The newest first, so that derived links are ended before their parents: those
        # would end them with the reason "parent".
        while links := self.search(live & rest, order="id desc", limit=BATCH):
            links._revoke(reason)
            count += len(links)
            rest = Domain("id", "<", links[-1].id)
            # Frees the memory of this batch.
            self.env.invalidate_all()
        return count

    def action_extend(self, days=None):
        """Give these links a new life from now.

        :param int days: 1 to 365; by default what the purpose's setting says
        """
        links = self._for_staff(giving=True)
        links._extend(days)
        until = day(self.env, min(links.mapped("expires_at")))
        return self._tell(self.env._("Extended until %s.", until))

    def action_regenerate(self):
        """Replace these links by new ones, and show the new ones."""
        links = self._for_staff(giving=True)
        if bound := links.filtered(lambda link: link.parent_id or not link.partner_id):
            raise UserError(
                self.env._(
                    "%s has no recipient of its own: it was reached from another link,"
                    " or is printed as a QR code. Regenerate the link that was sent.",
                    bound[0].document_title,
                )
            )
        fresh = links._regenerate()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "public_links.action_public_link"
        )
        action["context"] = {}
        if len(fresh) == 1:
            action |= {"res_id": fresh.id, "views": [(False, "form")]}
        else:
            action["domain"] = [("id", "in", fresh.ids)]
        return action

    def _dead_text(self):
        """Return why staff cannot hand this link over, and what to do."""
        if self.state == "revoked":
            return self.env._("This link was revoked. Regenerate it to make a new one.")
        return self.env._(
            "This link expired on %s. Extend or resend it first.",
            day(self.env, self.expires_at),
        )

    def action_generate(self):
        """Open the send wizard on the documents of these links, for new ones."""
        self._for_staff()
        if len(set(self.mapped("res_model"))) > 1:
            raise UserError(
                self.env._("Choose links of one kind of document, like invoices only.")
            )
        documents = self.env[self[0].res_model].browse(
            dict.fromkeys(self.mapped("res_id"))
        )
        return documents.action_public_link_send()

    def action_open_document(self):
        """Open the document that the link opens for the customer."""
        self.ensure_one()
        self.check_access("read")
        self._check_documents_known()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    def _set_days(self, days):
        """Set the lifetime of links that were just issued, counted from now.

        :param int days: 1 to 365, checked by the caller
        """
        until = fields.Datetime.add(fields.Datetime.now(), days=days)
        self.write({"lifetime_days": days, "expires_at": until})
