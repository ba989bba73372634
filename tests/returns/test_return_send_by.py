# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date
from html import unescape

from freezegun import freeze_time

from odoo.exceptions import UserError

from ..common.return_page import ReturnPageCase


class TestReturnSendBy(ReturnPageCase):
    """Until when a return is to be sent: fixed when it is authorized, and then said."""

    def page(self, link):
        return unescape(self.open(link).text)

    def test_the_first_card_says_until_when_and_what_one_gets(self):
        """F52: with the year where it is another one; the slip, a paper, always has it"""
        with freeze_time("2026-11-28 12:00:00"):
            request, link = self.returned()
            self.assertEqual(request.send_by, date(2026, 12, 12))
            text = self.page(link)
            self.assertIn("Please send the items back by December 12.</h1>", text)
            self.assertIn("You get back about $ 637.20", text.replace("\xa0", " "))
            facts = request._public_return_slip()["facts"]
            said = {"label": "Please send it by", "value": "December 12, 2026"}
            self.assertIn(said, facts)
        with freeze_time("2026-12-20 12:00:00"):
            request, link = self.returned()
            text = self.page(link)
            self.assertIn("Please send the items back by January 3, 2027.", text)

    def test_a_later_setting_changes_nothing_that_was_said(self):
        """F52: nor does another outcome"""
        request, _link = self.returned()
        said = request.send_by
        self.company.public_links_return_send_days = 60
        request.action_replace()
        self.assertEqual(request.send_by, said)
        request.action_refund_only()
        self.assertFalse(request.send_by)

    def test_without_days_no_date_is_said(self):
        """F52"""
        self.company.public_links_return_send_days = 0
        request, link = self.returned()
        self.assertFalse(request.send_by)
        self.assertIn("Please send the items back to us.", self.page(link))
        self.assertNotIn("Please send it by", str(request._public_return_slip()))

    def test_who_is_late_is_asked_calmly(self):
        """F52: and the last day itself is not late"""
        with freeze_time("2026-11-01 12:00:00"):
            _request, link = self.returned()
            link.expires_at = "2026-12-31 12:00:00"
        with freeze_time("2026-11-15 12:00:00"):
            self.assertIn("send the items back by November 15.", self.page(link))
        with freeze_time("2026-11-17 12:00:00"):
            text = self.page(link)
            self.assertIn("We expected the items by November 15.", text)
            self.assertIn("Packing slip", text)

    def test_staff_give_more_time(self):
        """F52: who may decide about returns, and nobody else"""
        request, link = self.returned()
        request.with_user(self.salesman).send_by = date(2030, 1, 2)
        self.assertIn("by January 2, 2030.", self.page(link))
        with self.assertRaises(UserError):
            request.with_user(self.salesman).wish = "credit"
        with self.assertRaises(UserError):  # AccessError is one
            request.with_user(self.clerk).send_by = date(2031, 1, 2)
