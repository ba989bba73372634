# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unittest.mock import patch

from odoo import Command

from ...models.link import public_link_actions
from ..common.base import PublicLinkCase


class TestStop(PublicLinkCase):
    """Stopping all links of a customer or company, however many there are."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.group_ids = [
            Command.link(cls.env.ref("public_links.group_manager").id)
        ]
        cls.Stop = cls.env["public.link.stop"]

    def setUp(self):
        super().setUp()
        self.links = self.Link
        for number in range(7):
            partner = self.customer if number % 2 else self.other
            self.links |= self.issue(self.make_order(), "view", partner)
        self.children = self.Link.concat(
            *(link._derive("approve", link._document()) for link in self.links[:3])
        )

    def loaded(self, call):
        """Return the largest number of links that were searched for at once."""
        sizes = [0]
        original = type(self.Link).search

        def search(links, domain, *args, **kwargs):
            found = original(links, domain, *args, **kwargs)
            sizes.append(len(found))
            return found

        with patch.object(type(self.Link), "search", search):
            call()
        return max(sizes)

    def test_links_are_counted_without_being_loaded(self):
        """R9: a company may have a million"""
        live = self.Link.search_count(
            [("company_id", "=", self.company.id), ("revoked_at", "=", False)]
        )
        stop = self.Stop.create({})
        self.assertEqual(self.loaded(lambda: stop.count), 0)
        self.assertEqual(stop.count, live)
        self.assertIn(str(live), stop.summary)
        one = self.Stop.create({"partner_id": self.customer.id})
        self.assertEqual(one.count, 4)

    def test_links_are_stopped_some_at_a_time(self):
        """R9, A82: all of them, each for the reason that staff had, and as many as said"""
        stop = self.Stop.create({})
        count = stop.count
        with patch.object(public_link_actions, "BATCH", 3):
            answer = []
            self.assertLessEqual(
                self.loaded(lambda: answer.append(stop.action_stop())), 3
            )
        self.assertIn(f"Links stopped: {count}.", answer[0]["params"]["message"])
        links = self.links | self.children
        self.assertEqual(set(links.mapped("revoked_reason")), {"company"})
        self.assertEqual(set(links.mapped("revoked_by")), {self.env.user})
        stop.invalidate_recordset()
        self.assertEqual(stop.count, 0)

    def test_another_customer_s_links_live_on(self):
        """A82: those that are stopped some at a time are one customer's"""
        stop = self.Stop.create({"partner_id": self.customer.id})
        with patch.object(public_link_actions, "BATCH", 2):
            stop.action_stop()
        live = (self.links | self.children).filtered(lambda link: not link.revoked_at)
        self.assertEqual(live.partner_id, self.other)
        self.assertEqual(len(live), 6)

    def test_a_key_that_is_retired_ends_its_links_some_at_a_time(self):
        """R9, S3"""
        keys = self.links.key_id
        with patch.object(public_link_actions, "BATCH", 3):
            self.assertLessEqual(self.loaded(keys._retire), 3)
        links = self.links | self.children
        self.assertEqual(set(links.mapped("revoked_reason")), {"key"})

    def test_a_button_that_shows_a_number_loads_no_links(self):
        """R9: on documents and contacts, and when one was opened last"""
        link = self.links[1]
        link.opened_last = "2031-02-03 04:05:06"
        order = link._document()
        for record, count in ((order, 2), (self.customer, 4)):
            record.invalidate_recordset()

            def read(record=record):
                return record.public_link_count, record.public_link_last_opened

            self.assertEqual(self.loaded(read), 0, record)
            self.assertEqual(read(), (count, link.opened_last), record)
            self.assertEqual(len(record.public_link_ids), count)
        fresh = self.env["res.partner"].new({"name": "New"})
        self.assertEqual(fresh.public_link_count, 0)
        self.assertFalse(fresh.public_link_last_opened)
        unlinked = self.make_order()
        self.assertEqual(unlinked.public_link_count, 0)
        self.assertFalse(unlinked.public_link_last_opened)
