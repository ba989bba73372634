# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Open credits on the pay page of an invoice."""

import re

from odoo import Command

from ..common.pay import PayHttpCase


class TestPayCredit(PayHttpCase):
    def credit_note(self, amount, of=None, **values):
        """Return a posted credit note, of an invoice or by itself, that is still open."""
        note = self.make_invoice(
            "out_refund",
            post=False,
            invoice_line_ids=[
                Command.create({"name": "Credit", "price_unit": amount, "tax_ids": []})
            ],
            **({"reversed_entry_id": of.id} if of else {}),
            **values,
        )
        note.action_post()
        (note.line_ids.matched_debit_ids + note.line_ids.matched_credit_ids).unlink()
        self.assertEqual(note.amount_residual, amount)
        return note

    def shown(self, link):
        """Return what the page says of credit, and the form's value."""
        page = self.open(link).text.replace("\xa0", "")
        seen = re.search(r'name="credit" value="([^"]+)"', page)
        return page, seen and seen[1]

    def use(self, link, seen, **values):
        data = {"credit": seen, "use": "yes"} | values
        response = self.open(link, "credit", method="POST", data=data)
        self.assertPublic(response, 303)
        return re.search("said=([a-z_]+)", response.headers["Location"])[1]

    def from_portal(self, invoice):
        """Return a pay link that the customer reached from their portal."""
        self.company.public_links_portal_enabled = True
        portal = self.issue(self.customer, "portal")
        return portal._derive("pay", invoice)

    def test_credit_of_the_invoice_is_told_and_used_with_a_tick(self):
        """F34, S16: on any link; core reconciles, and the rest stays due."""
        invoice = self.make_invoice()
        note = self.credit_note(100, of=invoice)
        link = self.issue(invoice, "pay")
        page, seen = self.shown(link)
        self.assertIn("You have $100.00 in credit: use it, and pay $218.60.", page)
        self.assertEqual(self.use(link, seen, use=""), "tick_credit")
        self.assertEqual(invoice.amount_residual, 318.6)
        self.assertEqual(self.use(link, seen), "credit_used")
        self.assertEqual(invoice.amount_residual, 218.6)
        self.assertEqual(note.payment_state, "paid")
        self.assertEqual(self.shown_amount(self.open(link)), 218.6)
        # Once: the same form, sent again, changes nothing.
        self.assertEqual(self.use(link, seen), "changed")
        self.assertEqual(invoice.amount_residual, 218.6)

    def test_more_credit_than_is_due_settles_it(self):
        """F34: what is left of the credit stays the customer's."""
        invoice = self.make_invoice()
        note = self.credit_note(400, of=invoice)
        link = self.issue(invoice, "pay")
        page, seen = self.shown(link)
        self.assertIn("which settles this", page)
        self.assertEqual(self.use(link, seen), "credit_used")
        self.assertEqual(invoice.amount_residual, 0)
        self.assertEqual(note.amount_residual, 81.4)
        self.assertNotIn("in credit", self.shown(link)[0])

    def test_other_credit_of_the_customer_is_for_their_portal_alone(self):
        """A1, C4, F34: a link of one document says nothing of others."""
        self.credit_note(50)
        invoice = self.make_invoice()
        link = self.issue(invoice, "pay")
        self.assertNotIn("in credit", self.shown(link)[0])
        self.assertEqual(self.use(link, "50.00 USD"), "changed")
        self.assertEqual(invoice.amount_residual, 318.6)
        theirs = self.from_portal(invoice)
        page, seen = self.shown(theirs)
        self.assertIn("You have $50.00 in credit", page)
        self.assertEqual(self.use(theirs, seen), "credit_used")
        self.assertEqual(invoice.amount_residual, 268.6)

    def test_nobody_spends_somebody_else_s_credit(self):
        """A1, F34, S16: of another customer, currency or kind, a draft, or another amount."""
        self.credit_note(50, partner_id=self.other.id)
        self.make_invoice("out_refund", post=False)
        invoice = self.make_invoice()
        for link in (self.issue(invoice, "pay"), self.from_portal(invoice)):
            self.assertNotIn("in credit", self.shown(link)[0])
        self.credit_note(60, of=invoice)
        link = self.issue(invoice, "pay")
        for forged in ("318.60 USD", "60.00 EUR", "", "60"):
            self.assertEqual(self.use(link, forged), "changed")
        self.assertEqual(invoice.amount_residual, 318.6)
        self.assertPublic(self.open(link, "credit"), 405)

    def test_not_while_a_payment_is_in_progress_nor_when_switched_off(self):
        """F34, F7, S17"""
        invoice = self.make_invoice()
        self.credit_note(100, of=invoice)
        link = self.issue(invoice, "pay")
        _page, seen = self.shown(link)
        self.begin(link, 318.6)
        payment = self.transactions(invoice)
        payment._set_pending()
        self.assertEqual(self.use(link, seen), "paying")
        self.assertEqual(invoice.amount_residual, 318.6)
        payment._set_canceled()
        self.company.public_links_credit = False
        self.assertNotIn("in credit", self.shown(link)[0])
        self.assertEqual(self.use(link, seen), "changed")

    def test_another_addon_refuses(self):
        """F34, T19: nothing is done, and staff are told."""
        invoice = self.make_invoice(invoice_user_id=self.accountant.id)
        self.credit_note(100, of=invoice)
        link = self.issue(invoice, "pay")
        _page, seen = self.shown(link)

        def refuse(*_args):
            raise ValueError("The books are closed.")

        self.patch(type(invoice), "js_assign_outstanding_line", refuse)
        with self.assertLogs("odoo.addons.public_links"):
            self.assertEqual(self.use(link, seen), "failed")
        self.assertEqual(invoice.amount_residual, 318.6)
        self.assertTrue(invoice.activity_ids)
