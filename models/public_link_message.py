# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..formatting import day
from ..uploads import KINDS

# What one page shows of a long thread: the latest.
SHOWN = 100
MAX_TEXT = 5_000
# The same words within this time are a double click, or a page that was sent again.
REPEATED = timedelta(minutes=10)


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

    order_id = fields.Many2one(
        "sale.order",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="order_id.company_id", store=True, index=True)
    kind = fields.Selection(
        [("comment", "Comment"), ("change", "Change request"), ("file", "File")],
        required=True,
        readonly=True,
    )
    by_customer = fields.Boolean("From the Customer", readonly=True)
    author_id = fields.Many2one("res.partner", readonly=True, ondelete="set null")
    text = fields.Text(readonly=True)
    attachment_id = fields.Many2one(
        "ir.attachment", "File", readonly=True, ondelete="set null"
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

    def action_withdraw(self):
        """Take back what was shared by mistake: the customer's page no longer shows it."""
        if not self.env.user.has_group("public_links.group_user"):
            raise AccessError(self.env._("You are not allowed to do this."))
        # Whoever may change the order may take back what stands on its page.
        self.check_access("read")
        self.order_id.check_access("write")
        rows = self.sudo().filtered(  # rows are the system's own, after the check above
            lambda row: not row.withdrawn_at
        )
        rows._withdraw()
        for row in rows.sudo(False):
            what = row.sudo().attachment_id.name or (row.text or "")[:200]
            row.order_id.message_post(
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
        """Return one row for the page; of staff nobody is named but the contact set."""
        self.ensure_one()
        row = {
            "kind": self.kind,
            "mine": self.by_customer,
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

    # === PAGE === #

    def _public_talk(self, link):
        """Return comments, files and their forms, see ``templates/talk.xml``.

        :param link: `public.link`, possibly a new record when staff preview
        :rtype: dict
        """
        settings = self.company_id._public_links_settings()
        rows = self.env["public.link.message"].search_fetch(
            [
                ("order_id", "=", self.id),
                ("withdrawn_at", "=", False),
                # A file that staff deleted leaves nothing to show.
                "|",
                ("kind", "!=", "file"),
                ("attachment_id", "!=", False),
            ],
            ["attachment_id", "author_id", "by_customer", "create_date", "kind"]
            + ["size", "text"],
            limit=SHOWN,
        )
        rows.attachment_id.fetch(["name"])
        rows.author_id.fetch(["name"])
        seller = settings["contact_name"] or settings["company_name"]

        def url(action, setting):
            if not settings[setting]:
                return ""
            return link._form_path(action) if link.id else "#"

        return {
            "messages": [row._public_row(link, seller) for row in reversed(rows)],
            "comment_url": url("comment", "messages"),
            "change_url": url("change", "changes") if self.state != "cancel" else "",
            "upload_url": url("upload", "uploads"),
            "upload_hint": self._public_upload_hint(settings),
            "accept": ",".join(
                f".{kind}" for kind in self._public_upload_kinds(settings)
            ),
            "most": settings["upload_mb"] * 2**20,
            "longest": MAX_TEXT,
        }

    @api.model
    def _public_upload_kinds(self, settings):
        chosen = set((settings["upload_types"] or "").split())
        kinds = [kind for kind in KINDS if kind in chosen]
        return [*kinds, "jpeg"] if "jpg" in kinds else kinds

    def _public_upload_hint(self, settings, kinds=None):
        kinds = kinds or self._public_upload_kinds(settings)
        kinds = [kind.upper() for kind in KINDS if kind in kinds]
        return self.env._(
            "Up to %(count)s files of at most %(size)s MB each: %(types)s.",
            count=settings["upload_count"],
            size=settings["upload_mb"],
            types=", ".join(kinds),
        )

    # === WHAT CUSTOMERS SEND === #

    def _public_link_comment(self, link, text):
        """Take a comment: the seller finds it in the history, and in their mails.

        :param link: `public.link`
        :param str text: plain text
        """
        order = self._public_link_acting()
        summary = order.env._("A customer commented on %s", order.name)
        order._public_link_hear(
            link, "comment", summary, order.env._("Comment by link:"), text
        )
        link._record("commented")

    def _public_link_ask_change(self, link, text):
        """Take a change request: the seller gets an activity, the quote its state.

        :param link: `public.link`
        :param str text: plain text
        """
        order = self._public_link_acting()
        summary = order.env._("Changes requested of %s", order.name)
        order._public_link_hear(
            link, "change", summary, order.env._("Change request by link:"), text
        )
        order.public_link_change_asked = fields.Datetime.now()
        link._record("change_asked")

    def _public_link_hear(self, link, kind, summary, heading, text):
        said_before = self.env["public.link.message"].search_count(
            [
                ("order_id", "=", self.id),
                ("link_id", "=", link.id),
                ("kind", "=", kind),
                ("text", "=", text),
                ("create_date", ">", fields.Datetime.now() - REPEATED),
            ],
            limit=1,
        )
        if said_before:
            return
        message = self._public_link_tell(link, summary, f"{heading}\n{text}")
        self._public_link_add(link, kind, text, message)

    def _public_link_upload(self, link, files):
        """Take files that were checked.

        :param link: `public.link`
        :param list files: name, media type and content of each
        """
        order = self._public_link_acting()
        attachments = order.env["ir.attachment"].create(
            [
                {
                    "name": name,
                    "raw": data,
                    "mimetype": kind,
                    "res_model": "sale.order",
                    "res_id": order.id,
                }
                for name, kind, data in files
            ]
        )
        names = ", ".join(attachments.mapped("name"))
        message = order._public_link_tell(
            link,
            order.env._("Files for %s", order.name),
            order.env._("Files by link: %s", names),
            attachments,
        )
        for attachment, (_name, _kind, data) in zip(attachments, files, strict=True):
            order._public_link_add(link, "file", "", message, attachment, len(data))
        link._record("uploaded")

    def _public_link_add(self, link, kind, text, message, attachment=None, size=0):
        return self.env["public.link.message"].create(
            {
                "order_id": self.id,
                "kind": kind,
                "by_customer": True,
                "author_id": self._public_link_author(link).id,
                "text": text,
                "attachment_id": attachment and attachment.id,
                "size": size,
                "link_id": link.id,
                "message_id": message.id,
            }
        )

    def _public_link_room(self):
        """Return how many bytes the customer's files may still take.

        :rtype: int
        """
        used = self.env["public.link.message"]._read_group(
            [("order_id", "=", self.id), ("by_customer", "=", True)],
            aggregates=["size:sum"],
        )[0][0]
        quota = self.company_id._public_links_settings()["upload_quota"] * 2**20
        return quota - (used or 0)
