# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What can become of a question to Stripe besides an answer."""

import stripe

# What the SDK raises, and what answers of another shape than Stripe's lead to.
UNREADABLE = (stripe.StripeError, AttributeError, KeyError, TypeError, ValueError)


class Unclear(Exception):
    """A saved card may have been charged, or not: Stripe did not say."""
