# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import UserError

from ..common.send import SendCase


class TestSendDraft(SendCase):
    """Sending the link of a draft sends the quotation."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draft = cls.make_order("draft", user_id=cls.salesman.id)

    def test_a_draft_proposes_approve_and_is_ready(self):
        """F46: and the dialog says that sending marks it as sent"""
        for accept_and_pay in (False, True):
            self.company.public_links_accept_and_pay = accept_and_pay
            wizard = self.wizard(self.draft)
            self.assertEqual(wizard.purpose, "approve")
            self.assertFalse(wizard.problems_html)
            self.assertIn("marks it as sent", wizard.notices)
            self.assertIn("Review and approve", wizard.body)
        self.assertEqual(self.draft.state, "draft", "Looking changes nothing.")

    def test_sending_a_draft_marks_it_as_sent(self):
        """F46: as core's own mail does, and without a mail of core's"""
        with self.post_office() as mails:
            self.wizard(self.draft).action_send()
        self.assertEqual(self.draft.state, "sent")
        self.assertEqual(len(mails), 1)
        self.assertEqual(self.links(self.draft).purpose, "approve")
        self.assertFalse(self.draft._public_link_blockers("approve"))

    def test_copying_a_draft_marks_it_as_sent(self):
        """F46: whoever copies a link hands it over"""
        self.wizard(self.draft).action_copy()
        self.assertEqual(self.draft.state, "sent")

    def test_what_sending_does_not_mend_still_stops_a_draft(self):
        """A72, F46: a draft that has expired, or holds nothing, stays a draft"""
        late = self.make_order(
            "draft", user_id=self.salesman.id, validity_date="2020-01-01"
        )
        empty = self.make_order("draft", 0, user_id=self.salesman.id)
        for order, word in ((late, "expired"), (empty, "no items")):
            wizard = self.wizard(order, purpose="approve")
            self.assertTrue(wizard.problems_html)
            with self.assertRaisesRegex(UserError, word):
                wizard.action_send()
            self.assertEqual(order.state, "draft")
            self.assertFalse(self.links(order))

    def test_the_page_of_a_draft_stays_closed(self):
        """F46, S12: what the dialog asks of the future opens no page today"""
        link = self.issue(self.order, "approve")
        self.order.state = "draft"
        self.assertTrue(self.order._public_link_blockers("approve"))
        self.assertTrue(self.order._public_link_blockers("view"))
        self.company.public_links_accept_and_pay = True
        self.assertTrue(self.order._public_link_blockers("pay"), "nor is it paid")
        self.assertTrue(link)
        # No RPC call can ask as if it were sent.
        asked = self.order.with_context(public_link_as_sent=True)
        self.assertTrue(asked._public_link_blockers("view"))

    def test_a_mixed_list_says_what_happens_and_sends_what_it_can(self):
        """F46, F27: drafts are marked as sent, confirmed and cancelled ones are listed"""
        gone = self.make_order(user_id=self.salesman.id)
        gone._action_cancel()
        mixed = self.draft | self.order | gone
        wizard = self.wizard(mixed, purpose="approve")
        self.assertIn("marked as sent: 1.", wizard.notices)
        self.assertEqual((wizard.ready_count, wizard.skipped_count), (2, 1))
        with self.post_office() as mails:
            wizard.action_send()
        self.assertEqual(len(mails), 2)
        self.assertEqual(mixed.mapped("state"), ["sent", "sent", "cancel"])
        self.assertEqual(
            wizard.result_title, "Handed to the email queue: 2. Skipped: 1."
        )

    def test_a_portal_link_that_follows_is_announced(self):
        """F46: the dialog says before what else will be mailed"""
        self.company.write(
            {"public_links_portal_enabled": True, "public_links_portal_auto": True}
        )
        wizard = self.wizard(self.draft)
        self.assertIn("Joel Willis also gets", wizard.notices)
        self.company.public_links_portal_auto = False
        self.assertNotIn("also gets", self.wizard(self.draft).notices)
