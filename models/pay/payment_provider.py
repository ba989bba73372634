# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import models

# What the payment forms of core's providers load, post to and talk to, by their code.
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
    # Forms on our own page, and on core's.
    "custom": {},
    "demo": {},
}

# Their forms load scripts of theirs, under a policy that nobody here has seen at work.
SCRIPTED = ("adyen", "authorize", "paypal", "razorpay")
# These do for cards, and lead to a page of theirs for all else.
SCRIPTED_CARDS = ("mercado_pago", "xendit")


class PaymentProvider(models.Model):
    _name = "payment.provider"
    _inherit = ["payment.provider", "public.link.cached"]  # is there any way to pay?

    # When something was looked at changes no page.
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
        """Tell whether this provider's form wants scripts that the page's policy refuses:
        its button would do nothing.

        A module whose ``_public_link_csp`` names their source is believed.

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

        A provider's module may extend it. One that is not known here redirects to a page
        of its own, as most do: forms may then go to any encrypted address.

        :return: sources by directive, like ``{"script-src": ["https://js.stripe.com"]}``
        :rtype: dict[str, list[str]]
        """
        self.ensure_one()
        return CSP.get(self.code, {"form-action": ["https:"]})


class PaymentMethod(models.Model):
    _name = "payment.method"
    _inherit = ["payment.method", "public.link.cached"]
