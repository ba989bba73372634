# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a document shows on its public pages, and to which purposes these lead."""

import hashlib
import json

from odoo import api, models

from ...tools.formatting import masked_email, page_day
from ...tools.states import status

# What one ZIP holds at most: files, and bytes of them.
FILES_MOST, FILES_BYTES = 200, 100 * 2**20


class PublicLinkMixin(models.AbstractModel):
    _inherit = "public.link.mixin"

    def _public_partners(self):
        """Hook: return the contacts that the page names, to read them all at once."""
        return self._public_link_customer()

    def _public_values(self, link):
        """Hook: return the document's part of the page, see ``page_values.Page``.

        Called as superuser, in the recipient's language and zone. Fields are picked one
        by one for a stranger's eyes.

        :param link: `public.link`, possibly a new record when staff preview
        :rtype: dict
        """
        raise NotImplementedError

    def _public_state(self):
        """Hook: return how the document stands: a kind, and the code of its state.

        Both are those of the table, see ``tools.states``.

        :rtype: tuple[str, str]
        """
        raise NotImplementedError

    def _public_status(self):
        """Return how the document stands, as everything shows it.

        :rtype: page_values.Status
        """
        return status(self.env, *self._public_state())

    def _public_link_locked(self, purpose):
        """Hook: return the records that an action of a purpose locks: all that it changes.

        :param str purpose: the purpose of the link
        :rtype: list of recordsets
        """
        return [self]

    def _public_link_targets(self, purpose):
        """Return the documents that this one's page may lead to, for one purpose.

        :param str purpose: what the derived link would open
        :rtype: recordset of one model
        """
        return self if purpose in self._public_link_purposes else self.browse()

    def _public_link_parts(self, purpose):
        """Hook: return what this document's page leads to one by one, for one purpose.

        An order leads to the payment of each of its invoices. Ids that a browser names are
        looked up among these.

        :param str purpose: what the derived link would open
        :rtype: recordset of one model
        """
        return self.browse()

    def _public_link_leads(self, purpose):
        """Hook: tell whether a page may lead to a purpose; by default if its gate is open.

        Overridden for purposes whose page is useful behind a closed gate, too.

        :param str purpose: what the derived link would open
        """
        return not self._public_link_blockers(purpose)

    def _public_actions(self, link):
        """Return the buttons that lead to other purposes, see ``page_values.Action``.

        There is a button where ``_public_link_leads`` allows it and the document has a
        label for it.

        :param link: `public.link`, possibly a new record when staff preview
        :rtype: list[dict]
        """
        actions = []
        for purpose in link._leads():
            if purpose not in self._public_link_purposes:
                continue
            if not self._public_link_switched_on(purpose):
                continue
            if not self._public_link_leads(purpose):
                continue
            label = self._public_link_ask(purpose, "button")
            if label:
                actions.append(
                    {
                        "code": purpose,
                        "label": label,
                        "url": link._form_path(f"to/{purpose}") if link.id else "#",
                        "method": "post",
                        "primary": not actions,
                    }
                )
        return actions

    def _public_illustrate(self, link, values):
        """Hook: add the pictures of products to what a page shows.

        Not by ``_public_values``: their addresses differ between links, while the document
        is the same, and who approves it does not approve its pictures.

        :param link: `public.link`, whose paths lead to the pictures
        :param dict values: of the page; changed
        """

    def _public_picture(self, number):
        """Hook: return the picture of a product of this document, and its media type.

        :param int number: the product's id, as a browser sent it
        :return: the file, b"" for none; the type
        :rtype: tuple[bytes, str]
        """
        return b"", ""

    def _public_days(self):
        """Hook: return the days of this document that a calendar may hold.

        :return: tuples of a unique name, a day and what it is called
        :rtype: list[tuple]
        """
        return []

    def _public_calendar_url(self, link):
        """Return the address of these days as a calendar file, or ""."""
        if link.purpose != "view" or not link.id or not self._public_days():
            return ""
        return link._path("calendar.ics")

    def _public_footer(self, link):
        """Hook: return for whom the link is and what it lets its holder do."""
        env = self.env
        known = env["public.link.registry"]._known().purposes[link.purpose]
        sent, found = known.footer
        until = page_day(env, link.expires_at)
        to = masked_email(link.email or link.partner_id.email)
        words = env._(sent if to else found)
        return words % ({"address": to, "date": until} if to else until)

    def _public_pdf_url(self, link):
        """Return where the page offers the PDF, or "" where it does not."""
        settings = self._public_link_company()._public_links_settings()
        return link._path("pdf") if settings["show_pdf"] and link.id else ""

    def _public_files(self, link):
        """Hook: return the files that the page offers beside the document's own PDF.

        :param link: `public.link`
        :return: name and `ir.attachment` of each; size and name are read
        :rtype: list[tuple]
        """
        return []

    def _public_files_url(self, link, files=None):
        """Return where the page offers all its files at once, or "": for one file alone,
        and where they are too many or too large for one ZIP.

        :param list files: what ``_public_files`` returned, where it is known
        """
        if not link.id:
            return ""
        files = self._public_files(link) if files is None else files
        size = sum(attachment.file_size for _name, attachment in files)
        count = len(files) + bool(self._public_pdf_url(link))
        fits = 2 <= count <= FILES_MOST and size <= FILES_BYTES
        return link._path("files.zip") if fits else ""

    @api.model
    def _public_link_version(self, values):
        """Return the hash of what a page shows of a document.

        Forms send it back, so that nobody approves or pays what they did not see; PDFs are
        stored under it.

        :param dict values: what ``_public_values`` returned
        :rtype: str
        """
        # These differ between links, or change with time, while the document does not.
        passing = (
            "footer",
            "pdf_url",
            "actions",
            "sentence",
            "status",
            "deliveries",
            "invoices",
            "to_bill",
            "payments",
            "announced",
            "coming",
            "sent",
            "steps",
        )
        kept = {name: value for name, value in values.items() if name not in passing}
        text = json.dumps(kept, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()

    def _public_link_pdf_basis(self):
        """Hook: return a text that changes when the document's report would change.

        Empty for documents that cannot change.

        :rtype: str
        """
        return ""

    def _public_link_seen(self, link):
        """Hook: return the hash of what the page of a link shows now.

        Forms send it back as ``seen``. Overridden for pages whose action depends on less,
        or more, than the whole document.

        :param link: `public.link`
        :rtype: str
        """
        return self._public_link_version(self._public_values(link))

    def _public_link_preview(self, purpose="view"):
        """Return a new record, a link with which staff see a page as its recipient would.

        :rtype: `public.link` (a new record)
        """
        document = self.sudo()  # the caller has checked that the user may read it
        partner = document._public_link_recipients()[self.id][:1]
        return document.env["public.link"].new(
            {
                "purpose": purpose,
                "res_model": self._name,
                "res_id": self.id,
                "partner_id": partner.id,
                "commercial_partner_id": partner.commercial_partner_id.id,
                "company_id": document._public_link_company().id,
                "email": partner.email,
                **document._public_link_lifetime(purpose),
            }
        )
