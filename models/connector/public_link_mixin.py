# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Why payment is not offered, or fails: connection, methods, and the last attempts."""

from odoo import models
from odoo.tools.translate import LazyTranslate

from ...tools.formatting import day, money
from ..link.public_link_read import once

_lt = LazyTranslate(__name__)

ATTEMPTS = 5


class PublicLinkMixin(models.AbstractModel):
    _inherit = "public.link.mixin"

    # === GATE === #

    _pay_reasons = {
        "connector": (
            _lt("Payments are paused at the moment. Please ask us how to pay."),
            _lt("The payment connection has a red check, so Pay is not offered."),
            _lt(
                "See “Connector Health” in Settings, Public Links: each red check"
                " says how to fix it. A manager can override it with a reason."
            ),
        ),
        "method": (
            _lt(
                "Online payment is not possible at the moment. Please ask us how to pay."
            ),
            _lt("No payment method is allowed for this customer, currency and amount."),
            _lt(
                "Activate methods on the payment provider, and allow them in Settings,"
                " Public Links."
            ),
        ),
    }

    def _public_pay_blockers(self):
        blockers = super()._public_pay_blockers()
        if [blocker.code for blocker in blockers] != ["provider"]:
            return blockers
        company = self._public_link_company()
        if company._public_pay_limits() is None:
            return blockers
        document, amount = self.with_company(company), self._public_pay_due().now
        code = once(
            document, "pay_unoffered", lambda: document._public_pay_unoffered(amount)
        )
        return [self._public_pay_blocker(code)]

    def _public_pay_unoffered(self, amount):
        """Return the code of the reason why there is no way to pay."""
        providers = self._public_pay_providers(amount)
        if not providers:
            return "provider"
        if all(provider._public_link_can_pay() for provider in providers):
            return "method"
        return "connector"

    # === DIAGNOSIS === #

    def _public_link_diagnosis(self):
        rows = super()._public_link_diagnosis()
        if "pay" in self._public_link_offered():
            rows += self._public_link_diagnosis_connectors()
            rows += self._public_link_diagnosis_attempts()
        return rows

    def _public_link_diagnosis_connectors(self):
        """Return the red checks of the company's providers, as rows of the diagnosis."""
        company = self._public_link_company()
        return [
            self._public_link_row(
                row["provider"],
                row["level"],
                row["code"],
                f"{row['title']}: {row['text']}",
                row["fix"],
            )
            for row in company._public_links_connectors()
            if row["level"] == "bad" or row["code"] == "override"
        ]

    def _public_link_diagnosis_attempts(self):
        """Return how the last payments that were begun by link ended, as rows."""
        transactions = self._public_pay_transactions().filtered("public_link_id")
        return [
            self._public_link_row(
                self.env._("Payment of %s", day(self.env, one.create_date)),
                *one._public_link_explained(),
            )
            for one in transactions[:ATTEMPTS]
        ]


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _public_link_explained(self):
        """Return how this payment ended: ``level``, ``code``, ``text`` and ``fix``.

        :rtype: tuple[str, str, str, str]
        """
        self.ensure_one()
        env = self.env
        what = env._(
            "%(amount)s by %(method)s, %(reference)s.",
            amount=money(env, self.amount, self.currency_id),
            method=self.payment_method_id.name or self.provider_id.name,
            reference=self.reference,
        )
        said = (self.state_message or "").strip()
        level, code, text, fix = self._public_link_outcome(said)
        return level, f"attempt_{code}", " ".join(filter(None, [what, text])), fix

    def _public_link_outcome(self, said):
        env = self.env
        if self.state == "done" and self.is_post_processed:
            return "ok", "done", env._("Paid."), ""
        if self.state == "done":
            return (
                "warn",
                "unbooked",
                env._("Paid, and not booked yet."),
                env._("It is booked within minutes; otherwise see Payment Mismatches."),
            )
        if self.state == "cancel":
            return "ok", "cancel", " ".join([env._("Cancelled."), said]).strip(), ""
        if self.state == "error":
            if "authenticat" in said.lower():
                return (
                    "warn",
                    "authentication",
                    env._(
                        "The card was not authenticated. The provider said: %s", said
                    ),
                    env._(
                        "The bank wanted the customer's confirmation. Ask them to open the"
                        " link again, enter the card in the form, and confirm."
                    ),
                )
            return (
                "warn",
                "failed",
                env._("Failed. The provider said: %s", said or env._("nothing")),
                env._("Ask the customer to try again, or with another card."),
            )
        if self.state in ("pending", "authorized") or self.public_link_charged_at:
            return (
                "warn",
                "processing",
                env._("In progress."),
                env._("Wait for it. If it hangs, look it up at the provider."),
            )
        return "ok", "draft", env._("Begun, not finished."), ""
