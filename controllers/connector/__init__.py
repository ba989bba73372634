"""Where Stripe tells what is new, looked at before core believes it.

The gate is the signature of the webhook. It may import what all pages share and the
models.
"""

from . import stripe_webhook
