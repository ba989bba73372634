# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What customers and staff are told about a return."""

from odoo import fields, models
from odoo.tools.translate import LazyTranslate

from ...tools.formatting import Writer, address, day, money, page_day
from ...tools.states import status
from ..link.public_link_attempt import Refusal
from ..link.public_link_job import Kind
from .return_request import OPEN

_lt = LazyTranslate(__name__)

CREDIT = _lt("Credit return %s, and close it")
INSPECT_AND_CLOSE = _lt("Inspect return %s, and close it")
CANCELLED = _lt("Return %s was cancelled by its customer")
# What the responsible has to do, by the return's state.
TO_DO = {
    "requested": _lt("Authorize return %s"),
    "received": _lt("Inspect return %s, and credit it"),
    "inspecting": CREDIT,
}
# The states of a return, in the order in which the page shows them.
STEPS = ("requested", "authorized", "received", "inspecting", "closed")
# States that many returns skip: shown only while the return is in one.
PASSING = ("requested", "inspecting")


class ReturnRequest(models.Model):
    _inherit = "return.request"

    # === STAFF === #

    def _tell_responsible(self):
        """Replace the responsible's activity by one for what is to do now."""
        self.ensure_one()
        user = self.user_id
        if not user:
            return
        # Who inspects needs no mail about the next activity.
        quick = self.state == "inspecting"
        request = self.with_context(lang=user.lang, mail_activity_quick_update=quick)
        self.activity_unlink(["mail.mail_activity_data_todo"])
        if to_do := self._to_do():
            summary = request.env._(to_do)
            request.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=user.id,
                summary=summary % self.name,
            )

    def _to_do(self):
        """Return the activity's summary, lazy, with ``%s`` for the number; or ``None``."""
        if self.cancelled_by_customer:
            return CANCELLED
        if self.state == "authorized" and self.outcome == "refund":
            return CREDIT
        if self.state in ("received", "inspecting") and self.is_replaced:
            return INSPECT_AND_CLOSE
        return TO_DO.get(self.state)

    # === CUSTOMER'S MAILS === #

    def _tell_customer(self):
        """Mail the return's state, where the setting says so."""
        jobs = self.env["public.link.job"]
        for request in self:
            jobs._attempt_within("return_mail", request, request.order_id)

    def _mail_if_wanted(self):
        wanted = self.company_id[f"public_links_return_mail_{self.state}"]
        if not wanted or not self.partner_id.email or self._is_closed_off():
            return
        if not self._is_withdrawn():
            self._mail_customer()

    def _is_closed_off(self):
        """Tell whether links are switched off, so that the mail's button would not work."""
        people = self.partner_id | self.partner_id.commercial_partner_id
        return any(people.mapped("public_links_blocked")) or any(
            self.company_id._public_link_blockers("return")
        )

    def _is_withdrawn(self):
        """Tell whether staff have revoked the link by which the customer asked: a mail
        would give them another. Links that were replaced by a new one do not count."""
        link = self.link_id
        while link.revoked_reason == "parent":
            link = link.parent_id
        return link.revoked_reason not in (False, "regenerated", "key")

    def _mail_customer(self):
        template = self.env.ref(
            "public_links.mail_template_return", raise_if_not_found=False
        )
        if template:
            link = self._public_link()
            link._queue_mail(
                template.sudo(),
                self,
                self.order_id,
                self.partner_id,
                preview=lambda one: one._public_values()["sentence"],
            )

    def _public_link(self):
        """Return the customer's own link to the return page, existing or new."""
        # sudo: the system mails the customer about their own request
        links = self.env["public.link"].sudo()
        return links._issue(self.order_id, "return", self.partner_id)

    def _mail_button(self):
        """Return the URL of the mail's button: a placeholder, replaced at sending."""
        return self._public_link()._placeholder()

    # === WORDS === #

    def _public_state(self):
        """Return how the return stands, as documents do."""
        return "return", self.state

    def _public_label(self, state=None):
        """Return the word for a state, by default for the present one."""
        return status(self.env, "return", state or self.state)["label"]

    def _public_sentence(self):
        """Return how the return stands, and what the customer does next."""
        env = self.env
        if self.state == "authorized":
            return self._public_sentence_authorized()
        if self.state == "closed":
            if self.refund_amount:
                return env._(
                    "Your return is completed. We have credited %s.",
                    money(env, self.refund_amount, self.currency_id),
                )
            return env._("Your return is completed.")
        if self.state == "cancelled":
            if self.cancelled_by_customer:
                return env._("You have cancelled this return.")
            return env._("This return was cancelled. Please contact us with questions.")
        return {
            "requested": env._(
                "We have received your request, and will get back to you."
            ),
            "received": env._("What you sent back has arrived. We look at it next."),
            "inspecting": env._("We are looking at what you sent back."),
        }[self.state]

    def _public_sentence_authorized(self):
        env = self.env
        if self.outcome == "refund":
            return env._("You need not send anything back. Your refund follows.")
        if any(picking.state == "done" for picking in self.return_picking_ids):
            return env._("Some of it has arrived. We wait for the rest.")
        if self.outcome == "replacement":
            return self._public_sentence_replaced()
        if not self.send_by:
            return env._("Please send the items back to us.")
        if self._public_is_late():
            return env._(
                "We expected the items by %s. Please send them back now, or tell us if you"
                " need more time.",
                page_day(env, self.send_by),
            )
        return env._("Please send the items back by %s.", page_day(env, self.send_by))

    def _public_sentence_replaced(self):
        env = self.env
        if not self.send_by or self._public_is_late():
            return env._("Please send the items back. Your replacement is on its way.")
        return env._(
            "Please send the items back by %s. Your replacement is on its way.",
            page_day(env, self.send_by),
        )

    def _public_is_late(self):
        """Tell whether the goods were to be sent before today."""
        return bool(self.send_by) and self.send_by < (
            self.company_id._public_links_today()
        )

    def _public_shipping(self):
        if self.outcome == "refund":
            return ""
        if self.shipping == "company":
            return self.env._("We pay for the return shipping.")
        return self.env._("You pay for the return shipping.")

    # === PAGE === #

    def _public_values(self):
        """Return what the customer sees of it: plain values.

        :return: number, status, sentence, date, outcome, items, steps, open,
            can_cancel, return_to, shipping, refund, estimate, policy, note
        :rtype: dict
        """
        self.ensure_one()
        env, sums = self.env, Writer(self.env, self.currency_id)
        back = self.state == "authorized" and self.outcome != "refund"
        refund = self.refund_amount
        return {
            "id": self.id,
            "number": self.name,
            "status": status(env, *self._public_state()),
            "sentence": self._public_sentence(),
            "date": day(env, self.create_date),
            "outcome": self.outcome,
            "items": [line._public_values() for line in self.line_ids],
            "steps": self._public_steps(),
            "open": self.state in OPEN,
            "can_cancel": self._can_take_back(),
            "return_to": address(self._return_to()) if back else [],
            "shipping": self._public_shipping(),
            "refund": sums.money(refund) if refund else "",
            "estimate": {
                "untaxed": sums.money(self.estimate_untaxed),
                "fee": sums.money(self.estimate_fee) if self.estimate_fee else "",
                "tax": sums.money(self.estimate_tax),
                "total": sums.money(self.estimate_total),
            },
            "policy": self.policy or "",
            "note": self.note or "",
        }

    def _public_steps(self):
        """Return the lifecycle: code, label, whether it is done, whether it is now."""
        if self.state == "cancelled":
            return []
        skipped = {"received", "inspecting"} if self.outcome == "refund" else set()
        steps = [
            code
            for code in STEPS
            if code == self.state or code not in (*PASSING, *skipped)
        ]
        now = steps.index(self.state)
        return [
            {
                "code": code,
                "label": self._public_label(code),
                "done": place < now or self.state == "closed",
                "now": place == now,
            }
            for place, code in enumerate(steps)
        ]

    def _return_to(self):
        """Return the address to which the goods go.

        :rtype: `res.partner`
        """
        warehouse = self.return_picking_ids.picking_type_id.warehouse_id[:1]
        return warehouse.partner_id or self.company_id.partner_id

    def _can_take_back(self):
        """Tell whether the customer can cancel the return by the page.

        :rtype: bool
        """
        return self._can_cancel() and self.outcome != "refund"

    def _customer_cancel(self, link):
        """Cancel for the customer. Called under the order's lock.

        :param link: `public.link` that they use
        :return: what kept it from being done, see ``_public_link_try``; "" if it is done
        :rtype: str
        :raise Refusal: with a sentence for the customer, if it is too late
        """
        self.ensure_one()
        mine = (link.res_model, link.res_id) == ("sale.order", self.order_id.id)
        if not mine or not self._can_take_back():
            raise Refusal(
                self.env._(
                    "This return cannot be cancelled any more. Please contact us."
                )
            )

        def act(order):
            request = order.env["return.request"].browse(self.id)
            request._cancel(cancelled_by_customer=True)

        if trouble := self.order_id._public_link_try(act):
            return trouble
        order = self.order_id._public_link_acting()
        text = order.env._("Return %s was cancelled by link.", self.name)
        order._public_link_tell_done(link, self.name, text, activity=False)
        link._record("return_cancelled", reason=self.name)
        return ""


class ReturnRequestLine(models.Model):
    _inherit = "return.request.line"

    def _public_values(self):
        """Return what the customer reads of an item, on papers and in emails: plain values.
        Pages may leave out the product's code."""
        env = self.env
        conditions = dict(self._fields["condition"]._description_selection(env))
        name = (self.order_line_id.name or "").partition("\n")[0]
        pieces = env["ir.model.data"]._xmlid_to_res_id("uom.product_uom_unit")
        return {
            "name": name or self.product_id.display_name,
            "quantity": Writer(env).quantity(self.quantity),
            # Pieces are counted without a unit.
            "unit": "" if self.uom_id.id == pieces else self.uom_id.name or "",
            "lot": self.lot_id.name or "",
            "reason": self.reason_id.name,
            "condition": conditions.get(self.condition, ""),
            "note": self.note or "",
            "photos": len(self.photo_ids),
        }


class PublicLinkEvent(models.Model):
    _inherit = "public.link.event"

    kind = fields.Selection(
        selection_add=[
            ("return_asked", "Return asked for"),
            ("return_cancelled", "Return cancelled"),
        ],
        ondelete={"return_asked": "cascade", "return_cancelled": "cascade"},
    )


class PublicLinkJob(models.Model):
    _inherit = "public.link.job"

    _job_kinds = {
        "return_mail": Kind(
            label=_lt("The email about a return"), run="_mail_if_wanted", promised=True
        ),
    }
