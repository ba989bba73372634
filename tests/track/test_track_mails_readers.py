# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who gets mails about parcels, who does not, and what becomes of those that fail."""

import re
from unittest.mock import patch

from odoo.tests import mute_logger

from odoo.addons.stock.models.stock_picking import StockPicking as core_picking

from ..common.parcel_mail import ParcelMailCase


class TestWhoGetsParcelMails(ParcelMailCase):
    def refused(self, what, change):
        """Check that a change keeps the news from being mailed."""
        picking = self.make_picking(f"NOT{what:07}")
        change(picking)
        self.say(picking.parcel_ids, "delivered")
        self.tell()
        self.assertEqual(picking.parcel_ids.state, "delivered")
        self.assertFalse(self.mails(picking))
        self.assertFalse(self.kinds(picking))

    def test_nobody_is_mailed_what_the_gate_closes(self):
        """A69, F45: switched off, hidden, cancelled, blocked, no address"""
        company, customer = self.company, self.customer
        for place, change in enumerate(
            (
                lambda _picking: company.write({"public_links_show_tracking": False}),
                lambda _picking: company.write({"public_links_track_enabled": False}),
                lambda _picking: company.write({"public_links_enabled": False}),
                lambda picking: picking.action_cancel(),
                lambda _picking: customer.write({"public_links_blocked": True}),
                lambda _picking: customer.write({"email": False}),
            )
        ):
            with self.subTest(place), self.env.cr.savepoint() as savepoint:
                self.refused(place, change)
                savepoint.rollback()
            self.env.invalidate_all()
            self.env.registry.clear_cache()

    def test_who_wants_no_such_mails_gets_none(self):
        """F45, S26: blacklisted, opted out, or paused by staff; the customer of whom all"""
        exceptions = self.env["public.link.plan.exception"]
        customer = self.customer
        pause = {"partner_id": customer.id, "reason": "asked us by phone"}
        for place, change in enumerate(
            (
                lambda _picking: customer._public_opt_out(self.company, "parcel"),
                lambda _picking: exceptions.create(pause | {"kind": "parcel"}),
                lambda _picking: self.env["mail.blacklist"]._add(customer.email),
            )
        ):
            with self.subTest(place), self.env.cr.savepoint() as savepoint:
                self.refused(place, change)
                savepoint.rollback()
            self.env.invalidate_all()
        # Pauses of reminders are another thing.
        exceptions.create(pause)
        customer._public_opt_out(self.company, "quote")
        self.say(self.number(), "delivered")
        self.assertEqual(len(self.tell()), 1)

    def test_each_mail_has_an_address_to_opt_out(self):
        """S26, F45: the reader's own, in the body and beside the sender"""
        self.say(self.number(), "delivered")
        [mail] = self.tell()
        path = self.customer._public_optout_path(self.company, "parcel")
        self.assertIn(path, self.text(mail))
        [values] = mail._prepare_outgoing_list()
        self.assertIn(path, values["headers"]["List-Unsubscribe"])

    def test_who_lost_the_link_gets_no_other(self):
        """F45, A82: staff have ended it; a link that was replaced is another thing"""
        link = self.issue(self.picking, "track")
        parcel = self.number()
        link._revoke()
        self.say(parcel, "out_for_delivery", 3)
        self.assertFalse(self.tell())
        link = self.issue(self.picking, "track")
        link._regenerate()
        self.say(parcel, "delivered", 1)
        self.assertEqual(len(self.tell()), 1)

    def test_each_of_several_addresses_gets_a_mail_of_its_own(self):
        """F45, A8: with a link of its own, of one claim"""
        self.customer.email = "anna@example.com, bob@example.com"
        self.say(self.number(), "delivered")
        [mail] = self.tell()
        rows = mail._prepare_outgoing_list()
        self.assertEqual(
            {row["email_to_raw"] for row in rows},
            {"anna@example.com", "bob@example.com"},
        )
        tokens = {re.search(r"/link/track/(\S+?)[\"']", row["body"])[1] for row in rows}
        self.assertEqual(len(tokens), 2)
        self.assertEqual(self.kinds(), ["delivered"])

    # === WHAT CORE TELLS === #

    def told_by_core(self, **values):
        """Let the delivery leave with core's own mail; return ours."""
        self.company.write(values or {"stock_move_email_validation": True})
        self.leave()
        core = self.mails()
        self.tell()
        return core, self.mails() - core

    def test_a_number_that_cores_mail_names_is_not_told_twice(self):
        """F45, A81"""
        self.number()
        core, ours = self.told_by_core()
        self.assertTrue(core)
        self.assertFalse(ours)
        self.say(self.picking.parcel_ids, "in_transit")
        self.tell()
        self.assertFalse(self.kinds())
        self.say(self.picking.parcel_ids, "delivered", 0)
        self.tell()
        self.assertEqual(self.kinds(), ["delivered"])

    def test_a_number_that_comes_after_cores_mail_is_told(self):
        """F45: core's mail had none"""
        _core, ours = self.told_by_core()
        self.assertFalse(ours)
        self.number()
        self.tell()
        self.assertEqual(self.kinds(), ["shipped"])

    def test_what_core_will_tell_waits_for_it(self):
        """F45: the carrier was faster than the warehouse"""
        self.company.stock_move_email_validation = True
        self.say(self.number(), "in_transit")
        self.assertFalse(self.tell())

    def test_without_cores_mail_a_number_is_told_once_it_has_left(self):
        """F45: a label is not a shipment"""
        self.number()
        self.assertFalse(self.tell())
        _core, ours = self.told_by_core(stock_move_email_validation=False)
        self.assertEqual(ours.subject, f"Shipped: your order {self.order.name}")
        self.assertIn("Left us on", self.text(ours))
        self.say(self.picking.parcel_ids, "in_transit")
        self.tell()
        self.assertEqual(self.kinds(), ["shipped"])

    def texted(self, status):
        """Let the delivery leave with a text message of core's that got a status."""
        self.number()
        original = core_picking._send_confirmation_email

        def text(pickings):
            original(pickings)
            message = pickings.message_post(body="Shipped: 123456789012")
            message.message_type = "sms"
            self.env["mail.notification"].create(
                {
                    "mail_message_id": message.id,
                    "res_partner_id": self.customer.id,
                    "notification_type": "sms",
                    "notification_status": status,
                }
            )

        with patch.object(core_picking, "_send_confirmation_email", text):
            self.leave()

    def test_a_text_message_of_core_tells_the_number_too(self):
        """F45: `stock_sms`, where it is installed; until it has left, ours waits"""
        if "sms.sms" not in self.env:
            self.assertFalse(self.picking._is_told_by_core(), "It is not installed.")
            return
        self.company.stock_text_confirmation = True
        self.say(self.number(), "in_transit")
        self.assertFalse(self.tell())
        self.texted("sent")
        self.assertEqual(self.picking.core_told_ref, "123456789012")
        self.assertFalse(self.tell())

    def test_a_text_message_that_failed_has_told_nobody(self):
        """F45: without credit, for example, which is so at first"""
        if "sms.sms" not in self.env:
            self.assertFalse(self.picking._is_told_by_core(), "It is not installed.")
            return
        self.company.stock_text_confirmation = True
        self.texted("exception")
        self.assertFalse(self.picking.core_told_ref)
        self.assertEqual(len(self.tell()), 1)
        self.assertEqual(self.kinds(), ["shipped"])


class TestParcelMailsAgain(ParcelMailCase):
    def test_a_mail_that_cannot_be_made_is_tried_again(self):
        """F62, F45, F14: the parcel's state stands, and it is mailed once"""
        parcel = self.number()
        self.say(parcel, "delivered")
        template = self.env.ref("public_links.mail_template_parcel")
        body = template.body_html
        template.body_html = '<t t-out="object.no_such_field"/>'
        loggers = ("odoo.addons.public_links.models.link.public_link_job",)
        with mute_logger(*loggers, "odoo.addons.mail.models.mail_render_mixin"):
            self.assertFalse(self.tell())
        self.assertEqual(parcel.state, "delivered")
        [notice] = self.picking.notice_ids
        self.assertEqual(notice.mail_state, "queued")
        job = self.env["public.link.job"]._of("shipment_notice", notice)
        self.assertEqual(job.document_name, self.picking.name)
        template.body_html = body
        job._again()
        self.assertEqual(len(self.mails()), 1)
        self.assertFalse(job.exists())
        notice._mail()
        self.tell()
        self.assertEqual(len(self.mails()), 1)

    def failing(self, parcel, state):
        """Let the mail about a state fail; return its claim, and the job that waits."""
        self.say(parcel, state)
        broken = patch.object(
            type(self.env["shipment.notice"]), "_subject", side_effect=ValueError("x")
        )
        quiet = (
            "odoo.addons.public_links.models.link.public_link_job",
            "odoo.addons.mail.models.mail_render_mixin",
        )
        with broken, mute_logger(*quiet):
            self.tell()
        [notice] = self.picking.notice_ids
        self.assertFalse(self.mails())
        return notice, self.env["public.link.job"]._of("shipment_notice", notice)

    def test_what_is_no_news_any_more_is_not_tried_again(self):
        """F45, F62: the parcel has moved on; since nobody was told, it may be told later"""
        parcel = self.number()
        notice, job = self.failing(parcel, "exception")
        self.say(parcel, "out_for_delivery", 0)
        job._again()
        self.assertFalse(notice.exists() or job.exists() or self.mails())
        self.say(parcel, "exception", 0)
        self.tell()
        self.assertEqual(self.kinds(), ["exception"])

    def test_what_the_gate_has_closed_meanwhile_is_not_tried_again(self):
        """F45, F62, A69"""
        for change in (
            lambda: self.customer._public_opt_out(self.company, "parcel"),
            lambda: self.picking.action_cancel(),
        ):
            with self.env.cr.savepoint() as savepoint:
                notice, job = self.failing(self.number(), "delivered")
                change()
                job._again()
                self.assertFalse(notice.exists() or job.exists() or self.mails())
                savepoint.rollback()
            self.env.invalidate_all()

    def test_staff_see_what_was_mailed(self):
        """F28, F45: on parcel, link and delivery"""
        parcel = self.number()
        self.say(parcel, "delivered")
        with self.mock_mail_gateway():
            self.tell().send()
        [notice] = parcel.notice_ids
        link = self.links_of(self.picking)
        self.assertEqual((notice.kind, notice.mail_state), ("delivered", "sent"))
        self.assertEqual(link.mail_message_id, notice.message_id)
        self.assertTrue(link.sent_at)
        self.assertIn(notice.message_id, self.picking.message_ids)
        self.assertIn("sent", link.event_ids.mapped("kind"))
        seen = notice.with_user(self.warehouse)
        self.assertEqual(seen.kind, "delivered")
        self.assertFalse(seen.has_access("write"))
