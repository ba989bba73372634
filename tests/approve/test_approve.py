# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import mute_logger

from ...models.approve.sale_order_revision import KEPT
from ..common.approve import ApproveCase


class TestApprovePage(ApproveCase):
    def test_the_page_shows_what_is_approved(self):
        """A49, A50, A51, A52, A53, A54, A55, A56, B31, B32, B33, B36, C2, C26"""
        order, link = self.quote()
        response = self.open(link)
        self.assertPublic(response, 200)
        for text in (
            order.name,
            "860.22",  # 3 x 295.00, 10 % off, 8 % tax
            "858 Lynn Street",
            "Acoustic Bloc Screen",
            "Your name",
            "Your email address",
            "Approve This Quote",
            "Good until",
            "Action required",
            "Reject",
        ):
            self.assertIn(text, response.text)

    def test_approval_confirms_by_the_path_that_staff_use(self):
        """A57, A62, B36, B38, C27, E2.3, E6.5: every override runs, deliveries included"""
        order, link = self.quote()
        called = []
        cls = self.env.registry["sale.order"]
        original = cls.action_confirm

        def confirm(records):
            called.append((records.env.uid, records.env.company))
            return original(records)

        with patch.object(cls, "action_confirm", confirm):
            page = self.assertSaid(
                self.approve(link, name="Joel W.", email="Joel@Example.com"), "approved"
            )
        self.assertEqual(called, [(self.env.ref("base.user_root").id, self.company)])
        self.assertEqual(order.state, "sale")
        self.assertTrue(order.picking_ids)
        self.assertEqual(order.public_link_answer, "approved")
        self.assertIn("Approved by Joel W.", page.text)
        self.assertNotIn("Approve This Quote", page.text)
        row = order.public_link_approval_ids
        self.assertEqual((row.kind, row.signer_name), ("order", "Joel W."))
        self.assertEqual(row.signer_email, "joel@example.com")

    def test_a_second_approval_changes_nothing(self):
        """A59, A61, F7: by another link, a page opened before, or twice"""
        order, link = self.quote()
        other = self.issue(order, "approve", self.other)
        seen = self.seen(link)
        self.assertSaid(self.approve(link, seen=seen), "approved")
        pickings = order.picking_ids
        for again in (link, other):
            page = self.assertSaid(self.approve(again, seen=seen), "closed")
            self.assertIn("Approved by Joel Willis", page.text)
        self.assertEqual(len(order.public_link_approval_ids), 1)
        self.assertEqual(order.picking_ids, pickings)

    def test_a_box_must_be_ticked_and_what_was_typed_stays(self):
        """C19, C23, S9"""
        order, link = self.quote()
        response = self.act(link, "approve", name="Joel <b>", email="x@example.com")
        self.assertAgain(
            response, "tick the box", 'value="Joel <b>"', 'value="x@example.com"'
        )
        self.assertNotIn("Joel <b>", response.text)
        self.assertEqual(order.state, "sent")
        self.assertFalse(order.public_link_approval_ids)

    def test_a_bad_mail_address_is_refused(self):
        """A55: a newline would be a header of its own"""
        order, link = self.quote()
        for email in (
            "nobody",
            "a@b.com\nBcc: x@y.com",
            "a@b.com, c@d.com",
            "@",
            "a@b@c",
        ):
            response = self.approve(link, email=email)
            self.assertAgain(response, "check the email address")
        self.assertEqual(order.state, "sent")

    def test_a_changed_quote_is_not_approved_unseen(self):
        """S8, F5: from a page that was opened before"""
        order, link = self.quote()
        seen = self.seen(link)
        order.with_context(**KEPT).order_line.product_uom_qty = 5
        self.assertChanged(self.approve(link, seen=seen), "please look again")
        self.assertChanged(self.approve(link, seen=""))
        self.assertChanged(self.approve(link, seen="0" * 64))
        self.assertEqual(order.state, "sent")

    def test_an_expired_quote_says_whom_to_ask_whatever_the_link(self):
        """A59, A60, E2.3: 200; a fresh link does not extend it"""
        order, link = self.quote()
        seen = self.seen(link)
        order.with_context(**KEPT).validity_date = fields.Date.subtract(
            fields.Date.today(), days=1
        )
        for one in (link, self.issue(order, "approve", self.other)):
            response = self.open(one)
            self.assertPublic(response, 200)
            self.assertIn("was good until", response.text)
            self.assertIn("care@seller.example", response.text)
            self.assertNotIn("Approve This Quote", response.text)
            self.assertSaid(self.approve(one, seen=seen), "closed")
        self.assertEqual(order.state, "sent")

    def test_states_in_which_nothing_can_be_approved(self):
        """A59, A61, A80, B64, E6.6: each says why, to customer and staff"""
        draft = self.make_order("draft")
        cancelled, _link = self.quote()
        cancelled._action_cancel()
        converted = self.make_order("sale")
        empty, _link = self.quote()
        empty.with_context(**KEPT).order_line.unlink()
        for order, code, status in (
            (draft, "not_visible", 410),
            (cancelled, "cancelled", 200),
            (converted, "converted", 200),
            (empty, "empty", 200),
        ):
            with self.subTest(code):
                link = self.issue(order, "approve")
                blockers = order._public_link_blockers("approve")
                self.assertEqual([row.code for row in blockers], [code])
                self.assertTrue(blockers[0].staff and blockers[0].fix)
                response = self.open(link)
                self.assertPublic(response, status)
                self.assertNotIn("Approve This Quote", response.text)
                before = order.state
                response = self.approve(link, seen="x")
                self.assertIn(response.status_code, (303, 410))
                self.assertEqual(order.state, before)
                rows = order._public_link_diagnosis()
                self.assertIn(code, [row["code"] for row in rows])

    def test_the_switch_closes_approve_links(self):
        """Q7, B7"""
        order, link = self.quote()
        self.company.public_links_approve_enabled = False
        self.assertPublic(self.open(link), 410)
        view = self.open(self.issue(order))
        self.assertNotIn("/to/approve", view.text)

    def test_terms_and_expiry_are_settings(self):
        """Q7, E6.8, D12: in place of our own words and days"""
        order, link = self.quote()
        self.assertIn("I am entitled to approve this", self.open(link).text)
        self.company.public_links_approve_terms = "Payment in 30 days."
        page = self.open(link).text
        self.assertIn("Payment in 30 days.", page)
        self.assertNotIn("I am entitled", page)
        self.company.public_links_approve_days = 3
        fresh = self.issue(order, "approve", self.other)
        self.assertEqual(fresh.lifetime_days, 3)
        self.assertEqual(link.lifetime_days, 30)

    def test_a_preview_can_do_nothing(self):
        """B58, E6.10"""
        order, _link = self.quote(public_link_item_approval=True)
        self.authenticate("admin", "admin")
        for items in (True, False):
            order.public_link_item_approval = items
            response = self.get(f"/link/preview/approve/sale.order/{order.id}")
            self.assertEqual(response.status_code, 200)
            self.assertNotIn("/link/approve/", response.text)
            main = response.text.partition("<main")[2]
            self.assertEqual(main.count("<button"), main.count('disabled="disabled"'))

    def test_the_view_page_leads_to_approve(self):
        """A7, A49, F4"""
        order, _link = self.quote()
        view = self.issue(order)
        self.assertIn("Review and approve", self.open(view).text)
        response = self.open(view, "to/approve", method="POST")
        child = view.child_ids
        self.assertEqual(child.purpose, "approve")
        self.assertIn("/link/approve/", response.headers["Location"])
        self.assertSaid(self.approve(child), "approved")
        self.assertNotIn("/to/approve", self.open(view).text)

    def test_the_seller_is_told_and_the_history_names_the_recipient(self):
        """A58, B39, E6.3, E2.3, E7.1, S6"""
        order, link = self.quote()
        self.approve(link, name="Joel W.")
        activity = order.activity_ids
        self.assertEqual(activity.user_id, self.salesman)
        self.assertIn("approved by link", activity.summary)
        message = order.message_ids.filtered(lambda row: "Joel W." in (row.body or ""))
        self.assertEqual(message.author_id, self.customer)
        self.assertIn(self.salesman.partner_id, message.notified_partner_ids)
        self.assertNotIn("eyJ", message.body)
        self.assertTrue(message.subtype_id.internal)
        self.assertIn("approved", link.event_ids.mapped("kind"))

    def test_who_is_told_when_nobody_sells(self):
        """A58: the team's leader, else the fallback user"""
        team = self.env["crm.team"].create({"name": "T", "user_id": self.clerk.id})
        order, link = self.quote(user_id=False, team_id=team.id)
        self.approve(link)
        self.assertEqual(order.activity_ids.user_id, self.clerk)
        order, link = self.quote(user_id=False, team_id=False)
        order.team_id = False
        self.approve(link)
        self.assertEqual(order.activity_ids.user_id, self.salesman)

    @mute_logger("odoo.addons.public_links.models.link.public_link_attempt")
    def test_a_confirmation_that_another_module_refuses(self):
        """S15, T19: nothing is done or lost, the customer is told calmly, staff precisely"""
        order, link = self.quote()

        def refuse(records):
            text = "The credit limit of 1,000 is reached."
            raise UserError(text)

        with patch.object(self.env.registry["sale.order"], "_action_confirm", refuse):
            page = self.approve(link, name="Joel W.")
        self.assertPublic(page, 422)
        for text in ("could not complete", 'value="Joel W."', 'checked="checked"'):
            self.assertIn(text, page.text)
        self.assertNotIn("credit limit", page.text)
        self.assertEqual(order.state, "sent")
        self.assertFalse(order.public_link_approval_ids or order.public_link_answer)
        self.assertIn("credit limit", order.activity_ids.note)

    def test_the_confirmation_mail_follows_by_itself(self):
        """A57: its PDF is not rendered while the customer waits"""
        order, link = self.quote()
        cls = self.env.registry["ir.actions.report"]
        with patch.object(cls, "_run_wkhtmltopdf", side_effect=AssertionError):
            self.assertSaid(self.approve(link), "approved")
        self.assertTrue(order.pending_email_template_id)

    def test_a_quote_that_must_be_paid_is_approved_and_waits(self):
        """A57, B26: require_payment is respected"""
        order, link = self.quote(require_payment=True, prepayment_percent=1.0)
        self.assertEqual(order._public_pay_state(), "not_accepted")
        page = self.assertSaid(self.approve(link), "approved")
        self.assertEqual((order.state, order.public_link_answer), ("sent", "approved"))
        self.assertIn("once it is paid", page.text)
        self.assertNotEqual(order._public_pay_state(), "not_accepted")
        self.assertSaid(self.approve(link, seen="x"), "closed")

    def test_times_are_in_words(self):
        """A60: validity in plain words"""
        order, link = self.quote()
        order.with_context(**KEPT).validity_date = "2031-03-02"
        with freeze_time("2031-03-01 12:00:00"):
            link.expires_at = "2031-04-01 12:00:00"
            text = self.open(link).text
            self.assertIn("Good until March 2.", text)
        with freeze_time("2030-12-31 12:00:00"):
            self.assertIn("Good until March 2, 2031.", self.open(link).text)


class TestCost(ApproveCase):
    def test_a_page_costs_few_queries_whatever_its_length(self):
        """A53: as many for 60 lines as for 10, as a whole and item by item"""
        for items in (False, True):
            counts = []
            for lines in (10, 60):
                order, link = self.quote(lines=lines, public_link_item_approval=items)
                self.open(link)
                self.env.registry.clear_cache("default")
                self.open(link)
                counts.append(self.count_queries(link))
            self.assertEqual(*counts)
            self.assertLessEqual(counts[0], 40)


class TestSignature(ApproveCase):
    def test_a_typed_name_signs(self):
        """A57: core's fields are filled, without JavaScript too"""
        order, link = self.quote(require_signature=True)
        self.assertIn("as your signature", self.open(link).text)
        self.assertAgain(self.approve(link), "it is your signature")
        self.assertEqual(order.state, "sent")
        self.assertSaid(self.approve(link, name="Zoë Ĳsberg"), "approved")
        self.assertEqual((order.state, order.signed_by), ("sale", "Zoë Ĳsberg"))
        self.assertTrue(order.signature and order.signed_on)
        self.assertTrue(order.public_link_approval_ids.signature_sha256)
        self.assertNotIn("signature", self.open(link).text.lower())

    def test_names_beyond_latin_sign_too(self):
        """A57"""
        order, link = self.quote(require_signature=True)
        self.assertSaid(self.approve(link, name="Ольга 李"), "approved")
        self.assertTrue(order.signature)

    def test_a_drawn_signature_is_a_picture_and_nothing_else(self):
        """S14, A57"""
        order, link = self.quote(require_signature=True)
        for bad in (
            "data:image/svg+xml;base64,PHN2Zz4=",
            "data:image/png;base64,xx",
            "x",
        ):
            self.assertAgain(
                self.approve(link, name="Joel", signature=bad), "sign again"
            )
        self.assertEqual(order.state, "sent")
        png = (
            "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR"
            "42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
        )
        self.assertSaid(self.approve(link, name="Joel", signature=png), "approved")
        self.assertTrue(order.signature)


class TestReject(ApproveCase):
    def test_a_quote_is_declined_with_a_reason(self):
        """B34, B37, B38, B39, E6.3"""
        order, link = self.quote()
        page = self.assertSaid(
            self.act(link, "reject", text="Too dear.\n<b>Sorry</b>", name="Joel"),
            "rejected",
        )
        self.assertEqual(
            (order.state, order.public_link_answer), ("cancel", "rejected")
        )
        self.assertIn("Declined by Joel", page.text)
        row = order.public_link_approval_ids
        self.assertEqual(
            (row.kind, row.reason), ("rejection", "Too dear.\n<b>Sorry</b>")
        )
        self.assertEqual(order.activity_ids.user_id, self.salesman)
        message = order.message_ids.filtered(lambda row: "Too dear" in (row.body or ""))
        self.assertEqual(message.author_id, self.customer)
        self.assertIn("&lt;b&gt;Sorry", message.body)
        self.assertSaid(self.approve(link, seen="x"), "closed")

    def test_a_reason_is_needed_and_the_form_keeps_what_was_typed(self):
        """B37, S9: never a bare button"""
        order, link = self.quote()
        for text in ("", "   \n ", "\u200b"):
            response = self.act(link, "reject", text=text, name="Joel")
            self.assertAgain(response, "Please write", 'value="Joel"')
        self.assertEqual(order.state, "sent")

    def test_declining_is_a_setting(self):
        """B37, Q7: conflict 7"""
        order, link = self.quote()
        self.company.public_links_approve_reject = False
        self.assertNotIn("Why do you decline", self.open(link).text)
        self.assertSaid(self.act(link, "reject", text="No"), "closed")
        self.assertEqual(order.state, "sent")

    def test_only_an_open_quote_can_be_declined(self):
        """A59: no order by a page that was opened before"""
        order, link = self.quote()
        seen = self.seen(link)
        order.action_confirm()
        self.assertSaid(self.act(link, "reject", seen=seen, text="No"), "closed")
        self.assertEqual(order.state, "sale")

    def test_a_declined_quote_can_be_worked_on_and_sent_again(self):
        """B38, F5"""
        order, link = self.quote()
        self.act(link, "reject", text="Too dear")
        order.action_draft()
        self.assertFalse(order.public_link_answer)
        order.order_line.price_unit = 200
        order.action_quotation_sent()
        fresh = self.issue(order, "approve")
        self.assertNotEqual(fresh, link)
        self.assertPublic(self.open(link), 410)
        self.assertSaid(self.approve(fresh), "approved")
