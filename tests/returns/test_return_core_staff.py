# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from lxml import etree

from odoo import fields
from odoo.tests import Form
from odoo.tools.safe_eval import safe_eval

from ..common.base import CANARY
from ..common.returns import ReturnCase

MAILS = ("requested", "authorized", "received", "inspecting", "closed", "cancelled")


class TestReturnMails(ReturnCase):
    """Customers hear how their return stands, once a state, where settings say so."""

    def mails(self, state):
        """Return a return that went through its states, and its customer's mails."""
        self.company.public_links_return_auto = False
        order = self.delivered()
        before = self.env["mail.mail"].sudo().search([])
        request = self.ask_one(order, 2)
        if state != "requested":
            request.action_authorize()
        if state == "cancelled":
            request.action_cancel()
        if state in ("received", "inspecting", "closed"):
            self.receive(request)
        if state in ("inspecting", "closed"):
            request.action_inspect()
        if state == "closed":
            request.action_close()
        self.assertEqual(request.state, state)
        mails = self.env["mail.mail"].sudo().search([]) - before
        # Staff get mails of core's, about their activities.
        return request, mails.filtered(lambda mail: mail.recipient_ids == self.customer)

    def test_each_state_has_its_mail_and_its_switch(self):
        """E1.12, Q7"""
        for state in MAILS:
            for name in MAILS:
                self.company[f"public_links_return_mail_{name}"] = False
            with self.subTest(state=state):
                self.assertFalse(self.mails(state)[1])
                self.company[f"public_links_return_mail_{state}"] = True
                request, mail = self.mails(state)
                self.assertEqual(len(mail), 1)
                self.assertIn(request._public_sentence(), mail.body_html)
                self.assertIn(request._public_label(), mail.subject)

    def test_one_step_is_next_in_each_state(self):
        """E1.6, F49: and receiving opens the transfer that it needs"""
        self.company.public_links_return_auto = False
        request = self.ask_one(self.delivered(), 2)
        self.assertEqual(request.next_step, "authorize")
        request.action_authorize()
        request.invalidate_recordset(["next_step", "can_credit"])
        self.assertEqual(request.next_step, "receive")
        action = request.action_receive()
        self.assertEqual(action["res_id"], request.return_picking_ids.id)
        self.receive(request)
        request.invalidate_recordset(["next_step", "can_credit"])
        self.assertEqual(request.next_step, "inspect")
        request.action_inspect()
        request.invalidate_recordset(["next_step", "can_credit"])
        expected = "credit" if request.can_credit else "close"
        self.assertEqual(request.next_step, expected)
        request.action_close()
        request.invalidate_recordset(["next_step", "can_credit"])
        self.assertIn(request.next_step, (False, "credit"))

    def offered(self, request):
        """Return the buttons that the form of a return offers now, those in front first."""
        request.invalidate_recordset()
        names = ("state", "outcome", "next_step", "can_credit", "can_cancel")
        values = {name: request[name] for name in names}
        arch = etree.fromstring(request.get_view(view_type="form")["arch"])
        shown = [
            button
            for button in arch.findall("header/button")
            if not safe_eval(button.get("invisible", "False"), values)
        ]
        front = [one.get("name") for one in shown if "primary" in one.get("class", "")]
        return front, [one.get("name") for one in shown]

    def assertNothingRefused(self, request, front):
        """Check which button is in front, and that each that is offered does its work."""
        primary, offered = self.offered(request)
        self.assertEqual(primary, [front] if front else [])
        self.assertEqual(offered[: len(primary)], primary)
        for name in offered:
            with self.subTest(request.state, button=name), self.cr.savepoint() as point:
                getattr(request, name)()
                point.rollback()
                self.env.invalidate_all()

    def test_nothing_is_offered_that_will_be_refused(self):
        """F49: in each state, half received, given up, and gone already"""
        self.company.public_links_return_auto = False
        order = self.delivered()
        request = self.ask_one(order, 2)
        self.assertNothingRefused(request, "action_authorize")
        request.action_authorize()
        self.assertNothingRefused(request, "action_receive")
        self.receive(request, {order.order_line.product_id: 1})
        self.assertNotIn("action_cancel", self.offered(request)[1])
        self.assertNothingRefused(request, "action_receive")
        self.receive(request)
        self.assertNothingRefused(request, "action_inspect")
        request.action_inspect()
        self.assertNothingRefused(request, "action_credit")
        request.action_close()
        self.assertNothingRefused(request, "action_credit")
        kept = self.ask_one(self.delivered(), 1)
        kept.action_refund_only()
        self.assertNothingRefused(kept, "action_credit")
        gone = self.delivered(2)
        asked = self.ask_one(gone, 2)
        self.validate(self.take_back(gone, 2))
        self.assertNothingRefused(asked, "action_cancel")
        asked.action_cancel()
        self.assertNothingRefused(asked, None)

    def test_a_mail_holds_no_token_and_no_internal_word(self):
        """S2, Q6"""
        request, mails = self.mails("closed")
        request.staff_note = CANARY
        self.assertTrue(mails)
        for mail in mails:
            self.assertIn("/link/to/", mail.body_html)
            self.assertNotIn("eyJ", mail.body_html)
            self.assertNotIn(CANARY, mail.body_html)

    def test_who_has_no_address_gets_no_mail(self):
        """E1.12"""
        self.customer.email = False
        _request, mails = self.mails("authorized")
        self.assertFalse(mails)

    def test_no_mail_leads_to_a_link_that_is_switched_off(self):
        """B59, E3.3"""
        self.company.public_links_return_auto = False
        request = self.ask_one(self.delivered(), 2)
        self.customer.public_links_blocked = True
        before = self.env["mail.mail"].sudo().search([])
        request.action_authorize()
        mails = self.env["mail.mail"].sudo().search([]) - before
        self.assertNotIn(self.customer, mails.recipient_ids)

    def test_the_mail_says_where_to_send_it_and_who_pays(self):
        """E1.12"""
        self.company.partner_id.street = "250 Executive Park"
        self.stock.partner_id = self.company.partner_id
        self.company.public_links_return_shipping = "company"
        _request, mails = self.mails("authorized")
        body = mails[0].body_html
        self.assertIn("250 Executive Park", body)
        self.assertIn("We pay for the return shipping", body)


class TestReturnWords(ReturnCase):
    """What the page says of a return."""

    def test_the_lifecycle_in_plain_words(self):
        """E1.12, E1.13, E1.11"""
        request = self.ask_one(self.delivered(), 2)
        values = request._public_values()
        self.assertEqual(values["number"], request.name)
        self.assertEqual(values["status"]["label"], "Authorized")
        self.assertEqual(
            [step["code"] for step in values["steps"]],
            ["authorized", "received", "closed"],
        )
        self.assertTrue(values["can_cancel"])
        self.assertTrue(values["return_to"])
        self.assertEqual(values["estimate"]["total"], "$\xa0216.00")
        self.assertEqual(values["refund"], "")
        self.receive(request)
        request.action_credit()
        request.credit_note_ids.action_post()
        request.action_close()
        values = request._public_values()
        self.assertEqual(values["status"]["label"], "Closed")
        self.assertEqual(values["refund"], "$\xa0216.00")
        self.assertIn("$\xa0216.00", values["sentence"])
        self.assertFalse(values["can_cancel"])
        self.assertFalse(values["return_to"])

    def test_values_are_plain_and_say_nothing_internal(self):
        """A4, Q6"""
        request = self.ask_one(self.delivered(), 2)
        request.staff_note = CANARY
        request.line_ids.staff_note = CANARY
        request.message_post(body=CANARY)

        def check(value):
            if isinstance(value, dict):
                value = list(value.values())
            if isinstance(value, list):
                for one in value:
                    check(one)
                return
            self.assertIsInstance(value, str | int | float | bool | type(None))
            self.assertNotIn(CANARY, str(value))

        check(request._public_values())

    def test_every_state_and_outcome_has_words(self):
        """E1.13, E1.14"""
        request = self.ask_one(self.delivered(), 2)
        for state in MAILS:
            for outcome in ("return", "replacement", "refund"):
                request.write({"state": state, "outcome": outcome})
                values = request._public_values()
                self.assertTrue(values["status"]["label"] and values["sentence"])
                now = [step for step in values["steps"] if step["now"]]
                self.assertEqual(len(now), 0 if state == "cancelled" else 1)


class TestReturnStaff(ReturnCase):
    """What staff see."""

    def test_what_waits_too_long_is_stale(self):
        """E1.13"""
        request = self.ask_one(self.delivered())
        requests = self.env["return.request"].with_user(self.salesman)
        self.assertFalse(request.is_stale)
        self.assertNotIn(request, requests.search([("is_stale", "=", True)]))
        request.state_since = fields.Datetime.subtract(fields.Datetime.now(), days=15)
        self.assertTrue(request.with_user(self.salesman).is_stale)
        self.assertIn(request, requests.search([("is_stale", "=", True)]))
        self.company.public_links_return_stale_days = 20
        request.invalidate_recordset()
        self.assertFalse(request.is_stale)
        self.company.public_links_return_stale_days = 14
        request.action_cancel()
        self.assertFalse(request.is_stale)
        self.assertIn(request, requests.search([("is_stale", "=", False)]))

    def test_orders_transfers_customers_and_credit_notes_lead_to_returns(self):
        """E1.10"""
        order = self.delivered(5)
        request = self.ask_one(order, 2)
        self.receive(request)
        request.action_credit()
        for user, record in (
            (self.salesman, order),
            (self.warehouse, request.picking_ids),
            (self.accountant, request.credit_note_ids),
            (self.salesman, self.customer),
        ):
            with self.subTest(record=record):
                mine = record.with_user(user)
                if "return_request_count" in mine:
                    self.assertEqual(mine.return_request_count, 1)
                action = mine.action_open_returns()
                self.assertEqual(action["res_id"], request.id)
                view = record.with_user(user).get_view()["arch"]
                self.assertIn("action_open_returns", view)

    def test_whoever_may_not_see_returns_still_opens_the_order(self):
        """F29"""
        reader = self._make_user("reader", "account.group_account_readonly")
        order = self.delivered()
        self.ask_one(order)
        views = self.env["sale.order"].with_user(reader)
        self.assertNotIn("action_open_returns", views.get_view()["arch"])
        # Not by the form as a whole: with vouchers, core's own button asks for cards
        # that a reader of the books may not see.
        tree = etree.fromstring(views.get_view()["arch"])
        shown = {node.get("name") for node in tree.iter("field")}
        own = [
            name
            for name, field in views._fields.items()
            if name in shown and "public_links" in field._modules
        ]
        self.assertTrue(own)
        mine = order.with_user(reader)
        self.assertTrue(mine.read(own))
        self.assertEqual(mine.web_read({"name": {}})[0]["name"], order.name)
        if "gift_card_count" not in views._fields:
            with Form(mine) as form:
                self.assertEqual(form.name, order.name)

    def test_all_views_open_for_whoever_works_with_returns(self):
        """E1.10, E1.13"""
        request = self.ask_one(self.delivered())
        for user in (self.salesman, self.warehouse, self.accountant):
            for model, kinds in (
                ("return.request", ("list", "kanban", "form", "search", "activity")),
                ("return.request.line", ("graph", "pivot", "list", "search")),
            ):
                views = self.env[model].with_user(user)
                views.get_views([(False, kind) for kind in kinds])
            arch = etree.fromstring(
                request.with_user(user).get_view(view_type="form")["arch"]
            )
            names = arch.xpath("//field[not(ancestor::list)]/@name")
            self.assertTrue(request.with_user(user).read(names))

    def test_returns_are_analysed_by_product_and_reason(self):
        """E1.15"""
        order = self.delivered(5)
        self.ask_one(order, 2)
        self.ask_one(order, 1, self.defective)
        rows = (
            self.env["return.request.line"]
            .with_user(self.salesman)
            ._read_group(
                [("order_id", "=", order.id)],
                ["product_id", "reason_id"],
                ["quantity:sum"],
            )
        )
        product = order.order_line.product_id
        self.assertEqual(
            {(p, r): quantity for p, r, quantity in rows},
            {(product, self.reason): 2, (product, self.defective): 1},
        )

    def test_the_responsible_has_one_thing_to_do_at_a_time(self):
        """E1.10"""
        request = self.ask_one(self.delivered(), 2)
        self.assertFalse(request.activity_ids)
        self.receive(request)
        self.assertEqual(len(request.activity_ids), 1)
        self.assertIn("Inspect", request.activity_ids.summary)
        self.assertEqual(request.activity_ids.user_id, self.salesman)
