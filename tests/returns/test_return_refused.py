# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Other addons refuse, fail, or return something else while something is returned."""

from odoo.exceptions import UserError

from ..common.refusals import REFUSALS, RefusalCase, raising
from ..common.return_page import ReturnPageCase
from ..link.test_uploads import picture

WINDOW = {"type": "ir.actions.act_window", "res_model": "stock.quality.wizard"}


class TestReturnRefused(RefusalCase, ReturnPageCase):
    def test_a_refused_request_comes_back_as_it_was_typed(self):
        """T19: reasons, notes and the tick; photos must be chosen again; staff hear why"""
        order = self.delivered()
        link, key = self.issue(order, "return"), self.key(order)
        _page, hidden = self.second_step(link, {key: "2"})
        files = {f"photos-{key}": ("scratch.png", picture("PNG"), "image/png")}
        words = {"note": "Ring first", f"note-{key}": "A scratch"}
        for method, told in REFUSALS:
            with self.refusing("return.request", "create", method):
                page = self.ask(link, {key: "2"}, hidden, files, **words)
            self.assertFailed(
                page,
                "Ring first</textarea>",
                "A scratch</textarea>",
                f'value="{self.reason.id}" checked',
                "choose your photos again",
                'value="1" required="" checked',
            )
            self.assertTold(order, told, "Ring first", "A scratch")
            # That is for staff.
            self.assertNotIn(told, page.text)
        self.assertFalse(order.return_request_ids)
        self.assertSaid(self.ask(link, {key: "2"}, hidden, **words), "return_asked")

    def test_core_s_wizard_may_refuse_or_ask_back(self):
        """T19, E1.8: it waits for staff, who read why; the page says so"""
        self.company.public_links_return_auto = True
        asks_back = (lambda _wizard: WINDOW, "wants a decision first")
        nothing = (lambda _wizard: None, "wants a decision first")
        for method, told in (*REFUSALS, asks_back, nothing):
            order = self.delivered()
            with self.refusing("stock.return.picking", "action_create_returns", method):
                request, link = self.returned(order)
            self.assertEqual(request.state, "requested")
            self.assertFalse(request.return_picking_ids)
            self.assertIn(told, "".join(request.message_ids.mapped("body")))
            self.assertIn("Authorize", request.activity_ids.summary)
            self.assertIn("We have received your request", self.open(link).text)

    def test_staff_read_why_a_return_is_not_authorized(self):
        """T19: in a sentence, whatever the wizard of another addon returns"""
        self.company.public_links_return_auto = False
        request, _link = self.returned()
        wizard = "stock.return.picking", "action_create_returns"
        with (
            self.refusing(*wizard, lambda _wizard: WINDOW),
            self.assertRaisesRegex(UserError, "wants a decision first"),
            self.cr.savepoint(),
        ):
            request.action_authorize()
        self.env.invalidate_all()
        self.assertEqual(request.state, "requested")

    def test_a_refused_cancellation_is_said(self):
        """T19: the items are on their way still; the tick stays, staff hear why"""
        self.company.public_links_return_auto = True
        request, link = self.returned()
        form = {"request": str(request.id), "sure": "1"}
        asks_back = (lambda _pickings: WINDOW, "wants a decision first")
        for method, told in (*REFUSALS, asks_back):
            with self.refusing("stock.picking", "action_cancel", method):
                page = self.open(link, "cancel", method="POST", data=form)
            self.assertFailed(page)
            tick = page.text.partition('name="sure"')[2].partition("/>")[0]
            self.assertIn("checked", tick)
            self.assertTold(request.order_id, told)
        self.assertEqual(request.state, "authorized")
        answer = self.open(link, "cancel", method="POST", data=form)
        self.assertSaid(answer, "return_cancelled")

    def test_a_return_stays_where_notes_about_it_are_refused(self):
        """T19: the request is there, and an activity of the order says what was not said"""
        order = self.delivered()
        refusal = raising(UserError("This history is closed"))
        with self.refusing("sale.order", "message_post", refusal):
            request, _link = self.returned(order)
        self.assertEqual(request.state, "authorized")
        self.assertTold(order, "This history is closed", request.name)

    def test_who_tries_too_often_keeps_what_was_typed(self):
        """S13, T19"""
        order = self.delivered()
        link, key = self.issue(order, "return"), self.key(order)
        _page, hidden = self.second_step(link, {key: "2"})
        self.patch(self.env.registry["public.link.rate"], "_allow", lambda *args: False)
        page = self.ask(link, {key: "2"}, hidden, note="Ring first")
        self.assertPublic(page, 422)
        for text in ("too often", "Ring first</textarea>"):
            self.assertIn(text, page.text)
        self.assertFalse(order.return_request_ids)
