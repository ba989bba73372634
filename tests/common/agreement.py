# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the tests of paying by agreement share: a consent, a clock, the scheduled action."""

from datetime import date, datetime, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command, fields
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MockEmail

from .base import PublicLinkCase
from .pay import PayFixtures

# A Wednesday, at noon.
NOON = datetime(2026, 7, 15, 12, 0)
RUN = "odoo.addons.public_links.models.pay.public_link_agreement_run"


class AgreementFixtures(PayFixtures):
    """A customer with a saved card, and the portal link that was mailed to them."""

    @classmethod
    def make_agreement_fixtures(cls):
        cls.make_provider()
        cls.company.write(
            {
                "public_links_agreement": True,
                "public_links_portal_enabled": True,
                "public_links_user_id": cls.salesman.id,
            }
        )
        cls.card = cls.make_card()
        cls.link = cls.Link.sudo()._issue(cls.customer, "portal")

    @classmethod
    def make_card(cls, partner=None, state="done", **values):
        """Return a card that the demo provider charges with a foreseen result."""
        return cls.env["payment.token"].create(
            {
                "provider_id": cls.provider.id,
                "payment_method_id": cls.method.id,
                "partner_id": (partner or cls.customer).id,
                "payment_details": "4242",
                "provider_ref": "CANARY-7f3a provider reference",
                "demo_simulated_state": state,
                **values,
            }
        )

    def agree(self, card=None, ceiling=500.0, link=None):
        """Return the agreement that a customer has just made."""
        link = link or self.link
        link.sent_at = link.sent_at or fields.Datetime.now()
        visitor = {"address": "192.0.2.0", "user_agent": "Firefox"}
        card = card or self.card
        link._agreement_make(link._document(), card, ceiling, visitor)
        return link._agreement_live()

    def charges(self, invoice):
        """Return what was announced for an invoice, the first at the beginning."""
        return (
            self.env["public.link.agreement.charge"]
            .search([("invoice_id", "=", invoice.id)])
            .sorted("id")
        )

    def payments(self, invoice):
        return self.env["payment.transaction"].search(
            [("invoice_ids", "in", invoice.ids)]
        )


class AgreementCase(AgreementFixtures, MockEmail, PublicLinkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._init_mail_gateway()
        cls.make_agreement_fixtures()
        cls.company.partner_id.tz = "UTC"
        cls.customer.tz = "UTC"

    def setUp(self):
        super().setUp()
        self.clock = freeze_time(NOON)
        self.now = self.clock.start()
        self.addCleanup(self.clock.stop)
        self.calls = []
        self._count_charges()

    def _count_charges(self):
        """Count what the provider is asked to charge in ``self.calls``; ``self.effect`` is
        done instead, if it is set."""
        self.effect = None
        transactions = self.env.registry["payment.transaction"]
        demo = transactions._send_payment_request

        def send(transaction):
            self.calls.append(transaction.id)
            return self.effect(transaction) if self.effect else demo(transaction)

        self.startPatcher(patch.object(transactions, "_send_payment_request", send))

    def pass_time(self, **delta):
        """Let some time pass."""
        self.now.tick(timedelta(**delta))
        self.env.invalidate_all()

    def billed(self, days=3, **values):
        """Return an invoice that is due in so many days, of 318.60."""
        due = date.today() + timedelta(days=days)
        return self.make_invoice(
            **{
                "invoice_date": min(due, date.today()),
                "invoice_date_due": due,
                "invoice_payment_term_id": False,
                **values,
            }
        )

    def terms(self, *lines, **values):
        """Return a payment term of pairs: percent and days."""
        return self.env["account.payment.term"].create(
            {
                "name": "Of the test",
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": share, "nb_days": days}
                    )
                    for share, days in lines
                ],
                **values,
            }
        )

    def run_cron(self):
        """Run the scheduled action, with commits that the test undoes."""
        self.env.flush_all()
        with self.enter_registry_test_mode(), mute_logger(RUN):
            self.env.ref("public_links.ir_cron_agreements").method_direct_trigger()
        self.env.invalidate_all()

    def send(self, charges):
        """Let the announcements leave; return what was sent."""
        mails = self.env["mail.mail"].search(
            [("mail_message_id", "in", charges.message_id.ids)]
        )
        with self.mock_mail_gateway():
            mails.send()
        self.env.invalidate_all()
        return self._mails

    def announced(self, invoice):
        """Return the charge of an invoice that was announced, and whose mail has left."""
        self.run_cron()
        charge = self.charges(invoice)[-1:]
        self.assertEqual(charge.state, "announced")
        self.send(charge)
        self.assertTrue(charge.sent_at)
        return charge

    def assertNotCharged(self, charge, why):
        """Check that the scheduled action drops an announced charge whose time has come."""
        self.run_cron()
        self.assertEqual((charge.state, charge.why), ("dropped", why))
        self.assertFalse(self.calls)
