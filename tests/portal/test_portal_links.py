# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from ast import literal_eval
from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw

from ..common.portal_links import PortalLinks
from ..common.send import SendCase


class TestPortalLinks(PortalLinks, SendCase):
    """One live portal link a recipient and company; staff make, send and end it."""

    def test_generating_again_keeps_the_one_that_is_alive(self):
        """D1, D24, D25"""
        link = self.issue(self.customer, "portal")
        days = self.company.public_links_portal_days
        self.assertEqual(link.lifetime_days, days)
        self.assertEqual(self.issue(self.customer, "portal"), link)
        self.assertEqual(self.live(), link)

    def test_who_sees_a_part_of_the_documents_sends_no_portal(self):
        """F29, A74: whoever can send a link can open it."""
        link = self.issue(self.customer, "portal")
        own = self._make_user("own", "sales_team.group_sale_salesman")
        for user in (own, self.warehouse):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env["public.link"].with_user(user)._issue(self.customer, "portal")
            with self.subTest(user.login), self.assertRaises(AccessError):
                link.with_user(user).action_copy()
        for user in (self.salesman, self.accountant):
            links = self.env["public.link"].with_user(user)
            self.assertEqual(links._issue(self.customer, "portal"), link)

    def test_two_contacts_of_one_customer_have_one_each(self):
        """D24, D1: each unique"""
        child = self.env["res.partner"].create(
            {"name": "Child", "parent_id": self.customer.id, "email": "c@example.com"}
        )
        links = self.issue(self.customer | child, "portal")
        self.assertEqual(len(links), 2)
        self.assertEqual(len({link._token() for link in links}), 2)

    def test_each_company_has_a_portal_of_its_own(self):
        """D24: one a recipient and company; renewing stays within the company"""
        elsewhere = self.env["res.company"].create({"name": "Elsewhere"})
        elsewhere.public_links_portal_enabled = True
        here = self.issue(self.customer, "portal")
        there = self.issue(self.customer.with_company(elsewhere), "portal")
        self.assertEqual(here.company_id | there.company_id, self.company | elsewhere)
        fresh = there._regenerate()
        self.assertEqual(fresh.company_id, elsewhere)
        self.assertFalse(here.revoked_at)
        self.assertEqual(self.live(), here | fresh)

    def test_an_expired_one_is_replaced(self):
        """D8, D15, D28, B65"""
        link = self.issue(self.customer, "portal")
        self.expire(link)
        self.assertDead(link, "expired")
        fresh = self.issue(self.customer, "portal")
        self.assertNotEqual(fresh, link)
        self.assertAlive(fresh)
        self.assertEqual(link.revoked_reason, "regenerated")

    def test_regenerating_a_dead_one_ends_the_one_that_is_alive(self):
        """D24, D28"""
        old = self.issue(self.customer, "portal")
        old._revoke()
        live = self.issue(self.customer, "portal")
        fresh = old._regenerate()
        self.assertEqual(self.live(), fresh)
        self.assertEqual(live.revoked_reason, "regenerated")

    def test_a_portal_sent_to_somebody_else_gives_way_to_their_own(self):
        """D24: the contact is the recipient, whatever it was made of"""
        of_firm = self.issue(self.customer, "portal", self.other)
        own = self.issue(self.other, "portal")
        self.assertEqual(self.live(self.other), own)
        self.assertTrue(of_firm.revoked_at)

    def test_revoking_works_at_once_and_a_new_one_can_be_made(self):
        """D9, D27"""
        link = self.issue(self.customer, "portal")
        link.with_user(self.salesman).sudo(False).action_revoke()
        self.assertDead(link, "revoked")
        self.assertAlive(self.issue(self.customer, "portal"))

    def test_the_life_is_a_setting(self):
        """D7, D12, D13, D14"""
        self.assertEqual(self.company.public_links_portal_days, 30)
        self.company.public_links_portal_days = 7
        link = self.issue(self.customer, "portal")
        left = link.expires_at - fields.Datetime.now()
        self.assertAlmostEqual(left / timedelta(days=1), 7, 2)

    # === STAFF === #

    def test_send_portal_access_mails_the_link(self):
        """B13, B55, B68, B15, B16, D30, D31: it says what it is and to keep it"""
        self.assertEqual(
            self.customer.action_public_link_send()["res_model"], "public.link.send"
        )
        with self.post_office() as mails:
            self.wizard(self.customer).action_send()
        [mail] = mails
        self.assertEqual(mail.recipient_ids, self.customer)
        self.assertIn("Your documents at", mail.subject)
        for words in ("no password", "bookmarks", "do not forward"):
            self.assertIn(words, mail.body_html)
        self.assertNotIn("opens only this document", mail.body_html)
        link = self.live()
        self.assertEqual(link.email, "joel.willis@example.com")
        self.assertIn(link._placeholder(), mail.body_html)

    def test_the_link_is_copied_to_be_sent_otherwise(self):
        """B56, D26"""
        action = self.wizard(self.customer).action_copy()
        copy = self.env["public.link.copy"].browse(action["res_id"])
        self.assertIn("/link/portal/", copy.url)
        self.assertEqual(copy.link_id, self.live())

    def test_resending_mails_once_more_and_the_link_works(self):
        """B57, B62"""
        self.wizard(self.customer).action_send()
        link = self.live()
        with self.post_office() as mails:
            link.with_user(self.salesman).sudo(False).action_resend()
        self.assertEqual(len(mails), 1)
        self.assertAlive(self.live())

    def test_several_contacts_at_once(self):
        """D25, F27: whoever cannot get mail is named"""
        silent = self.env["res.partner"].create({"name": "Silent"})
        everybody = self.customer | self.other | silent
        wizard = self.wizard(everybody)
        wizard.action_send()
        self.assertEqual(len(self.live(everybody)), 2)
        self.assertIn("Silent", wizard.result_html)

    def test_view_as_customer(self):
        """B58, B67"""
        action = self.customer.action_public_link_preview()
        self.assertEqual(
            action["url"], f"/link/preview/portal/res.partner/{self.customer.id}"
        )

    def test_disabling_and_enabling_again(self):
        """B59, B60, B61"""
        link = self.issue(self.customer, "portal")
        self.customer.action_public_portal_disable()
        self.assertDead(link, "blocked")
        self.customer.action_public_portal_enable()
        self.assertAlive(link)
        with self.assertRaises(AccessError):
            self.customer.with_user(self.clerk).action_public_portal_disable()

    def test_two_separate_actions_to_pay_or_to_see_all(self):
        """A74"""
        invoice = self.make_invoice()
        Send = self.env["public.link.send"].with_user(self.accountant)
        pay = invoice.with_user(self.accountant).action_public_link_send_pay()
        wizard = Send.with_context(**pay["context"]).create({})
        self.assertEqual((wizard.res_model, wizard.purpose), ("account.move", "pay"))
        portal = invoice.with_user(self.accountant).action_public_link_send_portal()
        wizard = Send.with_context(**portal["context"]).create({})
        self.assertEqual((wizard.res_model, wizard.purpose), ("res.partner", "portal"))
        self.assertEqual(wizard.partner_ids, self.customer)
        wizard.action_send()
        self.assertEqual(self.live().purpose, "portal")
        for model in ("account_move", "sale_order"):
            for kind in ("pay", "portal"):
                action = self.env.ref(f"public_links.action_send_{kind}_{model}")
                self.assertTrue(action.binding_model_id)
        with self.assertRaises(AccessError):
            invoice.with_user(self.clerk).action_public_link_send_portal()

    def test_the_tokens_page_shows_portal_links_alone(self):
        """D23: reached from the bottom of the settings"""
        link = self.issue(self.customer, "portal")
        view = self.issue(self.order)
        action = self.env.ref("public_links.action_public_link_tokens")
        found = self.env["public.link"].search(literal_eval(action.domain))
        self.assertIn(link, found)
        self.assertNotIn(view, found)
        arch = self.env["res.config.settings"].get_view(view_type="form")["arch"]
        [button] = etree.fromstring(arch).xpath(
            "//button[@string='Manage Portal Access Tokens']"
        )
        self.assertEqual(button.get("name"), str(action.id))

    def test_the_tokens_page_shows_what_it_takes_and_can_generate(self):
        """D23, D25, D26, D27, D28: state, purpose, recipient, expiry, last opened"""
        view = self.env.ref("public_links.public_link_view_list_portal")
        Link = self.env["public.link"].with_user(self.salesman)
        root = etree.fromstring(Link.get_view(view.id, "list")["arch"])
        names = {node.get("name") for node in root.iter("field")}
        self.assertLessEqual(
            {"state", "purpose", "partner_id", "expires_at", "opened_last"}, names
        )
        buttons = {node.get("name") for node in root.iter("button")}
        self.assertEqual(
            buttons,
            {
                "action_portal_generate",
                "action_copy_now",
                "action_revoke",
                "action_regenerate",
                "action_resend",
                "action_extend",
            },
        )
        # As the list's button calls it, with what is ticked: nothing.
        action = call_kw(Link, "action_portal_generate", [[]], {})
        Generate = self.env[action["res_model"]].with_user(self.salesman)
        chosen = (self.customer | self.other).ids
        wizard = Generate.create({"partner_ids": [fields.Command.set(chosen)]})
        following = wizard.action_next()
        self.assertEqual(set(following["context"]["active_ids"]), set(chosen))
        with self.assertRaises(AccessError):
            self.env["public.link"].with_user(self.clerk).action_portal_generate()

    def test_the_diagnosis_says_why_a_customer_cannot_get_in(self):
        """B62, B65"""

        def codes():
            return {row["code"] for row in self.customer._public_link_diagnosis()}

        self.assertIn("never_sent", codes())
        link = self.issue(self.customer, "portal")
        self.expire(link)
        self.assertIn("expired", codes())
        self.customer.public_links_blocked = True
        self.assertIn("blocked", codes())
        self.company.public_links_portal_enabled = False
        self.assertIn("disabled", codes())
        self.customer.email = "joel"
        self.assertIn("mail", codes())

    def test_nothing_is_sent_where_the_portal_is_off(self):
        """D10, D29: the feature's own switch"""
        self.company.public_links_portal_enabled = False
        with self.assertRaisesRegex(UserError, "portal is switched off"):
            self.wizard(self.customer, purpose="portal").action_send()
