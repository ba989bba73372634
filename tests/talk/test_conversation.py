# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What staff write in the chatter, and on whose page it stands."""

import json
from datetime import timedelta

from odoo import fields

from ..common.approve import ApproveCase
from ..common.base import CANARY


class TestConversation(ApproveCase):
    def post(self, document, body="<p>It is ready.</p>", user=None, **post_data):
        """Send by the chatter, as its controller is asked, and return the message."""
        self.log_in(user or self.salesman)
        asked = {
            "thread_model": document._name,
            "thread_id": document.id,
            "post_data": {
                "body": body,
                "message_type": "comment",
                "subtype_xmlid": "mail.mt_comment",
                **post_data,
            },
        }
        response = self.url_open(
            "/mail/message/post",
            data=json.dumps({"jsonrpc": "2.0", "method": "call", "params": asked}),
            headers={"Content-Type": "application/json"},
        )
        result = response.json()["result"]
        self.assertIn("message_id", result)
        return self.env["mail.message"].browse(result["message_id"])

    def documents(self):
        order = self.make_order("sale", user_id=self.salesman.id)
        invoice = self.make_invoice(invoice_user_id=self.salesman.id)
        return [order, invoice, order.picking_ids]

    def writer(self, document):
        """Return somebody who may write about it."""
        people = {"account.move": self.accountant, "stock.picking": self.warehouse}
        return people.get(document._name, self.salesman)

    def test_a_message_to_the_customer_stands_on_the_page(self):
        """M3, F37: of orders, invoices and deliveries."""
        for document in self.documents():
            link = self.issue(document)
            message = self.post(
                document,
                user=self.writer(document),
                partner_ids=self.customer.ids,
            )
            with self.subTest(document._name):
                page = self.open(link).text
                self.assertIn("It is ready.", page)
                self.assertIn(self.company.name, page)
                self.assertNotIn(self.writer(document).name, page)
                self.assertTrue(message.public_link_shown)

    def test_it_stands_on_the_page_of_those_whom_it_was_sent_to_alone(self):
        """M3, F37: a colleague of the customer's has a page of their own."""
        order, link = self.quote()
        anna = self.env["res.partner"].create(
            {"name": "Anna", "email": "anna@example.com", "parent_id": self.customer.id}
        )
        theirs = self.issue(order, partner=anna)
        self.post(order, "<p>For Anna alone</p>", partner_ids=anna.ids)
        self.post(order, "<p>For Joel alone</p>", partner_ids=self.customer.ids)
        self.assertIn("For Anna alone", self.open(theirs).text)
        self.assertNotIn("For Joel alone", self.open(theirs).text)
        for one in (link, self.issue(order)):
            self.assertIn("For Joel alone", self.open(one).text)
            self.assertNotIn("For Anna alone", self.open(one).text)
        # Nor where its readers are gone.
        theirs.partner_id = False
        anna.unlink()
        self.assertNotIn("For Anna alone", self.open(link).text)

    def test_followers_of_the_customer_s_read_it(self):
        """M3, F37: who got the mail has it on the page."""
        order, link = self.quote()
        order.message_subscribe(self.customer.ids)
        self.post(order, "<p>To all who follow</p>")
        self.assertIn("To all who follow", self.open(link).text)

    def test_notes_and_messages_among_colleagues_never_stand_there(self):
        """A4, M3, F37: whoever follows."""
        order, link = self.quote()
        order.message_subscribe((self.customer + self.accountant.partner_id).ids)
        self.post(order, f"<p>{CANARY}</p>", subtype_xmlid="mail.mt_note")
        order.message_unsubscribe(self.customer.ids)
        self.post(order, "<p>AMONG-US</p>", partner_ids=self.accountant.partner_id.ids)
        rows = self.env["public.link.message"].search([("order_id", "=", order.id)])
        self.assertFalse(rows, rows.mapped("text"))
        # A supplier to whom staff write has a page of their own.
        self.post(order, "<p>TO-SUPPLIER</p>", partner_ids=self.other.ids)
        for one in (link, self.issue(order)):
            page = self.open(one).text
            self.assertNotIn("AMONG-US", page)
            self.assertNotIn("TO-SUPPLIER", page)
        self.assertIn(
            "TO-SUPPLIER", self.open(self.issue(order, partner=self.other)).text
        )

    def test_what_is_sent_later_stands_there_then(self):
        """M3, F37: "Send Later" in the chatter."""
        order, link = self.quote()
        later = (
            self.env["mail.scheduled.message"]
            .with_user(self.salesman)
            .create(
                {
                    "model": "sale.order",
                    "res_id": order.id,
                    "author_id": self.salesman.partner_id.id,
                    "body": "WRITTEN-BEFORE",
                    "partner_ids": self.customer.ids,
                    "scheduled_date": fields.Datetime.now() + timedelta(days=1),
                    # As the composer stores it.
                    "notification_parameters": json.dumps({"message_type": "comment"}),
                }
            )
        )
        self.assertNotIn("WRITTEN-BEFORE", self.open(link).text)
        later.post_message()
        self.assertIn("WRITTEN-BEFORE", self.open(link).text)

    def test_never_because_of_its_subtype_alone(self):
        """M3, F37: mails that the system or a job posts are messages too."""
        order, link = self.quote()
        order.with_user(self.salesman).message_post(
            body="BY-A-JOB",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.customer.ids,
        )
        self.assertNotIn("BY-A-JOB", self.open(link).text)

    def test_a_mail_with_the_document_is_one_line(self):
        """M3, F37: quotations and invoices."""
        order = self.make_order("draft", user_id=self.salesman.id)
        action = order.with_user(self.salesman).action_quotation_send()
        composer = (
            self.env["mail.compose.message"]
            .with_user(self.salesman)
            .with_context(**action["context"])
            .create({})
        )
        self.assertFalse(composer.public_link_shared)
        composer.partner_ids = self.customer
        composer.action_send_mail()
        page = self.open(self.issue(order)).text
        self.assertIn("Quotation sent by email", page)
        self.assertNotIn("Don't hesitate", page.replace("&#39;", "'"))

        invoice = self.make_invoice(invoice_user_id=self.salesman.id)
        self.env["account.move.send"]._generate_and_send_invoices(
            invoice, sending_methods=["email"]
        )
        page = self.open(self.issue(invoice)).text
        self.assertIn("Invoice sent by email", page)
        self.assertEqual(
            self.env["public.link.message"]
            .search([("move_id", "=", invoice.id)])
            .mapped("kind"),
            ["sent"],
        )

    def test_files_come_along_and_open_for_their_readers_alone(self):
        """M3, F37, S10"""
        order, link = self.quote()
        stranger = self.issue(order, partner=self.other)
        plan = (
            self.env["ir.attachment"]
            .with_user(self.salesman)
            .create(
                {
                    "name": "plan.pdf",
                    "raw": b"%PDF-1.4 plan %%EOF",
                    "res_model": "mail.compose.message",
                }
            )
        )
        self.post(
            order,
            partner_ids=self.customer.ids,
            attachment_ids=plan.ids,
            attachment_tokens=[plan._get_ownership_token()],
        )
        row = self.env["public.link.message"].search(
            [("order_id", "=", order.id), ("kind", "=", "file")]
        )
        self.assertIn("plan.pdf", self.open(link).text)
        self.assertEqual(self.open(link, f"file/{row.id}").content, plan.raw)
        self.assertNotIn("plan.pdf", self.open(stranger).text)
        self.assertPublic(self.open(stranger, f"file/{row.id}"), 404)

    def test_staff_take_it_back(self):
        """M3, F37: from the chatter; and a deleted message goes by itself."""
        order, link = self.quote()
        message = self.post(order, partner_ids=self.customer.ids)
        mine = order.with_user(self.salesman)
        mine.action_public_link_unshare(message.id)
        self.assertNotIn("It is ready.", self.open(link).text)
        self.assertFalse(message.public_link_shown)
        mine.action_public_link_share(message.id)
        self.assertIn("It is ready.", self.open(link).text)
        mine._message_update_content(message, body="")
        self.assertNotIn("It is ready.", self.open(link).text)

    def test_staff_see_it_before_they_send(self):
        """M3, F37: the chatter says so, and the big window has a box."""
        order, _link = self.quote()
        self.log_in(self.salesman)
        for on in (True, False):
            self.company.public_links_messages = on
            asked = {
                "fetch_params": [
                    [
                        "mail.thread",
                        {
                            "thread_model": "sale.order",
                            "thread_id": order.id,
                            "request_list": ["followers"],
                        },
                    ]
                ]
            }
            response = self.url_open(
                "/mail/data",
                data=json.dumps({"jsonrpc": "2.0", "method": "call", "params": asked}),
                headers={"Content-Type": "application/json"},
            )
            [thread] = response.json()["result"]["mail.thread"]
            self.assertEqual(thread["public_link_talks"], on)
        Composer = self.env["mail.compose.message"].with_user(self.salesman)
        Composer = Composer.with_context(
            clicked_on_full_composer=True,
            default_model="sale.order",
            default_res_ids=order.ids,
        )
        self.assertTrue(Composer.create({}).public_link_shared)
        note = self.env.ref("mail.mt_note")
        self.assertFalse(Composer.create({"subtype_id": note.id}).public_link_shared)

    def test_invoices_and_deliveries_take_questions(self):
        """F37, F38: "Ask a question"."""
        for document in self.documents()[1:]:
            link = self.issue(document)
            with self.subTest(document._name):
                self.assertIn("Ask a question", self.open(link).text)
                page = self.assertSaid(
                    self.act(link, "comment", text="Is it the blue one?"),
                    "comment_sent",
                )
                self.assertIn("Is it the blue one?", page.text)
                self.assertTrue(document.activity_ids)
                # A question changes nothing.
                self.assertPublic(self.act(link, "change", text="Hello"), 404)

    def test_a_link_in_a_message_is_no_text_of_the_page(self):
        """A3, S10: it would be somebody else's."""
        order, link = self.quote()
        self.post(
            order,
            f"<p>See {link._placeholder()} please</p>",
            partner_ids=self.customer.ids,
        )
        page = self.open(link).text
        self.assertIn("please", page)
        self.assertNotIn("/link/to/", page)


class TestDispute(ApproveCase):
    def disputed(self):
        invoice = self.make_invoice(invoice_user_id=self.accountant.id)
        link = self.issue(invoice)
        page = self.assertSaid(
            self.act(link, "dispute", seen="", text="Only two came."), "dispute_sent"
        )
        return invoice, link, page.text

    def test_an_invoice_is_disputed(self):
        """F38: an activity, and the page says what happens now."""
        invoice, link, page = self.disputed()
        self.assertTrue(invoice._public_is_disputed())
        self.assertIn("disputed", invoice.activity_ids.summary)
        self.assertIn("Only two came.", invoice.activity_ids.note)
        self.assertIn("do not ask you to pay meanwhile", page)
        self.assertIn("Only two came.", page)
        self.assertNotIn("What is wrong?", page)
        self.assertIn("disputed", link.event_ids.mapped("kind"))
        self.assertPublic(self.act(link, "dispute", seen="", text="Again"), 404)
        self.assertIn(
            invoice,
            self.env["account.move"].search([("public_link_disputed_at", "!=", False)]),
        )

    def test_nobody_is_asked_to_pay_meanwhile(self):
        """F38: a pay link is not sent, by hand or to many; the view link is."""
        invoice, _link, _page = self.disputed()

        def problems(purpose):
            return invoice._public_link_send_problems(purpose, self.customer)

        self.assertIn("disputes", problems("pay")[-1][0])
        self.assertFalse(problems("view"))
        invoice.public_link_disputed_at = False
        self.assertNotIn("disputes", str(problems("pay")))

    def test_staff_end_it(self):
        """F38: invoicing people alone."""
        invoice, link, _page = self.disputed()
        with self.assertRaisesRegex(Exception, "Only invoicing people"):
            invoice.with_user(self.warehouse).action_public_link_dispute_end()
        invoice.with_user(self.accountant).action_public_link_dispute_end()
        self.assertFalse(invoice._public_is_disputed())
        page = self.open(link).text
        self.assertNotIn("do not ask you to pay", page)
        self.assertIn("What is wrong?", page)

    def test_what_is_not_asked_for_cannot_be_disputed(self):
        """F38: other documents, and invoices that are paid, cancelled or a credit note."""
        credit = self.make_invoice("out_refund")
        cancelled = self.make_invoice()
        cancelled.button_cancel()
        order = self.make_order("sale")
        for document in (credit, cancelled, order, order.picking_ids):
            link = self.issue(document)
            with self.subTest(document._name, state=document.state):
                self.assertNotIn("What is wrong?", self.open(link).text)
                self.assertPublic(self.act(link, "dispute", seen="", text="No"), 404)

    def test_an_empty_dispute_is_asked_again(self):
        """F38, S15"""
        link = self.issue(self.make_invoice())
        self.assertAgain(self.act(link, "dispute", seen="", text=" "), "Please write")
        self.company.public_links_messages = False
        self.assertPublic(self.act(link, "dispute", seen="", text="No"), 404)

    def test_a_disputed_invoice_is_paid_all_the_same(self):
        """F38: nothing asks for it, and who wants to may."""
        invoice, _link, _page = self.disputed()
        copy = invoice.copy()
        self.assertFalse(copy._public_is_disputed())
        self.assertNotIn(
            "disputed", [one.code for one in invoice._public_link_blockers("pay")]
        )
        self.assertEqual(invoice.public_link_message_ids.mapped("kind"), ["dispute"])
