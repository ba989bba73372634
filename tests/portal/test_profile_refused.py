# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Other addons refuse, fail, or return something else while customers change their data."""

from odoo.exceptions import UserError
from odoo.tests.common import new_test_user

from ..common.refusals import REFUSALS, RefusalCase, raising
from .test_portal_payments import PaymentsCase
from .test_profile import ProfileCase


class TestProfileRefused(RefusalCase, ProfileCase):
    def assertRefused(self, page, *texts):
        """Check that the form came back with what was typed."""
        self.assertAgain(page, "cannot take this change here", *texts)

    def test_a_refused_change_of_data_is_said(self):
        """T19, S15: what was typed stays, staff hear why, nothing is saved"""
        form = self.form() | {"city": "Hoboken"}
        before = self.customer.city
        for method, told in REFUSALS:
            with self.refusing("res.partner", "write", method):
                page = self.post("profile/save", form)
            self.assertRefused(page, 'value="Hoboken"')
            self.assertNotIn(told, page.text)
            self.assertTold(self.customer, told)
        self.assertEqual(self.customer.city, before)

    def test_a_refused_address_is_said(self):
        """T19, S15: added, changed and removed"""
        form = self.form(action="address") | {
            "name": "Warehouse",
            "street": "1 Dock Street",
            "city": "Newark",
            "zip": "07101",
            "country_id": str(self.us.id),
            "state_id": str(self.new_york.id),
        }
        for method, told in REFUSALS:
            with self.refusing("res.partner", "create", method):
                page = self.post("profile/address", form)
            self.assertRefused(page, 'value="Warehouse"', 'value="Newark"')
            self.assertTold(self.customer, told)
        self.assertFalse(self.customer.child_ids)
        self.assertSaid(self.post("profile/address", form), "address_added")
        child = self.customer.child_ids
        page = self.page(f"profile?address={child.id}")
        form = self.form(page, f"address/{child.id}/save") | {"city": "Hoboken"}
        answers = self.customer.activity_ids
        for method, told in REFUSALS:
            with self.refusing("res.partner", "write", method):
                page = self.post(f"profile/address/{child.id}/save", form)
                self.assertRefused(page, 'value="Hoboken"')
                page = self.post(f"profile/address/{child.id}/remove", {"sure": "1"})
                self.assertRefused(page, 'value="Newark"')
            self.assertTold(self.customer, told)
        self.assertTrue(answers)
        self.assertEqual((child.city, child.active), ("Newark", True))

    def test_an_archive_that_asks_back_has_removed_nothing(self):
        """T19: an action instead"""
        child = self.env["res.partner"].create(
            {"name": "Dock", "parent_id": self.customer.id, "type": "delivery"}
        )
        window = {"type": "ir.actions.act_window", "res_model": "res.partner"}
        with self.refusing("res.partner", "action_archive", lambda _partners: window):
            page = self.post(f"profile/address/{child.id}/remove", {"sure": "1"})
        self.assertRefused(page, 'value="Dock"')
        self.assertTrue(child.active)
        self.assertTold(self.customer, "wants a decision first")

    def test_a_change_stays_where_the_note_about_it_is_refused(self):
        """T19: staff read of it in an activity then"""
        refusal = raising(UserError("This history is closed"))
        form = self.form() | {"city": "Hoboken"}
        with self.refusing("res.partner", "message_post", refusal):
            self.assertSaid(self.post("profile/save", form), "profile_saved")
        self.assertEqual(self.customer.city, "Hoboken")
        self.assertTold(self.customer, "This history is closed", "Hoboken")

    def test_what_core_lets_nobody_change_is_not_changed(self):
        """T19, D19: a country that documents were issued to, an employee's name"""
        # Where base_vat is installed, a tax id keeps a contact in its country.
        self.customer.vat = False
        form = self.form() | {"country_id": str(self.de.id), "state_id": ""}
        invoice = self.make_invoice()
        self.assertFalse(self.customer._can_edit_country())
        page = self.post("profile/save", form)
        self.assertAgain(page, "is on documents already")
        self.assertEqual(self.customer.country_id, self.us)
        # Anything else of the address is the customer's own.
        self.assertSaid(self.save(city="Hoboken"), "profile_saved")
        invoice.button_draft()
        invoice.unlink()
        self.env["sale.order"].search(
            [("partner_id", "=", self.customer.id)]
        )._action_cancel()
        self.assertTrue(self.customer._can_edit_country())
        self.assertSaid(
            self.post(
                "profile/save",
                self.form() | {"country_id": str(self.de.id), "state_id": ""},
            ),
            "profile_saved",
        )
        new_test_user(
            self.env, "joel-inside", "base.group_user", partner_id=self.customer.id
        )
        self.company.public_links_portal_profile_fields = "name phone"
        name = self.customer.name
        page = self.save(name="Somebody Else")
        self.assertAgain(page, "ask us to change this name", 'value="Somebody Else"')
        self.assertEqual(self.customer.name, name)

    def test_messages_by_the_portal_may_be_refused(self):
        """T19: the text stays"""
        for method, told in REFUSALS:
            with self.refusing("res.partner", "message_post", method):
                page = self.post("messages/comment", {"text": "Please call me"})
            self.assertPublic(page, 422)
            self.assertIn("could not complete", page.text)
            self.assertIn("Please call me</textarea>", page.text)
            self.assertTold(self.customer, told, "Please call me")
        self.assertFalse(self.env["public.link.message"].search([]))

    def test_who_saves_too_often_keeps_what_was_typed(self):
        """S13, T19"""
        form = self.form() | {"city": "Hoboken"}
        place = self.form(action="address") | {"street": "1 Dock Street"}
        self.patch(self.env.registry["public.link.rate"], "_allow", lambda *args: False)
        for path, data, kept in (
            ("profile/save", form, 'value="Hoboken"'),
            ("profile/address", place, 'value="1 Dock Street"'),
            ("messages/comment", {"text": "Hello"}, "Hello</textarea>"),
        ):
            page = self.post(path, data)
            self.assertPublic(page, 422)
            self.assertIn("too often", page.text)
            self.assertIn(kept, page.text)


class TestCardsRefused(RefusalCase, PaymentsCase):
    def test_a_refused_word_about_a_card_is_said(self):
        """T19: to remove it, and to offer it; staff hear why"""
        card = self.card()
        self.company.public_links_card = True
        place = f"payments/card/{card.id}"
        for method, told in REFUSALS:
            for action, model in (
                ("remove", "payment.token"),
                ("default", "res.partner"),
            ):
                with self.refusing(model, "write", method):
                    answer = self.post(f"{place}/{action}", {"sure": "1"})
                self.assertPublic(answer, 303)
                self.assertIn("said=failed", answer.headers["Location"])
                self.assertTold(self.customer, told)
        self.assertTrue(card.active)
        self.assertFalse(self.customer.public_link_card_id)
