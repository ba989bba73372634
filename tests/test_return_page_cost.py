# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from .return_page_common import ReturnPageCase


class TestReturnPageCost(ReturnPageCase):
    def order_of(self, lines):
        """Return a delivered order with this many lines, each of a product of its own."""
        products = self.env["product.product"].create(
            [
                {"name": f"Thing {number}", "type": "consu", "list_price": 10}
                for number in range(lines)
            ]
        )
        order = self.sell(*((product, 1) for product in products))
        self.deliver(order)
        return order

    def test_a_page_costs_few_queries_whatever_its_length(self):
        """DESIGN: constant from 10 to 1,000 lines. E1.8"""
        counts, choices = [], []
        for lines in (2, 10, 100, 1000):
            order = self.order_of(lines)
            link = self.issue(order, "return")
            self.assertEqual(self.open(link).text.count('type="number"'), lines)
            counts.append(self.count_queries(link))
            items = order._return_items()[:10]
            query = "?return=" + "_".join(f"{item.key}-1" for item in items)
            choices.append(self.count_queries(link, query))
        # The first ones fill caches.
        self.assertEqual(len(set(counts[1:])), 1, counts)
        self.assertEqual(len(set(choices[2:])), 1, choices)
        self.assertLessEqual(counts[-1], 20)
        self.assertLessEqual(choices[-1], 40)
