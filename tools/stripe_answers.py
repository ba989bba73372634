# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Errors of requests to Stripe."""

import stripe

# Errors of the SDK, and those of reading an answer that is not shaped as expected.
UNREADABLE = (stripe.StripeError, AttributeError, KeyError, TypeError, ValueError)


class Unclear(Exception):
    """A saved card may have been charged, or not: Stripe did not say."""
