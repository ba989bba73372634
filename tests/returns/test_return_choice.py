# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from html import unescape

from ..common.return_page import ReturnPageCase


class TestReturnChoice(ReturnPageCase):
    """What goes back, by tick and step, and what is wanted for it."""

    def test_only_what_is_ticked_goes_back(self):
        """E1.8: each row has a number, ticked or not"""
        order = self.sell((self.product, 5), (self.make_product("Lamp"), 3))
        self.deliver(order)
        link = self.issue(order, "return")
        first, second = self.key(order), self.key(order, 1)
        form = {"ticks": "1", f"quantity-{first}": "2", f"quantity-{second}": "3"}
        none = self.open(link, "choose", method="POST", data=form)
        self.assertPublic(none, 422)
        form[f"take-{second}"] = "1"
        page = self.open(link, "choose", method="POST", data=form)
        self.assertPublic(page, 303)
        self.assertIn(f"return={second}-3#", page.headers["Location"])

    def test_steps_without_a_script(self):
        """Q3: the buttons send the form, and the page says the sum"""
        order = self.delivered(5)
        link, key = self.issue(order, "return"), self.key(order)
        name = f"quantity-{key}"
        form = {"ticks": "1", f"take-{key}": "1", name: "1", "more": name}
        page = self.open(link, "choose", method="POST", data=form)
        self.assertPublic(page, 200)
        self.assertIn('value="2"', page.text)
        self.assertIn("637.20", page.text)

    def test_the_sum_is_asked_for_by_the_address(self):
        """F16: a script shows it while one chooses; nonsense shows none"""
        order = self.delivered(5)
        link, key = self.issue(order, "return"), self.key(order)
        path = f"{link._path()}?ticks=1&take-{key}=1&quantity-{key}="
        page = self.get(path + "2")
        self.assertIn("637.20", page.text)
        self.assertIn("checked", page.text)
        for bad in ("9", "x", "-1", "1e3", "0"):
            page = self.get(path + bad)
            self.assertPublic(page, 200)
            self.assertNotIn("You get back about this", page.text)

    def test_money_is_all_that_is_offered_by_default(self):
        """F52: and nothing else is taken"""
        order = self.delivered(5)
        link, key = self.issue(order, "return"), self.key(order)
        page, _hidden = self.second_step(link, {key: "2"})
        self.assertNotIn('name="wish"', page.text)
        for bad in ("exchange", "credit", "x"):
            page = self.ask(link, {key: "2"}, wish=bad)
            self.assertPublic(page, 422)
            self.assertIn("Please choose again what you would like", page.text)
        self.assertFalse(order.return_request_ids)
        self.assertSaid(self.ask(link, {key: "2"}), "return_asked")
        self.assertEqual(order.return_request_ids.wish, "refund")

    def test_an_exchange_is_cores(self):
        """F52: the delivery of the same again is there at once; no money is promised"""
        self.company.public_links_return_exchange = True
        order = self.delivered(5)
        link, key = self.issue(order, "return"), self.key(order)
        page, _hidden = self.second_step(link, {key: "2"})
        text = page.text
        self.assertLess(text.index('value="refund"'), text.index('value="exchange"'))
        self.assertNotIn('value="credit"', text)
        page = self.assertSaid(
            self.ask(link, {key: "2"}, wish="exchange"), "return_asked"
        )
        request = order.return_request_ids
        self.assertEqual((request.wish, request.outcome), ("exchange", "replacement"))
        self.assertTrue(request.replacement_picking_ids)
        self.assertIn("The same item again", page.text)
        self.assertNotIn("You get back about", page.text)

    def test_a_credit_stays_open_for_the_next_order(self):
        """F52"""
        self.company.public_links_return_credit = True
        order = self.delivered(5)
        link, key = self.issue(order, "return"), self.key(order)
        page = self.assertSaid(
            self.ask(link, {key: "2"}, wish="credit"), "return_asked"
        )
        request = order.return_request_ids
        self.assertEqual((request.wish, request.outcome), ("credit", "return"))
        self.assertIn("for your next order", unescape(page.text))


class TestReturnSwitchedOff(ReturnPageCase):
    def test_what_goes_back_stays_in_sight(self):
        """E1.12: switching returns off hides none that is under way"""
        request, link = self.returned()
        order = request.order_id
        view = self.issue(order)
        fresh = self.delivered()
        other = self.issue(fresh, "return")
        self.company.public_links_return_enabled = False
        page = self.open(link)
        self.assertPublic(page, 200)
        self.assertIn(request.name, page.text)
        self.assertNotIn('name="ticks"', page.text)
        self.assertIn("/to/return", self.open(view).text)
        # Nothing more is taken, and an order without returns shows nothing.
        key = self.key(order)
        self.assertSaid(self.choose(link, {key: "1"}), "closed")
        self.assertPublic(self.open(other), 410)
        self.assertNotIn("/to/return", self.open(self.issue(fresh)).text)

    def test_it_can_still_be_called_off(self):
        """E1.12"""
        request, link = self.returned()
        self.company.public_links_return_enabled = False
        data = {"request": request.id, "sure": "1"}
        page = self.open(link, "cancel", method="POST", data=data)
        self.assertEqual(page.status_code, 303)
        self.assertEqual(request.state, "cancelled")
        self.assertPublic(self.open(link), 410)

    def test_the_master_switch_closes_all(self):
        """S1, A66"""
        _request, link = self.returned()
        self.company.public_links_enabled = False
        self.assertPublic(self.open(link), 410)
