# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Two workers, the customer and staff at once: real threads, connections and commits."""

import threading
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common.base import own_environment
from ..common.card_tabs import ROUNDS, CardTabsCase

RUN = "odoo.addons.public_links.models.pay.public_link_agreement_run"


@tagged("post_install", "-at_install")
class TestAgreementTogether(CardTabsCase):
    """What is made is deleted at the end."""

    def setUp(self):
        super().setUp()
        self.enterContext(mute_logger(RUN))
        # The queue of mails is not run.
        self.startPatcher(
            patch.object(self.registry["mail.mail"], "_send_soon", lambda mails: None)
        )

    def _make(self, env):  # pylint: disable=missing-return
        super()._make(env)
        company = env.company
        self.before[company]["public_links_agreement"] = company.public_links_agreement
        company.public_links_agreement = True
        links = env["public.link"].browse(self.link_ids)
        card = env["res.partner"].browse(self.partner_id).public_link_card_id
        visitor = {"address": "", "user_agent": ""}
        agreement = env["public.link.agreement"]._agree(
            links[0], card, 100.0, "I agree.", visitor
        )
        long_ago = fields.Datetime.now() - timedelta(days=4)
        today = company._public_links_today()
        charges = env["public.link.agreement.charge"].create(
            [
                {
                    "agreement_id": agreement.id,
                    "company_id": company.id,
                    "invoice_id": link.res_id,
                    "document_name": "Of the test",
                    "amount": 10.0,
                    "currency_id": company.currency_id.id,
                    "due_on": today,
                    "charge_on": today,
                    "announced_at": long_ago,
                    "sent_at": long_ago,
                    "link_id": link.id,
                }
                for link in links
            ]
        )
        self.agreement_id, self.charge_ids = agreement.id, charges.ids

    def _forget(self):  # pylint: disable=missing-return
        with own_environment(self.registry) as env:
            env.cr.execute(
                "DELETE FROM public_link_agreement_charge WHERE agreement_id IN"
                " (SELECT id FROM public_link_agreement WHERE customer_id = %s)",
                [self.partner_id],
            )
            env.cr.execute(
                "DELETE FROM public_link_agreement WHERE customer_id = %s",
                [self.partner_id],
            )
        super()._forget()

    def _go_on(self, charge_ids, errors):
        try:
            with own_environment(self.registry) as env:
                charges = env["public.link.agreement.charge"]
                for number in charge_ids:
                    charges._safely(charges.browse(number)._go_on, number)
                    env.cr.commit()
        except Exception as error:
            errors.append(error)

    def _end(self, errors):
        try:
            with own_environment(self.registry) as env:
                env["public.link.agreement"].browse(self.agreement_id)._end("staff")
        except Exception as error:
            errors.append(error)

    def _together(self, *works):
        """Run functions at once; return what they raised."""
        errors = []
        threads = [
            threading.Thread(target=work, args=(*args, errors)) for work, *args in works
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(120)
        return errors

    def _states(self):
        with own_environment(self.registry) as env:
            charges = env["public.link.agreement.charge"].browse(self.charge_ids)
            return charges.mapped("state")

    def test_two_workers_at_once_charge_once(self):
        """F35, S12, S18: twenty invoices, each asked for by both"""
        with self._provider() as calls:
            errors = self._together(
                (self._go_on, self.charge_ids), (self._go_on, self.charge_ids)
            )
        self.assertFalse(errors)
        self.assertEqual(self._states(), ["paid"] * ROUNDS)
        self.assertEqual(len(calls), ROUNDS)
        for link_id in self.link_ids:
            states, invoice = self._payments(link_id)
            self.assertEqual(states, ["done"])
            self.assertIn(invoice, ("paid", "in_payment"))

    def test_a_customer_who_pays_at_the_same_moment_pays_once(self):
        """F35, S12, S17: by a click on the card, while the worker charges it"""
        numbers = zip(self.link_ids[:5], self.charge_ids[:5], strict=True)
        for link_id, charge_id in numbers:
            form = self._page(link_id)
            with self._provider() as calls:
                self._together((self._go_on, [charge_id]), (self._click, link_id, form))
            self.assertEqual(len(calls), 1)
            self.assertEqual(self._payments(link_id)[0], ["done"])

    def test_who_ends_it_at_the_same_moment_stops_it_or_sees_it_charged(self):
        """F35, S19: nothing is dropped and charged"""

        with self._provider() as calls:
            self._together((self._go_on, self.charge_ids), (self._end_often,))
        with own_environment(self.registry) as env:
            charges = env["public.link.agreement.charge"].browse(self.charge_ids)
            states = charges.mapped("state")
            self.assertEqual(set(states) - {"paid", "dropped"}, set())
            self.assertEqual(states.count("paid"), len(calls))
            self.assertEqual(set(calls), set(charges.transaction_id.ids))
            agreement = env["public.link.agreement"].browse(self.agreement_id)
            self.assertEqual(agreement.ended_by, "staff")

    def _end_often(self, errors):
        """End it as a request does, which Odoo runs again when somebody was faster."""
        for _try in range(50):
            failed = []
            self._end(failed)
            if not failed:
                return
        errors.extend(failed)

    def test_two_workers_at_once_announce_once(self):
        """F35: one row and one mail an invoice"""
        with own_environment(self.registry) as env:
            env["public.link.agreement.charge"].browse(self.charge_ids).write(
                {"state": "dropped", "why": "changed"}
            )
            invoices = env["public.link"].browse(self.link_ids).mapped("res_id")
        start = threading.Barrier(2, timeout=60)

        def announce(errors):
            try:
                with own_environment(self.registry) as env:
                    charges = env["public.link.agreement.charge"]
                    for number in invoices[:5]:
                        start.wait()
                        charges._safely(
                            lambda number=number: charges._announce_if(
                                self.agreement_id, number
                            ),
                            number,
                        )
                        env.cr.commit()
            except Exception as error:
                errors.append(error)

        self.assertFalse(self._together((announce,), (announce,)))
        with own_environment(self.registry) as env:
            for number in invoices[:5]:
                live = env["public.link.agreement.charge"].search(
                    [("invoice_id", "=", number), ("state", "=", "announced")]
                )
                self.assertEqual(len(live), 1)

    def test_the_same_customer_agrees_twice_at_once(self):
        """F35: one agreement; the other is told to try again, and finds it"""
        with own_environment(self.registry) as env:
            env["public.link.agreement"].browse(self.agreement_id)._end("staff")
        start = threading.Barrier(2, timeout=60)

        def agree(errors):
            try:
                with own_environment(self.registry) as env:
                    link = env["public.link"].browse(self.link_ids[0])
                    card = link.partner_id.public_link_card_id
                    start.wait()
                    env["public.link.agreement"]._agree(
                        link, card, 10.0, "I agree.", {"address": "", "user_agent": ""}
                    )
            except Exception as error:
                errors.append(error)

        with mute_logger("odoo.sql_db"):
            errors = self._together((agree,), (agree,))
        self.assertEqual(
            [type(error).__name__ for error in errors], ["ConcurrencyError"]
        )
        with own_environment(self.registry) as env:
            live = env["public.link.agreement"].search(
                [("customer_id", "=", self.partner_id), ("ended_at", "=", False)]
            )
            self.assertEqual(len(live), 1)
