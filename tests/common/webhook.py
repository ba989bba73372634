# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""An account of EasyPost, a parcel, and how its webhooks come in."""

from ...models.track import shipment_tracking_webhook
from .base import PublicLinkHttpCase
from .fake_carrier import Shipment, easypost_signed
from .track import TrackFixtures

SECRET = "sécret"  # of the tests


class WebhookCase(TrackFixtures, PublicLinkHttpCase):
    """To be inherited by tests of what providers send."""

    def setUp(self):
        super().setUp()
        shipment_tracking_webhook._woken.clear()
        # The job need not wait for more.
        self.patch(shipment_tracking_webhook, "LINGER", 0)
        self.account = self.make_account()
        self.company.public_links_track_account_id = self.account
        self.parcel = self.make_picking("ABC0000001").parcel_ids
        self.shipment = Shipment("ABC0000001")
        self.Ledger = self.env["shipment.tracking.webhook"]

    def send(self, body, headers=None, account=None, path=None, **kwargs):
        """Post a body to the webhook; signed unless told otherwise."""
        account = account or self.account
        if headers is None:
            headers = easypost_signed(body, SECRET)
        path = path or f"/link/webhook/{account.provider}/{account.webhook_path}"
        headers = {"Content-Type": "application/json"} | headers
        response = self.get(path, data=body, headers=headers, method="POST", **kwargs)
        self.assertFalse(response.cookies)
        self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")
        return response.status_code

    def work(self):
        with self.enter_registry_test_mode():
            self.env.ref("public_links.ir_cron_track_webhook").method_direct_trigger()
        self.env.invalidate_all()
