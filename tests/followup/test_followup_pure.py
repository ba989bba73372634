# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date, datetime, timedelta

from odoo.tests import BaseCase, tagged

from ...tools.followup import Step, closing, may_send, next_step

DUE = date(2026, 7, 1)


def days(number):
    return DUE + timedelta(days=number)


@tagged("post_install", "-at_install")
class TestFollowupPure(BaseCase):
    """F56, F57: when which step comes."""

    def next(self, steps, today, done=None, holds=lambda condition: True, **bases):
        steps = [
            Step(number, basis, offset, *condition)
            for number, (basis, offset, *condition) in enumerate(steps)
        ]
        found = next_step(steps, {"due": DUE, **bases}, done or {}, holds, days(today))
        return found and (found[0].id, (found[1] - DUE).days)

    def test_one_step_comes_after_the_other(self):
        """F56"""
        steps = [("due", 3), ("due", 10), ("due", 20)]
        self.assertEqual(self.next(steps, 0), (0, 3))
        done = {(0, DUE): days(3)}
        self.assertEqual(self.next(steps, 3, done), (1, 10))
        done[1, DUE] = days(10)
        self.assertEqual(self.next(steps, 10, done), (2, 20))
        done[2, DUE] = days(20)
        self.assertIsNone(self.next(steps, 30, done))

    def test_who_is_late_already_begins_with_the_first_words(self):
        """F57: and then has the pauses of the plan"""
        steps = [("due", 3), ("due", 10), ("due", 20)]
        self.assertEqual(self.next(steps, 60), (0, 3))
        done = {(0, DUE): days(60)}
        self.assertEqual(self.next(steps, 60, done), (1, 67))

    def test_a_step_before_a_date_is_left_out_once_it_is_there(self):
        """F56"""
        steps = [("due", -7), ("due", -3), ("due", 3)]
        self.assertEqual(self.next(steps, -8), (0, -7))
        self.assertEqual(self.next(steps, -7), (0, -7))
        self.assertEqual(self.next(steps, -2), (1, -3))
        self.assertEqual(self.next(steps, 0), (2, 3))
        self.assertEqual(self.next(steps, -3, {(1, DUE): days(-3)}), (2, 3))

    def test_another_base_begins_anew(self):
        """F56: the next instalment"""
        steps = [("due", 3)]
        done = {(0, DUE): days(3)}
        self.assertIsNone(self.next(steps, 40, done))
        self.assertEqual(self.next(steps, 40, done, due=days(30)), (0, 33))

    def test_a_clock_that_goes_back_repeats_nothing(self):
        """F57"""
        steps = [("due", 3), ("due", 10)]
        done = {(0, DUE): days(3)}
        self.assertEqual(self.next(steps, 2, done), (1, 10))

    def test_a_condition_passes_a_step_over(self):
        """F56"""
        steps = [("due", 3, "unopened"), ("due", 3, "opened"), ("due", 9)]
        self.assertEqual(self.next(steps, 5, holds=lambda one: one == "opened"), (1, 3))
        self.assertEqual(self.next(steps, 5, holds=lambda one: one == "open"), (2, 9))

    def test_mails_leave_in_the_hours_of_all_zones(self):
        """F57"""
        wednesday = datetime(2026, 7, 15, 12, 0)
        self.assertTrue(may_send(wednesday, ["UTC"], 9, 17, False))
        self.assertTrue(may_send(wednesday, ["UTC", "Europe/Paris"], 9, 17, False))
        # 5 in the morning, and 9 in the evening.
        self.assertFalse(
            may_send(wednesday, ["UTC", "America/Los_Angeles"], 9, 17, False)
        )
        self.assertFalse(may_send(wednesday, ["UTC", "Asia/Tokyo"], 9, 17, False))
        self.assertTrue(may_send(wednesday, ["No/Where", ""], 9, 17, False))

    def test_not_on_weekends_where_the_reader_is(self):
        """F57"""
        saturday = datetime(2026, 7, 18, 12, 0)
        self.assertFalse(may_send(saturday, ["UTC"], 9, 17, False))
        self.assertTrue(may_send(saturday, ["UTC"], 9, 17, True))
        # Friday in California, and Saturday in Auckland.
        late_friday = datetime(2026, 7, 17, 22, 0)
        self.assertFalse(may_send(late_friday, ["Pacific/Auckland"], 0, 24, False))
        self.assertTrue(may_send(late_friday, ["America/Los_Angeles"], 0, 24, False))

    def test_when_the_time_for_mails_ends_today(self):
        """F57: in the first of all zones, on days on which clocks change, too"""
        noon = datetime(2026, 7, 15, 12, 0)
        self.assertEqual(closing(noon, ["UTC"], 17), datetime(2026, 7, 15, 17, 0))
        self.assertEqual(
            closing(noon, ["UTC", "Europe/Paris"], 17.5), datetime(2026, 7, 15, 15, 30)
        )
        # Already over there.
        self.assertEqual(
            closing(noon, ["UTC", "Asia/Tokyo"], 17), datetime(2026, 7, 15, 8, 0)
        )
        self.assertEqual(closing(noon, ["No/Where"], 24), datetime(2026, 7, 16, 0, 0))
        # An hour back in the night before, an hour forward likewise.
        for day, hour in ((datetime(2026, 10, 25), 16), (datetime(2026, 3, 29), 15)):
            self.assertEqual(
                closing(day.replace(hour=12), ["Europe/Paris"], 17),
                day.replace(hour=hour),
            )
