"""Checks of what comes in from Stripe, before core acts on it.

The gate is the signature of the webhook. It may import the modules that all pages share,
and the models.
"""

from . import stripe_webhook
