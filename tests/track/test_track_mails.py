# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Mails about parcels: each news once, of one shipment, in the words of the page."""

from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields

from ...models.track import shipment_news, stock_picking_news
from ..common.parcel_mail import ParcelMailCase


class TestParcelMails(ParcelMailCase):
    def test_customers_get_mails_only_when_a_setting_is_on(self):
        """A30, F13, F45, Q7: all are off at first, and each is for its own news"""
        fresh = self.env["res.company"].create({"name": "Fresh"})
        self.assertFalse(any(fresh[name] for name in shipment_news.SETTINGS))
        self.switch(*shipment_news.SETTINGS, on=False)
        parcel = self.number()
        for state, ago in (("in_transit", 9), ("exception", 8), ("delivered", 7)):
            self.say(parcel, state, ago)
            self.assertFalse(parcel.mail_at)
        self.assertFalse(self.tell())
        for setting, state in (
            ("shipped", "in_transit"),
            ("out", "out_for_delivery"),
            ("out", "available_for_pickup"),
            ("exception", "attempt_failed"),
            ("exception", "exception"),
            ("exception", "return_to_sender"),
            ("delivered", "delivered"),
        ):
            name = f"public_links_track_mail_{setting}"
            with self.subTest(state):
                for on in (False, True):
                    self.switch(*shipment_news.SETTINGS, on=not on)
                    self.switch(name, on=on)
                    picking = self.make_picking(
                        f"{state.replace('_', '')[:6]}{on:06}".upper()
                    )
                    self.say(picking.parcel_ids, state)
                    self.tell()
                    self.assertEqual(len(self.mails(picking)), on, self.kinds(picking))

    def test_a_customer_gets_each_mail_once(self):
        """F13, A73, F45: in order, and nothing after the last"""
        parcel = self.number()
        for state, ago in (
            ("in_transit", 10),
            ("out_for_delivery", 9),
            ("exception", 8),
            ("out_for_delivery", 7),
            ("in_transit", 6),
            ("delivered", 5),
            ("in_transit", 4),
            ("exception", 3),
            ("delivered", 2),
        ):
            self.say(parcel, state, ago)
            with patch.object(stock_picking_news, "MOST_OF_SHIPMENT", 9):
                self.tell()
        self.assertEqual(
            self.kinds(), ["shipped", "out_for_delivery", "exception", "delivered"]
        )
        mails = self.mails()
        self.assertEqual(len(mails), 4)
        self.assertEqual(mails.recipient_ids, self.customer)
        [link] = self.links_of(self.picking)
        self.assertEqual((link.purpose, link.partner_id), ("track", self.customer))
        self.assertNotIn("eyJ", "".join(mails.mapped("body_html")))

    def test_subject_preview_and_button_say_what_it_is(self):
        """F45: and the button is the reader's own track link"""
        self.say(self.number(), "out_for_delivery", 0)
        [mail] = self.tell(timedelta(0))
        name = self.order.name
        self.assertEqual(mail.subject, f"Out for delivery: your order {name}")
        text = self.text(mail)
        self.assertLess(text.index("Arriving today · It is on the vehicle"), 2500)
        for expected in ("Hello Joel Willis", "123456789012", "FedEx Ground", name):
            self.assertIn(expected, text)
        self.assertIn("Track your parcel</a>", text)
        [link] = self.links_of(self.picking)
        self.assertIn(link._url(), text)
        for secret in (self.order._portal_ensure_token(), "CANARY"):
            self.assertNotIn(secret, text)

    def test_the_mail_says_what_the_page_says(self):
        """F45, F54: reasons, places and advice are those of the page"""
        for state, values, subject, expected in (
            (
                "exception",
                {"reason": "address"},
                "Problem on the way",
                ("could not find the address", "pass it on", "See what happened"),
            ),
            (
                "available_for_pickup",
                {"pickup": "Corner shop, Main St"},
                "Ready to collect",
                ("Corner shop, Main St", "See where to collect it"),
            ),
            (
                "delivered",
                {"spot": "locker"},
                "Delivered",
                ("In a parcel locker", "missing or damaged", "See your delivery"),
            ),
            (
                "return_to_sender",
                {},
                "Going back",
                ("on its way back to us", "Please contact us"),
            ),
        ):
            with self.subTest(state):
                picking = self.make_picking(f"{state[:5]}000001".upper())
                self.say(picking.parcel_ids, state, **values)
                self.tell()
                [mail] = self.mails(picking)
                self.assertEqual(
                    mail.subject, f"{subject}: your delivery {picking.name}"
                )
                for words in expected:
                    self.assertIn(words, self.text(mail))

    def test_a_late_scan_of_the_past_sends_nothing(self):
        """F45: "shipped" after "out for delivery", by poll, webhook or hand"""
        self.switch("public_links_track_mail_shipped", on=False)
        parcel = self.number()
        self.say(parcel, "out_for_delivery", 2)
        self.tell()
        self.switch("public_links_track_mail_shipped")
        self.say(parcel, "in_transit", 5)
        self.say(parcel, "in_transit", 1)
        self.tell()
        self.assertEqual(self.kinds(), ["out_for_delivery"])

    def test_old_news_are_no_news(self):
        """F13, F45: a number that is entered weeks later, whatever the provider's own
        clock says of it"""
        for state in ("delivered", "out_for_delivery", "in_transit", "exception"):
            for as_of in (0, 24 * 10):
                picking = self.make_picking(f"OLD{state[-4:]}{as_of:04}".upper())
                scan = self.scan(24 * 10, state=state)
                picking.parcel_ids._ingest(
                    self.result(picking.parcel_ids, scan, state=state, ago=as_of),
                    "poll",
                )
                self.tell()
                with self.subTest(state, as_of=as_of):
                    self.assertEqual(picking.parcel_ids.state, state)
                    self.assertFalse(self.mails(picking))

    def test_what_was_overtaken_before_anybody_looked_is_not_told(self):
        """F45: one answer with the whole story is one mail"""
        parcel = self.number()
        for state, ago in (("in_transit", 9), ("out_for_delivery", 5)):
            self.say(parcel, state, ago)
        self.say(parcel, "delivered", 1)
        self.assertEqual(len(self.tell()), 1)
        self.assertEqual(self.kinds(), ["delivered"])

    def test_several_parcels_are_one_mail(self):
        """F11, F45: "2 of 3 parcels", though their scans come minutes apart"""
        first, second, third = self.number("AAAA00001,BBBB00002,CCCC00003")
        self.say(first, "out_for_delivery")
        self.assertFalse(self.tell(timedelta(minutes=1)), "The others may follow.")
        self.say(second, "out_for_delivery")
        [mail] = self.tell()
        self.assertEqual(
            mail.subject,
            f"2 of 3 parcels out for delivery: your order {self.order.name}",
        )
        text = self.text(mail)
        for expected in (
            *(first | second | third).mapped("number"),
            "Track your parcels",
        ):
            self.assertIn(expected, text)
        self.say(third, "out_for_delivery", 0)
        self.assertEqual(len(self.tell()), 1)

    def test_some_parcels_have_arrived_then_all(self):
        """F11, F45: what is left is still followed"""
        first, second = self.number("AAAA00001,BBBB00002")
        self.switch("public_links_track_mail_shipped", on=False)
        self.say(second, "in_transit", 9)
        self.say(first, "delivered", 2)
        self.assertFalse(self.tell(), "The other one may be handed over next.")
        [mail] = self.tell(timedelta(hours=2))
        self.assertIn("1 of 2 parcels delivered", mail.subject)
        self.say(second, "exception", 1)
        self.assertIn("1 of 2 parcels met a problem", self.tell()[-1].subject)
        self.say(second, "delivered", 0)
        self.assertIn("2 of 2 parcels delivered", self.tell()[-1].subject)
        self.say(first, "exception", 0)
        self.tell()
        self.assertEqual(self.kinds(), ["partly", "exception", "delivered"])

    def test_a_passed_day_is_told_in_the_morning(self):
        """F45: though no carrier says anything"""
        parcel = self.number()
        self.say(parcel, "in_transit", 24 * 4)
        self.tell()
        yesterday = fields.Date.today() - timedelta(days=1)
        parcel.write({"eta_to": yesterday, "eta_known": yesterday})
        parcel.mail_at = False
        with freeze_time(f"{fields.Date.today()} 01:00:00"):
            self.tell(timedelta(0))
            self.assertFalse(self.kinds())
        with freeze_time(f"{fields.Date.today()} 12:00:00"):
            self.tell(timedelta(0))
            self.assertEqual(self.kinds(), ["late"])
            self.tell(timedelta(0))
        [mail] = self.mails()
        self.assertIn("Running late", mail.subject)
        self.assertIn("It was expected on", self.text(mail))

    def test_a_new_date_is_told_with_the_one_before(self):
        """F45: what changes back meanwhile is no news"""
        parcel = self.number()
        day = fields.Date.today() + timedelta(days=3)
        self.say(parcel, "in_transit", 24 * 4)
        parcel.write({"eta_to": day})
        self.assertFalse(self.tell(), "The first date is no new one.")
        parcel.eta_to = day + timedelta(days=9)
        parcel.eta_to = day
        self.assertFalse(self.tell())
        parcel.eta_to = day + timedelta(days=9)
        [mail] = self.tell()
        self.assertTrue(mail.subject.startswith("Arriving "), mail.subject)
        self.assertIn("It was previously expected on", self.text(mail))
        self.assertEqual(parcel.eta_known, parcel.eta_to)
        self.tell()
        self.assertEqual(self.kinds(), ["date"])

    def test_a_day_has_a_limit(self):
        """F45: what is still true then is told the next day"""
        parcel = self.number()
        states = ("in_transit", "attempt_failed", "exception")
        for ago, state in zip((9, 8, 7), states, strict=True):
            self.say(parcel, state, ago)
            self.tell()
        self.say(parcel, "available_for_pickup", 6)
        self.tell()
        self.assertEqual(len(self.kinds()), stock_picking_news.MOST_OF_SHIPMENT)
        self.assertGreater(parcel.mail_at, fields.Datetime.now() + timedelta(hours=20))
        self.tell(timedelta(hours=25))
        self.assertEqual(self.kinds()[-1], "available_for_pickup")
