# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from lxml import etree

from odoo.tools import mute_logger

from ..common.base import PublicLinkHttpCase
from ..common.portal_links import PortalLinks
from ..common.send import SendCase


class TestPortalByItself(PortalLinks, SendCase):
    """The portal comes with the first quotation or invoice, once."""

    def mail(self, document, purpose="view"):
        """Send a document's link, and let the mail leave; return the mails that bring a
        portal link, and check that none follows."""
        with self.post_office() as mails:
            links = self.issue(document, purpose)._send_mails()
        messages = links.mail_message_id
        with self.post_office() as later:
            (links | self.portals().filtered("mail_message_id"))._note_sent()
        self.assertFalse(later, "One mail, not two.")
        portal = self.live()
        return [
            mail
            for mail in mails
            if portal
            and mail.mail_message_id in messages
            and portal._placeholder() in mail.body_html
        ]

    def test_the_first_invoice_brings_the_portal_once(self):
        """B11, B14, B16"""
        [mail] = self.mail(self.make_invoice())
        self.assertEqual(mail.recipient_ids, self.customer)
        self.assertIn("without a password", mail.body_html)
        self.assertEqual(self.live().mail_message_id, mail.mail_message_id)
        self.assertTrue(self.live().sent_at)
        self.assertFalse(self.mail(self.make_invoice()))
        self.assertFalse(self.mail(self.make_order()))
        self.assertEqual(len(self.portals()), 1)

    def test_the_first_quotation_brings_it_too(self):
        """B12"""
        self.assertEqual(len(self.mail(self.make_order(), "approve")), 1)

    def test_a_mail_of_odoo_s_own_brings_it_too(self):
        """B12: a message in the chatter to the customer alone; to several it follows."""
        order = self.make_order(user_id=self.salesman.id)
        with self.post_office() as mails:
            order.with_user(self.salesman).message_post(
                body="Here it is.",
                subtype_xmlid="mail.mt_comment",
                partner_ids=self.customer.ids,
            )
        [mail] = [one for one in mails if one.recipient_ids == self.customer]
        self.assertIn(self.live()._placeholder(), mail.body_html)
        self.assertNotIn("without a password", mail.mail_message_id.body)

    def test_a_mail_that_never_left_has_brought_no_portal(self):
        """B11: the next one brings it."""
        self.issue(self.make_invoice())._send_mails()
        self.assertFalse(self.live().sent_at)
        self.assertEqual(len(self.mail(self.make_invoice())), 1)
        self.assertEqual(len(self.portals()), 1)

    def test_whoever_ever_had_one_gets_none_by_itself(self):
        """B11, B12, D27: what staff ended does not come back"""
        self.issue(self.customer, "portal")._revoke()
        self.assertFalse(self.mail(self.make_invoice()))
        self.assertFalse(self.live())

    def test_what_brings_no_portal(self):
        """B11, B12: switched off; blocked; another reader; a credit note; an order"""
        child = self.env["res.partner"].create(
            {"name": "Clerk", "parent_id": self.customer.id, "email": "c@example.com"}
        )
        invoice = self.make_invoice()
        links = self.issue(invoice, partner=child)
        links._send_mails()
        links._note_sent()
        self.mail(self.make_invoice("out_refund"))
        self.mail(self.make_order("sale"))
        for name in ("public_links_portal_auto", "public_links_portal_enabled"):
            self.company[name] = False
            self.mail(invoice)
            self.company[name] = True
        self.customer.email = False
        self.mail(invoice)
        self.assertFalse(self.portals(self.customer | child))

    def test_a_failure_of_it_does_not_undo_the_mail(self):
        """B11: what has left is not sent again"""
        invoice = self.make_invoice()
        link = self.issue(invoice)
        link._send_mails()

        def fail(*_args, **_kwargs):
            raise ValueError("boom")

        self.patch(self.env.registry["public.link"], "_follow_with_portal", fail)
        with mute_logger("odoo.addons.public_links.models.link.public_link_job"):
            link._note_sent()
        self.assertTrue(link.sent_at)
        # Beside the PDF that is prepared for its reader.
        job = self.env["public.link.job"].search([("kind", "=", "portal")])
        self.assertEqual((job.kind, job.res_id), ("portal", link.id))


class TestPortalExpired(PortalLinks, PublicLinkHttpCase):
    """What a customer can do about a portal link that has died."""

    def test_an_expired_portal_asks_for_a_new_link(self):
        """B65, D8: mailed to the address on file; the answer is always the same"""
        link = self.issue(self.customer, "portal")
        self.expire(link)
        page = self.open(link)
        self.assertPublic(page, 410)
        self.assertIn("This link has expired", page.text)
        answer = self.open(link, "request", method="POST")
        self.assertPublic(answer, 303)
        words = self.get(answer.headers["Location"])
        self.assertPublic(words, 200)
        [fresh] = self.live()
        self.assertEqual((fresh.state, fresh.channel), ("active", "request"))
        self.assertTrue(fresh.mail_message_id)
        self.assertPublic(self.open(fresh), 200)
        # Nothing is told to whoever holds the link of a contact without an address.
        silent = self.issue(self.other, "portal")
        self.expire(silent)
        self.other.email = "moved@example.org"
        answer = self.open(silent, "request", method="POST")
        same = self.get(answer.headers["Location"])
        self.assertEqual(
            words.text.replace(link._token(), ""),
            same.text.replace(silent._token(), ""),
        )
        self.assertFalse(self.live(self.other) - silent)

    def test_a_revoked_portal_mails_nobody(self):
        """B65, D9: a wrong recipient does not get it back"""
        link = self.issue(self.customer, "portal")
        link._revoke()
        self.assertPublic(self.open(link), 410)
        self.open(link, "request", method="POST")
        self.assertFalse(self.live())
        self.assertTrue(self.customer.activity_ids)

    def test_disabled_for_one_customer(self):
        """B59, B60, B61"""
        link = self.issue(self.customer, "portal")
        self.assertPublic(self.open(link), 200)
        self.customer.public_links_blocked = True
        self.assertPublic(self.open(link), 410)
        self.customer.public_links_blocked = False
        self.assertPublic(self.open(link), 200)

    def test_staff_view_it_as_the_customer(self):
        """B58, B67, E6.10: it counts as nothing, and nothing can be done from there"""
        self.authenticate("admin", "admin")
        sections = (
            "overview",
            "statement",
            "profile",
            "messages",
            "payments",
        )
        for section in sections:
            response = self.get(
                f"/link/preview/portal/res.partner/{self.customer.id}?section={section}"
            )
            self.assertEqual(response.status_code, 200, section)
            self.assertIn('class="ribbon"', response.text)
            self.assertNotIn("/link/portal/", response.text)
            main = etree.HTML(response.text).find(".//main")
            for form in main.iter("form"):
                if form.get("method") == "post":
                    [button] = form.iter("button")
                    self.assertEqual(button.get("disabled"), "disabled", section)
        self.assertFalse(self.portals())
