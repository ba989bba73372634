# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date, timedelta
from html import unescape

from ...models.portal.portal_section import Portal
from ..common.base import CANARY, REFERENCE, PublicLinkHttpCase
from ..common.portal import PortalFixtures
from ..common.statement import LedgerFixtures


class TestStatementPage(LedgerFixtures, PortalFixtures, PublicLinkHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_portal()
        cls.make_ledger()
        cls.link = cls.Link.sudo()._issue(cls.firm, "portal")

    def text(self, place="statement"):
        response = self.page(place)
        self.assertPublic(response, 200)
        return unescape(response.text).replace("\ufeff", "")

    def test_the_statement_lists_every_entry_with_its_balance(self):
        """D5, D18, B51: no internal words of ours"""
        invoice = self.bill(100, date.today() - timedelta(days=50))
        invoice.narration = invoice.ref = CANARY
        entry = self.book(30, date.today() - timedelta(days=9))
        entry.ref = entry.line_ids[0].name = CANARY
        text = self.text()
        self.assertIn(f"Invoice {invoice.name}", text)
        self.assertIn("31 to 60 days late", text)
        self.assertIn("Overdue", text)
        self.assertNotIn(REFERENCE, text)
        self.assertRegex(text, r"100\.00(.|\n)*70\.00")

    def test_periods(self):
        """D18: the form's days; all there is; nonsense"""
        old = self.bill(11, date(2020, 1, 10))
        new = self.bill(22, date.today())
        self.assertNotIn(old.name, self.text())
        self.assertIn("Balance before", self.text())
        self.assertIn(old.name, self.text("statement?since=all"))
        text = self.text("statement?since=2020-01-01&until=2020-12-31")
        self.assertIn(old.name, text)
        self.assertNotIn(new.name, text)
        self.assertIn('value="2020-12-31"', text)
        for bad in ("since=x&until=%00", "since=1&until=%F0%9F%98%80", "until='--"):
            self.assertIn(new.name, self.text(f"statement?{bad}"))

    def test_nothing_owed_nothing_said(self):
        """D18"""
        self.assertIn("There is nothing on your account", self.text())
        self.assertIn("All is settled", self.text(""))

    def test_other_customers_see_none_of_it(self):
        """D2, B50"""
        invoice = self.bill(100, date.today())
        stranger = self.issue(self.other, "portal")
        response = self.page("statement", stranger)
        self.assertNotIn(invoice.name, response.text)

    def test_the_setting_switches_it_off(self):
        """D18, Q7"""
        self.company.public_links_portal_statement = False
        for place in ("statement", "statement/pdf"):
            self.assertPublic(self.page(place), 404)
        self.assertNotIn("Statement", self.nav(self.page()))

    def test_the_pdf_is_made_by_the_queue_for_its_period(self):
        """D5, D18: printable"""
        self.bill(11, date(2020, 1, 10))
        self.bill(22, date.today())
        self.assertIn("/statement/pdf?since=", self.text())
        path = "statement/pdf?since=2020-01-01&until=2020-12-31"
        page = self.page(path)
        self.assertIn("being prepared", page.text)
        [row] = self.pdfs_of(self.firm)
        self.assertTrue(row.version.startswith("2020-01-01/2020-12-31/"))
        html = []

        def render(report, ref, ids, *args, **kwargs):
            found = report._render_qweb_html(ref, ids)[0]
            html.append(found.decode())
            return b"%PDF-1.4 test", "pdf"

        self.patch(self.env.registry["ir.actions.report"], "_render_qweb_pdf", render)
        row._render()
        self.assertEqual(row.state, "ready")
        self.assertIn("11.00", html[0])
        self.assertNotIn("22.00", html[0])
        self.assertIn("Ledger Firm", html[0])
        response = self.page(path)
        self.assertEqual(response.content, b"%PDF-1.4 test")
        self.assertEqual(response.headers["Content-Type"], "application/pdf")

    def test_few_periods_wait_at_once(self):
        """S13: each is a PDF of its own"""
        self.bill(11, date(2020, 1, 10))
        for number in range(1, 9):
            response = self.page(
                f"statement/pdf?since=2020-01-0{number}&until=2020-12-31"
            )
        self.assertEqual(response.status_code, 429)
        rows = self.pdfs_of(self.firm)
        self.assertEqual(len(rows), 5)

    def test_the_page_costs_the_same_whatever_the_history(self):
        """D18"""
        at = self.link._at("statement")
        self.bill(1, date.today())
        self.open(at)
        few = self.count_queries(at)
        for _number in range(15):
            self.bill(1, date.today())
        self.assertEqual(self.count_queries(at), few)
        self.assertLessEqual(few, 20)

    def test_many_entries_are_cut(self):
        """D18: the first are in the opening balance"""
        model = self.env.registry["res.partner"]
        read = model._public_statement
        self.patch(
            model,
            "_public_statement",
            lambda *period: read(*period, most=3),
        )
        for number in range(5):
            self.bill(1 + number, date.today())
        self.assertIn("Balance after 2 earlier entries", self.text())

    def test_the_preview_keeps_its_section(self):
        """B58"""
        link = self.firm._public_link_preview("portal")
        values = Portal(link, self.firm).section("statement").page({})[1]
        self.assertIn(("section", "statement"), values["hidden"])
        self.assertEqual(values["pdf_url"], "")

    def test_staff_who_keep_no_books_do_not_preview_it(self):
        """F29, B58"""
        self.bill(123.45, date.today())
        path = f"/link/preview/portal/res.partner/{self.firm.id}"
        for user in (self.salesman, self.warehouse):
            self.log_in(user)
            for place in ("", "?section=statement", "?section=payments"):
                text = self.get(path + place).text
                self.assertIn("Profile", text)
                for hidden in ("Statement", "Payments", "days late"):
                    self.assertNotIn(hidden, text)
