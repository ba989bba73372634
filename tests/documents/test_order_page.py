# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The page of an order: its invoices, what is in its deliveries, pictures."""

import base64

from lxml import html

from odoo.tools import mute_logger

from ...models.documents.sale_order_picture import PICTURE_ROWS
from ..common.base import PublicLinkHttpCase
from ..common.pay import PayFixtures
from ..common.returns import ReturnFixtures
from ..link.test_uploads import picture


class OrderPageCase(PayFixtures, ReturnFixtures, PublicLinkHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_provider()
        cls.product.image_1920 = base64.b64encode(picture("PNG", (300, 200)))
        cls.lamp = cls.make_product("Lamp", invoice_policy="order")

    def part(self, order, percent):
        """Return a posted invoice of a part of an order, in advance."""
        wizard = self.env["sale.advance.payment.inv"].with_context(
            active_model="sale.order", active_ids=order.ids
        )
        move = wizard.create(
            {"advance_payment_method": "percentage", "amount": percent}
        )._create_invoices(order)
        move.action_post()
        return move

    def shown(self, order, purpose="view"):
        """Return what the page of an order says of its invoices."""
        link = self.issue(order, purpose)
        document = order.sudo()
        return document._public_values(link)["invoices"]

    def paid(self, invoice):
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({})._create_payments()


class TestOrderInvoices(OrderPageCase):
    def test_an_order_shows_its_invoices_with_their_state(self):
        """F52, A20: what is paid, what is open and by when, what is still to come"""
        order = self.make_order("sale")
        self.assertNotIn("Not invoiced yet", self.open(self.issue(order)).text)
        first = self.part(order, 30)
        self.paid(first)
        second = self.part(order, 20)
        page = self.open(self.issue(order)).text
        for said in (first.name, second.name, "Paid", "Unpaid", "Due", "Still to come"):
            self.assertIn(said, page)
        rows = self.shown(order)
        self.assertEqual(
            [row["status"]["code"] for row in rows],
            [move._public_state()[1] for move in (first, second)],
        )
        # With one open invoice the page's own button pays it.
        self.assertFalse([row for row in rows if row["pay_url"]])

    def test_what_was_billed_in_advance_has_no_sum_of_nothing(self):
        """F52: its heading stands without an amount"""
        order = self.make_order("sale")
        self.part(order, 30)
        lines = order.sudo()._public_values(self.issue(order))["lines"]
        [heading] = [line for line in lines if line["kind"] == "section"]
        self.assertNotIn("amount", heading)

    def test_each_of_several_open_invoices_can_be_paid_alone(self):
        """F52, A21, F4: by a derived link, which the order's own bounds hold"""
        order = self.make_order("sale")
        first, second = self.part(order, 30), self.part(order, 20)
        link = self.issue(order)
        rows = self.shown(order)
        self.assertEqual(len([row for row in rows if row["pay_url"]]), 2)
        response = self.open(link, f"to/pay/{second.id}", method="POST")
        self.assertEqual(response.status_code, 303)
        child = link.child_ids
        self.assertEqual(
            (child.purpose, child.res_model, child.res_id),
            ("pay", "account.move", second.id),
        )
        self.assertLessEqual(child.expires_at, link.expires_at)
        page = self.get(response.headers["Location"])
        self.assertPublic(page, 200)
        self.assertIn(second.name, page.text)
        self.assertNotIn(first.name, page.text)

    def test_an_invoice_of_somebody_else_cannot_be_reached(self):
        """F4, A1, S4: another order's, a paid one's, a draft, a number of nothing"""
        order = self.make_order("sale")
        self.part(order, 30)
        self.part(order, 20)
        other = self.make_order("sale")
        foreign = self.part(other, 30)
        paid, draft = self.part(order, 10), self.make_invoice(post=False)
        self.paid(paid)
        link = self.issue(order)
        for number in (foreign.id, draft.id, paid.id, order.id, 0, 99999999):
            with self.subTest(number), mute_logger("odoo.http"):
                response = self.open(link, f"to/pay/{number}", method="POST")
                self.assertEqual(response.status_code, 404)
        self.assertFalse(link.child_ids)

    def test_what_bills_another_order_too_is_not_told(self):
        """F4, C4: nor what bills somebody else"""
        first, second = self.make_order("sale"), self.make_order("sale")
        both = (first + second)._create_invoices()
        both.action_post()
        self.assertFalse(self.shown(first))
        self.assertNotIn(f"Invoice {both.name}", self.open(self.issue(first)).text)
        mine = self.make_order("sale")
        invoice = mine._create_invoices()
        invoice.partner_id = self.other
        invoice.action_post()
        self.assertFalse(self.shown(mine))

    def test_staff_who_preview_see_what_they_cannot_press(self):
        """B67, F52: the customer's page, with a button that does nothing"""
        order = self.make_order("sale")
        self.part(order, 30)
        self.part(order, 20)
        self.env.flush_all()
        self.authenticate("admin", "admin")
        page = self.get(f"/link/preview/view/sale.order/{order.id}").text
        buttons = html.document_fromstring(page).xpath(
            "//ul[@class='receipts']//button"
        )
        self.assertEqual([one.get("disabled") for one in buttons], ["disabled"] * 2)
        self.assertNotIn("to/pay/", page)

    def test_what_somebody_else_pays_is_not_told(self):
        """F4, A1: a leasing company's invoices of what its customer gets"""
        order = self.make_order("sale")
        order.partner_invoice_id = self.other
        first, second = self.part(order, 30), self.part(order, 20)
        self.assertEqual((first | second).partner_id, self.other)
        self.assertFalse(self.shown(order))
        link = self.issue(order)
        self.assertNotIn(f"Invoice {first.name}", self.open(link).text)
        with mute_logger("odoo.http"):
            response = self.open(link, f"to/pay/{second.id}", method="POST")
        self.assertEqual(response.status_code, 404)

    def test_no_invoice_is_promised_that_will_not_come(self):
        """F52, T9: the rest of a delivery that was given up"""
        chair = self.make_product("Chair", invoice_policy="delivery")
        order = self.sell((chair, 10))
        self.deliver(order, {chair: 8})
        order._create_invoices().action_post()
        link = self.issue(order)
        self.assertTrue(order.sudo()._public_values(link)["to_bill"])
        order.picking_ids.filtered(lambda one: one.state != "done").action_cancel()
        self.env.invalidate_all()
        self.assertFalse(order.sudo()._public_values(link)["to_bill"])

    def test_invoices_that_are_switched_off_are_not_told(self):
        """D10"""
        order = self.make_order("sale")
        self.part(order, 30)
        self.assertTrue(self.shown(order))
        self.company.public_links_invoices = False
        self.assertFalse(self.shown(order))

    def test_a_quotation_has_no_invoices(self):
        """A24"""
        order = self.make_order()
        values = order.sudo()._public_values(self.issue(order))
        self.assertNotIn("invoices", values)


class TestOrderGoods(OrderPageCase):
    def test_several_deliveries_say_what_is_in_them(self):
        """F52, A22: the words of the order, without internal references"""
        order = self.sell((self.product, 2), (self.lamp, 3))
        self.deliver(order, {self.product: 2, self.lamp: 1})
        self.assertEqual(len(order.picking_ids), 2)
        link = self.issue(order)
        [sent, waiting] = order.sudo()._public_values(link)["deliveries"]
        self.assertEqual(
            [(good["quantity"], good["name"]) for good in sent["goods"]],
            [("2 ×", "Acoustic Bloc Screen"), ("1 ×", "Lamp")],
        )
        self.assertEqual(
            [(good["quantity"], good["name"]) for good in waiting["goods"]],
            [("2 ×", "Lamp")],
        )
        page = self.open(link).text
        self.assertIn('class="goods"', page)
        self.assertNotIn("ABS-1", page.partition('class="goods"')[2][:400])

    def test_what_is_in_the_only_delivery_stands_there_once(self):
        """F52: the list of items says it"""
        order = self.sell((self.product, 2), (self.lamp, 3))
        self.assertNotIn('class="goods"', self.open(self.issue(order)).text)


class TestOrderPictures(OrderPageCase):
    def test_lines_have_the_pictures_of_their_products(self):
        """F52: small ones, loaded when they are in sight"""
        order = self.sell((self.product, 2), (self.lamp, 3))
        link = self.issue(order)
        page = self.open(link)
        path = link._path(f"picture/{self.product.id}")
        self.assertIn(path, page.text)
        self.assertNotIn(link._path(f"picture/{self.lamp.id}"), page.text)
        [shown] = html.document_fromstring(page.text).xpath("//table//img")
        self.assertEqual((shown.get("src"), shown.get("loading")), (path, "lazy"))
        content = self.get(path)
        self.assertPublic(content, 200)
        self.assertEqual(content.headers["Content-Type"], "image/png")

    def test_pictures_of_other_products_are_not_served(self):
        """S4: another order's, of a product without any, of invoices and deliveries"""
        chair = self.make_product("Chair")
        chair.image_1920 = self.product.image_1920
        order = self.sell((self.product, 2), (self.lamp, 3))
        link = self.issue(order)
        for number in (chair.id, self.lamp.id, 0, 99999999):
            self.assertEqual(self.open(link, f"picture/{number}").status_code, 404)
        for document in (self.make_invoice(), order.picking_ids[:1]):
            link = self.issue(document)
            response = self.open(link, f"picture/{self.product.id}")
            self.assertEqual(response.status_code, 404)

    def test_a_quotation_to_be_approved_has_them_and_counts_none_of_them(self):
        """F50, F5: a picture that is new asks for no new look"""
        order = self.make_order()
        link = self.issue(order, "approve")
        seen = order.sudo()._public_link_seen(link)
        self.assertIn(f"picture/{self.product.id}", self.open(link).text)
        self.product.image_1920 = False
        self.assertEqual(order.sudo()._public_link_seen(link), seen)
        self.assertNotIn(f"picture/{self.product.id}", self.open(link).text)

    def test_long_documents_have_none(self):
        """Q3: an address is as long as a row"""
        for lines in (PICTURE_ROWS, PICTURE_ROWS + 1):
            order = self.make_order(lines=lines)
            shown = "/picture/" in self.open(self.issue(order)).text
            self.assertEqual(shown, lines <= PICTURE_ROWS)

    def test_the_portal_shows_them_too(self):
        """D16, S4"""
        self.company.public_links_portal_enabled = True
        order = self.make_order("sale")
        link = self.issue(self.customer, "portal")
        path = link._path(f"order/{order.id}")
        page = self.get(path)
        self.assertIn(f"{path}/picture/{self.product.id}", page.text)
        self.assertPublic(self.get(f"{path}/picture/{self.product.id}"), 200)
        self.assertEqual(self.get(f"{path}/picture/{self.lamp.id}").status_code, 404)
