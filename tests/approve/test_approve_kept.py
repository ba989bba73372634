# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from html import unescape

from odoo import Command, fields

from ...models.approve.sale_order_revision import KEPT
from ..common.approve import ApproveCase


class TestKept(ApproveCase):
    """What a customer gives along with an approval, and takes away from it."""

    def test_copy_and_certificate_are_on_the_page_at_once(self):
        """F51: before any mail; the certificate opens by itself once it is made"""
        order, link = self.quote()
        page = self.assertSaid(self.approve(link), "approved")
        self.assertIn("Download your copy", page.text)
        self.assertIn("Download the certificate", page.text)
        row = order.public_link_approval_ids
        place = f"certificate/{row.id}"
        waiting = self.open(link, place)
        self.assertPublic(waiting, 200)
        self.assertIn("being prepared", waiting.text)
        row.write({"certificate": b"JVBERi0=", "certificate_sha256": "x"})
        found = self.open(link, place)
        self.assertEqual(found.headers["Content-Type"], "application/pdf")
        self.assertEqual(found.content, b"%PDF-")

    def test_nobody_else_gets_a_certificate(self):
        """F51, A3, S10: another link of the order, another order, a number of nothing"""
        order, link = self.quote()
        friend = self.env["res.partner"].create({"name": "F", "email": "f@example.com"})
        other = self.env["public.link"].sudo()._issue(order, "approve", friend)
        _foreign, stranger = self.quote()
        self.approve(link)
        number = order.public_link_approval_ids.id
        for one in (other, stranger):
            self.assertPublic(self.open(one, f"certificate/{number}"), 404)
            self.assertNotIn("Download the certificate", self.open(one).text)
        self.assertPublic(self.open(link, "certificate/999999"), 404)
        self.assertPublic(self.open(link, "certificate/x"), 404)

    def test_their_own_order_number_is_taken_where_there_is_none(self):
        """F50: no revision; on the evidence, and in the seller's note"""
        order, link = self.quote(client_order_ref=False)
        self.assertIn('name="reference"', self.open(link).text)
        self.assertSaid(self.approve(link, reference=" PO \u202e77 "), "approved")
        self.assertEqual(order.client_order_ref, "PO 77")
        self.assertFalse(order.public_link_revised or order.public_link_answer_changed)
        row = order.public_link_approval_ids
        self.assertEqual(row._content()["reference"], "PO 77")
        self.assertTrue(any("PO 77" in text.body for text in order.message_ids))

    def test_another_order_number_than_staff_entered_is_a_message(self):
        """F50"""
        order, link = self.quote(client_order_ref="PO-1")
        self.approve(link, reference="PO-2")
        self.assertEqual((order.client_order_ref, order.state), ("PO-1", "sale"))
        [note] = [text.body for text in order.message_ids if "PO-2" in text.body]
        self.assertIn("keeps the one that it had: PO-1", note)

    def test_what_is_typed_stays_when_the_page_asks_again(self):
        """T19, F50"""
        order, link = self.quote(client_order_ref=False)
        page = self.act(link, "approve", reference="PO-9")
        self.assertAgain(page)
        self.assertIn('value="PO-9"', page.text)
        self.assertFalse(order.client_order_ref)

    def expired(self):
        order, link = self.quote()
        yesterday = fields.Date.subtract(fields.Date.today(), days=1)
        order.with_context(**KEPT).validity_date = yesterday
        return order, link

    def test_a_new_quotation_is_asked_for_once(self):
        """A60: what expired offers the way to a new one; the seller has something to do"""
        order, link = self.expired()
        self.assertIn("Ask for a new quote", self.open(link).text)
        for _time in range(2):
            page = self.assertSaid(self.act(link, "renew", seen=""), "renewal_asked")
            self.assertNotIn("Ask for a new quote", page.text)
        [activity] = order.activity_ids
        self.assertIn("A new quotation in place of", activity.summary)
        self.assertEqual(activity.user_id, self.salesman)
        self.assertEqual(order.state, "sent")

    def test_no_new_quotation_for_what_is_still_good(self):
        """S9"""
        order, link = self.quote()
        self.assertNotIn("Ask for a new quote", self.open(link).text)
        self.assertSaid(self.act(link, "renew", seen=""), "closed")
        self.assertFalse(order.activity_ids)


class TestLists(ApproveCase):
    """Options with ticks, items with a running sum."""

    def offer(self, **values):
        order, _link = self.quote(lines=2, **values)
        order.with_context(**KEPT).order_line = [
            Command.create(
                {
                    "display_type": "line_section",
                    "name": "If you like",
                    "is_optional": True,
                    "sequence": 90,
                }
            ),
            Command.create(
                {
                    "product_id": self.product.id,
                    "product_uom_qty": 0,
                    "name": "Padded edge",
                    "sequence": 91,
                }
            ),
        ]
        return order, self.issue(order, "approve"), order.order_line[-1]

    def test_an_option_stands_in_one_list(self):
        """F50: no second list, nothing of "0 x $ 750.00 = $ 0.00" """
        _order, link, option = self.offer()
        text = unescape(self.open(link).text)
        self.assertEqual(text.count("<bdi>Padded edge</bdi>"), 1)
        self.assertNotIn("0 × ", text)
        table = text.partition("<tbody>")[2].partition("</tbody>")[0]
        self.assertNotIn("If you like", table)
        self.assertIn(f'name="take-{option.id}"', text)

    def test_ticks_choose_and_steps_count(self):
        """F50: without a script the buttons send the form; the server says the sum"""
        order, link, option = self.offer()
        name = f"quantity-{option.id}"
        form = {"ticks": "1", name: "1"}
        self.assertSaid(self.act(link, "options", **form), "options_saved")
        self.assertEqual(option.product_uom_qty, 0)
        form[f"take-{option.id}"] = "1"
        self.assertSaid(self.act(link, "options", **form), "options_saved")
        self.assertEqual(option.product_uom_qty, 1)
        page = self.assertSaid(
            self.act(link, "options", more=name, **form), "options_saved"
        )
        self.assertEqual(option.product_uom_qty, 2)
        self.assertIn("With 1 option", page.text)
        self.assertSaid(
            self.act(link, "options", less=name, **form | {name: "2"}), "options_saved"
        )
        self.assertEqual(option.product_uom_qty, 1)
        del form[f"take-{option.id}"]
        self.assertSaid(self.act(link, "options", **form), "options_saved")
        self.assertEqual(option.product_uom_qty, 0)

    def test_a_chosen_option_is_approved_as_an_item(self):
        """F50, C14: else a customer who takes one could never approve it"""
        order, link, option = self.offer(public_link_item_approval=True)
        box = f'name="line" form="items-form" value="{option.id}"'
        self.assertNotIn(box, self.open(link).text)
        form = {"ticks": "1", f"take-{option.id}": "1", f"quantity-{option.id}": "2"}
        self.assertSaid(self.act(link, "options", **form), "options_saved")
        self.assertIn(box, self.open(link).text)
        self.assertSaid(
            self.act(link, "items", line=[str(option.id)], accept="1"),
            "approved_items",
        )
        self.assertEqual(option.public_link_state, "approved")

    def test_a_button_of_another_form_counts_nothing(self):
        """S10, F50"""
        order, link, option = self.offer()
        name = f"quantity-{option.id}"
        form = {"ticks": "1", f"take-{option.id}": "1", name: "1"}
        for bad in ("", "quantity-", f"quantity-{order.order_line[0].id}", "x"):
            self.act(link, "options", more=bad, **form)
            self.assertEqual(option.product_uom_qty, 1)

    def test_many_steps_are_one_note(self):
        """F50: the seller's thread is not filled by each step"""
        order, link, option = self.offer()
        for count in ("1", "2", "3"):
            self.act(link, "options", **{f"quantity-{option.id}": count})
        [note] = [one for one in order.message_ids if "Options chosen" in one.body]
        self.assertIn("Padded edge: 3", note.body)

    def items(self):
        order, _link = self.quote(lines=3, public_link_item_approval=True)
        return order, self.issue(order, "approve"), order.order_line

    def test_the_sum_of_ticked_items_is_the_servers(self):
        """F50: by the address, which a script asks for, and by the form's own button"""
        order, link, lines = self.items()
        two = sum(lines[:2].mapped("price_total"))
        query = f"line={lines[0].id}&line={lines[1].id}"
        page = self.get(f"{link._path()}?{query}")
        self.assertIn(f"{two:,.2f}", page.text)
        self.assertIn("2 of 3 items", page.text)
        self.assertEqual(page.text.count('checked="checked"'), 2)
        page = self.act(link, "items", sum="1", line=lines[:2].ids, name="Joel")
        self.assertPublic(page, 200)
        self.assertIn(f"{two:,.2f}", page.text)
        self.assertIn('value="Joel"', page.text)
        self.assertFalse(order.public_link_approval_ids)
        for bad in ("line=x", "line=-1", f"line={order.id}{order.id}9", "line="):
            self.assertIn("0 of 3 items", self.get(f"{link._path()}?{bad}").text)

    def test_all_at_once(self):
        """C17, F50: "Select all" without a script"""
        order, link, lines = self.items()
        self.assertSaid(self.act(link, "items", accept="1", all="1"), "approved_items")
        self.assertEqual(set(lines.mapped("public_link_state")), {"approved"})
        self.assertEqual(order.state, "sale")

    def test_items_stand_in_one_list(self):
        """F50, E6.7: "Action required" once"""
        _order, link, _lines = self.items()
        text = self.open(link).text
        self.assertEqual(text.count("Action required"), 1)
        self.assertNotIn('class="lines', text)
