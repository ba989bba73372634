# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Core's Send of quotations and invoices shows who gets which link, and for how long.

What is chosen there travels in the context of the message, and for invoices that are sent
by a scheduled job in ``account.move.sending_data``.
"""

from odoo import api, fields, models

from ...models.mail.mail_mail import DAYS, chosen_days


class MailComposeMessage(models.TransientModel):
    _inherit = "mail.compose.message"

    public_link_summary = fields.Html(
        "Links", compute="_compute_public_link_summary", sanitize=False
    )
    public_link_days = fields.Integer(
        "Links Work For",
        compute="_compute_public_link_days",
        store=True,
        readonly=False,
        help="Days from now, 1 to 365. The default is a setting.",
    )

    def _public_link_document(self):
        """Return the quotation or order that core's Send is about, or ``None``: other
        mails show nothing of links."""
        if not self.env.context.get("mark_so_as_sent") or self.model != "sale.order":
            return None
        ids = self._evaluate_res_ids()
        if len(ids) != 1:
            return None
        document = self.env["sale.order"].browse(ids)
        return document if document._public_link_in_mails() else None

    @api.model
    def _render_template(self, template_src, model, res_ids, *args, **kwargs):
        """Override: a mail to many has its template's subject until somebody types one."""
        told, template = {}, self.template_id if len(self) == 1 else None
        if template and template_src and template_src == self.subject:
            told = template._public_link_subjects(template_src, model, res_ids)
        rest = [one for one in res_ids if one not in told] if told else res_ids
        rendered = super()._render_template(template_src, model, rest, *args, **kwargs)
        return {one: told[one] if one in told else rendered[one] for one in res_ids}

    @api.depends("model", "res_ids")
    @api.depends_context("mark_so_as_sent")
    def _compute_public_link_days(self):
        for composer in self:
            document = composer._public_link_document()
            company = document._public_link_company() if document else None
            composer.public_link_days = company and company._public_links_days("view")

    @api.depends("model", "res_ids", "partner_ids", "public_link_days")
    @api.depends_context("mark_so_as_sent", "lang", "uid")
    def _compute_public_link_summary(self):
        for composer in self:
            document = composer._public_link_document()
            composer.public_link_summary = document and (
                document._public_link_send_summary(
                    composer.partner_ids, composer.public_link_days
                )
            )

    def _action_send_mail_comment(self, res_ids):
        if self._public_link_document():
            self = self.with_context(**{DAYS: self.public_link_days})
        return super()._action_send_mail_comment(res_ids)


class AccountMoveSendWizard(models.TransientModel):
    _inherit = "account.move.send.wizard"

    public_link_summary = fields.Html(
        "Links", compute="_compute_public_link_summary", sanitize=False
    )
    public_link_days = fields.Integer(
        "Links Work For",
        compute="_compute_public_link_days",
        store=True,
        readonly=False,
        help="Days from now, 1 to 365. The default is a setting.",
    )

    @api.depends("move_id")
    def _compute_public_link_days(self):
        for wizard in self:
            company = wizard.move_id._public_link_company()
            linked = wizard.move_id._public_link_in_mails()
            wizard.public_link_days = linked and company._public_links_days("view")

    @api.depends("move_id", "mail_partner_ids", "public_link_days")
    @api.depends_context("lang", "uid")
    def _compute_public_link_summary(self):
        for wizard in self:
            move = wizard.move_id
            wizard.public_link_summary = move._public_link_in_mails() and (
                move._public_link_send_summary(
                    wizard.mail_partner_ids, wizard.public_link_days
                )
            )

    def _get_sending_settings(self):
        return {**super()._get_sending_settings(), DAYS: self.public_link_days}


class AccountMoveSendBatchWizard(models.TransientModel):
    _inherit = "account.move.send.batch.wizard"

    public_link_days = fields.Integer(
        "Links Work For",
        default=lambda self: self.env.company._public_links_days("view"),
        help="Days from now, 1 to 365. The default is a setting.",
    )

    def action_send_and_print(self, *args, **kwargs):
        result = super().action_send_and_print(*args, **kwargs)
        for move in self.move_ids:
            if move.sending_data:
                days = {DAYS: self.public_link_days}
                move.sending_data = {**move.sending_data, **days}
        return result


class AccountMoveSend(models.AbstractModel):
    _inherit = "account.move.send"

    @api.model
    def _get_default_sending_settings(self, move, from_cron=False, **custom_settings):
        values = super()._get_default_sending_settings(
            move, from_cron=from_cron, **custom_settings
        )
        kept = (move.sending_data or {}).get(DAYS) if from_cron else None
        values[DAYS] = chosen_days(custom_settings.get(DAYS) or kept)
        return values

    @api.model
    def _send_mails(self, moves_data):
        return super()._send_mails(
            {
                move.with_context(**{DAYS: move_data.get(DAYS)}): move_data
                for move, move_data in moves_data.items()
            }
        )
