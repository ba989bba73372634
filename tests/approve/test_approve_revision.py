# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import Command, fields

from ..common.approve import ApproveCase


class TestRevision(ApproveCase):
    def changes(self):
        """Return one change a kind of what F5 lists, as functions of an order."""
        other_tax = self.tax.copy({"name": "Other tax", "amount": 5})
        other_product = self.product.copy({"name": "Other"})
        euro = self.env["product.pricelist"].create(
            {"name": "EUR", "currency_id": self.env.ref("base.EUR").id}
        )
        self.env.ref("base.EUR").active = True

        def line(**values):
            return lambda order: order.order_line.write(values)

        return {
            "product": line(product_id=other_product.id),
            "description": line(name="Something else"),
            "quantity": line(product_uom_qty=4),
            "price": line(price_unit=1),
            "discount": line(discount=0),
            "tax": line(tax_ids=[Command.set(other_tax.ids)]),
            "currency": lambda order: order.write({"pricelist_id": euro.id}),
            "address": lambda order: order.write({"partner_invoice_id": self.other.id}),
            "validity": lambda order: order.write({"validity_date": "2031-01-01"}),
            "terms": lambda order: order.write({"note": "<p>New terms</p>"}),
            "a new line": lambda order: order.write(
                {"order_line": [Command.create({"product_id": self.product.id})]}
            ),
            "a line removed": lambda order: order.order_line.unlink(),
            "a new note": lambda order: self.env["sale.order.line"].create(
                {"order_id": order.id, "display_type": "line_note", "name": "Mind it"}
            ),
        }

    def test_each_change_by_staff_withdraws_the_approve_links(self):
        """F5: until it is sent again; the page says that it is being revised"""
        for name, change in self.changes().items():
            with self.subTest(name):
                order, link = self.quote()
                change(order)
                self.assertEqual(link.revoked_reason, "revised")
                response = self.open(link)
                self.assertPublic(response, 410)
                self.assertIn("being revised", response.text)
                self.assertNotIn(order.name, response.text)
                response = self.approve(link, seen="x")
                self.assertPublic(response, 410)
                self.assertEqual(order.state, "sent")
                codes = [row.code for row in order._public_link_blockers("approve")]
                self.assertIn("revised", codes)

    def test_what_is_not_listed_withdraws_nothing(self):
        """F5: staff's own notes, references and people, and writing the same again"""
        order, link = self.quote()
        order.client_order_ref = "PO 7"
        order.user_id = self.env.ref("base.user_admin")
        order.order_line.price_unit = order.order_line.price_unit
        order.write({"note": order.note, "validity_date": order.validity_date})
        order.message_post(body="Internal")
        order.tag_ids = self.env["crm.tag"].create({"name": "VIP"})
        self.assertFalse(order.public_link_revised)
        self.assertEqual(link.state, "active")

    def test_links_that_were_derived_are_withdrawn_too_and_the_view_lives_on(self):
        """F4, F5"""
        order, _link = self.quote()
        view = self.issue(order)
        child = view._derive("approve", order)
        order.order_line.price_unit = 5
        self.assertPublic(self.open(child), 410)
        response = self.open(view)
        self.assertPublic(response, 200)
        self.assertIn("Being revised", response.text)
        self.assertNotIn("/to/approve", response.text)
        order.action_public_link_sent_again()
        self.open(view, "to/approve", method="POST")
        fresh = view.child_ids - child
        self.assertSaid(self.approve(fresh), "approved")
        self.assertAlmostEqual(order.amount_untaxed, 13.5)

    def test_sending_again_makes_new_links(self):
        """F5, A75: by the wizard, whose readiness does not stand in its own way"""
        order, link = self.quote()
        order.order_line.price_unit = 5
        action = order.with_user(self.salesman).action_public_link_send()
        wizard = (
            self.env["public.link.send"]
            .with_user(self.salesman)
            .with_context(**action["context"])
            .create({"purpose": "approve"})
        )
        self.assertFalse(wizard.problems)
        wizard.action_send()
        self.assertFalse(order.public_link_revised)
        fresh = (
            self.links_of(order).filtered(lambda one: one.purpose == "approve") - link
        )
        self.assertEqual(len(fresh), 1)
        self.assertIn("being revised", self.open(link).text)
        self.assertSaid(self.approve(fresh), "approved")

    def test_sending_by_core_ends_the_revision(self):
        """F5, A9: the quotation's own mail"""
        order, _link = self.quote()
        order.order_line.price_unit = 5
        order.with_context(mark_so_as_sent=True).message_post(
            body="Here it is again", partner_ids=self.customer.ids
        )
        self.assertFalse(order.public_link_revised)
        order.order_line.price_unit = 6
        order.message_post(body="Only a word", partner_ids=self.customer.ids)
        self.assertTrue(order.public_link_revised, "That sends no quotation.")

    def test_back_to_draft_withdraws(self):
        """E6.6, F5"""
        order, link = self.quote()
        order._action_cancel()
        order.action_draft()
        self.assertPublic(self.open(link), 410)
        self.assertEqual(link.revoked_reason, "revised")

    def test_an_old_link_cannot_be_asked_for_again(self):
        """F3: whoever has the old one gets no new one by it"""
        order, link = self.quote()
        order.order_line.price_unit = 5
        self.assertNotIn("/request", self.open(link).text)
        count = self.Link.search_count([])
        self.open(link, "request", method="POST")
        self.assertEqual(self.Link.search_count([]), count)

    def test_approved_then_changed_before_it_was_paid(self):
        """F5, F9: sending again asks anew"""
        order, link = self.quote(require_payment=True, prepayment_percent=1.0)
        self.assertSaid(self.approve(link), "approved")
        order.order_line.price_unit = 500
        self.assertTrue(order.public_link_approval_ids.changed_at)
        order.action_public_link_sent_again()
        self.assertFalse(order.public_link_answer)
        fresh = self.issue(order, "approve")
        self.assertIn("Approve This Quote", self.open(fresh).text)
        self.assertSaid(self.approve(fresh), "approved")
        self.assertEqual(len(order.public_link_approval_ids), 2)

    def test_no_call_from_outside_can_hide_a_change(self):
        """F9, F5: the mark of the customer's own choice cannot be forged"""
        order, link = self.quote()
        for forged in (True, 1, "true", {}):
            order.with_context(public_link_keep=forged).order_line.price_unit += 1
        self.assertTrue(order.public_link_revised)
        self.assertEqual(link.revoked_reason, "revised")

    def test_a_draft_can_be_worked_on_freely(self):
        """F5: nothing was sent"""
        order = self.make_order("draft")
        order.order_line.price_unit = 3
        order.validity_date = fields.Date.today()
        self.assertFalse(order.public_link_revised)
