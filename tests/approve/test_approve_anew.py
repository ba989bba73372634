# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Until when an answer is possible, and what it is worth after a change."""

import base64
from datetime import date

from freezegun import freeze_time

from odoo import Command, fields

from ..common.approve import ApproveCase
from ..link.test_uploads import picture


class TestAnew(ApproveCase):
    """T11: after staff change what was answered, nothing of the answer remains."""

    def sign(self, order):
        """Sign as on core's own page."""
        order.write(
            {
                "signature": base64.b64encode(picture("PNG")),
                "signed_by": "Joel Willis",
                "signed_on": fields.Datetime.now(),
            }
        )

    def assertUnsigned(self, order):
        self.assertFalse(order.signature or order.signed_by or order.signed_on)

    def test_a_signature_ends_with_the_words_that_were_signed(self):
        """T11: core's fields, ours and the proofs that the approval covered"""
        self.company.public_links_approve_proofs = True
        payment = {"require_payment": True, "prepayment_percent": 1.0}
        order, link = self.quote(require_signature=True, **payment)
        proof = self.env["sale.order.proof"].create(
            {
                "order_id": order.id,
                "line_id": order.order_line[0].id,
                "name": "front.png",
                "file": base64.b64encode(picture("PNG")),
            }
        )
        self.assertSaid(self.approve(link, name="Joel Willis"), "approved")
        self.assertTrue(order.signature and order.signed_on)
        self.assertEqual((order.state, proof.state), ("sent", "approved"))
        row = order.public_link_approval_ids
        order.with_user(self.salesman).order_line.price_unit = 999
        order.with_user(self.salesman).action_public_link_sent_again()
        self.assertUnsigned(order)
        self.assertFalse(order.public_link_answer or order.public_link_answered_at)
        self.assertFalse(order.public_link_answered_by)
        self.assertFalse(order.public_link_answer_changed or order.public_link_revised)
        self.assertEqual((proof.state, proof.answered_by), ("open", False))
        self.assertEqual(order._public_link_approve_state(), "open")
        self.assertTrue(order._has_to_be_signed())
        self.assertFalse(order._public_pay_accepted())
        # What was approved is evidence as it was, and no PDF of the new words is kept.
        self.assertTrue(row.signature and row.changed_at)
        self.run_approve_cron()
        self.assertEqual((row.pdf_state, row.pdf), ("changed", False))

    def test_a_signature_on_core_s_page_ends_too(self):
        """T11: by staff's change and by an option that the customer takes later"""
        order, _link = self.quote(require_payment=True, prepayment_percent=1.0)
        self.sign(order)
        store = self.env["public.link.pdf"]
        store._order_pdf(order, "v")
        order.with_user(self.salesman).note = "Other terms"
        order.with_user(self.salesman).action_public_link_sent_again()
        self.assertUnsigned(order)
        self.assertFalse(store._find(order, "v"))
        order, _link = self.quote(require_payment=True, prepayment_percent=1.0)
        order.state = "draft"
        order.order_line = [
            Command.create(
                {"display_type": "line_section", "name": "More", "is_optional": True}
            ),
            Command.create({"product_id": self.product.id, "product_uom_qty": 0}),
        ]
        order.action_quotation_sent()
        self.sign(order)
        link = self.issue(order, "approve")
        option = order.order_line.sorted()[-1]
        self.act(link, "options", **{f"quantity-{option.id}": "2"})
        self.assertEqual(option.product_uom_qty, 2)
        self.assertUnsigned(order)

    def test_items_are_approved_under_the_terms_that_were_shown(self):
        """T11, F9: other terms of the whole are other terms of each item"""
        order, link = self.quote(lines=2, public_link_item_approval=True)
        first = order.order_line[0]
        self.act(link, "items", line=first.ids, accept="1")
        self.assertEqual(first.public_link_state, "approved")
        order.with_user(self.salesman).note = "Other terms"
        self.assertFalse(first.public_link_state)
        order.with_user(self.salesman).action_public_link_sent_again()
        self.assertEqual(order._public_link_waiting_lines(), order.order_line)

    def test_no_pdf_is_kept_of_other_words_than_were_approved(self):
        """T11, F9: another item was changed before the PDF was rendered"""
        order, link = self.quote(lines=2, public_link_item_approval=True)
        first, second = order.order_line
        self.act(link, "items", line=first.ids, accept="1")
        row = order.public_link_approval_ids
        second.with_user(self.salesman).price_unit = 999
        self.assertFalse(row.changed_at)
        self.assertEqual(first.public_link_state, "approved")
        self.run_approve_cron()
        self.assertEqual((row.pdf_state, row.pdf), ("changed", False))
        self.assertTrue(row.certificate)


class TestLastDay(ApproveCase):
    """T10: a quotation is good until the end of its day where the seller is."""

    def at(self, moment, order, link):
        """Return, at a moment in UTC, what gate, core and page say."""
        self.env.invalidate_all()
        with freeze_time(moment):
            order.invalidate_recordset()
            state = order._public_link_approve_state()
            text = self.open(link).text
            return state, order.is_expired, "Approve This Quote" in text

    def test_a_quote_is_good_until_its_day_ends_at_the_sellers(self):
        """T10: west and east of Greenwich; page, gate and confirmation agree"""
        open_, over = ("open", False, True), ("expired", True, False)
        last = date(2026, 11, 28)
        order, link = self.quote(validity_date=last)
        link.expires_at = "2026-12-20 00:00:00"
        self.company.partner_id.tz = "America/Los_Angeles"
        # The reader's own zone does not matter.
        self.customer.tz = "Asia/Tokyo"
        self.assertEqual(self.at("2026-11-29 07:30:00", order, link), open_)
        self.assertEqual(self.at("2026-11-29 08:30:00", order, link), over)
        self.company.partner_id.tz = "Asia/Tokyo"
        self.assertEqual(self.at("2026-11-28 14:30:00", order, link), open_)
        self.assertEqual(self.at("2026-11-28 15:30:00", order, link), over)
        # Without a zone of its own: that of the company's working hours.
        self.company.partner_id.tz = False
        self.company.resource_calendar_id.tz = "America/Los_Angeles"
        self.assertEqual(self.at("2026-11-29 07:30:00", order, link), open_)
        self.company.resource_calendar_id.tz = "Asia/Tokyo"
        self.assertEqual(self.at("2026-11-28 15:30:00", order, link), over)
        self.company.resource_calendar_id.tz = "America/Los_Angeles"
        with freeze_time("2026-11-29 07:30:00"):
            self.assertSaid(self.approve(link), "approved")
        self.assertEqual(order.state, "sale")
