# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What an adversary found on the return page: its ways in, and what strangers send."""

from html import unescape

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from odoo.tests import mute_logger

from ..common.return_page import ReturnPageCase
from ..link.test_uploads import picture

NUMBERS = ("0", "-1", "1", "5", "6", "1e308", "nan", "inf", "1.", ".5", "1,5", "0x1")
NAMES = ("quantity-", "reason-", "condition-", "note-", "photos-", "request", "sure")
TEXTS = st.one_of(
    st.sampled_from(NUMBERS),
    st.text(max_size=30),
    st.sampled_from(["\0", "a\0b", "🙂" * 9, "%", "_", "'\"><", "\u202e", "9" * 400]),
)


class TestReturnWaysIn(ReturnPageCase):
    def test_everything_was_returned_and_the_order_still_leads_to_it(self):
        """E1.12, A63: where nothing more can go back, how it stands is still found"""
        request, _link = self.returned(self.delivered(2), "2")
        view = self.issue(request.order_id)
        self.assertIn("See your returns", self.open(view).text)
        lead = self.open(view, "to/return", method="POST")
        self.assertPublic(lead, 303)
        page = self.get(lead.headers["Location"])
        self.assertIn(request.name, page.text)
        self.assertIn("Packing slip", page.text)
        # F52: switching returns off does not hide those under way.
        for switch, there in (
            ("public_links_return_enabled", True),
            ("public_links_enabled", False),
        ):
            with self.subTest(switch), self.env.cr.savepoint() as point:
                self.company[switch] = False
                text = self.open(view).text
                self.assertEqual("See your returns" in text, there)
                point.rollback()
                self.env.registry.clear_all_caches()
        other = self.make_order("sale")
        self.assertNotIn("See your returns", self.open(self.issue(other)).text)

    def test_a_closed_gate_takes_nothing_from_a_page_of_before(self):
        """E1.2, E1.3: switched off, excluded, returned by hand, after the second step"""

        def off(_order):
            self.company.public_links_return_enabled = False

        def excluded(_order):
            self.customer.public_links_return_excluded = True

        def by_hand(order):
            self.take_back(order, 3)

        def final(_order):
            self.product.product_tmpl_id.public_link_return_rule = "final"

        for change in (off, excluded, by_hand, final):
            with self.subTest(change.__name__), self.env.cr.savepoint() as point:
                order = self.delivered(3)
                link, quantities = self.issue(order, "return"), {self.key(order): "1"}
                _page, hidden = self.second_step(link, quantities)
                change(order)
                self.env.flush_all()
                answer = self.ask(link, quantities, hidden)
                self.assertIn(answer.status_code, (303, 410))
                self.assertNotIn("return_asked", answer.headers.get("Location", ""))
                self.assertFalse(order.return_request_ids)
                point.rollback()
                self.env.registry.clear_all_caches()

    def test_notes_of_any_size_and_kind(self):
        """E1.8, S11: what no text has is left out; what is too long comes back"""
        order = self.delivered(5)
        link, key = self.issue(order, "return"), self.key(order)
        answer = self.ask(link, {key: "1"}, note="a\0b", **{f"note-{key}": "\0\x01"})
        self.assertSaid(answer, "return_asked")
        self.assertEqual(order.return_request_ids.note, "ab")
        self.assertFalse(order.return_request_ids.line_ids.note)
        answer = self.ask(link, {key: "1"}, note="n" * 2**20)
        self.assertAgain(answer, "shorten this")
        self.assertLess(len(answer.content), 2**18)

    def test_slips_and_labels_of_others(self):
        """A3, S10: by number, by another purpose, by nobody"""
        request, link = self.returned()
        for place in ("slip/0", "slip/99999999999999999999", "label/1", "slip/-1"):
            response = self.open(link, place)
            self.assertIn(response.status_code, (404, 405))
        portal = self.issue(self.customer, "portal")
        for path in (f"slip/{request.id}", f"return/{request.id}/slip/{request.id}"):
            self.assertEqual(self.open(portal, path).status_code, 404)
        self.assertPublic(self.get(f"/link/return/unknown/slip/{request.id}"), 404)


class TestReturnFuzz(ReturnPageCase):
    """Whatever is sent, the answer is a page of ours."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.sell((cls.product, 5))
        cls.deliver(cls.order)
        cls.item_key = cls.order._return_items()[0].key
        cls.company.public_links_return_fee = 10

    def assertCalm(self, response):
        self.assertIn(response.status_code, (200, 303, 404, 405, 410, 422))
        self.assertEqual(response.headers["Cache-Control"], "no-store")

    def test_a_part_without_a_name_is_no_field(self):
        """S10: found by the test below, of a name that ends with a backslash"""
        link = self.issue(self.order, "return")
        for action in ("choose", "ask", "cancel"):
            response = self.open(
                link,
                action,
                method="POST",
                data={"x\\": "5", f"quantity-{self.item_key}": "1"},
                files={"y\\": ("a.jpg", picture())},
            )
            self.assertCalm(response)

    @mute_logger("odoo.http")
    def test_any_form_is_answered(self):
        """S10, S11, S15, E1.2: fields that were bent, left out, doubled, made up"""
        self.patch(self.env.registry["public.link.rate"], "_allow", lambda *args: True)
        link = self.issue(self.order, "return")
        keys = st.sampled_from(
            [self.item_key, "kit1", "move0", "", "move1lot1", "' OR 1=1"]
        )
        names = st.one_of(
            st.sampled_from(["accept", "seen", "once", "note", "request", "sure"]),
            st.builds("{}{}".format, st.sampled_from(NAMES), keys),
            st.text(max_size=12),
        )
        forms = st.dictionaries(names, TEXTS, max_size=8)

        @settings(
            max_examples=12, deadline=None, database=None, phases=[Phase.generate]
        )
        @given(st.sampled_from(["choose", "ask", "cancel"]), forms, st.booleans())
        def send(action, form, with_file):
            files = {f"photos-{self.item_key}": ("a.jpg", picture())}
            response = self.open(
                link,
                action,
                method="POST",
                data=form | {f"quantity-{self.item_key}": "1"},
                files=files if with_file else None,
            )
            self.assertCalm(response)

        send()

    def test_any_address_is_answered(self):
        """S9, S15: the second step is a GET; nothing is made by it"""
        link = self.issue(self.order, "return")
        key = self.item_key
        for query in (
            *(f"{key}-{number}" for number in NUMBERS),
            f"{key}-1_{key}-2",
            f"{key}-1_kit1-1",
            f"{key}-1__",
            "_" * 500,
            f"{key}-",
            f"-{key}",
            "%00",
            "%ff%fe",
            "&return=" + key,
            f"{key}-1&lang=xx_XX&said=return_asked&form=1",
            "_".join(f"move{number}-1" for number in range(300)),
        ):
            with self.subTest(query):
                response = self.get(f"{link._path()}?return={query}")
                self.assertPublic(response, 200)
        self.assertIn(
            "Your estimated refund",
            unescape(self.get(f"{link._path()}?return={key}-1").text),
        )
        self.assertFalse(self.order.return_request_ids)
