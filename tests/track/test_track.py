# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import threading
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.http import Application

from ...carriers.times import moment
from ..common.base import CANARY, PublicLinkHttpCase
from ..common.track import TrackFixtures


class TestTrackPage(TrackFixtures, PublicLinkHttpCase):
    def track(self, document, **values):
        """Return the text of the page of a document's track link."""
        response = self.open(self.issue(document, "track"), **values)
        self.assertPublic(response, 200)
        return response.text

    def queries(self, link):
        """Return the number of queries of one open, the log's own left out."""
        seen, original = [], Application.__call__

        def counting(app, environ, start_response):
            try:
                return original(app, environ, start_response)
            finally:
                seen.append(threading.current_thread().query_count)

        with patch.object(Application, "__call__", counting):
            self.open(link)
        return seen[-1]

    def test_a_number_typed_by_hand_is_enough(self):
        """A25, A26, A28, A33, F11: no provider, no order, no login."""
        picking = self.make_picking(done=True)
        text = self.track(picking)
        self.assertFalse(picking.sale_id)
        for expected in (
            "123456789012",
            "FedEx Ground",
            "https://carrier.example/?n=123456789012",
            "Shipped",
            "Left us on",
        ):
            self.assertIn(expected, text)

    def test_the_page_says_all_that_the_carrier_said(self):
        """A26, A27, A28, A29, A31, A32, A34, A36, A38, F12, F13"""
        picking = self.make_picking(done=True)
        parcel = picking.parcel_ids
        parcel._ingest(
            self.result(
                parcel,
                self.scan(30, message="Picked Up", city="RENO", state_name="NV"),
                self.scan(3, message="Arrived at facility"),
                state="in_transit",
                service="Ground",
            ),
            "poll",
        )
        parcel.last_success_at = fields.Datetime.now()
        text = self.track(picking)
        for expected in (
            self.company.name,
            "FedEx Ground",
            "Ground",
            "On its way",
            "It was last seen in Newark, NJ, United States.",
            "Reno, NV, United States",
            "Bayonne, United States",
            "Picked Up",
            "Arrived at facility",
            "Last carrier scan",
            "We last checked",
            "Nothing to do.",
            "Times are those of Brussels.",
        ):
            self.assertIn(expected, text)
        self.assertLess(text.index("Arrived at facility"), text.index("Picked Up"))

    def test_only_the_parcels_of_the_token_are_shown(self):
        """A25, A3"""
        other = self.make_picking("OTHER0000001")
        link = self.issue(self.make_picking("MINE00000001"), "track")
        for query in ("", f"?id={other.id}", f"?parcel={other.parcel_ids.id}"):
            text = self.get(link._path() + query).text
            self.assertIn("MINE00000001", text)
            self.assertNotIn("OTHER0000001", text)
        self.assertEqual(self.get(f"{link._path()}/{other.id}").status_code, 404)

    def test_an_eta_is_shown_only_when_the_carrier_gave_one(self):
        """A30, A35"""
        picking = self.make_picking()
        parcel = picking.parcel_ids
        self.assertIn("No date yet", self.track(picking))
        self.assertNotIn("Arriving", self.track(picking))
        tomorrow = self.today + timedelta(days=1)
        eta = moment(tomorrow.isoformat())
        parcel._ingest(
            self.result(parcel, state="in_transit", eta_from=eta, eta_to=eta), "poll"
        )
        text = self.track(picking)
        self.assertIn("Arriving ", text)
        self.assertNotIn("No date yet", text)

    def test_an_eta_that_passed_is_said_to_have_passed(self):
        """A35"""
        picking = self.make_picking()
        picking.parcel_ids.write(
            {"eta_to": self.today - timedelta(days=2), "state": "in_transit"}
        )
        text = self.track(picking)
        self.assertIn("Expected date passed", text)
        self.assertNotIn("Arriving", text)
        # Nobody is told that there is nothing to do, nor shown the day that has passed.
        self.assertNotIn("Nothing to do", text)
        self.assertNotIn('class="when"', text.split("<li><span>Delivered</span>")[1])

    def test_several_parcels_the_worst_first(self):
        """F11"""
        picking = self.make_picking("AAAA00001, BBBB00002, CCCC00003")
        first, second, third = picking.parcel_ids.sorted("number")
        first.state = second.state = "delivered"
        third.state = "exception"
        text = self.track(picking)
        self.assertIn("1 of 3 parcels; the others have arrived.", text)
        self.assertIn("Problem on the way", text)
        self.assertLess(text.index("CCCC00003"), text.index("AAAA00001"))

    def test_a_label_is_not_a_shipment(self):
        """A34"""
        picking = self.make_picking()
        picking.parcel_ids._ingest(
            self.result(picking.parcel_ids, state="pre_transit"), "poll"
        )
        text = self.track(picking)
        self.assertIn("the carrier does not have the parcel yet", text)
        self.assertNotIn("On its way</h1>", text)

    def test_each_state_says_what_to_do_next(self):
        """A34, F13"""
        picking = self.make_picking()
        parcel = picking.parcel_ids
        parcel.last_success_at = fields.Datetime.now()
        link = self.issue(picking, "track")
        seen = set()
        for state, _label in parcel._fields["state"].selection:
            parcel.state = state
            text = self.open(link).text
            self.assertIn(f'data-code="{state}"', text)
            advice = text.split('class="soft">')[1].split("<")[0]
            self.assertGreater(len(advice), 20, state)
            seen.add(advice)
        self.assertEqual(len(seen), len(parcel._fields["state"].selection))

    def test_a_local_time_is_never_given_a_zone(self):
        """F12"""
        picking = self.make_picking()
        parcel = picking.parcel_ids
        local = self.ago(hours=5).replace(hour=11, minute=5, second=0)
        parcel._ingest(
            self.result(
                parcel,
                self.scan(0, message="Naive one", at=moment(local.isoformat())),
                self.scan(0, message="Day only", at=moment(local.date().isoformat())),
                self.scan(0, message="No time at all", at=moment(None)),
                state="in_transit",
            ),
            "poll",
        )
        self.assertFalse(any(parcel.event_ids.mapped("occurred_at")))
        text = self.track(picking)
        self.assertIn("11:05", text)
        self.assertIn("Scans have the time of their place.", text)
        self.assertNotIn("Times are those of", text)
        self.assertIn("Time not given", text)

    def test_many_scans_fold_away(self):
        """A36"""
        picking = self.make_picking()
        parcel = picking.parcel_ids
        scans = [self.scan(hours, message=f"Scan {hours}") for hours in range(9, 0, -1)]
        parcel._ingest(self.result(parcel, *scans, state="in_transit"), "poll")
        text = self.track(picking)
        self.assertIn("Show 5 earlier scans", text)
        # Not the menu of languages, which folds too.
        folded = text.index("<details", text.index("Scan 1"))
        self.assertLess(text.index("Scan 4"), folded)
        self.assertLess(folded, text.index("Scan 5"))

    def test_silence_and_an_unreachable_carrier_are_said(self):
        """F12, F13"""
        picking = self.make_picking()
        parcel = picking.parcel_ids
        parcel.write({"state": "in_transit", "last_event_at": self.ago(hours=71)})
        self.assertNotIn("no scan for more than three days", self.track(picking))
        parcel.last_event_at = self.ago(hours=73)
        self.assertIn("no scan for more than three days", self.track(picking))
        parcel.write({"fail_count": 3, "last_success_at": self.ago(hours=23)})
        self.assertNotIn("has not answered us", self.track(picking))
        parcel.last_success_at = self.ago(hours=25)
        self.assertIn("has not answered us", self.track(picking))

    def test_nobody_is_named(self):
        """A4: city and country only; no names, streets, signatures."""
        picking = self.make_picking(note=CANARY)
        parcel = picking.parcel_ids
        parcel._ingest(
            self.result(
                parcel,
                self.scan(2, "delivered", "Delivered, signed for by: J SMITH"),
                self.scan(3, "in_transit", "Left with neighbour MEIER at 12 High St"),
                state="delivered",
            ),
            "poll",
        )
        text = self.track(picking)
        for private in ("SMITH", "MEIER", "High St", "Lynn Street", CANARY):
            self.assertNotIn(private, text)

    def test_the_copy_button_copies_the_number(self):
        """A37"""
        text = self.track(self.make_picking())
        self.assertIn('data-copy="123456789012"', text)

    def test_a_number_is_text_and_never_markup(self):
        """A28"""
        odd = "<script>alert1</script>"
        text = self.track(self.make_picking(f"{odd}, {'9' * 300}"))
        self.assertNotIn("<script>alert", text)
        self.assertIn("&lt;SCRIPT&gt;ALERT1&lt;/SCRIPT&gt;", text)
        self.assertIn("9" * 200, text)

    def test_no_number_yet_is_a_page_that_says_so(self):
        """A81, A22"""
        picking = self.make_picking(False)
        text = self.track(picking)
        self.assertIn("As soon as there is a tracking number", text)
        [blocker] = picking._public_link_blockers("track")
        self.assertEqual(blocker.code, "no_number")

    def test_the_visibility_setting_closes_the_page(self):
        """A81, A69, A22"""
        picking = self.make_picking()
        link = self.issue(picking, "track")
        for name in ("show_tracking", "track_enabled", "enabled"):
            self.company[f"public_links_{name}"] = False
            self.assertPublic(self.open(link), 410)
            codes = {row.code for row in picking._public_link_blockers("track")}
            self.assertTrue(codes & {"tracking_hidden", "disabled"})
            self.company[f"public_links_{name}"] = True
        self.assertPublic(self.open(link), 200)

    def test_what_does_not_leave_the_house_has_no_page(self):
        """A81"""
        picking = self.make_picking(picking_type_id=self.stock.in_type_id.id)
        self.assertFalse(picking.parcel_ids)
        self.assertPublic(self.open(self.issue(picking, "track")), 410)

    def test_a_cancelled_delivery_says_so(self):
        """A29"""
        picking = self.make_picking()
        picking.action_cancel()
        self.assertIn("This delivery will not be sent.", self.track(picking))

    def test_the_page_costs_few_queries_whatever_its_length(self):
        """F11: ten parcels with fifty scans each."""
        picking = self.make_picking(",".join(f"PARCEL{n:04}" for n in range(10)))
        for parcel in picking.parcel_ids:
            scans = [self.scan(hours, message=f"S{hours}") for hours in range(50)]
            parcel._ingest(self.result(parcel, *scans, state="in_transit"), "poll")
        counts = []
        for document in (picking, self.make_picking()):
            link = self.issue(document, "track")
            self.open(link)
            self.open(link)
            counts.append(self.queries(link))
        self.assertEqual(*counts)
        self.assertLessEqual(counts[0], 20)

    def test_progress_comes_first_in_the_customers_words(self):
        """K13, F43: no number of ours as a heading; steps with their days"""
        picking = self.make_picking(done=True)
        parcel = picking.parcel_ids
        parcel._ingest(
            self.result(
                parcel,
                self.scan(30, message="Picked Up"),
                # Now: two hours ago was another day just after midnight.
                self.scan(0, "out_for_delivery", "On the vehicle"),
                state="out_for_delivery",
            ),
            "poll",
        )
        text = self.track(picking)
        hero = text.split("<main")[1].split("</section>")[0]
        self.assertIn("<h1>Arriving today</h1>", hero)
        path = hero.split('class="path"')[1]
        places = [
            path.index(f">{step}<")
            for step in ("Packed", "Shipped", "Out for delivery", "Delivered")
        ]
        self.assertEqual(places, sorted(places))
        self.assertNotIn("Ordered", hero, "There is no order.")
        self.assertNotIn(picking.name, hero)
        self.assertEqual(hero.count('aria-current="step"'), 1)

    def test_the_reason_of_a_problem_stands_in_the_first_card(self):
        """K13, F43: and whom to ask beside it"""
        picking = self.make_picking("AAAA00001, BBBB00002", done=True)
        bad, good = picking.parcel_ids.sorted("number")
        good.state = "in_transit"
        bad._ingest(
            self.result(
                bad,
                self.scan(2, "exception", "Address not found"),
                state="exception",
                reason="address",
            ),
            "poll",
        )
        text = self.track(picking)
        hero = text.split("<main")[1].split("</section>")[0]
        self.assertIn("The driver could not find the address.", hero)
        self.assertIn("mailto:", hero)
        self.assertIn("1 of 2 parcels; none has arrived yet.", hero)
        self.assertIn('class="fail"', text)
        self.assertIn("Address not found", text)
        for state in ("attempt_failed", "return_to_sender", "cancelled", "in_transit"):
            bad.write({"state": state, "reason": False})
            hero = self.track(picking).split("<main")[1].split("</section>")[0]
            self.assertEqual("mailto:" in hero, state == "attempt_failed", state)
            good.state = bad.state
            hero = self.track(picking).split("<main")[1].split("</section>")[0]
            self.assertEqual("mailto:" in hero, state != "in_transit", state)
            good.state = "in_transit"

    def test_one_of_several_parcels_is_unfolded(self):
        """K13, F43: delivered ones stay folded"""
        picking = self.make_picking(",".join(f"PARCEL{n:04}" for n in range(8)))
        picking.parcel_ids.state = "delivered"
        text = self.track(picking)
        self.assertEqual(text.count('<details class="parcel"'), 8)
        self.assertNotIn('<details class="parcel" open', text)
        picking.parcel_ids[3].state = "in_transit"
        self.assertEqual(self.track(picking).count('class="parcel" open='), 1)

    def test_the_page_says_what_is_in_the_parcel(self):
        """K13, F43: by package, by delivery; with pictures"""
        picking = self.make_picking(done=True)
        text = self.track(picking)
        self.assertIn("In this parcel", text)
        self.assertIn(self.product.name, text)
        self.assertNotIn("/picture/", text)
        self.product.image_1920 = (
            b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwAD"
            b"hgGAWjR9awAAAABJRU5ErkJggg=="
        )
        link = self.issue(picking, "track")
        path = f"{link._path('picture')}/{self.product.id}"
        self.assertIn(path, self.open(link).text)
        response = self.get(path)
        self.assertEqual(response.headers["Content-Type"], "image/png")
        other = self.env["product.product"].create({"name": "Other"})
        for wrong in (other.id, 0, 99999999):
            self.assertEqual(
                self.get(f"{link._path('picture')}/{wrong}").status_code, 404
            )
        # Of several parcels without packages nobody knows which has what.
        several = self.make_picking("AAAA00001, BBBB00002", done=True)
        text = self.track(several)
        self.assertNotIn("In this parcel", text)
        self.assertIn("What you get", text)

    def test_the_expected_day_as_a_calendar_file(self):
        """K13, F43, F54: of this link's parcels alone, and only while it is expected"""
        picking, other = self.make_picking(), self.make_picking("OTHER0000001")
        parcel = picking.parcel_ids
        day = self.today + timedelta(days=3)
        (parcel + other.parcel_ids).write({"eta_to": day, "state": "in_transit"})
        link = self.issue(picking, "track")
        path = f"{link._path('calendar')}/{parcel.id}"
        self.assertIn(path, self.open(link).text)
        file = self.get(path)
        self.assertIn(f"DTSTART;VALUE=DATE:{day:%Y%m%d}", file.text)
        self.assertIn("attachment", file.headers["Content-Disposition"])
        self.assertNotIn(link._token(), file.text)
        wrong = f"{link._path('calendar')}/{other.parcel_ids.id}"
        self.assertEqual(self.get(wrong).status_code, 404)
        parcel.state = "exception"
        self.assertEqual(self.get(path).status_code, 404)
