# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from odoo import fields

from ...models.mail.public_link_request import PER_ADDRESS, PER_LINK
from ..common.base import PublicLinkHttpCase


class TestRequest(PublicLinkHttpCase):
    def setUp(self):
        super().setUp()
        self.order = self.make_order(user_id=self.salesman.id)
        self.link = self.issue(self.order)

    def ask(self, link=None):
        link = link or self.link
        response = self.open(link, "request", method="POST", data={"x": "1"})
        self.assertEqual(response.status_code, 303)
        response = self.get(response.headers["Location"])
        self.assertEqual(response.status_code, 200)
        self.assertFalse(response.cookies)
        self.env.invalidate_all()
        return response.text

    def mails(self):
        """Return the mails to customers; staff get theirs about activities."""
        return self.env["mail.mail"].search(
            [("recipient_ids", "in", (self.customer + self.other).ids)]
        )

    def activities(self):
        return self.order.activity_ids

    def test_an_expired_link_is_renewed_by_mail_to_the_recipient_on_file(self):
        """F3, A75"""
        self.expire(self.link)
        before = self.mails()
        self.ask()
        mail = self.mails() - before
        self.assertEqual(mail.recipient_ids, self.customer)
        fresh = self.links_of(self.order) - self.link
        self.assertEqual(fresh.state, "active")
        self.assertEqual(fresh.channel, "request")
        self.assertFalse(self.activities())

    def test_a_changed_address_gets_no_link(self):
        """F3: only while the contact's address is the one it was sent to."""
        self.expire(self.link)
        self.customer.email = "somebody.else@example.com"
        before = self.mails()
        self.ask()
        self.assertEqual(self.mails(), before)
        self.assertEqual(self.activities().user_id, self.salesman)

    def test_a_link_that_staff_ended_is_never_mailed_again(self):
        """F3: revoked, switched off, or the customer switched off."""
        for end in (
            lambda: self.link._revoke(),
            lambda: self.company.write({"public_links_view_enabled": False}),
        ):
            end()
            before = self.mails()
            self.ask()
            self.assertEqual(self.mails(), before)
            self.assertEqual(len(self.activities()), 1)
            self.activities().unlink()

    def test_asking_twice_makes_one_activity(self):
        """F3"""
        self.link._revoke()
        self.ask()
        self.ask()
        self.assertEqual(len(self.activities()), 1)

    def test_the_answer_is_the_same_whoever_asks(self):
        """F3: dead for whatever reason, alive, or asked too often."""
        answers = {self.ask()}
        self.expire(self.link)
        answers.add(self.ask())
        other = self.issue(self.order, partner=self.other)
        other._revoke()
        answers.add(self.ask(other))
        for _number in range(PER_LINK[0] + 1):
            answers.add(self.ask(other))
        self.assertEqual(len(answers), 1)

    def test_asking_is_limited_for_each_link_and_address(self):
        """F3, S13"""
        self.expire(self.link)
        reasons = [
            self.link._request_new("198.51.100.7") for _try in range(PER_LINK[0] + 2)
        ]
        self.assertEqual(reasons.count("limited"), 2)
        rate = self.env["public.link.rate"]
        allowed = [
            rate._allow("request", "203.0.113.9", *PER_ADDRESS)
            for _try in range(PER_ADDRESS[0] + 1)
        ]
        self.assertEqual(allowed, [True] * PER_ADDRESS[0] + [False])
        self.assertTrue(rate._allow("request", "203.0.113.10", *PER_ADDRESS))
        self.assertNotIn("203.0.113", str(rate.search([]).mapped("key")))

    def test_asking_needs_a_deliberate_post_from_our_page(self):
        """S8, S9"""
        self.expire(self.link)
        for method in ("GET", "HEAD", "OPTIONS", "PUT"):
            response = self.open(self.link, "request", method=method)
            self.assertEqual(response.status_code, 405)
        for site in ("cross-site", "same-site", "none"):
            response = self.open(
                self.link, "request", method="POST", headers={"Sec-Fetch-Site": site}
            )
            self.assertEqual(response.status_code, 405)
        self.assertFalse(self.link.event_ids.filtered(lambda e: e.kind == "requested"))

    def test_an_unknown_token_asks_for_nothing(self):
        """S4"""
        response = self.get("/link/view/garbage/request", method="POST")
        self.assertEqual(response.status_code, 404)

    def test_old_counts_are_forgotten(self):
        """S24"""
        rate = self.env["public.link.rate"]
        # Others, of one key and several hours, may be there.
        others = rate.search([])
        rate._allow("request", "x", 1, timedelta(hours=1))
        mine = rate.search([]) - others
        self.assertTrue(mine)
        mine.started_at = fields.Datetime.now() - timedelta(days=3)
        rate._gc_rates()
        self.assertFalse(mine.exists())
