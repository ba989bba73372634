# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.exceptions import ValidationError

from ...models.portal.res_company import WELCOME_MAX
from ..common.base import PublicLinkHttpCase
from ..common.portal import PortalFixtures
from ..link.test_settings import SettingsCase


class TestPortal(PortalFixtures, PublicLinkHttpCase):
    """The portal's doors: who comes in, and when nobody does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_portal()

    def test_the_link_alone_opens_the_portal(self):
        """B14, B15, B16, D1, D2, D6: no account, no password, no session"""
        for _time in range(2):
            response = self.page()
            self.assertPublic(response, 200)
        self.assertIn("Hello Joel Willis", response.text)
        self.assertIn("j•••@example.com", response.text)
        self.assertEqual(self.nav(response)[0], "Overview")

    def test_off_it_says_so_whatever_the_state_of_the_link(self):
        """B5, D10, D11: revoked and expired links too"""
        expired = self.issue(self.other, "portal")
        self.expire(expired)
        third = self.env["res.partner"].create({"name": "Third"})
        revoked = self.issue(third, "portal")
        revoked._revoke()
        links = (self.link, expired, revoked)
        self.company.public_links_portal_enabled = False
        for link in links:
            response = self.page(link=link)
            self.assertPublic(response, 410)
            self.assertIn("Portal not available", response.text)
            for place in ("invoices", "orders"):
                response = self.page(place, link)
                self.assertEqual(response.status_code, 410)
        self.company.public_links_portal_enabled = True
        self.assertEqual(self.page().status_code, 200)
        for link in (expired, revoked):
            response = self.page(link=link)
            self.assertPublic(response, 410)
            self.assertNotIn("Portal not available", response.text)

    def test_links_of_one_document_live_on_without_the_portal(self):
        """E3.5: but for those that were reached from a portal (F4)"""
        order = self.make_order()
        single = self.issue(order)
        lead = self.post(f"estimate/{order.id}/to/approve")
        self.assertEqual(lead.status_code, 303)
        child = self.link.child_ids
        self.assertEqual(child.purpose, "approve")
        self.company.public_links_portal_enabled = False
        self.assertEqual(self.open(single).status_code, 200)
        self.assertEqual(self.open(child).status_code, 410)

    def test_the_switch_is_off_until_staff_turn_it_on(self):
        """B5, D10: and the send wizard says so"""
        company = self.env["res.company"].create({"name": "Fresh"})
        self.assertFalse(company.public_links_portal_enabled)
        partner = self.customer.with_company(company)
        [blocker] = partner._public_link_blockers("portal")
        self.assertEqual(blocker.code, "disabled")
        self.assertIn("portal is switched off", blocker.staff)

    def test_an_archived_contact_has_no_portal(self):
        """D2, F4: nor one of an archived company; what was derived from it ends too"""
        firm = self.env["res.partner"].create({"name": "Firm", "is_company": True})
        worker = self.env["res.partner"].create({"name": "W", "parent_id": firm.id})
        link = self.issue(worker, "portal")
        self.assertEqual(self.page(link=link).status_code, 200)
        quote = self.make_order(partner_id=worker.id)
        self.post(f"estimate/{quote.id}/to/view", link=link)
        self.assertEqual(self.open(link.child_ids).status_code, 200)
        firm.active = False
        for one in (link, link.child_ids):
            self.assertEqual(self.open(one).status_code, 410)
        self.customer.active = False
        self.assertEqual(self.page().status_code, 410)

    def test_whoever_came_to_another_customer_sees_neither(self):
        """D2, B50: a contact that was moved, and one whose recipient was"""
        firm = self.env["res.partner"].create({"name": "Firm", "is_company": True})
        self.customer.parent_id = firm
        self.assertEqual(self.page().status_code, 410)
        # Sent to somebody who stands for another customer: it opens nothing.
        foreign = self.Link.sudo()._issue(firm, "portal", self.other)
        self.assertEqual(self.page(link=foreign).status_code, 410)
        [(why, _fix)] = firm._public_link_send_problems("portal", self.other)
        self.assertIn("no contact of this customer", why)

    def test_staff_look_at_every_section_as_the_customer_does(self):
        """B58, B67: and nothing can be done, or opened, from there"""
        invoice = self.make_invoice()
        self.log_in(self.salesman)
        path = f"/link/preview/portal/res.partner/{self.customer.id}"
        for place, word in (
            ("", "Hello Joel Willis"),
            ("?section=invoices", invoice.name),
            ("?section=nonsense", "Hello Joel Willis"),
        ):
            response = self.get(path + place)
            self.assertEqual(response.status_code, 200)
            self.assertIn(word, response.text)
            self.assertIn("Preview", response.text)
            self.assertNotIn("/link/portal/", response.text)
            self.assertIn('href="?section=invoices"', response.text)
        self.assertFalse(self.link.opened_last)

    def test_staff_see_no_more_in_a_preview_than_they_may(self):
        """F29, B58"""
        self.make_invoice()
        self.log_in(self.warehouse)
        path = f"/link/preview/portal/res.partner/{self.customer.id}"
        for place in ("", "?section=invoices"):
            text = self.get(path + place).text
            self.assertIn("Shipments", text)
            self.assertNotIn("Invoices", text)
            self.assertNotIn("318.60", text)

    def test_a_deleted_contact_leaves_nothing_to_open(self):
        """D2"""
        gone = self.env["res.partner"].create({"name": "Gone"})
        path = self.issue(gone, "portal")._path()
        gone.unlink()
        self.assertEqual(self.get(path).status_code, 404)

    def test_the_welcome_message_stands_on_top(self):
        """D20, D22: in the customer's language, as text"""
        self.company.public_links_portal_welcome = "Pay to <b>IBAN</b> 12\nThank you"
        text = self.page().text
        self.assertIn("Pay to &lt;b&gt;IBAN&lt;/b&gt; 12\nThank you", text)
        self.company.public_links_portal_welcome = False
        self.assertNotIn("welcome", self.page().text)

    def test_a_portal_token_is_good_for_portals_alone(self):
        """A6, D1"""
        for purpose in ("view", "pay", "approve", "track"):
            path = self.link._path().replace("/portal/", f"/{purpose}/")
            self.assertEqual(self.get(path).status_code, 404)
        view = self.issue(self.make_order())
        self.assertEqual(
            self.get(view._path().replace("/view/", "/portal/")).status_code, 404
        )


class TestPortalSettings(SettingsCase):
    def test_the_welcome_message_has_at_most_500_characters(self):
        """D21"""
        self.save(public_links_portal_welcome="w" * WELCOME_MAX)
        self.assertEqual(len(self.company.public_links_portal_welcome), 500)
        with self.assertRaisesRegex(ValidationError, "501 characters"):
            self.save(public_links_portal_welcome="w" * (WELCOME_MAX + 1))

    def test_the_expiry_is_a_setting(self):
        """D12, D13, D14"""
        self.assertEqual(self.company.public_links_portal_days, 30)
        for days in (0, 366):
            with self.assertRaisesRegex(ValidationError, "Portal Links Expire After"):
                self.save(public_links_portal_days=days)
        self.save(public_links_portal_enabled=True, public_links_portal_days=7)
        link = self.issue(self.customer, "portal")
        self.assertEqual(link.lifetime_days, 7)

    def test_what_customers_may_change_is_chosen_from_a_list(self):
        """B43: never the mail address or the tax id"""
        for wrong in ("email", "vat", "phone credit_limit"):
            with self.assertRaisesRegex(ValidationError, "cannot change"):
                self.save(public_links_portal_profile_fields=wrong)
        self.save(public_links_portal_profile_fields="phone name")
        self.assertEqual(self.company.public_links_portal_profile_fields, "phone name")
