# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a scene is, and those of follow-ups and of core's own mails."""

from collections.abc import Callable
from dataclasses import dataclass

from odoo import Command, fields

AMOUNT = 318.6  # of every invoice
# The words of each kind of follow-up, by the last part of the template's XML id.
FOLLOWUPS = {
    "soon": "invoice",
    "first": "invoice",
    "second": "invoice",
    "third": "invoice",
    "quote_unopened": "quote",
    "quote_opened": "quote",
    "expires_unopened": "quote",
    "expires_opened": "quote",
    "item": "item",
}


@dataclass(frozen=True, kw_only=True)
class Scene:
    """One mail.

    :param name: what it is, for messages
    :param purpose: of the link in it
    :param make: writes it, for the class's customer
    :param money: an amount that it says
    :param day: a date that it says
    :param optout: whether it can be unsubscribed from
    :param core: whether core, or staff, write it, and only its frame is ours
    :param variant: whether another scene shows most of its words in all languages; it is
        looked at in one
    """

    name: str
    purpose: str
    make: Callable
    money: float = 0
    day: object = None
    optout: bool = False
    core: bool = False
    variant: bool = False


class MoreScenes:
    """To mix into ``MailScenes``, which makes the documents."""

    # === FOLLOW-UPS === #

    def followup_scenes(self):
        return [
            Scene(
                name=f"follow-up: {name}",
                purpose="pay" if kind == "invoice" else "approve",
                make=lambda row=(name, kind): self.mail_followup(*row),
                money=AMOUNT if kind == "invoice" else self.quote.amount_total,
                optout=not kind.startswith("invoice"),
            )
            for name, kind in FOLLOWUPS.items()
        ]

    def mail_followup(self, name, kind):
        bill = kind == "invoice"
        document = self.late if bill else self.quote
        if bill:
            # It would cover what is asked for.
            self.credit.button_draft()
        plan = self.env["public.link.plan"].create(
            {
                "name": name,
                "kind": kind,
                "step_ids": [
                    Command.create(
                        {
                            "basis": "due" if bill else "sent",
                            "purpose": "pay" if bill else "approve",
                            "template_id": self.env.ref(
                                f"public_links.mail_template_followup_{name}"
                            ).id,
                        }
                    )
                ],
            }
        )
        followup = self.env["public.link.followup"].create(
            {
                "company_id": self.company.id,
                "plan_id": plan.id,
                "kind": kind,
                "step_id": plan.step_ids.id,
                "customer_id": self.customer.id,
                "partner_id": self.customer.id,
                "email": self.customer.email,
                "channel": "mail",
                "sent_at": fields.Datetime.now(),
                "line_ids": [
                    Command.create(
                        {
                            "company_id": self.company.id,
                            "invoice_id" if bill else "order_id": document.id,
                            "document_name": document.name,
                            "step_id": plan.step_ids.id,
                            "base": fields.Date.today(),
                            "amount": document.amount_total,
                            "currency_id": document.currency_id.id,
                            "late": 10 if bill else 0,
                        }
                    )
                ],
            }
        )
        followup._issue_links()
        followup._make_mails(followup._rendered())

    # === CORE'S OWN === #

    def core_scenes(self):
        total = self.quote.amount_total
        rows = [
            ("quote", "view", self.send_quote, total, self.soon),
            ("confirmation", "view", self.confirm_order, self.order.amount_total, None),
            (
                "invoice",
                "view",
                lambda: self.send_invoice(self.invoice),
                AMOUNT,
                self.soon,
            ),
            ("late", "view", lambda: self.send_invoice(self.late), AMOUNT, self.past),
            ("credit", "view", lambda: self.send_invoice(self.credit), AMOUNT, None),
            ("message", "view", self.write_message, 0, None),
            ("delivery", "track", self.confirm_delivery, 0, None),
        ]
        return [
            Scene(
                name=f"core: {name}",
                purpose=purpose,
                make=make,
                money=money,
                day=day,
                core=True,
                variant=name in ("late", "credit", "message", "delivery"),
            )
            for name, purpose, make, money, day in rows
        ]

    def send_quote(self):
        quote = self.quote.with_user(self.salesman)
        action = quote.action_quotation_send()
        composer = self.env["mail.compose.message"].with_user(self.salesman)
        composer.with_context(**action["context"]).create({})._action_send_mail()

    def confirm_order(self):
        self.order.with_user(self.salesman)._send_order_confirmation_mail()

    def send_invoice(self, invoice):
        self.env["account.move.send"].with_user(
            self.accountant
        )._generate_and_send_invoices(
            invoice.with_user(self.accountant), sending_methods=["email"]
        )

    def write_message(self):
        self.order.with_user(self.salesman).message_post(
            body="It leaves on Monday.",
            partner_ids=self.customer.ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )

    def confirm_delivery(self):
        self.picking.with_user(self.warehouse)._send_confirmation_email()
