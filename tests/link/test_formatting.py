# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

from freezegun import freeze_time
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import TransactionCase, tagged
from odoo.tools import format_amount

from ...tools.formatting import (
    address,
    arrange,
    day,
    masked_email,
    money,
    page_day,
    paragraphs,
    quantity,
)


def row(kind, value=None, folds=False, hides_prices=False, name=""):
    line = {"kind": kind, "folds": folds, "hides_prices": hides_prices, "name": name}
    if value is not None:
        line["value"] = value
    return line


KINDS = st.sampled_from(["item", "section", "subsection", "note"])
ROWS = st.lists(
    st.tuples(KINDS, st.integers(1, 100), st.booleans(), st.booleans()), max_size=25
)


@tagged("post_install", "-at_install")
class TestFormatting(TransactionCase):
    def test_a_mail_address_is_masked(self):
        """F23, S23"""
        for plain, masked in (
            ("joel.willis@example.com", "j•••@example.com"),
            ("j@example.com", "j•••@example.com"),
            ("", ""),
            (False, ""),
            ("nobody", ""),
            ("@example.com", ""),
        ):
            self.assertEqual(masked_email(plain), masked)

    def test_quantities_have_no_needless_zeros(self):
        """A16"""
        for amount, text in (
            (3.0, "3"),
            (2.5, "2.5"),
            (0.125, "0.13"),
            (1200, "1,200"),
        ):
            self.assertEqual(quantity(self.env, amount), text)

    def test_no_amount_is_minus_zero(self):
        """A14"""
        text = money(self.env, -0.0001, self.env.ref("base.USD"))
        self.assertNotIn("-", text)
        self.assertIn("0.00", text)

    def test_amounts_read_as_core_writes_them(self):
        """A14: in every language and currency, big and small; but for the sign, which
        stands before the currency."""
        sign = "-\N{ZERO WIDTH NO-BREAK SPACE}"
        for code in ("en_US", "fr_FR", "de_DE", "hi_IN", "ar_001"):
            self.env["res.lang"]._activate_lang(code)
            env = self.env(context={"lang": code})
            for name in ("base.USD", "base.EUR", "base.JPY", "base.KWD", "base.INR"):
                currency = env.ref(name)
                for amount in (0, 12.5, 999.999, 1234567.891, -98765.4, 0.005, 1e9):
                    rounded = currency.round(amount)
                    theirs = format_amount(env, rounded, currency)
                    if amount < 0:
                        self.assertIn(sign, theirs)
                        theirs = sign + theirs.replace(sign, "")
                    self.assertEqual(money(env, amount, currency), theirs)

    def test_amounts_are_written_by_many_threads_at_once(self):
        """S15: no page fails because another is written at the same moment."""
        lang, currency = self.env["res.lang"], self.env.ref("base.USD")
        lang.get_installed()
        money(self.env, 1.0, currency)
        with ThreadPoolExecutor(8) as pool:
            texts = pool.map(lambda n: money(self.env, 1234.5, currency), range(400))
            self.assertEqual(len(set(texts)), 1)

    def test_pages_name_the_year_where_it_is_another_one(self):
        """F55: what is kept and read later always names it"""
        texts = {
            "en_US": ("December 3", "January 3, 2027", "December 3, 2026"),
            "fr_FR": ("3 décembre", "3 janvier 2027", "3 décembre 2026"),
            "de_DE": ("3. Dezember", "3. Januar 2027", "3. Dezember 2026"),
        }
        with freeze_time("2026-11-30 12:00:00"):
            for code, (this, other, whole) in texts.items():
                self.env["res.lang"]._activate_lang(code)
                env = self.env(context={"lang": code})
                self.assertEqual(page_day(env, date(2026, 12, 3)), this)
                self.assertEqual(page_day(env, date(2027, 1, 3)), other)
                self.assertEqual(day(env, date(2026, 12, 3)), whole)
        self.assertEqual(page_day(self.env, False), "")

    def test_the_year_of_a_day_is_that_of_the_reader(self):
        """F55: on New Year's Eve in New York it is next year in London already"""
        env = self.env(context={"lang": "en_US", "tz": "America/New_York"})
        with freeze_time("2027-01-01 03:00:00"):
            at = datetime(2027, 1, 1, 2)
            self.assertEqual(page_day(env, at), "December 31")
            self.assertEqual(page_day(env, datetime(2027, 1, 1, 9)), "January 1, 2027")

    def test_terms_become_plain_paragraphs(self):
        """A16, S15: no markup, no link target."""
        html = (
            "<p>Pay <b>soon</b>.</p><ul><li>One</li><li>Two</li></ul>"
            '<div>See <a href="https://x.example">here</a><br/>Bye &lt;3</div><p> </p>'
        )
        self.assertEqual(
            paragraphs(html), ["Pay soon.", "One", "Two", "See here", "Bye <3"]
        )
        self.assertEqual(paragraphs(False), [])

    def test_an_address_is_name_and_postal_lines(self):
        """A15"""
        company = self.env["res.partner"].create({"name": "Acme", "is_company": True})
        person = company.create(
            {
                "name": "Ann",
                "parent_id": company.id,
                "type": "other",
                "street": "1 Main St",
                "city": "Town",
                "phone": "555",
            }
        )
        lines = address(person)
        self.assertEqual(lines[:3], ["Acme", "Ann", "1 Main St"])
        self.assertNotIn("555", "".join(lines))
        self.assertEqual(address(self.env["res.partner"]), [])

    def test_a_folded_section_shows_its_sum_and_hides_its_lines(self):
        """A16"""
        rows = arrange(
            [
                row("item", 1),
                row("section", folds=True, name="kit"),
                row("item", 10),
                row("subsection", name="inner"),
                row("item", 5),
                row("section", name="rest"),
                row("item", 7),
            ]
        )
        self.assertEqual(
            [(line["kind"], line.get("value")) for line in rows],
            [("item", 1), ("section", 15), ("section", 7), ("item", 7)],
        )

    def test_a_section_that_hides_prices_shows_its_sum_only(self):
        """A16"""
        rows = arrange(
            [
                row("section", hides_prices=True),
                row("item", 10),
                row("subsection"),
                row("item", 5),
            ]
        )
        self.assertEqual(
            [(line["kind"], line.get("value")) for line in rows],
            [("section", 15), ("item", None), ("subsection", None), ("item", None)],
        )

    @settings(max_examples=300, deadline=None)
    @given(ROWS)
    def test_no_amount_is_shown_twice_or_lost(self, drawn):
        """A14, A16: the sums of the sections and the lines before them add up.

        What a section shows of its lines adds up to its sum, where it hides none; where
        it hides prices, none of them shows one.
        """
        lines = [
            row(kind, value if kind == "item" else None, folds, hides)
            if kind != "note"
            else row("note")
            for kind, value, folds, hides in drawn
        ]
        for line in lines:
            if line["kind"] in ("item", "note"):
                line["folds"] = line["hides_prices"] = False
        total = sum(line.get("value", 0) for line in lines)
        rows = arrange([dict(line) for line in lines])
        sections = [place for place, row in enumerate(rows) if row["kind"] == "section"]
        loose = rows[: sections[0]] if sections else rows
        tops = [row for row in loose if row["kind"] != "subsection"]
        # A folding subsection stands for its lines.
        tops += [row for row in loose if row["kind"] == "subsection" and row["folds"]]
        hidden = [row for row in loose if row["kind"] == "subsection"]
        if not any(row["hides_prices"] for row in hidden):
            shown = sum(row.get("value", 0) for row in tops)
            shown += sum(rows[place]["value"] for place in sections)
            self.assertEqual(shown, total)
        for start, end in zip(sections, [*sections[1:], None], strict=False):
            section, inner = rows[start], rows[start + 1 : end]
            if section["folds"]:
                self.assertFalse([row for row in inner if row["kind"] != "section"])
            elif section["hides_prices"]:
                self.assertFalse([row for row in inner if "value" in row])
            elif not any(row.get("hides_prices") for row in inner):
                shown = [
                    row["value"]
                    for row in inner
                    if row["kind"] == "item" or row.get("folds")
                ]
                self.assertEqual(sum(shown), section["value"])
