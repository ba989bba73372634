# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What of a shipment is news, by the table: plain values, no database."""

from datetime import date, datetime, timedelta

from odoo.tests import BaseCase, tagged

from ...models.track import shipment_news, states
from ...models.track.shipment_news import NEWS, Moment, Seen, due

NOW = datetime(2026, 12, 2, 14, 0)
TODAY = date(2026, 12, 2)
DAY = timedelta(days=1)
AT = Moment(now=NOW, today=TODAY, morning=TODAY)


def seen(state, *been, key=1, ago=1, **values):
    """Return a parcel in a state since some hours ago."""
    at = NOW - timedelta(hours=ago) if ago is not None else None
    return Seen(
        key=key, state=state, been=frozenset((state, *been)), at=at, heard=at, **values
    )


def codes(*parcels, told=(), at=AT, on=tuple(NEWS), **values):
    """Return the keys of what is due."""
    told = {one if isinstance(one, tuple) else (one, "") for one in told}
    return [one.code for one in due(parcels, told, at, set(on), **values)]


@tagged("post_install", "-at_install")
class TestNews(BaseCase):
    def test_each_state_is_one_news(self):
        """F45"""
        for state, expected in (
            ("unknown", []),
            ("pre_transit", []),
            ("in_transit", ["shipped"]),
            ("out_for_delivery", ["out_for_delivery"]),
            ("available_for_pickup", ["available_for_pickup"]),
            ("attempt_failed", ["attempt_failed"]),
            ("exception", ["exception"]),
            ("return_to_sender", ["return_to_sender"]),
            ("delivered", ["delivered"]),
            ("cancelled", []),
        ):
            with self.subTest(state):
                self.assertEqual(codes(seen(state)), expected)
                self.assertEqual(codes(seen(state), told=expected), [], "once")
                self.assertEqual(codes(seen(state), on=()), [], "off")

    def test_what_was_overtaken_is_no_news(self):
        """F45: "shipped" after the vehicle, the door, the shop; or after its mail"""
        for further in shipment_news.FURTHER:
            with self.subTest(further):
                self.assertEqual(codes(seen("in_transit"), told=[further]), [])
                if further != "partly":
                    self.assertEqual(codes(seen("in_transit", further)), [])

    def test_nothing_comes_after_delivered(self):
        """F45: whether it was mailed, or only known"""
        for state, _label in ((one.code, one) for one in states.STATES):
            with self.subTest(state):
                self.assertEqual(codes(seen(state), told=["delivered"]), [])
                if state != "delivered":
                    self.assertEqual(codes(seen(state, "delivered")), [])

    def test_old_news_are_no_news(self):
        """F45: and nothing of which nobody knows when it was"""
        for state in ("in_transit", "out_for_delivery", "exception", "delivered"):
            for ago in (24 * 4, None):
                with self.subTest(state, ago=ago):
                    self.assertEqual(codes(seen(state, ago=ago)), [])
        self.assertEqual(codes(seen("out_for_delivery", ago=13)), [], "yesterday's")
        self.assertEqual(codes(seen("delivered", ago=70)), ["delivered"])

    def test_a_number_is_news_once_it_has_left(self):
        """F45: not a label, not one of weeks ago, not what core has told or will tell"""
        label = seen("pre_transit", ago=None)
        self.assertEqual(codes(label), [])
        self.assertEqual(codes(label, left=NOW - DAY), ["shipped"])
        self.assertEqual(codes(label, left=NOW - 6 * DAY), [])
        self.assertEqual(codes(label._replace(named=True), left=NOW - DAY), [])
        moving = seen("in_transit")
        self.assertEqual(codes(moving._replace(named=True), left=NOW - DAY), [])
        self.assertEqual(codes(moving, waits=True), [])
        # Long since left, but only now with the carrier.
        self.assertEqual(codes(moving, left=NOW - 9 * DAY), ["shipped"])

    def test_a_number_that_replaces_one_that_was_told_is_news(self):
        """F45: once a number, while it is on its way; not one that is only added"""
        new = seen("unknown", ago=None, number="NEW", key=2)
        old = seen("in_transit", ago=None, number="OLD")
        wrong = frozenset({"OLD"})
        [news] = due([new], {("shipped", "")}, AT, set(NEWS), named=wrong)
        self.assertEqual((news.code, news.detail), ("number", "NEW"))
        again = {"told": ["shipped", ("number", "NEW")]}
        self.assertEqual(codes(new, named=wrong, **again), [])
        self.assertEqual(codes(new, named=wrong | {"NEW"}, told=["shipped"]), [])
        self.assertEqual(codes(old, new, named=wrong, told=["shipped"]), [], "added")
        voided = old._replace(state="cancelled")
        self.assertEqual(codes(voided, new, named=wrong, told=["shipped"]), ["number"])
        # Of a stranger's parcel, whatever was told of it.
        for told in ("delivered", "return_to_sender", "out_for_delivery"):
            self.assertEqual(
                codes(new, named=wrong, told=["shipped", told]), ["number"], told
            )
        for state in ("out_for_delivery", "delivered", "exception"):
            parcel = seen(state, number="NEW")
            self.assertEqual(
                codes(parcel, named=wrong, told=["shipped"]), [state], state
            )
        off = tuple(set(NEWS) - {"number"})
        self.assertEqual(codes(new, named=wrong, told=["shipped"], on=off), [])
        self.assertEqual(codes(new, told=["shipped"]), [], "nothing was told of late")

    def test_the_expected_day_has_passed(self):
        """F45: on the day after, in the morning; not of a shipment of last month"""
        for days, expected in (
            (-1, []),
            (0, []),
            (1, ["late"]),
            (3, ["late"]),
            (4, []),
        ):
            for state in ("unknown", "pre_transit", "in_transit"):
                parcel = seen(state, ago=24 * 9, eta=TODAY - days * DAY)
                with self.subTest(state, days=days):
                    self.assertEqual(codes(parcel), expected)
        parcel = seen("in_transit", ago=24 * 9, eta=TODAY - DAY)
        night = Moment(now=NOW, today=TODAY, morning=TODAY - DAY)
        self.assertEqual(codes(parcel, at=night), [])
        self.assertEqual(codes(parcel, told=["late"]), [])
        self.assertEqual(codes(parcel._replace(state="out_for_delivery")), [])

    def test_the_carrier_says_that_it_takes_longer(self):
        """F45: a delay, no problem; who knows the new date knows it"""
        parcel = seen("in_transit", reason="delay")
        self.assertEqual(codes(parcel, told=["shipped"]), ["late"])
        self.assertEqual(codes(parcel, told=["shipped", ("date", "2026-12-04")]), [])
        self.assertEqual(codes(parcel._replace(reason="customs"), told=["shipped"]), [])

    def test_a_new_date_is_one_that_the_reader_does_not_know(self):
        """F45: each once, three at the most, and none that has passed"""
        monday, friday = TODAY + DAY, TODAY + 5 * DAY
        parcel = seen("in_transit", ago=24 * 9, eta=friday, eta_known=monday)
        [news] = due([parcel], set(), AT, set(NEWS))
        self.assertEqual((news.code, news.detail), ("date", "2026-12-07"))
        self.assertEqual(codes(parcel, told=[("date", "2026-12-07")]), [])
        self.assertEqual(codes(parcel, told=[("date", "2026-12-05")]), ["date"])
        many = [("date", f"2026-12-0{day}") for day in (4, 5, 6)]
        self.assertEqual(codes(parcel, told=many), [])
        self.assertEqual(codes(parcel._replace(eta_known=friday)), [])
        self.assertEqual(codes(parcel._replace(eta_known=None)), [])
        self.assertEqual(codes(parcel._replace(state="exception")), [])

    def test_the_first_mail_says_the_date_itself(self):
        """F45: no two mails of one look about when it comes"""
        parcel = seen(
            "in_transit", reason="delay", eta=TODAY + DAY, eta_known=TODAY - DAY
        )
        self.assertEqual(codes(parcel), ["shipped"])
        others = set(NEWS) - {"shipped"}
        self.assertEqual(codes(parcel, on=others), ["date"])

    def test_several_parcels_are_one_mail_of_a_kind(self):
        """F45: with the parcels that it is about"""
        out = [seen("out_for_delivery", key=key) for key in (1, 2)]
        [news] = due([*out, seen("in_transit", key=3)], set(), AT, set(NEWS))
        self.assertEqual((news.code, news.parcels), ("out_for_delivery", (1, 2)))
        bad = seen("exception", key=4)
        self.assertEqual(codes(*out, bad), ["exception", "out_for_delivery"])

    def test_some_have_arrived_then_all(self):
        """F45: what is left on the way is still followed, until all are there"""
        here = seen("delivered", key=1)
        rest = seen("in_transit", key=2)
        self.assertEqual(codes(here, rest), ["partly"])
        self.assertEqual(codes(here, rest, told=["partly"]), [])
        lost = seen("exception", "in_transit", key=2)
        self.assertEqual(codes(here, lost, told=["partly"]), ["exception"])
        there = seen("delivered", key=2)
        self.assertEqual(codes(here, there, told=["partly"]), ["delivered"])
        off = seen("cancelled", key=3)
        self.assertEqual(codes(here, there, off), ["delivered"])
        back = seen("return_to_sender", key=2)
        self.assertEqual(codes(here, back), ["return_to_sender", "partly"])

    def test_mail_and_page_call_a_state_the_same(self):
        """F45, F54"""
        words = {one.code: one.word._source for one in states.STATES}
        for code, news in NEWS.items():
            if code in words:
                self.assertEqual(news.one._source, words[code], code)
                self.assertEqual(news.word._source, words[code], code)
