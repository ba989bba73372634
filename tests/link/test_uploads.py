# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import io
import struct
import time
import zipfile
import zlib

from PIL import Image

from odoo.exceptions import ValidationError

from ...tools import uploads
from ..common.approve import ApproveCase
from ..common.heic import CANARY, HEIC

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00" + b"\0" * 200


def picture(kind="JPEG", size=(40, 20), **options):
    """Return a picture as bytes."""
    result = io.BytesIO()
    Image.new("RGB", size, "red").save(result, kind, **options)
    return result.getvalue()


def huge_png(side=20_000):
    """Return a PNG that says it is huge, with next to nothing in it."""

    def chunk(name, data):
        crc = zlib.crc32(name + data)
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", crc)

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100))
        + chunk(b"IEND", b"")
    )


def office(parts=("[Content_Types].xml", "word/document.xml"), size=10):
    """Return what an office document is: a zip file with these parts."""
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in parts:
            types = name == "[Content_Types].xml"
            archive.writestr(name, b"<Types/>" if types else b"\0" * size)
    return result.getvalue()


def open_document(kind="text"):
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", "<x/>")
    return result.getvalue()


def box(kind, *parts):
    body = b"".join(parts)
    return struct.pack(">I", len(body) + 8) + kind + body


PROGRAM = "application/vnd.ms-office.vbaProject"


def with_parts(data, **parts):
    """Return an office document with some more parts, ``_`` for ``/``."""
    result = io.BytesIO(data)
    with zipfile.ZipFile(result, "a") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return result.getvalue()


class TestUploads(ApproveCase):
    def send(self, link, *files):
        return self.act(
            link, "upload", files=[("files", (name, data)) for name, data in files]
        )

    def test_files_arrive_at_staff_and_can_be_downloaded(self):
        """C11, C12, E6.3, S14: every kind that is allowed"""
        order, link = self.quote()
        files = [
            ("drawing.pdf", PDF),
            ("photo.JPG", picture()),
            ("logo.png", picture("PNG")),
            ("shot.webp", picture("WEBP")),
            ("phone.heic", HEIC),
            ("readme.txt", "Grüße, 5 < 6".encode()),
            ("letter.docx", office()),
            ("list.xlsx", office(("[Content_Types].xml", "xl/workbook.xml"))),
            ("text.odt", open_document()),
        ]
        page = self.assertSaid(self.send(link, *files), "files_sent")
        rows = order.public_link_message_ids
        self.assertEqual(len(rows), len(files))
        message = rows.message_id
        self.assertEqual(message.attachment_ids, rows.attachment_id)
        self.assertEqual(rows.attachment_id.mapped("res_model"), ["sale.order"] * 9)
        self.assertIn("photo.jpg", page.text)
        for row in rows:
            response = self.open(link, f"file/{row.id}")
            self.assertEqual(response.status_code, 200)
            self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")
            shown = row.attachment_id.mimetype in uploads.SHOWN
            start = "inline" if shown else "attachment"
            self.assertTrue(response.headers["Content-Disposition"].startswith(start))
            if not shown:
                kind = response.headers["Content-Type"]
                self.assertEqual(kind, "application/octet-stream")
        self.assertIn("uploaded", link.event_ids.mapped("kind"))
        self.assertTrue(order.activity_ids)

    def test_what_is_not_what_it_says_is_refused(self):
        """S14: by content and by name, each with what to do"""
        order, link = self.quote()
        svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
        html = b"<!doctype html><script>alert(1)</script>"
        for name, data, text in (
            ("x.svg", svg, "are not taken"),
            ("x.html", html, "are not taken"),
            ("x.exe", EXE, "are not taken"),
            ("noending", PDF, "are not taken"),
            ("x.zip", office(), "are not taken"),
            ("x.docm", office(), "are not taken"),
            ("x.php", b"<?php", "are not taken"),
            ("setup.pdf", EXE, "not what its name says"),
            ("page.pdf", html, "not what its name says"),
            ("page.txt", html, "not what its name says"),
            ("page.txt", svg, "not what its name says"),
            ("page.txt", b"a\0b", "not what its name says"),
            ("page.txt", b"\xff\xfe\x00", "not what its name says"),
            ("x.png", svg, "not what its name says"),
            ("x.png", picture("JPEG"), "not what its name says"),
            ("x.jpg", EXE, "not what its name says"),
            ("x.heic", EXE, "not what its name says"),
            ("x.docx", open_document(), "not what its name says"),
            ("x.odt", office(), "not what its name says"),
            (
                "macro.docx",
                office(("[Content_Types].xml", "word/vbaProject.bin")),
                "not what its name says",
            ),
            ("x.docx", b"PK\x03\x04 broken", "not what its name says"),
            ("empty.pdf", b"", "is empty"),
        ):
            with self.subTest(name=name, text=text):
                # Each file has a link of its own: tries are limited.
                response = self.send(self.issue(order, "approve"), (name, data))
                self.assertAgain(response, text)
                self.env["public.link.rate"].sudo().search([]).unlink()
        self.assertFalse(order.public_link_message_ids)
        self.assertFalse(
            self.env["ir.attachment"].search(
                [("res_model", "=", "sale.order"), ("res_id", "=", order.id)]
            )
        )
        self.assertTrue(link)

    def test_bombs_are_refused_before_they_are_unpacked(self):
        """S14: a zip file of gigabytes, a picture of 20,000 x 20,000 pixels"""
        _order, link = self.quote()
        bomb = office(
            ("[Content_Types].xml", *(f"word/{n}.xml" for n in range(5))), 60 * 2**20
        )
        self.assertLess(len(bomb), 2**20)
        many = office(("[Content_Types].xml", *(f"word/{n}" for n in range(6000))), 0)
        start = time.monotonic()
        for name, data, text in (
            ("bomb.docx", bomb, "not what its name says"),
            ("many.docx", many, "not what its name says"),
            ("huge.png", huge_png(), "too many pixels"),
            ("wide.png", huge_png(60_000), "too many pixels"),
        ):
            self.assertAgain(self.send(link, (name, data)), text)
        self.assertLess(time.monotonic() - start, 10)

    def test_names_are_harmless(self):
        """S14: path parts, right-to-left marks, line breaks, endless ones"""
        for name, clean in (
            ("../../etc/passwd.txt", "passwd.txt"),
            ("C:\\Users\\joel\\plan.PDF", "plan.pdf"),
            ("inv\u202efdp.exe", "invfdp.exe"),
            ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie x=1.pdf"),
            ("\u200e\u2066x\u2069.png", "x.png"),
            ("....pdf", "pdf"),
            (".htaccess", "htaccess"),
            ("", "file"),
            ("a" * 500 + ".pdf", "a" * 80 + ".pdf"),
            ("Grüße (2) 图纸.pdf", "Grüße (2) 图纸.pdf"),
            ('<img src=x>".pdf', "img src=x.pdf"),
        ):
            self.assertEqual(uploads.clean_name(name), clean)
        order, link = self.quote()
        self.assertSaid(self.send(link, ("..\\..\\x\u202e.pdf", PDF)), "files_sent")
        self.assertEqual(order.public_link_message_ids.attachment_id.name, "x.pdf")

    def test_pictures_lose_what_they_know(self):
        """S14: place, camera, comments; they keep their way up and their size"""
        exif = Image.Exif()
        exif[0x0112] = 6  # to be turned
        exif[0x010F] = "CAMERA-CANARY"
        exif.get_ifd(0x8825)[1] = "N"
        data = picture("JPEG", exif=exif.tobytes(), comment=b"COMMENT-CANARY")
        self.assertIn(b"CANARY", data)
        order, link = self.quote()
        self.assertSaid(self.send(link, ("photo.jpeg", data)), "files_sent")
        stored = order.public_link_message_ids.attachment_id.raw
        self.assertNotIn(b"CANARY", stored)
        self.assertNotIn(b"Exif", stored)
        with Image.open(io.BytesIO(stored)) as image:
            self.assertEqual(image.size, (20, 40))

    def test_pictures_of_phones_become_what_browsers_show(self):
        """S14: upright, without what they know of place and camera"""
        self.assertIn(CANARY, HEIC)
        name, kind, data = uploads.checked_file("IMG 1.HEIC", HEIC, ("heic",), 10**6)
        self.assertEqual((name, kind), ("IMG 1.jpg", "image/jpeg"))
        self.assertNotIn(CANARY, data)
        with Image.open(io.BytesIO(data)) as image:
            self.assertEqual(image.format, "JPEG")
            self.assertEqual(image.size, (40, 64))
            self.assertFalse(image.getexif())
            corner = image.getpixel((36, 4))
        self.assertGreater(corner[2], 200)
        self.assertLess(corner[0], 60)

    def test_cut_pictures_of_phones_are_refused(self):
        """S14"""
        for end in (1, 11, 12, 40, 200, 400, len(HEIC) - 40):
            with self.assertRaises(uploads.BadFile, msg=end):
                uploads.checked_file("x.heic", HEIC[:end], ("heic",), 10**6)

    def test_a_picture_of_a_phone_is_measured_before_it_is_drawn(self):
        """S28: here its header says up to 60,000 by 40,000, where 64 are coded"""
        size = struct.pack(">II", 64, 64)
        self.assertIn(b"ispe\0\0\0\0" + size, HEIC)
        for side in (60_000, 9_000):
            huge = HEIC.replace(size, struct.pack(">II", side, 40_000))
            start = time.monotonic()
            with self.assertRaises(uploads.BadFile):
                uploads.checked_file("x.heic", huge, ("heic",), 10**6)
            self.assertLess(time.monotonic() - start, 10)

    def test_office_files_with_programs_are_refused(self):
        """S14, R7: macros of OpenDocument; a part with macros under another name"""
        ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        types = (
            f"<Types><Override PartName='/word/x.bin' ContentType='{PROGRAM}'/></Types>"
        )
        escaped = types.replace("vbaProject", "vb&#97;Project")
        relation = (
            "<r><R Type='http://schemas.microsoft.com/office/2006/vbaProject'/></r>"
        )
        word = office(("word/document.xml",))
        plain = with_parts(word, **{"[Content_Types].xml": "<Types/>"})
        checked = uploads.checked_file("x.docx", plain, ("docx",), 10**6)
        self.assertEqual(checked[2], plain)
        bad = {
            "docx": (
                with_parts(word, **{"[Content_Types].xml": types}),
                with_parts(word, **{"[Content_Types].xml": escaped}),
                with_parts(word, **{"[Content_Types].xml": "<!DOCTYPE x><Types/>"}),
                with_parts(plain, **{"word___rels__document.xml.rels": relation}),
                with_parts(
                    plain, word__x=ole + b"\0" * 99 + "_VBA_PROJECT".encode("utf-16-le")
                ),
            ),
            "odt": (
                with_parts(open_document(), Basic__Standard__Module1="<x/>"),
                with_parts(open_document(), Scripts__python__x="import os"),
            ),
        }
        for ending, files in bad.items():
            for number, data in enumerate(files):
                with self.subTest(f"{ending} {number}"):
                    with self.assertRaises(uploads.BadFile):
                        uploads.checked_file(f"x.{ending}", data, (ending,), 10**6)

    def test_how_much_is_a_setting(self):
        """S14, Q7: size, number, kinds, room of a document"""
        order, link = self.quote()
        self.company.public_links_upload_mb = 1
        big = PDF[:9] + b" " * 2**20 + PDF[9:]
        self.assertAgain(self.send(link, ("big.pdf", big)), "larger than 1 MB")
        fifty = [(f"{n}.txt", b"x") for n in range(50)]
        self.assertAgain(self.send(link, *fifty), "at most 10 files")
        self.company.public_links_upload_count = 2
        self.assertAgain(self.send(link, *fifty[:3]), "at most 2 files")
        self.company.public_links_upload_types = "pdf"
        self.assertAgain(self.send(link, ("x.png", picture("PNG"))), "are not taken")
        self.company.public_links_upload_quota = 1
        half = PDF[:9] + b" " * 700_000 + PDF[9:]
        self.assertSaid(self.send(link, ("a.pdf", half)), "files_sent")
        self.assertAgain(self.send(link, ("b.pdf", half)), "no room left")
        self.assertEqual(len(order.public_link_message_ids), 1)

    def test_all_or_none(self):
        """S14: one bad file among good ones, none at all"""
        order, link = self.quote()
        self.assertAgain(self.send(link, ("a.pdf", PDF), ("b.pdf", EXE)), "“b.pdf”")
        self.assertFalse(order.public_link_message_ids)
        self.assertAgain(self.act(link, "upload"), "choose a file first")
        self.assertAgain(self.send(link, ("", b"")), "choose a file first")

    def test_only_known_types_can_be_set(self):
        """S14: no SVG and no HTML, whatever the setting"""
        for bad in ("svg", "html pdf", "exe"):
            with self.assertRaises(ValidationError):
                self.company.public_links_upload_types = bad
