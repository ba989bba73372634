# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What customers were mailed of their shipments: each news once, whoever finds it."""

import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY
from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from ...tools.states import selection
from ..link.public_link_job import Kind
from ..mail.public_link_delivery import MAIL_STATES
from ..mail.states import STATES as MAIL_WORDS
from .shipment_news import COMING, FRESH, MORNING, NEWS

_logger = logging.getLogger(__name__)
_lt = LazyTranslate(__name__)

# In 24 hours a customer is mailed at most so often of one shipment, and of all together.
# What would be more waits, and is told if it is still true then.
DAY = timedelta(days=1)
MOST_OF_SHIPMENT, MOST_OF_ALL = 3, 20
# When somebody else is writing to a parcel, it is looked at a little later.
LATER = timedelta(seconds=30)
# How far the first place on earth is ahead of UTC.
AHEAD = timedelta(hours=14)
BROKEN = timedelta(hours=1)


class ShipmentNotice(models.Model):
    """One news of a delivery that its customer was, or is just being, mailed.

    The row is the claim: it is committed before the mail is made, and a unique index
    allows one for each delivery, contact and news.
    """

    _name = "shipment.notice"
    _description = "Email about a Shipment"
    _order = "id desc"
    _rec_name = "kind"

    picking_id = fields.Many2one(
        "stock.picking", "Delivery", required=True, readonly=True, ondelete="cascade"
    )
    partner_id = fields.Many2one(
        "res.partner",
        "To",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    kind = fields.Selection(
        [(code, news.word._source) for code, news in NEWS.items()],
        "What",
        required=True,
        readonly=True,
    )
    # Of a new date, or number, which: it may change more than once. "" for all others.
    detail = fields.Char(required=True, readonly=True, default="")
    parcels = fields.Json(readonly=True)  # ids of those that it is about
    numbers = fields.Json(readonly=True)  # tracking numbers that it has told
    told_at = fields.Datetime("When", required=True, readonly=True)
    message_id = fields.Many2one(
        "mail.message", readonly=True, ondelete="set null", index="btree_not_null"
    )
    mail_state = fields.Selection(
        selection(MAIL_WORDS, "mail"), "Email", compute="_compute_mail_state"
    )

    _once = models.UniqueIndex("(picking_id, partner_id, kind, detail)")

    @api.depends("message_id")
    def _compute_mail_state(self):
        names = {code: name for name, group in MAIL_STATES.items() for code in group}
        for notice in self:
            # sudo: the state of the notice's own mail, whoever may read the mail
            rows = notice.sudo().message_id.notification_ids
            mine = rows.filtered(
                lambda row, one=notice: row.res_partner_id == one.partner_id
            )
            state = names.get(mine[:1].notification_status, False)
            notice.mail_state = state or (not notice.message_id and "queued")

    # === ONCE === #

    @api.model
    def _claim(self, picking, partner, news, now):
        """Return the row of a news that nobody has told yet; empty where somebody has, or
        is just doing so.

        :param picking: `stock.picking`
        :param partner: `res.partner` who is told
        :param news: `Due`
        :param datetime now: UTC
        """
        # SQL: the ORM has no ON CONFLICT DO NOTHING.
        query = SQL(
            """
            INSERT INTO shipment_notice
                (picking_id, partner_id, company_id, kind, detail, parcels, told_at,
                 create_uid, create_date, write_uid, write_date)
            VALUES (%(picking)s, %(partner)s, %(company)s, %(kind)s, %(detail)s,
                    to_jsonb(%(parcels)s::int[]), %(now)s,
                    %(uid)s, %(now)s, %(uid)s, %(now)s)
            ON CONFLICT DO NOTHING RETURNING id
            """,
            picking=picking.id,
            partner=partner.id,
            company=picking.company_id.id,
            kind=news.code,
            detail=news.detail,
            parcels=list(news.parcels),
            now=now,
            uid=self.env.uid,
        )
        self.env.flush_all()
        # A conflict with a row of after this transaction's snapshot is an error, and for
        # the caller, who begins anew.
        self.env.cr.execute(query, log_exceptions=False)
        return self.browse([id_ for (id_,) in self.env.cr.fetchall()])

    # === MAIL === #

    def _mail(self):
        """Mail the news with the reader's own link. If it is none any more, or the gate was
        closed meanwhile, nobody was told, and the claim is given back.

        :raise Exception: what keeps it from being mailed; it is then tried again
        """
        self.ensure_one()
        if self.message_id:
            return
        picking, partner = self.picking_id, self.partner_id
        still = picking._news_due(partner, leave_out=self)
        mine = [
            one for one in still if (one.code, one.detail) == (self.kind, self.detail)
        ]
        template = self.env.ref(
            "public_links.mail_template_parcel", raise_if_not_found=False
        )
        if not (mine and template and picking._news_readers() & partner):
            self.unlink()
            return
        self.parcels = list(mine[0].parcels)
        self.numbers = self._every().mapped("number")
        # sudo: the system mails the customer what the gate allows
        link = self.env["public.link"].sudo()._issue(picking, "track", partner)
        mail = link._queue_mail(
            template.sudo(), self, picking, partner, lambda one: one._preview()
        )
        self.message_id = link.mail_message_id = mail.mail_message_id
        for parcel in picking.parcel_ids:
            if parcel.eta_known != parcel.eta_to and self._names_date():
                parcel.eta_known = parcel.eta_to

    def _names_date(self):
        return self.kind in ("shipped", "number", "date", "late")

    # === CRON === #

    @api.model
    def _cron_tell(self):
        """Look at the shipments of which something has changed, and mail what is news."""
        cron, Parcel = self.env["ir.cron"], self.env["shipment.parcel"]
        try:
            self._find_late()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            self.env.cr.rollback()  # The next run finds them.
        due, seen = Domain("mail_at", "<=", fields.Datetime.now()), set()
        left = cron._commit_progress(remaining=Parcel.search_count(due))
        while left > 0:
            others = Domain("picking_id", "not in", list(seen))
            picking = Parcel.search(
                due & others, order="mail_at, id", limit=1
            ).picking_id
            if not picking:
                break
            seen.add(picking.id)
            self._tell(picking.with_context(allowed_company_ids=picking.company_id.ids))
            left = cron._commit_progress(1)
        if left > 0:
            cron._commit_progress(remaining=0)
        if Parcel.search_count(due, limit=1):
            Parcel._wake_mails(fields.Datetime.now() + LATER)

    @api.model
    def _tell(self, picking):
        """Claim and mail what is news of one shipment. Those of other shipments are told,
        whatever happens here."""
        # Two may come at the same moment: one of them claims, the other begins anew.
        try:
            with self.env.cr.savepoint():
                notices = picking._claim_news()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            self.env.cr.rollback()
            return
        except Exception:
            _logger.exception("What is news of delivery %s is not known.", picking.id)
            self.env.invalidate_all()
            parcels = picking.parcel_ids.filtered("mail_at")
            parcels.mail_at = fields.Datetime.now() + BROKEN
            return
        # The first attempt commits them all: from then on each is told once, and by
        # somebody, whatever becomes of this job.
        jobs = self.env["public.link.job"]
        for notice in notices:
            jobs._row("shipment_notice", notice, picking)
        for notice in notices:
            jobs._attempt("shipment_notice", notice, picking)

    @api.model
    def _find_late(self):
        """Have shipments looked at whose expected day has passed without a word."""
        now = fields.Datetime.now()
        # sudo: a setting of all companies, asked by the system
        companies = self.env["res.company"].sudo()
        on = companies.search([("public_links_track_mail_late", "=", True)])
        if not on:
            return
        told = self._search(
            Domain("kind", "=", "late") & Domain("told_at", ">", now - FRESH - DAY)
        )
        parcels = self.env["shipment.parcel"].search(
            Domain("company_id", "in", on.ids)
            & Domain("state", "in", COMING)
            & Domain("eta_to", "<", (now + AHEAD - MORNING).date())
            & Domain("eta_to", ">=", now.date() - FRESH)
            & Domain("mail_at", "=", False)
            & Domain("picking_id", "not in", told.subselect("picking_id"))
        )
        parcels.try_lock_for_update(allow_referencing=True).mail_at = now


class PublicLinkJob(models.Model):
    _inherit = "public.link.job"

    _job_kinds = {
        "shipment_notice": Kind(
            label=_lt("The email about a delivery"),
            run="_mail",
            promised=True,
            days=3,
        ),
    }
