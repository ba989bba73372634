# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from html import unescape

from odoo import Command
from odoo.tests import mute_logger

from ..common.heic import HEIC
from ..common.return_page import ReturnPageCase
from ..link.test_uploads import EXE, PDF, huge_png, picture


class TestReturnQuantities(ReturnPageCase):
    def test_bad_quantities_are_refused_and_stay_in_their_fields(self):
        """E1.2, E1.6, S11: in the first step as in the second"""
        order = self.delivered(5)
        link, key = self.issue(order, "return"), self.key(order)
        _page, hidden = self.second_step(link, {key: "1"})
        for text, sentence in (
            ("-1", "number from 0 to 5"),
            ("six", "number from 0 to 5"),
            ("1e3", "number from 0 to 5"),
            ("nan", "number from 0 to 5"),
            ("٣", "number from 0 to 5"),
            ("1,000", "number from 0 to 5"),
            ("6", "at most 5"),
            ("5.001", "at most 5"),
            ("999999999999", "number from 0 to 5"),
            ("1.5", "whole number"),
            ("0.0000001", "number from 0 to 5"),
        ):
            with self.subTest(text):
                for response in (
                    self.choose(link, {key: text}),
                    self.ask(link, {key: text}, hidden),
                ):
                    self.assertAgain(response, sentence)
                    self.assertIn(f'value="{text}"', response.text)
        for text in ("", "0", " "):
            for response in (
                self.choose(link, {key: text}),
                self.ask(link, {key: text}, hidden),
            ):
                self.assertAgain(response, "how many of which item")
        self.assertFalse(order.return_request_ids)

    def test_a_weight_comes_back_in_parts(self):
        """E1.6: fractions of what is not counted in pieces"""
        kilo = self.env.ref("uom.product_uom_kgm")
        flour = self.env["product.product"].create(
            {"name": "Flour", "type": "consu", "uom_id": kilo.id}
        )
        order = self.delivered(2.5, product=flour)
        link, key = self.issue(order, "return"), self.key(order)
        self.assertIn('data-most="', self.open(link).text)
        self.assertAgain(self.choose(link, {key: "2.6"}), "at most 2.5")
        self.assertSaid(self.ask(link, {key: "1.25"}), "return_asked")
        self.assertSaid(self.ask(link, {key: "1.25"}), "return_asked")
        self.assertEqual(
            order.return_request_ids.line_ids.mapped("quantity"), [1.25] * 2
        )

    def test_items_of_others_are_refused(self):
        """A3, S10, E1.1: lines, moves and lots of another order, and made-up ones"""
        order, other = self.delivered(5), self.delivered(5)
        link, key = self.issue(order, "return"), self.key(order)
        theirs = self.key(other)
        _page, hidden = self.second_step(link, {key: "1"})
        move = other.picking_ids.move_ids
        for name in (
            theirs,
            f"kit{other.order_line.id}",
            f"kit{order.order_line.id}",
            f"{key}lot1",
            f"move{order.order_line.id}",
            "move0",
            "",
            f"move{move.id} OR 1=1",
        ):
            with self.subTest(name):
                for response in (
                    self.choose(link, {name: "1"}),
                    self.choose(link, {key: "1", name: "1"}),
                    self.ask(link, {key: "1", name: "1"}, hidden),
                ):
                    self.assertAgain(response, "cannot be returned now")
        page = self.get(f"{link._path()}?return={theirs}-1")
        self.assertPublic(page, 200)
        self.assertIn("cannot be returned now", page.text)
        self.assertNotIn("Your estimated refund", page.text)
        self.assertFalse(order.return_request_ids + other.return_request_ids)

    def test_services_and_down_payments_are_no_goods(self):
        """E1.6: they were never delivered by a move"""
        service = self.env["product.product"].create(
            {"name": "Assembly", "type": "service", "list_price": 50}
        )
        order = self.delivered(2)
        order.write(
            {
                "order_line": [
                    Command.create({"product_id": service.id, "qty_delivered": 1}),
                    Command.create(
                        {"name": "Advance", "is_downpayment": True, "price_unit": -10}
                    ),
                ]
            }
        )
        link, key = self.issue(order, "return"), self.key(order)
        text = self.open(link).text
        self.assertNotIn("Assembly", text)
        self.assertNotIn("Advance", text)
        for line in order.order_line[1:]:
            for name in (f"kit{line.id}", f"move{line.id}"):
                answer = self.choose(link, {key: "1", name: "1"})
                self.assertAgain(answer, "cannot be returned now")

    def test_a_partly_delivered_order_gives_back_what_was_delivered(self):
        """E1.4, E1.6"""
        order = self.delivered(5, done=2)
        link, key = self.issue(order, "return"), self.key(order)
        self.assertIn('data-most="2"', self.open(link).text)
        self.assertAgain(self.choose(link, {key: "3"}), "at most 2")
        self.assertSaid(self.ask(link, {key: "2"}), "return_asked")

    def test_a_cancelled_order_gives_nothing_back(self):
        """E1.2, E1.4: cancelled between load and submit"""
        order = self.delivered(2)
        link, quantities = self.issue(order, "return"), {self.key(order): "1"}
        _page, hidden = self.second_step(link, quantities)
        order.with_context(disable_cancel_warning=True).state = "cancel"
        page = self.assertSaid(self.ask(link, quantities, hidden), "closed")
        self.assertIn("This order was cancelled", page.text)
        self.assertFalse(order.return_request_ids)


class TestReturnForm(ReturnPageCase):
    def test_the_policy_must_be_accepted_and_all_that_was_typed_stays(self):
        """E1.9, E1.8: nothing is made, and nothing is typed twice"""
        order = self.delivered(5)
        link, key = self.issue(order, "return"), self.key(order)
        response = self.ask(
            link,
            {key: "2"},
            **{
                "accept": "",
                "note": "Please <i>call</i>",
                f"note-{key}": 'It "wobbles"',
                f"condition-{key}": "used",
            },
            files=[(f"photos-{key}", ("a.jpg", picture()))],
        )
        self.assertAgain(
            response,
            "tick the box",
            "Please <i>call</i>",
            'It "wobbles"',
            f'value="{self.reason.id}" checked="checked"',
            'value="used" selected="selected"',
            f'name="quantity-{key}" value="2"',
            "choose your photos again",
        )
        self.assertNotIn("<i>call", response.text)
        self.assertFalse(order.return_request_ids)

    def test_a_reason_must_be_one_of_the_list(self):
        """E1.15, E1.8: none, archived, foreign or no number"""
        order = self.delivered(5)
        link, key = self.issue(order, "return"), self.key(order)
        archived = self.reason.copy({"code": "old", "active": False})
        for reason in ("", str(archived.id), "0", "-1", "x", "999999"):
            with self.subTest(reason):
                response = self.ask(link, {key: "1"}, **{f"reason-{key}": reason})
                self.assertAgain(response, "Please choose a reason.")
        self.assertFalse(order.return_request_ids)

    def test_a_reason_archived_meanwhile_is_refused(self):
        """E1.2, E1.15"""
        order = self.delivered(5)
        link, key = self.issue(order, "return"), self.key(order)
        _page, hidden = self.second_step(link, {key: "1"})
        self.reason.active = False
        response = self.ask(link, {key: "1"}, hidden)
        self.assertAgain(response, "Please choose a reason.")
        self.assertFalse(order.return_request_ids)

    def test_an_unknown_condition_is_refused(self):
        """E1.8, S11"""
        order = self.delivered(5)
        link, key = self.issue(order, "return"), self.key(order)
        response = self.ask(link, {key: "1"}, **{f"condition-{key}": "eaten"})
        self.assertAgain(response, "choose its condition again")
        self.assertFalse(order.return_request_ids)

    def test_long_texts_are_refused_and_stay(self):
        """E1.8"""
        order = self.delivered(5)
        link, key = self.issue(order, "return"), self.key(order)
        for name in ("note", f"note-{key}"):
            response = self.ask(link, {key: "1"}, **{name: "long " * 1500})
            self.assertAgain(response, "shorten this to 5000", "long " * 1500)
        self.assertFalse(order.return_request_ids)

    @mute_logger("odoo.http")
    def test_only_a_form_of_ours_acts(self):
        """S8, S9: no GET, no other site, no unseen page"""
        order = self.delivered(5)
        link, key = self.issue(order, "return"), self.key(order)
        _page, hidden = self.second_step(link, {key: "1"})
        for action in ("choose", "ask", "cancel"):
            self.assertPublic(self.open(link, action), 405)
            response = self.open(
                link,
                action,
                method="POST",
                data={},
                headers={"Sec-Fetch-Site": "cross-site"},
            )
            self.assertPublic(response, 405)
        for seen in ("", "0" * 64):
            response = self.ask(link, {key: "1"}, {**hidden, "seen": seen})
            self.assertAgain(response, "The amounts have changed")
        # What it comes to was of another choice.
        self.assertAgain(self.ask(link, {key: "2"}, hidden), "The amounts have changed")
        self.assertFalse(order.return_request_ids)

    def test_a_price_that_changed_is_shown_before_it_counts(self):
        """F16, E1.2"""
        order = self.delivered(5)
        link, key = self.issue(order, "return"), self.key(order)
        _page, hidden = self.second_step(link, {key: "1"})
        self.company.public_links_return_fee = 50
        response = self.ask(link, {key: "1"}, hidden, note="Hello")
        self.assertAgain(
            response, "The amounts have changed", "Hello", "Restocking fee"
        )
        self.assertFalse(order.return_request_ids)

    def test_too_many_items_at_once(self):
        """E1.8: more than the second step holds"""
        order = self.delivered(1)
        order.write(
            {
                "order_line": [
                    Command.create({"product_id": self.product.id})
                    for _number in range(100)
                ]
            }
        )
        self.deliver(order)
        link = self.issue(order, "return")
        keys = [item.key for item in order._return_items()]
        self.assertGreater(len(keys), 100)
        response = self.choose(link, dict.fromkeys(keys, "1"))
        self.assertAgain(response, "at most 100 different items")


class TestReturnPhotos(ReturnPageCase):
    def send(self, *files, reason=None, **data):
        """Ask for a return with photos; return the answer and the order."""
        order = self.delivered(2)
        link, key = self.issue(order, "return"), self.key(order)
        reason = reason or self.reason
        answer = self.ask(
            link,
            {key: "1"},
            files=[(f"photos-{key}", file) for file in files],
            **{f"reason-{key}": str(reason.id), **data},
        )
        return answer, order

    def test_photos_arrive_with_the_request(self):
        """F15: those of phones too, without what they say of places"""
        answer, order = self.send(
            ("front.jpg", picture()), ("BACK.PNG", picture("PNG")), ("phone.heic", HEIC)
        )
        page = self.assertSaid(answer, "return_asked")
        self.assertIn("photos: 3", page.text)
        photos = order.return_request_ids.line_ids.photo_ids
        self.assertEqual(
            photos.sorted("name").mapped(lambda one: (one.name, one.mimetype)),
            [
                ("BACK.png", "image/png"),
                ("front.jpg", "image/jpeg"),
                ("phone.jpg", "image/jpeg"),
            ],
        )
        self.assertNotIn(b"EXIF-CANARY", b"".join(photos.mapped("raw")))

    def test_what_is_no_picture_is_refused(self):
        """F15, S14: nothing is kept, whatever it is called"""
        for file, sentence in (
            (("empty.jpg", b""), "is empty"),
            (("virus.jpg", EXE), "is no picture"),
            (("bill.pdf", PDF), "are not taken"),
            (("page.svg", b"<svg/>"), "are not taken"),
            (("huge.png", huge_png()), "too many pixels"),
        ):
            with self.subTest(file[0]):
                answer, order = self.send(("good.jpg", picture()), file)
                self.assertAgain(answer, sentence, file[0])
                self.assertFalse(order.return_request_ids)

    def test_thirty_photos_are_too_many(self):
        """F15, S14"""
        files = [(f"{number}.jpg", picture()) for number in range(30)]
        answer, order = self.send(*files)
        self.assertAgain(answer, "at most 10 files")
        self.assertFalse(order.return_request_ids)

    def test_photos_count_for_the_room_of_the_order(self):
        """S14: a return is no way around the quota"""
        answer, order = self.send(("noise.png", picture("PNG", (2000, 1500))))
        self.assertSaid(answer, "return_asked")
        room = order._public_link_room()
        size = sum(order.return_request_ids.line_ids.photo_ids.mapped("file_size"))
        self.assertTrue(size)
        quota = self.company.public_links_upload_quota * 2**20
        self.assertEqual(room, quota - size)
        self.patch(
            self.env.registry["sale.order"], "_public_link_room", lambda order: 10
        )
        answer, order = self.send(("a.jpg", picture()))
        self.assertAgain(answer, "no room left")
        self.assertFalse(order.return_request_ids)

    def test_some_reasons_need_a_photo(self):
        """F15, E1.15, Q7"""
        self.reason.photos_required = True
        answer, order = self.send()
        self.assertAgain(answer, "Please add a photo")
        self.assertFalse(order.return_request_ids)
        answer, order = self.send(("a.webp", picture("WEBP")))
        self.assertSaid(answer, "return_asked")
        self.assertIn("(please add a photo)", unescape(self.send()[0].text))


class TestReturnTwice(ReturnPageCase):
    def test_a_form_that_is_sent_twice_is_one_return(self):
        """F7, E1.2: whether something is left or not"""
        for quantity in ("1", "2"):
            order = self.delivered(2)
            link, quantities = self.issue(order, "return"), {self.key(order): quantity}
            _page, hidden = self.second_step(link, quantities)
            for _time in range(2):
                answer = self.ask(link, quantities, hidden)
                self.assertSaid(answer, "return_asked")
            self.assertEqual(len(order.return_request_ids), 1)

    def test_two_browsers_take_the_same_things(self):
        """E1.2, E1.6, S12: the second one sees what is left, with all that it typed"""
        order = self.delivered(3)
        mine, theirs = (
            self.issue(order, "return"),
            self.issue(order, "return", self.other),
        )
        key = self.key(order)
        _page, first = self.second_step(mine, {key: "1"})
        _page, second = self.second_step(theirs, {key: "1"})
        _page, third = self.second_step(theirs, {key: "3"})
        self.assertSaid(self.ask(mine, {key: "1"}, first), "return_asked")
        answer = self.ask(theirs, {key: "1"}, second, note="Second")
        self.assertAgain(answer, "The amounts have changed", "Second")
        answer = self.ask(theirs, {key: "3"}, third)
        self.assertAgain(answer, "at most 2")
        self.assertEqual(len(order.return_request_ids), 1)
        self.assertSaid(self.ask(theirs, {key: "2"}), "return_asked")
        page = self.assertSaid(self.ask(theirs, {key: "1"}, second), "closed")
        self.assertIn("on the way back", page.text)
        self.assertEqual(sum(order.return_request_ids.line_ids.mapped("quantity")), 3)

    def test_returns_are_limited_in_an_hour(self):
        """S13"""
        order = self.delivered(5)
        link, key = self.issue(order, "return"), self.key(order)
        self.patch(self.env.registry["public.link.rate"], "_allow", lambda *args: False)
        answer = self.open(link, "ask", method="POST", data={f"quantity-{key}": "1"})
        self.assertPublic(answer, 422)
        self.assertIn("too often", answer.text)
        self.assertFalse(order.return_request_ids)

    def test_what_the_server_refuses_is_said_to_the_customer(self):
        """E1.2, S15: by the sentence that was written for them, and nothing is half made"""
        order = self.delivered(2)
        link, quantities = self.issue(order, "return"), {self.key(order): "1"}
        original = self.env.registry["sale.order"]._return_ask

        def late(order, link, lines, note, wish):
            # Somebody in the warehouse was faster.
            product = order._return_items()[0].product
            product.product_tmpl_id.public_link_return_rule = "final"
            return original(order, link, lines, note, wish)

        self.patch(self.env.registry["sale.order"], "_return_ask", late)
        response = self.ask(link, quantities, note="Keep this")
        self.assertAgain(response, "final sale", "Keep this")
        self.assertFalse(order.return_request_ids)
