# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import api, models

from ...tools import placeholders


class MailMail(models.Model):
    """A mail that staff write carries what they may send, whatever its text asks for."""

    _inherit = "mail.mail"

    def _withhold_public_links(self):
        """Put less in place of the links that the writers of these mails may not send.

        The page of the document, if they may send that, and else the page for whom no
        link was made. Asked when a mail is made: whichever job it leaves by later, it
        stays its writer's, and nobody's old link is filled in for them.
        """
        asked, found = {}, []
        for mail in self:
            wanted = placeholders.find(mail.body_html)
            writers = wanted and mail._public_link_writers()
            # What only staff read leads them to the document as it is.
            if not writers or not mail.recipient_ids.filtered("partner_share"):
                continue
            targets = {one: self._public_link_target(one) for one in wanted}
            found.append((mail, writers, targets))
            for model, res_id, _purpose in targets.values():
                asked.setdefault((writers, model), set()).add(res_id)
        may = {}
        for mail, writers, targets in found:
            fillings = {
                one: self._public_link_filling(writers, target, asked, may)
                for one, target in targets.items()
            }
            if any(fillings.values()):
                mail.body_html = placeholders.fill(mail.body_html, fillings.get)

    def _public_link_writers(self):
        """Return the members of staff whose mail this is: each must be allowed.

        A mass mailing leaves by a scheduled job, which writes its messages; whose it is
        the mailing says, and who is responsible for it is named by whoever made it.

        :return: `res.users`, empty for what customers and the system write
        """
        writer = self.mail_message_id._public_link_writer()
        if writer or "mailing_id" not in self._fields:
            return writer
        mailing = self.sudo().mailing_id  # who wrote it, whoever may read it
        people = mailing.create_uid | mailing.user_id
        return people.filtered(lambda one: not one._is_superuser())

    @api.model
    def _public_link_target(self, placeholder):
        """Return the model, id and purpose that a placeholder is about."""
        # sudo: of which document it is; its writer is asked next
        link = self.env["public.link"].sudo().browse(placeholder.link).exists()
        return (
            link.res_model or placeholder.model,
            link.res_id or placeholder.document,
            link.purpose or placeholder.purpose,
        )

    @api.model
    def _public_link_filling(self, writers, target, asked, may):
        """Return what takes the place of a placeholder, or ``None`` to leave it.

        :param writers: `res.users` whose mail it is
        :param tuple target: model, id and purpose
        :param dict asked: ids by writers and model, to ask of all of them at once
        :param dict may: what was found so far
        """
        model, res_id, purpose = target
        if model not in self.env["public.link.registry"]._known().documents:
            return None  # it opens nothing, and the page for strangers says so
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
