# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Comments and files on a document's page: what it shows, and what customers send."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from ...tools.tables import entry
from ...tools.uploads import KINDS
from ..link.public_link_together import read_where
from .public_link_message import MAX_TEXT

_lt = LazyTranslate(__name__)

MESSAGE_FIELDS = (
    "attachment_id",
    "author_id",
    "by_customer",
    "by_mail",
    "create_date",
    "kind",
    "size",
    "text",
)
# How many messages a page shows: the latest.
SHOWN = 100
# The same text within this time counts as sent twice by mistake.
REPEATED = timedelta(minutes=10)


class PublicLinkMixin(models.AbstractModel):
    _inherit = "public.link.mixin"

    # === HOOKS OF THE DOCUMENT === #

    # The field of `public.link.message` that holds this document; ``None``: its pages have
    # no messages and files.
    _public_message_field = None

    def _public_talk_on(self, setting):
        """Hook: tell whether customers may send this: messages, changes or uploads.

        :param str setting: a company's setting without its prefix
        """
        return False

    def _public_may_dispute(self):
        """Hook: tell whether its customer may say that something is wrong with it."""
        return False

    # What staff read of what a customer sent, by its kind: an activity's summary with the
    # document's name, and a heading. A document may give its own class this table.
    _talk_words = {
        "comment": (_lt("A customer commented on %s"), _lt("Comment by link:")),
        "file": (_lt("Files for %s"), _lt("Files by link: %s")),
    }

    def _public_talk_words(self, kind):
        """Return the summary and the heading of a kind, see ``_talk_words``.

        :rtype: tuple[str, str]
        """
        summary, heading = map(self.env._, entry(self, "_talk_words", kind))
        return summary % self.display_name, heading

    def _public_link_todo(self, kind):
        env = self.env
        if kind == "file":
            return env._("Look at the files: they are attached below.")
        if kind == "comment":
            return env._(
                "Answer: the customer gets it by email and reads it on the page."
            )
        return super()._public_link_todo(kind)

    # === PAGE === #

    def _public_talk_condition(self):
        """Return the condition of the messages of this document's page.

        :rtype: SQL
        """
        return SQL(
            "%s = %s AND company_id = %s AND withdrawn_at IS NULL"
            # A file that staff deleted leaves nothing to show.
            " AND (kind != 'file' OR attachment_id IS NOT NULL)"
            # What staff sent to somebody stands on that reader's page alone.
            " AND (addressed IS NOT TRUE OR id IN ("
            "SELECT message_id FROM public_link_message_reader_rel"
            " WHERE partner_id = %s))",
            SQL.identifier(self._public_message_field),
            self.id,
            self._public_link_company().id,
            self.env.context.get("public_link_reader") or 0,
        )

    def _public_page_plans(self, purpose):
        plans = super()._public_page_plans(purpose)
        if self._public_message_field and purpose in ("view", "approve"):
            plans.append(iter([[(self, "messages")]]))
        return plans

    def _public_read_messages(self):
        return read_where(
            self.env["public.link.message"],
            MESSAGE_FIELDS,
            self._public_talk_condition(),
            SQL("id DESC"),
            limit=SHOWN,
        )

    def _public_talk(self, link):
        """Return comments, files and their forms, see ``templates/talk.xml``.

        :param link: `public.link`, possibly a new record when staff preview
        :rtype: dict or None
        """
        if not self._public_message_field:
            return None
        settings = self._public_link_company()._public_links_settings()
        rows = self.env["public.link.message"].browse(self._public_read("messages"))
        rows.attachment_id.fetch(["name", "file_size"])
        rows.author_id.fetch(["name"])
        seller = settings["contact_name"] or settings["company_name"]

        def url(action, setting):
            if not self._public_talk_on(setting):
                return ""
            return link._form_path(action) if link.id else "#"

        return {
            "messages": [row._public_row(link, seller) for row in reversed(rows)],
            "comment_url": url("comment", "messages"),
            "change_url": url("change", "changes"),
            "dispute_url": self._public_may_dispute()
            and (link._form_path("dispute") if link.id else "#"),
            "asked": self._name in ("account.move", "stock.picking"),
            "upload_url": url("upload", "uploads"),
            "upload_hint": self._public_upload_hint(settings),
            "accept": ",".join(
                f".{kind}" for kind in self._public_upload_kinds(settings)
            ),
            "most": settings["upload_mb"] * 2**20,
            "longest": MAX_TEXT,
        }

    def _public_files(self, link):
        files = super()._public_files(link)
        if not self._public_message_field:
            return files
        rows = self.env["public.link.message"].browse(self._public_read("messages"))
        rows = rows.filtered(lambda row: row.kind == "file" and row.attachment_id)
        rows.attachment_id.fetch(["name", "file_size"])
        return files + [(row.attachment_id.name, row.attachment_id) for row in rows]

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
        """Receive a comment: it is posted in the chatter, and the seller is told.

        :param link: `public.link`
        :param str text: plain text
        :return: what kept it from being done, see ``_public_link_try``; "" if it is done
        :rtype: str
        """

        def act(document):
            summary, heading = document._public_talk_words("comment")
            document._public_link_record_words(link, "comment", summary, heading, text)

        trouble = self._public_link_try(act, text)
        if not trouble:
            link._record("commented")
        return trouble

    def _public_link_record_words(self, link, kind, summary, heading, text):
        said_before = self.env["public.link.message"].search_count(
            Domain(self._public_message_field, "=", self.id)
            & Domain("link_id", "=", link.id)
            & Domain("kind", "=", kind)
            & Domain("text", "=", text)
            & Domain("create_date", ">", fields.Datetime.now() - REPEATED),
            limit=1,
        )
        if said_before:
            return
        message = self._public_link_tell(link, summary, f"{heading}\n{text}", kind=kind)
        self._public_link_add(link, kind, text, message)

    def _public_link_upload(self, link, files):
        """Store files that were checked, and tell the seller.

        :param link: `public.link`
        :param list files: name, media type and content of each
        :return: what kept it from being done, see ``_public_link_try``; "" if it is done
        :rtype: str
        """
        names = ", ".join(name for name, _kind, _data in files)
        trouble = self._public_link_try(
            lambda document: document._public_link_keep_files(link, files), names
        )
        if not trouble:
            link._record("uploaded")
        return trouble

    def _public_link_keep_files(self, link, files):
        attachments = self.env["ir.attachment"].create(
            [
                {
                    "name": name,
                    "raw": data,
                    "mimetype": kind,
                    "res_model": self._name,
                    "res_id": self.id,
                }
                for name, kind, data in files
            ]
        )
        names = ", ".join(attachments.mapped("name"))
        summary, heading = self._public_talk_words("file")
        message = self._public_link_tell(
            link, summary, heading % names, attachments, kind="file"
        )
        for attachment, (_name, _kind, data) in zip(attachments, files, strict=True):
            self._public_link_add(link, "file", "", message, attachment, len(data))

    def _public_link_add(self, link, kind, text, message, attachment=None, size=0):
        return self.env["public.link.message"].create(
            {
                **self._public_message_values(message),
                "kind": kind,
                "by_customer": True,
                "author_id": self._public_link_author(link).id,
                "text": text,
                "attachment_id": attachment and attachment.id,
                "size": size,
                "link_id": link.id,
            }
        )

    def _public_message_values(self, message):
        return {
            self._public_message_field: self.id,
            "company_id": self._public_link_company().id,
            "author_id": message.author_id.id,
            "message_id": message.id,
        }

    def _public_link_room(self):
        """Hook: return how many bytes the customer's files may still take.

        :rtype: int
        """
        used = self.env["public.link.message"]._read_group(
            Domain(self._public_message_field, "=", self.id)
            & Domain("by_customer", "=", True),
            aggregates=["size:sum"],
        )[0][0]
        settings = self._public_link_company()._public_links_settings()
        return settings["upload_quota"] * 2**20 - (used or 0)
