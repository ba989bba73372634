# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Internal references in the first line of an item, and pictures of products."""

import base64
import io
import re

from PIL import Image

from odoo import Command

from ...models.documents import sale_order_picture
from ..common.return_page import ReturnPageCase
from ..link.test_uploads import picture

CODED, PLAIN = "[ABS-1] Acoustic Bloc Screen", "Acoustic Bloc Screen"


class CodesCase(ReturnPageCase):
    def options(self, **values):
        """Return a quotation with an item and an optional one."""
        line = {"product_id": self.product.id, "product_uom_qty": 1}
        heading = {"display_type": "line_section", "name": "Options"}
        return self.make_order(
            user_id=self.salesman.id,
            require_signature=False,
            require_payment=False,
            order_line=[
                Command.create(line),
                Command.create({**heading, "is_optional": True}),
                Command.create(line),
            ],
            **values,
        )

    def add_proof(self, order):
        self.env["sale.order.proof"].create(
            {
                "order_id": order.id,
                "line_id": order.order_line[0].id,
                "name": "front.png",
                "file": base64.b64encode(picture("PNG")),
            }
        )


class TestCodes(CodesCase):
    def pages(self):
        """Yield the name and the text of every page that names an item."""
        order = self.options()
        self.add_proof(order)
        yield "view", self.open(self.issue(order)).text
        yield "approve", self.open(self.issue(order, "approve")).text
        items = self.options(public_link_item_approval=True)
        yield "items", self.open(self.issue(items, "approve")).text
        invoice = self.make_invoice()
        yield "invoice", self.open(self.issue(invoice)).text
        sold = self.delivered(5)
        link = self.issue(sold, "return")
        yield "return", self.open(link).text
        yield "reasons", self.second_step(link, {self.key(sold): "2"})[0].text
        _request, link = self.returned(sold)
        yield "asked for", self.open(link).text

    def test_the_setting_leaves_the_code_out_of_every_page(self):
        """Q7, F50: on by default"""
        for name, text in self.pages():
            with self.subTest(name):
                self.assertIn(CODED, text)
        self.company.public_links_show_codes = False
        for name, text in self.pages():
            with self.subTest(name):
                self.assertIn(PLAIN, text)
                self.assertNotIn("ABS-1", text)

    def test_papers_keep_the_code(self):
        """A23: nobody's own report changes; the packing slip is for the warehouse"""
        self.company.public_links_show_codes = False
        request, _link = self.returned()
        [item] = request._public_return_slip()["items"]
        self.assertEqual(item["name"], CODED)

    def test_only_the_code_is_left_out(self):
        """Q7: brackets that somebody wrote elsewhere, or in a note, stay"""
        self.company.public_links_show_codes = False
        for name, shown in (
            ("[ABS-1] Desk [oak]", "Desk [oak]"),
            ("Desk [ABS-1] oak", "Desk [ABS-1] oak"),
            ("[ABS-1]", "[ABS-1]"),
            ("[one\ntwo] Desk", "[one"),
        ):
            order = self.make_order()
            order.order_line.name = name
            link = self.issue(order)
            with self.subTest(name):
                values = order._public_values(link)
                self.assertEqual(values["lines"][0]["name"], shown)
        order.order_line = [
            Command.create({"display_type": "line_note", "name": "[A] is a note"})
        ]
        self.assertIn("[A] is a note", self.open(self.issue(order)).text)


class TestPictures(CodesCase):
    def test_pictures_stand_on_pages_that_choose(self):
        """F50, A3: small, loaded when seen, of this order's products alone"""
        self.product.image_1920 = base64.b64encode(picture("PNG", (900, 600)))
        order = self.options()
        for link, pictures in (
            # What is to be chosen is shown larger than what is listed.
            (self.issue(order, "approve"), ["44", "56"]),
            (self.issue(order), ["44", "44"]),
        ):
            found = re.findall(r"<img[^>]*/picture/[^>]*>", self.open(link).text)
            sizes = [re.search(r'width="(\d+)"', one)[1] for one in found]
            self.assertEqual(sorted(sizes), pictures)
            for one in found:
                self.assertIn('loading="lazy"', one)
        link = self.issue(order, "approve")
        response = self.open(link, f"picture/{self.product.id}")
        self.assertPublic(response, 200)
        with Image.open(io.BytesIO(response.content)) as image:
            self.assertLessEqual(max(image.size), 128)
        foreign = self.env["product.product"].create(
            {"name": "Foreign", "image_1920": self.product.image_1920}
        )
        for number in (foreign.id, 0, 999_999_999):
            self.assertPublic(self.open(link, f"picture/{number}"), 404)

    def test_an_item_without_a_picture_has_no_empty_frame(self):
        """F50"""
        order = self.options()
        text = self.open(self.issue(order, "approve")).text
        self.assertNotIn('class="pic"', text)

    def test_no_picture_is_heavier_than_its_bound(self):
        """F50: noise, which PNG cannot pack"""
        noise = Image.effect_noise((128, 128), 100).convert("RGB")
        heavy = io.BytesIO()
        Image.merge("RGB", [noise.getchannel(0)] * 3).resize((128, 128)).save(
            heavy, "PNG"
        )
        self.patch(sale_order_picture, "PICTURE_BYTES", 10_000)
        self.product.image_1920 = base64.b64encode(heavy.getvalue())
        link = self.issue(self.options(), "approve")
        response = self.open(link, f"picture/{self.product.id}")
        self.assertPublic(response, 200)
        self.assertEqual(response.headers["Content-Type"], "image/jpeg")
        self.assertLess(len(response.content), 20_000)
