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

    def _public_link_chosen(self, document, readers, named):
        """Return those of this message's readers whose links answer for the customer: the
        customer's own contacts, and whom staff chose by name. The others merely follow the
        document, or were added by a customer's answer.

        :param document: what the message is about, as superuser
        :param readers: `res.partner` who are not staff, or are the customer
        :param named: those whom the message was addressed to
        :rtype: recordset of `res.partner`
        """
        by_staff = self._public_link_by_staff()
        settings = document._public_link_company()._public_links_settings()
        if settings["followers_act"] and by_staff:
            return readers
        customer = document._public_link_customer().commercial_partner_id
        return readers.filtered(
            lambda one: (
                (by_staff and one in named) or one.commercial_partner_id == customer
            )
        )

    def _public_link_by_staff(self):
        """Tell whether staff, or the company's own jobs, wrote this message."""
        author, user = self.author_id, self.create_uid
        if self.message_type == "email":
            return False
        if not (user._is_superuser() or user._is_internal()):
            return False
        if not author.partner_share:
            return True
        # sudo: whether the author is one of our companies
        companies = self.env["res.company"].sudo()
        return bool(companies.search_count([("partner_id", "=", author.id)], limit=1))


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
