# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is left of an answer after staff change, duplicate or reopen a quotation."""

import base64
import json
import re
from datetime import timedelta
from html import unescape

from odoo import Command, fields
from odoo.exceptions import UserError
from odoo.tests import mute_logger

from ...tools import formatting
from ..common.approve import ApproveCase
from ..common.refusals import LOGGERS
from ..link.test_uploads import picture


class TestVoided(ApproveCase):
    def offer(self, **values):
        """Return a signed quotation with an option of which two were chosen; its option."""
        order, _link = self.quote(require_signature=True, **values)
        order.state = "draft"
        order.order_line = [
            Command.create(
                {
                    "display_type": "line_section",
                    "name": "More",
                    "is_optional": True,
                    "sequence": 90,
                }
            ),
            Command.create(
                {
                    "product_id": self.product.id,
                    "product_uom_qty": 0,
                    "name": "Padded edge",
                    "sequence": 91,
                }
            ),
        ]
        order.action_quotation_sent()
        option = order.order_line.sorted()[-1]
        link = self.issue(order, "approve")
        form = {f"quantity-{option.id}": "2"}
        self.assertSaid(self.act(link, "options", **form), "options_saved")
        return order, option, link

    def signed(self, **values):
        """Return one that waits for its payment since it was signed by link."""
        order, option, link = self.offer(
            require_payment=True, prepayment_percent=1.0, **values
        )
        self.assertSaid(self.approve(link, name="Zora Signs"), "approved")
        self.assertTrue(order.signature)
        return order, option

    def assertVoid(self, order):
        """Check that nothing of an answer is left, in core's fields and ours."""
        self.env.invalidate_all()
        self.assertFalse(order.signature or order.signed_by or order.signed_on)
        for name in ("answer", "answered_at", "answered_by", "answer_changed"):
            self.assertFalse(order[f"public_link_{name}"], name)
        for line in order.order_line:
            for name in ("state", "approval_id", "chosen", "offered"):
                self.assertFalse(line[f"public_link_{name}"], name)
        self.assertFalse(order._public_pay_accepted())
        self.assertTrue(order._has_to_be_signed())

    def composed(self, order):
        """Return the mail's dialog as it opens when staff send again, with its PDF."""
        staff = order.with_user(self.salesman)
        context = staff.action_quotation_send()["context"]
        return (
            self.env["mail.compose.message"]
            .with_user(self.salesman)
            .with_context(**context)
            .create({})
        )

    def test_options_are_offered_anew_when_staff_send_another_version(self):
        """T11, F10: with the quantities that staff had offered; staff read of it"""
        order, option = self.signed()
        self.assertEqual(option.product_uom_qty, 2)
        order.with_user(self.salesman).order_line.sorted()[0].price_unit = 999
        order.with_user(self.salesman).action_public_link_sent_again()
        self.assertEqual(option.product_uom_qty, 0)
        self.assertVoid(order)
        bodies = "".join(order.message_ids.mapped("body"))
        self.assertIn("Padded edge: 2 → 0", bodies)
        link = self.issue(order, "approve")
        page = self.open(link).text
        # Offered, and not chosen.
        tick = re.search(f'<input[^>]* name="take-{option.id}"[^>]*>', page)[0]
        self.assertNotIn("checked", tick)

    def test_the_mail_of_the_new_version_has_neither_signature_nor_choice(self):
        """T11: its PDF is rendered as its dialog opens"""
        order, option = self.signed()
        order.with_user(self.salesman).order_line.sorted()[0].price_unit = 999
        # At once, since pages and prints show the new words from now on.
        self.assertFalse(order.signature or order.signed_by or order.signed_on)
        report = self.env["ir.actions.report"]
        html = report._render_qweb_html("sale.action_report_saleorder", order.ids)[0]
        self.assertNotIn(b"Zora Signs", html)
        total = order.amount_total
        composer = self.composed(order)
        self.assertEqual(option.product_uom_qty, 2, "Opening it changes nothing (F46).")
        self.assertEqual(order.amount_total, total)
        # Its body and PDF are of the version that will be sent.
        self.assertNotIn(
            formatting.money(self.env, total, order.currency_id),
            unescape(composer.body),
        )
        composer._action_send_mail()
        self.assertEqual(option.product_uom_qty, 0)
        self.assertIn(
            formatting.money(self.env, order.amount_total, order.currency_id),
            unescape(composer.body),
        )
        html = report._render_qweb_html("sale.action_report_saleorder", order.ids)[0]
        self.assertNotIn(b"Zora Signs", html)

    def test_an_order_that_changed_after_it_was_signed_shows_no_signature(self):
        """T11: on paper and on core's page; the evidence keeps it"""
        order, _option, link = self.offer()
        self.assertSaid(self.approve(link, name="Zora Signs"), "approved")
        report = self.env["ir.actions.report"], "sale.action_report_saleorder"

        def papers():
            self.env.invalidate_all()
            yield report[0]._render_qweb_html(report[1], order.ids)[0].decode()
            yield self.url_open(order.get_portal_url()).text

        version = order._public_link_document_version(link)
        for paper in papers():
            self.assertIn("Zora Signs", paper)
        order.with_user(self.salesman).order_line.sorted()[0].price_unit = 999
        self.assertEqual(order.state, "sale")
        for paper in papers():
            self.assertNotIn("Zora Signs", paper)
        self.assertNotEqual(order._public_link_document_version(link), version)
        self.assertTrue(order.public_link_approval_ids.signature)

    def test_quantities_that_staff_set_are_theirs(self):
        """T11: after the choice, and before it"""
        order, option = self.signed()
        staff = order.with_user(self.salesman)
        option.with_user(self.salesman).product_uom_qty = 5
        staff.action_public_link_sent_again()
        self.assertEqual(option.product_uom_qty, 5)
        self.assertVoid(order)
        link = self.issue(order, "approve")
        for quantity in ("7", "1"):
            self.act(link, "options", **{f"quantity-{option.id}": quantity})
        self.assertEqual((option.product_uom_qty, option.public_link_offered), (1, 5))
        staff.note = "Other terms"
        staff.action_public_link_sent_again()
        self.assertEqual(option.product_uom_qty, 5)

    def test_a_choice_on_core_s_page_is_taken_back_too(self):
        """T11, R8"""
        order, option, _link = self.offer()
        token = order._portal_ensure_token()
        params = {"line_id": option.id, "access_token": token, "input_quantity": 6}
        answer = self.url_open(
            f"/my/orders/{order.id}/update_line_dict",
            data=json.dumps({"params": params}),
            headers={"Content-Type": "application/json"},
        )
        self.assertNotIn("error", answer.json())
        self.env.invalidate_all()
        self.assertEqual((option.product_uom_qty, option.public_link_offered), (6, 0))
        order.with_user(self.salesman).note = "Other terms"
        order.with_user(self.salesman).action_public_link_sent_again()
        self.assertEqual(option.product_uom_qty, 0)

    def test_what_was_chosen_is_confirmed(self):
        """T11, F10: by the customer and by staff, whatever the confirmation changes"""
        order, option, link = self.offer()
        self.assertSaid(self.approve(link, name="Zora Signs"), "approved")
        self.assertEqual((order.state, option.product_uom_qty), ("sale", 2))
        self.assertTrue(order.signature)
        order, option = self.signed()
        original = self.env.registry["sale.order"]._action_confirm

        def other(orders):
            orders.order_line.filtered("product_uom_qty").discount = 1
            return original(orders)

        with self.overridden("_action_confirm", other):
            order.with_user(self.salesman).action_confirm()
        self.assertEqual((order.state, option.product_uom_qty), ("sale", 2))
        self.assertTrue(order.signature)

    def test_a_quotation_that_is_opened_again_has_no_answer(self):
        """T11: set back to a quotation by its button, and by code"""
        for reopen in (
            lambda order: order.action_draft(),
            lambda order: order.write({"state": "draft"}),
        ):
            order, option = self.signed()
            rows = order.public_link_approval_ids
            reopen(order.with_user(self.salesman))
            self.assertEqual(option.product_uom_qty, 0)
            self.assertVoid(order)
            self.assertTrue(rows.changed_at and rows.signature)
            order.with_user(self.salesman).action_quotation_sent()
            self.assertEqual(order._public_link_approve_state(), "open")

    def test_a_duplicate_has_no_answer(self):
        """T11, F9: neither of the whole nor of items and proofs; nothing of it is lost"""
        order, _option = self.signed()
        self.env["sale.order.proof"].create(
            {
                "order_id": order.id,
                "line_id": order.order_line[0].id,
                "name": "front.png",
                "file": base64.b64encode(picture("PNG")),
            }
        )
        copy = order.with_user(self.salesman).copy()
        self.assertEqual((copy.state, copy.public_link_proof_ids.ids), ("draft", []))
        self.assertFalse(copy.public_link_approval_ids or copy.sudo().transaction_ids)
        self.assertFalse(copy.public_link_offer_since or copy.public_link_ids)
        self.assertVoid(copy)
        self.assertEqual(order.public_link_answer, "approved")
        items, link = self.quote(lines=2, public_link_item_approval=True)
        self.act(link, "items", line=items.order_line[:1].ids, accept="1")
        copy = items.copy()
        self.assertFalse(any(copy.order_line.mapped("public_link_state")))

    def test_a_line_that_is_deleted_and_added_again_is_asked_for_again(self):
        """T11, F9: the same words in another row were not approved"""
        order, link = self.quote(lines=2, public_link_item_approval=True)
        first, second = order.order_line
        self.act(link, "items", line=first.ids, accept="1")
        values = {
            "product_id": first.product_id.id,
            "product_uom_qty": 3,
            "discount": 10,
        }
        staff = order.with_user(self.salesman)
        staff.order_line = [Command.delete(first.id), Command.create(values)]
        staff.action_public_link_sent_again()
        self.assertTrue(order.public_link_approval_ids.changed_at)
        self.assertEqual(order._public_link_waiting_lines(), order.order_line)
        self.assertNotIn(first, order.order_line)
        order, option = self.signed()
        first = order.order_line.sorted()[0]
        staff = order.with_user(self.salesman)
        staff.order_line = [Command.delete(first.id), Command.create(values)]
        staff.action_public_link_sent_again()
        self.assertEqual(option.product_uom_qty, 0)
        self.assertVoid(order)

    def test_another_last_day_alone_is_another_offer(self):
        """T11, F5: it is asked for again, and nothing else of it is lost"""
        order, option = self.signed()
        staff = order.with_user(self.salesman)
        staff.validity_date = fields.Date.today() + timedelta(days=60)
        self.assertTrue(order.public_link_approval_ids.changed_at)
        staff.action_public_link_sent_again()
        self.assertVoid(order)
        self.assertEqual(option.product_uom_qty, 0)
        self.assertEqual(order._public_link_approve_state(), "open")
        # The same day again is no change.
        order, _option = self.signed()
        order.with_user(self.salesman).validity_date = order.validity_date
        self.assertEqual(order.public_link_answer, "approved")

    @mute_logger(*LOGGERS)
    def test_a_payment_for_another_version_confirms_nothing(self):
        """T11, T15: revised, sent again, set back; staff hear of it, the money is booked"""
        for change in (
            lambda order: None,
            lambda order: order.action_public_link_sent_again(),
            lambda order: order.action_draft(),
        ):
            order, _option = self.signed()
            transaction = self.begun(order)
            staff = order.with_user(self.salesman)
            staff.order_line.sorted()[0].price_unit = 1
            change(staff)
            state = order.state
            transaction._set_done()
            transaction._post_process()
            self.assertTrue(transaction.is_post_processed)
            self.assertEqual(order.state, state)
            told = order.activity_ids.filtered(lambda one: "was paid" in one.summary)
            self.assertIn("changed after the customer had approved", told.note)
        # Approved as it is now it is confirmed, since it is paid.
        order.action_quotation_sent()
        link = self.issue(order, "approve")
        self.assertSaid(self.approve(link, name="Zora Signs"), "approved")
        self.assertEqual(order.state, "sale")

    @mute_logger(*LOGGERS)
    def test_paying_accepts_the_version_that_was_paid(self):
        """T11, C6: where paying alone accepts a quotation"""
        self.company.public_links_accept_and_pay = True
        payment = {"require_payment": True, "prepayment_percent": 1.0}
        order, _link = self.quote(**payment)
        transaction = self.begun(order)
        transaction.public_link_started_at = fields.Datetime.now() - timedelta(hours=1)
        staff = order.with_user(self.salesman)
        staff.order_line.price_unit = 1
        staff.action_public_link_sent_again()
        transaction._set_done()
        transaction._post_process()
        self.assertEqual(order.state, "sent")
        order, _link = self.quote(**payment)
        transaction = self.begun(order)
        transaction._set_done()
        transaction._post_process()
        self.assertEqual(order.state, "sale")

    def begun(self, order):
        """Return a payment of the whole order that was begun by link."""
        provider = self.env["payment.provider"].search([("code", "=", "demo")], limit=1)
        provider = provider or self.env["payment.provider"].search([], limit=1)
        return self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": self.env["payment.method"].search([], limit=1).id,
                "amount": order.amount_total,
                "currency_id": order.currency_id.id,
                "partner_id": order.partner_id.id,
                "operation": "online_direct",
                "reference": f"T11 {order.name}",
                "sale_order_ids": [Command.set(order.ids)],
                "public_link_id": self.issue(order).id,
                "public_link_started_at": fields.Datetime.now(),
            }
        )

    def test_nobody_writes_a_choice_by_hand(self):
        """T11, S8"""
        _order, option, _link = self.offer()
        for name in ("public_link_chosen", "public_link_offered"):
            with self.assertRaises(UserError):
                option.with_user(self.salesman).write({name: 3})
