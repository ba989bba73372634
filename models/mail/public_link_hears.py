# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The seller hears that a document was opened, opened again after a silence, or never."""

import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools.translate import LazyTranslate

from ...tools.formatting import day

_logger = logging.getLogger(__name__)
_lt = LazyTranslate(__name__)

# After how long a further opening is news.
SILENCE = timedelta(days=7)
# A link that expired longer ago than this is no news: the scheduled action was off.
STALE = timedelta(days=7)
BATCH = 100
# In the context of such a message: each of its readers has chosen how to hear of it.
HEARS = "public_link_hears"

# Subjects and texts, by what has happened.
OPENED = {
    "first": (
        _lt("%(who)s opened %(document)s"),
        _lt("%(who)s opened %(document)s for the first time."),
    ),
    "again": (
        _lt("%(who)s opened %(document)s again"),
        _lt("%(who)s opened %(document)s again, for the first time since %(since)s."),
    ),
    "never": (
        _lt("%(who)s did not open %(document)s"),
        _lt(
            "The link to %(document)s has expired, and %(who)s never opened it. You can"
            " send it again, or call."
        ),
    ),
}


class PublicLinkEvent(models.Model):
    _inherit = "public.link.event"

    kind = fields.Selection(
        selection_add=[("unopened", "Expired Unopened")],
        ondelete={"unopened": "cascade"},
    )


class PublicLinkMixin(models.AbstractModel):
    _inherit = "public.link.mixin"

    # The subtype of what the seller hears of openings; ``None``: nobody hears of them.
    _public_hears_subtype = None

    def _public_link_tell_opened(self, link, happened, since=None):
        """Tell who looks after the document that it was opened, or was not.

        :param link: `public.link`
        :param str happened: first, again or never
        :param datetime since: when it was opened before
        """
        document = self._public_link_acting()
        seller = document._public_link_seller()
        known = {
            "who": link.partner_id.name or link.partner_id.display_name,
            "document": document._public_link_title(),
            "since": since and day(document.env, since),
        }
        subject, body = map(document.env._, OPENED[happened])
        document.with_context(**{HEARS: True}).message_post(
            subject=subject % known,
            body=body % known,
            message_type="notification",
            subtype_xmlid=self._public_hears_subtype,
            partner_ids=seller.filtered(
                lambda user: user.public_links_hears != "off"
            ).partner_id.ids,
        )


class SaleOrder(models.Model):
    _inherit = "sale.order"

    _public_hears_subtype = "sale.mt_order_viewed"


class AccountMove(models.Model):
    _inherit = "account.move"

    _public_hears_subtype = "public_links.mt_invoice_opened"


class StockPicking(models.Model):
    _inherit = "stock.picking"

    _public_hears_subtype = "public_links.mt_delivery_opened"


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _notify_get_recipients(self, message, *args, **kwargs):
        rows = super()._notify_get_recipients(message, *args, **kwargs)
        if not self.env.context.get(HEARS):
            return rows
        # sudo: how each reader wants to hear of openings
        users = (
            self.env["res.users"]
            .sudo()
            .browse(filter(None, (row["uid"] for row in rows)))
        )
        chosen = {user.id: user.public_links_hears for user in users}
        rows = [row for row in rows if chosen.get(row["uid"]) in ("inbox", "email")]
        for row in rows:
            row["notif"] = chosen[row["uid"]]
        return rows


class PublicLink(models.Model):
    _inherit = "public.link"

    def _opened(self, before):
        result = super()._opened(before)
        now = fields.Datetime.now()
        if (
            (before and now - before < SILENCE)
            or not self.partner_id
            or not self.company_id._public_links_settings()["hears"]
        ):
            return result
        try:
            with self.env.cr.savepoint():
                self.with_context(prefetch_fields=True)._tell_opening(before, now)
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise  # the open is counted once more, with all that belongs to it
        except Exception:  # pylint: disable=broad-except
            # Another addon refused the message: the open is counted all the same.
            _logger.exception(
                "The seller was not told that link %s was opened", self.id
            )
        return result

    def _tell_opening(self, before, now):
        document = self._hears_of()
        if not document:
            return
        others = self.search(
            self._same_reader() & Domain("opened_last", "!=", False),
            order="opened_last desc",
            limit=1,
        )
        times = [time for time in (before, others.opened_last) if time]
        since = max(times, default=None)
        if since and now - since < SILENCE:
            return
        document._public_link_tell_opened(self, "again" if since else "first", since)

    def _hears_of(self):
        """Return the document whose openings somebody hears of, or ``None``."""
        known = self.env["public.link.registry"]._known().documents
        if self.res_model not in known:
            return None
        # sudo: the link's own document, whoever is told
        document = self.env[self.res_model].sudo().browse(self.res_id).exists()
        return document if document and document._public_hears_subtype else None

    def _same_reader(self):
        """Return the other links of this one's recipient to the same document."""
        return (
            Domain("res_model", "=", self.res_model)
            & Domain("res_id", "=", self.res_id)
            & Domain("partner_id", "=", self.partner_id.id)
            & Domain("id", "!=", self.id)
        )

    @api.model
    def _cron_unopened(self):
        """Tell sellers of links that were sent, and expired without being opened."""
        now = fields.Datetime.now()
        links = self.search(
            Domain("expires_at", "<=", now)
            & Domain("expires_at", ">", now - STALE)
            & Domain("sent_at", "!=", False)
            & Domain("opened_last", "=", False)
            & Domain("revoked_at", "=", False)
            & Domain("parent_id", "=", False)
            & Domain("partner_id", "!=", False)
            & ~Domain("event_ids.kind", "=", "unopened"),
            limit=BATCH + 1,
        )
        for link in links[:BATCH]:
            link._record("unopened")
            document = link._hears_of()
            if (
                document
                and link.company_id._public_links_settings()["hears"]
                and not document._public_link_blockers(link.purpose)
                # Read by another link, or sent again since.
                and not self.search_count(
                    link._same_reader()
                    & (
                        Domain("opened_last", "!=", False)
                        | Domain("state", "in", ["active"])
                    ),
                    limit=1,
                )
            ):
                document._public_link_tell_opened(link, "never")
        self.env["ir.cron"]._commit_progress(
            len(links[:BATCH]), remaining=len(links) - len(links[:BATCH])
        )
