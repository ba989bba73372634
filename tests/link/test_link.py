# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import timedelta

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged, users  # noqa: F401

from ...models.link.public_link_open import UnknownLink
from ..common.base import PublicLinkCase


class TestLink(PublicLinkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.make_order()

    # === ISSUE === #

    def test_a_link_opens_one_purpose_on_one_document_for_one_recipient(self):
        """A1, B17, F1"""
        link = self.issue(self.order)
        self.assertEqual(link._document(), self.order)
        self.assertEqual(link.partner_id, self.customer)
        self.assertEqual(link.email, "joel.willis@example.com")
        for purpose in self.env["public.link.registry"]._known().purposes:
            if purpose != "view":
                with self.assertRaises(UnknownLink):
                    self.Link._open(link._token(), purpose)
        self.assertAlive(link)

    def test_one_customer_holds_several_purposes_of_one_order(self):
        """A7"""
        links = self.issue(self.order) | self.issue(self.order, "pay")
        self.assertEqual(len(links), 2)
        for link in links:
            self.assertAlive(link)

    def test_a_later_send_to_someone_else_kills_no_earlier_link(self):
        """F1: and each is revoked alone."""
        first = self.issue(self.order)
        second = self.issue(self.order, partner=self.other)
        self.assertNotEqual(first, second)
        first._revoke()
        self.assertDead(first, "revoked")
        self.assertAlive(second)

    def test_resending_reuses_a_link_while_half_of_its_life_is_left(self):
        """F22"""
        link = self.issue(self.order)
        until = link.expires_at
        with freeze_time(fields.Datetime.now() + timedelta(days=14)):
            self.assertEqual(self.issue(self.order), link)
            self.assertEqual(link.expires_at, until)
        with freeze_time(fields.Datetime.now() + timedelta(days=16)):
            self.assertEqual(self.issue(self.order), link)
            self.assertGreater(link.expires_at, until + timedelta(days=15))

    def test_an_expired_or_revoked_link_is_not_reused(self):
        """D15, D28"""
        link = self.issue(self.order)
        self.expire(link)
        second = self.issue(self.order)
        self.assertNotEqual(second, link)
        second._revoke()
        self.assertNotIn(self.issue(self.order), link | second)

    def test_expiry_is_a_setting_of_thirty_days_at_first(self):
        """D12, D14, E3.1"""
        self.assertEqual(self.company.public_links_view_days, 30)
        self.company.public_links_view_days = 7
        link = self.issue(self.order)
        left = link.expires_at - fields.Datetime.now()
        self.assertAlmostEqual(left / timedelta(days=1), 7, places=2)

    def test_expiry_is_from_one_to_three_hundred_and_sixty_five_days(self):
        """D13"""
        for days in (0, -1, 366, 100000):
            with (
                self.assertRaises(CheckViolation, msg=days),
                self.env.cr.savepoint(),
                self.assertLogs("odoo.sql_db", "ERROR"),
            ):
                self.company.public_links_view_days = days
                self.company.flush_recordset()
            with self.assertRaises(UserError):
                self.issue(self.order)._extend(days or 1000)
        for days in (1, 365):
            self.company.public_links_view_days = days
            self.company.flush_recordset()

    def test_pay_links_follow_the_due_date(self):
        """F2: later of both, at the most 120 days after it, never shorter than asked."""
        now = fields.Datetime.now()
        for due_in, days in ((-10, 30), (10, 40), (200, 230), (-200, 30)):
            invoice = self.make_invoice(
                invoice_date_due=fields.Date.add(fields.Date.today(), days=due_in),
                invoice_payment_term_id=False,
            )
            link = self.issue(invoice, "pay")
            self.assertAlmostEqual(
                (link.expires_at - now) / timedelta(days=1), days, delta=1.01
            )
        self.company.public_links_follow_due_date = False
        invoice = self.make_invoice(
            invoice_date_due=fields.Date.add(fields.Date.today(), days=200)
        )
        link = self.issue(invoice, "pay")
        self.assertAlmostEqual((link.expires_at - now) / timedelta(days=1), 30, delta=1)

    def test_issuing_costs_the_same_number_of_queries_for_many(self):
        """F27: a thousand documents at month end."""
        orders = self.env["sale.order"].create(
            [{"partner_id": self.customer.id} for _number in range(220)]
        )
        orders.state = "sent"
        self.env.flush_all()

        def count(records):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.issue(records)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count(orders[:1])
        few, many = count(orders[1:11]), count(orders[11:211])
        # Rows are inserted by the hundred; nothing else grows with their number.
        self.assertLessEqual(many, few + 4)

    # === RIGHTS === #

    def test_only_senders_issue_and_only_for_documents_they_read(self):
        """F29: sales for orders, accounting for invoices, warehouse for deliveries."""
        order = self.make_order("sale")
        picking = order.picking_ids[:1]
        invoice = self.make_invoice()
        Link = self.env["public.link"]
        allowed = {
            (self.salesman, order),
            (self.accountant, invoice),
            (self.warehouse, picking),
        }
        for user in (self.salesman, self.accountant, self.warehouse, self.clerk):
            for document in (order, invoice, picking):
                send = Link.with_user(user)._issue
                record = document.with_user(user)
                if (user, document) in allowed:
                    self.assertEqual(send(record, "view").user_id, user)
                elif user == self.clerk or not record.has_access("read"):
                    with self.assertRaises(AccessError):
                        send(record, "view")

    def test_nobody_sees_links_of_documents_that_they_cannot_read(self):
        """F29"""
        order = self.make_order("sale")
        picking = order.picking_ids[:1]
        invoice = self.make_invoice()
        links = {
            document: self.issue(document) for document in (order, invoice, picking)
        }
        for user in (self.salesman, self.accountant, self.warehouse):
            mine = self.Link.with_user(user).search([])
            for document, link in links.items():
                readable = document.with_user(user).has_access("read")
                self.assertEqual(link in mine, readable, f"{user.login}, {document}")
                record = link.with_user(user)
                record.invalidate_recordset()
                if readable:
                    self.assertTrue(record.read(["state"]))
                else:
                    with self.assertRaises(AccessError):
                        record.read(["state"])
        with self.assertRaises(AccessError):
            self.Link.with_user(self.clerk).search([])

    def test_links_of_another_company_are_not_seen(self):
        """F29"""
        link = self.issue(self.order)
        company = self.env["res.company"].create({"name": "Elsewhere"})
        self.salesman.company_ids |= company
        user = self.Link.with_user(self.salesman)
        self.assertIn(
            link, user.with_context(allowed_company_ids=self.company.ids).search([])
        )
        self.assertNotIn(
            link, user.with_context(allowed_company_ids=company.ids).search([])
        )

    def test_no_user_writes_or_deletes_links(self):
        """S15: every change goes through a method that checks."""
        link = self.issue(self.order)
        for user in (self.salesman, self.env.ref("base.user_admin")):
            record = link.with_user(user)
            for change in (
                lambda record=record: record.write({"expires_at": "2999-01-01"}),
                lambda record=record: record.unlink(),
                lambda record=record: record.copy(),
                lambda user=user: self.Link.with_user(user).create({}),
            ):
                with self.assertRaises(AccessError):
                    change()

    def test_secrets_are_readable_by_the_superuser_alone(self):
        """S3"""
        link = self.issue(self.order)
        admin = self.env.ref("base.user_admin")
        with self.assertRaises(AccessError):
            link.with_user(admin).read(["jti"])
        with self.assertRaises(AccessError):
            self.env["public.link.key"].with_user(admin).search([]).read(["secret"])

    # === LIFE === #

    def test_revoking_works_at_once(self):
        """D9, D27"""
        link = self.issue(self.order)
        self.assertAlive(link)
        link._revoke()
        self.assertDead(link, "revoked")
        self.assertEqual(link.state, "revoked")
        self.assertEqual(link.revoked_by, self.env.user)

    def test_a_revoked_link_cannot_be_extended(self):
        """D28"""
        link = self.issue(self.order)
        link._revoke()
        with self.assertRaises(UserError):
            link._extend()

    def test_regenerating_replaces_a_link(self):
        """D28: the old one dies, the new one is for the same recipient."""
        link = self.issue(self.order)
        fresh = link._regenerate()
        self.assertDead(link, "revoked")
        self.assertAlive(fresh)
        self.assertEqual(fresh.partner_id, link.partner_id)
        self.assertNotEqual(fresh.jti, link.jti)

    def test_an_expired_link_says_so_and_can_be_extended(self):
        """D8, D15"""
        link = self.issue(self.order)
        self.expire(link)
        self.assertDead(link, "expired")
        self.assertEqual(link.state, "expired")
        link._extend(3)
        self.assertAlive(link)

    def test_states_can_be_searched(self):
        """D23"""
        links = self.issue(self.order) + self.issue(self.order, "pay")
        links += self.issue(self.order, partner=self.other)
        self.expire(links[1])
        links[2]._revoke()
        for state, link in zip(("active", "expired", "revoked"), links, strict=True):
            found = self.Link.search([("state", "=", state), ("id", "in", links.ids)])
            self.assertEqual(found, link)
        found = self.Link.search([("state", "!=", "active"), ("id", "in", links.ids)])
        self.assertEqual(found, links[1] + links[2])

    def test_switches_of_company_and_customer_win_over_every_state(self):
        """D10, D11, B59, B60, B61, E3.3"""
        link = self.issue(self.order)
        self.company.public_links_enabled = False
        self.assertDead(link, "disabled")
        self.company.public_links_enabled = True
        self.company.public_links_view_enabled = False
        self.assertDead(link, "disabled")
        self.company.public_links_view_enabled = True
        self.customer.public_links_blocked = True
        self.assertDead(link, "blocked")
        self.customer.public_links_blocked = False
        self.assertAlive(link)

    def test_links_of_a_deleted_document_are_gone(self):
        """S4"""
        order = self.make_order("draft")
        link = self.issue(order)
        order.unlink()
        self.assertDead(link, "gone")

    # === DERIVE === #

    def test_a_derived_link_never_outlives_its_parent(self):
        """F4"""
        parent = self.issue(self.order)
        parent.expires_at = fields.Datetime.now() + timedelta(days=2)
        child = parent._derive("pay", self.order)
        self.assertEqual(child.expires_at, parent.expires_at)
        self.assertEqual(child.partner_id, parent.partner_id)
        self.assertEqual(parent._derive("pay", self.order), child)
        child._extend(300)
        self.assertEqual(child.expires_at, parent.expires_at)
        self.assertAlive(child)
        self.expire(parent)
        self.assertDead(child, "expired")

    def test_a_derived_link_dies_with_its_parent(self):
        """F4"""
        parent = self.issue(self.order)
        child = parent._derive("pay", self.order)
        parent._revoke()
        self.assertDead(child, "revoked")
        self.assertEqual(child.revoked_reason, "parent")

    def test_sending_does_not_reuse_a_derived_link(self):
        """F4: it would die with a parent that the recipient does not know of."""
        parent = self.issue(self.order)
        child = parent._derive("pay", self.order)
        self.assertNotEqual(self.issue(self.order, "pay"), child)
