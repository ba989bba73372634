# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The messages and files that a document's page shows."""

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...tools.formatting import day, paragraphs

MAX_TEXT = 5_000


class PublicLinkMessage(models.Model):
    """What customer and staff tell each other by link: a text or a file.

    A page shows these rows and nothing else of the document's history, so that no
    internal note can ever get there.
    """

    _name = "public.link.message"
    _inherit = ["public.link.order.record"]
    _description = "Message or File by Public Link"
    _order = "id desc"
    _rec_name = "text"
    _record_fields = ("order_id", "partner_id")

    order_id = fields.Many2one(
        "sale.order", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Contact",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        help="Whose portal it stands on.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(
        [("comment", "Comment"), ("change", "Change request"), ("file", "File")],
        required=True,
        readonly=True,
    )
    by_customer = fields.Boolean("From the Customer", readonly=True)
    by_mail = fields.Boolean(
        readonly=True,
        help="An answer to a mail. The sender's address can be forged.",
    )
    author_id = fields.Many2one(
        "res.partner", readonly=True, index="btree_not_null", ondelete="set null"
    )
    text = fields.Text(readonly=True)
    attachment_id = fields.Many2one(
        "ir.attachment",
        "File",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    size = fields.Integer("Size in Bytes", readonly=True)
    link_id = fields.Many2one(
        "public.link", readonly=True, index="btree_not_null", ondelete="set null"
    )
    message_id = fields.Many2one(
        "mail.message",
        "In the History",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    withdrawn_at = fields.Datetime("Withdrawn", readonly=True)
    withdrawn_by = fields.Many2one("res.users", readonly=True)

    _one_document = models.Constraint(
        "CHECK((order_id IS NULL) != (partner_id IS NULL))",
        "A message is about an order, or stands on a contact's portal.",
    )

    def _document(self):
        """Return what the message is about."""
        return self.order_id or self.partner_id

    def action_withdraw(self):
        """Remove messages or files from the customer's page that were shared by mistake."""
        if not self.env.user.has_group("public_links.group_user"):
            raise AccessError(self.env._("You are not allowed to do this."))
        # Who may write to the document may remove what its page shows.
        self.check_access("read")
        for documents in filter(None, (self.order_id, self.partner_id)):
            documents.check_access("write")
        rows = self.sudo().filtered(  # written by the system, after the check above
            lambda row: not row.withdrawn_at
        )
        rows._withdraw()
        for row in rows.sudo(False):
            what = row.sudo().attachment_id.name or (row.text or "")[:200]
            row._document().message_post(
                body=self.env._("Withdrawn from the customer's page: %s", what),
                subtype_xmlid="mail.mt_note",
            )
        return self.env["public.link"]._tell(
            self.env._("Withdrawn: the customer's page no longer shows it.")
        )

    def _withdraw(self):
        self.write(
            {"withdrawn_at": fields.Datetime.now(), "withdrawn_by": self.env.uid}
        )

    def _apply_edit(self, message, body):
        """Follow a change of the message by staff: its text, or that it was emptied.

        :param message: `mail.message`
        :param body: the new text, or ``None`` if it is as it was
        """
        texts = self.filtered(lambda row: row.kind == "comment")
        if body is not None:
            texts.text = "\n".join(paragraphs(message.body))
        texts.filtered(lambda row: not row.text)._withdraw()

    def action_open_file(self):
        """Download the file."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.sudo().attachment_id.id}?download=1",
            "target": "self",
        }

    # === PAGE === #

    def _public_row(self, link, seller):
        """Return one row for the page. Staff appear under the name of the support contact.

        :param link: `public.link`
        :param str seller: that name
        :rtype: dict
        """
        self.ensure_one()
        row = {
            "kind": self.kind,
            "mine": self.by_customer,
            "by_mail": self.by_mail,
            "who": (self.author_id.name or "") if self.by_customer else seller,
            "when": day(self.env, self.create_date),
            "text": self.text or "",
            "file": "",
            "url": "",
        }
        if self.kind == "file" and self.attachment_id:
            row["file"] = self.attachment_id.name
            row["url"] = link._path(f"file/{self.id}") if link.id else "#"
        return row

    def _file(self):
        """Return the content of a file, as superuser."""
        return self.attachment_id.raw or b""


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
