# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which providers links may offer, and what their forms need of the page's policy."""

from odoo import models

# Sources that the payment forms of core's providers load from and post to, by code.
CSP = {
    "stripe": {
        # Its frames come from changing hosts below js.stripe.com.
        "script-src": ["https://js.stripe.com", "https://*.js.stripe.com"],
        "frame-src": [
            "https://js.stripe.com",
            "https://*.js.stripe.com",
            "https://hooks.stripe.com",
        ],
        "connect-src": ["https://api.stripe.com"],
    },
    # No sources: their forms are on our own server.
    "custom": {},
    "demo": {},
}

# Their forms load scripts of their own; no policy that allows them was tested (see
# docs/PAYMENTS.md).
SCRIPTED = ("adyen", "authorize", "paypal", "razorpay")
# Their forms load scripts for cards only; other methods redirect to a page of theirs.
SCRIPTED_CARDS = ("mercado_pago", "xendit")


class PaymentProvider(models.Model):
    _name = "payment.provider"
    _inherit = ["payment.provider", "public.link.cached"]  # for _public_pay_limits

    # Times of checks are not shown on any page.
    _public_uncached_fields = frozenset(
        {"public_link_compared_at", "public_link_health_at"}
    )

    def _public_link_can_pay(self):
        """Hook: tell whether links may offer this provider.

        :rtype: bool
        """
        self.ensure_one()
        return not self._public_link_refused_scripts()

    def _public_link_refused_scripts(self):
        """Tell whether this provider's form needs scripts that the page's policy refuses: its
        button would do nothing.

        Not if a module names their source by ``_public_link_csp``.

        :rtype: bool
        """
        if "script-src" in self._public_link_csp():
            return False
        if self.code in SCRIPTED_CARDS:
            methods = self.payment_method_ids.filtered("active")
            return "card" in methods.mapped("code")
        return self.code in SCRIPTED

    def _public_link_csp(self):
        """Return what the pay page's content security policy must allow for this provider.

        A provider's module may extend it. Providers that are not known here are taken to
        redirect to a page of their own, as most do: forms may be sent to any HTTPS URL.

        :return: sources by directive, like ``{"script-src": ["https://js.stripe.com"]}``
        :rtype: dict[str, list[str]]
        """
        self.ensure_one()
        return CSP.get(self.code, {"form-action": ["https:"]})


class PaymentMethod(models.Model):
    _name = "payment.method"
    _inherit = ["payment.method", "public.link.reference"]

    _public_reference_fields = ("name",)
