# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Other addons refuse, fail, or change the document while a customer answers."""

import base64
import io

from PIL import Image

from odoo import Command
from odoo.exceptions import UserError
from odoo.tools import mute_logger

from ...models.approve.sale_order_revision import KEPT
from ..common.approve import ApproveCase
from ..common.refusals import LOGGERS, REFUSALS, RefusalCase, raising
from ..link.test_uploads import EXE, PDF, picture


class TestRefused(RefusalCase, ApproveCase):
    def proofed(self):
        """Return a quotation with a proof, its approve link, and the proof."""
        order, link = self.quote()
        proof = self.env["sale.order.proof"].create(
            {
                "order_id": order.id,
                "line_id": order.order_line[0].id,
                "name": "front.png",
                "file": base64.b64encode(picture("PNG")),
            }
        )
        return order, link, proof

    def test_a_proof_s_answer_may_be_refused(self):
        """T19: what was typed stays, the fold that was open is open, staff hear why"""
        order, link, proof = self.proofed()
        seen = self.seen(link)
        form = {"proof": proof.id, "seen": seen}
        for method, told in REFUSALS:
            with self.refusing("sale.order.proof", "write", method):
                page = self.act(
                    link,
                    "proof",
                    **form,
                    accept="1",
                    name="Joel W.",
                    decision="approve",
                )
            self.assertFailed(page, 'value="Joel W."', 'checked="checked"')
            self.assertTold(order, told)
            with self.refusing("sale.order.proof", "write", method):
                page = self.act(
                    link, "proof", **form, text="More red", decision="changes"
                )
            self.assertFailed(page, "More red")
            fold = page.text.partition("<summary>Ask for changes of this proof")[0]
            self.assertIn('open="open"', fold[fold.rindex("<details") :])
            self.assertTold(order, told, "More red")
        self.assertEqual((proof.state, proof.answered_by), ("open", False))
        self.assertFalse(order.public_link_approval_ids)
        answer = self.act(link, "proof", **form, text="More red", decision="changes")
        self.assertSaid(answer, "proof_changes")

    def test_an_answer_stays_where_the_note_about_it_is_refused(self):
        """T19: staff read of it in an activity then"""
        order, link, proof = self.proofed()
        original = self.env.registry["sale.order"].message_post

        def no_comments(orders, **kwargs):
            # What core notes while it confirms may stand there.
            if kwargs.get("message_type") == "comment":
                raising(UserError("This history is closed"))()
            return original(orders, **kwargs)

        with self.refusing("sale.order", "message_post", no_comments):
            answer = self.act(link, "proof", proof=proof.id, accept="1", name="Joel W.")
            self.assertSaid(answer, "proof_approved")
            self.assertSaid(self.approve(link, name="Joel W."), "approved")
        self.assertEqual((proof.state, order.state), ("approved", "sale"))
        self.assertTold(order, "This history is closed", "by Joel W.")

    def test_what_changes_while_an_answer_is_noted_is_not_answered(self):
        """T19, T15: proofs and items, which confirm nothing"""
        order, link, proof = self.proofed()
        original = self.env.registry["sale.order.proof"].write

        def dearer(proofs, vals):
            proofs.order_id.order_line.price_unit = 999
            return original(proofs, vals)

        with self.refusing("sale.order.proof", "write", dearer):
            page = self.act(link, "proof", proof=proof.id, accept="1", name="Joel W.")
        self.assertFailed(page, 'value="Joel W."')
        self.assertEqual((proof.state, order.amount_total), ("open", 860.22))
        self.assertTold(order, "Another app would have changed")
        items, link = self.quote(lines=2, public_link_item_approval=True)
        first = items.order_line[:1]
        original = self.env.registry["sale.order.line"].write

        def other(lines, vals):
            if "public_link_approval_id" in vals:
                vals = {**vals, "discount": 0}
            return original(lines, vals)

        with self.refusing("sale.order.line", "write", other):
            page = self.act(link, "items", line=first.ids, accept="1", name="Joel W.")
        self.assertFailed(page, 'value="Joel W."')
        self.assertFalse(first.public_link_state or items.public_link_approval_ids)

    def test_an_addon_may_take_less_of_an_option(self):
        """T19: the page says that it is not what was typed, staff read what it is"""
        order, _link = self.quote()
        order.with_context(**KEPT).order_line = [
            Command.create(
                {"display_type": "line_section", "name": "More", "is_optional": True}
            ),
            Command.create({"product_id": self.product.id, "product_uom_qty": 0}),
        ]
        link, option = self.issue(order, "approve"), order.order_line.sorted()[-1]
        original = self.env.registry["sale.order.line"].write

        def at_most_three(lines, vals):
            if vals.get("product_uom_qty", 0) > 3:
                vals = {**vals, "product_uom_qty": 3}
            return original(lines, vals)

        form = {f"quantity-{option.id}": "7"}
        with self.refusing("sale.order.line", "write", at_most_three):
            page = self.assertSaid(self.act(link, "options", **form), "options_other")
        self.assertIn("not all of it as you wrote it", page.text)
        self.assertEqual(option.product_uom_qty, 3)
        bodies = "".join(order.message_ids.mapped("body"))
        self.assertIn("Desk: 3", bodies.replace(option.name.partition("\n")[0], "Desk"))
        self.assertNotIn(": 7", bodies)

    def test_comments_changes_and_files_may_be_refused(self):
        """T19: the text stays; files must be chosen again, and the page says so"""
        order, link = self.quote()
        file = {"files": ("plan.pdf", PDF, "application/pdf")}
        no_message = (lambda *_args, **_kwargs: None, "NoneType")
        for one in (link, self.issue(order)):
            for method, told in (*REFUSALS, no_message):
                with self.refusing("sale.order", "message_post", method):
                    page = self.act(one, "comment", text="Is it wide?")
                    self.assertFailed(page, "Is it wide?</textarea>")
                    page = self.act(one, "change", text="In green")
                    self.assertFailed(page, "In green</textarea>")
                    page = self.act(one, "upload", files=file)
                    self.assertFailed(page, "choose your files again")
                self.assertTold(order, told, "Is it wide?", "In green", "plan.pdf")
            # Thirty tries an hour.
            self.env["public.link.rate"].search([]).unlink()
        self.assertFalse(
            order.public_link_message_ids or order.public_link_change_asked
        )
        self.assertFalse(order.message_attachment_count)
        # Of two files one is bad: both must be chosen again.
        two = [("files", ("plan.pdf", PDF)), ("files", ("bad.pdf", EXE))]
        page = self.act(link, "upload", files=two)
        self.assertAgain(page, "not what its name says", "choose your files again")

    def test_what_is_refused_again_is_told_once(self):
        """T19: who presses ten times makes one activity with one line"""
        order, link = self.quote()
        refusal = raising(UserError("Not on Sundays"))
        with self.refusing("sale.order", "message_post", refusal):
            for _number in range(3):
                self.act(link, "comment", text="Is it wide?")
        self.assertEqual(len(order.activity_ids), 1)
        self.assertEqual(order.activity_ids.note.count("Not on Sundays"), 1)

    def test_an_automation_that_a_comment_sets_off_is_a_change_by_staff(self):
        """T19, F5, T11: evidence is marked, links are withdrawn"""
        order, link = self.quote(lines=2, public_link_item_approval=True)
        self.act(link, "items", line=order.order_line[:1].ids, accept="1")
        original = self.env.registry["sale.order"].message_post

        def dearer(orders, **kwargs):
            message = original(orders, **kwargs)
            orders.order_line[0].price_unit = 999
            return message

        with self.refusing("sale.order", "message_post", dearer):
            answer = self.act(link, "comment", text="Is it wide?")
        self.assertPublic(answer, 303)
        self.assertTrue(order.public_link_approval_ids.changed_at)
        self.assertEqual(link.revoked_reason, "revised")
        self.assertPublic(self.open(link), 410)

    def test_what_is_tracked_after_an_answer_may_be_refused(self):
        """T19: core notes changes of fields when all is done: no 500, nothing is half done"""
        order, link = self.quote()
        refusal = raising(UserError("Not on Sundays"))
        with self.refusing("sale.order", "_track_subtype", refusal):
            self.assertFailed(self.approve(link, name="Joel W."), 'value="Joel W."')
        self.assertEqual((order.state, order.public_link_answer), ("sent", False))
        self.assertTold(order, "Not on Sundays")

    def test_staff_who_cannot_be_told_do_not_stop_the_page(self):
        """T19: no 500 where activities are refused, too"""
        _order, link = self.quote()
        refusal = raising(UserError("Not on Sundays"))
        with (
            self.refusing("sale.order", "message_post", refusal),
            self.refusing("sale.order", "activity_schedule", refusal),
        ):
            self.assertFailed(self.act(link, "comment", text="Wide?"), "Wide?")


class TestTypedAgain(ApproveCase):
    """What was typed and drawn comes back, whatever asks for another look."""

    def drawn(self, color="#111"):
        """Return what a pad sends that is full of a colour."""
        result = io.BytesIO()
        Image.new("RGBA", (600, 180), color).save(result, "PNG")
        data = base64.b64encode(result.getvalue()).decode()
        return f"data:image/png;base64,{data}"

    def test_a_drawn_signature_comes_back(self):
        """T19, A57: after an error, a refusal, and a change"""
        order, link = self.quote(require_signature=True)
        drawn = self.drawn()
        form = {"name": "Joel W.", "signature": drawn}
        page = self.act(link, "approve", **form)
        self.assertAgain(page, "tick the box")
        kept = self.kept(page)
        # As it came back it is taken, and stays the same.
        again = self.kept(self.act(link, "approve", **{**form, "signature": kept}))
        self.assertEqual(again, kept)
        seen = self.seen(link)
        self.company.public_links_approve_terms = "Other terms"
        page = self.approve(link, seen=seen, **form)
        self.assertChanged(page, 'value="Joel W."')
        self.assertEqual(self.kept(page), kept)
        with (
            mute_logger(*LOGGERS),
            self.overridden("_action_confirm", raising(UserError("No"))),
        ):
            page = self.approve(link, **form)
        self.assertFailed(page, 'value="Joel W."')
        self.assertEqual(self.kept(page), kept)
        self.assertSaid(self.approve(link, name="Joel", signature=kept), "approved")
        self.assertTrue(order.signature)

    def kept(self, page):
        """Return the signature that a page's form has kept."""
        found = page.text.partition('name="signature" value="')[2].partition('"')[0]
        self.assertTrue(found.startswith("data:image/png;base64,"), page.text[-3000:])
        return found

    def test_nothing_but_a_picture_comes_back(self):
        """S14, T19, A57: what is none, empty, or too large, is dropped"""
        _order, link = self.quote(require_signature=True)
        for bad in (
            "drawn",
            "data:image/svg+xml;base64,PHN2Zy8+",
            'data:image/png;base64,"><script>',
            self.drawn() + "A" * 300_000,
            self.drawn("#0000"),
        ):
            page = self.act(link, "approve", name="Joel", signature=bad)
            self.assertPublic(page, 422)
            self.assertIn('name="signature"/>', page.text)

    def test_who_tries_too_often_keeps_what_was_typed(self):
        """S13, T19: and no picture is looked at"""
        _order, link = self.quote(require_signature=True)
        form = {"name": "Joel W.", "signature": self.drawn(), "accept": "1"}
        seen = self.seen(link)
        self.patch(self.env.registry["public.link.rate"], "_allow", lambda *args: False)
        page = self.act(link, "approve", seen=seen, **form)
        self.assertPublic(page, 422)
        for text in ("too often", 'value="Joel W."', 'name="signature"/>'):
            self.assertIn(text, page.text)
        page = self.act(link, "reject", seen=seen, text="Too dear for us")
        self.assertIn("Too dear for us</textarea>", page.text)

    def test_a_page_that_changed_shows_what_was_typed(self):
        """T19, S8: in each of its forms; ticks of boxes were for other words"""
        order, link = self.quote(lines=2, public_link_item_approval=True)
        proof = self.env["sale.order.proof"].create(
            {
                "order_id": order.id,
                "line_id": order.order_line[0].id,
                "name": "front.png",
                "file": base64.b64encode(picture("PNG")),
            }
        )
        line = order.order_line[1]
        who = {"name": "Joel W.", "accept": "1"}
        for action, form, texts in (
            ("items", {"line": line.ids}, ('value="Joel W."', f'value="{line.id}" ch')),
            ("proof", {"proof": proof.id}, ('value="Joel W."',)),
            ("proof", {"proof": proof.id, "text": "Red", "decision": "changes"}, ()),
            ("reject", {"text": "Too dear"}, ("Too dear</textarea>",)),
        ):
            page = self.act(link, action, seen="0", **who, **form)
            self.assertChanged(page, *texts)
            self.assertNotIn('name="accept" value="1" required="" ch', page.text)
