# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from ..common.card import CardHttpCase


class TestPayPayer(CardHttpCase):
    """Whose payment it is, and whose card."""

    def colleague(self, **values):
        return self.env["res.partner"].create(
            {
                "name": "Colleague",
                "email": "colleague@example.com",
                "parent_id": self.customer.id,
                **values,
            }
        )

    def drafts(self, invoice):
        return self.transactions(invoice).filtered(lambda tx: tx.state == "draft")

    def test_a_draft_belongs_to_the_link_that_pays(self):
        """P6: one recipient presses Pay and stops, another pays"""
        invoice = self.make_invoice()
        first = self.issue(invoice, "pay")
        second = self.issue(invoice, "pay", self.colleague())
        self.begin(first, 318.6)
        begun = self.drafts(invoice)
        self.assertEqual(begun.public_link_id, first)
        self.begin(second, 318.6, tokenization_requested=True)
        draft = self.drafts(invoice)
        self.assertEqual(draft.public_link_id, second)
        self.assertEqual(begun.state, "cancel", "Nobody can finish the first one.")
        self.begin(first, 318.6)
        self.assertEqual(self.drafts(invoice).public_link_id, first)

    def test_all_tabs_of_one_payer_are_one_payment(self):
        """P6, F7: by another link of the same recipient, too; it goes to the one in use"""
        invoice = self.make_invoice()
        first = self.issue(invoice, "pay")
        child = self.issue(invoice)._derive("pay", invoice)
        self.begin(first, 318.6)
        draft = self.drafts(invoice)
        self.begin(child, 318.6)
        self.assertEqual(self.drafts(invoice), draft)
        self.assertEqual(draft.public_link_id, child)

    def test_a_code_on_paper_continues_nobodys_payment(self):
        """P6, S19"""
        invoice = self.make_invoice()
        mailed = self.issue(invoice, "pay")
        paper = self.Link._issue_qr(invoice, "pay")
        self.begin(mailed, 318.6)
        draft = self.drafts(invoice)
        self.begin(paper, 318.6)
        self.assertNotEqual(self.drafts(invoice), draft)
        self.assertEqual(self.drafts(invoice).public_link_id, paper)

    def test_no_card_is_saved_for_somebody_else(self):
        """P7: the invoice's contact belongs to another company than the payer; paper"""
        invoice = self.make_invoice()
        for link in (
            self.issue(invoice, "pay", self.other),
            self.Link._issue_qr(invoice, "pay"),
        ):
            page = self.open(link).text
            self.assertNotIn("o_payment_tokenize_checkbox", page)
            self.begin(link, 318.6, tokenization_requested=True)
            self.assertFalse(self.drafts(invoice).tokenize)
        own = self.issue(invoice, "pay", self.colleague())
        self.assertIn("o_payment_tokenize_checkbox", self.open(own).text)
        self.begin(own, 318.6, tokenization_requested=True)
        self.assertTrue(self.drafts(invoice).tokenize)
