# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import threading

from psycopg2 import OperationalError

from odoo.exceptions import UserError
from odoo.tests import tagged

from ...tools.document_lock import document_lock
from ..common.base import CommittedCase, own_environment


@tagged("post_install", "-at_install")
class TestParallelReturns(CommittedCase):
    """Real threads, connections and commits; what they made is removed at the end."""

    def setUp(self):
        super().setUp()
        with own_environment(self.registry) as env:
            env.company.public_links_return_enabled = True
            partner = env["res.partner"].create({"name": "Two at once"})
            product = env["product.product"].create(
                {"name": "Two at once", "type": "consu", "list_price": 10}
            )
            order = env["sale.order"].create(
                {
                    "partner_id": partner.id,
                    "order_line": [
                        (0, 0, {"product_id": product.id, "product_uom_qty": 5})
                    ],
                }
            )
            order.action_confirm()
            order.picking_ids.move_ids.write({"quantity": 5, "picked": True})
            order.picking_ids.button_validate()
            self.ids = {
                "order": order.id,
                "partner": partner.id,
                "product": product.id,
                "link": env["public.link"]._issue(order, "return").id,
            }

    def _forget(self):
        with own_environment(self.registry) as env:
            env.company.write(
                {"public_links_return_enabled": False, "public_links_return_auto": True}
            )
            order = env["sale.order"].browse(self.ids.get("order")).exists()
            if not order:
                return
            pickings = env["stock.picking"].search([("sale_id", "=", order.id)])
            pickings |= order.return_request_ids.picking_ids
            # What is done is for ever; this is a test's.
            env.cr.execute("DELETE FROM return_request WHERE order_id = %s", [order.id])
            for table in ("stock_move_line", "stock_move"):
                env.cr.execute(
                    f"DELETE FROM {table} WHERE picking_id IN %s", [pickings._ids]
                )
            env.cr.execute("DELETE FROM stock_picking WHERE id IN %s", [pickings._ids])
            env.invalidate_all()
            order._action_cancel()
            order.unlink()
            env["product.product"].browse(self.ids["product"]).product_tmpl_id.unlink()
            env["res.partner"].browse(self.ids["partner"]).unlink()

    def _ask(self, start, answers, quantity):
        try:
            with own_environment(self.registry) as env:
                order = env["sale.order"].browse(self.ids["order"])
                # The page has read before the action locks: the snapshot is taken.
                [item] = order._return_items()
                row = {
                    "key": item.key,
                    "quantity": quantity,
                    "reason_id": env.ref("public_links.return_reason_other").id,
                }
                start.wait(30)
                with document_lock(order, patience=30):
                    link = env["public.link"].browse(self.ids["link"])
                    order._return_ask(link, [row], "")
                    answers.append("done")
        except UserError as error:
            answers.append(str(error))
        except Exception as error:
            answers.append(repr(error))

    def test_of_two_who_ask_for_the_same_one_gets_it(self):
        """E1.2, S12: parallel requests for what is left"""
        answers, start = [], threading.Barrier(3)
        threads = [
            threading.Thread(target=self._ask, args=(start, answers, 3))
            for _number in range(3)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        self.assertEqual(answers.count("done"), 1, answers)
        refused = [answer for answer in answers if answer != "done"]
        self.assertEqual(len(refused), 2)
        for answer in refused:
            self.assertIn("2 at the most", answer)
        with own_environment(self.registry) as env:
            order = env["sale.order"].browse(self.ids["order"])
            self.assertEqual(len(order.return_request_ids), 1)
            [item] = order._return_items()
            self.assertEqual((item.requested, item.remaining), (3, 2))

    def _authorize(self, start, answers):
        """Authorise as a click does, which Odoo runs again after a conflict."""
        for attempt in range(4):
            try:
                with own_environment(self.registry) as env:
                    order = env["sale.order"].browse(self.ids["order"])
                    requests = order.return_request_ids
                    self.assertTrue(requests.state)
                    if not attempt:
                        start.wait(30)
                    requests.action_authorize()
                answers.append("done")
                return
            except OperationalError:
                continue
            except Exception as error:
                answers.append(repr(error))
                return

    def test_two_who_authorise_the_same_make_one_transfer(self):
        """E1.2, S12: two of staff at the same moment"""
        with own_environment(self.registry) as env:
            env.company.public_links_return_auto = False
        answers, start = [], threading.Barrier(1)
        self._ask(start, answers, 3)
        self.assertEqual(answers, ["done"])
        answers, start = [], threading.Barrier(2)
        threads = [
            threading.Thread(target=self._authorize, args=(start, answers))
            for _number in range(2)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        self.assertEqual(answers, ["done", "done"])
        with own_environment(self.registry) as env:
            requests = env["sale.order"].browse(self.ids["order"]).return_request_ids
            self.assertEqual(requests.state, "authorized")
            self.assertEqual(len(requests.picking_ids), 1)
            self.assertEqual(requests.picking_ids.move_ids.product_uom_qty, 3)
