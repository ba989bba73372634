# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The message to staff after they have sent links, once it is known what was sent."""

from odoo import models

CLOSE = "public_link_close"


class PublicLink(models.Model):
    _inherit = "public.link"

    def _tell_when_sent(self, close=False):
        """Return a client action that asks, in a second request, what was sent.

        Mails leave after the commit, and thus after the answer to the first request.

        :param bool close: close the dialog that it comes from
        """
        # sudo: an action of ours; it checks the user's rights
        action = self.env.ref("public_links.action_tell_sent").sudo()
        return {
            "type": "ir.actions.server",
            "id": action.id,
            "context": {
                "active_model": self._name,
                "active_ids": self.ids,
                "active_id": self[:1].id,
                CLOSE: close,
            },
        }

    def action_tell_sent(self):
        """Say which links were sent, which wait, and why the others were not (F28)."""
        self.sudo(False).check_access("read")
        self = self.sudo()  # who may read a link may read its recipient it went
        self.invalidate_recordset(["mail_state", "mail_failure", "mail_fix"])
        failed = self.filtered(lambda link: link.mail_state in ("failed", "bounced"))
        sent = self.filtered(lambda link: link.mail_state == "sent")
        waiting = self - failed - sent
        lines = [
            self.env._(
                "Not sent to %(name)s: %(reason)s %(fix)s",
                name=link._addressee(),
                reason=link._failure_sentence(),
                fix=link.mail_fix,
            )
            for link in failed
        ]
        if sent:
            lines.append(self.env._("Link sent to %s.", sent._addressee()))
        if waiting:
            lines.append(
                self.env._(
                    "The link to %s waits in the email queue. The link itself says"
                    " whether it was sent.",
                    waiting._addressee(),
                )
            )
        kind = "danger" if failed else "success" if not waiting else "info"
        close = bool(self.env.context.get(CLOSE))
        return self._tell("\n".join(lines), kind, sticky=bool(failed), close=close)

    def _addressee(self):
        return ", ".join(self.partner_id.mapped("display_name"))
