# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import csv
import io
from datetime import date, timedelta

from ...tools.spreadsheets import plain_cell
from ..common.base import PublicLinkHttpCase
from ..common.portal import PortalFixtures
from ..common.statement import LedgerFixtures


class TestStatementCsv(LedgerFixtures, PortalFixtures, PublicLinkHttpCase):
    """F53: the statement as a table for spreadsheets, and in pages."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_portal()
        cls.make_ledger()
        cls.link = cls.Link.sudo()._issue(cls.firm, "portal")

    def table(self, place="statement/csv"):
        response = self.page(place)
        self.assertPublic(response, 200)
        text = response.content.decode("utf-8-sig")
        return response, list(csv.reader(io.StringIO(text)))

    def test_newest_first_with_plain_numbers(self):
        """F53"""
        old = self.bill(1100.5, date.today() - timedelta(days=9))
        new = self.bill(30, date.today(), refund=True)
        response, rows = self.table()
        self.assertIn("attachment", response.headers["Content-Disposition"])
        self.assertEqual(len(rows), 3)
        self.assertEqual([row[3] for row in rows[1:]], [new.name, old.name])
        self.assertEqual([row[4] for row in rows[1:]], ["-30.00", "1100.50"])
        self.assertEqual([row[5] for row in rows[1:]], ["1070.50", "1100.50"])

    def test_no_cell_is_a_formula(self):
        """F53, S11: numbers of documents may be anything that staff type"""
        for text in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "|x", "%x"):
            self.assertEqual(plain_cell(text), "'" + text)
        for text in ("INV/2026/00001", "Invoice", "", "1-2"):
            self.assertEqual(plain_cell(text), text)
        invoice = self.bill(5, date.today())
        invoice.name = "=HYPERLINK(1)"
        _response, rows = self.table()
        self.assertEqual(rows[1][3], "'=HYPERLINK(1)")

    def test_periods_and_strangers(self):
        """F53, D2: the form's days; nobody else's entries; off with the section"""
        self.bill(11, date(2020, 1, 10))
        self.assertEqual(len(self.table()[1]), 1)
        self.assertEqual(len(self.table("statement/csv?since=all")[1]), 2)
        stranger = self.issue(self.other, "portal")
        response = self.page("statement/csv?since=all", stranger)
        self.assertNotIn("2020-01-10", response.text)
        self.company.public_links_portal_statement = False
        self.assertPublic(self.page("statement/csv"), 404)

    def test_newest_first_and_paged(self):
        """F53: the page begins with what is new, and has fifty entries"""
        for days in range(52):
            self.bill(days + 1, date.today() - timedelta(days=days))
        text = self.page("statement").text
        self.assertLess(text.index("1.00<"), text.index("50.00<"))
        self.assertNotIn("Balance before", text)
        self.assertIn("Page 1 of 2", text)
        again = self.page("statement?page=2").text
        self.assertIn("52.00<", again)
        self.assertIn("Balance before", again)
        for bad in ("0", "-1", "x", "99999999999999999999"):
            self.assertPublic(self.page(f"statement?page={bad}"), 200)
