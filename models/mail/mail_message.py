# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Removes tokens from messages, answers and bounces before they are stored."""

from odoo import api, models


class MailMessage(models.Model):
    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        links = self.env["public.link"]
        return super().create(
            [links._stored_values(vals, "body") for vals in vals_list]
        )

    def write(self, vals):
        return super().write(self.env["public.link"]._stored_values(vals, "body"))


class MailNotification(models.Model):
    _inherit = "mail.notification"

    @api.model_create_multi
    def create(self, vals_list):
        links = self.env["public.link"]
        return super().create(
            [links._stored_values(vals, "failure_reason") for vals in vals_list]
        )

    def write(self, vals):
        # The reason of a bounce may quote the mail.
        return super().write(
            self.env["public.link"]._stored_values(vals, "failure_reason")
        )
