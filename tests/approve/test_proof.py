# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
import io
from unittest.mock import patch

from PIL import Image

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import mute_logger

from ...models.approve import sale_order_proof
from ...tools import uploads
from ..common.approve import ApproveCase
from ..link.test_uploads import EXE, picture


def pdf_page():
    """Return a PDF of one page."""
    result = io.BytesIO()
    Image.new("RGB", (200, 100), "blue").save(result, "PDF")
    return result.getvalue()


class TestProof(ApproveCase):
    def proof(self, order, name="front.png", data=None, **values):
        """Return a proof of the order's first line, as its seller adds it."""
        data = picture("PNG", (900, 600)) if data is None else data
        return (
            self.env["sale.order.proof"]
            .with_user(self.salesman)
            .create(
                {
                    "order_id": order.id,
                    "line_id": order.order_line[0].id,
                    "name": name,
                    "file": base64.b64encode(data),
                    **values,
                }
            )
            .sudo()
        )

    def test_a_proof_is_shown_small_and_large(self):
        """C25, E6.5, S10: on estimates and orders, by this document's links alone"""
        self.company.public_links_proof_disclaimer = "Colours differ."
        for state in ("sent", "sale"):
            order, link = self.quote()
            if state == "sale":
                order.action_confirm()
            proof = self.proof(order, note="Mind the bleed.")
            link = self.issue(order, "approve")
            page = self.open(link).text
            for text in (
                "front.png",
                "Mind the bleed.",
                "Version 1",
                "Colours differ.",
            ):
                self.assertIn(text, page)
            self.assertIn("Action required", page)
            response = self.open(link, f"thumb/{proof.id}")
            self.assertEqual(response.headers["Content-Type"], "image/jpeg")
            with Image.open(io.BytesIO(response.content)) as image:
                self.assertEqual(image.size, (480, 320))
            response = self.open(link, f"proof/{proof.id}")
            self.assertEqual(response.headers["Content-Type"], "image/png")
            _other, foreign = self.quote()
            for path in ("proof", "thumb"):
                self.assertPublic(self.open(foreign, f"{path}/{proof.id}"), 404)
                self.assertPublic(self.open(link, f"{path}/0"), 404)

    def test_a_pdf_gets_its_first_page_as_preview(self):
        """C25: drawn by the scheduled action; without the tool its name stands there"""
        order, link = self.quote()
        proof = self.proof(order, "sheet.pdf", pdf_page())
        self.assertFalse(proof.thumb)
        self.assertIn("sheet.pdf", self.open(link).text)
        self.assertPublic(self.open(link, f"thumb/{proof.id}"), 404)
        with patch.object(sale_order_proof, "find_in_path", side_effect=OSError):
            self.run_approve_cron()
        self.assertFalse(proof.thumb)
        self.assertFalse(self.env["public.link.job"].search([]))
        self.run_approve_cron()
        with Image.open(io.BytesIO(base64.b64decode(proof.thumb))) as image:
            self.assertEqual(max(image.size), 480)
        self.assertIn(f"thumb/{proof.id}", self.open(link).text)
        response = self.open(link, f"proof/{proof.id}")
        self.assertEqual(response.headers["Content-Type"], "application/pdf")

    @mute_logger("odoo.addons.public_links.models.link.public_link_job")
    def test_a_preview_that_fails_is_drawn_later(self):
        """F62: and keeps nothing else from being done"""
        order, _link = self.quote()
        proof = self.proof(order, "sheet.pdf", pdf_page())
        kind = self.env.registry["sale.order.proof"]
        with patch.object(kind, "_drawn", side_effect=uploads.BadFile("content")):
            self.run_approve_cron()
        [job] = self.env["public.link.job"].search([])
        self.assertEqual((job.kind, job.document_id), ("preview", order.id))
        job.next_try = fields.Datetime.now()
        with self.enter_registry_test_mode():
            self.env.ref("public_links.ir_cron_again").method_direct_trigger()
        self.env.invalidate_all()
        self.assertTrue(proof.thumb)
        self.assertFalse(job.exists())

    def test_one_is_approved_with_its_terms(self):
        """C25, E6.8, F9"""
        self.company.public_links_proof_terms = "As shown, no returns."
        order, link = self.quote()
        proof = self.proof(order)
        self.assertIn("As shown, no returns.", self.open(link).text)
        self.assertAgain(
            self.act(link, "proof", proof=proof.id, decision="approve"), "tick the box"
        )
        self.assertSaid(
            self.act(
                link,
                "proof",
                proof=proof.id,
                decision="approve",
                accept="1",
                name="Joel",
            ),
            "proof_approved",
        )
        self.assertEqual((proof.state, proof.answered_by), ("approved", "Joel"))
        row = proof.approval_id
        self.assertEqual((row.kind, row.terms), ("proof", "As shown, no returns."))
        self.assertEqual(row._content()["proofs"][0]["sha256"], proof.sha256)
        self.assertEqual(order.state, "sent", "The quotation itself still waits.")
        self.assertTrue(order.activity_ids)

    def test_changes_of_one_are_asked_for(self):
        """C25, C13"""
        order, link = self.quote()
        proof = self.proof(order)
        self.assertAgain(
            self.act(link, "proof", proof=proof.id, decision="changes", text=" "),
            "Please write",
        )
        self.assertSaid(
            self.act(link, "proof", proof=proof.id, decision="changes", text="Bigger!"),
            "proof_changes",
        )
        self.assertEqual((proof.state, proof.customer_note), ("changes", "Bigger!"))
        self.assertFalse(proof.approval_id)
        self.assertIn("Bigger!", order.activity_ids.note)

    def test_a_new_version_asks_again(self):
        """C25, E6.5: the old one stays as it was answered"""
        order, link = self.quote()
        first = self.proof(order)
        seen = self.seen(link)
        second = self.proof(order, "front2.png")
        self.assertEqual((first.state, second.version), ("replaced", 2))
        page = self.open(link).text
        self.assertIn("front2.png", page)
        self.assertNotIn("front.png", page)
        self.assertPublic(self.open(link, f"proof/{first.id}"), 404)
        approve = {"decision": "approve", "accept": "1"}
        self.assertSaid(self.act(link, "proof", proof=first.id, **approve), "closed")
        self.assertChanged(
            self.act(link, "proof", seen=seen, proof=second.id, **approve)
        )
        self.assertSaid(
            self.act(link, "proof", proof=second.id, **approve), "proof_approved"
        )
        third = self.proof(order)
        self.assertEqual((second.state, third.state), ("approved", "open"))

    def test_a_quotes_approval_covers_its_proofs_by_setting(self):
        """E6.5, C25, Q7"""
        for covered, state in ((True, "approved"), (False, "open")):
            self.company.public_links_approve_proofs = covered
            order, link = self.quote()
            proof = self.proof(order)
            self.assertEqual("proofs above as well" in self.open(link).text, covered)
            self.assertSaid(self.approve(link), "approved")
            self.assertEqual((order.state, proof.state), ("sale", state))
            row = order.public_link_approval_ids
            self.assertEqual(len(row._content()["proofs"]), int(covered))

    def test_an_order_whose_proof_waits_is_open_for_it_alone(self):
        """C26, E6.7, E6.9"""
        order = self.make_order("sale")
        proof = self.proof(order)
        link = self.issue(order, "approve")
        page = self.open(link)
        self.assertIn("Action required", page.text)
        self.assertNotIn("Approve This Quote", page.text)
        self.assertIn("/to/approve", self.open(self.issue(order)).text)
        self.assertSaid(
            self.act(link, "proof", proof=proof.id, decision="approve", accept="1"),
            "proof_approved",
        )
        self.assertEqual(
            [row.code for row in order._public_link_blockers("approve")], ["converted"]
        )

    def test_other_proofs_are_refused(self):
        """S10"""
        order, link = self.quote()
        self.proof(order)
        other, _link = self.quote()
        foreign = self.proof(other)
        for number in (foreign.id, 0, 999999, "x", "-1", ""):
            response = self.act(
                link, "proof", proof=number, decision="approve", accept="1"
            )
            self.assertSaid(response, "closed")
        self.assertEqual(foreign.state, "open")

    def test_staff_add_pictures_and_pdfs_of_their_own_orders(self):
        """C25, F29, S14: and change none that a customer may have seen"""
        order, _link = self.quote()
        for name, data in (("x.svg", b"<svg/>"), ("x.pdf", EXE), ("x.txt", b"hello")):
            with self.assertRaises(UserError):
                self.proof(order, name, data)
        proof = self.proof(order)
        with self.assertRaises(UserError):
            proof.file = base64.b64encode(picture("PNG"))
        foreign, _link = self.quote()
        with self.assertRaises(UserError):
            self.proof(order, line_id=foreign.order_line.id)
        own = self._make_user("own", "sales_team.group_sale_salesman")
        with self.assertRaises(AccessError):
            proof.with_user(own).read(["name"])
        proof._approve(self.env["sale.order.approval"])
        with self.assertRaises(UserError):
            proof.unlink()

    def test_a_proof_keeps_no_metadata(self):
        """S14"""
        order, _link = self.quote()
        data = picture("JPEG", comment=b"COMMENT-CANARY")
        proof = self.proof(order, "x.jpg", data)
        self.assertNotIn(b"CANARY", base64.b64decode(proof.file))
