# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError

from odoo.addons.mail.tests.common import MockEmail

from ...controllers import actions
from ...models.portal import portal_moves
from ...tools import placeholders
from ..common.base import PublicLinkCase, PublicLinkHttpCase
from ..common.portal import PortalFixtures
from .test_portal_scope import World

# What a stranger types, wherever there is something to type.
NONSENSE = (
    "",
    "-1",
    "0",
    "1e9",
    "9" * 30,
    "x",
    "%",
    "_",
    "'\"\\",
    "\0",
    "\N{RIGHT-TO-LEFT OVERRIDE}\N{ARABIC-INDIC DIGIT THREE}",
    "y" * 10_000,
    "0001-01-01",
    "9999-12-31",
    "2026-13-45",
    "<script>alert(1)</script>",
)
HUGE = (0, 2**31, 2**63, 10**30)
ASKED = ("q", "page", "tab", "since", "until", "address", "lang", "said", "section")
SENT = ("name", "phone", "street", "street2", "zip", "city", "country_id", "state_id")
SENT += ("text", "invoice", "all", "sure", "vat", "email", "credit_limit")


class TestPortalNonsense(World, PublicLinkHttpCase):
    """Whatever a stranger sends, the answer is a page of ours."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_world()
        cls.make_provider()
        cls.link = cls.Link.sudo()._issue(cls.customer, "portal")

    def assertAnswered(self, response, what):
        self.assertLess(response.status_code, 500, what)
        self.assertIn("Content-Security-Policy", response.headers, what)
        self.assertNotIn("<script>alert", response.text, what)

    def test_whatever_is_asked_for_there_is_a_page(self):
        """S9, S15, D18: queries of every page"""
        self.make("self", "invoice", "ours")
        for text in NONSENSE:
            # Servers take a line of 64 kB.
            asked = dict.fromkeys(ASKED, text[:1000]) | {"q": text}
            for place in (
                "",
                "invoices",
                "shipments",
                "statement",
                "payments",
                "profile",
            ):
                response = self.page(place, params=asked)
                self.assertEqual(response.status_code, 200, (place, text[:40]))
                self.assertAnswered(response, (place, text[:40]))
        self.assertAnswered(self.get(self.link._path() + "%00"), "path")
        self.assertAnswered(self.page("invoices/%00"), "path")

    def test_numbers_that_are_nobody_s(self):
        """S10: in every path that takes one"""
        sections = self.env["public.link.registry"]._known().sections
        kinds = [one.kind for one in sections.values() if one.kind]
        reads = [*kinds, "payments/receipt", "messages/file"]
        for number in HUGE:
            for place in reads:
                self.assertEqual(self.page(f"{place}/{number}").status_code, 404)
            for place in (
                f"payments/card/{number}/default",
                f"payments/card/{number}/remove",
                f"profile/address/{number}/save",
                f"profile/address/{number}/remove",
                f"invoice/{number}/to/pay",
                f"to/view/{number}",
            ):
                answer = self.post(place, {"sure": "1"})
                self.assertEqual(answer.status_code, 404, place)

    def test_whatever_is_sent_there_is_an_answer(self):
        """S11, S15: forms of every page; nothing that was not offered is changed"""
        self.patch(actions, "allowed", lambda *_args, **_options: True)
        words = "phone address delivery name company job website"
        self.company.public_links_portal_profile_fields = words
        email, vat = self.customer.email, self.customer.vat
        for text in NONSENSE:
            names = self.customer._public_profile_names()
            for place, seen in (
                ("profile/save", self.customer._public_profile_seen(names)),
                ("profile/address", ""),
                ("messages/comment", ""),
                ("messages/upload", ""),
                ("pay", ""),
                ("request", ""),
            ):
                data = dict.fromkeys(SENT, text) | {"seen": seen}
                self.assertAnswered(self.post(place, data), (place, text[:40]))
        self.assertEqual((self.customer.email, self.customer.vat), (email, vat))
        self.assertFalse(self.link.child_ids)

    def test_a_megabyte_and_fifty_files(self):
        """S13, S14: a message, and more files than are taken at once"""
        answer = self.post("messages/comment", {"text": "x" * 2**20})
        self.assertPublic(answer, 422)
        files = [("files", (f"{n}.txt", b"hello", "text/plain")) for n in range(50)]
        before = self.env["ir.attachment"].search_count([])
        answer = self.post("messages/upload", files=files)
        self.assertPublic(answer, 422)
        self.assertIn("at most", answer.text)
        self.assertEqual(self.env["ir.attachment"].search_count([]), before)

    def test_each_company_s_statement_is_printed_by_itself(self):
        """D2, D18: the PDF is of the link's company, not of the server's first one"""
        self.second.public_links_portal_enabled = True
        customer = self.customer.with_company(self.second)
        link = self.Link.sudo()._issue(customer, "portal")
        for one in (self.link, link):
            self.assertPublic(self.page("statement/pdf?since=all", one), 200)
        rows = self.env["public.link.pdf"].search(
            [("res_model", "=", "res.partner"), ("res_id", "=", self.customer.id)]
        )
        self.assertEqual(rows.company_id, self.company + self.second)

    def test_an_address_without_a_name_is_greeted_by_its_customer_s(self):
        """B14"""
        values = {"parent_id": self.firm.id, "type": "invoice", "name": False}
        link = self.issue(self.env["res.partner"].create(values), "portal")
        self.assertIn("Hello Firm", self.page(link=link).text)

    def test_more_invoices_than_fit_into_one_payment_are_chosen(self):
        """F18: no button says an amount that it does not pay"""
        for _number in range(2):
            self.make("self", "invoice", "ours")
        self.assertIn('name="all"', self.page().text)
        with patch.object(portal_moves, "MOST", 1):
            text = self.page().text
        self.assertIn("2 invoices to pay", text)
        self.assertNotIn('name="all"', text)


class TestPortalMidway(PortalFixtures, MockEmail, PublicLinkCase):
    """What changes after a link was made."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_portal()
        cls._init_mail_gateway()
        people = cls.env.ref("base.group_partner_manager")
        for user in (cls.clerk, cls.salesman, cls.accountant):
            user.group_ids += people

    def test_a_contact_of_another_company_of_ours(self):
        """D2, E3.4: who deals with the second company alone has no portal of the first"""
        second = self.env["res.company"].create({"name": "Second"})
        self.assertAlive(self.link)
        self.customer.company_id = self.company
        self.assertAlive(self.link)
        self.customer.company_id = second
        self.assertDead(self.link, "revoked")
        self.customer.company_id = False
        self.assertAlive(self.link)

    def test_a_colleague_who_has_left(self):
        """D2: the portal of a contact, sent to a colleague who is archived since then"""
        people = self.env["res.partner"].create(
            [
                {
                    "name": name,
                    "parent_id": self.customer.id,
                    "email": f"{name}@x.example",
                }
                for name in ("a", "b")
            ]
        )
        link = self.Link.sudo()._issue(people[0], "portal", people[1])
        self.assertAlive(link)
        people[1].active = False
        self.assertDead(link, "disabled")

    def test_staff_of_another_company_of_ours(self):
        """E3.4, F29: they neither see nor end the portal of this one"""
        second = self.env["res.company"].create({"name": "Second"})
        user = self._make_user("second", "sales_team.group_sale_salesman_all_leads")
        user.write({"company_ids": [Command.set(second.ids)], "company_id": second.id})
        link = self.link.with_user(user)
        self.assertFalse(link.search([("id", "=", link.id)]))
        for action in ("revoke", "regenerate", "resend", "copy", "extend"):
            with self.assertRaises(AccessError):
                getattr(link, f"action_{action}")()
        self.assertAlive(self.link)

    def mailed(self, user, body):
        """Return what the customer gets of a mail that staff write on their contact."""
        with self.mock_mail_gateway():
            message = self.customer.with_user(user).message_post(
                body=body,
                partner_ids=self.customer.ids,
                subtype_xmlid="mail.mt_comment",
            )
            # These alone: the demo data of other addons leaves mails in the queue.
            self.env["mail.mail"].search([("mail_message_id", "=", message.id)]).send()
        [mail] = [one for one in self._mails if "joel" in str(one["email_to"]).lower()]
        return mail["body"]

    def test_who_sees_a_part_of_the_documents_mails_no_portal(self):
        """F29: not by a placeholder in a mail of their own, either"""
        self.link.unlink()
        path = placeholders.for_document("portal", "res.partner", self.customer.id)
        body = f"{self.Link._placeholder_base()}{path}"
        group = self.env.ref("sales_team.group_sale_salesman")
        self.clerk.group_ids += group
        self.assertNotIn("/link/portal/", self.mailed(self.clerk, body))
        self.assertFalse(self.live())
        self.assertIn("/link/portal/", self.mailed(self.salesman, body))

    def test_a_link_follows_no_changed_address(self):
        """F29: a contact's address is staff's to write, not its link"""
        self.customer.email = "joel.clerk@seller.example"
        body = f"See {self.link._placeholder()}"
        self.assertNotIn("/link/portal/", self.mailed(self.accountant, body))
        self.customer.email = self.link.email
        self.assertIn("/link/portal/", self.mailed(self.accountant, body))

    def live(self):
        domain = [("purpose", "=", "portal"), ("revoked_at", "=", False)]
        return self.Link.sudo().search(domain)
