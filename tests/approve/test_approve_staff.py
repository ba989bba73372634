# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64

from odoo.exceptions import UserError
from odoo.tests import Form

from ..common.base import PublicLinkCase
from ..link.test_uploads import picture


class TestApproveStaff(PublicLinkCase):
    """What staff see and do, by the forms that they use."""

    def sent(self, **values):
        return self.make_order(
            **{
                "user_id": self.salesman.id,
                "require_signature": False,
                "require_payment": False,
                **values,
            }
        )

    def test_the_form_says_that_a_quote_must_be_sent_again(self):
        """F5, A80: and staff can say that they did"""
        order = self.sent().with_user(self.salesman)
        with Form(order) as form, form.order_line.edit(0) as line:
            line.price_unit = 5
        self.assertTrue(order.public_link_revised)
        order.action_public_link_sent_again()
        self.assertFalse(order.public_link_revised)

    def test_item_approval_is_switched_on_and_its_state_can_be_filtered(self):
        """C17, C26, E6.7: on quotations and on orders"""
        for order in (self.sent(), self.make_order("sale", user_id=self.salesman.id)):
            with Form(order.with_user(self.salesman)) as form:
                form.public_link_item_approval = True
            self.assertEqual(order.public_link_item_state, "waiting")
            self.assertFalse(order.public_link_revised, "That changes nothing agreed.")
        arch = self.env["sale.order"].get_view(view_type="search")["arch"]
        for name in ("items_waiting", "changes", "approved", "rejected"):
            self.assertIn(f"public_link_{name}", arch)

    def test_a_proof_is_added_by_its_form(self):
        """C25"""
        order = self.sent()
        Proof = self.env["sale.order.proof"].with_user(self.salesman)
        with Form(Proof.with_context(default_order_id=order.id)) as form:
            form.line_id = order.order_line
            form.file = base64.b64encode(picture("PNG"))
            form.name = "front.png"
            form.note = "Mind the bleed."
        proof = form.record
        self.assertEqual((proof.version, proof.state), (1, "open"))
        self.assertEqual(order.public_link_proof_count, 1)

    def test_several_files_become_proofs_of_their_items(self):
        """C25: files first, each with an item of its own"""
        order = self.make_order(lines=2, user_id=self.salesman.id)
        files = self.env["ir.attachment"].with_user(self.salesman)
        files = files.create(
            [
                {"name": f"{name}.png", "raw": picture("PNG")}
                for name in ("front", "back")
            ]
        )
        Add = self.env["sale.order.proof.add"].with_user(self.salesman)
        with Form(Add.with_context(default_order_id=order.id)) as form:
            for one in files:
                form.attachment_ids.add(one)
            form.note = "Mind the bleed."
        wizard = form.record
        self.assertEqual(wizard.line_ids.item_id, order.order_line)
        wizard.action_add()
        proofs = order.public_link_proof_ids
        self.assertEqual(set(proofs.mapped("name")), {"front.png", "back.png"})
        self.assertEqual(proofs.line_id, order.order_line)
        wizard.line_ids.item_id = order.order_line[0]
        with self.assertRaisesRegex(UserError, "another item"):
            wizard.action_add()
        empty = Add.create({"order_id": order.id})
        with self.assertRaisesRegex(UserError, "at least one file"):
            empty.action_add()

    def test_the_composer_asks_who_sees_it(self):
        """C9, D19: only for quotations and orders, and ticked by "Answer the Customer" """
        order = self.sent()
        action = order.with_user(self.salesman).action_public_link_answer()
        Composer = self.env["mail.compose.message"].with_user(self.salesman)
        with Form(Composer.with_context(**action["context"])) as form:
            self.assertTrue(form.public_link_shared)
            self.assertIn(self.customer, form.partner_ids[:])
            form.body = "<p>Hello</p>"
        with Form(
            Composer.with_context(default_model="sale.order", default_res_ids=order.ids)
        ) as form:
            self.assertFalse(form.public_link_shared)

    def test_lists_and_forms_of_evidence_and_messages_open(self):
        """F9, F30: for a sender and for a manager"""
        manager = self._make_user("boss", "public_links.group_manager")
        for user in (self.salesman, manager):
            for model in ("sale.order.approval", "public.link.message"):
                views = self.env[model].with_user(user).get_view(view_type="list")
                self.assertNotIn('edit="1"', views["arch"])
            form = self.env["sale.order.approval"].with_user(user).get_view()["arch"]
            self.assertEqual("action_check" in form, user == manager)

    def test_the_evidence_of_an_order_is_opened_from_it(self):
        """F9"""
        order = self.sent()
        action = order.action_public_link_approvals()
        self.assertEqual(action["domain"], [("order_id", "in", order.ids)])

    def test_a_merged_contact_keeps_its_evidence(self):
        """S22: core's merge renames the contact, not the evidence"""
        order = self.sent()
        link = self.issue(order, "approve")
        row = self.env["sale.order.approval"]._add_evidence(
            {
                "kind": "order",
                "order_id": order.id,
                "order_number": order.id,
                "order_name": order.name,
                "company_id": self.company.id,
                "company_name": self.company.name,
                "partner_id": self.customer.id,
                "recipient_name": self.customer.name,
                "recipient_email": link.email,
                "content": order._public_link_evidence_content(),
                "terms": "Terms",
                "approved_at": self.env.cr.now(),
                "currency_id": order.currency_id.id,
                "link_number": link.id,
            }
        )
        self.assertFalse(row._is_intact())
        other = self.customer.copy({"email": self.customer.email})
        self.env["base.partner.merge.automatic.wizard"]._merge(
            [self.customer.id, other.id], other
        )
        self.env.invalidate_all()
        self.assertEqual(row.partner_id, other)
        self.assertFalse(row._is_intact())

    def test_nobody_adds_evidence_by_hand(self):
        """S22: the system alone adds evidence"""
        with self.assertRaises(UserError):
            self.env["sale.order.approval"].with_user(self.salesman).create({})
