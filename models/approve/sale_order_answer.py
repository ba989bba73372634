# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Approving and declining by link: evidence, signature, confirmation."""

import logging
from dataclasses import dataclass

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools.formatting import money
from .sale_order_revision import KEPT

_logger = logging.getLogger(__name__)


class NotAsAnswered(UserError):
    """Confirming would make something else of the quotation than what was approved."""


@dataclass
class Signer:
    """Who approves or declines, as far as it is known.

    :param str name: as typed
    :param str email: as typed, normalised
    :param str shown: the name that texts use: the typed one, else the recipient's
    :param bytes signature: a PNG in base64, or nothing
    :param str address: the client's, stored as the privacy setting says
    :param str user_agent: of the browser
    :param str reference: the customer's own number of the order, as typed
    """

    name: str = ""
    email: str = ""
    shown: str = ""
    signature: bytes = b""
    address: str = ""
    user_agent: str = ""
    reference: str = ""


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _public_link_handed_over(self):
        self._public_link_proofs()._ask_anew()
        self.order_line._public_link_reopen()
        self.filtered(lambda order: order.state == "sent")._public_link_unsign()
        self._public_link_forget_answer()
        return super()._public_link_handed_over()

    # === APPROVE === #

    def _public_link_approve(self, link, signer):
        """Approve the whole quotation, and confirm it by the path that staff use.

        Called under the document's lock, with the gate open.

        :param link: `public.link`, in its recipient's language
        :param signer: `Signer`
        :return: what kept it from being done, see ``_public_link_try``; "" if it is done
        :rtype: str
        """
        self.ensure_one()
        proofs = self._public_link_open_proofs()
        if not self.company_id.public_links_approve_proofs:
            proofs = proofs.browse()
        seen = self._public_link_evidence_content(
            proofs=proofs._evidence(), **self._public_link_reference_given(signer)
        )
        rows = []

        def act(order):
            rows.append(order._public_link_keep("order", link, signer, seen))
            order._public_link_note_answer("approved", link, signer)
            order._public_link_sign(signer)
            order._public_link_take_reference(signer)
            order.env["sale.order.proof"].browse(proofs.ids)._approve(rows[0])
            order._public_link_confirm()

        if trouble := self._public_link_answer_as_is(act):
            return trouble
        order = self._public_link_acting()
        order._public_link_tell_done(
            link,
            order.env._("%s was approved by link", order.name),
            order._public_link_approved_text(link, signer, rows[0]),
            kind="approved",
        )
        link._record("approved", address=signer.address, user_agent=signer.user_agent)
        return ""

    def _public_link_answer_as_is(self, act, words=""):
        """Note an answer, all of it or nothing, and only if the offer stays as it is (T15).

        :param act: a function that gets the order in the environment of the system, in
            which nothing counts as a change by staff
        :param str words: see ``_public_link_try``
        :return: see ``_public_link_try``; "changed": the customer has to look at new
            figures first
        :rtype: str
        """

        def answer(order):
            order = order.with_context(**KEPT)
            before, total = order._public_link_offer(), order.amount_total
            act(order)
            order._public_link_check_offer(before, total)

        return self._public_link_try(answer, words)

    def _public_link_check_offer(self, before, total):
        """Check that other addons made no other offer of it on the way.

        :param str before: see ``_public_link_offer``
        :param float total: its total then
        :raise NotAsAnswered: with the figures, for staff
        """
        self.flush_recordset()
        if self._public_link_offer() != before:
            raise NotAsAnswered(
                self.env._(
                    "Another app would have changed what the customer answered (total"
                    " %(before)s, then %(after)s), so that nothing was done. Do it"
                    " yourself, or correct it and send it again.",
                    before=money(self.env, total, self.currency_id),
                    after=money(self.env, self.amount_total, self.currency_id),
                )
            )

    def _public_link_refused(self, error, words=""):
        if isinstance(error, NotAsAnswered) and self._public_link_rework():
            return "changed"
        return super()._public_link_refused(error, words)

    def _public_link_rework(self):
        """Let promotions be worked out for the lines as they are now, which the confirmation
        would do otherwise: an addon's own method, of core's ``sale_loyalty``.

        :return: whether that changed what the quotation offers
        :rtype: bool
        """
        order = self.with_context(**KEPT)
        rework = getattr(order, "_update_programs_and_rewards", None)
        if rework is None or self.state != "sent":
            return False
        before = self._public_link_offer()
        try:
            with self.env.cr.savepoint():
                rework()
                self.env.flush_all()
        except UserError as error:
            self.env.invalidate_all()
            _logger.warning(
                "Promotions of %s were not worked out: %s", self.name, error
            )
            return False
        now = self._public_link_offer()
        if now == before:
            return False
        self.message_post(
            body=self.env._(
                "The promotions were worked out anew, as the confirmation does. The total"
                " is %s now.",
                money(self.env, self.amount_total, self.currency_id),
            ),
            subtype_xmlid="mail.mt_note",
        )
        return True

    def _public_link_sign(self, signer):
        """Fill in core's signature, where the order asks for one."""
        if self.require_signature and signer.signature:
            self.write(
                {
                    "signature": signer.signature,
                    "signed_by": signer.name,
                    "signed_on": fields.Datetime.now(),
                }
            )

    def _public_link_confirm(self):
        """Confirm as core does, so that all overrides run. The confirmation mail is sent by
        a scheduled job: its PDF must not be rendered while the customer waits."""
        self.flush_recordset()
        if not self._has_to_be_paid():
            order = self.with_context(public_link_defer_mail=True)
            self._public_link_confirm_by(order._validate_order)

    def _public_link_confirm_by(self, confirm):
        """Confirm, and see to it that this is what was agreed to (T15, T19).

        :param confirm: a function without arguments, through other addons' overrides
        :raise NotAsAnswered: if they made another offer of it
        :raise UserError: if they did not confirm it
        """
        before, total = self._public_link_offer(), self.amount_total
        confirm()
        if self.state != "sale":
            # An override asks staff back, by a window that nobody here can answer.
            raise UserError(
                self.env._(
                    "It was not confirmed: another app wants a decision first. Confirm it"
                    " yourself to see which."
                )
            )
        self._public_link_check_offer(before, total)

    def _send_order_notification_mail(self, mail_template, allow_deferred_sending=True):
        if self.env.context.get("public_link_defer_mail") and mail_template:
            self.pending_email_template_id = mail_template
            self.env.ref("public_links.ir_cron_approve")._trigger()
            return
        super()._send_order_notification_mail(
            mail_template, allow_deferred_sending=allow_deferred_sending
        )

    def _public_link_mail_confirmation(self):
        """Send the confirmation that waits, as core's own queue would."""
        template = self.pending_email_template_id
        if not template:
            return
        self.pending_email_template_id = False
        promised = self.with_context(public_link_promised=True)
        promised._send_order_notification_mail(template, allow_deferred_sending=False)

    def _public_pay_state(self):
        # What is paid for then would not be what is confirmed, see `payment.transaction`.
        if self._public_link_unsent():
            return "unsent_quote"
        revised = self.public_link_revised and not self._public_link_is_as_sent()
        if self.state in ("draft", "sent") and revised:
            return "revised_quote"
        return super()._public_pay_state()

    def _public_pay_accepted(self):
        # Approved quotations that are confirmed by their payment.
        approved = self.public_link_answer == "approved"
        waits = approved and not self.public_link_answer_changed
        return super()._public_pay_accepted() or (
            waits and not self.public_link_revised and self._has_to_be_paid()
        )

    # === DECLINE === #

    def _public_link_reject(self, link, signer, reason):
        """Decline the quotation, as core does.

        :param link: `public.link`
        :param signer: `Signer`
        :param str reason: what the customer wrote
        :return: what kept it from being done, see ``_public_link_try``; "" if it is done
        :rtype: str
        """
        self.ensure_one()
        seen = self._public_link_evidence_content()

        def act(order):
            order = order.with_context(**KEPT)
            order._public_link_keep("rejection", link, signer, seen, reason=reason)
            order._public_link_note_answer("rejected", link, signer)
            order._action_cancel()
            if order.state != "cancel":
                raise UserError(
                    order.env._(
                        "It was not cancelled: another app wants a decision first. Cancel"
                        " it yourself to see which."
                    )
                )

        if trouble := self._public_link_try(act, reason):
            return trouble
        order = self._public_link_acting()
        order._public_link_tell_done(
            link,
            order.env._("%s was declined by link", order.name),
            order.env._("Declined by link, by %s.", signer.shown) + "\n" + reason,
            kind="rejected",
        )
        link._record("rejected", address=signer.address, user_agent=signer.user_agent)
        return ""

    # === FOR BOTH === #

    def _public_link_note_answer(self, answer, link, signer):
        self.write(
            {
                "public_link_answer": answer,
                "public_link_answered_at": fields.Datetime.now(),
                "public_link_answered_by": signer.shown,
                "public_link_answer_changed": False,
                "public_link_change_asked": False,
            }
        )

    def _public_link_evidence_content(self, **more):
        """Return what the signer sees, in their language, to be stored as evidence."""
        # As the certificate lists it: what the document shows, no other amounts (T4, T5).
        rows = self._public_rows()
        shown = [
            {
                "ids": (head | lines).ids,
                "name": head.name or "",
                "quantity": None if head.display_type else head.product_uom_qty,
                "total": self.currency_id.round(rows[head.id]["value"])
                if "value" in rows.get(head.id, {})
                else None,
            }
            for head, lines in self._public_link_together().items()
        ]
        return {"document": self._public_link_content(), "shown": shown, **more}

    def _public_link_keep(self, kind, link, signer, content, terms=None, reason=False):
        """Add a row of evidence.

        :param str kind: see ``sale.order.approval``
        :param link: `public.link`, in its recipient's language
        :param signer: `Signer`
        :param dict content: see ``_public_link_evidence_content``
        :param str terms: what was accepted; by default the approval terms
        :param str reason: what the customer wrote
        :rtype: `sale.order.approval`
        """
        self._public_link_touch()
        company = self.company_id.with_context(lang=link.env.lang)
        if terms is None:
            terms = "" if kind == "rejection" else company._public_links_terms()
        version = self.with_env(link.env)._public_link_document_version(link)
        row = self.env["sale.order.approval"]._add_evidence(
            {
                "kind": kind,
                "order_id": self.id,
                "order_number": self.id,
                "order_name": self.name,
                "company_id": self.company_id.id,
                "company_name": self.company_id.name,
                "partner_id": link.partner_id.id,
                "recipient_name": link.partner_id.name or "",
                "recipient_email": link.email or "",
                "signer_name": signer.name,
                "signer_email": signer.email,
                "reason": reason,
                "content": content,
                "terms": terms,
                "approved_at": fields.Datetime.now(),
                "address": signer.address,
                "user_agent": signer.user_agent,
                "link_id": link.id,
                "link_number": link.id,
                "signature": signer.signature,
                "currency_id": self.currency_id.id,
                "lang": link.env.lang,
            }
        )
        row._freeze(version)
        return row

    def _public_link_touch(self):
        """Write to the order, so that an approval and a change by staff at the same moment
        conflict: Odoo runs the later one again, which then sees the other."""
        query = "UPDATE sale_order SET write_date = write_date WHERE id = %s"
        self.env.cr.execute(SQL(query, self.id))

    def _public_link_document_version(self, link):
        """Return the version under which the document's PDF is stored."""
        return self._public_link_version(self._public_values(link))

    def _public_link_seller(self):
        # The team's leader, where the salesperson is archived.
        sellers = (self.user_id + self.team_id.user_id).filtered("active")
        return sellers[:1] or super()._public_link_seller()

    def _public_link_approved_text(self, link, signer, row):
        env = self.env
        lines = [
            env._("Approved by link, by %s.", signer.shown),
            env._("Sent to: %s", link.email or env._("nobody, by QR code")),
            env._("The evidence is kept under Approvals, as number %s.", row.id),
        ]
        if signer.email:
            lines.insert(1, env._("Email: %s", signer.email))
        if signer.reference:
            lines.append(self._public_link_reference_words(signer))
        return "\n".join(lines)
