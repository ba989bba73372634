# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What one request may cost: pixels, bytes, files, fields; and what is decoded when."""

import base64
import io
import random
import struct
import time
from unittest.mock import patch

from PIL import Image

from odoo.tests import BaseCase, tagged

from ...controllers import actions
from ...models.link import ir_http
from ...tools import pictures, uploads
from ...tools.document_lock import document_lock
from ..common.approve import ApproveCase
from .test_uploads import PDF, huge_png, office, open_document, picture, with_parts

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def webp(side=64, said=None):
    """Return a WebP picture whose header may say another size."""
    data = bytearray(picture("WEBP", (side, side)))
    if said:
        size = struct.pack("<HH", said, said)
        place = data.index(b"\x9d\x01\x2a") + 3
        data[place : place + 4] = size
    return bytes(data)


@tagged("post_install", "-at_install")
class TestBudget(BaseCase):
    def check(self, name, data, budget=None):
        kind = name.rpartition(".")[2]
        return uploads.checked_file(name, data, (kind,), 10**8, budget)

    def refused(self, name, data, budget=None):
        with self.assertRaises(uploads.BadFile) as caught:
            self.check(name, data, budget)
        return caught.exception.code

    def test_pixels_are_counted_before_they_are_unpacked(self):
        """S28, R6: by the header, of each kind"""
        unpacked = []
        load = Image.Image.load
        huge = (
            ("x.png", huge_png(6_000)),
            ("x.webp", webp(said=4_000)),
            ("x.webp", webp(said=16_383)),
            ("x.png", huge_png(17_000)),
        )
        with patch.object(Image.Image, "load", lambda one: unpacked.append(load(one))):
            for name, data in huge:
                self.assertEqual(self.refused(name, data), "pixels")
        self.assertFalse(unpacked)

    def test_files_are_too_much_together(self):
        """S28, R6: pictures of a request share one budget"""
        budget, one = pictures.Budget(), picture("WEBP", (2_000, 2_000))
        taken = 0
        with self.assertRaises(uploads.BadFile) as caught:
            for _number in range(10):
                self.check("x.webp", one, budget)
                taken += 1
        self.assertEqual(caught.exception.code, "much")
        self.assertIn(taken, range(2, 5))
        budget = pictures.Budget(1_000)
        self.check("x.txt", b"a" * 600, budget)
        self.assertEqual(self.refused("y.txt", b"a" * 600, budget), "much")

    def test_a_photo_of_a_phone_is_taken_whatever_it_costs(self):
        """S28, S14: alone; one of 48 megapixels at half its size"""
        data = picture("JPEG", (6_000, 8_000), quality=10)
        _name, _kind, stored = self.check("x.jpg", data)
        with Image.open(io.BytesIO(stored)) as image:
            self.assertEqual(image.size, (3_000, 4_000))
        slow = picture("JPEG", (6_000, 8_000), quality=10, progressive=True)
        self.assertEqual(self.refused("x.jpg", slow), "pixels")

    def test_a_picture_that_is_unpacked_without_end_is_refused(self):
        """S28: a progressive JPEG of hundreds of scans"""
        data = picture("JPEG", (640, 640), progressive=True)
        place = data.rindex(b"\xff\xda")
        scan = data[place:-2]
        self.assertEqual(self.check("x.jpg", data)[1], "image/jpeg")
        self.assertEqual(
            self.refused("x.jpg", data[:-2] + scan * 500 + data[-2:]), "content"
        )

    def test_no_file_costs_more_than_its_share(self):
        """S28: CPU of what is as large as may be, with room for a busy machine"""
        for name, data in (
            ("x.webp", picture("WEBP", (2_000, 4_000))),
            ("x.png", picture("PNG", (4_000, 5_000))),
            ("x.jpg", picture("JPEG", (4_000, 5_500))),
            ("x.pdf", PDF[:9] + b"/Name " * 1_700_000 + PDF[9:]),
            ("x.txt", b"a<b " * 2_500_000),
        ):
            start = time.thread_time()
            self.check(name, data)
            self.assertLess(time.thread_time() - start, 3, name)

    def test_noisy_pictures_are_counted_by_what_they_took(self):
        """S28: ten of four megapixels took 2.3 s, since packing noise is slow"""
        side, budget = 2_000, pictures.Budget()
        row = bytes(number * 97 % 256 for number in range(side * 4 * 2))
        # Two rows in turn: a small file, which looks like noise to whoever packs it.
        random.Random(1).shuffle(noise := bytearray(row))
        image = Image.frombytes("RGBA", (side, side), bytes(noise) * (side // 2))
        file = io.BytesIO()
        image.save(file, "PNG", compress_level=6)
        start, taken = time.thread_time(), 0
        with self.assertRaises(uploads.BadFile) as caught:
            for _number in range(10):
                self.check("x.png", file.getvalue(), budget)
                taken += 1
        self.assertEqual(caught.exception.code, "much")
        self.assertLessEqual(taken, 4)
        self.assertLess(time.thread_time() - start, 3)

    def test_a_large_noisy_picture_is_drawn_small(self):
        """S28: alone too, and a drawing of that size stays as it is"""
        side = 2_400
        noise = random.Random(1).randbytes(side * side)
        file = io.BytesIO()
        Image.frombytes("L", (side, side), noise).save(file, "PNG", compress_level=0)
        for data, size in (
            (file.getvalue(), (side // 2, side // 2)),
            (picture("PNG", (side, side)), (side, side)),
        ):
            with Image.open(io.BytesIO(self.check("x.png", data)[2])) as image:
                self.assertEqual(image.size, size)

    def test_office_files_that_fetch_or_start_something_are_refused(self):
        """R7, S14: relations to other places, packed programs, old macros, controls"""
        word = office(("word/document.xml",))
        types = {"[Content_Types].xml": "<Types/>"}
        plain = with_parts(word, **types)

        def relation(kind, mode="External"):
            return (
                "<Relationships><Relationship Type='http://schemas.openxmlformats.org/"
                f"officeDocument/2006/relationships/{kind}' Target='http://x.example/t'"
                f" TargetMode='{mode}'/></Relationships>"
            )

        rels = "word___rels__settings.xml.rels"
        good = with_parts(plain, **{rels: relation("hyperlink")})
        self.assertEqual(self.check("x.docx", good)[2], good)
        ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99
        sheet = "application/vnd.ms-excel.macrosheet+xml"
        control = "application/vnd.ms-office.activeX+xml"
        macros = with_parts(
            word, **{"[Content_Types].xml": "<T C='x.macroEnabled.main+xml'/>"}
        )
        deep = plain
        for _number in range(5):
            deep = with_parts(plain, word__embeddings__x=deep)
        bad = (
            with_parts(plain, **{rels: relation("attachedTemplate")}),
            with_parts(plain, **{rels: relation("oleObject", "EXTERNAL")}),
            with_parts(plain, **{rels: relation("frame")}),
            with_parts(
                plain, word__embeddings__a=ole + "\1Ole10Native".encode("utf-16-le")
            ),
            with_parts(word, **{"[Content_Types].xml": f"<T><O C='{sheet}'/></T>"}),
            with_parts(word, **{"[Content_Types].xml": f"<T><O C='{control}'/></T>"}),
            with_parts(plain, word__embeddings__inner=macros),
            deep,
        )
        for number, data in enumerate(bad):
            with self.subTest(number):
                self.assertEqual(self.refused("x.docx", data), "content")
        inner = with_parts(plain, word__embeddings__inner=plain)
        self.assertEqual(self.check("x.docx", inner)[2], inner)

    def test_open_documents_bound_to_a_program_are_refused(self):
        """R7, S14: scripts inside, and events that start what is installed elsewhere"""
        script = "urn:oasis:names:tc:opendocument:xmlns:script:1.0"
        office_ns = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
        for content in (
            f"<a xmlns:s='{script}'><s:event-listener s:event-name='dom:load'/></a>",
            f"<o:a xmlns:o='{office_ns}'><o:scripts><o:script/></o:scripts></o:a>",
            "<a xmlns:x='http://www.w3.org/1999/xlink' x:href='vnd.sun.star.script:a'/>",
            "<a xmlns:x='http://www.w3.org/1999/xlink' x:href='&#109;acro:///a'/>",
            "<!DOCTYPE a><a/>",
            "no XML",
        ):
            data = with_parts(open_document(), styles__xml=content)
            data = data.replace(b"styles/xml", b"styles.xml")
            with self.subTest(content):
                self.assertEqual(self.refused("x.odt", data), "content")
        empty = f"<o:a xmlns:o='{office_ns}'><o:scripts/></o:a>"
        good = with_parts(open_document(), styles__xml=empty)
        good = good.replace(b"styles/xml", b"styles.xml")
        self.assertEqual(self.check("x.odt", good)[2], good)

    def test_pdf_forms_with_scripts_of_their_own_are_refused(self):
        """R7, S14: XFA, its name escaped too; not by chance inside of a stream"""
        for inside in (b"<</AcroForm<</XFA 5 0 R>>>>", b"<</AcroForm<</X#46A 5>>>>"):
            data = PDF.replace(b"<<>>", inside)
            self.assertEqual(self.refused("x.pdf", data), "content")
        chance = b"<</Length 9>>\nstream\nab/XFA cd\nendstream"
        data = PDF.replace(b"<<>>", chance)
        self.assertEqual(self.check("x.pdf", data)[2], data)

    def test_a_picture_that_is_another_file_too_is_drawn_anew(self):
        """S14: what is appended or hidden in it is gone"""
        tail = office(("word/document.xml",)) + b"<script>alert(1)</script>" + PDF
        for kind in ("PNG", "JPEG", "WEBP"):
            name = f"x.{kind.lower().replace('jpeg', 'jpg')}"
            stored = self.check(name, picture(kind) + tail)[2]
            for part in (b"PK\x03\x04", b"<script", b"%PDF"):
                self.assertNotIn(part, stored)


class TestRequests(ApproveCase):
    def post(self, link, action, body):
        return self.open(link, action, method="POST", data=body, headers=FORM)

    def test_a_form_of_very_many_fields_is_not_read(self):
        """S28, R6: 300,000 of them cost three seconds"""
        _order, link = self.quote()
        response = self.post(link, "comment", b"a=&" * 100_000)
        self.assertPublic(response, 413)
        self.assertIn("too much at once", response.text)
        many = b"text=Hello&" + b"a=&" * (ir_http.MAX_FIELDS - 10)
        self.assertSaid(self.post(link, "comment", many), "comment_sent")

    def test_a_form_without_files_has_a_length(self):
        """S28, R6: a comment of 9 MB cost 1.5 s"""
        _order, link = self.quote()
        body = b"text=" + b"x" * 9_000_000
        response = self.post(link, "comment", body)
        self.assertPublic(response, 413)
        body = b"text=" + b"x" * 400_000
        self.assertAgain(self.post(link, "comment", body), "Please shorten this")

    def test_files_are_looked_at_before_the_document_is_locked(self):
        """S28, R6, S12: who sends them keeps nobody else from acting"""
        order, link = self.quote(require_signature=True)
        held, seen = [], []

        def locked(*documents, **options):
            held.append(1)
            return document_lock(*documents, **options)

        checked, drawn = uploads.checked_file, uploads.clean_image
        self.startPatcher(patch.object(actions, "document_lock", locked))
        self.startPatcher(
            patch.object(
                uploads,
                "checked_file",
                lambda *args: seen.append(len(held)) or checked(*args),
            )
        )
        self.startPatcher(
            patch.object(
                uploads,
                "clean_image",
                lambda *args, **more: seen.append(len(held)) or drawn(*args, **more),
            )
        )
        files = [("files", ("x.png", picture("PNG")))]
        self.assertSaid(self.act(link, "upload", files=files), "files_sent")
        self.assertEqual((len(held), set(seen)), (1, {0}))
        held.clear()
        seen.clear()
        sign = "data:image/png;base64," + base64.b64encode(picture("PNG")).decode()
        page = self.approve(link, name="Joel", signature=sign)
        self.assertSaid(page, "approved")
        self.assertEqual((len(held), seen), (1, [0]))
        self.assertEqual(order.state, "sale")

    def test_a_signature_is_no_poster(self):
        """S28"""
        _order, link = self.quote(require_signature=True)
        data = base64.b64encode(picture("PNG", (3_000, 3_000))).decode()
        response = self.approve(
            link, name="Joel", signature=f"data:image/png;base64,{data}"
        )
        self.assertAgain(response, "Please sign again")

    def test_pictures_that_are_too_much_together_are_refused(self):
        """S28, R6: with what to do, and none is kept"""
        order, link = self.quote()
        one = picture("WEBP", (2_400, 2_400))
        files = [("files", (f"{number}.webp", one)) for number in range(6)]
        response = self.act(link, "upload", files=files)
        self.assertAgain(response, "too much at once", "fewer or smaller")
        self.assertFalse(order.public_link_message_ids)
        self.assertSaid(self.act(link, "upload", files=files[:1]), "files_sent")
