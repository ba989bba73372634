# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import re
from concurrent.futures import ThreadPoolExecutor

import requests
from psycopg2 import OperationalError

from odoo.exceptions import UserError
from odoo.fields import Command

from ..e2e.server import ServerCase

ROUNDS = 5


class TestReturnParallel(ServerCase):
    """Customers and the warehouse at once, met by the server's own processes."""

    @classmethod
    def _set_up(cls):
        seen = super()._set_up()
        cls.switch(True)
        return seen

    @classmethod
    def _put_back(cls, seen):  # pylint: disable=missing-return
        cls.switch(False)
        super()._put_back(seen)

    @classmethod
    def switch(cls, enabled):
        with cls.env() as env:
            company = env["res.company"].browse(cls.company_id)
            company.public_links_return_enabled = enabled

    def delivered(self, env, quantity=5):
        """Return an order of the shop that was delivered."""
        env = self.in_shop(env)
        product = env["product.product"].create(
            {"name": "Lamp", "type": "consu", "company_id": self.company_id}
        )
        order = env["sale.order"].create(
            {
                "partner_id": self.make_customer(env).id,
                "order_line": [
                    Command.create(
                        {"product_id": product.id, "product_uom_qty": quantity}
                    )
                ],
            }
        )
        order.action_confirm()
        order.picking_ids.move_ids.write({"quantity": quantity, "picked": True})
        order.picking_ids.button_validate()
        return order

    def url(self, link):
        return f"{self.odoo.url}{link._path()}"

    def form(self, url, key, quantity, reason):
        """Return what the second step's form sends."""
        page = requests.get(f"{url}?return={key}-{quantity}", timeout=60).text
        hidden = dict(re.findall(r'name="(seen|once)" value="([^"]+)"', page))
        return hidden | {
            f"quantity-{key}": quantity,
            f"reason-{key}": reason,
            "accept": "1",
        }

    def post(self, url, action, form):
        return requests.post(
            f"{url}/{action}", data=form, timeout=120, allow_redirects=False
        )

    def at_once(self, *asks):
        with ThreadPoolExecutor(len(asks)) as pool:
            return list(pool.map(lambda ask: ask(), asks))

    def test_two_recipients_ask_for_the_same_things(self):
        """E1.2, E1.6, F7, S12: each clicks twice; one gets it, the other is told"""
        rounds = []
        with self.env() as env:
            reason = env.ref("public_links.return_reason_other").id
            for _round in range(ROUNDS):
                order = self.delivered(env)
                people = order.partner_id | self.make_customer(order.env)
                links = order.env["public.link"].sudo()._issue(order, "return", people)
                [item] = order._return_items()
                rounds.append((order.id, item.key, [self.url(one) for one in links]))
        for order_id, key, urls in rounds:
            forms = [self.form(url, key, 3, reason) for url in urls]
            answers = self.at_once(
                *(
                    lambda url=url, form=form: self.post(url, "ask", form)
                    for url, form in zip(urls, forms, strict=True)
                    for _click in range(2)
                )
            )
            codes = [answer.status_code for answer in answers]
            self.assertIn(codes, ([303, 303, 422, 422], [422, 422, 303, 303]))
            for answer in answers:
                if answer.status_code == 303:
                    self.assertIn("said=return_asked", answer.headers["Location"])
                else:
                    self.assertIn("at most 2", answer.text)
            with self.env() as env:
                order = env["sale.order"].browse(order_id)
                self.assertEqual(len(order.return_request_ids), 1)
                self.assertEqual(len(order.return_request_ids.picking_ids), 1)
                [item] = order._return_items()
                self.assertEqual((item.requested, item.remaining), (3, 2))

    def receive(self, picking_id):
        """Receive a return as a click does, which Odoo runs again after a conflict."""
        for _attempt in range(5):
            try:
                with self.env() as env:
                    picking = env["stock.picking"].browse(picking_id)
                    for move in picking.move_ids:
                        move.write({"quantity": move.product_uom_qty, "picked": True})
                    picking.button_validate()
                return "received"
            except OperationalError:
                continue
            except UserError:
                return "refused"
        return "gave up"

    def test_cancelled_by_the_customer_while_the_warehouse_receives(self):
        """E1.2, E1.13, S12: one of them happens, and both see which"""
        rounds = []
        with self.env() as env:
            for _round in range(ROUNDS):
                order = self.delivered(env)
                link = self.make_link(env, order, "return")
                [item] = order._return_items()
                reason = env.ref("public_links.return_reason_other")
                row = {"key": item.key, "quantity": 2, "reason_id": reason.id}
                request = order.sudo()._return_ask(link, [row], "")
                rounds.append((request.id, request.picking_ids.id, self.url(link)))
        for request_id, picking_id, url in rounds:
            form = {"request": request_id, "sure": "1"}
            answer, received = self.at_once(
                lambda url=url, form=form: self.post(url, "cancel", form),
                lambda picking_id=picking_id: self.receive(picking_id),
            )
            self.assertEqual(answer.status_code, 303, answer.text)
            with self.env() as env:
                request = env["return.request"].browse(request_id)
                states = (request.state, request.picking_ids.state)
            if "said=return_cancelled" in answer.headers["Location"]:
                self.assertEqual(states, ("cancelled", "cancel"))
                self.assertEqual(received, "refused")
            else:
                self.assertIn("said=closed", answer.headers["Location"])
                self.assertEqual(states, ("received", "done"))
                self.assertEqual(received, "received")
