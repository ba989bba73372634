# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tools import SQL

from ..common.return_page import ReturnPageCase

# Between a record and its copies; far above what any table holds here.
APART = 1_000_000


class TestReturnPageCost(ReturnPageCase):
    def order_of(self, lines, times=1):
        """Return a delivered order of so many lines, each of a product of its own.

        :param int lines: how many are made as in life
        :param int times: how often these are there: copies are made by the database
        """
        products = self.env["product.product"].create(
            [
                {"name": f"Thing {number}", "type": "consu", "list_price": 10}
                for number in range(lines)
            ]
        )
        order = self.sell(*((product, 1) for product in products))
        self.deliver(order)
        self.env.flush_all()
        rows = order.order_line
        self.copy_rows(products.product_tmpl_id, times)
        self.copy_rows(products, times, "product_tmpl_id")
        self.copy_rows(rows, times, "product_id")
        self.copy_rows(rows.move_ids, times, "product_id", "sale_line_id")
        self.env.invalidate_all()
        return order

    def copy_rows(self, records, times, *references):
        """Copy rows, with references to other rows that were copied as often."""
        names = [
            name
            for name, field in records._fields.items()
            if field.store and field.column_type
        ]
        values = [
            SQL("%s + copy * %s", SQL.identifier(name), APART)
            if name in ("id", *references)
            else SQL.identifier(name)
            for name in names
        ]
        self.env.cr.execute(
            SQL(
                "INSERT INTO %(table)s (%(names)s) SELECT %(values)s"
                " FROM %(table)s, generate_series(1, %(times)s) copy WHERE id IN %(ids)s",
                table=SQL.identifier(records._table),
                names=SQL(", ").join(map(SQL.identifier, names)),
                values=SQL(", ").join(values),
                times=times - 1,
                ids=records._ids,
            )
        )

    def test_a_page_costs_few_queries_whatever_its_length(self):
        """DESIGN: constant from 10 to 1,000 lines. E1.8"""
        counts, choices = [], []
        for lines, times in ((2, 1), (10, 1), (10, 10), (10, 100)):
            order = self.order_of(lines, times)
            link = self.issue(order, "return")
            shown = self.open(link).text.count('name="take-')
            self.assertEqual(shown, lines * times)
            counts.append(self.count_queries(link))
            items = order._return_items()[:10]
            query = "?return=" + "_".join(f"{item.key}-1" for item in items)
            choices.append(self.count_queries(link, query))
        # The first ones fill caches.
        self.assertEqual(len(set(counts[1:])), 1, counts)
        self.assertEqual(len(set(choices[2:])), 1, choices)
        self.assertLessEqual(counts[-1], 20)
        self.assertLessEqual(choices[-1], 40)

    def test_earlier_returns_cost_few_queries_however_many(self):
        """DESIGN, E1.12: constant, in every state"""
        counts = []
        for number in (1, 2, 6):
            order = self.delivered(20)
            link = self.issue(order, "return")
            key = self.key(order)
            for place in range(number):
                self.assertSaid(self.ask(link, {key: "1"}), "return_asked")
                request = order.return_request_ids[0]
                if place == 1:
                    self.receive(request)
                elif place == 2:
                    request.action_cancel()
            self.open(link)
            counts.append(self.count_queries(link))
        self.assertEqual(len(set(counts[1:])), 1, counts)
        self.assertLessEqual(counts[-1], 20, counts)
