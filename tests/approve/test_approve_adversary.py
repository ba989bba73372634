# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What an adversary found on the approve page: states, evidence, people."""

import base64

from odoo import Command
from odoo.exceptions import UserError
from odoo.http import HTTPRequest

from ...controllers import actions
from ...models.approve.sale_order_revision import KEPT
from ...models.link.public_link_rate import network
from ..common.approve import ApproveCase
from ..link.test_uploads import picture

ANSWER = "odoo.addons.public_links.models.link.public_link_attempt"


class AdversaryCase(ApproveCase):
    def items(self, lines=2, **values):
        """Return a quotation with item approval, its link and its lines."""
        order, link = self.quote(lines=lines, public_link_item_approval=True, **values)
        return order, link, order.order_line

    def option(self, order, quantity=0):
        """Add an optional line to a quotation that was sent; return it."""
        section = {"display_type": "line_section", "name": "More", "is_optional": True}
        item = {"product_id": self.product.id, "product_uom_qty": quantity}
        order.with_context(**KEPT).order_line = [
            Command.create({**section, "sequence": 90}),
            Command.create({**item, "sequence": 91}),
        ]
        return order.order_line.sorted()[-1]

    def proof(self, order, user=None, **values):
        """Return a proof of the order's first line."""
        return (
            self.env["sale.order.proof"]
            .with_user(user or self.salesman)
            .create(
                {
                    "order_id": order.id,
                    "line_id": order.order_line[0].id,
                    "name": "front.png",
                    "file": base64.b64encode(picture("PNG")),
                    **values,
                }
            )
            .sudo()
        )

    def pick(self, link, lines, **data):
        """Approve some lines with the terms accepted."""
        return self.act(link, "items", accept="1", line=lines.ids, **data)


class TestStates(AdversaryCase):
    def test_an_approved_item_cannot_be_counted_again(self):
        """F10, F9: the quantity that was approved stays what it was"""
        order, link, _lines = self.items(lines=1)
        option = self.option(order, 2)
        other = order.order_line.filtered(lambda line: not line.display_type) - option
        seen = self.seen(link)
        self.assertIn(f"quantity-{option.id}", self.open(link).text)
        self.assertSaid(self.pick(link, option, seen=seen), "approved_items")
        self.assertNotIn(f"quantity-{option.id}", self.open(link).text)
        self.act(link, "options", **{f"quantity-{option.id}": "900"})
        self.assertEqual(option.product_uom_qty, 2)
        self.assertSaid(self.pick(link, other), "approved_items")
        self.assertEqual(order.state, "sale")

    def test_what_was_approved_cannot_be_declined(self):
        """B37, A59: not even while a proof of it waits, and the payment too"""
        self.company.public_links_approve_proofs = False
        order, link = self.quote(require_payment=True, prepayment_percent=1.0)
        self.proof(order)
        self.assertSaid(self.approve(link), "approved")
        self.assertEqual(order._public_link_approve_state(), "proofs")
        self.assertNotIn("/reject", self.open(link).text)
        self.assertSaid(self.act(link, "reject", text="No"), "closed")
        self.assertEqual((order.state, order.public_link_answer), ("sent", "approved"))

    def test_what_an_approval_brings_about_is_part_of_what_was_seen(self):
        """S8, F9: settings that change between the page and its form"""
        self.company.public_links_approve_proofs = False
        order, link = self.quote()
        proof, seen = self.proof(order), None
        seen = self.seen(link)
        self.company.public_links_approve_proofs = True
        self.assertChanged(self.approve(link, seen=seen))
        self.assertEqual(proof.state, "open")
        self.company.public_links_approve_then = "nothing"
        order, link, lines = self.items()
        seen = self.seen(link)
        self.company.public_links_approve_then = "confirm"
        self.assertChanged(self.pick(link, lines, seen=seen))
        self.assertEqual(order.state, "sent")
        order, link = self.quote(require_payment=True, prepayment_percent=1.0)
        seen = self.seen(link)
        order.require_payment = False
        self.assertChanged(self.approve(link, seen=seen))
        self.assertEqual(order.state, "sent")

    def test_an_item_is_asked_for_anew_when_the_quote_is_worked_on_again(self):
        """F5, F9: its evidence says that it no longer holds"""
        order, link, lines = self.items()
        self.pick(link, lines[:1])
        order._action_cancel()
        order.action_draft()
        order.action_quotation_sent()
        self.assertTrue(order.public_link_approval_ids.changed_at)
        self.assertEqual(order._public_link_waiting_lines(), lines)

    def test_the_diagnosis_names_who_approved_the_items(self):
        """A80, F9: not the customer, nor the date of the order"""
        self.company.public_links_approve_then = "nothing"
        order, link, lines = self.items(date_order="2020-02-02")
        self.pick(link, lines, name="Dora Deputy")
        [blocker] = order._public_link_blockers("approve")
        self.assertEqual(blocker.code, "approved")
        self.assertIn("Dora Deputy", blocker.staff)
        self.assertNotIn("2020", blocker.staff)

    def test_long_quantities_come_back_as_they_went(self):
        """F10: the form of untouched options changes nothing, and is not refused"""
        self.company.public_links_option_max = 1_000_000
        self.env["decimal.precision"].search([("name", "=", "Product Unit")]).digits = 3
        for quantity, text in ((1_000_000, "1000000"), (12345.678, "12345.678")):
            order, link = self.quote()
            option = self.option(order, quantity)
            self.assertIn(f'value="{text}"', self.open(link).text)
            self.act(link, "options", **{f"quantity-{option.id}": text})
            self.assertEqual(option.product_uom_qty, quantity)
        self.company.public_links_option_max = 5
        order, link = self.quote()
        staffs, mine = self.option(order, 7), self.option(order, 1)
        form = {f"quantity-{staffs.id}": "7", f"quantity-{mine.id}": "2"}
        self.assertSaid(self.act(link, "options", **form), "options_saved")
        self.assertEqual((staffs.product_uom_qty, mine.product_uom_qty), (7, 2))


class TestPeople(AdversaryCase):
    def test_nobody_approves_in_the_name_of_whom_we_do_not_know(self):
        """F9, E6.3: a link that was printed has no recipient"""
        order, _link = self.quote()
        printed = self.Link.sudo()._issue_qr(order, "view")
        child = printed._derive("approve", order)
        self.assertSaid(self.approve(child), "approved")
        self.assertNotIn(self.customer.name, order.public_link_answered_by)
        self.assertNotIn(f"Approved by {self.customer.name}", self.open(child).text)
        order, _link = self.quote()
        child = self.Link.sudo()._issue_qr(order, "view")._derive("approve", order)
        self.assertSaid(self.approve(child, name="Dora"), "approved")
        self.assertEqual(order.public_link_answered_by, "Dora")

    def test_a_seller_who_left_is_not_the_one_to_tell(self):
        """A58: else nobody ever hears of it"""
        gone = self._make_user("gone", "sales_team.group_sale_salesman_all_leads")
        leader = self._make_user("leader", "sales_team.group_sale_salesman_all_leads")
        team = self.env["crm.team"].create({"name": "T", "user_id": leader.id})
        order, link = self.quote(user_id=gone.id, team_id=team.id)
        gone.active = False
        self.approve(link)
        self.assertEqual(order.activity_ids.user_id, leader)
        order, link = self.quote(user_id=gone.id, team_id=team.id)
        leader.active = False
        self.approve(link)
        self.assertEqual(order.activity_ids.user_id, self.salesman)

    def test_answers_of_staff_go_to_who_can_read_them(self):
        """D19, Q6: whoever follows a parcel, or pays, has no thread"""
        order = self.make_order("sale", user_id=self.salesman.id)
        porter = self.env["res.partner"].create(
            {"name": "Porter", "email": "porter@example.com"}
        )
        self.issue(order, "view")
        self.issue(order, "track", porter)
        self.issue(order, "pay", porter)
        self.assertEqual(order._public_link_readers(), self.customer)
        self.issue(order, "approve", porter)
        self.assertEqual(order._public_link_readers(), self.customer + porter)

    def test_staff_cannot_answer_for_the_customer(self):
        """S22, F9: what pages say of an answer is the system's to write"""
        order, _link, lines = self.items()
        mine = order.with_user(self.salesman)
        proof = self.proof(order)
        for record, values in (
            (mine, {"public_link_answer": "approved"}),
            (mine, {"public_link_answered_by": "Joel Willis"}),
            (mine, {"public_link_answer_changed": False}),
            (mine, {"public_link_revised": False}),
            (
                mine,
                {
                    "order_line": [
                        Command.update(lines[0].id, {"public_link_state": "approved"})
                    ]
                },
            ),
            (lines.with_user(self.salesman), {"public_link_state": "approved"}),
            (proof.with_user(self.salesman), {"state": "approved"}),
            (proof.with_user(self.salesman), {"answered_by": "Joel Willis"}),
            (proof.with_user(self.salesman), {"mimetype": "text/html"}),
            (proof.with_user(self.salesman), {"sha256": "0" * 64}),
        ):
            with self.assertRaises(UserError, msg=str(values)):
                record.write(values)
        with self.assertRaises(UserError):
            self.proof(order, state="approved", answered_by="Joel Willis")
        with self.assertRaises(UserError):
            mine.copy({"public_link_answer": "approved"})
        proof.with_user(self.salesman).note = "Mind the bleed."

    def test_the_same_comment_twice_is_one(self):
        """C9: a double click, or a page that is sent again"""
        order, link = self.quote()
        for action in ("comment", "change"):
            for _number in range(2):
                self.assertSaid(self.act(link, action, text="Wider?"), f"{action}_sent")
        rows = order.public_link_message_ids
        self.assertEqual(sorted(rows.mapped("kind")), ["change", "comment"])
        self.act(link, "comment", text="Or narrower?")
        self.assertEqual(len(order.public_link_message_ids), 3)

    def test_a_mail_address_is_text(self):
        """A55, S15: what the database would not take is refused on the page"""
        _order, link = self.quote()
        for bad in ("a\0b@example.com", "a\x07b@example.com", "a\u202eb@example.com"):
            self.assertAgain(self.approve(link, email=bad), "check the email address")

    def post(self, order, **values):
        return order.with_user(self.salesman).message_post(
            **{
                "body": "It is wide enough.",
                "message_type": "comment",
                "subtype_xmlid": "mail.mt_comment",
                **values,
            }
        )

    def test_an_earlier_message_is_shown_by_one_click(self):
        """C9, C12, D19: of this order, once, and never an internal note"""
        order, link = self.quote()
        file = (
            self.env["ir.attachment"]
            .with_user(self.salesman)
            .create(
                {
                    "name": "plan.txt",
                    "raw": b"plan",
                    "res_model": "mail.compose.message",
                }
            )
        )
        message = self.post(order, attachment_ids=file.ids)
        note = self.post(order, subtype_xmlid="mail.mt_note")
        foreign = self.post(self.quote()[0])
        self.assertNotIn("wide enough", self.open(link).text)
        mine = order.with_user(self.salesman)
        for wrong in (note, foreign):
            with self.assertRaises(UserError):
                mine.action_public_link_share(wrong.id)
        with self.assertRaises(UserError):
            order.with_user(self.clerk).action_public_link_share(message.id)
        mine.action_public_link_share(message.id)
        with self.assertRaises(UserError):
            mine.action_public_link_share(message.id)
        text = self.open(link).text
        self.assertEqual(text.count("wide enough"), 1)
        self.assertIn("plan.txt", text)
        with self.assertRaises(UserError):
            mine._public_link_share(note)

    def test_what_staff_correct_or_delete_does_not_live_on(self):
        """F30, C9: in the history, where they wrote it"""
        order, link = self.quote()
        message = self.post(order).sudo()
        order.with_user(self.salesman).action_public_link_share(message.id)
        self.assertIn("wide enough", self.open(link).text)
        order._message_update_content(message, body="It is 3 m wide.")
        text = self.open(link).text
        self.assertIn("3 m wide", text)
        self.assertNotIn("wide enough", text)
        order._message_update_content(message, body="", attachment_ids=[])
        self.assertNotIn("3 m wide", self.open(link).text)
        message = self.post(order).sudo()
        order.with_user(self.salesman).action_public_link_share(message.id)
        message.unlink()
        self.assertNotIn("wide enough", self.open(link).text)

    def test_what_one_customer_wrote_is_not_shown_to_the_next(self):
        """S10, F1, Q6: an order that is handed to somebody else"""
        order, link = self.quote()
        proof = self.proof(order)
        self.act(link, "comment", text="Only between us")
        self.act(link, "upload", files=[("files", ("mine.png", picture("PNG")))])
        self.act(link, "proof", proof=proof.id, decision="changes", text="My logo!")
        number = order.public_link_message_ids.filtered("attachment_id").id
        order.partner_id = self.other
        order.action_public_link_sent_again()
        fresh = self.issue(order, "approve")
        self.assertEqual(fresh.partner_id, self.other)
        text = self.open(fresh).text
        for private in ("Only between us", "mine.png", "My logo!", self.customer.name):
            self.assertNotIn(private, text)
        self.assertPublic(self.open(fresh, f"file/{number}"), 404)
        self.assertEqual(proof.state, "open", "It is asked for anew.")

    def test_a_page_costs_as_much_with_many_proofs_and_messages(self):
        """A53: queries do not depend on what stands on it"""
        counts = []
        for many in (1, 12):
            order, link = self.quote(lines=many)
            for line in order.order_line:
                self.proof(order, line_id=line.id)
            for number in range(many):
                self.act(link, "comment", text=f"Comment {number}")
            files = [
                ("files", (f"{n}.png", picture("PNG"))) for n in range(min(many, 9))
            ]
            self.act(link, "upload", files=files)
            self.open(link)
            self.open(link)
            counts.append(self.count_queries(link))
        self.assertEqual(*counts)

    def test_a_limit_counts_a_network_not_each_of_its_addresses(self):
        """S13: who has a /64 of IPv6 has more addresses than there are limits"""
        addresses = iter([f"2001:db8:1:2::{n:x}" for n in range(40)])
        _order, link = self.quote()
        self.patch(HTTPRequest, "remote_addr", property(lambda one: next(addresses)))
        self.patch(actions, "ADDRESS_TRIES", 3)
        page = [self.act(link, "comment", text=f"Hello {n}") for n in range(4)][-1]
        self.assertPublic(page, 422)
        self.assertIn("too often", page.text)
        for one, other, same in (
            ("192.0.2.1", "192.0.2.2", False),
            ("::ffff:192.0.2.1", "192.0.2.1", True),
            ("2001:db8:1:2::1%eth0", "2001:db8:1:2:ffff::9", True),
            ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
            ("", "x", False),
        ):
            self.assertEqual(network(one) == network(other), same, one)
