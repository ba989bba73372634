# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The database goes away while a request runs: what is answered fits what was committed."""

from unittest.mock import patch

import psycopg2

from odoo.sql_db import PsycoConnection
from odoo.tests import mute_logger, tagged

from ...controllers import responses
from ...models.link import dead_connections, error_pages
from ...tools import document_lock as lock
from ..common.approve import ApproveCase
from ..common.base import CommittedCase, own_environment
from ..common.pay import PayHttpCase

SECRET = "10.0.0.7"
LOGS = ("odoo.http", "odoo.sql_db", "odoo.addons.public_links.tools.document_lock")


def lost(*_args, **_kwargs):
    """Fail as psycopg2 does. Each time anew: Odoo keeps the answer on the exception."""
    raise psycopg2.OperationalError(f"server {SECRET} closed the connection")


def unclear(*_args, **_kwargs):
    raise lock.Unclear


@tagged("post_install", "-at_install")
class TestLockLost(CommittedCase):
    """Real connections, ended by PostgreSQL."""

    def setUp(self):
        super().setUp()
        with own_environment(self.registry) as env:
            self.ids = env["res.partner"].create([{"name": "Lost", "color": 0}]).ids

    def _forget(self):
        with own_environment(self.registry) as env:
            env["res.partner"].browse(self.ids).unlink()

    def color(self):
        with own_environment(self.registry) as env:
            return env["res.partner"].browse(self.ids).color

    def end(self, cr):
        """End a connection as a server that goes away does."""
        pid = cr.connection.get_backend_pid()
        with own_environment(self.registry) as env:
            env.cr.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
            self.assertTrue(env.cr.fetchone()[0])

    def act(self, before=lambda cr: None, after=lambda cr: None):
        """Write under the lock; around its commit something happens."""
        commit = lock._commit

        def around(cr):
            before(cr)
            commit(cr)
            after(cr)

        cr = self.registry.cursor()
        self.addCleanup(cr.close)
        with own_environment(self.registry) as env:
            env = env(cr=cr)
            partner = env["res.partner"].browse(self.ids)
            with patch.object(lock, "_commit", around), mute_logger(*LOGS):
                with lock.document_lock(partner):
                    partner.color = 5
        return cr

    def test_what_was_committed_is_not_called_failed(self):
        """R5, S12: the unlock of a dead connection raises nothing"""
        cr = self.act(after=self.end)
        self.assertEqual(self.color(), 5)
        self.assertTrue(cr.closed, "Odoo commits no more on it, and ends it.")

    def test_what_follows_a_commit_does_not_undo_it(self):
        """R5: mails that are sent after it, for one; the others still follow"""
        followed = []

        def fail():
            raise psycopg2.OperationalError("gone")

        def hooked(cr):
            cr.postcommit.add(fail)
            cr.postcommit.add(lambda: followed.append(1))

        self.act(before=hooked)
        self.assertEqual(self.color(), 5)
        self.assertEqual(followed, [1])

    def test_a_commit_without_an_answer_is_called_unclear(self):
        """R5: nobody knows"""
        with self.assertRaises(lock.Unclear):
            self.act(before=self.end)
        self.assertEqual(self.color(), 0)

    def test_what_was_not_committed_is_undone(self):
        """R5, S12: and the lock is free"""
        cr = self.registry.cursor()
        self.addCleanup(cr.close)
        with own_environment(self.registry) as env:
            partner = env(cr=cr)["res.partner"].browse(self.ids)
            with self.assertRaises(psycopg2.Error), mute_logger(*LOGS):
                with lock.document_lock(partner):
                    partner.color = 5
                    partner.flush_recordset()
                    self.end(cr)
                    partner.search_count([])
        with own_environment(self.registry) as env:
            with lock.document_lock(env["res.partner"].browse(self.ids), patience=0.1):
                pass
        self.assertEqual(self.color(), 0)

    def test_a_dead_connection_is_not_lent(self):
        """R5: core's pool takes another one, whatever psycopg2 calls the error"""

        class Dead:
            def reset(self):
                raise psycopg2.DatabaseError("server closed the connection")

        class Pooled(Dead):
            pass

        with patch.object(dead_connections, "PsycoConnection", Pooled):
            with self.assertRaises(psycopg2.OperationalError):
                dead_connections._reset(Pooled())
        self.assertIs(PsycoConnection.reset, dead_connections._reset)
        with own_environment(self.registry) as env:
            cr = self.registry.cursor()
            pid = cr.connection.get_backend_pid()
            cr.close()
            env.cr.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        self.assertEqual(self.color(), 0)


class TestPageLost(ApproveCase):
    def fail(self, model, method, how=lost):
        self.patch(self.env.registry[model], method, how)

    @mute_logger(*LOGS)
    def test_a_page_without_a_database_is_calm_and_has_our_headers(self):
        """R5, S15: without a query, in the browser's language"""
        _order, link = self.quote()
        self.fail("sale.order", "_public_values")
        for away in (False, True):
            with self.subTest(away=away):
                if away:
                    self.startPatcher(
                        patch.object(error_pages, "visitor_env", side_effect=lost)
                    )
                response = self.open(link)
                self.assertPublic(response, 503)
                self.assertIn("Something went wrong on our side", response.text)
                self.assertIn("try again in a few minutes", response.text)
                self.assertIn("public.css", response.text)
                self.assertEqual(response.headers["Retry-After"], "30")
                self.assertNotIn(SECRET, response.text)
        german = self.open(link, headers={"Accept-Language": "de-DE"})
        self.assertPublic(german, 503)
        self.assertIn('lang="de-DE"', german.text)
        self.assertNotIn("Something went wrong", german.text)

    @mute_logger(*LOGS)
    def test_an_action_says_that_its_outcome_is_not_known(self):
        """R5: not "nothing was changed", when the connection is what failed"""
        _order, link = self.quote()
        seen = self.seen(link)
        for how in (lost, unclear):
            self.fail("sale.order", "_public_link_approve", how)
            response = self.approve(link, seen=seen)
            self.assertPublic(response, 503)
            self.assertIn("do not know yet", response.text)
            self.assertNotIn("Nothing was changed", response.text)

        def broken(*_args):
            raise KeyError(SECRET)

        self.fail("sale.order", "_public_link_approve", broken)
        response = self.approve(link, seen=seen)
        self.assertPublic(response, 500)
        self.assertIn("Nothing was changed", response.text)

    @mute_logger(*LOGS)
    def test_an_action_that_was_committed_is_answered_so(self):
        """R5: whatever breaks after the commit"""
        order, link = self.quote()
        seen = self.seen(link)

        with patch.object(self.env.registry["ir.http"], "_post_dispatch", lost):
            with patch.object(error_pages, "visitor_env", side_effect=lost):
                response = self.approve(link, seen=seen)
        self.assertPublic(response, 303)
        self.assertIn("said=approved", response.headers["Location"])
        self.assertEqual(order.state, "sale")

    def test_what_a_visitor_was_promised_is_tried_for_a_while(self):
        """R5, F62: "we have your request", and the database is away for a moment"""
        done, waits, left = [], [], [1, 2]

        def work(env):
            if left:
                left.pop()
                lost()
            done.append(env.uid)

        with patch.object(responses.time, "sleep", waits.append):
            with mute_logger("odoo.addons.public_links.controllers.responses"):
                with self.enter_registry_test_mode():
                    responses._Work(self.env.cr.dbname, work, promised=True)()
                    self.assertEqual((len(done), waits), (1, [1, 2]))
                    left[:] = [1]
                    responses._Work(self.env.cr.dbname, work, promised=False)()
        self.assertEqual((len(done), waits), (1, [1, 2]))


class TestPayLost(PayHttpCase):
    @mute_logger(*LOGS)
    def test_a_payment_form_is_told_without_a_database(self):
        """R5, S15"""
        link = self.issue(self.make_invoice(), "pay")

        self.patch(self.env.registry["account.move"], "_public_pay_start", lost)
        with patch.object(error_pages, "visitor_env", side_effect=lost):
            answer = self.begin(link, 318.6)
        self.assertIn("do not know yet", answer["error"]["message"])
        self.assertNotIn(SECRET, str(answer))
