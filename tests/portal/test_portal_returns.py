# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from ..common.base import PublicLinkHttpCase
from ..common.portal import PortalFixtures
from ..common.returns import ReturnFixtures


class TestPortalReturns(ReturnFixtures, PortalFixtures, PublicLinkHttpCase):
    """B48, E1.11: the returns of a customer's orders, and nobody else's."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_portal()
        cls.make_return_fixtures()
        cls.make_provider()

    def test_returns_with_number_order_date_and_state(self):
        """B48, E1.11"""
        self.assertIn("There is nothing here yet", self.page("returns").text)
        first = self.ask_one(self.delivered())
        second = self.ask_one(self.delivered())
        self.assertTrue(second._customer_cancel(second.link_id) is not False)
        response = self.page("returns")
        self.assertPublic(response, 200)
        self.assertEqual(self.titles(response), [second.name, first.name])
        self.assertIn(first.order_id.name, response.text)
        self.assertEqual(self.badges(response), ["cancelled", first.state])
        self.assertEqual(self.titles(self.page("returns?tab=open")), [first.name])
        found = self.page(f"returns?q={first.order_id.name}")
        self.assertEqual(self.titles(found), [first.name])

    def test_a_return_opens_and_leads_to_its_order(self):
        """B48, E1.12"""
        request = self.ask_one(self.delivered())
        place = f"return/{request.id}"
        response = self.page(place)
        self.assertPublic(response, 200)
        self.assertIn(request.name, response.text)
        self.assertIn("858 Lynn Street", self.page(f"order/{request.order_id.id}").text)
        self.assertNotIn("/slip/", response.text)
        self.assertIn(f"/{place}/to/return", response.text)
        lead = self.post(f"{place}/to/return")
        self.assertEqual(lead.status_code, 303)
        child = self.link.child_ids
        self.assertEqual(
            (child.purpose, child._document()), ("return", request.order_id)
        )
        self.assertEqual(self.get(lead.headers["Location"]).status_code, 200)
        for target in ("view", "pay", "approve", "track"):
            self.assertEqual(self.post(f"{place}/to/{target}").status_code, 404)
        self.assertEqual(self.page(f"{place}/pdf").status_code, 404)

    def test_another_customers_return_is_nowhere(self):
        """B50, S10"""
        request = self.ask_one(self.delivered())
        request.order_id.partner_id = self.other
        self.assertEqual(self.titles(self.page("returns")), [])
        self.assertEqual(self.page(f"return/{request.id}").status_code, 404)
        response = self.post(f"return/{request.id}/to/return")
        self.assertEqual(response.status_code, 404)

    def test_with_shipments_off_there_are_no_returns(self):
        """B48, Q7"""
        request = self.ask_one(self.delivered())
        self.company.public_links_portal_shipments = False
        self.assertNotIn("Returns", self.nav(self.page()))
        for place in ("returns", f"return/{request.id}"):
            self.assertEqual(self.page(place).status_code, 404)

    def test_as_many_queries_for_few_as_for_many(self):
        """B48: constant"""
        counts = []
        for number in (1, 3):
            for _number in range(number):
                self.ask_one(self.delivered())
            self.page("returns")
            counts.append(self.count_queries(self.link._at("returns")))
        self.assertEqual(counts[0], counts[1])
        self.assertLessEqual(counts[1], 14)
