# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What failed when real payloads and installations met the addon: parcels and their page."""

from datetime import date, timedelta
from typing import NamedTuple
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged

from ...carriers.base import Place
from ...carriers.times import moment
from ...models.track import words_of_days
from ..common.base import PublicLinkHttpCase
from ..common.track import TrackFixtures


class Lang(NamedTuple):
    """A language that need not be installed."""

    code: str


@tagged("post_install", "-at_install")
class TestField(TrackFixtures, PublicLinkHttpCase):
    def track(self, document):
        response = self.open(self.issue(document, "track"))
        self.assertPublic(response, 200)
        return response.text

    def at(self, hours, zone):
        """Return a moment some hours ago, as a clock with an offset shows it."""
        local = self.ago(hours=hours) + timedelta(hours=zone)
        return moment(f"{local.isoformat()}{zone:+03}:00")

    # === NUMBERS === #

    def test_staff_see_how_a_reference_is_read_and_correct_it(self):
        """K2: the correction survives the next write of the reference."""
        picking = self.make_picking("JD0146000062+JD0146000063")
        self.assertEqual(picking.parcel_numbers, "JD0146000062, JD0146000063")
        picking.parcel_numbers = "JD0146000062, jd 0146000069"
        wanted = ["JD0146000062", "JD0146000069"]
        self.assertEqual(picking.parcel_ids.sorted("number").mapped("number"), wanted)
        picking.carrier_tracking_ref = "JD0146000062 + JD0146000063"
        self.assertEqual(picking.parcel_ids.sorted("number").mapped("number"), wanted)
        # One more from the connector is one more.
        picking.carrier_tracking_ref = "JD0146000062+JD0146000063+JD0146000070"
        self.assertEqual(
            picking.parcel_ids.sorted("number").mapped("number"),
            [*wanted, "JD0146000070"],
        )
        # Another shipment has nothing to do with it.
        picking.carrier_tracking_ref = "OTHER0000001"
        self.assertEqual(picking.parcel_ids.mapped("number"), ["OTHER0000001"])

    def test_a_reference_that_was_read_wrongly_is_put_right(self):
        """K2: also where nothing, or nonsense, was seen."""
        picking = self.make_picking("no tracking yet")
        self.assertFalse(picking.parcel_ids)
        picking.parcel_numbers = "ABC0000001"
        self.assertEqual(picking.parcel_ids.number, "ABC0000001")
        picking.parcel_numbers = ""
        self.assertFalse(picking.parcel_ids)
        picking.carrier_tracking_ref = "ABC0000002"
        self.assertEqual(picking.parcel_ids.number, "ABC0000002")

    # === ACCOUNTS === #

    def test_parcels_of_before_the_account_get_it(self):
        """K4: by the settings, and by the delivery method"""
        parcel, other = (
            self.make_picking().parcel_ids,
            self.make_picking("B2").parcel_ids,
        )
        arrived = self.make_picking("C3").parcel_ids
        arrived.state = "delivered"
        chosen, account, dearer = (
            self.make_account("easypost", name=name) for name in ("a", "b", "c")
        )
        other.account_id = chosen
        self.company.public_links_track_account_id = account
        self.assertEqual(parcel.account_id, account)
        self.assertTrue(parcel.next_check_at)
        self.assertEqual(other.account_id, chosen, "Staff have chosen it.")
        self.assertFalse(arrived.account_id)
        self.carrier.write(
            {"tracking_account_id": dearer.id, "tracking_carrier_code": "USPS"}
        )
        self.assertEqual((parcel.account_id, parcel.carrier_code), (dearer, "USPS"))
        self.assertEqual(other.account_id, chosen)

    def test_the_first_news_comes_within_the_hour(self):
        """K9"""
        account = self.make_account()
        self.company.public_links_track_account_id = account
        parcel = self.make_picking().parcel_ids
        parcel._record_answer(self.result(parcel), "poll")
        half, now = timedelta(minutes=30), fields.Datetime.now()

        def wait(parcel):
            return parcel.next_check_at - fields.Datetime.now()

        self.assertLessEqual(wait(parcel), half)
        # So it is for one that waited for an account, though not for one with news.
        waited = self.make_picking("WAITED0001").parcel_ids
        self.env.cr.execute(
            "UPDATE shipment_parcel SET create_date = %s WHERE id = %s",
            (now - timedelta(days=5), waited.id),
        )
        waited.invalidate_recordset()
        waited._record_answer(self.result(waited), "poll")
        self.assertLessEqual(wait(waited), half)
        waited.account_id = self.make_account("aftership")
        self.assertFalse(waited.registered_at, "Another provider was told of nothing.")
        waited._record_answer(self.result(waited, self.scan(1)), "poll")
        self.assertGreater(wait(waited), half)

    def test_the_page_says_when_there_may_be_news(self):
        """K9: where the provider cannot be asked within the hour"""
        account = self.make_account("dhl")
        self.company.public_links_track_account_id = account
        picking = self.make_picking(done=True)
        picking.parcel_ids._record_answer(self.result(picking.parcel_ids), "poll")
        says = "We ask the carrier again on"
        self.assertNotIn(says, self.track(picking))
        account.rest_until = fields.Datetime.now() + timedelta(hours=9)
        self.assertIn(says, self.track(picking))
        account.rest_until = False
        midnight = fields.Datetime.now() + timedelta(hours=9)
        self.patch(type(account), "_asks_again_at", lambda account: midnight)
        self.assertIn(says, self.track(picking))

    # === DATES === #

    def test_a_parcel_is_judged_by_its_shipments_dates(self):
        """K9: entered late, and recycled"""
        picking = self.make_picking(False, done=True)
        picking.date_done = self.ago(days=95)
        picking.carrier_tracking_ref = "LATE000001"
        parcel = picking.parcel_ids
        arrived = self.scan(24 * 90, "delivered", "Delivered")
        parcel._ingest(
            self.result(parcel, arrived, state="delivered", ago=24 * 90), "poll"
        )
        self.assertEqual(parcel.state, "delivered")
        # The same number 48 days before the shipment was another parcel's.
        again = self.make_picking("LATE000001").parcel_ids
        before = self.scan(24 * 48, "delivered", "Delivered")
        again._ingest(
            self.result(again, before, state="delivered", ago=24 * 48), "poll"
        )
        self.assertEqual(again.state, "unknown")
        self.assertFalse(again.event_ids)

    def test_nobody_waits_for_the_first_scan_of_an_old_parcel(self):
        """K9"""
        picking = self.make_picking(done=True)
        parcel = picking.parcel_ids
        parcel.last_success_at = fields.Datetime.now()
        self.assertIn("The first scan often takes a day", self.track(picking))
        picking.date_done = self.ago(days=30)
        text = self.track(picking)
        self.assertNotIn("The first scan often takes a day", text)
        self.assertIn("Has it not arrived?", text)

    # === THE PAGE === #

    def test_a_scan_has_the_time_of_its_own_place(self):
        """K10"""
        picking = self.make_picking()
        parcel = picking.parcel_ids
        at = self.at(3, -4)
        parcel._ingest(self.result(parcel, self.scan(0, at=at)), "poll")
        shown = at.local.strftime("%-I:%M")
        self.assertIn(f"{shown}\N{NARROW NO-BREAK SPACE}", self.track(picking))

    def test_days_are_written_out(self):
        """K13: "déc." would end a sentence with two full stops"""
        for code, soon, later in (
            ("en_US", "Tuesday, December 8", "Friday, January 1, 2027"),
            ("en_GB", "Tuesday 8 December", "Friday, 1 January 2027"),
            ("fr_FR", "mardi 8 décembre", "vendredi 1 janvier 2027"),
            ("de_DE", "Dienstag, 8. Dezember", "Freitag, 1. Januar 2027"),
            ("es_ES", "martes, 8 de diciembre", "viernes, 1 de enero de 2027"),
            ("ja_JP", "12月8日(火曜日)", "2027年1月1日金曜日"),
        ):
            with (
                self.subTest(code),
                patch.object(
                    words_of_days, "get_lang", lambda env, code=code: Lang(code)
                ),
                patch.object(words_of_days, "_today", lambda env: date(2026, 11, 30)),
            ):
                for day, words in (
                    (date(2026, 12, 8), soon),
                    (date(2027, 1, 1), later),
                ):
                    self.assertEqual(words_of_days.full_day(self.env, day), words)

    def test_from_is_where_the_carrier_says(self):
        """K10: from China, not from our warehouse"""
        picking = self.make_picking()
        parcel = picking.parcel_ids
        self.stock.partner_id.city = "Brisbane"
        self.assertIn("Brisbane", self.track(picking))
        parcel._ingest(self.result(parcel, origin=Place(country="CN")), "poll")
        text = self.track(picking)
        self.assertIn("China", text)
        self.assertNotIn("Brisbane", text)

    def test_the_carriers_own_page_is_found_without_a_template(self):
        """K11: what the provider says; the seller's own comes first"""
        picking = self.make_picking()
        parcel = picking.parcel_ids
        url = "https://track.example.com/abc"
        parcel._ingest(self.result(parcel, page_url=url), "poll")
        self.assertEqual(parcel.carrier_url, "https://carrier.example/?n=123456789012")
        self.carrier.tracking_url = False
        self.assertEqual(parcel.carrier_url, url)
        self.assertIn(f'href="{url}"', self.track(picking))
        parcel.page_url = "javascript:alert(1)"
        self.assertFalse(parcel.carrier_url)

    def test_late_is_no_problem_and_a_problem_has_no_date(self):
        """K12"""
        picking = self.make_picking()
        parcel = picking.parcel_ids
        eta = moment((self.today + timedelta(days=2)).isoformat())
        dated = {"eta_from": eta, "eta_to": eta}
        parcel._ingest(
            self.result(parcel, ago=2, state="in_transit", reason="weather", **dated),
            "poll",
        )
        text = self.track(picking)
        self.assertIn("The weather holds it up.", text)
        self.assertIn("Arriving", text)
        self.assertNotIn("Please contact us", text)
        parcel._ingest(
            self.result(parcel, ago=1, state="exception", reason="seized", **dated),
            "poll",
        )
        text = self.track(picking)
        self.assertIn("The authorities hold it back.", text)
        self.assertNotIn("Arriving", text)
        self.assertNotIn("Expected delivery", text)
        parcel._ingest(self.result(parcel, state="in_transit"), "poll")
        self.assertFalse(parcel.reason, "It goes on.")

    def test_names_and_streets_stay_out_and_harmless_words_stay(self):
        """K5, K7, A4, S23"""
        picking = self.make_picking()
        picking.partner_id.write({"name": "Nora Feldman", "street": "Alder Street 7"})
        parcel = picking.parcel_ids
        parcel._ingest(
            self.result(
                parcel,
                self.scan(9, message="Shipment received by PostNL"),
                self.scan(8, message="Handed to N. FELDMAN"),
                self.scan(7, message="Brought to ALDER STREET 7"),
                self.scan(6, "delivered", "Delivered to QUILL"),
                self.scan(5, message="QUILL"),
                state="delivered",
            ),
            "poll",
        )
        text = self.track(picking)
        self.assertIn("Shipment received by PostNL", text)
        for private in ("FELDMAN", "ALDER", "QUILL"):
            self.assertNotIn(private, text)

    def test_a_name_that_comes_later_goes_from_earlier_texts(self):
        """K7, S23: the field that tells it comes with the last answer"""
        parcel = self.make_picking().parcel_ids
        first = self.scan(5, message="Handed to SMITH")
        parcel._ingest(self.result(parcel, first), "poll")
        self.assertEqual(parcel.event_ids.message, "Handed to SMITH")
        parcel._ingest(self.result(parcel, first, people=("J Smith", "Smith")), "poll")
        self.assertFalse(parcel.event_ids.message)
        self.assertEqual(len(parcel.event_ids), 1)

    def test_the_same_scan_in_two_spellings_stands_once(self):
        """K6: by poll with its offset, by webhook in UTC"""
        parcel = self.make_picking().parcel_ids
        at = self.ago(hours=3)
        polled = self.scan(0, at=self.at(3, 1))
        told = self.scan(0, at=moment(f"{at.isoformat()}.000Z"), id="x1")
        parcel._ingest(self.result(parcel, polled), "poll")
        parcel._ingest(self.result(parcel, told), "webhook")
        parcel._ingest(self.result(parcel, polled, told), "poll")
        self.assertEqual(len(parcel.event_ids), 1)


@tagged("post_install", "-at_install")
class TestDropShip(TrackFixtures, PublicLinkHttpCase):
    def test_what_a_supplier_sends_is_a_delivery_like_any(self):
        """K3: the order's page tells the truth, and the link opens."""
        if "dropship" not in dict(
            self.env["stock.picking.type"]
            ._fields["code"]
            ._description_selection(self.env)
        ):
            return  # stock_dropshipping is not installed; the full house has it.
        picking = self.make_picking(False)
        picking.picking_type_id = self.env["stock.picking.type"].search(
            [("code", "=", "dropship"), ("company_id", "=", self.company.id)], limit=1
        )
        picking.carrier_tracking_ref = "DROP000001"
        self.assertEqual(picking.parcel_ids.number, "DROP000001")
        response = self.open(self.issue(picking, "track"))
        self.assertPublic(response, 200)
        self.assertFalse(picking._public_link_blockers_view())
