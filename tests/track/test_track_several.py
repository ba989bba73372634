# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the first card of a track page says of several parcels, in every combination, and
how far a parcel has come."""

from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from ..common.base import PublicLinkCase
from ..common.track import TrackFixtures

ABOUT = "This is about"
# States of a shipment's parcels, then headline and sentence of its page.
TOGETHER = (
    (
        ("delivered", "delivered"),
        "Both parcels have arrived",
        "",
    ),
    (
        ("delivered",) * 3,
        "All 3 parcels have arrived",
        "",
    ),
    (
        ("delivered", "cancelled"),
        "1 of 2 parcels has arrived",
        "The other one was cancelled.",
    ),
    (
        ("delivered", "delivered", "cancelled", "cancelled"),
        "2 of 4 parcels have arrived",
        "The others were cancelled.",
    ),
    (
        ("in_transit", "delivered"),
        "It is on its way",
        f"{ABOUT} 1 of 2 parcels; the other one has arrived.",
    ),
    (
        ("in_transit", "delivered", "delivered"),
        "It is on its way",
        f"{ABOUT} 1 of 3 parcels; the others have arrived.",
    ),
    (
        ("in_transit", "in_transit", "delivered"),
        "It is on its way",
        f"{ABOUT} 2 of 3 parcels; the other one has arrived.",
    ),
    (
        ("in_transit", "in_transit"),
        "It is on its way",
        f"{ABOUT} both parcels.",
    ),
    (
        ("in_transit",) * 3,
        "It is on its way",
        f"{ABOUT} all 3 parcels.",
    ),
    (
        ("in_transit", "out_for_delivery"),
        "It is on its way",
        f"{ABOUT} 1 of 2 parcels; none has arrived yet. One is out for delivery.",
    ),
    (
        ("in_transit", "out_for_delivery", "delivered"),
        "It is on its way",
        f"{ABOUT} 1 of 3 parcels; one has arrived. One is out for delivery.",
    ),
    (
        ("in_transit", "out_for_delivery", "delivered", "delivered"),
        "It is on its way",
        f"{ABOUT} 1 of 4 parcels; 2 have arrived. One is out for delivery.",
    ),
    (
        ("in_transit", *["return_to_sender"] * 2, "available_for_pickup"),
        "It is ready to collect",
        "It waits for you at one of the carrier's shops or lockers."
        f" {ABOUT} 1 of 4 parcels; none has arrived yet. 2 are going back to us.",
    ),
    (
        ("exception", "available_for_pickup", *["out_for_delivery"] * 3),
        "There is a problem on the way",
        f"The carrier reports a problem with it. {ABOUT} 1 of 5 parcels; none has"
        " arrived yet. One is ready to collect. 3 are out for delivery.",
    ),
    (
        ("in_transit", "cancelled"),
        "It is on its way",
        f"{ABOUT} 1 of 2 parcels; the other one was cancelled.",
    ),
    (
        ("in_transit", "in_transit", "cancelled", "cancelled"),
        "It is on its way",
        f"{ABOUT} 2 of 4 parcels; the others were cancelled.",
    ),
    (
        ("exception", "delivered", "in_transit"),
        "There is a problem on the way",
        f"The carrier reports a problem with it. {ABOUT} 1 of 3 parcels; one has"
        " arrived.",
    ),
    (
        ("exception", "exception"),
        "There is a problem on the way",
        f"The carrier reports a problem with it. {ABOUT} both parcels.",
    ),
    (
        ("return_to_sender", "delivered"),
        "It is going back to us",
        f"It is on its way back to us. {ABOUT} 1 of 2 parcels; the other one has"
        " arrived.",
    ),
    (
        ("cancelled", "cancelled"),
        "It was cancelled",
        "The carrier will not bring it: the shipment was cancelled."
        f" {ABOUT} both parcels.",
    ),
)


@tagged("post_install", "-at_install")
class TestSeveral(TrackFixtures, PublicLinkCase):
    def says(self, picking):
        values = picking._public_track_values(self.issue(picking, "track"))
        return values["headline"], values["sentence"]

    def test_several_parcels_are_told_in_one_sentence(self):
        """K13, F43: whom the headline is about, and what of the others, said once"""
        for states, headline, sentence in TOGETHER:
            numbers = ",".join(f"PARCEL{place:04}" for place in range(len(states)))
            picking = self.make_picking(numbers, done=True)
            for parcel, state in zip(picking.parcel_ids, states, strict=True):
                parcel.state = state
            with self.subTest(states=states):
                self.assertEqual(self.says(picking), (headline, sentence))

    def test_what_is_late_is_told_before_what_is_to_come(self):
        """K13, F43: a day that has passed is news; one that is to come can wait"""
        picking = self.make_picking("PARCEL0001,PARCEL0002", done=True)
        late, coming = picking.parcel_ids.sorted("id")
        today = fields.Date.today()
        late.write({"state": "in_transit", "eta_to": today - timedelta(days=2)})
        coming.write({"state": "pre_transit", "eta_to": today + timedelta(days=5)})
        self.assertEqual(self.says(picking)[0], "Expected date passed")
        values = picking._public_track_values(self.issue(picking, "track"))
        self.assertIn("has given no new date", values["notes"][0])

    def test_a_cancelled_label_was_never_shipped(self):
        """F43, A34"""
        picking = self.make_picking(done=True)
        parcel = picking.parcel_ids
        parcel.state = "cancelled"
        event = parcel.event_ids
        steps = parcel._public_steps(event)
        self.assertEqual(
            [(step["label"], step["done"]) for step in steps][-3:],
            [("Cancelled", False), ("Out for delivery", False), ("Delivered", False)],
        )
        # The carrier had it.
        parcel._ingest(
            self.result(parcel, self.scan(5, "in_transit", "Picked up")), "poll"
        )
        parcel.state = "cancelled"
        steps = parcel._public_steps(parcel.event_ids)
        self.assertEqual([step["label"] for step in steps][-2:-1], ["Cancelled"])
        self.assertTrue(steps[-3]["done"])

    def test_the_day_of_one_parcel_is_not_told_of_the_others(self):
        """K13, F43: the headline is the same only where the day is"""
        picking = self.make_picking("PARCEL0001,PARCEL0002", done=True)
        first, second = picking.parcel_ids.sorted("id")
        (first + second).state = "in_transit"
        first.eta_to = fields.Date.today() + timedelta(days=3)
        headline, sentence = self.says(picking)
        self.assertIn("Arriving", headline)
        self.assertEqual(sentence, f"{ABOUT} 1 of 2 parcels; none has arrived yet.")
        second.eta_to = first.eta_to
        self.assertEqual(self.says(picking)[1], f"{ABOUT} both parcels.")

    def test_more_parcels_than_a_page_shows(self):
        """S28, K13: the sentence counts all of them, and says how many are shown"""
        numbers = ",".join(f"PARCEL{place:04}" for place in range(103))
        picking = self.make_picking(numbers, done=True)
        picking.parcel_ids.state = "in_transit"
        sentence = self.says(picking)[1]
        self.assertTrue(sentence.startswith(f"{ABOUT} all 103 parcels. 100 of them"))

    def test_the_overview_says_more_than_the_badge(self):
        """K13, F43: the reason, the day, the place; nothing that stands there already"""
        picking = self.make_picking("PARCEL0001,PARCEL0002", done=True)
        parcel, other = picking.parcel_ids.sorted("id")
        other.state = "delivered"
        for state, values, beside in (
            ("exception", {"reason": "address"}, "Address not found"),
            ("exception", {}, ""),
            ("available_for_pickup", {"pickup_place": "Corner shop"}, "Corner shop"),
            ("available_for_pickup", {}, ""),
            ("in_transit", {"eta_to": fields.Date.today()}, "Arriving today"),
            ("in_transit", {}, ""),
            ("delivered", {"spot": "locker"}, "In a parcel locker"),
        ):
            nothing = dict.fromkeys(("reason", "pickup_place", "eta_to", "spot"), False)
            parcel.write({**nothing, "state": state, **values})
            blocks = picking._public_track_values(self.issue(picking, "track"))
            [block] = [
                one for one in blocks["parcels"] if one["number"] == parcel.number
            ]
            with self.subTest(state=state, values=values):
                self.assertEqual(block["label"], beside)

    def test_facts_of_one_parcel_are_not_told_of_all(self):
        """K13: where it was seen last, and by which service"""
        picking = self.make_picking("PARCEL0001,PARCEL0002", done=True)
        first, second = picking.parcel_ids.sorted("id")
        link = self.issue(picking, "track")

        def labels():
            facts = picking._public_track_values(link)["facts"]
            return [fact["label"] for fact in facts]

        for parcel, city in ((first, "Newark"), (second, "Reno")):
            scan = self.scan(2, city=city, state_name="")
            parcel._ingest(
                self.result(parcel, scan, state="in_transit", service="Ground"), "poll"
            )
        self.assertIn("Service", labels())
        self.assertIn("To", labels())
        self.assertNotIn("Last seen in", labels())
        second.service = "Express"
        self.assertNotIn("Service", labels())
        second.active = False
        self.assertIn("Last seen in", labels())
