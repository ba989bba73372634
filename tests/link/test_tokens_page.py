# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from ast import literal_eval
from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError, UserError

from ...models.link.public_link_open import DeadLink
from ..common.send import SendCase


class TestTokensPage(SendCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.invoice = cls.make_invoice()

    def setUp(self):
        super().setUp()
        self.link = self.issue(self.order)

    def as_staff(self, links, user=None):
        return links.with_user(user or self.salesman).sudo(False)

    def filters(self, model="public.link"):
        """Return the domains of the page's filters, by name."""
        arch = self.env[model].get_view(view_type="search")["arch"]
        root = etree.fromstring(arch)
        return {
            node.get("name"): node.get("domain")
            for node in root.iter("filter")
            if node.get("domain")
        }

    def found(self, name):
        domain = literal_eval(self.filters()[name].replace("uid", str(self.env.uid)))
        return self.env["public.link"].search(
            [*domain, ("id", "in", self.links(self.order).ids)]
        )

    # === FIND === #

    def test_filters_find_links_by_state(self):
        """D23, D25"""
        self.assertEqual(self.found("active_links"), self.link)
        self.assertFalse(self.found("expiring"))
        self.link.expires_at = fields.Datetime.now() + timedelta(days=5)
        self.assertEqual(self.found("expiring"), self.link)
        self.expire(self.link)
        self.assertEqual(self.found("expired"), self.link)
        self.assertFalse(self.found("active_links") | self.found("expiring"))
        self.link._revoke()
        self.assertEqual(self.found("revoked"), self.link)
        self.assertFalse(self.found("expired"))

    def test_every_filter_of_the_pages_can_be_searched(self):
        """D23, B66"""
        for model in ("public.link", "public.link.event"):
            for name, domain in self.filters(model).items():
                with self.subTest(name=name):
                    domain = literal_eval(domain.replace("uid", str(self.env.uid)))
                    self.env[model].search(domain, limit=1)

    def test_the_pages_open_for_senders(self):
        """D23, F19: list, form, graph, pivot."""
        for model, kinds in (
            ("public.link", ("list", "form", "search", "graph", "pivot")),
            ("public.link.event", ("list", "search", "graph", "pivot")),
        ):
            views = (
                self.env[model]
                .with_user(self.salesman)
                .get_views([(False, kind) for kind in kinds])
            )
            self.assertEqual(set(views["views"]), set(kinds))

    # === MAIL === #

    def test_the_mail_s_state_stands_on_the_link(self):
        """F28: queued, sent, failed, bounced; each can be searched."""
        self.assertFalse(self.link.mail_state)
        self.wizard(self.order, purpose="view").action_send()
        Link = self.env["public.link"].with_context(active_test=False)
        notification = self.link.mail_message_id.notification_ids
        for status, state in (
            ("ready", "queued"),
            ("process", "queued"),
            ("sent", "sent"),
            ("exception", "failed"),
            ("canceled", "failed"),
            ("bounce", "bounced"),
        ):
            notification.notification_status = status
            self.env.invalidate_all()
            self.assertEqual(self.link.mail_state, state)
            for other in ("queued", "sent", "failed", "bounced"):
                hits = Link.search([("mail_state", "=", other)])
                self.assertEqual(self.link in hits, other == state, (status, other))
            self.assertNotIn(self.link, Link.search([("mail_state", "=", False)]))
        silent = self.issue(self.order, partner=self.other)
        self.assertIn(silent, Link.search([("mail_state", "=", False)]))
        self.assertNotIn(silent, Link.search([("mail_state", "!=", False)]))

    def test_a_bounce_for_one_recipient_is_not_the_others(self):
        """F28"""
        self.wizard(self.order, purpose="view").action_send()
        message = self.link.mail_message_id
        second = self.issue(self.order, partner=self.other)
        second.mail_message_id = message
        self.env["mail.notification"].create(
            {
                "mail_message_id": message.id,
                "res_partner_id": self.other.id,
                "notification_type": "email",
                "notification_status": "bounce",
            }
        )
        self.env.invalidate_all()
        self.assertEqual(self.link.mail_state, "queued")
        self.assertEqual(second.mail_state, "bounced")
        self.assertEqual(self.found("mail_failed"), second)

    # === ACT === #

    def test_revoking_works_at_once(self):
        """D27"""
        token = self.link._token()
        self.as_staff(self.link).action_revoke()
        with self.assertRaises(DeadLink):
            self.Link._open(token, "view")
        self.assertEqual(self.link.revoked_by, self.salesman)

    def test_regenerating_ends_the_old_link_and_shows_the_new(self):
        """D28"""
        self.expire(self.link)
        action = self.as_staff(self.link).action_regenerate()
        fresh = self.env["public.link"].browse(action["res_id"])
        self.assertEqual(self.link.revoked_reason, "regenerated")
        self.assertEqual((fresh.state, fresh.partner_id), ("active", self.customer))

    def test_generating_opens_the_send_wizard_on_the_documents(self):
        """D25"""
        action = self.as_staff(self.link).action_generate()
        self.assertEqual(action["res_model"], "public.link.send")
        self.assertEqual(action["context"]["active_ids"], self.order.ids)
        mixed = self.link | self.issue(self.invoice)
        with self.assertRaisesRegex(UserError, "one kind of document"):
            mixed.action_generate()

    def test_a_link_without_a_recipient_of_its_own_is_not_regenerated(self):
        """F4: it would outlive its parent."""
        child = self.link._derive("view", self.make_order("sale"))
        with self.assertRaises(UserError):
            child.action_regenerate()
        with self.assertRaises(UserError):
            child.action_resend()

    def test_extending_gives_a_new_life(self):
        """D15, D25"""
        self.expire(self.link)
        self.as_staff(self.link).action_extend()
        self.assertEqual(self.link.state, "active")
        self.as_staff(self.link).action_extend(100)
        self.assertGreater(
            self.link.expires_at, fields.Datetime.now() + timedelta(days=99)
        )
        for days in (0, 366):
            with self.assertRaisesRegex(UserError, "from 1 to 365 days"):
                self.as_staff(self.link).action_extend(days or -1)

    def test_resending_mails_the_link_and_renews_an_expired_one(self):
        """A75, B57, B65, F22"""
        with self.post_office() as mails:
            self.as_staff(self.link).action_resend()
        self.assertEqual(mails[0].recipient_ids, self.customer)
        self.assertEqual(self.links(self.order), self.link)
        self.expire(self.link)
        with self.post_office() as mails:
            self.as_staff(self.link).action_resend()
        fresh = self.links(self.order) - self.link
        self.assertEqual(fresh.state, "active")
        self.assertIn(fresh._placeholder(), mails[0].body_html)

    def test_what_cannot_be_resent_says_why(self):
        """A72, B62"""
        self.customer.email = False
        with self.assertRaisesRegex(UserError, "no email address"):
            self.as_staff(self.link).action_resend()
        self.customer.email = "joel.willis@example.com"
        self.link._revoke()
        with self.assertRaisesRegex(UserError, "regenerate"):
            self.as_staff(self.link).action_resend()

    def test_several_are_resent_at_once_and_the_others_are_named(self):
        """F27"""
        dead = self.issue(self.order, partner=self.other)
        dead._revoke()
        with self.post_office() as mails:
            action = self.as_staff(self.link | dead).action_resend()
        self.assertEqual(len(mails), 1)
        self.assertIn("Links handed to the email queue: 1", action["params"]["message"])
        self.assertIn("revoked", action["params"]["message"])

    def test_copying_a_dead_link_says_what_to_do(self):
        """D26, B65"""
        self.expire(self.link)
        with self.assertRaisesRegex(UserError, "Extend or resend"):
            self.as_staff(self.link).action_copy()
        self.link._revoke()
        with self.assertRaisesRegex(UserError, "Regenerate"):
            self.as_staff(self.link).action_copy()

    def test_nobody_acts_on_links_of_documents_that_they_cannot_read(self):
        """F29: anybody can call a public method by RPC."""
        stranger = self._make_user("stranger", "sales_team.group_sale_salesman")
        of_invoice = self.issue(self.invoice)
        for user, link in (
            (stranger, self.link),
            (self.warehouse, of_invoice),
            (self.clerk, self.link),
        ):
            self.env.invalidate_all()
            for name in (
                "action_copy",
                "action_revoke",
                "action_extend",
                "action_regenerate",
                "action_resend",
                "action_open_document",
                "action_generate",
            ):
                with self.assertRaises(AccessError, msg=(user.login, name)):
                    getattr(self.as_staff(link, user), name)()
            with self.assertRaises(AccessError):
                self.env["public.link.copy"].with_user(user).create(
                    {"link_id": link.id}
                )
        self.assertEqual(set((self.link | of_invoice).mapped("state")), {"active"})
        self.assertNotIn("copied", of_invoice.event_ids.mapped("kind"))

    # === TRACE === #

    def test_a_link_tells_all_about_a_wrong_recipient(self):
        """A82: document, account, recipient, address, sender, source, mail, events."""
        self.wizard(self.order, purpose="view").action_send()
        form = (
            self.env["public.link"].with_user(self.salesman).get_view(view_type="form")
        )
        for name in (
            "document_title",
            "commercial_partner_id",
            "partner_id",
            "email",
            "user_id",
            "channel",
            "mail_state",
            "event_ids",
        ):
            self.assertIn(f'name="{name}"', form["arch"])
        [values] = self.as_staff(self.link).read(
            ["email", "user_id", "channel", "mail_state"]
        )
        self.assertEqual(values["email"], "joel.willis@example.com")
        self.assertEqual(values["user_id"][0], self.salesman.id)

    def test_all_links_of_a_customer_are_stopped_by_a_manager(self):
        """A82, D27"""
        manager = self._make_user("linkmanager", "public_links.group_manager")
        other = self.issue(self.order, partner=self.other)
        of_invoice = self.issue(self.invoice)
        action = self.customer.with_user(manager).action_public_links_stop()
        Stop = self.env["public.link.stop"]
        stop = Stop.with_user(manager).with_context(**action["context"]).create({})
        self.assertEqual(stop.count, 2)
        stop.action_stop()
        self.assertEqual(
            (self.link | of_invoice).mapped("revoked_reason"), ["customer"] * 2
        )
        self.assertEqual(other.state, "active")
        with self.assertRaises(AccessError):
            Stop.with_user(self.salesman).create({"partner_id": self.other.id})

    # === ON THE DOCUMENT === #

    def test_documents_are_found_by_their_links(self):
        """B66"""
        silent = self.make_order()
        orders = self.env["sale.order"].with_user(self.salesman)
        has = [("public_link_ids", "any", []), ("id", "in", (self.order | silent).ids)]
        self.assertEqual(orders.search(has), self.order)
        never = [*has, ("public_link_last_opened", "=", False)]
        self.assertEqual(orders.search(never), self.order)
        self.env["public.link.event"]._log_open(self.link, {"kind": "opened"})
        self.assertFalse(orders.search(never))

    def test_usage_counts_neither_staff_nor_scanners(self):
        """B66, F19"""
        events = self.env["public.link.event"]
        for kind in ("opened", "previewed", "scanned", "downloaded", "denied"):
            events._log(self.link, kind)
        domain = literal_eval(self.filters("public.link.event")["customers"])
        mine = [*domain, ("link_id", "=", self.link.id)]
        counted = set(events.search(mine).mapped("kind"))
        self.assertEqual(counted, {"opened", "downloaded", "denied"})
        action = self.env.ref("public_links.action_public_link_event")
        self.assertIn("search_default_customers", action.context)
