# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from html import unescape

from lxml import etree

from odoo.exceptions import ValidationError

from ..common.base import CANARY, REFERENCE, PublicLinkHttpCase
from ..common.portal import PortalFixtures


class ProfileCase(PortalFixtures, PublicLinkHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_portal()
        cls.company.public_links_user_id = cls.salesman
        cls.us, cls.de = cls.env.ref("base.us"), cls.env.ref("base.de")
        cls.new_york = cls.env.ref("base.state_us_27")
        cls.customer.state_id = cls.env.ref("base.state_us_31")

    def form(self, response=None, action="save"):
        """Return what a form of the profile would send."""
        if response is None:  # one of 422 counts as false
            response = self.page("profile")
        root = etree.HTML(response.text)
        [form] = [
            one
            for one in root.iter("form")
            if f"/{action}" in (one.get("action") or "")
        ]
        data = {
            node.get("name"): node.get("value") or "" for node in form.iter("input")
        }
        for node in form.iter("select"):
            chosen = [one for one in node.iter("option") if one.get("selected")]
            data[node.get("name")] = chosen[0].get("value") if chosen else ""
        return data

    def save(self, **changes):
        return self.post("profile/save", self.form() | changes)

    def assertAgain(self, response, *texts):
        self.assertPublic(response, 422)
        text = unescape(response.text)
        for part in texts:
            # Not assertIn: a page is long.
            self.assertTrue(part in text, part)
        self.assertTrue('class="wrong"' in text)

    def assertSaid(self, response, code):
        self.assertPublic(response, 303)
        self.assertIn(f"/profile?said={code}", response.headers["Location"])
        page = self.get(response.headers["Location"])
        self.assertPublic(page, 200)
        self.assertIn('role="status"', page.text)


class TestProfile(ProfileCase):
    """What customers may change of themselves, and what they may not."""

    def test_phone_and_address_reach_the_contact_and_its_history(self):
        """B3, B41, B42, B44, B45, B49, E5.8, E7.1: logged as the customer's change, staff
        are told"""
        # Where base_vat is installed, a tax id keeps a contact in its country.
        self.customer.vat = False
        answer = self.save(
            phone="+49 30 901820",
            street="Unter den Linden 1",
            city="Berlin",
            zip="10117",
            country_id=str(self.de.id),
            state_id="",
        )
        self.assertSaid(answer, "profile_saved")
        values = self.customer.read(["phone", "street", "city", "zip"])[0]
        self.assertEqual(values["street"], "Unter den Linden 1")
        self.assertEqual(self.customer.country_id, self.de)
        self.assertEqual(values["phone"], "+49 30 901820")
        message = self.customer.message_ids.filtered(
            lambda row: "Changed by the portal" in row.body
        )
        self.assertEqual(message.author_id, self.customer)
        self.assertIn("Bayonne → Berlin", message.body)
        self.assertIn("United States → Germany", message.body)
        self.assertTrue(message.subtype_id.internal)
        self.assertIn(self.salesman.partner_id, message.notified_partner_ids)
        self.assertIn(self.salesman, self.customer.activity_ids.user_id)
        self.assertIn("profile", self.link.event_ids.mapped("kind"))

    def test_what_never_changes_without_staff(self):
        """B43, E5.8: tax id, credit, terms, mail address, and all that was not offered"""
        term = self.env["account.payment.term"].search([], limit=1)
        before = self.customer.read()[0]
        answer = self.save(
            phone="+1 201 555 0123",
            vat="DE123456789",
            email="thief@example.org",
            credit_limit="1000000",
            use_partner_credit_limit="1",
            property_payment_term_id=str(term.id),
            parent_id=str(self.other.id),
            user_id="1",
            active="",
            name="Somebody Else",
            lang="de_DE",
            public_links_blocked="",
            comment="Hello",
        )
        self.assertSaid(answer, "profile_saved")
        self.env.invalidate_all()
        after = self.customer.read()[0]
        for name in ("vat", "email", "credit_limit", "parent_id", "name", "active"):
            self.assertEqual(after[name], before[name], name)
        for name in ("property_payment_term_id", "comment", "lang", "user_id"):
            self.assertEqual(after[name], before[name], name)
        self.assertEqual(after["phone"], "+1 201 555 0123")

    def test_the_setting_says_which_fields(self):
        """B9, B40, B43: each word; without any there is nothing to change"""
        inputs = {
            "phone": {"phone"},
            "name": {"name"},
            "job": {"function"},
            "website": {"website"},
            "company": {"company_name"},
        }
        for word, names in inputs.items():
            self.company.public_links_portal_profile_fields = word
            self.assertEqual(set(self.form()) - {"seen"}, names, word)
        self.company.public_links_portal_profile_fields = "address"
        self.assertIn("street", self.form())
        self.assertNotIn("phone", self.form())
        self.save(phone="+1 201 555 0123", street="12 Harbour Road")
        self.assertEqual(self.customer.street, "12 Harbour Road")
        self.assertEqual(self.customer.phone, "+1 555 999 0000")
        self.company.public_links_portal_profile_fields = ""
        page = self.page("profile")
        self.assertNotIn("<form", page.text.partition("<main")[2])
        with self.assertRaises(ValidationError):
            self.company.public_links_portal_profile_fields = "phone vat"

    def test_off_there_is_no_profile(self):
        """B9, B40"""
        data = self.form()
        self.company.public_links_portal_profile = False
        self.assertPublic(self.page("profile"), 404)
        for action in ("save", "address"):
            self.assertPublic(self.post(f"profile/{action}", data), 404)
        self.assertNotIn("Profile", self.nav(self.page()))
        self.assertFalse(self.customer.activity_ids)

    def test_the_page_shows_no_more_than_it_must(self):
        """A4, B52, S23: mail masked, no tax id, no notes"""
        text = self.page("profile").text
        self.assertIn("j•••@example.com", text)
        for secret in ("joel.willis@example.com", "US12345677", CANARY, REFERENCE):
            self.assertNotIn(secret, text)

    def test_a_company_s_contact_does_not_rename_the_company(self):
        """B43"""
        self.company.public_links_portal_profile_fields = "company name"
        self.assertIn("company_name", self.form())
        self.customer.is_company = True
        self.assertEqual(set(self.form()), {"seen", "name"})


class TestProfileRefusals(ProfileCase):
    """What is not taken is said beside its field, and nothing typed is lost."""

    def test_places_must_fit_together(self):
        """E5.8, B42: unknown country; a state of another country; none where one is
        needed"""
        for country in ("999999", "-1", "abc", "1 OR 1=1", "٢"):
            answer = self.save(country_id=country, street="Kept Street 5")
            self.assertAgain(answer, "choose a country from the list", "Kept Street 5")
        answer = self.save(country_id=str(self.de.id), state_id=str(self.new_york.id))
        self.assertAgain(answer, "state or province of Germany")
        # The states of the new country are offered now.
        self.assertIn(">Bayern<", answer.text.replace("Bavaria", "Bayern"))
        nowhere = self.env["res.country"].search([("state_ids", "=", False)], limit=1)
        self.assertSaid(
            self.save(country_id=str(nowhere.id), state_id=str(self.new_york.id)),
            "profile_saved",
        )
        self.assertEqual(self.customer.country_id, nowhere)
        self.assertFalse(self.customer.state_id)

    def test_a_street_of_one_megabyte(self):
        """E5.8: refused with a clear sentence; the rest of the form is kept"""
        answer = self.save(street="x" * 2**20, city="Kept City")
        self.assertAgain(answer, "shorten this to 200 characters", "Kept City")
        self.assertLess(len(answer.text), 100_000)
        self.assertEqual(self.customer.street, "858 Lynn Street")

    def test_scripts_are_refused(self):
        """E5.8, B70"""
        for name in ("street", "city", "zip", "street2"):
            answer = self.save(**{name: "<script>alert(1)</script>"})
            self.assertAgain(answer, "leave out the characters")
            self.assertNotIn("<script>alert", answer.text)
        self.company.public_links_portal_profile_fields = "website name"
        for website in ("javascript:alert(1)", "data:text/html,x", "a b.com", "x"):
            self.assertAgain(self.save(website=website), "example.com")
        self.assertAgain(self.save(name="\u200b \u202e"), "tell us a name")
        self.assertEqual(self.customer.name, "Joel Willis")

    def test_phones(self):
        """B41"""
        for phone in ("call me", "12", "+" + "1" * 39, "555-<b>", "+1+1 555 5555"):
            answer = self.save(phone=phone)
            self.assertAgain(answer)
            self.assertIn(phone, unescape(answer.text))
        for phone in ("(201) 555-0123 x12", "+33 1.42.68.53.00", ""):
            self.assertIn(self.save(phone=phone).status_code, (303,), phone)
        self.assertFalse(self.customer.phone)

    def test_what_the_database_refuses_is_said_without_its_words(self):
        """S15: a rule of another addon's"""

        def refuse(*_args, **_kwargs):
            raise ValidationError(CANARY)

        self.patch(self.env.registry["res.partner"], "write", refuse)
        answer = self.save(phone="+1 201 555 0123")
        self.assertAgain(answer, "Nothing was saved", "+1 201 555 0123")
        self.assertFalse(CANARY in answer.text)

    def test_two_saves_at_once(self):
        """B44: the second one sees that something changed, and loses nothing"""
        first, second = self.form(), self.form()
        answer = self.post("profile/save", first | {"city": "First City"})
        self.assertSaid(answer, "profile_saved")
        answer = self.post("profile/save", second | {"street": "Second Street 2"})
        self.assertAgain(answer, "was changed meanwhile", "Second Street 2")
        self.assertEqual(self.customer.street, "858 Lynn Street")
        again = self.form(answer)
        self.assertEqual(again["street"], "Second Street 2")
        self.assertSaid(self.post("profile/save", again), "profile_saved")
        self.assertEqual(self.customer.street, "Second Street 2")

    def test_what_was_incomplete_before_keeps_no_phone_number_out(self):
        """B41: the country wants a state, and there never was one"""
        self.customer.state_id = False
        self.assertSaid(self.save(phone="+1 201 555 0123"), "profile_saved")
        self.assertAgain(self.save(city="Newark"), "state or province")

    def test_nothing_changed_is_said_and_tells_nobody(self):
        """B44"""
        self.assertSaid(self.save(), "profile_same")
        self.assertFalse(self.customer.activity_ids)

    def test_get_and_foreign_origins_change_nothing(self):
        """S8, S9"""
        data = self.form() | {"city": "Elsewhere"}
        path = self.link._path("profile/save")
        for answer in (
            self.get(path, params=data),
            self.get(path, method="OPTIONS", params=data),
            self.post("profile/save", data, headers={"Sec-Fetch-Site": "cross-site"}),
        ):
            self.assertEqual(answer.status_code, 405)
        self.assertEqual(self.customer.city, "Bayonne")

    def test_a_dead_portal_saves_nothing(self):
        """D9, B60"""
        data = self.form() | {"city": "Elsewhere"}
        self.link._revoke()
        self.assertPublic(self.post("profile/save", data), 410)
        self.assertEqual(self.customer.city, "Bayonne")


class TestProfileMidway(ProfileCase):
    """What staff change while a form is open is not undone by it."""

    def test_a_field_that_is_offered_meanwhile_keeps_its_value(self):
        """B43, B44: the form that was opened before does not know it"""
        self.company.public_links_portal_profile_fields = "phone"
        data = self.form() | {"phone": "+1 201 555 0123"}
        self.company.public_links_portal_profile_fields = "phone address"
        answer = self.post("profile/save", data)
        self.assertAgain(answer, "was changed meanwhile", "858 Lynn Street")
        self.assertSaid(self.post("profile/save", self.form(answer)), "profile_saved")
        self.assertEqual(self.customer.street, "858 Lynn Street")
        self.assertEqual(self.customer.phone, "+1 201 555 0123")

    def test_who_shares_an_address_is_told_so(self):
        """B42, B45: core changes the company's, whose history says who it was"""
        self.assertNotIn("a change is for all of you", self.page("profile").text)
        firm = self.customer.copy({"name": "Firm", "is_company": True})
        worker = self.env["res.partner"].create({"name": "W", "parent_id": firm.id})
        self.link = self.issue(worker, "portal")
        text = unescape(self.page("profile").text)
        self.assertTrue("the one of Firm: a change is for all of you" in text)
        there = firm.message_ids
        self.assertSaid(self.save(phone="+1 201 555 0123"), "profile_saved")
        self.assertEqual(firm.message_ids, there)
        self.assertSaid(self.save(city="Trenton"), "profile_saved")
        self.assertEqual(firm.city, "Trenton")
        self.assertIn("Trenton", firm.message_ids[0].body)
        self.assertIn("W", firm.message_ids[0].body)
        self.assertEqual(firm.name, "Firm")
