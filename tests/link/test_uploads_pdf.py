# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import io
import struct
import time
import zlib

from pypdf import PdfWriter
from pypdf.generic import StreamObject

from odoo.tests import BaseCase, tagged

from ...tools import uploads
from .test_uploads import EXE, PDF, office, picture


def packed_pdf(inside):
    """Return a PDF whose one object stream holds an object."""
    body = zlib.compress(b"3 0 " + inside)
    data = b"%PDF-1.5\n1 0 obj\n<</Type/Catalog/Pages 3 0 R>>\nendobj\n"
    stream = len(data)
    data += b"2 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>\n" % (
        len(body)
    )
    data += b"stream\n" + body + b"\nendstream\nendobj\n"
    table = len(data)
    rows = [(0, 0, 65535), (1, 9, 0), (1, stream, 0), (2, 2, 0), (1, table, 0)]
    places = b"".join(struct.pack(">BIH", *row) for row in rows)
    data += b"4 0 obj\n<</Type/XRef/Size 5/W[1 4 2]/Root 1 0 R/Length %d>>\n" % (
        len(places)
    )
    data += b"stream\n" + places + b"\nendstream\nendobj\n"
    return data + b"startxref\n%d\n%%%%EOF\n" % table


def carrier(files, packed=False):
    """Return a PDF that carries files.

    :param dict files: contents by name
    :param bool packed: with what it holds packed
    """
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    for name, content in files.items():
        writer.add_attachment(name, content)
    result = io.BytesIO()
    writer.write(result)
    if not packed:
        return result.getvalue()
    for place, one in enumerate(writer._objects):
        if isinstance(one, StreamObject):
            writer._objects[place] = one.flate_encode()
    result = io.BytesIO()
    writer.write(result)
    return result.getvalue()


@tagged("post_install", "-at_install")
class TestUploadsPdf(BaseCase):
    def test_pdfs_with_programs_are_refused(self):
        """S14: scripts, programs that are started, files inside; packed too"""
        bad = (
            b"<</S/JavaScript/JS(app.alert)>>",
            b"<</S/J#61vaScript/JS(app.alert)>>",
            b"<</S /Launch/F(cmd.exe)>>",
            b"<</Names<</EmbeddedFiles<<>>>>>>",
            b"<</Type/EmbeddedFile>>",
        )
        for inside in bad:
            for data in (PDF.replace(b"<<>>", inside), packed_pdf(inside)):
                with self.subTest(data[:80]), self.assertRaises(uploads.BadFile):
                    uploads.checked_file("x.pdf", data, ("pdf",), 10**6)
        good = packed_pdf(b"<</Type/Pages/Kids[]/Count 0/Title(/JS)>>")
        for data in (good, PDF.replace(b"<<>>", b"<</Open#41ction 5>>") + good):
            self.assertEqual(
                uploads.checked_file("x.pdf", data, ("pdf",), 10**6)[2], data
            )

    def test_an_invoice_may_carry_its_own_data(self):
        """S14: files in a PDF are taken where each would do no harm by itself"""
        good = {
            "factur-x.xml": b"<?xml version='1.0'?><rsm:Invoice xmlns:rsm='urn:x'/>",
            "lines.csv": b"a;b\n1;2\n",
            "stamp.png": picture("PNG"),
            "terms.pdf": PDF,
        }
        for packed in (False, True):
            data = carrier(good, packed)
            self.assertEqual(
                uploads.checked_file("x.pdf", data, ("pdf",), 10**6)[2], data
            )

    def test_a_pdf_may_carry_nothing_that_does_harm(self):
        """S14: by its name or by its content; nor what no list names"""
        script = b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>"
        style = b"<?xml-stylesheet href='x'?><a/>"
        bad = (
            {"run.exe": EXE},
            {"factur-x.xml": EXE},
            {"a.xml": b"<a/>", "b.js": b"alert(1)"},
            {"a.xml": script},
            {"a.xml": style},
            {"a.xml": b"<!DOCTYPE x><a/>"},
            {"a.csv": b"<script>"},
            {"a.png": b"<script>"},
            {"a.docm": office()},
            {"a.pdf": PDF.replace(b"<<>>", b"<</S/JavaScript>>")},
            {"a.pdf": carrier({"a.xml": b"<a/>"})},
            {"a.xml": b"<a>" + b" " * 5 * 2**20 + b"</a>"},
        )
        for files in bad:
            for packed in (False, True):
                with self.subTest(f"{list(files)} {packed}"):
                    with self.assertRaises(uploads.BadFile):
                        data = carrier(files, packed)
                        uploads.checked_file("x.pdf", data, ("pdf",), 10**8)
        unnamed = carrier({"a.xml": b"<a/>"}).replace(b"/EF ", b"/XF ")
        renamed = carrier({"a.xml": EXE}).replace(
            b"/EmbeddedFile\n", b"/EmbeddedXile\n"
        )
        two_names = carrier({"a.xml": b"<a/>"}).replace(
            b"/EF <<", b"/UF (run.exe)\n/EF <<"
        )
        for data in (unnamed, renamed, two_names):
            with self.assertRaises(uploads.BadFile) as caught:
                uploads.checked_file("x.pdf", data, ("pdf",), 10**8)
            self.assertEqual(caught.exception.code, "inside")

    def test_a_pdf_with_files_is_read_within_limits(self):
        """S28: as it is long to read object by object"""
        data = carrier({"a.xml": b"<a/>"})
        start = time.monotonic()
        for long in (
            data.replace(b"/Resources <<\n>>", b"/X [" + b"1 " * 2**21 + b"]"),
            data.replace(b"%PDF-1.3\n", b"%PDF-1.3\n%" + b" " * 5 * 2**20 + b"\n"),
        ):
            self.assertGreater(len(long), len(data))
            with self.assertRaises(uploads.BadFile) as caught:
                uploads.checked_file("x.pdf", long, ("pdf",), 10**8)
            self.assertEqual(caught.exception.code, "inside")
        self.assertLess(time.monotonic() - start, 5)

    def test_a_pdf_that_grows_without_end_is_refused(self):
        """S28"""
        start = time.monotonic()
        with self.assertRaises(uploads.BadFile):
            data = packed_pdf(b" " * (40 * 2**20))
            uploads.checked_file("x.pdf", data, ("pdf",), 10**6)
        self.assertLess(time.monotonic() - start, 5)
