# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What an adversary found on evidence, proofs and files."""

import base64
import io
import struct
import time
import zipfile
from contextlib import contextmanager
from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo import SUPERUSER_ID, Command, api, fields
from odoo.exceptions import UserError
from odoo.orm.environments import Transaction
from odoo.tests import mute_logger, tagged

from ...models.approve.sale_order_answer import Signer
from ...tools import uploads
from ..common.base import CommittedCase, own_environment
from ..link.test_uploads import box, picture
from .test_approve_adversary import AdversaryCase


class TestEvidence(AdversaryCase):
    def test_the_amount_on_the_certificate_is_sealed_too(self):
        """S22, F9: total and currency"""
        order, link = self.quote()
        self.approve(link)
        row = order.public_link_approval_ids
        euro = self.env.ref("base.EUR")
        for column, value in (("amount_total", 1), ("currency_id", euro.id)):
            self.assertFalse(row._is_intact())
            self.env.flush_all()
            with self.env.cr.savepoint() as savepoint:
                self.env.cr.execute(
                    f"UPDATE sale_order_approval SET {column} = %s WHERE id = %s",
                    [value, row.id],
                )
                self.env.invalidate_all()
                self.assertTrue(row._is_intact(), column)
                savepoint.rollback()
            self.env.invalidate_all()

    def test_an_approved_proof_that_was_exchanged_is_reported(self):
        """S22, C25: its file is evidence as well"""
        order, link = self.quote()
        proof = self.proof(order)
        self.act(link, "proof", proof=proof.id, decision="approve", accept="1")
        row = proof.approval_id
        self.assertFalse(row._is_intact())
        attachment = self.env["ir.attachment"].search(
            [
                ("res_model", "=", proof._name),
                ("res_id", "=", proof.id),
                ("res_field", "=", "file"),
            ]
        )
        attachment.raw = picture("PNG", (9, 9))
        self.assertEqual(row._is_intact(), ["a proof"])

    def test_an_approved_proof_does_not_go_with_its_line(self):
        """S22, C25: deleting the line would delete what was approved"""
        order, link = self.quote(lines=2)
        proof = self.proof(order)
        self.act(link, "proof", proof=proof.id, decision="approve", accept="1")
        with self.assertRaises(UserError):
            order.with_user(self.salesman).order_line[0].unlink()
        with self.assertRaises(UserError):
            order.order_line = [Command.delete(proof.line_id.id)]
        self.assertTrue(proof.exists().file)
        order.order_line[1].unlink()

    def open_and_render(self, link):
        self.open(link)
        with self.enter_registry_test_mode():
            self.env.ref("public_links.ir_cron_pdf").method_direct_trigger()
        self.env.invalidate_all()

    def test_a_pdf_of_another_validity_is_another_pdf(self):
        """F9, F5: what is frozen says the date that the customer saw"""
        order, link = self.quote()
        self.open_and_render(link)
        order.validity_date = fields.Date.add(fields.Date.today(), days=99)
        order.action_public_link_sent_again()
        fresh = self.issue(order, "approve")
        self.approve(fresh)
        self.assertEqual(order.public_link_approval_ids.pdf_state, "pending")

    def test_a_pdf_that_was_rendered_of_something_else_is_not_kept(self):
        """F9: the order was another one while it was rendered"""
        order, link = self.quote()
        price = order.order_line.price_unit
        self.open(link)
        order.order_line.price_unit = 1
        with self.enter_registry_test_mode():
            self.env.ref("public_links.ir_cron_pdf").method_direct_trigger()
        self.env.invalidate_all()
        order.order_line.price_unit = price
        order.action_public_link_sent_again()
        self.approve(self.issue(order, "approve"))
        self.assertEqual(order.public_link_approval_ids.pdf_state, "pending")

    @mute_logger("odoo.addons.public_links.models.approve.sale_order_proof")
    def test_broken_pdfs_do_not_starve_the_others(self):
        """C25: previews of what can be drawn are drawn"""
        order, _link = self.quote()
        data = base64.b64encode(b"%PDF-1.4 junk %%EOF")
        bad = [self.proof(order, name=f"{n}.pdf", file=data) for n in range(2)]
        with patch(
            "odoo.addons.public_links.models.approve.sale_order_proof.THUMBS",
            1,
            create=True,
        ):
            self.run_approve_cron()
            self.run_approve_cron()
            page = io.BytesIO()
            good = uploads.Image.new("RGB", (20, 10), "blue")
            good.save(page, "PDF")
            proof = self.proof(
                order, name="good.pdf", file=base64.b64encode(page.getvalue())
            )
            self.run_approve_cron()
        self.assertTrue(proof.thumb)
        self.assertFalse(any(row.thumb for row in bad))

    @mute_logger(
        "odoo.addons.public_links.models.approve.sale_order_approval_certificate"
    )
    def test_one_confirmation_that_cannot_be_mailed_stops_no_other(self):
        """A57, S15"""
        orders = self.env["sale.order"]
        for _number in range(2):
            order, link = self.quote()
            self.approve(link)
            orders |= order
        cls = self.env.registry["sale.order"]
        original = cls._send_order_notification_mail

        def fail(order, *args, **kwargs):
            if order == min(orders, key=lambda one: one.id) and kwargs:
                raise ValueError("no template")
            return original(order, *args, **kwargs)

        with patch.object(cls, "_send_order_notification_mail", fail):
            self.run_approve_cron()
        first, second = orders.sorted("id")
        self.assertTrue(first.pending_email_template_id)
        self.assertFalse(second.pending_email_template_id)

    def test_a_shared_file_that_staff_deleted_leaves_no_empty_row(self):
        """C11, F30"""
        order, link = self.quote()
        self.act(link, "upload", files=[("files", ("a.png", picture("PNG")))])
        self.assertIn('class="thread"', self.open(link).text)
        order.public_link_message_ids.attachment_id.unlink()
        self.assertNotIn('class="thread"', self.open(link).text)


class TestFiles(AdversaryCase):
    def refused(self, name, data):
        with self.assertRaises(uploads.BadFile) as caught:
            uploads.checked_file(name, data, uploads.KINDS, 50 * 2**20)
        self.assertIn(caught.exception.code, ("content", "zip", "pixels"))

    def test_locked_and_torn_documents_are_refused(self):
        """S14, S15: whatever a parser stumbles over is a bad file, not an error of ours"""
        kind = b"application/vnd.oasis.opendocument.text"
        result = io.BytesIO()
        with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("mimetype", kind)
        plain = result.getvalue()
        for flag in (b"\x01\x00",):
            locked = bytearray(plain)
            locked[6:8] = flag
            place = locked.index(b"PK\x01\x02")
            locked[place + 8 : place + 10] = flag
            self.refused("locked.odt", bytes(locked))
        torn = bytearray(plain)
        torn[38 + 2 : 38 + 12] = b"\xff" * 10
        self.refused("torn.odt", bytes(torn))

    def test_nothing_that_was_damaged_is_an_error_of_ours(self):
        """S14, S15: every byte of small files, changed and cut"""
        exif = uploads.Image.Exif()
        exif[0x0112], exif[0x010F] = 6, "x"
        exif.get_ifd(0x8825)[1] = "N"
        samples = {
            "a.jpg": picture("JPEG", (8, 8), exif=exif.tobytes()),
            "a.png": picture("PNG", (8, 8), exif=exif.tobytes()),
            "a.webp": picture("WEBP", (8, 8), exif=exif.tobytes()),
        }
        for name, data in samples.items():
            for place in range(len(data)):
                for value in (0, 0xFF, data[place] ^ 0x10):
                    bad = data[:place] + bytes([value]) + data[place + 1 :]
                    self.checked(name, bad)
                self.checked(name, data[:place] or b"x")

    def checked(self, name, data):
        try:
            uploads.checked_file(name, data, uploads.KINDS, 2**20)
        except uploads.BadFile:
            return

    def test_a_heic_of_endless_pieces_ends(self):
        """S14: a few kilobytes that name billions of pieces"""
        infe = box(b"infe", struct.pack(">IHH", 2 << 24, 1, 0), b"Exif", b"\0")
        names = box(b"iinf", struct.pack(">IH", 0, 1), infe)
        piece = struct.pack(">HHH", 1, 0, 0xFFFF)
        places = box(b"iloc", struct.pack(">IHH", 0, 0, 200), piece * 200)
        data = box(b"ftyp", b"heic\0\0\0\0mif1heic")
        data += box(b"meta", b"\0\0\0\0", names, places) + box(b"mdat", b"x")
        start = time.monotonic()
        with self.assertRaises(uploads.BadFile):
            uploads.checked_file("x.heic", data, ("heic",), 2**20)
        self.assertLess(time.monotonic() - start, 10)


@tagged("post_install", "-at_install")
class TestRaces(CommittedCase):
    """A customer and staff at the same time: real cursors, real commits."""

    def setUp(self):
        super().setUp()
        with own_environment(self.registry) as env:
            partner = env["res.partner"].create(
                {"name": "Race", "email": "r@x.example"}
            )
            product = env["product.product"].create({"name": "Race", "list_price": 10})
            order = env["sale.order"].create(
                {
                    "partner_id": partner.id,
                    "public_link_item_approval": True,
                    "order_line": [Command.create({"product_id": product.id})] * 4,
                }
            )
            order.state = "sent"
            link = env["public.link"]._issue(order, "approve")
            signer = Signer(name="Dora", shown="Dora")
            # The next one leaves order and lines "partly approved", as they were.
            order._public_link_approve_lines(link, signer, order.order_line[0])
            self.ids = {
                "order": order.id,
                "product": product.id,
                "partner": partner.id,
                "link": link.id,
            }

    def _forget(self):
        with own_environment(self.registry) as env:
            order = env["sale.order"].browse(self.ids.get("order")).exists()
            env.cr.execute(
                "DELETE FROM sale_order_approval WHERE order_id = %s", [order.id]
            )
            order.invalidate_recordset()
            order._action_cancel()
            order.unlink()
            env["product.product"].browse(self.ids["product"]).product_tmpl_id.unlink()
            env["res.partner"].browse(self.ids["partner"]).unlink()

    @contextmanager
    def person(self):
        """Yield an environment that has looked at the order already."""
        with self.registry.cursor() as cr:
            cr.transaction = Transaction(self.registry)
            env = api.Environment(cr, SUPERUSER_ID, {})
            order = env["sale.order"].browse(self.ids["order"])
            order.order_line.mapped("price_unit")
            yield order, env["public.link"].browse(self.ids["link"])

    def approve_one(self, order, link):
        signer = Signer(name="Dora", shown="Dora")
        order._public_link_approve_lines(link, signer, order.order_line[1])

    @mute_logger("odoo.sql_db")
    def test_an_item_is_not_approved_behind_the_back_of_a_change(self):
        """S12, F5: staff committed first; the action is served again, and asks again"""
        with self.person() as (order, link):
            with self.person() as (staffs, _link):
                staffs.order_line[3].price_unit = 99
                staffs.env.cr.commit()
            with self.assertRaises(SerializationFailure):
                self.approve_one(order, link)
                order.env.cr.commit()
            order.env.cr.rollback()

    @mute_logger("odoo.sql_db")
    def test_a_change_does_not_miss_an_approval(self):
        """S12, F9: the customer committed first; the change is made again, and marks it"""
        with self.person() as (staffs, _link):
            with self.person() as (order, link):
                self.approve_one(order, link)
                order.env.cr.commit()
            with self.assertRaises(SerializationFailure):
                staffs.order_line[1].price_unit = 99
                staffs.env.cr.commit()
            staffs.env.cr.rollback()
