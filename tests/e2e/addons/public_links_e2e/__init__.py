# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Loaded by the test server (``--load``), so that no database knows of it."""

import os
import re
import time
from pathlib import Path


def point_at_fake_stripe():
    """Send what Odoo asks of Stripe to the fake one, on this machine only."""
    url = os.environ["PUBLIC_LINKS_FAKE_STRIPE"]
    if not re.fullmatch(r"http://127\.0\.0\.1:\d+", url):
        raise ValueError("The fake Stripe is on this machine.")
    import stripe

    from odoo.addons.payment_stripe.models.payment_provider import PaymentProvider

    real = PaymentProvider._build_request_url

    def _build_request_url(self, endpoint, **kwargs):
        if self.code != "stripe":
            return real(self, endpoint, **kwargs)
        return f"{url}/v1/{endpoint}"

    PaymentProvider._build_request_url = _build_request_url
    stripe.api_base = url
    if hold := os.environ.get("PUBLIC_LINKS_HOLD"):
        hold_before_release(Path(hold))


def hold_before_release(file):
    """Wait after each commit under a lock, for as long as there is this file."""
    from odoo.addons.public_links.tools import document_lock

    release = document_lock._release

    def waiting(cr, key):
        deadline = time.monotonic() + 30
        while file.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        release(cr, key)

    document_lock._release = waiting
