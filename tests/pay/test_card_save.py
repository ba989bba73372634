# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import html
import re

from ..common.card import CardHttpCase


class TestSaveCard(CardHttpCase):
    def setUp(self):
        super().setUp()
        self.customer.write(
            {"public_link_card_id": False, "public_link_card_agreed": False}
        )

    def paid(self, link, document, save=True, details="1881"):
        """Pay with a new card, and return the transaction."""
        amount = self.shown_amount(self.open(link))
        answer = self.begin(link, amount, tokenization_requested=save)
        self.assertIn("result", answer, answer)
        transaction = self.transactions(document)[:1]
        transaction._process(
            "demo",
            {
                "reference": transaction.reference,
                "payment_details": details,
                "simulated_state": "done",
            },
        )
        transaction._post_process()
        return transaction

    def keep(self, link, **changes):
        """Send the form of the paid page, its box ticked."""
        page = self.open(link)
        card = re.search(r'name="card" value="([^"]*)"', page.text)
        form = {"card": html.unescape(card[1]) if card else "Demo 1881", "keep": "yes"}
        return self.get(link._form_path("keep"), method="POST", data=form | changes)

    # === SAVING === #

    def test_the_box_is_offered_unticked_where_company_and_provider_allow_it(self):
        """F25"""
        link, _invoice = self.mailed()
        box = re.search(
            r'<input name="o_payment_tokenize_checkbox"[^>]*>', self.open(link).text
        )
        self.assertNotIn("checked", box[0])
        self.company.public_links_save_card = False
        self.assertNotIn("o_payment_tokenize_checkbox", self.open(link).text)
        self.company.public_links_save_card = True
        self.provider.allow_tokenization = False
        self.assertNotIn("o_payment_tokenize_checkbox", self.open(link).text)

    def test_the_server_saves_no_card_that_it_did_not_offer_to_save(self):
        """F25, S16: whatever the browser asks"""
        link, invoice = self.mailed()
        for asked in (False, None, 1, "true", [True]):
            self.begin(link, 318.6, tokenization_requested=asked)
            self.assertFalse(self.transactions(invoice).tokenize, asked)
        for record, name in (
            (self.company, "public_links_save_card"),
            (self.provider, "allow_tokenization"),
            (self.method, "support_tokenization"),
        ):
            record[name] = False
            self.begin(link, 318.6, tokenization_requested=True)
            self.assertFalse(self.transactions(invoice)[:1].tokenize, name)
            record[name] = True
        self.begin(link, 318.6, tokenization_requested=True)
        self.assertTrue(self.transactions(invoice)[:1].tokenize)

    def test_a_saved_card_is_the_payers_and_nobodys_default(self):
        """F25, S19"""
        link, invoice = self.mailed()
        card = self.paid(link, invoice).token_id
        self.assertEqual(card.partner_id, self.customer)
        self.assertFalse(self.customer.public_link_card_id)
        self.assertNoCard(self.mailed()[0])

    # === USING IT NEXT TIME === #

    def test_whoever_paid_may_use_the_card_next_time(self):
        """F25, S19"""
        link, invoice = self.mailed()
        card = self.paid(link, invoice).token_id
        page = self.open(link)
        self.assertPublic(page, 200)
        self.assertIn("Use this card next time?", page.text)
        self.assertIn("ending in 1881", page.text)
        self.assertSaid(self.keep(link), "kept")
        self.assertEqual(self.customer.public_link_card_id, card)
        self.assertTrue(self.customer.public_link_card_agreed)
        note = self.customer.message_ids.filtered(lambda one: "Demo 1881" in one.body)
        self.assertTrue(note, "Staff see when and how they agreed.")
        self.assertNotIn("Use this card next time?", self.open(link).text)
        self.assertSaid(self.keep(link), "changed")
        link, invoice = self.mailed()
        self.assertSaid(self.charge(link), "done")
        self.assertEqual(self.transactions(invoice).token_id, card)

    def test_agreeing_takes_a_tick(self):
        """F25, S9"""
        link, invoice = self.mailed()
        self.paid(link, invoice)
        self.assertSaid(self.keep(link, keep=""), "tick")
        self.assertSaid(self.keep(link, card="Demo 9999"), "changed")
        self.assertFalse(self.customer.public_link_card_id)
        self.assertFalse(self.customer.public_link_card_agreed)

    def test_only_the_link_of_that_payment_may_keep_its_card(self):
        """F25, S10"""
        link, invoice = self.mailed()
        self.paid(link, invoice)
        colleague = self.env["res.partner"].create(
            {
                "name": "Colleague",
                "email": "colleague@example.com",
                "parent_id": self.customer.id,
            }
        )
        for other in (
            self.mailed(invoice, colleague)[0],
            self.mailed(invoice, self.other)[0],
            link._derive("pay", invoice),
        ):
            page = self.open(other)
            self.assertNotIn("Use this card next time?", page.text)
            self.assertNotSaid("1881", page.text)
            self.assertSaid(self.keep(other), "changed")
        self.assertFalse((self.customer | colleague | self.other).public_link_card_id)

    def test_no_card_is_kept_where_none_was_saved_or_may_be_used(self):
        """F25, S19"""
        link, invoice = self.mailed()
        self.paid(link, invoice, save=False)
        self.assertNotIn("Use this card next time?", self.open(link).text)
        self.assertSaid(self.keep(link), "changed")
        link, invoice = self.mailed()
        card = self.paid(link, invoice).token_id
        self.company.public_links_card = False
        self.assertNotIn("Use this card next time?", self.open(link).text)
        self.assertSaid(self.keep(link), "changed")
        self.company.public_links_card = True
        card.active = False
        self.assertSaid(self.keep(link), "changed")
        self.assertFalse(self.customer.public_link_card_id)

    def test_a_charge_of_the_card_on_file_offers_nothing_to_keep(self):
        """F25: it was saved before, and is not this payment's"""
        self.customer.write(
            {"public_link_card_id": self.card.id, "public_link_card_agreed": True}
        )
        link, _invoice = self.mailed()
        self.assertSaid(self.charge(link), "done")
        self.customer.public_link_card_agreed = False
        self.assertNotIn("Use this card next time?", self.open(link).text)
        self.assertSaid(self.keep(link), "changed")
        self.assertFalse(self.customer.public_link_card_agreed)

    def test_before_the_money_is_there_nothing_is_kept(self):
        """F25"""
        link, invoice = self.mailed()
        self.begin(link, 318.6, tokenization_requested=True)
        self.transactions(invoice).token_id = self.card
        self.assertSaid(self.keep(link), "changed")
        self.assertFalse(self.customer.public_link_card_id)

    def test_a_qr_code_keeps_no_card(self):
        """S2: it has no recipient"""
        link, invoice = self.mailed()
        self.paid(link, invoice)
        link.write({"partner_id": False, "channel": "qr"})
        self.assertNotIn("Use this card next time?", self.open(link).text)
        self.assertSaid(self.keep(link), "changed")
