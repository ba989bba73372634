# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What follows a payment by link: the payer's receipt, and a message to staff."""

from odoo import fields, models
from odoo.tools.translate import LazyTranslate

from ...tools.formatting import address, day, money
from ...tools.theme import LIGHT, readable
from ..link.public_link_job import Kind

_lt = LazyTranslate(__name__)


def receipt_preview(transaction):
    """Return what mailboxes show beside the subject of a mail about a payment."""
    amount = money(transaction.env, transaction.amount, transaction.currency_id)
    return f"{amount} · {transaction._public_receipt_titles()}"


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    public_link_booked_at = fields.Datetime(
        "Booked at",
        readonly=True,
        copy=False,
        help="When this payment by link reached the ledger. Its receipt is emailed, and"
        " staff are told, once.",
    )
    public_link_balance = fields.Monetary(
        "Balance Left",
        currency_field="currency_id",
        readonly=True,
        copy=False,
        help="What was left to pay of its documents right after this payment.",
    )

    # === BOOKING === #

    def _post_process(self):
        mine = self.filtered(
            lambda tx: (
                tx.public_link_id
                and tx.state == "done"
                and not tx.public_link_booked_at
                and tx.operation not in ("refund", "validation")
            )
        )
        receipted = mine.filtered(lambda tx: tx._public_link_receipt_wanted())
        super(PaymentTransaction, self - receipted)._post_process()
        # Without core's mail about the order, which says the same as our receipt.
        result = super(
            PaymentTransaction,
            receipted.with_context(public_link_receipted=True),
        )._post_process()
        for transaction in mine.filtered("is_post_processed"):
            transaction._public_link_booked()
        return result

    def _public_link_booked(self):
        """Mail the receipt and tell staff, after the payment was booked."""
        self.ensure_one()
        self.write(
            {
                "public_link_booked_at": fields.Datetime.now(),
                "public_link_balance": self._public_link_balance_now(),
            }
        )
        # Before the attempts below: if the webhook books the same payment, this must raise
        # a serialisation error, so that Odoo runs it again.
        self.env.flush_all()
        document = self._public_link_history_document()
        # An error of a mail must not undo the booking.
        for kind in ("receipt", "paid"):
            self.env["public.link.job"]._attempt_within(kind, self, document)

    def _public_link_documents(self):
        """Return the documents that were paid, as the payer knows them."""
        if self.public_link_id.res_model == "sale.order" and self.sale_order_ids:
            return self.sale_order_ids
        return self.invoice_ids or self.sale_order_ids

    def _public_link_balance_now(self):
        documents = self._public_link_documents()
        if documents._name == "account.move":
            return sum(documents.mapped("amount_residual"))
        return sum(order._public_balance()[1] for order in documents)

    # === RECEIPT === #

    def _public_link_company(self):
        """Return the company to which the payment went, as documents do."""
        return self.company_id

    def _public_link_report(self):
        """Return the receipt's report, as documents do for their own."""
        return "public_links.action_report_receipt"

    def _public_receipt_values(self):
        """Return what a receipt says, in the environment's language.

        :return: title, intro, facts, payer, amount, version: plain values
        :rtype: dict
        """
        self.ensure_one()
        company = self.company_id
        zone = self.partner_id.tz or company._public_links_settings()["tz"]
        self = self.with_context(tz=zone)
        env, currency = self.env, self.currency_id
        facts = [
            (env._("Paid by"), self.partner_name or self.partner_id.name or ""),
            (env._("Paid to"), company.name),
            (env._("Paid for"), self._public_receipt_titles()),
            (env._("Paid on"), day(env, self.last_state_change)),
            (env._("Way of payment"), self._public_receipt_method()),
            (env._("Payment reference"), self.reference),
            (env._("Amount"), money(env, self.amount, currency)),
        ]
        if self.public_link_booked_at:
            left = money(env, self.public_link_balance, currency)
            facts.append((env._("Balance left"), left))
        return {
            "title": env._("Receipt %s", self.reference),
            "intro": env._("We have received your payment. Thank you."),
            "facts": [
                {"label": label, "value": value} for label, value in facts if value
            ],
            "payer": address(self.partner_id),
            "amount": money(env, self.amount, currency),
            # Makes the PDF another version when the seller's logo changes.
            "version": company._public_links_settings()["logo_version"] or "",
        }

    def _public_receipt_titles(self):
        documents = self._public_link_documents()
        return ", ".join(document._public_link_title() for document in documents)

    def _public_receipt_method(self):
        """Return the name of the payment's method, and of a saved card the last four
        digits (S23)."""
        last_four = self.token_id._public_link_last_four() if self.token_id else ""
        name = self.payment_method_id.name or self.provider_id.name or ""
        return f"{name} {last_four}".strip()

    def _public_link_receipt_wanted(self):
        return self.company_id._public_links_settings()["receipt"]

    def _public_link_mail_receipt(self):
        """Mail the receipt to the link's recipient, else to the payer."""
        template = self.env.ref(
            "public_links.mail_template_receipt", raise_if_not_found=False
        )
        link = self.public_link_id.sudo()  # its recipient, whoever books the payment
        partner = link.partner_id or self.partner_id
        wanted = self._public_link_receipt_wanted() and partner.email
        document = self._public_link_history_document()
        if not (template and wanted and document):
            return
        link._queue_mail(
            template.sudo(), self, document, partner, preview=receipt_preview
        )

    def _public_receipt_link(self):
        """Return the URL of the mail's button: a placeholder, as in all mails."""
        link = self.public_link_id
        document = self._public_link_history_document()
        if link.partner_id or not document:
            return link._placeholder() if link else ""
        # Paid from a QR code, which has no recipient: the payer gets a view link.
        return document._public_link_placeholder()

    def _public_link_history_document(self):
        """Return the document in whose chatter the payment is posted."""
        document = self.public_link_id._document()
        threaded = document and hasattr(document, "message_notify")
        # A bundle of invoices has no chatter: the first invoice.
        return document if threaded else self._public_link_documents()[:1]

    def _public_receipt_accent(self):
        """Return the colour of the button, dark enough for white text on it."""
        return readable(self.company_id._public_links_accent(), LIGHT, -1)

    # === STAFF === #

    def _public_link_tell_staff(self):
        """Tell the user who is responsible for the document that it was paid."""
        document = self._public_link_history_document()
        user = document._public_link_responsible() if document else None
        if not user:
            return
        # In the language of the user who reads it.
        self = self.with_context(lang=user.lang)
        env = self.env
        document = document.with_env(env)
        amount = money(env, self.amount, self.currency_id)
        left = money(env, self.public_link_balance, self.currency_id)
        document.message_notify(
            partner_ids=user.partner_id.ids,
            author_id=self.company_id.partner_id.id,
            email_from=self.company_id.email_formatted,
            subject=env._(
                "%(document)s: %(amount)s paid by link",
                document=self._public_receipt_titles(),
                amount=amount,
            ),
            body=env._(
                "%(payer)s paid %(amount)s by link (%(reference)s). Balance left:"
                " %(left)s.",
                payer=self.partner_name or self.partner_id.display_name,
                amount=amount,
                reference=self.reference,
                left=left,
            ),
        )


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _send_payment_succeeded_for_order_mail(self):
        if self.env.context.get("public_link_receipted"):
            return None
        return super()._send_payment_succeeded_for_order_mail()


class PublicLinkJob(models.Model):
    _inherit = "public.link.job"

    _job_kinds = {
        "receipt": Kind(
            label=_lt("The receipt of a payment"),
            run="_public_link_mail_receipt",
            promised=True,
        ),
        "paid": Kind(
            label=_lt("The message to staff about a payment"),
            run="_public_link_tell_staff",
        ),
    }
