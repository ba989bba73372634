# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Customers ask about an invoice, or dispute it: then nothing asks for its money."""

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools.translate import LazyTranslate

from ...tools.formatting import page_day
from ..documents import account_move as documents

_lt = LazyTranslate(__name__)

# How an invoice stands when its money is asked for.
OPEN = ("unpaid", "partial", "overdue")


class AccountMove(models.Model):
    _inherit = "account.move"

    public_link_disputed_at = fields.Datetime(
        "Disputed by the Customer",
        readonly=True,
        copy=False,
        help="The customer says by link that something is wrong with this invoice."
        " Nothing asks for its money until you end the dispute.",
    )
    public_link_message_ids = fields.One2many(
        "public.link.message", "move_id", "Shared by Link"
    )
    public_link_message_count = fields.Integer(
        "Number of Messages by Link", compute="_compute_public_link_message_count"
    )

    _public_fields = (*documents.AccountMove._public_fields, "public_link_disputed_at")
    _public_message_field = "move_id"
    _talk_words = {
        "dispute": (_lt("%s is disputed"), _lt("Disputed by link:")),
    }

    @api.depends("public_link_message_ids")
    def _compute_public_link_message_count(self):
        for move in self:
            move.public_link_message_count = len(move.public_link_message_ids)

    def _public_talk_on(self, setting):
        if setting == "changes":
            return False
        return self._public_link_company()._public_links_settings()[setting]

    def _public_may_dispute(self):
        return (
            self._public_talk_on("messages")
            and self._public_is_asked()
            and not self._public_is_disputed()
        )

    # === DISPUTE === #

    def _public_is_asked(self):
        """Tell whether this is an invoice whose money is asked for."""
        kind, code = self._public_state()
        return kind == "invoice" and self.state == "posted" and code in OPEN

    def _public_is_disputed(self):
        """Tell whether the customer disputes this invoice, and staff have not ended it.

        Whatever asks for its money by itself asks this first: reminders, charges.

        :rtype: bool
        """
        return bool(self.public_link_disputed_at)

    def _public_sentence(self):
        if not (self._public_is_disputed() and self._public_is_asked()):
            return super()._public_sentence()
        return self.env._(
            "You told us on %s that something is wrong with it. We are looking into it,"
            " and do not ask you to pay meanwhile.",
            page_day(self.env, self.public_link_disputed_at),
        )

    def _public_link_send_problems(self, purpose, partners):
        problems = super()._public_link_send_problems(purpose, partners)
        if purpose == "pay" and self._public_is_disputed():
            problems.append(
                (
                    self.env._("Its customer disputes this invoice."),
                    self.env._("Look into it, and end the dispute on the invoice."),
                )
            )
        return problems

    def _public_link_dispute(self, link, text):
        """Receive a dispute: staff get an activity, and nothing asks for the money.

        :param link: `public.link`
        :param str text: what the customer says, plain text
        :return: what kept it from being done, see ``_public_link_try``; "" if it is done
        :rtype: str
        """

        def act(move):
            summary, heading = move._public_talk_words("dispute")
            move._public_link_record_words(link, "dispute", summary, heading, text)
            move.public_link_disputed_at = fields.Datetime.now()

        trouble = self._public_link_try(act, text)
        if not trouble:
            link._record("disputed")
        return trouble

    def _public_link_todo(self, kind):
        if kind == "dispute":
            return self.env._(
                "Look into it and answer the customer. Then end the dispute: its money is"
                " asked for again."
            )
        return super()._public_link_todo(kind)

    def action_public_link_dispute_end(self):
        """End the dispute of these invoices: their money is asked for again."""
        if not self.env.user.has_group("account.group_account_invoice"):
            raise AccessError(
                self.env._("Only invoicing people may end the dispute of an invoice.")
            )
        disputed = self.filtered("public_link_disputed_at")
        disputed.public_link_disputed_at = False
        disputed._public_link_news_done(("dispute",))
        for move in disputed:
            move.message_post(
                body=self.env._(
                    "The dispute has ended: reminders and charges go on as before."
                ),
                subtype_xmlid="mail.mt_note",
            )

    # On each model itself: see models/talk/sale_order.py.
    def _message_update_content(self, message, /, *, body, **kwargs):
        rows = self._public_link_shown_rows(message)
        result = super()._message_update_content(message, body=body, **kwargs)
        rows._apply_edit(message, body)
        return result


class AccountMoveSend(models.AbstractModel):
    _inherit = "account.move.send"

    @api.model
    def _send_mail(self, move, mail_template, **kwargs):
        # The page says that the invoice was sent; what the mail says, it shows itself.
        move = move.with_context(public_link_sends_document=True)
        return super()._send_mail(move, mail_template, **kwargs)
