# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import io
from html import unescape
from unittest.mock import patch

from pypdf import PdfReader

from odoo.tests import mute_logger

from ..common.base import CANARY
from ..common.return_page import ReturnPageCase

CODE = "odoo.addons.public_links.models.returns.return_request_page.qr_data_uri"


class TestReturnAfter(ReturnPageCase):
    """What the page says, and offers, once a return was asked for."""

    def page(self, link):
        return unescape(self.open(link).text)

    def receive(self, request):
        """Let the warehouse receive what comes back."""
        pickings = request.return_picking_ids
        for move in pickings.move_ids:
            move.quantity = move.product_uom_qty
            move.picked = True
        pickings._action_done()
        self.env.flush_all()

    def test_the_lifecycle_in_plain_words(self):
        """E1.12, E1.13: each state says what happens next"""
        request, link = self.returned()
        text = self.page(link)
        for expected in ("Authorized", "Please send the items back", "Send it to"):
            self.assertIn(expected, text)
        self.assertIn('aria-current="step"', text)
        self.receive(request)
        text = self.page(link)
        self.assertEqual(request.state, "received")
        self.assertIn("has arrived", text)
        for gone in ("Send it to", "Packing slip", "Cancel this return"):
            self.assertNotIn(gone, text)
        for action, expected in (
            ("action_inspect", "We are looking at what you sent back."),
            ("action_close", "Your return is completed</h1>"),
        ):
            getattr(request, action)()
            self.assertIn(expected, self.page(link))

    def test_a_request_that_waits_for_staff(self):
        """E1.13: by hand, it says so; there is nothing to send yet"""
        self.company.public_links_return_auto = False
        request, link = self.returned()
        text = self.page(link)
        self.assertEqual(request.state, "requested")
        self.assertIn("Requested", text)
        self.assertIn("get back to you", text)
        self.assertNotIn("Packing slip", text)
        self.assertPublic(self.open(link, f"slip/{request.id}"), 404)
        request.action_authorize()
        self.assertIn("Packing slip", self.page(link))

    def test_a_refund_without_a_return_needs_no_parcel(self):
        """E1.14"""
        self.company.public_links_return_auto = False
        request, link = self.returned()
        request.action_refund_only()
        text = self.page(link)
        self.assertIn("need not send anything back", text)
        self.assertNotIn("Packing slip", text)
        self.assertNotIn("Send it to", text)

    def test_the_goods_go_to_the_warehouse_that_expects_them(self):
        """E1.12"""
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", self.company.id)], limit=1
        )
        warehouse.partner_id = self.env["res.partner"].create(
            {
                "name": "Returns dock",
                "street": "1 Harbour Road",
                "city": "Bayonne",
                "comment": CANARY,
                "phone": "+1 555 000 1111",
            }
        )
        _request, link = self.returned()
        text = self.page(link)
        self.assertIn("Returns dock\n1 Harbour Road", text)
        self.assertNotIn("+1 555 000 1111", text)

    def test_cancel_while_nothing_has_arrived(self):
        """E1.12: with a box to tick; what was asked for can be asked for again"""
        request, link = self.returned()
        data = {"request": request.id}
        answer = self.open(link, "cancel", method="POST", data=data)
        self.assertAgain(answer, "tick the box")
        self.assertEqual(request.state, "authorized")
        data["sure"] = "1"
        answer = self.open(link, "cancel", method="POST", data=data)
        page = self.assertSaid(answer, "return_cancelled")
        self.assertEqual(request.state, "cancelled")
        self.assertEqual(set(request.picking_ids.mapped("state")), {"cancel"})
        self.assertIn("You have cancelled this return.", page.text)
        self.assertIn("up to 5", unescape(page.text))
        answer = self.open(link, "cancel", method="POST", data=data)
        self.assertSaid(answer, "closed")

    def test_what_has_arrived_is_not_cancelled(self):
        """E1.12, E1.2: nor by a page that was opened before"""
        request, link = self.returned()
        self.receive(request)
        for number in (request.id, "x", "", "-1", 0):
            data = {"request": number, "sure": "1"}
            answer = self.open(link, "cancel", method="POST", data=data)
            self.assertSaid(answer, "closed")
        self.assertEqual(request.state, "received")

    def test_a_carriers_label_is_offered(self):
        """E1.12: of this return alone"""
        request, link = self.returned()
        other, theirs = self.returned()
        self.assertNotIn("Shipping label", self.page(link))
        carrier = self.env["delivery.carrier"].create(
            {
                "name": "FedEx",
                "product_id": self.product.id,
                "delivery_type": "fixed",
            }
        )
        label = self.env["ir.attachment"]
        for row in (request, other):
            picking = row.return_picking_ids
            picking.carrier_id = carrier
            label = self.env["ir.attachment"].create(
                {
                    "name": f"{carrier.get_return_label_prefix()}-1.pdf",
                    "raw": b"%PDF-1.4 label %%EOF",
                    "mimetype": "application/pdf",
                    "res_model": "stock.picking",
                    "res_id": picking.id,
                }
            )
        self.assertIn("Shipping label", self.page(link))
        response = self.open(theirs, f"label/{label.id}")
        self.assertPublic(response, 200)
        self.assertEqual(response.content, b"%PDF-1.4 label %%EOF")
        self.assertPublic(self.open(link, f"label/{label.id}"), 404)
        self.assertFalse(label.access_token)


class TestReturnSlip(ReturnPageCase):
    def make(self, request, link):
        """Return the slip as the queue makes it."""
        answer = self.open(link, f"slip/{request.id}")
        self.assertIn("being prepared", answer.text)
        rows = self.pdfs_of(request)
        rows.with_context(force_report_rendering=True)._render()
        return self.open(link, f"slip/{request.id}")

    def test_the_slip_is_a_pdf_to_put_into_the_parcel(self):
        """E1.12, F20: made by the queue; its texts are read from what it was given"""
        request, link = self.returned()
        answer = self.make(request, link)
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        self.assertEqual(answer.headers["Cache-Control"], "no-store")
        self.assertEqual(len(PdfReader(io.BytesIO(answer.content)).pages), 1)
        report = self.env["ir.actions.report"]
        html, _kind = report._render_qweb_html(
            request._public_link_report(), request.ids
        )
        text = html.decode()
        for expected in (
            request.name,
            request.order_id.name,
            "Acoustic Bloc Screen",
            "2 · ",
            self.company.name,
            "data:image/png",
        ):
            self.assertIn(expected, text)
        self.assertNotIn(CANARY, text)

    def test_the_code_names_the_request_and_is_no_link(self):
        """F20, S7: no token; where there is a login, it asks for it"""
        request, _link = self.returned()
        with patch(CODE, side_effect=lambda text: text):
            url = request._public_return_slip()["code"]
        self.assertEqual(
            url, f"{request.get_base_url()}/odoo/return.request/{request.id}"
        )
        links = self.env["public.link"].search([])
        for link in links:
            self.assertNotIn(link._token(), url)

    @mute_logger("odoo.http")
    def test_the_code_opens_the_request_for_staff_and_nothing_to_others(self):
        """F20: the same answer whatever the number"""
        request, _link = self.returned()
        answers = set()
        for number in (request.id, 999_999):
            response = self.url_open(
                f"/odoo/return.request/{number}", allow_redirects=False
            )
            self.assertEqual(response.status_code, 303)
            self.assertNotIn(request.name, response.text)
            location = response.headers["Location"]
            self.assertIn("/web/login?redirect=", location)
            answers.add(location.replace(str(number), ""))
        self.assertEqual(len(answers), 1)
        self.authenticate("packer", "packer")
        response = self.url_open(f"/odoo/return.request/{request.id}")
        self.assertEqual(response.status_code, 200)
        packer = request.with_user(self.warehouse)
        self.assertEqual(packer.read(["name"])[0]["name"], request.name)
        self.assertFalse(request.with_user(self.clerk).has_access("read"))

    def test_the_code_is_a_setting(self):
        """F20, Q7"""
        request, _link = self.returned()
        self.assertIn("data:image/png", request._public_return_slip()["code"])
        version = request._public_return_version()
        self.company.public_links_return_qr = False
        self.assertFalse(request._public_return_slip()["code"])
        self.assertNotEqual(request._public_return_version(), version)

    def test_staff_print_it_too(self):
        """F20, F29: who handles parcels needs no rights on links or invoices"""
        request, _link = self.returned()
        report = self.env["ir.actions.report"].with_user(self.warehouse)
        html, _kind = report._render_qweb_html(
            "public_links.action_report_return_slip", request.ids
        )
        self.assertIn(request.name, html.decode())
