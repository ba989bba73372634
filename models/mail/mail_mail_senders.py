# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models

from ...tools import placeholders


class MailMail(models.Model):
    """Mails of staff hold only the links that their writers may send."""

    _inherit = "mail.mail"

    def _withhold_public_links(self):
        """Replace placeholders of links that the writers of these mails may not send.

        By a view link, if they may send that, else by the page that says whom to ask. This
        is done when a mail is made, for whichever job sends it later.
        """
        asked, found = {}, []
        for mail in self:
            wanted = placeholders.find(mail.body_html)
            writers = wanted and mail._public_link_writers()
            # In mails to staff alone a placeholder leads to the document in the backend.
            if not writers or not mail.recipient_ids.filtered("partner_share"):
                continue
            targets = {one: self._public_link_target(one) for one in wanted}
            found.append((mail, writers, targets))
            for model, res_id, _purpose in targets.values():
                asked.setdefault((writers, model), set()).add(res_id)
        may = {}
        for mail, writers, targets in found:
            fillings = {
                one: self._public_link_replacement(writers, target, asked, may)
                for one, target in targets.items()
            }
            if any(fillings.values()):
                mail.body_html = placeholders.fill(mail.body_html, fillings.get)

    def _public_link_writers(self):
        """Return the members of staff who write this mail: each must be a sender.

        The messages of a mass mailing are written by a scheduled job; its writers are the
        user who made the mailing and the one who is responsible for it.

        :return: `res.users`, empty for what customers and the system write
        """
        writer = self.mail_message_id._public_link_writer()
        if writer or "mailing_id" not in self._fields:
            return writer
        mailing = self.sudo().mailing_id  # its writers, whoever may read it
        people = mailing.create_uid | mailing.user_id
        return people.filtered(lambda one: not one._is_superuser())

    @api.model
    def _public_link_target(self, placeholder):
        """Return model, id and purpose of the link that a placeholder stands for."""
        # sudo: only of which document it is; the writer's rights are asked next
        link = self.env["public.link"].sudo().browse(placeholder.link).exists()
        return (
            link.res_model or placeholder.model,
            link.res_id or placeholder.document,
            link.purpose or placeholder.purpose,
        )

    @api.model
    def _public_link_replacement(self, writers, target, asked, may):
        """Return what replaces a placeholder, or ``None`` to leave it.

        :param writers: `res.users` who write the mail
        :param tuple target: model, id and purpose
        :param dict asked: ids by writers and model, to check all of them at once
        :param dict may: results so far, which this method adds to
        """
        model, res_id, purpose = target
        if model not in self.env["public.link.registry"]._known().documents:
            return None  # no link: at sending it is replaced by whom to ask
        documents = self.env[model].sudo().browse(asked[writers, model]).exists()
        for wanted in (purpose, "view"):
            key = (writers, model, wanted)
            if key not in may:
                may[key] = set.intersection(
                    *(
                        {
                            *documents._public_link_written_by(one)
                            ._public_link_sendable(wanted)
                            ._ids
                        }
                        for one in writers
                    )
                )
        if res_id in may[writers, model, purpose]:
            return None
        links = self.env["public.link"]
        if res_id in may[writers, model, "view"]:
            weaker = placeholders.for_document("view", model, res_id)
            return links._placeholder_base() + weaker
        document = documents.filtered(lambda one: one.id == res_id)
        company = document._public_link_company() if document else self.env.company
        return links._stranger_url(company)
