# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who may send what. Everything that sends, copies or prints links asks here.

``registry.Purpose.senders`` names the method of the document that says who. A purpose
without it is sent by the system only.
"""

from odoo import api, models
from odoo.exceptions import AccessError

from ...tools.senders import Senders

# In the context it marks what an automation or a scheduled job sends, whichever user that
# runs as. The value is an object, so that no RPC call can set it.
SYSTEM = {"public_link_system": object()}


def by_system(env):
    """Tell whether an automation or a scheduled job is running.

    :rtype: bool
    """
    return env.context.get("public_link_system") is SYSTEM["public_link_system"]


class PublicLinkMixin(models.AbstractModel):
    _inherit = "public.link.mixin"

    def _public_link_senders(self, purpose):
        """Hook: return who of staff may send a purpose of this kind of document.

        :param str purpose: what the link would open
        :rtype: Senders
        """
        return self._public_link_ask(purpose, "senders") or Senders(
            (), self.env._("Nobody may send this.")
        )

    def _public_link_sendable(self, purpose):
        """Return those of these documents of which the user may send a purpose.

        The user's own rights count: ``sudo`` adds nothing. The user with the superuser's
        id is the system, which may send everything.

        :param str purpose: what the link would open
        :rtype: recordset of the same model
        """
        own = self.sudo(False)
        if own.env.su:
            return self
        if not self._public_link_senders(purpose).include(self.env.user):
            return self.browse()
        return own._public_link_readable().with_env(self.env)

    def _public_link_may_send(self, purpose):
        """Tell whether the user may send a purpose of all these documents.

        :param str purpose: what the link would open
        :rtype: bool
        """
        return self._public_link_sendable(purpose) == self

    def _public_link_readable(self):
        """Hook: return those of these documents that the user may read."""
        return self._filtered_access("read")

    def _public_link_refusal(self, purpose):
        """Return who may send a purpose, for a user who may not, and what to do.

        :param str purpose: what the link would open
        :rtype: tuple[str, str]
        """
        senders = self._public_link_senders(purpose)
        if senders.include(self.env.user):
            return (
                self.env._("You may not see all that this link would show."),
                self.env._("Ask somebody who may."),
            )
        return senders.refusal, self.env._("Ask one of them to send it.")

    def _public_link_withheld(self):
        """Return, for each purpose that the user may not send, the sentence that says who may.

        :rtype: list[str]
        """
        return list(
            dict.fromkeys(
                self._public_link_refusal(purpose)[0]
                for purpose in self._public_link_offered()
                if not self._public_link_sendable(purpose)
            )
        )

    def _public_link_check_any_sender(self):
        """Check that the user may send at least one purpose of these documents.

        :raise AccessError: with the sentences that say who may
        """
        if self.env.su:
            return
        senders = list(map(self._public_link_senders, self._public_link_offered()))
        if senders and not any(one.include(self.env.user) for one in senders):
            sentences = dict.fromkeys(one.refusal for one in senders)
            raise AccessError(" ".join(sentences))

    def _public_link_written_by(self, user):
        """Return these documents in the environment of a member of staff.

        :param user: `res.users`
        """
        # sudo: this user's companies, not those of the user who runs the job
        companies = user.sudo().company_ids
        return self.with_user(user).with_context(allowed_company_ids=companies.ids)

    def _public_link_may_print(self, purpose):
        """Tell whether a report that the user prints may have the QR code of a purpose.

        Always for customers, who print their own documents, and for the system; staff must
        be senders of the purpose.

        :param str purpose: what the code would open
        """
        if by_system(self.env) or not self.env.user._is_internal():
            return True
        return self._public_link_may_send(purpose)


class PublicLink(models.Model):
    _inherit = "public.link"

    @api.model
    def _sendable(self, purpose, documents):
        """Return those of some documents of which this environment may send a purpose.

        :param str purpose: what the links would open
        :param documents: records of one model, as superuser or not
        """
        if self.env.su:
            return documents
        own = documents.with_env(self.env)
        return own._public_link_sendable(purpose).with_env(documents.env)

    @api.model
    def _check_may_send(self, purpose, documents):
        """Check that the user may send a purpose of all these documents.

        :raise AccessError: says who may
        """
        if refused := documents - self._sendable(purpose, documents):
            refusal = refused.with_env(self.env)._public_link_refusal(purpose)
            raise AccessError(" ".join(refusal))

    def _refused(self):
        """Return those of these links that the user may not send or copy."""
        refused = self.browse()
        for (model, purpose), links in self.grouped(
            lambda link: (link.res_model, link.purpose)
        ).items():
            documents = self.env[model].browse(dict.fromkeys(links.mapped("res_id")))
            may = set(self._sendable(purpose, documents)._ids)
            refused |= links.filtered(lambda link, may=may: link.res_id not in may)
        return refused


class MailMessage(models.Model):
    _inherit = "mail.message"

    def _public_link_writer(self):
        """Return the member of staff who wrote this message, and so sends its links,
        whichever job sends the mail.

        :return: `res.users`, empty for what customers and the system write
        """
        nobody = self.env["res.users"]
        if by_system(self.env):
            return nobody
        # sudo: who wrote it, whoever sends it
        message = self.sudo()
        user = message.create_uid or self.env.user
        if user._is_superuser() and message.message_type == "email":
            # The mail gateway posts as superuser where it does not find the sender's user.
            user = message.author_id.user_ids[:1]
        staff = user and not user._is_superuser() and user._is_internal()
        return user if staff else nobody


class IrActionsServer(models.Model):
    _inherit = "ir.actions.server"

    def run(self):
        # Automations run as superuser with the id of the user who triggered them, and who
        # does not decide what they send: they count as the system. An action that a user
        # runs counts as theirs, although core runs its steps as superuser, too.
        if "public_link_system" not in self.env.context:
            mark = SYSTEM if self.env.su else {"public_link_system": False}
            self = self.with_context(**mark)
        return super().run()
