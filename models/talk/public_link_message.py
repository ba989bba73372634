# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The messages and files that a document's page shows."""

from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.tools.translate import LazyTranslate

from ...tools.formatting import page_day, paragraphs
from ...tools.tables import entry

_lt = LazyTranslate(__name__)

MAX_TEXT = 5_000
SENT = _lt("Sent by email")


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
    _record_fields = ("order_id", "move_id", "picking_id", "partner_id")

    order_id = fields.Many2one(
        "sale.order", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    move_id = fields.Many2one(
        "account.move",
        "Invoice",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    picking_id = fields.Many2one(
        "stock.picking",
        "Delivery",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Contact",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        help="Whose portal it appears on.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(
        [
            ("comment", "Comment"),
            ("change", "Change request"),
            ("dispute", "Dispute"),
            ("file", "File"),
            ("sent", "Sent by email"),
        ],
        required=True,
        readonly=True,
    )
    by_customer = fields.Boolean("From the Customer", readonly=True)
    by_mail = fields.Boolean(
        "By Email",
        readonly=True,
        help="An answer to an email. The sender's address can be forged.",
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
    addressed = fields.Boolean(
        "Only for Its Recipients",
        readonly=True,
        help="It stands on the pages of those whom it was sent to, and on no others.",
    )
    reader_ids = fields.Many2many(
        "res.partner",
        "public_link_message_reader_rel",
        "message_id",
        "partner_id",
        "Recipients",
        readonly=True,
    )
    withdrawn_at = fields.Datetime("Withdrawn", readonly=True)
    withdrawn_by = fields.Many2one("res.users", readonly=True)

    _one_document = models.Constraint(
        "CHECK(num_nonnulls(order_id, move_id, picking_id, partner_id) = 1)",
        "A message belongs to one document, or to a contact's portal.",
    )

    def _document(self):
        """Return what the message is about."""
        return self.order_id or self.move_id or self.picking_id or self.partner_id

    def action_withdraw(self):
        """Remove messages or files from the customer's page that were shared by mistake."""
        if not self.env.user.has_group("public_links.group_user"):
            raise AccessError(self.env._("You are not allowed to do this."))
        # Who may write to the document may remove what its page shows.
        self.check_access("read")
        for name in self._record_fields:
            if self[name]:
                self[name].check_access("write")
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

    # What the page says of a mail with the document, by the kind that it was then: the
    # first part of ``_public_state``. Another addon may give its class a table, too.
    _sent_words = {
        "credit_note": _lt("Credit note sent by email"),
        "invoice": _lt("Invoice sent by email"),
        "order": _lt("Order sent by email"),
        "quotation": _lt("Quotation sent by email"),
    }

    def _public_row(self, link, seller):
        """Return one row for the page. Staff appear under the name of the support contact.

        :param link: `public.link`
        :param str seller: that name
        :rtype: dict
        """
        self.ensure_one()
        text = self.text or ""
        if self.kind == "sent":
            text = self.env._(entry(self, "_sent_words", text) or SENT)
        row = {
            "kind": self.kind,
            "mine": self.by_customer,
            "by_mail": self.by_mail,
            "who": (self.author_id.name or "") if self.by_customer else seller,
            "when": page_day(self.env, self.create_date),
            "text": text,
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
