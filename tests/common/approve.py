# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The forms of the approve page, for the tests of what customers do there."""

import re
from html import unescape
from unittest.mock import patch

from .base import PublicLinkHttpCase


class ApproveCase(PublicLinkHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.public_links_user_id = cls.salesman

    def quote(self, **values):
        """Return a quotation of the salesman's that was sent, and its approve link."""
        order = self.make_order(
            **{
                "user_id": self.salesman.id,
                "require_signature": False,
                "require_payment": False,
                **values,
            }
        )
        return order, self.issue(order, "approve")

    def seen(self, link):
        """Return what the form of the page carries as proof of what was shown."""
        text = self.open(link).text
        return re.search(r'name="seen" value="([0-9a-f]+)"', text).group(1)

    def act(self, link, action, seen=None, files=None, **data):
        """Send a form of the page as its recipient would."""
        if seen is None and action not in ("comment", "change", "upload"):
            seen = self.seen(link)
        return self.open(
            link, action, method="POST", data={"seen": seen or "", **data}, files=files
        )

    def approve(self, link, **data):
        """Approve the whole quotation, with the box ticked."""
        return self.act(link, "approve", **{"accept": "1", **data})

    def assertSaid(self, response, code):
        """Check that an action led back to the page, and what this says."""
        self.assertPublic(response, 303)
        self.assertIn(f"said={code}", response.headers["Location"])
        page = self.get(response.headers["Location"])
        self.assertIn(page.status_code, (200, 410))
        return page

    def assertAgain(self, response, *texts):
        """Check that the page came back with what is wrong."""
        self.assertPublic(response, 422)
        text = unescape(response.text)
        for part in texts:
            self.assertIn(part, text)
        self.assertIn('class="wrong"', text)

    def assertFailed(self, page, *typed):
        """Check that a page says that nothing was done, and still holds what was typed."""
        self.assertPublic(page, 422)
        for text in ("could not complete", *typed):
            self.assertIn(text, page.text)

    def assertChanged(self, page, *typed):
        """Check that a page asks to look again, and still holds what was typed."""
        self.assertPublic(page, 422)
        for text in ("Something has changed since", *typed):
            self.assertIn(text, page.text)

    def overridden(self, name, method):
        """Let an override of another module run instead of a method of orders."""
        return patch.object(self.env.registry["sale.order"], name, method)

    def run_approve_cron(self):
        """Let the scheduled action do what follows an approval."""
        with self.enter_registry_test_mode():
            self.env.ref("public_links.ir_cron_approve").method_direct_trigger()
        self.env.invalidate_all()
