# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date, timedelta
from html import unescape

from lxml import etree

from odoo import fields

from ..common.base import CANARY, PublicLinkHttpCase
from ..common.portal import PortalFixtures


class PaymentsCase(PortalFixtures, PublicLinkHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_provider()
        cls.make_portal()
        # As after mailing it: only then cards are shown (S19).
        cls.link.sent_at = fields.Datetime.now()
        cls.journal = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", cls.company.id)], limit=1
        )

    def payment(self, amount=50.0, partner=None, post=True, **values):
        """Return a payment that staff registered."""
        payment = self.env["account.payment"].create(
            {
                "partner_id": (partner or self.customer).id,
                "amount": amount,
                "payment_type": "inbound",
                "partner_type": "customer",
                "journal_id": self.journal.id,
                "memo": "INV",
                **values,
            }
        )
        if post:
            payment.action_post()
        return payment

    def transaction(self, state="pending", partner=None, **values):
        return self.env["payment.transaction"].create(
            {
                "provider_id": self.provider.id,
                "payment_method_id": self.method.id,
                "reference": f"TX-{self.env['payment.transaction'].search_count([])}",
                "amount": 77.0,
                "currency_id": self.company.currency_id.id,
                "partner_id": (partner or self.customer).id,
                "state": state,
                "last_state_change": fields.Datetime.now(),
                "operation": "online_direct",
                **values,
            }
        )

    def card(self, partner=None, details="4242", **values):
        return self.env["payment.token"].create(
            {
                "provider_id": self.provider.id,
                "payment_method_id": self.method.id,
                "partner_id": (partner or self.customer).id,
                "provider_ref": f"secret-{CANARY}",
                "payment_details": details,
                **values,
            }
        )

    def text(self, place="payments", link=None):
        response = self.page(place, link)
        self.assertPublic(response, 200)
        return unescape(response.text).replace("\ufeff", "")

    def amounts(self, place="payments"):
        root = etree.HTML(self.page(place).text)
        items = root.xpath("//ul[@class='plain'][1]/li//b")
        return ["".join(item.itertext()).replace("\xa0", "") for item in items]

    def assertSaid(self, response, code):
        self.assertPublic(response, 303)
        self.assertIn(f"/payments?said={code}", response.headers["Location"])
        self.assertPublic(self.get(response.headers["Location"]), 200)


class TestPortalPayments(PaymentsCase):
    """Date, amount, method, state, receipt; nobody else's."""

    def test_what_arrived_and_what_is_on_its_way(self):
        """F26, E5.1: date, amount, method, state, receipt; the newest first"""
        self.payment(50, date=date.today() - timedelta(days=3))
        self.payment(20, payment_type="outbound", date=date.today())
        self.transaction(last_state_change=fields.Datetime.now() + timedelta(days=1))
        text = self.text()
        self.assertEqual(self.amounts(), ["$77.00", "$20.00", "$50.00"])
        for words in ("Payment on its way", "Paid back to you", "Received", "Bank"):
            self.assertIn(words, text)
        self.assertIn(self.method.name, text)
        self.assertEqual(text.count('"payments/receipt/'), 1)

    def test_nobody_else_s_and_nothing_that_failed(self):
        """B50, F26: drafts, cancelled and failed ones, another customer, what we paid"""
        self.payment(1, self.other)
        self.payment(2, post=False)
        self.payment(3).action_cancel()
        self.payment(4, partner_type="supplier", payment_type="outbound")
        for state in ("draft", "error", "cancel"):
            self.transaction(state)
        self.transaction(partner=self.other)
        self.transaction(operation="validation")
        self.assertEqual(self.amounts(), [])
        self.assertIn("There are no payments yet", self.text())

    def test_contacts_of_the_customer_count_archived_ones_too(self):
        """F26"""
        child = self.env["res.partner"].create(
            {"name": "Old", "parent_id": self.customer.id, "active": False}
        )
        self.payment(9, child)
        self.assertEqual(self.amounts(), ["$9.00"])

    def test_open_credits_are_shown(self):
        """F26"""
        note = self.make_invoice("out_refund")
        text = self.text()
        self.assertIn("In your favour, not used yet", text)
        self.assertIn(f"{note.amount_total:.2f}", text)

    def test_pages(self):
        """F26: twenty a page; any page number is answered"""
        for number in range(25):
            self.payment(100 + number)
        self.assertEqual(len(self.amounts()), 20)
        self.assertEqual(len(self.amounts("payments?page=2")), 5)
        for page in ("-1", "0", "1000000000", "x", "9" * 30, "%00"):
            self.assertEqual(len(self.amounts(f"payments?page={page}")), 20, page)

    def test_the_number_of_queries_does_not_depend_on_the_payments(self):
        """F26"""
        at = self.link._at("payments")
        self.payment(1)
        self.transaction()
        self.open(at)
        few = self.count_queries(at)
        for number in range(10):
            self.payment(1 + number)
            self.transaction()
        # The template of the pager, which is there now, is loaded once.
        self.open(at)
        self.assertEqual(self.count_queries(at), few)

    def test_receipts_are_the_customer_s_own(self):
        """F26, S10: and of what arrived only"""
        mine, other = self.payment(50), self.payment(50, self.other)
        back = self.payment(5, payment_type="outbound")
        page = self.page(f"payments/receipt/{mine.id}")
        self.assertPublic(page, 200)
        self.assertIn("being prepared", page.text)
        [row] = self.pdfs_of(mine)
        self.assertEqual(row.res_model, "account.payment")
        for number in (other.id, back.id, 0, 2**31, 10**30):
            self.assertPublic(self.page(f"payments/receipt/{number}"), 404)

    def test_the_setting_switches_it_off(self):
        """F26, Q7"""
        mine, card = self.payment(50), self.card()
        self.company.public_links_portal_payments = False
        for place in ("payments", f"payments/receipt/{mine.id}"):
            self.assertPublic(self.page(place), 404)
        answer = self.post(f"payments/card/{card.id}/remove", {"sure": "1"})
        self.assertPublic(answer, 404)
        self.assertTrue(card.active)


class TestPortalCards(PaymentsCase):
    """Saved cards: masked, the default, removed."""

    def test_cards_are_masked(self):
        """F26, S23, E5.3"""
        self.card(details="joel@paypal.example")
        self.card(details="4000056655664242")
        text = self.text()
        self.assertIn("ending in 4242", text)
        for secret in ("40000566", "joel@paypal", CANARY, "secret-"):
            self.assertNotIn(secret, text)

    def test_only_a_link_that_was_mailed_to_its_contact_shows_them(self):
        """S19: not one that staff copied"""
        self.card()
        self.assertIn("Saved cards", self.text())
        self.link._record("copied")
        self.assertNotIn("Saved cards", self.text())
        self.assertNotSaid("4242", self.text())

    def test_a_link_that_shows_no_cards_says_why(self):
        """P12, S19: one that was asked for, one that staff copied"""
        why = "only by a link that was emailed to you"
        self.assertNotIn(why, self.text())
        self.card()
        self.assertNotIn(why, self.text())
        self.link.channel = "request"
        self.assertIn(why, self.text())
        self.link.channel = "mail"
        self.assertIn("Saved cards", self.text())
        self.link._record("copied")
        self.assertIn(why, self.text())

    def test_a_card_becomes_the_default_with_the_customer_s_yes(self):
        """F26, S9: a tick and a click; logged"""
        card = self.card()
        self.company.public_links_card = True
        place = f"payments/card/{card.id}/default"
        self.assertSaid(self.post(place), "tick_box")
        self.assertFalse(self.customer.public_link_card_id)
        self.assertSaid(self.post(place, {"sure": "1"}), "card_default")
        self.assertEqual(self.customer.public_link_card_id, card)
        self.assertTrue(self.customer.public_link_card_agreed)
        self.assertIn("Your default card", self.text())

    def test_without_cards_by_link_there_is_no_default(self):
        """F26, Q7"""
        card = self.card()
        self.company.public_links_card = False
        self.assertNotIn("Make it the default", self.text())
        answer = self.post(f"payments/card/{card.id}/default", {"sure": "1"})
        self.assertPublic(answer, 404)
        self.assertFalse(self.customer.public_link_card_id)

    def test_a_card_is_removed(self):
        """F26, E5.3, S9: the default goes with it"""
        card = self.card()
        self.customer._public_link_keep_card(card)
        place = f"payments/card/{card.id}/remove"
        self.assertSaid(self.post(place), "tick_box")
        self.assertTrue(card.active)
        self.assertSaid(self.post(place, {"sure": "1"}), "card_removed")
        self.assertFalse(card.active)
        self.assertFalse(self.customer.public_link_card_id)
        self.assertNotIn("Saved cards", self.text())
        self.assertPublic(self.post(place, {"sure": "1"}), 404)

    def test_a_card_that_is_being_charged_stays(self):
        """E5.3"""
        card = self.card()
        self.transaction(token_id=card.id)
        answer = self.post(f"payments/card/{card.id}/remove", {"sure": "1"})
        self.assertSaid(answer, "card_in_use")
        self.assertTrue(card.active)

    def test_others_cards_are_out_of_reach(self):
        """B50, S10"""
        card = self.card(self.other)
        self.assertNotIn("Saved cards", self.text())
        for action in ("default", "remove"):
            answer = self.post(f"payments/card/{card.id}/{action}", {"sure": "1"})
            self.assertPublic(answer, 404)
        self.assertTrue(card.active)
        self.assertFalse(self.customer.public_link_card_id)
