# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from unittest.mock import patch

from odoo.tests import BaseCase, tagged

from ...models.pay.res_partner_bank import CODES
from ...tools.bank import grouped, iban, joined, own_words
from ..common.pay import BankFixtures, PayHttpCase
from ..common.portal import PortalFixtures
from .test_pay_told import plain

NUMBER = "DE89370400440532013000"
GROUPED = "DE89 3704 0044 0532 0130 00"


@tagged("post_install", "-at_install")
class TestBankPure(BaseCase):
    def test_an_iban_is_known_by_its_check_digits(self):
        """P1"""
        for number in (NUMBER, GROUPED, "de89-3704-0044-0532-0130-00"):
            self.assertEqual(iban(number), NUMBER)
        for number in ("", None, "12345678", NUMBER[:-1] + "1", "DE89", "ＤＥ89"):
            self.assertEqual(iban(number), "")
        self.assertEqual(grouped(NUMBER), GROUPED)

    def test_references_are_joined_as_far_as_they_fit(self):
        """P1"""
        self.assertEqual(joined(["A", False, "B", "A"]), "A, B")
        self.assertEqual(joined(["A" * 100, "B" * 100]), "A" * 100)
        self.assertEqual(joined([]), "")

    def test_core_s_list_of_all_accounts_is_no_text_of_the_seller(self):
        """P1: one account, never all"""
        made = (
            "<div><h5>Please use the following transfer details</h5><p><br></p>"
            "<h6>Bank Accounts</h6><ul><li><pre>BE68 5390 0754 7034</pre></li>"
            "<li><pre>BE71 0961 2345 6769</pre></li></ul><p><br></p></div>"
        )
        self.assertEqual(own_words(made), [])
        for nothing in (None, False, "", " ", "<p><br></p>"):
            self.assertEqual(own_words(nothing), [])
        self.assertEqual(own_words("<p>Name the number.</p>"), ["Name the number."])


class BankCase(BankFixtures, PortalFixtures, PayHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_bank()

    def bank(self, link, query=""):
        """Return the labels and values of a page's bank details, as text."""
        page = self.get(link._path() + query)
        self.assertPublic(page, 200)
        text = plain(page.text)
        self.assertNotIn("access_token", page.text)
        return text


class TestPayBank(BankCase):
    def assertTold(self, text, *values):
        for value in ("Account holder", GROUPED, "Northern Bank", "NORTDEFF", *values):
            self.assertIn(value, text)

    def assertSilent(self, document):
        for purpose in ("view", "pay"):
            page = self.open(self.issue(document, purpose))
            self.assertNotSaid("3704", page.text)
            self.assertNotIn("Account holder", page.text)

    def test_an_invoice_says_where_to_pay(self):
        """P1, F31: on view and pay, in each row what is copied; IBANs without blanks"""
        invoice = self.billed()
        for purpose in ("view", "pay"):
            link = self.issue(invoice, purpose)
            self.assertTold(self.bank(link), invoice.payment_reference, "$318.60")
            page = self.open(link).text
            for copied in (NUMBER, invoice.payment_reference, "318.60", "NORTDEFF"):
                self.assertIn(f'data-copy="{copied}"', page)

    def test_it_is_said_where_online_payment_is_off(self):
        """P1, F31: payments off, no provider"""
        invoice = self.billed()
        parameters = self.env["ir.config_parameter"]
        parameters.set_param("account_payment.enable_portal_payment", "False")
        text = self.bank(self.issue(invoice, "pay"))
        self.assertTold(text, "$318.60", "Please pay this by bank transfer")
        self.assertNotIn("ask us how to pay", text)
        self.assertTold(self.bank(self.issue(invoice)), "$318.60")
        parameters.set_param("account_payment.enable_portal_payment", "True")
        self.provider.state = "disabled"
        self.assertTold(self.bank(self.issue(invoice, "pay")), "$318.60")
        self.company.public_links_pay_enabled = False
        self.assertTold(self.bank(self.issue(invoice)), "$318.60")

    def test_the_portal_says_it_too(self):
        """F31"""
        self.make_portal()
        invoice = self.billed()
        page = self.page(f"invoice/{invoice.id}")
        self.assertTold(plain(page.text), "$318.60")

    def test_the_amount_is_what_was_chosen(self):
        """P1: an instalment, or everything"""
        term = self.instalments(30, 70)
        invoice = self.billed(invoice_payment_term_id=term.id)
        link = self.issue(invoice, "pay")
        self.assertIn('data-copy="95.58"', self.open(link).text)
        whole = self.get(f"{link._path()}?pay=whole").text
        self.assertIn('data-copy="318.60"', whole)
        # Nothing else of an address has a say.
        asked = self.get(f"{link._path()}?pay=5&amount=1&account=2&reference=X").text
        self.assertIn('data-copy="95.58"', asked)

    def test_only_the_company_s_own_account_is_shown(self):
        """P1: it is money; of the customer, archived, of another company, not trusted"""
        other = self.env["res.company"].create({"name": "Another Seller"})
        wrong = [
            self.own_account("FR7630006000011234567890189", self.customer),
            self.own_account("BE68539007547034", other.partner_id),
            self.own_account("NL91ABNA0417164300", self.company.partner_id),
        ]
        for account in wrong:
            invoice = self.billed(partner_bank_id=account.id)
            for purpose in ("view", "pay"):
                page = self.open(self.issue(invoice, purpose)).text
                self.assertNotIn(account.acc_number[:4], page)
                self.assertNotIn("Account holder", page)
        invoice = self.billed()
        self.assertTold(self.bank(self.issue(invoice)))
        self.journal.active = False
        self.assertSilent(invoice)
        self.journal.active = True
        self.assertTold(self.bank(self.issue(invoice)))
        self.account.active = False
        self.assertSilent(invoice)

    def test_an_account_that_staff_trust_needs_no_journal(self):
        """P1"""
        account = self.own_account("NL91ABNA0417164300", self.company.partner_id)
        invoice = self.billed(partner_bank_id=account.id)
        self.assertNotIn("NL91", self.open(self.issue(invoice)).text)
        self.env.cr.execute(
            "UPDATE res_partner_bank SET allow_out_payment = TRUE WHERE id = %s",
            [account.id],
        )
        self.assertIn("NL91 ABNA", self.open(self.issue(invoice)).text)

    def test_what_is_not_to_be_paid_names_no_account(self):
        """P1: paid, cancelled, credited, in progress, a credit note"""
        paid = self.billed()
        self.register(paid)
        self.assertSilent(paid)
        cancelled = self.billed()
        cancelled.button_draft()
        cancelled.button_cancel()
        self.assertSilent(cancelled)
        credited = self.billed()
        refund = credited._reverse_moves(cancel=True)
        self.assertSilent(credited)
        self.assertNotSaid("3704", self.open(self.issue(refund)).text)
        begun = self.billed()
        self.begin(self.issue(begun, "pay"), 318.6)
        self.transactions(begun)._set_pending()
        self.assertSilent(begun)

    def test_several_invoices_name_an_account_that_they_share(self):
        """P1"""
        first, second = self.billed(), self.billed()
        bundle = self.env["public.link.bundle"]._of(first + second)
        text = self.bank(self.issue(bundle, "pay"))
        # Without its comma, as ``plain`` returns a text.
        both = f"{first.payment_reference} {second.payment_reference}"
        self.assertTold(text, both, "$637.20")
        other = self.own_account("NL91ABNA0417164300", self.company.partner_id)
        self.env.cr.execute(
            "UPDATE res_partner_bank SET allow_out_payment = TRUE WHERE id = %s",
            [other.id],
        )
        second.partner_bank_id = other
        text = self.bank(self.issue(bundle, "pay"))
        self.assertNotIn("Account holder", text)

    def test_a_number_that_is_no_iban_stands_as_it_is(self):
        """P1"""
        self.account.write(
            {"acc_number": "12-3456 789", "clearing_number": "021000021"}
        )
        text = self.bank(self.issue(self.billed()))
        self.assertIn("Account number 12-3456 789", text)
        self.assertIn("Clearing number 021000021", text)
        self.assertNotIn("IBAN", text)

    def test_every_value_can_be_marked_without_a_script(self):
        """Q3, F31: buttons are for scripts, the text is not"""
        page = self.open(self.issue(self.billed())).text
        self.assertIn(f"<bdi>{GROUPED}</bdi>", page)
        self.assertIn("needs-js", page.partition(GROUPED)[2][:80])


class TestPayBankOrder(BankCase):
    def test_an_order_names_the_account_of_the_transfer_provider(self):
        """P1, F31: what is not billed; and with nobody who takes transfers none"""
        order = self.make_order("sale")
        link = self.issue(order)
        self.assertNotIn("Account holder", self.bank(link))
        self.open_transfer()
        for purpose in ("view", "pay"):
            text = self.bank(self.issue(order, purpose))
            self.assertIn(GROUPED, text)
            self.assertIn(order.name, text)
        self.transfer.is_published = False
        self.assertNotIn("Account holder", self.bank(link))
        self.transfer.is_published = True
        self.company.public_links_provider_ids = self.provider
        self.assertNotIn("Account holder", self.bank(link))
        self.company.public_links_provider_ids = False
        self.assertIn(GROUPED, self.bank(link))
        self.journal.bank_account_id = False
        self.assertNotIn("Account holder", self.bank(link))

    def test_a_quotation_is_not_accepted_by_a_transfer(self):
        """P1, C7"""
        self.open_transfer()
        self.company.public_links_accept_and_pay = True
        order = self.make_order(require_signature=False, require_payment=True)
        self.assertNotIn("Account holder", self.bank(self.issue(order, "pay")))

    def test_what_is_billed_goes_where_the_invoice_says(self):
        """P1"""
        order = self.make_order("sale")
        invoice = order._create_invoices()
        invoice.partner_bank_id = self.account
        invoice.action_post()
        text = self.bank(self.issue(order, "pay"))
        self.assertIn(GROUPED, text)
        self.assertIn(invoice.payment_reference, text)


class TestPayBankCode(BankCase):
    """Core's code, where its addons are: the full house."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.euro = cls.env.ref("base.EUR")
        cls.euro.active = True
        bank = cls.env["res.partner.bank"]
        cls.drawn = bool(bank.get_available_qr_methods_in_sequence())

    def setUp(self):
        super().setUp()
        CODES.clear()

    def image(self, document, purpose="view"):
        page = self.open(self.issue(document, purpose)).text
        return "data:image/png;base64" in page

    def test_a_code_stands_where_core_can_make_one(self):
        """P1, F31: in euros; in a bare database all else stays"""
        invoice = self.billed(currency_id=self.euro.id)
        for purpose in ("view", "pay"):
            self.assertEqual(self.image(invoice, purpose), self.drawn)
            self.assertIn(GROUPED, self.bank(self.issue(invoice, purpose)))
        self.assertFalse(self.image(self.billed()), "No code for dollars.")

    def test_a_code_is_drawn_once(self):
        """P1: 80 ms; and anew when what it says changes"""
        invoice = self.billed(currency_id=self.euro.id)
        calls = []
        bank = type(self.env["res.partner.bank"])
        draw = bank._public_pay_draw

        def drawing(account, *said):
            calls.append(said)
            return draw(account, *said)

        with patch.object(bank, "_public_pay_draw", drawing):
            for purpose in ("view", "pay", "view"):
                self.image(invoice, purpose)
            self.assertEqual(len(calls), 1)
            self.register(invoice, amount=100)
            self.image(invoice)
            self.assertEqual(len(calls), 2)
            self.account.acc_holder_name = "Another Name"
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE res_partner_bank SET write_date = write_date + interval '1 s'"
                " WHERE id = %s",
                [self.account.id],
            )
            self.image(invoice)
            self.assertEqual(len(calls), 3)

    def test_an_account_in_another_currency_has_no_code(self):
        """P1: the bank would change the money"""
        self.account.currency_id = self.env.ref("base.USD")
        invoice = self.billed(currency_id=self.euro.id)
        self.assertFalse(self.image(invoice))
        self.assertIn(GROUPED, self.bank(self.issue(invoice)))

    def test_a_code_that_fails_hides_nothing_else(self):
        """P1"""
        invoice = self.billed(currency_id=self.euro.id)
        bank = type(self.env["res.partner.bank"])
        with (
            patch.object(bank, "_public_pay_draw", side_effect=ValueError),
            self.assertLogs("odoo.addons.public_links", "WARNING"),
        ):
            self.assertIn(GROUPED, self.bank(self.issue(invoice)))

    def test_paper_carries_it_unless_core_prints_it(self):
        """P1, F31, Q7"""
        invoice = self.billed(currency_id=self.euro.id)
        self.assertFalse(invoice._public_link_qr_bank(), "Only where it is wanted.")
        self.company.public_links_pay_qr = True
        self.assertEqual(bool(invoice._public_link_qr_bank()), self.drawn)
        self.company.qr_code = True
        invoice.invalidate_recordset(["display_qr_code"])
        self.assertFalse(invoice._public_link_qr_bank(), "Core prints it.")
        self.company.qr_code = False
        self.register(invoice)
        self.assertFalse(invoice._public_link_qr_bank())
