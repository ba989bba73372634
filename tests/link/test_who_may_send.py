# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who may send what: one place decides, and every door asks it."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from ..common.base import PublicLinkHttpCase
from ..common.who import EVERYBODY, TABLE, WhoCase

APPROVAL = "Only sales people may send this for approval."
# Doors are tried where people differ; the one place is asked for the whole table.
TRIED = (
    ("order", "approve"),
    ("foreign_order", "approve"),
    ("foreign_order", "view"),
    ("foreign_order", "pay"),
    ("foreign_order", "return"),
    ("foreign_invoice", "pay"),
    ("delivery", "track"),
)


class TestWhoMaySend(WhoCase):
    def check(self, door, table=TRIED):
        """Check that a door opens for those of the table, and for nobody else."""
        for key in table:
            document = self.documents[key[0]]
            can = {name for name in EVERYBODY if self.can(door, name, document, key[1])}
            self.assertEqual(can, TABLE[key], key)

    # === THE ONE PLACE === #

    def test_groups_and_record_rules_decide(self):
        """S27: each group against each purpose, on own and foreign documents."""

        def place(user, document, purpose):
            return document.with_user(user)._public_link_may_send(purpose)

        self.check(place, TABLE)

    def test_sudo_is_no_sender(self):
        """S27: what runs as superuser inside still is the user's."""

        def place(user, document, purpose):
            return document.with_user(user).sudo()._public_link_may_send(purpose)

        self.check(place, TABLE)
        self.assertTrue(self.documents["order"]._public_link_may_send("approve"))

    def test_the_table_of_portals_is_that_of_before(self):
        """F29"""
        for name, user in self.users.items():
            contact = self.customer.with_user(user)
            allowed = name in TABLE["contact", "portal"]
            self.assertEqual(contact._public_link_may_send("portal"), allowed, name)
            if not allowed:
                with self.assertRaises(AccessError):
                    contact.action_public_link_send()
                    self.wizard(self.customer, user).action_send()

    def test_many_are_decided_at_once(self):
        """S27: of a list, those alone that the user may send."""
        orders = self.documents["order"] | self.documents["foreign_order"]
        self.assertEqual(
            orders.with_user(self.users["own"])._public_link_sendable("approve"),
            self.documents["order"],
        )
        self.assertFalse(
            orders.with_user(self.users["own"])._public_link_may_send("approve")
        )

    def test_every_purpose_names_its_people(self):
        """S27: a purpose that names nobody is sent by nobody."""
        for model in self.env["public.link.registry"]._known().documents:
            document = self.env[model]
            for purpose in document._public_link_purposes:
                senders = document._public_link_senders(purpose)
                self.assertTrue(senders.groups, (model, purpose))
                self.assertTrue(senders.refusal.endswith("."), (model, purpose))
        order = self.documents["order"].with_user(self.users["head"])
        self.assertFalse(order._public_link_may_send("unheard"))
        self.assertFalse(self.env["sale.order"]._public_link_senders("unheard").groups)

    def test_no_page_leads_to_what_its_sender_may_not_send(self):
        """S27: who copies a page's link could go on from it as the customer."""
        for name, purpose in TABLE:
            document = self.documents[name]
            if name == "contact":
                continue  # F29 says who sends a portal
            for further in self.env["public.link.registry"]._known().leads(purpose):
                if further in document._public_link_purposes:
                    self.assertLessEqual(
                        TABLE[name, purpose], TABLE[name, further], (name, further)
                    )

    # === DOORS === #

    def test_links_are_made(self):
        """S27: whatever door a link is made by, this method makes it."""

        def issue(user, document, purpose):
            # The documents as superuser, as a wizard may hand them over.
            return self.Link.with_user(user)._issue(document, purpose)

        self.check(issue)

    def test_the_wizard_copies(self):
        """S27"""

        def copy(user, document, purpose):
            return self.wizard(document, user, purpose=purpose).action_copy()

        self.check(copy)

    def test_the_wizard_sends(self):
        """S27"""

        def send(user, document, purpose):
            before = len(self.links(document))
            self.wizard(document, user, purpose=purpose).action_send()
            return len(self.links(document)) > before

        self.check(send)

    def test_the_wizard_offers(self):
        """S27: what is not the user's to send is neither proposed nor chosen."""

        def offer(user, document, purpose):
            wizard = self.wizard(document, user)
            self.assertIn(wizard.purpose, wizard.offered.split(","))
            return purpose in wizard.offered.split(",")

        self.check(offer)

    def test_a_list_sends(self):
        """S27"""
        pairs = {}

        def send(user, document, purpose):
            both = document | pairs[document]
            wizard = self.wizard(both, user, purpose=purpose)
            wizard.action_send()
            return wizard.result["sent"] == 2

        for name, _purpose in TRIED:
            document = self.documents[name]
            values = {}
            if document._name == "account.move":
                values = {"invoice_date": document.invoice_date}
            pairs[document] = document.copy(values)
        self.check(send)

    def test_links_that_exist_are_handed_on(self):
        """S27: copied, mailed again, extended or replaced, also by RPC."""

        def rpc(method):
            def call(user, document, purpose):
                link = self.opened(document, purpose).with_user(user)
                answer = call_kw(link.browse(), method, [link.ids], {})
                if method == "action_resend":
                    return link.sudo().mail_message_id
                return answer

            return call

        for method in (
            "action_copy",
            "action_extend",
            "action_regenerate",
            "action_resend",
        ):
            with self.subTest(method):
                self.check(rpc(method))

    def test_the_address_of_a_link_is_read(self):
        """S27: the copy dialog is a model that anybody can call."""

        def create(user, document, purpose):
            link = self.opened(document, purpose)
            copies = self.env["public.link.copy"].with_user(user)
            [copy] = call_kw(copies, "create", [[{"link_id": link.id}]], {})
            return copies.browse(copy).url

        def onchange(user, document, purpose):
            link = self.opened(document, purpose)
            copies = self.env["public.link.copy"].with_user(user)
            arguments = [[], {"link_id": link.id}, [], {"link_id": {}, "url": {}}]
            return call_kw(copies, "onchange", arguments, {})["value"].get("url")

        self.check(create)
        self.check(onchange, TRIED[:3])

    def test_paper_carries_a_code(self):
        """S27: what is printed is scanned by whoever printed it."""

        def printed(user, document, purpose):
            return document.with_user(user)._public_link_qr_link(purpose)

        def printed_by_system(user, document, purpose):
            return document.with_user(user).sudo()._public_link_qr_link(purpose)

        self.check(printed)
        self.check(printed_by_system)
        portal = self._make_user("guest")
        portal.group_ids = [Command.set([self.env.ref("base.group_portal").id])]
        order = self.documents["order"]
        # Customers print theirs by core's portal, which runs as superuser.
        self.assertTrue(order.with_user(portal).sudo()._public_link_qr_link("view"))
        self.assertTrue(order._public_link_qr_link("approve"))

    def test_the_diagnosis_says_who_may(self):
        """S27"""

        def silent(user, document, purpose):
            diagnosis = (
                self.env["public.link.diagnosis"]
                .with_user(user)
                .create({"res_model": document._name, "res_id": document.id})
            )
            senders = document.with_user(user)._public_link_senders(purpose)
            return str(senders.refusal) not in diagnosis.result

        self.check(silent)

    # === WORDS === #

    def test_who_may_is_one_plain_sentence(self):
        """S27: shown by the wizard, and given by the server whatever is pressed."""
        quote, packer = self.make_order(), self.users["stock"]
        wizard = self.wizard(quote, packer)
        self.assertIn(APPROVAL, wizard.withheld)
        self.assertNotIn("approve", wizard.offered)
        self.assertNotIn(wizard.purpose, ("approve", "view", "pay"))
        self.assertFalse(self.wizard(quote, self.users["all"]).withheld)
        for method in ("action_send", "action_copy"):
            wizard = self.wizard(quote, packer, purpose="approve")
            self.assertFalse(wizard.can_copy)
            self.assertFalse(wizard.body)
            with self.assertRaisesRegex(UserError, APPROVAL):
                call_kw(wizard.browse(), method, [wizard.ids], {})
        with self.assertRaisesRegex(UserError, "sales and invoicing people"):
            wizard = self.wizard(quote, packer).with_context(default_purpose="pay")
            wizard.create(
                {"res_model": "sale.order", "res_ids": quote.ids}
            ).action_send()
        self.assertFalse(self.links(quote))

    def test_a_button_that_leads_nowhere_says_why(self):
        """S27: who may send nothing of a document opens no wizard."""
        delivery = self.documents["delivery"].with_user(self.users["billing"])
        with self.assertRaisesRegex(AccessError, "sales and warehouse people"):
            delivery.action_public_link_send()
        order = self.documents["order"].with_user(self.users["links"])
        with self.assertRaisesRegex(AccessError, APPROVAL):
            order.action_public_link_send()

    def test_managers_of_links_end_what_they_may_not_send(self):
        """S27: being one proves nothing about selling."""
        head = self.users["links_head"]
        head.group_ids += self.env.ref("account.group_account_readonly")
        link = self.opened(self.documents["order"], "approve")
        own = link.with_user(head)
        self.assertEqual(own.state, "active")
        for method in ("action_copy", "action_extend", "action_resend"):
            with self.assertRaisesRegex(UserError, APPROVAL):
                getattr(own, method)()
        own.action_revoke()
        self.assertDead(link, "revoked")

    def test_what_was_refused_is_listed_with_what_was_sent(self):
        """S27: resending a list skips what is for others, and says so."""
        track = self.opened(self.documents["order"], "track")
        approve = self.opened(self.documents["order"], "approve")
        links = (track | approve).with_user(self.users["stock"])
        answer = links.action_resend()["params"]["message"]
        self.assertIn("Links handed to the email queue: 1.", answer)
        self.assertIn(APPROVAL, answer)
        self.assertFalse(approve.mail_message_id)
        with self.assertRaisesRegex(AccessError, APPROVAL):
            links.action_extend(300)
        self.assertLess(approve.lifetime_days, 300)

    def test_core_s_payment_link_is_refused_too(self):
        """S27: and never is core's permanent one instead."""
        order = self.documents["order"]
        order._portal_ensure_token()
        wizard = self.env["payment.link.wizard"].with_user(self.users["stock"])
        wizard = wizard.sudo().create(
            {
                "res_model": "sale.order",
                "res_id": order.id,
                "amount": 1,
                "amount_max": 1,
            }
        )
        self.assertFalse(wizard.sudo(False).link)
        self.assertIn("sales and invoicing people", wizard.sudo(False).warning_message)

    # === THE SYSTEM === #

    def test_customers_go_on_by_their_own_click(self):
        """S27: links derived from a link ask no user."""
        view = self.opened(self.documents["order"], "view")
        public = self.env.ref("base.public_user")
        child = (
            view.with_user(public)
            .sudo()
            ._derive("approve", self.documents["order"].with_user(public).sudo())
        )
        self.assertAlive(child)

    def test_the_system_sends(self):
        """S27: cron jobs and requests of customers."""
        public = self.env.ref("base.public_user")
        link = self.Link.with_user(public).sudo()
        self.assertTrue(link._issue(self.documents["order"].sudo(), "approve"))


@tagged("post_install", "-at_install")
class TestWhoPreviews(PublicLinkHttpCase):
    def test_a_preview_holds_no_token(self):
        """S27: who sees the page as the customer cannot go on as the customer."""
        order = self.make_order()
        self.authenticate("packer", "packer")
        for purpose in ("view", "approve"):
            response = self.get(f"/link/preview/{purpose}/sale.order/{order.id}")
            self.assertEqual(response.status_code, 200)
            self.assertNotIn("eyJ", response.text)
            self.assertNotIn(order.access_token or "access_token", response.text)
        self.assertFalse(self.links_of(order))
