# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What tracking does beside its page: links, mails, activities, slips, settings."""

import re
from datetime import timedelta

from odoo.tests import Form

from ...models.track import stock_picking as stock_picking_track
from ...models.track.shipment_news import SETTINGS
from ..common.base import PublicLinkCase, PublicLinkHttpCase
from ..common.track import TrackFixtures


class TestReachingThePage(TrackFixtures, PublicLinkHttpCase):
    def follow(self, link, said="Track"):
        """Press the button of a view page; return the response of the page behind."""
        page = self.open(link)
        self.assertIn(said, page.text)
        self.assertIn("/to/track", page.text)
        response = self.open(link, "to/track", method="POST")
        self.assertEqual(response.status_code, 303)
        return self.get(response.headers["Location"])

    def test_the_view_page_of_a_delivery_leads_to_its_parcels(self):
        """A18, A22, A81, F4"""
        picking = self.make_picking()
        view = self.issue(picking)
        response = self.follow(view)
        self.assertPublic(response, 200)
        self.assertIn("123456789012", response.text)
        child = view.child_ids
        self.assertEqual((child.purpose, child.res_id), ("track", picking.id))
        view._revoke()
        self.assertPublic(self.open(child), 410)

    def test_the_view_page_of_an_order_leads_to_all_its_parcels(self):
        """A18, A25, F11"""
        order = self.make_order("sale")
        [picking] = order.picking_ids
        picking.write(
            {
                "carrier_id": self.carrier.id,
                "carrier_tracking_ref": "AAAA00001,BBBB00002",
            }
        )
        response = self.follow(self.issue(order), "Track your parcels")
        for number in ("AAAA00001", "BBBB00002"):
            self.assertIn(number, response.text)
        self.assertIn("This is about both parcels.", response.text)

    def test_the_order_says_how_far_it_has_come(self):
        """K13, F43: the same steps; deliveries before items once something is sent"""
        order = self.make_order("sale")
        link = self.issue(order, "view")
        text = self.open(link).text
        self.assertIn("Packed", text)
        self.assertLess(text.index(">Items<"), text.index(">Delivery<"))
        [picking] = order.picking_ids
        picking.carrier_tracking_ref = "ABC0000001"
        picking.move_ids.write({"quantity": 1, "picked": True})
        picking._action_done()
        tomorrow = self.today + timedelta(days=1)
        picking.parcel_ids.write({"state": "out_for_delivery", "eta_to": tomorrow})
        text = self.open(link).text
        self.assertIn("Arriving tomorrow", text)
        hero = text.split("<main")[1].split("</section>")[0]
        self.assertIn('aria-current="step"', hero)
        self.assertIn("Out for delivery", hero.split('aria-current="step"')[1][:80])
        # The delivery is called by what its reader waits for, not by our number.
        self.assertIn("<h3>Arriving tomorrow</h3>", text)
        self.assertNotIn(f"<h3>{picking.name}", text)
        self.assertLess(text.index(">Delivery<"), text.index(">Items<"))
        # What is on its way changes nothing of what the customer agreed to.
        seen = order._public_link_seen(link)
        picking.parcel_ids.state = "delivered"
        self.assertEqual(order._public_link_seen(link), seen)
        for state, reason, step in (
            ("exception", "address", "Address not found"),
            ("attempt_failed", False, "Delivery attempt failed"),
            ("return_to_sender", False, "Going back"),
        ):
            picking.parcel_ids.write({"state": state, "reason": reason})
            failed = self.open(link).text.split('class="fail"')[1]
            self.assertIn(step, failed[:80])
        # It was sent anew, and has arrived.
        picking.carrier_tracking_ref += ", ANEW000001"
        picking.parcel_ids.sorted("id")[-1:].state = "delivered"
        self.assertNotIn('class="fail"', self.open(link).text)
        self.company.public_links_show_tracking = False
        self.assertNotIn('aria-current="step"', self.open(link).text)

    def test_without_a_number_there_is_no_button(self):
        """A22, A81"""
        for document in (self.make_order("sale"), self.make_picking(False)):
            link = self.issue(document)
            self.assertNotIn("/to/track", self.open(link).text)
            self.assertEqual(
                self.open(link, "to/track", method="POST").status_code, 303
            )
            self.assertFalse(link.child_ids)

    def test_hidden_tracking_has_no_button_and_no_number(self):
        """A22, A69"""
        link = self.issue(self.make_picking())
        self.company.public_links_show_tracking = False
        text = self.open(link).text
        self.assertNotIn("/to/track", text)
        self.assertNotIn("123456789012", text)

    def test_a_track_link_leads_nowhere_else(self):
        """A1, A6"""
        order = self.make_order("sale")
        order.picking_ids.carrier_tracking_ref = "AAAA00001"
        link = self.issue(order, "track")
        for purpose in ("view", "pay", "track", "portal"):
            response = self.open(link, f"to/{purpose}", method="POST")
            self.assertEqual(response.status_code, 404)
        self.assertEqual(
            self.get(link._path().replace("track", "view")).status_code, 404
        )

    def test_staff_see_the_page_as_the_customer_does(self):
        """B58, F45: and nothing is mailed by that"""
        self.company.write(dict.fromkeys(SETTINGS, True))
        picking = self.make_picking()
        self.log_in(self.warehouse)
        response = self.get(f"/link/preview/track/stock.picking/{picking.id}")
        self.assertEqual(response.status_code, 200)
        self.assertIn("123456789012", response.text)
        self.assertIn("Preview", response.text)
        self.env.invalidate_all()
        self.assertFalse(picking.parcel_ids.mail_at or picking.notice_ids)


class TestTelling(TrackFixtures, PublicLinkCase):
    def setUp(self):
        super().setUp()
        self.picking = self.make_picking(user_id=self.warehouse.id)
        self.parcel = self.picking.parcel_ids

    def mails(self):
        """Return the customer's mails; staff get some about their activities."""
        return self.env["mail.mail"].search(
            [
                ("model", "=", "stock.picking"),
                ("res_id", "=", self.picking.id),
                ("recipient_ids", "in", self.customer.ids),
            ]
        )

    def say(self, state, ago=1):
        self.parcel._ingest(self.result(self.parcel, state=state, ago=ago), "poll")

    def test_a_problem_is_something_to_do_once(self):
        """A81, F13: and coming back is a problem too."""
        self.say("exception", 3)
        [activity] = self.picking.activity_ids
        self.assertEqual(activity.user_id, self.warehouse)
        self.assertEqual(activity.summary, "Parcel 123456789012: Problem on the way")
        self.say("in_transit", 2)
        self.say("exception", 1)
        self.assertEqual(len(self.picking.activity_ids), 1)
        self.say("return_to_sender", 0)
        self.assertEqual(len(self.picking.activity_ids), 2)

    def test_with_the_setting_off_nobody_is_told(self):
        """F13"""
        self.company.public_links_track_activity = False
        self.say("exception")
        self.assertFalse(self.picking.activity_ids)

    def test_who_may_not_see_the_delivery_gets_no_activity(self):
        """F29"""
        self.picking.user_id = self.clerk
        self.say("exception")
        self.assertFalse(self.picking.activity_ids)
        self.company.public_links_user_id = self.warehouse
        self.say("return_to_sender", 0)
        self.assertEqual(self.picking.activity_ids.user_id, self.warehouse)

    # === THE SHIPPING MAIL === #

    def shipping_mail(self):
        """Send core's shipping confirmation; return its body for the customer."""
        self.company.stock_move_email_validation = True
        self.picking.with_context(
            mail_notify_force_send=False
        )._send_confirmation_email()
        return self.mails()[:1].body_html or ""

    def test_the_shipping_mail_leads_to_the_parcels(self):
        """A81, A8, A73: the customer's own track link."""
        body = self.shipping_mail()
        self.assertIn(f"/link/for/track/stock.picking/{self.picking.id}", body)
        self.assertNotIn("/link/for/view/", body)
        [link] = self.links_of(self.picking)
        self.assertEqual((link.purpose, link.partner_id), ("track", self.customer))

    def test_without_a_number_or_with_the_setting_off_it_leads_to_the_view(self):
        """A81, A22"""
        for change in (
            lambda: self.company.write({"public_links_track_mail": False}),
            lambda: self.picking.write({"carrier_tracking_ref": False}),
        ):
            change()
            self.assertNotIn("/link/for/track/", self.shipping_mail())
            self.mails().unlink()

    # === STAFF === #

    def test_staff_see_why_there_is_nothing_to_follow(self):
        """A81: no number, visibility off, carrier unreachable."""

        def codes():
            rows = self.picking._public_link_diagnosis()
            return {row["code"] for row in rows if row["purpose"] == "Track"}

        self.assertEqual(codes(), {"ready"})
        self.parcel.write({"fail_count": 1, "last_error": "no answer in time"})
        self.assertEqual(codes(), {"ready", "carrier_unreachable"})
        self.company.public_links_show_tracking = False
        self.assertIn("tracking_hidden", codes())
        self.company.public_links_show_tracking = True
        self.picking.carrier_tracking_ref = False
        self.assertEqual(codes(), {"no_number"})

    def test_page_wizard_and_diagnosis_agree_in_every_state(self):
        """Q8, A81"""
        draft = self.make_picking()
        draft.state = "draft"
        cancelled = self.make_picking()
        cancelled.action_cancel()
        for document, expected in (
            (self.picking, set()),
            (draft, {"not_visible"}),
            (cancelled, {"cancelled"}),
            (self.make_picking(False), {"no_number"}),
            (
                self.make_picking(picking_type_id=self.stock.in_type_id.id),
                {"not_visible"},
            ),
            (self.make_order(), {"not_confirmed"}),
            (self.make_order("sale"), {"no_number"}),
        ):
            gate = {row.code for row in document._public_link_blockers("track")}
            self.assertEqual(gate, expected, document)
            texts = {row.staff for row in document._public_link_blockers("track")}
            problems = document._public_link_send_problems("track", self.customer)
            self.assertEqual({text for text, _fix in problems}, texts)

    def test_the_picking_shows_its_parcels(self):
        """F11"""
        picking = self.make_picking("AAAA00001,BBBB00002")
        picking.parcel_ids[0].state = "delivered"
        picking.parcel_ids[1].state = "exception"
        self.assertEqual(picking.parcel_state, "exception")
        self.assertEqual(picking.parcel_summary, "1 of 2 delivered")
        with Form(picking) as form:
            self.assertEqual(len(form.parcel_ids), 2)

    def test_a_scan_is_added_on_the_parcels_form(self):
        """A32, F14"""
        with (
            Form(self.parcel.with_user(self.warehouse)) as form,
            form.event_ids.new() as line,
        ):
            line.state = "in_transit"
            line.message = "Seen at the depot"
        [event] = self.parcel.event_ids
        self.assertEqual((event.source, event.author_id), ("manual", self.warehouse))
        self.assertEqual(self.parcel.state, "in_transit")

    def test_the_list_filters_late_stale_and_problems(self):
        """F12, F13"""
        late, stale, bad, fine = (
            self.make_picking(f"FILTER{number:05}").parcel_ids for number in range(4)
        )
        late.write({"state": "in_transit", "eta_to": self.ago(days=2).date()})
        stale.write({"state": "in_transit", "last_event_at": self.ago(hours=80)})
        bad.state = "exception"
        fine.state = "delivered"
        everything = late + stale + bad + fine
        Parcel = self.env["shipment.parcel"]
        for domain, expected in (
            ([("is_late", "=", True)], late),
            ([("is_stale", "=", True)], stale),
            ([("is_late", "=", False)], stale + bad + fine),
            ([("is_stale", "=", False)], late + bad + fine),
        ):
            found = Parcel.search([("id", "in", everything.ids), *domain])
            self.assertEqual(found, expected.sorted("id", reverse=True), domain)
        self.assertEqual(everything.filtered("is_late"), late)
        self.assertEqual(everything.filtered("is_stale"), stale)

    # === SETTINGS === #

    def test_each_delivery_method_may_have_its_own_account(self):
        """F14"""
        general, own = self.make_account(), self.make_account("dhl")
        self.company.public_links_track_account_id = general
        self.assertEqual(self.make_picking("AAAA00001").parcel_ids.account_id, general)
        self.carrier.write(
            {"tracking_account_id": own.id, "tracking_carrier_code": "parcel-de"}
        )
        parcel = self.make_picking("BBBB00002").parcel_ids
        self.assertEqual((parcel.account_id, parcel.carrier_code), (own, "parcel-de"))

    def test_another_companys_account_is_never_used(self):
        """F14, A3"""
        other = self.env["res.company"].create({"name": "Elsewhere"})
        self.carrier.tracking_account_id = self.make_account(company_id=other.id)
        self.assertFalse(self.make_picking("AAAA00001").parcel_ids.account_id)

    # === DELIVERY SLIP === #

    def slip(self, picking):
        report = self.env["ir.actions.report"].with_user(self.warehouse)
        html = report._render_qweb_html("stock.action_report_delivery", picking.ids)[0]
        return html.decode()

    def test_the_slip_carries_a_track_link_of_its_own(self):
        """F20, A8"""
        coded, original = [], stock_picking_track.qr_data_uri
        self.patch(
            stock_picking_track,
            "qr_data_uri",
            lambda text: coded.append(text) or original(text),
        )
        mailed = self.issue(self.picking, "track")
        self.assertNotIn("public_link_track_qr", self.slip(self.picking))
        self.company.public_links_track_qr = True
        html = self.slip(self.picking)
        self.assertRegex(html, r'(?s)name="public_link_track_qr".*?data:image/png')
        [url] = coded
        token = re.search(r"/link/track/(\S+)$", url)[1]
        link = self.Link._open(token, "track")
        self.assertNotEqual(link, mailed)
        self.assertEqual((link.channel, bool(link.partner_id)), ("qr", False))
        self.assertNotIn("eyJ", html)
        self.slip(self.picking)
        self.assertEqual(self.Link._open(coded[1].split("/")[-1], "track"), link)

    def test_what_does_not_go_to_a_customer_has_no_code(self):
        """F20"""
        self.company.public_links_track_qr = True
        receipt = self.make_picking(picking_type_id=self.stock.in_type_id.id)
        self.assertFalse(receipt._public_link_track_qr())
        self.company.public_links_track_enabled = False
        self.assertFalse(self.picking._public_link_track_qr())
