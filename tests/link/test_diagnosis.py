# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import AccessError

from ..common.base import PublicLinkHttpCase
from ..common.send import SendCase

# What only a confirmed order can have, or a delivered one.
NOT_YET = ("not_accepted", "not_confirmed", "not_delivered")


class TestDiagnosis(SendCase):
    """ "Why can't the customer open it?": the gate's own words, and the link's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Off at first: nothing else is to look switched off.
        cls.company.public_links_return_enabled = True
        cls.company.public_links_portal_enabled = True

    def codes(self, document=None):
        document = (document or self.order).with_user(self.salesman)
        return {row["code"] for row in document.sudo()._public_link_diagnosis()}

    def test_it_says_what_is_wrong_with_the_address_and_the_switches(self):
        """B62"""
        self.assertEqual(self.codes(), {"ready", "never_sent", *NOT_YET})
        self.customer.email = "nonsense"
        self.assertIn("mail", self.codes())
        self.company.public_links_enabled = False
        self.assertIn("disabled", self.codes())
        self.assertIn("disabled", self.codes(self.customer))
        self.company.public_links_enabled = True
        self.customer.public_links_blocked = True
        self.assertIn("blocked", self.codes())

    def test_it_says_what_became_of_the_mail(self):
        """B62, F28: queued, bounced, or perhaps in the spam folder."""
        self.wizard(self.order).action_send()
        link = self.links(self.order)
        notification = link.mail_message_id.notification_ids
        self.assertIn("queued", self.codes())
        for status, code in (("bounce", "bounced"), ("exception", "failed")):
            notification.notification_status = status
            self.env.invalidate_all()
            self.assertIn(code, self.codes())
        notification.notification_status = "sent"
        link._note_sent()
        self.env.invalidate_all()
        self.assertIn("unopened", self.codes())
        self.env["public.link.event"]._log_open(link, {"kind": "opened"})
        self.assertEqual(self.codes(), {"ready", "alive", *NOT_YET})

    def test_it_says_that_the_link_expired_or_was_revoked(self):
        """B65"""
        link = self.issue(self.order)
        self.expire(link)
        self.assertIn("expired", self.codes())
        link._revoke()
        self.assertIn("revoked", self.codes())
        self.issue(self.order)
        self.assertNotIn("revoked", self.codes())

    def test_a_contact_tells_of_no_links_on_documents_one_cannot_read(self):
        """F29"""
        self.issue(self.make_invoice())
        for user, code in ((self.accountant, "alive"), (self.warehouse, "never_sent")):
            contact = self.customer.with_user(user).sudo()
            codes = {row["code"] for row in contact._public_link_diagnosis()}
            self.assertIn(code, codes, user.login)

    def test_every_problem_comes_with_a_fix(self):
        """B62, B65"""
        self.customer.email = False
        self.company.public_links_view_enabled = False
        self.expire(self.issue(self.order))
        rows = self.order._public_link_diagnosis()
        self.assertGreater(len(rows), 2)
        for row in rows:
            self.assertEqual(bool(row["fix"]), row["level"] != "ok", row)

    def test_the_dialog_opens_for_readers_alone(self):
        """F29"""
        action = self.order.with_user(self.salesman).action_public_link_panel()
        Diagnosis = self.env["public.link.diagnosis"]
        dialog = Diagnosis.with_user(self.salesman).browse(action["res_id"])
        self.assertIn("Can be opened by link now", dialog.result)
        self.assertIn(self.order.name, dialog.document_title)
        stranger = self._make_user("stranger", "sales_team.group_sale_salesman")
        with self.assertRaises(AccessError):
            Diagnosis.with_user(stranger).create(
                {"res_model": "sale.order", "res_id": self.order.id}
            ).read(["result", "link_ids"])
        with self.assertRaises(AccessError):
            self.order.with_user(stranger).action_public_link_panel()


class TestSameBlockers(PublicLinkHttpCase):
    """The gate is asked by all, so that they cannot disagree."""

    def states(self):
        """Yield what can stand in the way: a name and the document in that state."""
        yield "quote", self.make_order()
        yield "draft quote", self.make_order("draft")
        yield "order", self.make_order("sale")
        cancelled = self.make_order()
        cancelled._action_cancel()
        yield "cancelled", cancelled
        yield "invoice", self.make_invoice()
        yield "draft invoice", self.make_invoice(post=False)
        yield "credit note", self.make_invoice("out_refund")
        yield "delivery", self.make_order("sale").picking_ids
        yield "expired quote", self.make_order(validity_date="2020-01-01")

    def check(self, document):
        link = self.issue(document)
        blockers = document.sudo()._public_link_blockers("view")
        response = self.open(link)
        gone = any(blocker.page == "gone" for blocker in blockers)
        self.assertEqual(response.status_code, 410 if gone else 200)
        wizard = (
            self.env["public.link.send"]
            .with_context(active_model=document._name, active_ids=document.ids)
            .create({"purpose": "view"})
        )
        expected = {(blocker.staff, blocker.fix) for blocker in blockers}
        shown = {(row["text"], row["fix"]) for row in wizard.problems or []}
        # Sending mends one reason: that it was not sent yet (F46).
        left = document.sudo()._public_link_as_sent()._public_link_blockers("view")
        mended = {one.code for one in blockers} - {one.code for one in left}
        self.assertLessEqual(mended, {"not_visible"})
        self.assertEqual(shown, {(one.staff, one.fix) for one in left})
        self.assertEqual(wizard.can_copy, not left)
        explained = {
            (row["text"], row["fix"])
            for row in document.sudo()._public_link_diagnosis()
            if row["code"] in {blocker.code for blocker in blockers}
        }
        self.assertEqual(explained, expected)
        link._revoke()

    def test_page_wizard_and_diagnosis_give_the_same_reasons_in_every_state(self):
        """Q8, A72"""
        for name, document in self.states():
            with self.subTest(state=name):
                self.check(document)
            for switch in ("enabled", "view_enabled"):
                with self.subTest(state=name, off=switch):
                    self.company[f"public_links_{switch}"] = False
                    self.check(document)
                    self.company[f"public_links_{switch}"] = True
            with self.subTest(state=name, off="customer"):
                self.customer.public_links_blocked = True
                self.check(document)
                self.customer.public_links_blocked = False
