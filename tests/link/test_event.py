# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import threading
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..common.base import CommittedCase, PublicLinkCase, own_environment

VISIT = {
    "kind": "opened",
    "address": "198.51.100.77",
    "user_agent": "Firefox",
    "session_uid": None,
}


class TestEvent(PublicLinkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.link = cls.env["public.link"].sudo()._issue(cls.make_order(), "view")
        cls.Event = cls.env["public.link.event"]

    def events(self, kind):
        return self.link.event_ids.filtered(lambda event: event.kind == kind)

    def test_addresses_are_stored_as_the_setting_says(self):
        """S13, S24, Q7"""
        for mode, stored in (
            ("full", "198.51.100.77"),
            ("truncated", "198.51.100.0/24"),
            ("none", ""),
        ):
            self.company.public_links_address = mode
            self.assertEqual(
                self.Event._stored_address("198.51.100.77", self.company), stored
            )
        self.company.public_links_address = "hashed"
        hashed = self.Event._stored_address("198.51.100.77", self.company)
        self.assertRegex(hashed, r"^[0-9a-f]{16}$")
        self.assertNotEqual(
            hashed, self.Event._stored_address("198.51.100.78", self.company)
        )
        self.company.public_links_address = "truncated"
        for address, stored in (
            ("2001:db8:1:2::3", "2001:db8:1::/48"),
            ("nonsense", ""),
            ("", ""),
        ):
            self.assertEqual(self.Event._stored_address(address, self.company), stored)

    def test_denials_say_why_and_by_whom(self):
        """B66, F19"""
        self.link._log_visit(VISIT, "denied", "expired")
        event = self.events("denied")
        self.assertEqual((event.reason, event.address), ("expired", "198.51.100.0/24"))
        self.assertFalse(event.user_id)

    def test_staff_opens_are_told_apart(self):
        """F19, E6.10"""
        self.link._log_visit(VISIT | {"session_uid": self.salesman.id})
        self.assertEqual(self.events("previewed").user_id, self.salesman)
        self.assertFalse(self.link.open_count)

    def test_opens_are_forgotten_after_the_retention_time(self):
        """S24, Q7"""
        self.link._log_visit(VISIT)
        self.company.public_links_retention_days = 10
        old = fields.Datetime.now() - timedelta(days=11)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE public_link_event SET create_date = %s WHERE link_id = %s",
            [old, self.link.id],
        )
        self.env.invalidate_all()
        self.Event._gc_events()
        self.assertFalse(self.events("opened"))
        self.link._log_visit(VISIT | {"session_uid": self.salesman.id})
        self.Event._gc_events()
        self.assertTrue(self.events("previewed"))

    def test_events_are_read_by_those_who_see_the_link_and_written_by_nobody(self):
        """F29, S15"""
        event = self.issue(self.make_invoice()).event_ids[:1]
        mine = self.Event.with_user(self.accountant)
        self.assertIn(event, mine.search([]))
        self.assertNotIn(event, self.Event.with_user(self.warehouse).search([]))
        with self.assertRaises(AccessError):
            event.with_user(self.warehouse).read(["kind"])
        for user in (self.accountant, self.env.ref("base.user_admin")):
            with self.assertRaises(AccessError):
                event.with_user(user).write({"reason": "x"})
            with self.assertRaises(AccessError):
                event.with_user(user).unlink()


@tagged("post_install", "-at_install")
class TestConcurrentOpens(CommittedCase):
    """Real threads, cursors and commits; what they made is deleted at the end."""

    def setUp(self):
        super().setUp()
        with own_environment(self.registry) as env:
            self.partner_id = env["res.partner"].create({"name": "Two tabs"}).id
            order = env["sale.order"].create({"partner_id": self.partner_id})
            order.state = "sent"
            self.order_id = order.id
            self.link_id = env["public.link"]._issue(order, "view").id

    def _forget(self):
        with own_environment(self.registry) as env:
            env["public.link"].browse(self.link_id).unlink()
            order = env["sale.order"].browse(self.order_id)
            order.state = "cancel"
            order.unlink()
            env["res.partner"].browse(self.partner_id).unlink()

    def _at_once(self, number, work):
        barrier, errors = threading.Barrier(number), []

        def run():
            for attempt in range(20):
                try:
                    with own_environment(self.registry) as env:
                        if not attempt:
                            barrier.wait(timeout=10)
                        work(env)
                    return
                except Exception as error:
                    if type(error).__name__ != "SerializationFailure" or attempt == 19:
                        errors.append(error)
                        return

        threads = [threading.Thread(target=run) for _number in range(number)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        self.assertFalse(errors)

    def test_opens_at_the_same_moment_count_once(self):
        """S12, F19"""
        self._at_once(
            6, lambda env: env["public.link"].browse(self.link_id)._log_visit(VISIT)
        )
        with own_environment(self.registry) as env:
            link = env["public.link"].browse(self.link_id)
            self.assertEqual(link.open_count, 1)
            opened = link.event_ids.filtered(lambda event: event.kind == "opened")
            self.assertEqual(len(opened), 1)

    def test_a_rate_limit_lets_no_more_through_at_the_same_moment(self):
        """S13"""
        allowed = []
        span = timedelta(days=1)

        def work(env):
            subject = f"test {self.link_id}"
            ok = env["public.link.rate"]._allow("test", subject, 3, span)
            env.cr.commit()
            if ok:
                allowed.append(True)

        self._at_once(8, work)
        self.assertEqual(len(allowed), 3)
        with own_environment(self.registry) as env:
            env["public.link.rate"].search([]).unlink()
