# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The scheduled action of agreements: announce, look again, charge once, note the end."""
# The commits are the point of this file.
# pylint: disable=invalid-commit

import logging
from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from ...tools.document_lock import Busy, document_lock
from .public_link_agreement_charge import NOTICE

_logger = logging.getLogger(__name__)


class PublicLinkAgreementCharge(models.Model):
    _inherit = "public.link.agreement.charge"

    @api.model
    def _cron_agreements(self):
        """Go on with what was announced, then announce what is due soon.

        Each is committed by itself. A run that has no time left is followed by another one.
        """
        open_ = self.search(
            [("state", "in", ("announced", "checking"))], order="charge_on, id"
        ).ids
        cron = self.env["ir.cron"]
        cron._commit_progress(remaining=len(open_))
        for number in open_:
            self._safely(self.browse(number)._go_on, number)
            if not cron._commit_progress(1):
                return
        # A company's day may begin before the server's.
        horizon = fields.Date.today() + NOTICE + timedelta(days=1)
        found = self.env["public.link.agreement"]._due_soon(horizon)
        cron._commit_progress(remaining=len(found))
        for agreement, invoice in found:
            self._safely(lambda: self._announce_if(agreement, invoice), invoice)  # noqa: B023
            if not cron._commit_progress(1):
                return

    @api.model
    def _safely(self, work, number):
        """Do some work; what fails keeps nothing else from being done."""
        try:
            work()
            self.env.flush_all()
        except (Busy, UniqueViolation, *PG_CONCURRENCY_EXCEPTIONS_TO_RETRY):
            self.env.cr.rollback()
            _logger.info("Charge by agreement %s: somebody else is at it.", number)
        except Exception:
            self.env.cr.rollback()
            _logger.exception("Charge by agreement %s: left to the next run.", number)

    @api.model
    def _announce_if(self, agreement_id, invoice_id):
        """Announce a charge, unless there is a reason not to."""
        agreement = self.env["public.link.agreement"].browse(agreement_id)
        company = agreement.company_id
        agreement = agreement.with_company(company)
        invoice = agreement.env["account.move"].browse(invoice_id)
        if agreement._refusal(invoice):
            return
        due, today = invoice._public_pay_due(), company._public_links_today()
        if due.until and due.until > today + NOTICE:
            return
        self.with_company(company)._announce(agreement, invoice)

    # === WHAT WAS ANNOUNCED === #

    def _go_on(self):
        """Do what comes next with an announced charge."""
        self = self.with_company(self.company_id)
        if self.state == "checking":
            self._conclude()
        elif why := self._why_not():
            self._drop(why)
        elif self._is_time():
            self._charge()

    def _why_not(self):
        """Return why what was announced must not be charged, or "".

        :rtype: str
        """
        invoice = self.invoice_id
        if not invoice:
            return "settled"
        if self._is_undelivered():
            return "unsent"
        if why := self.agreement_id._refusal(invoice):
            return why
        if dead := self.link_id._dead_reason() if self.link_id else "gone":
            # One that has only made way for another is announced anew, with that one.
            replaced = self.link_id.revoked_reason == "regenerated"
            return "changed" if replaced or dead == "expired" else "link"
        due = invoice._public_pay_due()
        same = self.currency_id.compare_amounts(due.now, self.amount) == 0
        later = due.until and due.until > self.charge_on
        return "" if same and not later else "changed"

    def _is_time(self):
        """Tell whether the announcement has left three days ago, and its day has come."""
        return bool(
            self.sent_at
            and self.sent_at <= fields.Datetime.now() - NOTICE
            and self.charge_on <= self.company_id._public_links_today()
        )

    # === CHARGING === #

    def _charge(self):
        """Charge the card, once: under the lock of the document, on a new snapshot.

        The row and the payment, which is marked, are committed before the provider is
        asked (S18). From then on nothing charges for this row again.
        """
        self.ensure_one()
        with document_lock(*self.invoice_id._public_link_locked("pay")):
            # Whoever had the lock before may have charged, or ended the agreement.
            if self.state != "announced":
                return
            if self.invoice_id._public_pay_settle():
                # What was booked stays booked if an error follows.
                self.env.cr.commit()
            if why := self._why_not():
                self._drop(why)
            elif transaction := self._begin():
                if transaction._public_link_charge() == "done":
                    transaction._public_link_book()
                self._conclude()

    def _begin(self):
        """Make the payment, and note it on this row.

        :return: `payment.transaction`, empty where another payment cannot be withdrawn
        """
        invoice, card = self.invoice_id, self.agreement_id.token_id
        try:
            transaction = invoice._public_pay_start_card(
                self.link_id, "now", card, operation="offline"
            )
        except UserError:
            # Nothing was asked of the card: the next run looks again.
            _logger.info("%s is being paid otherwise.", invoice.name)
            self.env.cr.rollback()
            return self.transaction_id
        if transaction:
            self.write(
                {
                    "state": "checking",
                    "transaction_id": transaction.id,
                    "charged_at": fields.Datetime.now(),
                }
            )
        return transaction

    def _conclude(self):
        """Note how the charge has ended; until its provider tells, it stays open."""
        if self.state != "checking":
            return
        state = self.transaction_id.state
        if state == "done":
            self.state = "paid"
        elif state in ("error", "cancel"):
            self.state = "failed"
            self._fall_back()
