# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every mail to a customer: each purpose, each template, each state that has words of its
own, written by the code that writes them in life."""

from base64 import b64encode
from datetime import timedelta

from odoo import Command, fields

from ...models.track.shipment_news import NEWS
from .agreement import AgreementFixtures
from .answers import AnswerFixtures
from .mail_scenes_more import AMOUNT, MoreScenes, Scene
from .pay import BankFixtures
from .returns import ReturnFixtures
from .track import TrackFixtures


class MailScenes(
    MoreScenes,
    AgreementFixtures,
    AnswerFixtures,
    BankFixtures,
    ReturnFixtures,
    TrackFixtures,
):
    """To mix into a class with ``PublicLinkFixtures``."""

    @classmethod
    def make_scenes(cls):
        cls.make_agreement_fixtures()
        cls.make_return_fixtures()
        cls.make_bank()
        cls.make_alias_domain()
        cls.company.public_links_user_id = cls.salesman
        today = fields.Date.today()
        cls.soon, cls.past = today + timedelta(days=20), today - timedelta(days=10)
        mine = {"user_id": cls.salesman.id}
        cls.quote = cls.make_order(validity_date=cls.soon, **mine)
        cls.order = cls.make_order("sale", **mine)
        cls.invoice = cls.make_invoice(
            invoice_date_due=cls.soon,
            invoice_payment_term_id=False,
            invoice_user_id=cls.salesman.id,
        )
        cls.late = cls.make_invoice(
            invoice_date=cls.past,
            invoice_date_due=cls.past,
            invoice_payment_term_id=False,
            invoice_user_id=cls.salesman.id,
        )
        cls.credit = cls.make_invoice("out_refund", invoice_user_id=cls.salesman.id)
        cls.picking = cls.make_picking("123456789012,123456789013", done=True)
        cls.parcels = cls.picking.parcel_ids.sorted("number")
        cls.sold = cls.delivered()
        # Core's mail about a delivery; not before, or each of these would have sent one.
        cls.company.stock_move_email_validation = True

    def scenes(self):
        """Return all of them.

        :rtype: list[Scene]
        """
        return [
            *self.link_scenes(),
            *self.pay_scenes(),
            *self.approve_scenes(),
            *self.return_scenes(),
            *self.parcel_scenes(),
            *self.followup_scenes(),
            *self.core_scenes(),
        ]

    # === LINKS === #

    def linked(self):
        """Return the documents and purposes of the links in all of them."""
        return [
            (self.quote, "view"),
            (self.quote, "approve"),
            (self.order, "view"),
            (self.order, "pay"),
            (self.invoice, "view"),
            (self.invoice, "pay"),
            (self.late, "view"),
            (self.late, "pay"),
            (self.credit, "view"),
            (self.picking, "view"),
            (self.picking, "track"),
            (self.sold, "return"),
            (self.customer, "portal"),
        ]

    def link_scenes(self):
        total, invoice = self.quote.amount_total, self.invoice
        rows = [
            ("quote", self.quote, "view", total, self.soon),
            ("quote to approve", self.quote, "approve", total, self.soon),
            ("order", self.order, "view", total, None),
            ("order to pay", self.order, "pay", 0, None),
            ("invoice", invoice, "view", AMOUNT, self.soon),
            ("invoice to pay", invoice, "pay", AMOUNT, self.soon),
            ("invoice that is late", self.late, "pay", AMOUNT, self.past),
            ("credit note", self.credit, "view", AMOUNT, None),
            ("delivery", self.picking, "view", 0, None),
            ("parcels", self.picking, "track", 0, None),
            ("return", self.sold, "return", 0, None),
            ("portal", self.customer, "portal", 0, None),
        ]
        return [
            Scene(
                name=f"link: {name}",
                purpose=purpose,
                make=lambda row=(document, purpose): self.mail_link(*row),
                money=money,
                day=day,
            )
            for name, document, purpose, money, day in rows
        ] + [
            Scene(name="link: asked for anew", purpose="view", make=self.ask_anew),
            Scene(
                name="link: with a note",
                purpose="view",
                make=lambda: self.mail_link(self.order, "view", "As we said.\n\nAnna"),
            ),
        ]

    def mail_link(self, document, purpose, note=""):
        link = self.Link.with_user(self.salesman).sudo()
        link = link._issue(document, purpose, self.customer)
        link._send_mails(note=note, queue=True)

    def ask_anew(self):
        link = self.issue(self.order, "view", self.customer)
        self.expire(link)
        asked = link._request_new("192.0.2.7")
        self.assertEqual(asked, "mailed")

    # === PAYING === #

    def pay_scenes(self):
        words = {"purpose": "pay", "money": AMOUNT}
        return [
            Scene(name="receipt", make=self.mail_receipt, **words),
            Scene(name="transfer announced", make=self.mail_transfer, **words),
            Scene(
                name="charge announced", make=self.mail_charge, day=self.soon, **words
            ),
        ]

    def payment(self, provider, state):
        method = provider.payment_method_ids[:1] or self.method
        return self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": method.id,
                "reference": f"{self.invoice.name}-{state}",
                "amount": AMOUNT,
                "currency_id": self.invoice.currency_id.id,
                "partner_id": self.customer.id,
                "invoice_ids": [Command.set(self.invoice.ids)],
                "public_link_id": self.issue(self.invoice, "pay", self.customer).id,
                "state": state,
            }
        )

    def mail_receipt(self):
        payment = self.payment(self.provider, "done")
        payment.public_link_booked_at = fields.Datetime.now()
        payment._public_link_mail_receipt()

    def mail_transfer(self):
        self.open_transfer()
        self.invoice.partner_bank_id = self.account
        self.payment(self.transfer, "pending")._public_link_mail_transfer()

    def mail_charge(self):
        self.env["public.link.agreement.charge"]._announce(self.agree(), self.invoice)

    # === APPROVING === #

    def approve_scenes(self):
        return [
            Scene(
                name=f"certificate: {kind}",
                purpose="approve",
                make=lambda kind=kind: self.mail_certificate(kind),
                money=self.quote.amount_total if kind == "order" else 0,
            )
            for kind in self.kinds("sale.order.approval", "kind")
        ]

    def kinds(self, model, field):
        return [code for code, _word in self.env[model]._fields[field].selection]

    def mail_certificate(self, kind):
        order, link = self.quote, self.issue(self.quote, "approve", self.customer)
        row = self.env["sale.order.approval"]._add_evidence(
            {
                "kind": kind,
                "order_id": order.id,
                "order_number": order.id,
                "order_name": order.name,
                "company_id": order.company_id.id,
                "company_name": order.company_id.name,
                "partner_id": self.customer.id,
                "recipient_name": self.customer.name,
                "recipient_email": link.email,
                "content": order._public_link_evidence_content(),
                "approved_at": fields.Datetime.now(),
                "currency_id": order.currency_id.id,
                "link_id": link.id,
                "link_number": link.id,
            }
        )
        row.certificate = b64encode(b"%PDF-1.7 of the tests")
        row._mail_certificate()

    # === RETURNS === #

    def return_scenes(self):
        states = self.kinds("return.request", "state")
        rows = [(state, {"state": state}) for state in states]
        rows += [
            ("send by a day", {"state": "authorized", "send_by": self.soon}),
            ("keep it", {"state": "authorized", "outcome": "refund"}),
            ("replaced", {"state": "authorized", "outcome": "replacement"}),
            ("taken back", {"state": "cancelled", "cancelled_by_customer": True}),
        ]
        return [
            Scene(
                name=f"return: {name}",
                purpose="return",
                make=lambda values=values: self.mail_return(values),
                day=values.get("send_by"),
            )
            for name, values in rows
        ]

    def mail_return(self, values):
        request = self.asked
        request.write(values)
        request._mail_customer()

    # === PARCELS === #

    def parcel_scenes(self):
        return [
            Scene(
                name=f"parcels: {kind} ({count} of 2)",
                purpose="track",
                make=lambda kind=kind, count=count: self.mail_news(kind, count),
                optout=True,
                variant=count > 1,
            )
            for kind in NEWS
            for count in (1, 2)
        ]

    def mail_news(self, kind, count):
        about = self.parcels[:count]
        today = fields.Date.today()
        values = {
            "late": {"state": "in_transit", "eta_to": today - timedelta(days=1)},
            "date": {"state": "in_transit", "eta_to": today + timedelta(days=3)},
            "shipped": {"state": "in_transit", "eta_to": today + timedelta(days=2)},
            "number": {"state": "in_transit", "eta_to": today + timedelta(days=2)},
            "partly": {"state": "delivered", "spot": "door"},
            "available_for_pickup": {"state": kind, "pickup_place": "Corner shop"},
        }
        about.write(values.get(kind, {"state": kind}))
        notice = self.env["shipment.notice"].create(
            {
                "picking_id": self.picking.id,
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "kind": kind,
                "parcels": about.ids,
                "told_at": fields.Datetime.now(),
            }
        )
        link = self.issue(self.picking, "track", self.customer)
        link._queue_mail(
            self.env.ref("public_links.mail_template_parcel"),
            notice,
            self.picking,
            self.customer,
            lambda one: one._preview(),
        )
