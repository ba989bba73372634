# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import io
import re
import subprocess
import tempfile
from datetime import timedelta
from pathlib import Path

import qrcode
from freezegun import freeze_time
from PIL import Image

from odoo import fields
from odoo.tests import tagged  # noqa: F401

from ...models.documents import public_link_qr
from ...models.link.public_link_open import DeadLink
from ..common.base import PublicLinkCase

BOX = 4  # pixels a module
IMAGE = re.compile(
    r'name="public_link_qr".*?src="data:image/png;base64,([^"]+)"', re.DOTALL
)


class TestQr(PublicLinkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.public_links_qr = True

    def setUp(self):
        super().setUp()
        self.coded = []
        original = public_link_qr.qr_data_uri

        def note(text):
            self.coded.append(text)
            return original(text)

        self.patch(public_link_qr, "qr_data_uri", note)

    def html(self, document):
        report = {
            "sale.order": "sale.action_report_saleorder",
            "account.move": "account.account_invoices",
        }[document._name]
        html = self.env["ir.actions.report"]._render_qweb_html(report, document.ids)[0]
        return html.decode()

    def qr_links(self, document):
        return self.Link.search(
            [
                ("res_model", "=", document._name),
                ("res_id", "=", document.id),
                ("channel", "=", "qr"),
            ]
        )

    def test_quote_order_and_invoice_carry_a_code_of_their_own(self):
        """F20, S2: no recipient, one purpose, not what was mailed."""
        for document in (
            self.make_order(),
            self.make_order("sale"),
            self.make_invoice(),
            self.make_invoice("out_refund"),
        ):
            mailed = self.issue(document)
            html = self.html(document)
            self.assertIn('name="public_link_qr"', html)
            self.assertEqual(len(IMAGE.findall(html)), 1)
            link = self.qr_links(document)
            self.assertEqual((link.purpose, len(link)), ("view", 1))
            self.assertFalse(link.partner_id)
            self.assertFalse(link.email)
            self.assertEqual(self.coded.pop(), link._url())
            self.assertNotEqual(link, mailed)
            self.assertEqual(link.commercial_partner_id, self.customer)
            document.invalidate_recordset()
            self.assertNotIn(document._portal_ensure_token(), html + link._url())

    def test_a_code_on_paper_leads_to_nothing_that_takes_somebody(self):
        """S27, S2: whoever holds the paper may look and pay, not approve"""
        order = self.make_order()
        self.html(order)
        code, mailed = self.qr_links(order), self.issue(order)
        self.assertIn("approve", mailed._leads())
        self.assertEqual(set(code._leads()), {"pay", "track"})
        values = order.sudo()._public_actions(code)
        self.assertNotIn("approve", [action["code"] for action in values])

    def test_printing_again_reuses_the_code_while_it_lives(self):
        """F20, F22"""
        order = self.make_order()
        self.html(order)
        link = self.qr_links(order)
        self.html(order)
        self.assertEqual(self.qr_links(order), link)
        until = link.expires_at
        with freeze_time(fields.Datetime.now() + timedelta(days=20)):
            self.html(order)
            self.assertEqual(self.qr_links(order), link)
            self.assertGreater(link.expires_at, until)
        self.assertEqual(len(set(self.coded)), 1)

    def test_a_mail_never_carries_the_code_s_link_nor_the_other_way_round(self):
        """F20"""
        order = self.make_order()
        self.html(order)
        self.assertNotEqual(self.issue(order), self.qr_links(order))

    def test_the_code_can_be_revoked_alone(self):
        """F20"""
        order = self.make_order()
        mailed = self.issue(order)
        self.html(order)
        code = self.qr_links(order)
        code._revoke()
        with self.assertRaises(DeadLink):
            self.Link._open(code._token(), "view")
        self.assertEqual(self.Link._open(mailed._token(), "view"), mailed)
        self.html(order)
        self.assertEqual(len(self.qr_links(order)), 2)

    def test_many_documents_cost_a_constant_number_of_queries(self):
        """F20, F27"""
        orders = self.make_order() | self.make_order()
        links = self.Link._issue_qr(orders, "view")
        self.assertEqual(links.mapped("res_id"), orders.ids)
        self.assertEqual(self.Link._issue_qr(orders, "view"), links)

    def test_with_the_setting_off_there_is_no_code(self):
        """F20: the flag flips it."""
        self.company.public_links_qr = False
        for document in (self.make_order(), self.make_invoice()):
            self.assertNotIn("public_link_qr", self.html(document))
            self.assertFalse(self.qr_links(document))

    def test_what_cannot_be_opened_has_no_code(self):
        """F20: links switched off, customer blocked, bills, draft invoices."""
        self.assertNotIn("public_link_qr", self.html(self.make_invoice(post=False)))
        bill = self.make_invoice("in_invoice", post=False)
        self.assertNotIn("public_link_qr", self.html(bill))
        self.customer.public_links_blocked = True
        self.assertNotIn("public_link_qr", self.html(self.make_order()))
        self.customer.public_links_blocked = False
        self.company.public_links_view_enabled = False
        self.assertNotIn("public_link_qr", self.html(self.make_order()))

    def test_a_quote_that_is_about_to_be_sent_has_its_code(self):
        """F20: its PDF is made while it still is a draft."""
        self.assertIn("public_link_qr", self.html(self.make_order("draft")))

    def test_who_prints_gets_the_code_that_they_may_send(self):
        """F20, S27: whoever prints a code can scan it."""
        order = self.make_order()
        self.assertTrue(order.with_user(self.salesman)._public_link_qr())
        for user in (self.clerk, self.warehouse):
            self.assertFalse(order.with_user(user)._public_link_qr())

    def test_the_printed_code_can_be_read(self):
        """F20: from a real PDF, by its own image."""
        order = self.make_order()
        pdf = (
            self.env["ir.actions.report"]
            .with_context(force_report_rendering=True)
            ._render_qweb_pdf("sale.action_report_saleorder", order.ids)[0]
        )
        text = subprocess.run(
            ["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True
        ).stdout.decode()
        self.assertIn("Scan the code", text)
        self.assertNotIn("eyJ", text)
        self.assertIn(self.modules(self.qr_links(order)._url()), self.printed(pdf))

    def printed(self, pdf):
        """Return what the square images of a PDF say, as the modules of a code."""
        codes = []
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(
                ["pdfimages", "-png", "-", f"{folder}/x"], input=pdf, check=True
            )
            for path in sorted(Path(folder).glob("*.png")):
                image = Image.open(path).convert("L")
                if image.width == image.height and image.width % BOX == 0:
                    pixels = image.load()
                    places = range(BOX // 2, image.width, BOX)
                    codes.append([[pixels[x, y] < 128 for x in places] for y in places])
        return codes

    def modules(self, text):
        code = qrcode.QRCode(error_correction=qrcode.ERROR_CORRECT_L, border=2)
        code.add_data(text)
        return code.get_matrix()

    def test_the_image_is_sharp_and_square(self):
        """F20"""
        uri = public_link_qr.qr_data_uri(
            "https://seller.example/link/view/" + "x" * 180
        )
        image = Image.open(io.BytesIO(base64.b64decode(uri.split(",")[1])))
        self.assertEqual(image.width, image.height)
        self.assertEqual(image.convert("L").getextrema(), (0, 255))
