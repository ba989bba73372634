# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What an order's page says of what is on its way: dropped, sent back, in two steps."""

from lxml import html

from odoo import Command
from odoo.tests import tagged

from ..common.base import PublicLinkHttpCase
from ..common.returns import ReturnFixtures
from ..common.track import TrackFixtures


@tagged("post_install", "-at_install")
class TestShipments(TrackFixtures, ReturnFixtures, PublicLinkHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_return_fixtures()

    def says(self, order):
        """Return the badge of an order's page, its current step, and which transfers of
        the order it names."""
        page = html.fromstring(self.open(self.issue(order, "view")).text)
        [hero] = page.xpath("//section[contains(@class, 'hero')]")
        step = hero.xpath(".//li[@aria-current='step']/span[1]/text()")
        listed = [
            picking.name
            for picking in order.picking_ids
            if picking.name in page.text_content()
        ]
        badge = hero.xpath(".//*[contains(@class, 'pill')]")[0].text_content().strip()
        return badge, "".join(step).strip(), listed

    def take_all_back(self, picking):
        wizard = self.return_wizard(picking)
        wizard.product_return_moves.quantity = 1
        return picking.browse(wizard.action_create_returns()["res_id"])

    def test_what_comes_back_is_no_delivery(self):
        """K3: of the usual kind, and where returns have no kind of their own"""
        for without_type in (False, True):
            with self.subTest(without_type=without_type):
                order = self.make_order("sale")
                [sent] = order.picking_ids
                self.deliver(order)
                if without_type:
                    sent.picking_type_id.return_picking_type_id = False
                back = self.take_all_back(sent)
                self.assertEqual(order.delivery_status, "partial", "So says core.")
                back.carrier_tracking_ref = "BACK000001"
                self.assertFalse(back.parcel_ids)
                badge, step, listed = self.says(order)
                self.assertEqual((badge, step), ("Shipped", "Shipped"))
                self.assertEqual(listed, [sent.name])
                self.assertTrue(back._public_link_blockers_view())
                self.assertTrue(back._public_link_blockers_track())

    def test_an_order_that_is_picked_first_is_on_its_way_too(self):
        """K13, F43: its delivery is made when it was picked; what is left to pick is left"""
        self.stock.delivery_steps = "pick_ship"
        order = self.make_order("sale")
        self.assertEqual(self.says(order)[:2], ("Being prepared", "Ordered"))
        [pick] = order.picking_ids
        self.validate(pick, {self.product: 1})
        [ship] = order.picking_ids.filtered(
            lambda one: one.picking_type_code == "outgoing"
        )
        ship.carrier_tracking_ref = "FIRST00001"
        self.validate(ship)
        ship.parcel_ids.state = "delivered"
        badge, step, _listed = self.says(order)
        self.assertEqual((badge, step), ("Partly shipped", "Shipped"))
        while rest := order.picking_ids.filtered(
            lambda one: one.state not in ("done", "cancel")
        ):
            self.validate(rest[0])
        (order.picking_ids - ship).filtered(
            lambda one: one.picking_type_code == "outgoing"
        ).carrier_tracking_ref = "SECOND0001"
        order.picking_ids.parcel_ids.state = "delivered"
        self.assertEqual(self.says(order)[:2], ("Shipped", "Delivered"))

    def test_what_a_supplier_sends_is_shown_on_the_order(self):
        """K3: from the order to the door, and back to the supplier"""
        route = self.env.ref(
            "stock_dropshipping.route_drop_shipping", raise_if_not_found=False
        )
        if not route:
            return  # stock_dropshipping is not installed; the full house has it.
        vendor = self.env["res.partner"].create({"name": "Vendor"})
        dropped = self.env["product.product"].create(
            {
                "name": "Dropped desk",
                "type": "consu",
                "route_ids": [Command.set(route.ids)],
                "seller_ids": [Command.create({"partner_id": vendor.id})],
            }
        )
        line = Command.create({"product_id": dropped.id, "product_uom_qty": 1})
        order = self.make_order("sale", order_line=[line])
        self.assertEqual(self.says(order)[:2], ("Confirmed", ""))
        purchase = self.env["purchase.order"].search([("partner_id", "=", vendor.id)])
        purchase.button_confirm()
        [picking] = order.picking_ids
        self.assertEqual(picking.picking_type_code, "dropship")
        self.assertEqual(self.says(order)[:2], ("Being prepared", "Ordered"))
        picking.carrier_tracking_ref = "DROP000001"
        self.validate(picking)
        parcel = picking.parcel_ids
        self.assertEqual(self.says(order)[:2], ("Shipped", "Shipped"))
        parcel.state = "delivered"
        badge, step, listed = self.says(order)
        self.assertEqual(
            (badge, step, listed), ("Shipped", "Delivered", [picking.name])
        )
        back = self.take_all_back(picking)
        back.carrier_tracking_ref = "BACK000001"
        self.assertFalse(back.parcel_ids)
        badge, step, listed = self.says(order)
        self.assertEqual(
            (badge, step, listed), ("Shipped", "Delivered", [picking.name])
        )

    def test_a_carrier_that_is_chosen_later_counts_for_its_parcels(self):
        """K4: its name, its page and its account"""
        account = self.make_account("easypost")
        self.carrier.write(
            {"tracking_account_id": account.id, "tracking_carrier_code": "USPS"}
        )
        picking = self.make_picking("LATER00001", carrier_id=False)
        parcel = picking.parcel_ids
        self.assertFalse(parcel.account_id or parcel.next_check_at)
        picking.carrier_id = self.carrier
        self.assertEqual((parcel.account_id, parcel.carrier_code), (account, "USPS"))
        self.assertTrue(parcel.next_check_at)
        text = self.open(self.issue(picking, "track")).text
        self.assertIn("FedEx Ground", text)
        self.assertIn("https://carrier.example/?n=LATER00001", text)
