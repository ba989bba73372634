# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from collections import defaultdict

from ..common.returns import ReturnCase


class TestReturnComparedWithCore(ReturnCase):
    """The same return by link and by hand leaves the same behind."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.public_links_return_auto = False

    def ready(self, policy, tracking):
        """Return an order, delivered and invoiced, of a product valued in real time."""
        category = self.env["product.category"].create(
            {
                "name": "Valued",
                "property_cost_method": "average",
                "property_valuation": "real_time",
            }
        )
        product = self.make_product(
            "Compared",
            categ_id=category.id,
            invoice_policy=policy,
            tracking=tracking,
        )
        lots = self.env["stock.lot"]
        for number in range(5):
            if tracking == "serial":
                lots |= self.make_lot(product, f"N-{number}")
            self.put_in_stock(product, 1, lots[-1:])
        order = self.sell((product, 5))
        self.deliver(order)
        self.bill(order)
        return order

    def return_by_hand(self, order, outcome):
        """Take two back with core's wizard, in the order staff would."""
        picking = order.picking_ids
        wizard = self.return_wizard(picking)
        wizard.product_return_moves.quantity = 2
        if outcome == "replacement":
            action = wizard.action_create_exchanges()
        else:
            action = wizard.action_create_returns()
        self.finish(order, picking.browse(action["res_id"]))
        if outcome == "replacement":
            return
        invoice = order.invoice_ids
        reversal = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"journal_id": invoice.journal_id.id, "reason": "By hand"})
        )
        note = invoice.browse(reversal.reverse_moves()["res_id"])
        note.invoice_line_ids.quantity = 2
        note.action_post()

    def return_by_link(self, order, outcome):
        rows = [self.row(item) for item in order._return_items()[:2]]
        if len(rows) == 1:
            rows[0]["quantity"] = 2
        request = self.ask(order, *rows)
        getattr(
            request.with_user(self.salesman),
            {"return": "action_authorize", "replacement": "action_replace"}[outcome],
        )()
        self.finish(order, request.return_picking_ids)
        if outcome == "replacement":
            return
        request.with_user(self.accountant).action_credit()
        request.credit_note_ids.action_post()

    def pickings(self, order):
        return self.env["stock.picking"].search(
            [("reference_ids", "in", order.stock_reference_ids.ids)], order="id"
        )

    def finish(self, order, back):
        """Receive what comes back, then send what replaces it."""
        self.validate(back)
        for picking in self.pickings(order):
            if picking.state not in ("done", "cancel"):
                self.validate(picking)

    def facts(self, order):
        """Return all that core keeps of an order's goods and money, without names."""
        self.env.flush_all()
        product = order.order_line.product_id
        pickings = self.pickings(order)
        first = pickings[0]
        moves = pickings.move_ids.sorted("id")
        entries = order.invoice_ids.sorted("id")
        accounts = defaultdict(float)
        for row in (entries | moves.account_move_id).line_ids:
            accounts[row.account_id.code] += row.balance
        return {
            "transfers": [
                (
                    picking.picking_type_id.code,
                    picking.state,
                    picking.location_id.usage,
                    picking.location_dest_id.usage,
                    picking.partner_id.id,
                    picking.return_id == first,
                )
                for picking in pickings
            ],
            "moves": [
                (
                    move.state,
                    move.quantity,
                    move.product_uom_qty,
                    move.to_refund,
                    move.origin_returned_move_id == moves[0],
                    move.sale_line_id == order.order_line,
                    len(move.move_orig_ids),
                    move.value,
                )
                for move in moves
            ],
            "lots": [(line.lot_id.name, line.quantity) for line in moves.move_line_ids],
            "on hand": product.qty_available,
            "value": (product.total_value, product.avg_cost),
            "order line": (
                order.order_line.qty_delivered,
                order.order_line.qty_invoiced,
                order.order_line.qty_to_invoice,
                order.invoice_status,
            ),
            "invoices": [
                (
                    entry.move_type,
                    entry.state,
                    entry.amount_untaxed,
                    entry.amount_tax,
                    entry.amount_total,
                    entry.reversed_entry_id == entries[0],
                    entry.journal_id.id,
                    [
                        (
                            row.product_id == product,
                            row.quantity,
                            row.price_unit,
                            row.discount,
                            row.account_id.code,
                            row.tax_ids.ids,
                            row.sale_line_ids == order.order_line,
                        )
                        for row in entry.invoice_line_ids
                    ],
                    [
                        (
                            row.account_id.code,
                            row.debit,
                            row.credit,
                            row.tax_line_id.id,
                            row.display_type,
                        )
                        for row in entry.line_ids.sorted(
                            lambda row: (row.account_id.code, row.balance)
                        )
                    ],
                )
                for entry in entries
            ],
            "accounts": dict(accounts),
        }

    def test_moves_lots_value_taxes_and_accounts_are_the_same(self):
        """E1.10, E1.14"""
        for policy, tracking, outcome in (
            ("delivery", "none", "return"),
            ("order", "serial", "return"),
            ("delivery", "serial", "replacement"),
            ("order", "none", "replacement"),
        ):
            with self.subTest(policy=policy, tracking=tracking, outcome=outcome):
                by_hand = self.ready(policy, tracking)
                by_link = self.ready(policy, tracking)
                self.return_by_hand(by_hand, outcome)
                self.return_by_link(by_link, outcome)
                expected, found = self.facts(by_hand), self.facts(by_link)
                for name, value in expected.items():
                    self.assertEqual(found[name], value, name)
                notes = 1 if outcome == "return" else 0
                self.assertEqual(len(expected["invoices"]), 1 + notes)
