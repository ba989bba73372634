# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""All files of a page as one ZIP."""

import base64
import io
import zipfile
from unittest.mock import patch

from odoo.tests import BaseCase, tagged

from ...models.link import public_link_page
from ...tools.archive import unique_names, zip_file
from ..common.approve import ApproveCase
from ..common.base import CANARY
from ..link.test_uploads import picture

OFFERED = "Download all files"


@tagged("post_install", "-at_install")
class TestArchivePure(BaseCase):
    def test_names_lead_nowhere_and_are_there_once(self):
        """S10: also where "A.pdf" is "a.pdf", and with a name that is taken by a number"""
        names = [
            "../../etc/a.pdf",
            "A.pdf",
            "A (2).pdf",
            "C:\\b",
            "a.pdf",
            "",
            "a\0.pdf",
        ]
        found = unique_names(names)
        self.assertEqual(found[:3], ["a.pdf", "A (2).pdf", "A (2) (2).pdf"])
        self.assertEqual(len({name.casefold() for name in found}), len(names))
        for name in found:
            self.assertNotRegex(name, r"[/\\:\0]|^\.")

    def test_files_are_read_one_at_a_time(self):
        """S28"""
        order = []

        def reader(name):
            return lambda: order.append(name) or name.encode()

        files = [(name, reader(name)) for name in ("a.txt", "b.txt")]
        with zip_file(files) as target, zipfile.ZipFile(target) as archive:
            self.assertEqual(archive.read("b.txt"), b"b.txt")
            self.assertFalse(archive.testzip())
        self.assertEqual(order, ["a.txt", "b.txt"])


class TestAllFiles(ApproveCase):
    def share(self, document, *names, link=None):
        """Upload files as the customer does."""
        files = [("files", (name, picture("PNG"), "image/png")) for name in names]
        link = link or self.issue(document)
        response = self.open(link, "upload", method="POST", data={}, files=files)
        self.assertSaid(response, "files_sent")

    def names(self, link):
        """Return the names in the ZIP of a page, which offers it."""
        self.assertIn(OFFERED, self.open(link).text)
        response = self.open(link, "files.zip")
        self.assertPublic(response, 200)
        self.assertEqual(response.headers["Content-Type"], "application/zip")
        self.assertIn("attachment", response.headers["Content-Disposition"])
        with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
            self.assertFalse(archive.testzip())
            return sorted(archive.namelist())

    def assertNone(self, link):
        self.assertNotIn(OFFERED, self.open(link).text)
        self.assertPublic(self.open(link, "files.zip"), 404)

    def test_one_file_alone_needs_no_zip(self):
        """F55, S28: of a document's PDF there is a button already"""
        order = self.make_order("sale")
        link = self.issue(order)
        self.assertNone(link)
        self.company.public_links_show_pdf = False
        self.share(order, "plan.png")
        self.assertNone(link)
        self.share(order, "plan.png")
        self.assertEqual(self.names(link), ["plan (2).png", "plan.png"])

    def test_the_pdf_is_in_it_once_it_is_rendered(self):
        """F55, A23: never in the request; the page waits, and opens it by itself"""
        order = self.make_order("sale")
        self.share(order, "plan.png")
        link = self.issue(order)
        waiting = self.open(link, "files.zip")
        self.assertPublic(waiting, 200)
        self.assertIn("being prepared", waiting.text)
        row = self.pdfs_of(order)
        row.write({"state": "ready", "content": base64.b64encode(b"%PDF-1.4 %%EOF")})
        name = f"Order_{order.name}.pdf"
        self.assertEqual(self.names(link), sorted([name, "plan.png"]))
        events = link.event_ids.filtered(lambda row: row.kind == "downloaded")
        self.assertTrue(events)

    def test_an_approve_page_has_its_proofs(self):
        """F55, E6.5: of this order, their latest versions; a view page has none"""
        self.company.public_links_show_pdf = False
        order, link = self.quote(order_line=self.two_lines())
        other, _link = self.quote()
        for document, line, name in (
            (order, 0, "old.png"),
            (order, 0, "front.png"),
            (order, 1, "back.png"),
            (other, 0, "theirs.png"),
        ):
            self.env["sale.order.proof"].create(
                {
                    "order_id": document.id,
                    "line_id": document.order_line[line].id,
                    "name": name,
                    "file": base64.b64encode(picture("PNG")),
                }
            )
        self.assertEqual(self.names(link), ["back.png", "front.png"])
        self.assertNone(self.issue(order))

    def two_lines(self):
        line = {"product_id": self.product.id, "product_uom_qty": 1}
        return [(0, 0, line), (0, 0, line)]

    def test_what_the_page_does_not_show_is_not_in_it(self):
        """S9, S10: internal files, withdrawn ones, those sent to somebody else"""
        self.company.public_links_show_pdf = False
        order = self.make_order("sale")
        self.env["ir.attachment"].create(
            {
                "name": f"{CANARY}.txt",
                "raw": b"x",
                "res_model": "sale.order",
                "res_id": order.id,
            }
        )
        self.share(order, "a.png", "b.png", "c.png", "d.png")
        rows = self.env["public.link.message"].search([("order_id", "=", order.id)])
        gone, theirs = rows.sorted("id")[:2]
        gone.withdrawn_at = gone.create_date
        theirs.write({"addressed": True, "reader_ids": [(5,)]})
        self.assertEqual(self.names(self.issue(order)), ["c.png", "d.png"])

    def test_too_much_is_not_offered(self):
        """S28: neither too many files nor too large ones"""
        self.company.public_links_show_pdf = False
        order = self.make_order("sale")
        self.share(order, "a.png", "b.png")
        link = self.issue(order)
        for name, most in (("FILES_MOST", 1), ("FILES_BYTES", 100)):
            with self.subTest(name), patch.object(public_link_page, name, most):
                self.assertNone(link)

    def test_its_gate_is_the_pages(self):
        """S4, S5: by a dead link nothing, by another purpose's token nothing"""
        self.company.public_links_show_pdf = False
        order = self.make_order("sale")
        self.share(order, "a.png", "b.png")
        link = self.issue(order)
        pay = self.issue(order, "pay")
        path = link._path("files.zip").replace(link._token(), pay._token())
        self.assertPublic(self.get(path), 404)
        head = self.open(link, "files.zip", method="HEAD")
        self.assertEqual((head.status_code, head.content), (200, b""))
        link._revoke()
        self.assertPublic(self.open(link, "files.zip"), 410)
