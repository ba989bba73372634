# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import re
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import requests
from psycopg2 import OperationalError

from odoo import fields

from ..e2e.server import ServerCase

PAYERS, ROUNDS, CREDITS = 5, 20, 6


class TestPayParallel(ServerCase):
    """Many at once, met by the server's own processes: every answer is a commit."""

    @classmethod
    def _set_up(cls):
        seen = super()._set_up()
        with cls.env() as env:
            demo = env["payment.provider"].search(
                [("code", "=", "demo"), ("company_id", "=", cls.company_id)], limit=1
            ) or env.ref("payment.payment_provider_demo").copy(
                {"company_id": cls.company_id, "name": "Demo"}
            )
            demo.write(
                {"state": "test", "is_published": True, "allow_tokenization": True}
            )
            method = env.ref("payment_demo.payment_method_demo")
            method.active = True
            method.provider_ids += demo
            cls.demo_id, cls.demo_method_id = demo.id, method.id
            # Core makes the line of a provider in its journal when it is first asked for
            # it: two servers that ask at the same moment make two, and no payment is booked.
            (demo | demo.browse(cls.provider_id)).mapped("journal_id.id")
            env["res.company"].browse(cls.company_id).write(
                {"public_links_card": True, "public_links_receipt": False}
            )
        return seen

    @classmethod
    def _put_back(cls, seen):  # pylint: disable=missing-return
        with cls.env() as env:
            # The pages of other tests offer one way to pay.
            env["payment.provider"].browse(cls.demo_id).state = "disabled"
        super()._put_back(seen)

    def at_once(self, requests_):
        """Send all of them at the same moment; return the answers."""
        with ThreadPoolExecutor(len(requests_)) as pool:
            return list(pool.map(lambda ask: ask(), requests_))

    def rounds_of(self, clicks):
        """Send each click ``PAYERS`` times at the same moment; return the answers to each.

        Two rounds at a time: of those who came second core lets some wait for seconds,
        and the server has fewer workers than one round has payers.
        """
        with ThreadPoolExecutor(2) as pool:
            return list(pool.map(lambda ask: self.at_once([ask] * PAYERS), clicks))

    def begin(self, url, params):
        body = {"jsonrpc": "2.0", "id": 1, "method": "call", "params": params}
        return requests.post(url, json=body, timeout=120).json()

    def test_five_payers_begin_one_payment_twenty_times(self):
        """F7, S12, S16: one transaction, one PaymentIntent, whoever asks first"""
        with self.env() as env:
            links = [
                self.make_link(env, self.make_invoice(env)) for _round in range(ROUNDS)
            ]
            rounds = [
                (
                    link.res_id,
                    f"{self.odoo.url}{link._path('transaction/now')}?seen=USD",
                )
                for link in links
            ]
        params = {
            "provider_id": self.provider_id,
            "payment_method_id": self.method_id,
            "amount": 100.0,
            "flow": "direct",
            "tokenization_requested": False,
        }
        clicks = [partial(self.begin, url, params) for _invoice_id, url in rounds]
        for (invoice_id, _url), answers in zip(
            rounds, self.rounds_of(clicks), strict=True
        ):
            begun = {
                answer["result"]["reference"]
                for answer in answers
                if "result" in answer
            }
            secrets = {
                answer["result"]["client_secret"]
                for answer in answers
                if "result" in answer
            }
            self.assertEqual(len(begun), 1, answers)
            self.assertEqual(len(secrets), 1)
            with self.env() as env:
                payments = env["account.move"].browse(invoice_id).transaction_ids
                self.assertEqual(len(payments), 1)
                self.assertEqual(len(self.stripe.intents(payments.reference)), 1)

    def with_saved_card(self, rounds):
        """Yield the id of an invoice, and the click that pays it with its customer's card."""
        with self.env() as env:
            customer = self.make_customer(env)
            token = env["payment.token"].create(
                {
                    "provider_id": self.demo_id,
                    "payment_method_id": self.demo_method_id,
                    "partner_id": customer.id,
                    "payment_details": "4242",
                    "provider_ref": "demo",
                    "demo_simulated_state": "done",
                }
            )
            customer.write(
                {"public_link_card_id": token.id, "public_link_card_agreed": True}
            )
            found = []
            for _round in range(rounds):
                link = self.make_link(env, self.make_invoice(env, partner=customer))
                link.sent_at = fields.Datetime.now()
                found.append((link.res_id, f"{self.odoo.url}{link._path()}"))
        for invoice_id, url in found:
            page = requests.get(url, timeout=60).text
            tile = re.search(r'<form class="card-on-file".*?</form>', page, re.S)[0]
            form = dict(re.findall(r'name="(\w+)" value="([^"]*)"', tile))
            form["charge"] = "yes"
            yield (
                invoice_id,
                partial(
                    requests.post,
                    f"{url}/card",
                    data=form,
                    timeout=120,
                    allow_redirects=False,
                ),
            )

    def test_a_saved_card_is_charged_once_twenty_times(self):
        """F7, S12, S18: five clicks at once; the losers are told how it stands"""
        invoice_ids, clicks = zip(*self.with_saved_card(ROUNDS), strict=True)
        for invoice_id, answers in zip(
            invoice_ids, self.rounds_of(clicks), strict=True
        ):
            self.assertEqual({answer.status_code for answer in answers}, {303})
            said = {
                re.search(r"said=(\w+)", answer.headers["Location"] + "&said=none")[1]
                for answer in answers
            }
            self.assertLessEqual(said, {"done", "paying", "none"}, said)
            with self.env() as env:
                invoice = env["account.move"].browse(invoice_id)
                self.assertEqual(invoice.transaction_ids.mapped("state"), ["done"])
                self.assertIn(invoice.payment_state, ("paid", "in_payment"))
                self.assertEqual(len(invoice._get_reconciled_payments()), 1)

    def credit(self, invoice_id):
        """Let staff credit an invoice, once more where another transaction came first."""
        for _try in range(10):
            try:
                with self.env() as env:
                    wizard = env["account.move.reversal"].with_context(
                        active_model="account.move", active_ids=[invoice_id]
                    )
                    wizard = wizard.create({"journal_id": self.journal_id(env)})
                    wizard.refund_moves()
                    wizard.new_move_ids.action_post()
                return
            except OperationalError:
                continue
        self.fail("It was never its turn.")

    def journal_id(self, env):
        domain = [("type", "=", "sale"), ("company_id", "=", self.company_id)]
        return env["account.journal"].search(domain, limit=1).id

    def test_staff_credit_an_invoice_while_its_customer_pays(self):
        """F7, P8, S12: what both did is booked, and money for nothing is listed"""
        for invoice_id, click in self.with_saved_card(CREDITS):
            answer, _none = self.at_once([click, partial(self.credit, invoice_id)])
            self.assertEqual(answer.status_code, 303)
            with self.env() as env:
                # What could not be booked beside the credit note is booked by core's cron.
                late = env["account.move"].browse(invoice_id).transaction_ids
                late.filtered(
                    lambda one: one.state == "done" and not one.is_post_processed
                )._post_process()
            with self.env() as env:
                invoice = env["account.move"].browse(invoice_id)
                credit = invoice.reversal_move_ids
                self.assertEqual(credit.state, "posted")
                charged = invoice.transaction_ids.filtered(
                    lambda one: one.state == "done"
                )
                self.assertLessEqual(len(charged), 1)
                said = "said=done" in answer.headers["Location"]
                self.assertEqual(said, bool(charged))
                # What the customer has to get back is what was paid.
                items = (invoice + credit + charged.payment_id.move_id).line_ids
                owed = sum(
                    items.filtered(
                        lambda item: item.account_type == "asset_receivable"
                    ).mapped("amount_residual")
                )
                self.assertAlmostEqual(owed, -sum(charged.mapped("amount")), 2)
                if charged and not charged.payment_id.is_reconciled:
                    listed = env["payment.mismatch"]._find_unreconciled(
                        env["payment.mismatch"]
                    )
                    self.assertIn(f"tx:{charged.id}", listed)
