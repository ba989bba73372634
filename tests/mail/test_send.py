# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64
from datetime import timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form
from odoo.tools import SQL

from ...tools import qr
from ..common.send import SendCase


class TestSend(SendCase):
    # === ONE DOCUMENT === #

    def test_sending_makes_the_link_and_notes_it_on_the_document(self):
        """A8, A73: nobody builds a URL by hand."""
        with self.post_office() as mails:
            self.wizard(self.order, purpose="view").action_send()
        link = self.links(self.order)
        self.assertEqual(len(link), 1)
        self.assertEqual((link.purpose, link.channel), ("view", "mail"))
        self.assertEqual(link.partner_id, self.customer)
        self.assertEqual(link.user_id, self.salesman)
        [mail] = mails
        self.assertEqual(mail.recipient_ids, self.customer)
        self.assertIn(link._placeholder(), mail.body_html)
        self.assertIn("sender@seller.example", mail.email_from)
        note = self.order.message_ids[0]
        self.assertEqual(link.mail_message_id, note)
        self.assertEqual(note.notification_ids.res_partner_id, self.customer)
        self.assertTrue(note.is_internal)

    def test_a_sent_mail_holds_the_link_and_marks_it_sent(self):
        """A73, F28: what leaves holds the token, what is stored does not."""
        with self.post_office() as mails:
            self.wizard(self.order).action_send()
        link = self.links(self.order)
        self.assertEqual((link.mail_state, link.sent_at), ("queued", False))
        with self.mock_mail_gateway():
            mails[0].send()
            [sent] = self._mails
        self.assertIn(link._url(), sent["body"])
        self.assertEqual(sent["email_to"], ['"Joel Willis" <joel.willis@example.com>'])
        self.env.invalidate_all()
        self.assertEqual(link.mail_state, "sent")
        self.assertTrue(link.sent_at)
        self.assertEqual(set(link.event_ids.mapped("kind")), {"issued", "sent"})

    def test_three_recipients_get_three_mails_with_three_links(self):
        """F22, F1"""
        third = self.customer.create({"name": "Third", "email": "third@example.net"})
        people = self.customer | self.other | third
        with self.post_office() as mails:
            self.wizard(self.order, partner_ids=[Command.set(people.ids)]).action_send()
        links = self.links(self.order)
        self.assertEqual(links.partner_id, people)
        self.assertEqual(len(mails), 3)
        for mail in mails:
            own = links.filtered(
                lambda link, mail=mail: link.partner_id == mail.recipient_ids
            )
            for link in links:
                self.assertEqual(link._placeholder() in mail.body_html, link == own)
                self.assertNotIn(link._token(), mail.body_html)

    def test_followers_get_no_mail_with_the_link(self):
        """F1: a link belongs to one recipient."""
        self.order.message_subscribe(self.other.ids)
        with self.post_office() as mails:
            self.wizard(self.order).action_send()
        self.assertEqual([mail.recipient_ids for mail in mails], [self.customer])

    def test_account_billing_mail_and_recipient_are_shown(self):
        """A65"""
        company = self.customer.create(
            {
                "name": "Azure Interior",
                "is_company": True,
                "email": "bills@azure.example",
            }
        )
        self.customer.parent_id = company
        wizard = self.wizard(self.order)
        self.assertEqual(wizard.customer_id, company)
        self.assertEqual(wizard.customer_email, "bills@azure.example")
        self.assertEqual(wizard.partner_ids, self.customer)
        self.assertEqual(wizard.addresses, "joel.willis@example.com")

    def test_a_missing_or_wrong_address_is_refused_and_says_what_to_fix(self):
        """A65, B62"""
        for address, word, fix in (
            (False, "no email address", "Add one"),
            ("joel.example.com", "is not valid", "Correct it"),
            ("a@example.com, b@example.com", "more than one", "Keep one"),
        ):
            with self.subTest(address=address):
                self.customer.email = address
                wizard = self.wizard(self.order)
                self.assertIn(word, wizard.problems_html)
                with self.assertRaisesRegex(UserError, word) as caught:
                    wizard.action_send()
                self.assertIn(fix, str(caught.exception))
                self.assertFalse(self.links(self.order))

    def test_nobody_is_no_recipient(self):
        """A65"""
        wizard = self.wizard(self.order, partner_ids=[Command.clear()])
        with self.assertRaisesRegex(UserError, "Choose a recipient"):
            wizard.action_send()

    def test_a_blocked_document_is_neither_sent_nor_copied(self):
        """A72: readiness, with the reason and the fix."""
        gone = self.make_order(user_id=self.salesman.id)
        gone._action_cancel()
        wizard = self.wizard(gone, purpose="approve")
        self.assertIn("cancelled", wizard.problems_html)
        self.assertFalse(wizard.can_copy)
        actions = (wizard.action_send, wizard.action_copy, wizard.action_copy_now)
        for action in actions:
            with self.assertRaisesRegex(UserError, "cancelled"):
                action()
        self.assertFalse(self.links(gone))

    def test_only_offered_purposes_the_shortest_useful_one_proposed(self):
        """A6, A72"""
        Order = self.env.registry["sale.order"]
        wizard = self.wizard(self.order)
        self.assertEqual(wizard.offered, "pay,approve,track,return,view")
        self.assertEqual(wizard.purpose, "approve", "A quotation is not paid yet.")
        with (
            patch.object(Order, "_public_link_purposes", ("view", "approve", "pay")),
            patch.object(Order, "_public_link_blockers_pay", lambda _: ["no"]),
            patch.object(
                Order, "_public_link_blockers_approve", lambda _: [], create=True
            ),
        ):
            wizard = self.wizard(self.order)
            self.assertEqual(wizard.offered, "pay,approve,view")
            self.assertEqual(wizard.purpose, "approve")
        with self.assertRaisesRegex(UserError, "not offered"):
            self.wizard(self.order, purpose="portal").action_send()

    def test_a_contact_has_nothing_to_send_while_the_portal_is_off(self):
        """A72, D10"""
        wizard = self.wizard(self.customer)
        self.assertEqual(wizard.offered, "portal")
        self.assertIn("The customer portal is switched off", wizard.problems_html)
        with self.assertRaisesRegex(UserError, "The customer portal is switched off"):
            wizard.action_send()

    def test_invoices_credit_notes_and_deliveries_are_sent_by_their_people(self):
        """A65, A73, F29"""
        invoice, refund = self.make_invoice(), self.make_invoice("out_refund")
        order = self.make_order("sale")
        for document, user, word in (
            (invoice, self.accountant, "Invoice"),
            (refund, self.accountant, "Credit note"),
            (order.picking_ids, self.warehouse, "Delivery"),
        ):
            with self.subTest(document=document), self.post_office() as mails:
                wizard = self.wizard(document, user)
                self.assertTrue(wizard.document_title.startswith(word))
                wizard.action_send()
            self.assertEqual(len(mails), 1)
            self.assertEqual(self.links(document).user_id, user)

    def test_a_vendor_bill_is_refused(self):
        """A72"""
        bill = self.make_invoice("in_invoice", post=False)
        with self.assertRaisesRegex(UserError, "not a customer invoice"):
            self.wizard(bill, self.accountant).action_send()

    # === LIFE AND LANGUAGE === #

    def test_days_are_proposed_by_the_setting_and_can_be_changed(self):
        """D12, D14, D25"""
        self.assertEqual(self.wizard(self.order).days, 30)
        # Of whatever purpose is proposed.
        self.company.write(
            {"public_links_view_days": 9, "public_links_approve_days": 9}
        )
        wizard = self.wizard(self.order)
        self.assertEqual(wizard.days, 9)
        wizard.days = 3
        wizard.action_send()
        left = self.links(self.order).expires_at - fields.Datetime.now()
        self.assertAlmostEqual(left / timedelta(days=1), 3, places=2)

    def test_days_out_of_bounds_are_refused_in_words(self):
        """D13"""
        for days in (0, -1, 366):
            with self.assertRaisesRegex(ValidationError, "1 to 365 days"):
                self.wizard(self.order, days=days)

    def test_the_mail_speaks_the_recipients_language_unless_staff_choose(self):
        """A65"""
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.env.ref("public_links.mail_template_link")
        template.with_context(
            lang="fr_FR"
        ).subject = "Bonjour {{ object.document_title }}"
        self.customer.lang = "fr_FR"
        self.assertIn("Bonjour", self.wizard(self.order).subject)
        wizard = self.wizard(self.order, lang="en_US")
        self.assertNotIn("Bonjour", wizard.subject)
        with self.post_office() as mails:
            wizard.action_send()
            self.wizard(self.order).action_send()
        english, french = mails
        self.assertNotIn("Bonjour", english.subject)
        self.assertIn("Bonjour", french.subject)

    def test_the_preview_shows_the_mail_and_makes_no_link(self):
        """A72, S2"""
        wizard = self.wizard(self.order, note="See you on <b>Monday</b>.")
        self.assertIn(self.order.name, wizard.subject)
        self.assertIn("/link/to/preview", wizard.body)
        self.assertIn("See you on &lt;b&gt;Monday&lt;/b&gt;.", wizard.body)
        self.assertNotIn("eyJ", wizard.body)
        self.assertFalse(self.links(self.order))

    def test_the_form_itself_opens_and_refreshes(self):
        """A65: what the browser does, onchange by onchange."""
        action = self.order.with_user(self.salesman).action_public_link_send()
        Send = self.env["public.link.send"].with_user(self.salesman)
        with Form(Send.with_context(**action["context"])) as form:
            self.assertFalse(form.problems_html)
            form.partner_ids.clear()
            self.assertIn("Nobody would get the link", form.problems_html)
            form.partner_ids.add(self.other)
            self.assertEqual(form.addresses, "other@example.org")
            form.days = 5

    # === COPY AND QR CODE === #

    def copied(self, wizard):
        action = wizard.action_copy()
        return (
            self.env["public.link.copy"]
            .with_user(self.salesman)
            .browse(action["res_id"])
        )

    def test_copying_shows_a_working_address_and_notes_the_copy(self):
        """B56, D26"""
        copy = self.copied(self.wizard(self.order, purpose="view"))
        link = self.links(self.order)
        self.assertEqual(copy.url, link._url())
        token = copy.url.rpartition("/")[2]
        self.assertEqual(self.env["public.link"]._open(token, "view"), link)
        self.assertEqual(link.channel, "copy")
        self.assertEqual(set(link.event_ids.mapped("kind")), {"issued", "copied"})
        self.assertFalse(link.sent_at)
        self.assertEqual(base64.b64decode(copy.qr_code), qr.png(copy.url))

    def test_a_recipient_without_mail_can_get_a_copied_link(self):
        """B56"""
        self.customer.email = False
        self.assertTrue(self.copied(self.wizard(self.order)).url)

    def test_a_link_is_copied_for_one_person(self):
        """B17"""
        people = self.customer | self.other
        wizard = self.wizard(self.order, partner_ids=[Command.set(people.ids)])
        with self.assertRaisesRegex(UserError, "one recipient"):
            wizard.action_copy()

    def test_a_copy_is_its_makers_alone(self):
        """F29"""
        copy = self.copied(self.wizard(self.order))
        copy.invalidate_recordset()
        with self.assertRaises(AccessError):
            copy.with_user(self.warehouse).read(["url"])
        with self.assertRaises(AccessError):
            copy.write({"link_id": copy.link_id.id})

    def test_no_token_is_stored_anywhere(self):
        """S2: after sending, previewing, copying, with its QR code."""
        wizard = self.wizard(self.order)
        self.assertTrue(wizard.body)
        wizard.action_send()
        copy = self.copied(self.wizard(self.order))
        link = self.links(self.order)
        self.assertTrue(copy.qr_code and link._token() in copy.url)
        self.env.flush_all()
        self.assertFalse(self.columns_with(link._token()))
        self.assertFalse(self.columns_with(link._token().rpartition(".")[2]))
        # The search does find what is there.
        self.assertIn("mail_mail.body_html", self.columns_with(link._placeholder()))

    def columns_with(self, text):
        """Return the text columns of the database in which a text occurs."""
        self.env.cr.execute(
            """
            SELECT columns.table_name, array_agg(columns.column_name::text)
              FROM information_schema.columns
              JOIN information_schema.tables USING (table_schema, table_name)
             WHERE table_schema = 'public' AND table_type = 'BASE TABLE'
               AND data_type IN ('text', 'character varying', 'jsonb', 'json')
             GROUP BY 1
            """
        )
        found = []
        for table, columns in self.env.cr.fetchall():
            tests = [
                SQL("bool_or(strpos(%s::text, %s) > 0)", SQL.identifier(column), text)
                for column in columns
            ]
            query = SQL(
                "SELECT %s FROM %s", SQL(", ").join(tests), SQL.identifier(table)
            )
            [row] = self.env.execute_query(query)
            found += [
                f"{table}.{name}" for name, hit in zip(columns, row, strict=True) if hit
            ]
        return found

    # === RIGHTS === #

    def test_who_may_not_read_the_document_opens_no_wizard(self):
        """F29: by RPC too."""
        Send = self.env["public.link.send"]
        values = {
            "res_model": "sale.order",
            "res_ids": self.order.ids,
            "purpose": "view",
        }
        with self.assertRaises(AccessError):
            Send.with_user(self.clerk).create(values)
        stranger = self._make_user("stranger", "sales_team.group_sale_salesman")
        values["partner_ids"] = [Command.set(self.customer.ids)]
        wizard = Send.with_user(stranger).create(values)
        for call in (
            wizard.action_send,
            wizard.action_copy,
            lambda: wizard.read(["document_title"]),
            lambda: wizard.read(["body"]),
            lambda: wizard.read(["customer_email"]),
        ):
            with self.assertRaises(AccessError):
                call()
        self.assertFalse(self.links(self.order))

    def test_a_wizard_of_other_models_is_refused(self):
        """A3"""
        wizard = (
            self.env["public.link.send"]
            .with_user(self.salesman)
            .create({"res_model": "res.users", "res_ids": [1], "purpose": "view"})
        )
        for call in (
            wizard.action_send,
            wizard.action_copy,
            lambda: wizard.read(["body"]),
        ):
            with self.assertRaisesRegex(UserError, "has no links"):
                call()

    # === SEND AGAIN === #

    def test_sending_again_to_a_changed_address_replaces_the_link(self):
        """A82, F1: whoever reads the old mailbox keeps no working link."""
        self.wizard(self.order).action_send()
        old = self.links(self.order)
        self.customer.email = "joel@new.example"
        self.wizard(self.order).action_send()
        new = self.links(self.order) - old
        self.assertEqual((old.state, old.revoked_reason), ("revoked", "address"))
        self.assertEqual(old.email, "joel.willis@example.com")
        self.assertEqual((new.state, new.email), ("active", "joel@new.example"))
        self.assertTrue(new.mail_message_id)
