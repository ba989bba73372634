# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import re
from html import unescape

from odoo import fields

from ..common.agreement import AgreementFixtures
from ..common.pay import PayHttpCase
from ..common.portal import PortalFixtures


class AgreementHttpCase(AgreementFixtures, PortalFixtures, PayHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_agreement_fixtures()
        # As after mailing it: only then cards are shown (S19).
        cls.link.sent_at = fields.Datetime.now()

    def agreements(self, partner=None):
        return self.env["public.link.agreement"].search(
            [("customer_id", "=", (partner or self.customer).id)]
        )

    def form(self, page, **changes):
        """Return what the form by which one agrees sends, its box ticked."""
        found = re.search(
            r'<form[^>]*action="[^"]*/agreement\?.*?</form>', page.text, re.S
        )
        self.assertTrue(found, "The page offers no agreement.")
        seen = re.search(r'name="seen" value="([^"]+)"', found[0])[1]
        card = re.search(r'<option value="(\d+)"', found[0])[1]
        ceiling = re.search(r'name="ceiling"[^>]* value="([^"]*)"', found[0])[1]
        form = {"seen": seen, "card": card, "ceiling": ceiling, "sure": "1"}
        return {key: value for key, value in (form | changes).items() if value != ""}

    def announced(self, invoice, agreement):
        """Return the charge of an invoice that was announced."""
        charges = self.env["public.link.agreement.charge"]
        charge = charges._announce(agreement, invoice)
        charge.sent_at = charge.link_id.sent_at = fields.Datetime.now()
        return charge

    def words(self, page):
        return unescape(re.sub(r"<[^>]+>", " ", page.text)).replace("\ufeff", "")

    def assertSaid(self, response, code):
        self.assertPublic(response, 303)
        self.assertIn(f"said={code}&", response.headers["Location"] + "&")


class TestPortalAgreement(AgreementHttpCase):
    """A plain form: card, ceiling, a tick (F35, S19)."""

    def agree_by(self, link=None, **changes):
        form = self.form(self.page("payments", link), **changes)
        return self.post("payments/agreement", form, link)

    def test_the_customer_agrees_and_sees_it(self):
        """F35, S9: the evidence is what the page showed"""
        page = self.page("payments")
        self.assertPublic(page, 200)
        self.assertIn("Pay automatically", page.text)
        form = self.form(page)
        self.assertEqual(form["ceiling"], "500.00")
        response = self.post("payments/agreement", form | {"ceiling": "1,250.50"})
        self.assertSaid(response, "agreed")
        [agreement] = self.agreements()
        self.assertEqual(agreement.ceiling, 1250.5)
        self.assertEqual(agreement.token_id, self.card)
        self.assertEqual(agreement.partner_id, self.customer)
        self.assertIn("Firefox", agreement.user_agent)
        self.assertTrue(agreement.address)
        self.assertTrue(agreement._is_intact())
        shown = re.search(r"<span>(I agree that .*?)</span>", page.text)[1]
        start = unescape(shown).split(" the card chosen")[0].split(", up to ")[0]
        self.assertTrue(agreement.words.startswith(start), (start, agreement.words))
        page = self.get(response.headers["Location"])
        for words in ("Active", "4242", "1,250.50", "Stop paying automatically"):
            self.assertIn(words, self.words(page).replace("\xa0", ""))
        self.assertNotIn("I agree that", page.text)
        # Staff read of it in the contact's history.
        self.assertIn("agreed that due invoices", self.customer.message_ids[0].body)

    def test_it_is_off_unless_the_company_wants_it(self):
        """F35, Q7"""
        form = self.form(self.page("payments"))
        self.company.public_links_agreement = False
        self.assertNotIn("Pay automatically", self.page("payments").text)
        self.assertPublic(self.post("payments/agreement", form), 404)
        self.assertFalse(self.agreements())

    def test_what_is_missing_or_wrong_is_said_and_nothing_is_lost(self):
        """F35, S11: no tick, no amount, another card"""
        other = self.make_card(self.other)
        for changes, words in (
            ({"sure": ""}, "Please tick the box if you agree."),
            ({"ceiling": ""}, "Please write an amount"),
            ({"ceiling": "0"}, "Please write an amount"),
            ({"ceiling": "-5"}, "Please write an amount"),
            ({"ceiling": "NaN"}, "Please write an amount"),
            ({"ceiling": "1e9"}, "Please write an amount"),
            ({"ceiling": "99999999999"}, "an amount of at most"),
            ({"card": str(other.id)}, "Please choose one of your cards."),
            ({"card": "x"}, "Please choose one of your cards."),
        ):
            with self.subTest(**changes):
                response = self.agree_by(**({"ceiling": "321.00"} | changes))
                self.assertPublic(response, 422)
                self.assertIn(words, response.text)
                self.assertIn("Nothing was done yet", response.text)
                if "ceiling" not in changes:
                    self.assertIn('value="321.00"', response.text)
                if "sure" not in changes:
                    self.assertRegex(response.text, r'name="sure"[^>]*checked')
        self.assertFalse(self.agreements())

    def test_what_the_customer_did_not_see_is_not_agreed_to(self):
        """F35, S8: another card, another name of the seller"""
        form = self.form(self.page("payments"))
        self.make_card(payment_details="1111")
        response = self.post("payments/agreement", form)
        self.assertPublic(response, 422)
        self.assertIn("Something has changed", response.text)
        form = self.form(self.page("payments"))
        self.company.name = "Another Seller"
        self.assertPublic(self.post("payments/agreement", form), 422)
        self.assertFalse(self.agreements())

    def test_only_a_link_that_was_mailed_to_its_contact_offers_it(self):
        """F35, S19: not one that staff copied, or that was asked for"""
        form = self.form(self.page("payments"))
        self.link.channel = "request"
        self.assertNotIn("Pay automatically", self.page("payments").text)
        self.assertPublic(self.post("payments/agreement", form), 404)
        self.link.channel = "mail"
        self.link._record("copied")
        self.assertNotIn("Pay automatically", self.page("payments").text)
        self.assertPublic(self.post("payments/agreement", form), 404)
        self.assertFalse(self.agreements())

    def test_expired_and_foreign_cards_are_not_offered(self):
        """F35, S19"""
        self.card.public_link_expiry = fields.Date.subtract(fields.Date.today(), days=1)
        self.make_card(self.other)
        self.assertNotIn("Pay automatically", self.page("payments").text)

    def test_a_customer_has_one_agreement(self):
        """F35: the second form says so"""
        form = self.form(self.page("payments"))
        self.assertSaid(self.post("payments/agreement", form), "agreed")
        self.assertSaid(self.post("payments/agreement", form), "agreement_there")
        self.assertEqual(len(self.agreements()), 1)

    def test_the_customer_ends_it_at_once(self):
        """F35, S9: with a tick; nothing that was announced is charged"""
        self.agree_by()
        [agreement] = self.agreements()
        charge = self.announced(self.make_invoice(), agreement)
        page = self.page("payments")
        self.assertIn("318.60", page.text)
        self.assertSaid(self.post("payments/agreement/end"), "tick_agreement")
        self.assertFalse(agreement.ended_at)
        ended = self.post("payments/agreement/end", {"sure": "1"})
        self.assertSaid(ended, "agreement_ended")
        self.assertEqual(agreement.ended_by, "customer")
        self.assertEqual((charge.state, charge.why), ("dropped", "ended"))
        # A second click, and what was agreed to again is another consent.
        again = self.post("payments/agreement/end", {"sure": "1"})
        self.assertSaid(again, "agreement_ended")
        self.assertSaid(self.agree_by(), "agreed")
        self.assertEqual(len(self.agreements()), 2)

    def test_it_can_be_ended_when_the_setting_is_off_or_the_link_shows_no_card(self):
        """F35, S19: and the page then names no card"""
        self.agree_by()
        self.company.public_links_agreement = False
        self.link._record("copied")
        page = self.page("payments")
        self.assertIn("Stop paying automatically", page.text)
        self.assertNotSaid("4242", page.text)
        ended = self.post("payments/agreement/end", {"sure": "1"})
        self.assertSaid(ended, "agreement_ended")
        self.assertTrue(self.agreements().ended_at)

    def test_a_charge_that_is_under_way_is_said(self):
        """F35: it cannot be stopped any more"""
        self.agree_by()
        charge = self.announced(self.make_invoice(), self.agreements())
        charge.state = "checking"
        ended = self.post("payments/agreement/end", {"sure": "1"})
        self.assertSaid(ended, "agreement_running")
        self.assertEqual(charge.state, "checking")

    def test_another_customer_sees_and_ends_nothing_of_it(self):
        """F35, S10"""
        self.agree_by()
        stranger = self.Link.sudo()._issue(self.other, "portal")
        stranger.sent_at = fields.Datetime.now()
        page = self.page("payments", stranger)
        self.assertNotIn("Pay automatically", page.text)
        self.post("payments/agreement/end", {"sure": "1"}, stranger)
        self.assertFalse(self.agreements().ended_at)

    def test_a_get_or_a_foreign_page_does_nothing(self):
        """F35, S8, S9"""
        form = self.form(self.page("payments"))
        foreign = {"Sec-Fetch-Site": "cross-site"}
        for place in ("payments/agreement", "payments/agreement/end"):
            self.assertPublic(self.page(place), 405)
            self.assertPublic(self.post(place, form, headers=foreign), 405)
            query = self.get(f"{self.link._path(place)}?sure=1", method="OPTIONS")
            self.assertPublic(query, 405)
        self.assertFalse(self.agreements())

    def test_many_tries_are_refused(self):
        """F35, S13: and what was typed is still there"""
        form = self.form(self.page("payments"), sure="")
        for _try in range(30):
            self.post("payments/agreement", form)
        response = self.post("payments/agreement", form | {"sure": "1"})
        self.assertPublic(response, 422)
        self.assertIn("too often", response.text)
        self.assertFalse(self.agreements())

    def test_a_preview_shows_it_and_sends_nothing(self):
        """F35: staff see the page as its recipient would"""
        self.log_in(self.env.ref("base.user_admin"))
        page = self.get(
            f"/link/preview/portal/res.partner/{self.customer.id}?section=payments"
        )
        self.assertEqual(page.status_code, 200)
        self.assertIn("Pay automatically", page.text)


class TestPayAgreement(AgreementHttpCase):
    """The page of a pay link: that of an announcement, and one that was mailed."""

    def test_the_announcement_s_page_says_it_and_stops_it(self):
        """F35, S19"""
        invoice = self.make_invoice()
        charge = self.announced(invoice, self.agree())
        page = self.open(charge.link_id)
        self.assertPublic(page, 200)
        text = self.words(page).replace("\xa0", " ")
        self.assertRegex(text, r"318\.60 for INV\S+ will be charged to")
        self.assertIn("4242", text)
        self.assertIn("Stop paying automatically", text)
        end = charge.link_id._form_path("agreement/end")
        self.assertSaid(self.get(end, method="POST", data={}), "tick_agreement")
        self.assertEqual(charge.state, "announced")
        answer = self.get(end, method="POST", data={"sure": "1"})
        self.assertSaid(answer, "agreement_ended")
        self.assertEqual((charge.state, charge.why), ("dropped", "ended"))
        self.assertNotIn("Stop paying", self.get(answer.headers["Location"]).text)

    def test_a_pay_link_that_was_mailed_to_the_contact_offers_it(self):
        """F35, S19: before and after paying"""
        invoice = self.make_invoice()
        link = self.issue(invoice, "pay")
        self.assertNotIn("Pay automatically", self.open(link).text)
        link.sent_at = fields.Datetime.now()
        form = self.form(self.open(link), sure="")
        answer = self.get(link._form_path("agreement"), method="POST", data=form)
        self.assertPublic(answer, 422)
        self.assertIn("Please tick the box if you agree.", answer.text)
        answer = self.get(
            link._form_path("agreement"), method="POST", data=form | {"sure": "1"}
        )
        self.assertSaid(answer, "agreed")
        self.assertEqual(self.agreements().link_id, link)

    def test_links_on_paper_and_of_others_show_and_end_nothing(self):
        """F35, S19"""
        invoice = self.make_invoice()
        self.announced(invoice, self.agree())
        paper = self.issue(invoice, "pay", self.other)
        code = self.Link.sudo()._create_links(
            [(invoice, self.env["res.partner"])], "pay", "qr"
        )
        for link in (paper, code):
            page = self.open(link)
            self.assertNotIn("Pay automatically", page.text)
            self.assertNotSaid("4242", page.text)
            end = link._form_path("agreement/end")
            self.get(end, method="POST", data={"sure": "1"})
        self.assertFalse(self.agreements().ended_at)

    def test_paying_by_hand_before_then_is_possible(self):
        """F35, S17: and nothing is charged on top"""
        invoice = self.make_invoice()
        charge = self.announced(invoice, self.agree())
        amount = self.shown_amount(self.open(charge.link_id))
        answer = self.begin(charge.link_id, amount)
        self.assertIn("result", answer)
        payment = self.payments(invoice)
        self.pay(payment)
        self.assertEqual(charge._why_not(), "settled")
