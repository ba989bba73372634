# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""When a delivery's customer is mailed about its parcels, and when not."""

from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize_all

from ...carriers import numbers
from ...carriers.base import FINAL
from .shipment_news import (
    FRESH_CORRECTION,
    FRESH_NUMBER,
    MORNING,
    NEWS,
    Moment,
    Seen,
    due,
)
from .shipment_notice import DAY, MOST_OF_ALL, MOST_OF_SHIPMENT
from .shipment_parcel_ingest import NEVER
from .words_of_days import local_day

# Parcels that are handed over one after the other are one delivery, and one mail.
TOGETHER = timedelta(hours=1)
# A text message in one of these has reached nobody.
NOT_SENT = ("exception", "bounce", "canceled")
# Who ended a link by these does not want its reader to have another.
WITHDRAWN = ("staff", "customer", "company", "document")


class StockPicking(models.Model):
    _inherit = "stock.picking"

    notice_ids = fields.One2many(
        "shipment.notice", "picking_id", "Emails about Parcels", readonly=True
    )
    # The tracking reference as core's own mail, or text message, has told it.
    core_told_ref = fields.Char("Number Told by Odoo", readonly=True, copy=False)

    # === WHAT CORE TELLS === #

    def _send_confirmation_email(self):
        """Override: note which numbers core's mail or text message has named."""
        # sudo: which messages core adds, whoever may read them
        Message = self.env["mail.message"].sudo()
        mine = Domain("model", "=", self._name) & Domain("res_id", "in", self.ids)
        last = Message.search(mine, order="id desc", limit=1).id
        result = super()._send_confirmation_email()
        texts = Message.search(
            mine & Domain("message_type", "=", "sms") & Domain("id", ">", last)
        )
        # What could not be sent has told nobody.
        sent = texts.notification_ids.filtered(
            lambda row: row.notification_status not in NOT_SENT
        )
        texted = set(sent.mail_message_id.mapped("res_id"))
        for picking in self.filtered("carrier_tracking_ref"):
            if picking.id in texted or picking._is_mailed_by_core():
                picking.core_told_ref = picking.carrier_tracking_ref
        return result

    def _is_mailed_by_core(self):
        """Tell whether core mails the customer when this delivery leaves.

        :rtype: bool
        """
        company = self.company_id.sudo()  # its settings
        return bool(
            self.picking_type_id.code == "outgoing"
            and company.stock_move_email_validation
            and company.stock_mail_confirmation_template_id
        )

    def _is_told_by_core(self):
        """Tell whether core mails the customer, or sends a text message, when this delivery
        leaves.

        :rtype: bool
        """
        company = self.company_id.sudo()  # its settings
        # By `stock_sms`, on which this addon does not depend.
        texts = "stock_sms_confirmation_template_id" in company._fields
        return self._is_mailed_by_core() or bool(
            texts
            and self.picking_type_id.code == "outgoing"
            and company._get_text_validation("sms")
            and self.partner_id.phone
        )

    def _action_done(self):
        result = super()._action_done()
        # sudo: the system mails the customer, whoever validates the delivery
        self.sudo().parcel_ids._look_for_news()
        return result

    # === WHAT IS NEWS === #

    def _news_readers(self):
        """Return who can be mailed about this delivery's parcels now.

        Nobody where the gate is closed, or staff have taken the link back; not who wants no
        such mails.

        :rtype: `res.partner`
        """
        people = self._public_link_recipients()[self.id]
        if self._public_link_blockers("track"):
            return people.browse()
        # Of several addresses each gets a mail of its own.
        people = people.filtered(
            lambda person: (
                email_normalize_all(person.email or "")
                and not person.public_links_blocked
                and not person._public_parcel_mails_off(self.company_id)
            )
        )
        # sudo: how the links ended that its readers had
        links = self.env["public.link"].sudo()
        ended = links.browse()
        for person in people:
            ended |= links.search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "=", self.id),
                    ("purpose", "=", "track"),
                    ("partner_id", "=", person.id),
                    ("parent_id", "=", False),
                ],
                order="id desc",
                limit=1,
            )
        ended = ended.filtered(lambda link: link.revoked_reason in WITHDRAWN)
        return people - ended.partner_id

    def _news_due(self, partner, leave_out=()):
        """Return what this reader has not been told yet, what matters most first.

        :param partner: `res.partner`
        :param leave_out: rows of `shipment.notice` that do not count
        :rtype: list of `Due`
        """
        company = self.company_id.sudo()  # its settings
        settings = company._public_links_settings()
        rows = self.notice_ids.filtered(lambda row: row.partner_id == partner)
        rows = rows.filtered(lambda row: row not in leave_out)
        there = self.with_context(tz=partner.tz or settings["tz"]).env
        now = fields.Datetime.now()
        done = self.state == "done"
        return due(
            [parcel._seen() for parcel in self.parcel_ids],
            {(row.kind, row.detail) for row in rows},
            Moment(
                now=now,
                today=local_day(there, now),
                morning=local_day(there, now - MORNING),
            ),
            {code for code, news in NEWS.items() if company[news.setting]},
            left=self.date_done if done else None,
            waits=not done and self._is_told_by_core(),
            named=self._named_numbers(rows, now),
        )

    def _named_numbers(self, notices, now):
        """Return the numbers that a reader was told of late, by core or by us.

        :param notices: `shipment.notice` of the reader
        :param datetime now: UTC
        :rtype: set[str]
        """
        since = now - FRESH_CORRECTION
        recent = notices.filtered(lambda row: row.told_at > since)
        told = {number for row in recent for number in row.numbers or ()}
        # What core has told as staff wrote it is not wrong because staff say how to read it.
        rewritten = self.core_told_ref != self.carrier_tracking_ref
        if rewritten and self.date_done and self.date_done > since:
            told.update(numbers.split(self.core_told_ref))
        return told

    def _claim_news(self):
        """Take for ourselves what is news of this delivery now, to mail it.

        :return: `shipment.notice`, one for each mail, which nobody else makes
        :raise Exception: of concurrency, where somebody else does the same
        """
        parcels = self.parcel_ids
        notices = self.env["shipment.notice"]
        if parcels.try_lock_for_update(allow_referencing=True) != parcels:
            return notices  # Somebody is writing to one: they are looked at again soon.
        parcels.invalidate_recordset()
        now = fields.Datetime.now()
        asked = parcels.filtered(lambda row: row.mail_at and row.mail_at <= now)
        if not asked:
            return notices  # Somebody else has looked meanwhile.
        asked.mail_at = False
        for partner in self._news_readers():
            for news in self._news_due(partner):
                wait = self._news_wait(news, now) or self._news_limit(
                    notices, partner, now
                )
                if wait:
                    asked[:1].mail_at = wait
                    self.env["shipment.parcel"]._wake_mails(wait)
                    continue
                notices |= notices._claim(self, partner, news, now)
        if not self.company_id.sudo().public_links_track_mail_date:  # its setting
            for parcel in parcels:
                # Of what moves while nobody is told, nobody is told later.
                parcel.eta_known = parcel.eta_to
        self.invalidate_recordset(["notice_ids"])
        return notices

    def _news_wait(self, news, now):
        """Return until when to wait for more of the same; ``None`` to tell it now."""
        if news.code != "partly":
            return None
        arrived = self.parcel_ids.filtered(lambda row: row.id in news.parcels)
        last = max(filter(None, arrived.mapped("state_since")), default=now - TOGETHER)
        wait = last + TOGETHER
        return wait if wait > now else None

    def _news_limit(self, notices, partner, now):
        """Return until when a reader has had enough mails; ``None`` where not."""
        told = Domain("partner_id", "=", partner.id)
        told &= Domain("told_at", ">", now - DAY)
        for most, domain in (
            (MOST_OF_SHIPMENT, told & Domain("picking_id", "=", self.id)),
            (MOST_OF_ALL, told & Domain("company_id", "=", self.company_id.id)),
        ):
            last = notices.search(domain, order="told_at desc, id desc", limit=most)
            if len(last) == most:
                return last[-1].told_at + DAY
        return None


class ShipmentParcel(models.Model):
    _inherit = "shipment.parcel"

    def _seen(self):
        """Return what is known of this parcel, for ``shipment_news.due``.

        :rtype: Seen
        """
        been = {*(self.known_states or "").split(","), self.state}
        been |= set(self._known_scans().filtered("state").mapped("state"))
        told = numbers.split(self.picking_id.core_told_ref)
        for notice in self.picking_id.notice_ids:
            # A number that was mailed as the new one is not news as the first one.
            if notice.kind == "number":
                told += notice.numbers or []
        first, last = self._in_state_at()
        return Seen(
            key=self.id,
            state=self.state,
            been=frozenset(been - {""}),
            at=first,
            heard=last,
            eta=self.eta_to or None,
            eta_known=self.eta_known or None,
            reason=self.reason or "",
            named=self.number in told,
            number=self.number,
        )

    def _in_state_at(self):
        """Return when it came into its state, as far as anybody knows, and when that was
        last said; ``None`` where that may be long ago.

        By its scans where there are some: what the provider says of the whole may be of
        the moment when it was first asked about an old parcel.

        :rtype: tuple[datetime or None, datetime or None]
        """
        scans = self._known_scans().filtered(lambda row: row.sort_at > NEVER)
        same = scans.filtered(lambda row: row.state == self.state).mapped("sort_at")
        said = [self.state_as_of] if self.state_as_of else []
        if same:
            last = min([*said, max(same)])
            # It is on its way since the first such scan, and at the door since the last.
            return (min(same) if self.state == "in_transit" else last), last
        if scans and self.state in (*FINAL, "in_transit"):
            last = min([*said, max(scans.mapped("sort_at"))])
            return last, last
        # Without scans: we have seen it change, or it has left only now.
        if self.known_states or not self._left_before(FRESH_NUMBER):
            last = self.state_as_of or self.state_since or None
            return last, last
        return None, None

    def _left_before(self, span):
        left = self.picking_id.date_done
        return bool(left and left < fields.Datetime.now() - span)
