# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who may send what: the one place that every door asks.

A purpose says which method of a document names its people (``registry.Purpose``). What
names nobody is sent by nobody but the system.
"""

from odoo import api, models
from odoo.exceptions import AccessError

from ...tools.senders import Senders

# Named by no call from outside: an object is only itself. It marks what an automation
# or a scheduled job sends, in whosever name that runs.
SYSTEM = {"public_link_system": object()}


def by_system(env):
    """Tell whether an automation or a scheduled job is at work."""
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

        The user is asked, not the environment: ``sudo`` adds nothing, the superuser
        alone is the system.

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
        """Return who may send what the user may not, one sentence each.

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
        """Check that there is something that the user sends of this kind of document.

        :raise AccessError: says who may
        """
        if self.env.su:
            return
        senders = list(map(self._public_link_senders, self._public_link_offered()))
        if senders and not any(one.include(self.env.user) for one in senders):
            sentences = dict.fromkeys(one.refusal for one in senders)
            raise AccessError(" ".join(sentences))

    def _public_link_written_by(self, user):
        """Return these documents as a member of staff has them, wherever that is asked.

        :param user: `res.users`
        """
        # sudo: their companies, not those of whoever's job this is
        companies = user.sudo().company_ids
        return self.with_user(user).with_context(allowed_company_ids=companies.ids)

    def _public_link_may_print(self, purpose):
        """Tell whether the code for a purpose may stand on what the user prints.

        Customers print what is theirs, and the system for them; staff are asked.

        :param str purpose: what the code would open
        """
        if by_system(self.env) or not self.env.user._is_internal():
            return True
        return self._public_link_may_send(purpose)


class PublicLink(models.Model):
    _inherit = "public.link"

    @api.model
    def _sendable(self, purpose, documents):
        """Return those of some documents of which a purpose may be sent from here.

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
        """Return those of these links that the user may not hand to anybody."""
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
        """Return the member of staff who wrote this message: what it carries is sent by
        them, whichever job it leaves by.

        :return: `res.users`, empty for what customers and the system write
        """
        nobody = self.env["res.users"]
        if by_system(self.env):
            return nobody
        # sudo: who wrote it, whoever sends it
        message = self.sudo()
        user = message.create_uid or self.env.user
        if user._is_superuser() and message.message_type == "email":
            # The gateway does not always find whose answer it is.
            user = message.author_id.user_ids[:1]
        staff = user and not user._is_superuser() and user._is_internal()
        return user if staff else nobody


class IrActionsServer(models.Model):
    _inherit = "ir.actions.server"

    def run(self):
        # Automations run as superuser in the name of whoever set them off, who may have
        # no say in what they send. What a user runs stays theirs: core runs the steps
        # of an action as superuser too.
        if "public_link_system" not in self.env.context:
            mark = SYSTEM if self.env.su else {"public_link_system": False}
            self = self.with_context(**mark)
        return super().run()
