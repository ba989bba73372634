# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from ..common.pay import PayHttpCase

CODE = 'name="public_link_qr_pay"'


class TestPayQr(PayHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.public_links_pay_qr = True

    def printed(self, invoice):
        self.env.registry.clear_all_caches()
        report = self.env["ir.actions.report"]
        return report._render_qweb_html("account.account_invoices", invoice.ids)[
            0
        ].decode()

    def codes(self, invoice):
        return self.Link.search(
            [
                ("res_model", "=", invoice._name),
                ("res_id", "=", invoice.id),
                ("channel", "=", "qr"),
            ]
        )

    def test_an_invoice_carries_a_code_by_which_it_is_paid(self):
        """F20, S2: a link of its own, for one purpose, without a recipient."""
        invoice = self.make_invoice()
        mailed = self.issue(invoice, "pay")
        self.assertIn(CODE, self.printed(invoice))
        link = self.codes(invoice)
        self.assertEqual((link.purpose, len(link)), ("pay", 1))
        self.assertFalse(link.partner_id)
        self.assertNotEqual(link, mailed)
        page = self.open(link)
        self.assertIn('data-code="due"', page.text)
        self.assertNotIn("Sent to", page.text)
        self.assertIn("result", self.begin(link, 318.6))
        view = f"/link/view/{link._token()}"
        self.assertEqual(self.get(view).status_code, 404)
        self.printed(invoice)
        self.assertEqual(self.codes(invoice), link)

    def test_whoever_holds_the_paper_sees_no_card_on_file(self):
        """S19"""
        token = self.env["payment.token"].create(
            {
                "provider_id": self.provider.id,
                "payment_method_id": self.method.id,
                "partner_id": self.customer.id,
                "payment_details": "4242",
                "provider_ref": "card",
            }
        )
        invoice = self.make_invoice()
        self.printed(invoice)
        link = self.codes(invoice)
        self.assertNotSaid("4242", self.open(link).text)
        answer = self.begin(link, 318.6, token_id=token.id, payment_method_id=None)
        self.assertIn("error", answer)

    def test_it_is_off_by_default(self):
        """F20, Q7"""
        company = self.env["res.company"].create({"name": "Another"})
        self.assertFalse(company.public_links_pay_qr)
        invoice = self.make_invoice()
        self.company.public_links_pay_qr = False
        self.assertNotIn(CODE, self.printed(invoice))
        self.assertFalse(self.codes(invoice))

    def test_only_where_something_can_be_paid(self):
        """F20, A79"""
        paid = self.make_invoice()
        link = self.issue(paid, "pay")
        self.begin(link, 318.6)
        self.pay(self.transactions(paid))
        cancelled = self.make_invoice()
        cancelled.button_draft()
        cancelled.button_cancel()
        for document in (
            paid,
            cancelled,
            self.make_invoice(post=False),
            self.make_invoice("out_refund"),
        ):
            self.assertFalse(document._public_link_qr_pay())
            self.assertFalse(self.codes(document))
        invoice = self.make_invoice()
        self.company.public_links_pay_enabled = False
        self.assertFalse(invoice._public_link_qr_pay())
        self.company.public_links_pay_enabled = True
        self.provider.state = "disabled"
        self.assertFalse(invoice._public_link_qr_pay())

    def test_one_code_is_enough(self):
        """F20: core's own setting prints the same link."""
        invoice = self.make_invoice()
        self.company.link_qr_code = True
        invoice.invalidate_recordset(["display_link_qr_code"])
        self.assertTrue(invoice.display_link_qr_code)
        self.assertNotIn(CODE, self.printed(invoice))
        self.assertEqual(self.codes(invoice).purpose, "pay")

    def test_the_customers_own_pdf_by_link_has_none(self):
        """F20: who reads it has a link already."""
        invoice = self.make_invoice().with_context(public_link_no_qr=True)
        self.assertFalse(invoice._public_link_qr_pay())
