# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

"""Quotations and orders: everything may be sent, by the company's settings."""

from odoo import api, fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    public_link_message_ids = fields.One2many(
        "public.link.message", "order_id", "Shared by Link"
    )
    public_link_message_count = fields.Integer(
        "Number of Messages by Link", compute="_compute_public_link_message_count"
    )

    @api.depends("public_link_message_ids")
    def _compute_public_link_message_count(self):
        for order in self:
            order.public_link_message_count = len(order.public_link_message_ids)

    _public_message_field = "order_id"

    def _public_talk_on(self, setting):
        if setting == "changes" and self.state == "cancel":
            return False
        return self.company_id._public_links_settings()[setting]

    def _public_link_ask_change(self, link, text):
        """Receive a change request: the seller gets an activity, the quotation its state.

        :param link: `public.link`
        :param str text: plain text
        :return: what kept it from being done, see ``_public_link_try``; "" if it is done
        :rtype: str
        """

        def act(order):
            summary = order.env._("Changes requested of %s", order.name)
            heading = order.env._("Change request by link:")
            order._public_link_record_words(link, "change", summary, heading, text)
            order.public_link_change_asked = fields.Datetime.now()

        trouble = self._public_link_try(act, text)
        if not trouble:
            link._record("change_asked")
        return trouble

    # On each model itself: `mail.thread` comes before the mixin, and does not call super().
    def _message_update_content(self, message, /, *, body, **kwargs):
        rows = self._public_link_shown_rows(message)
        result = super()._message_update_content(message, body=body, **kwargs)
        rows._apply_edit(message, body)
        return result
