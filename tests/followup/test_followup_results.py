# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from lxml import etree

from odoo import Command, fields

from ..common.followup import FollowupCase


class TestFollowupResults(FollowupCase):
    """F58: what follow-ups brought."""

    def note(self):
        self.env["public.link.followup"]._note_results()

    def pay(self, invoice, **values):
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create(values)._create_payments()
        self.env.flush_all()
        # The database's clock is not the test's.
        self.env.cr.execute(
            "UPDATE account_partial_reconcile SET create_date = %s"
            " WHERE create_date > now() AT TIME ZONE 'UTC' - interval '1 day'",
            [fields.Datetime.now()],
        )

    def real_time(self):
        """Stop the test's clock: ``now()`` of the database knows none."""
        self.clock.stop()
        self.addCleanup(self.clock.start)

    def sent(self):
        """Return a follow-up that was sent two days ago."""
        followup = self.run_plans()
        self.moved(followup, 2)
        return followup

    def test_what_was_opened_and_paid_within_the_days(self):
        """F58"""
        self.plan(3)
        invoice = self.billed(4)
        followup = self.sent()
        self.note()
        self.assertFalse(followup.opened or followup.settled)
        self.real_time()
        followup.link_ids.opened_first = followup.link_ids.opened_last = (
            fields.Datetime.now()
        )
        self.pay(invoice)
        self.note()
        self.assertTrue(followup.opened)
        self.assertTrue(followup.settled)
        self.assertEqual(followup.brought_amount, 318.6)
        self.assertFalse(followup.link_amount)
        self.assertAlmostEqual(followup.settled_days, 2, 1)
        # Kept when the link, and its opens, are gone.
        followup.link_ids.unlink()
        self.note()
        self.assertTrue(followup.opened)

    def test_a_part_is_counted_as_a_part(self):
        """F58"""
        self.plan(3)
        invoice = self.billed(4)
        followup = self.sent()
        self.real_time()
        self.pay(invoice, amount=100)
        self.note()
        self.assertEqual(followup.brought_amount, 100)
        self.assertFalse(followup.settled)

    def moved(self, followup, days):
        """Let a follow-up have been sent so many days ago, by the database's clock."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE public_link_followup SET sent_at"
            " = now() AT TIME ZONE 'UTC' - %s * interval '1 day' WHERE id = %s",
            [days, followup.id],
        )
        self.env.invalidate_all()

    def by_step(self, *names):
        """Return what the pivot shows: sums by plan and step."""
        return self.env["public.link.followup"]._read_group(
            [("state", "=", "sent")],
            ["plan_id", "step_name"],
            ["__count", *names],
        )

    def test_what_came_in_too_late_is_not_counted(self):
        """F58: within the days of the company's settings, not a day longer"""
        self.plan(3)
        invoice = self.billed(4)
        followup = self.sent()
        self.real_time()
        self.company.public_links_followup_window = 14
        self.moved(followup, 14.01)
        self.pay(invoice)
        self.note()
        self.assertFalse(followup.settled or followup.brought_amount)
        self.moved(followup, 13.99)
        self.note()
        self.assertTrue(followup.settled)

    def test_money_that_came_in_before_it_is_not_its_own(self):
        """F58"""
        self.plan(3)
        # By the test's clock, which the database's is long past.
        self.pay(self.billed(4), amount=100)
        followup = self.sent()
        self.real_time()
        self.note()
        self.assertEqual(followup.asked_amount, 218.6)
        self.assertFalse(followup.brought_amount)

    def test_money_is_counted_once_for_the_last_reminder_before_it(self):
        """F58: else the sums of a plan would be more than what has come in"""
        self.plan(3, 10)
        invoice = self.billed(4)
        first = self.run_plans()
        self.pass_days(8)
        second = self.run_plans()
        self.real_time()
        self.moved(first, 10)
        self.moved(second, 2)
        self.pay(invoice)
        self.note()
        self.assertEqual(second.brought_amount, 318.6)
        self.assertFalse(first.brought_amount or first.settled)
        rows = self.by_step("brought_amount:sum", "settled_number:sum")
        self.assertEqual(
            {row[1]: row[3:] for row in rows},
            {first.step_name: (0, 0), second.step_name: (318.6, 1)},
        )

    def test_how_much_came_in_by_link(self):
        """F58: paid on a page of ours, and by the bank"""
        self.plan(3)
        invoice, second = self.billed(4), self.billed(4)
        followup = self.sent()
        self.real_time()
        payment = self.env["payment.transaction"].create(
            {
                "provider_id": self.provider.id,
                "payment_method_id": self.method.id,
                "reference": "by link",
                "operation": "online_redirect",
                "amount": 318.6,
                "currency_id": invoice.currency_id.id,
                "partner_id": self.customer.id,
                "invoice_ids": [Command.set(invoice.ids)],
                "public_link_id": followup.link_ids.id,
            }
        )
        payment._set_done()
        payment._post_process()
        self.env.flush_all()
        self.pay(second, amount=100)
        self.note()
        self.assertEqual(followup.link_amount, 318.6)
        self.assertEqual(followup.brought_amount, 418.6)
        self.assertFalse(followup.settled)
        self.assertFalse(followup.settled_days, "of parts there is no time to pay")

    def test_a_payment_without_an_entry_of_its_own_counts(self):
        """F58: a journal without an account for what is on its way"""
        self.plan(3)
        invoice = self.billed(4)
        followup = self.sent()
        self.real_time()
        methods = self.env["account.payment.method.line"].search([])
        methods.payment_account_id = False
        # As it is where an addon for bank statements is installed.
        self.patch(
            type(invoice), "_get_invoice_in_payment_state", lambda move: "in_payment"
        )
        self.pay(invoice)
        self.assertTrue(invoice.matched_payment_ids)
        self.assertFalse(invoice.matched_payment_ids.move_id)
        self.note()
        self.assertEqual(followup.brought_amount, 318.6)
        self.assertTrue(followup.settled)

    def test_two_payments_of_one_moment_are_two(self):
        """F58: two invoices of one amount, paid in one go without an entry"""
        self.plan(3)
        invoices = self.billed(4) + self.billed(4)
        followup = self.sent()
        self.real_time()
        methods = self.env["account.payment.method.line"].search([])
        methods.payment_account_id = False
        self.patch(
            type(invoices), "_get_invoice_in_payment_state", lambda move: "in_payment"
        )
        for invoice in invoices:
            self.pay(invoice)
        payments = invoices.matched_payment_ids
        self.assertEqual(len(payments), 2)
        self.env.cr.execute(
            "UPDATE account_payment SET create_date = %s WHERE id IN %s",
            [fields.Datetime.now(), payments._ids],
        )
        self.note()
        self.assertEqual(followup.brought_amount, 637.2)
        self.assertTrue(followup.settled)

    def test_figures_of_before_are_counted_in(self):
        """F65: rows from before the figures could be added up"""
        self.plan(3)
        self.billed(4)
        followup = self.sent()
        followup.write({"opened": True, "settled": True})
        self.env.flush_all()
        followup.init()
        followup.invalidate_recordset()
        self.assertEqual((followup.opened_number, followup.settled_number), (1, 1))

    def test_what_was_sent_opened_and_paid_is_told_by_plan_and_step(self):
        """F58: what list, graph and pivot add up"""
        plan = self.plan(3)
        invoice = self.billed(4)
        self.billed(4, partner_id=self.other.id)
        paid, open_ = self.run_plans().sorted(
            lambda one: one.partner_id != self.customer
        )
        self.real_time()
        self.moved(paid, 2)
        self.moved(open_, 2)
        paid.link_ids.opened_first = paid.link_ids.opened_last = fields.Datetime.now()
        self.pay(invoice)
        self.note()
        names = (
            "opened_number:sum",
            "settled_number:sum",
            "asked_amount:sum",
            "brought_amount:sum",
            "settled_days:avg",
        )
        rows = [row for row in self.by_step(*names) if row[0] == plan]
        self.assertEqual(len(rows), 1)
        self.assertEqual(rows[0][1], "Email, 3 days after the due date")
        self.assertEqual(rows[0][2:7], (2, 1, 1, 637.2, 318.6))
        self.assertAlmostEqual(rows[0][7], 2, 1)
        # Every measure of the views is a stored number.
        Followup = self.env["public.link.followup"]
        for kind in ("graph", "pivot"):
            arch = Followup.get_view(view_type=kind)["arch"]
            for node in etree.fromstring(arch).iter("field"):
                if node.get("type") == "measure":
                    self.assertTrue(Followup._fields[node.get("name")].store)

    def test_a_quotation_that_was_approved_and_how_soon(self):
        """F58: approved counts, rejected does not; the time until then"""
        self.plan(3, kind="quote")
        for partner in self.customer | self.other:
            order = self.make_order(partner_id=partner.id)
            self.issue(order, "approve").sent_at = fields.Datetime.now()
        self.pass_days(5)
        yes, no = self.run_plans().sorted(lambda one: one.partner_id != self.customer)
        self.real_time()
        self.moved(yes, 2)
        self.moved(no, 2)
        for followup, answer in ((yes, "approved"), (no, "rejected")):
            followup.line_ids.order_id.write(
                {
                    "public_link_answer": answer,
                    "public_link_answered_at": fields.Datetime.subtract(
                        fields.Datetime.now(), days=1
                    ),
                }
            )
        self.note()
        self.assertTrue(yes.settled)
        self.assertEqual(yes.settled_number, 1)
        self.assertAlmostEqual(yes.settled_days, 1, 1)
        self.assertFalse(no.settled)

    def test_it_stays_when_opens_are_purged(self):
        """F58: links and their log are deleted by age, the figures are not"""
        self.plan(3)
        self.billed(4)
        followup = self.sent()
        self.real_time()
        followup.link_ids._record("opened")
        followup.link_ids.opened_first = followup.link_ids.opened_last = (
            fields.Datetime.now()
        )
        self.note()
        followup.link_ids.event_ids.sudo().unlink()
        followup.link_ids.opened_first = followup.link_ids.opened_last = False
        self.note()
        self.assertTrue(followup.opened)
        self.assertEqual(followup.opened_number, 1)
        self.assertTrue(followup.opened_at)

    def test_a_credit_note_brought_nothing(self):
        """F58"""
        self.plan(3)
        invoice = self.billed(4)
        followup = self.sent()
        self.real_time()
        credit = invoice._reverse_moves(cancel=True)
        self.assertEqual(credit.state, "posted")
        self.note()
        self.assertFalse(followup.brought_amount or followup.settled)

    def test_the_text_as_sent_is_kept_on_the_customer(self):
        """F58"""
        self.plan(3)
        self.billed(4)
        followup = self.run_plans()
        action = self.customer.action_public_link_followups()
        found = self.env["public.link.followup"].search(action["domain"])
        self.assertEqual(found, followup)
        self.assertIn("overlooked", found.body)
        # Also when mail and message are gone, and the words are other ones by now.
        self.mails(followup).unlink()
        followup.message_id.sudo().unlink()
        self.words.body_html = "<p>Others</p>"
        self.assertIn("overlooked", found.body)
