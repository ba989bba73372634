# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A read replica that is behind: what customers read, and what still counts.

With real servers and a replica that is held back: ``benchmarks/cluster``.
"""

from unittest.mock import patch

from odoo.tests import mute_logger, tagged
from odoo.tools import config

from ...controllers import responses
from ...models.link import public_link_open, replica
from ..common.approve import ApproveCase


@tagged("post_install", "-at_install")
class TestReplica(ApproveCase):
    def with_replica(self):
        """Tests have read-only cursors; with this they are those of a replica."""
        return patch.dict(config.options, {"db_replica_host": "replica.example"})

    def served(self, url):
        """Return the answer, and whether each of its cursors was a replica's."""
        modes, render = [], responses.render

        def watched(env, *args, **kwargs):
            modes.append(env.cr.readonly)
            return render(env, *args, **kwargs)

        with patch.object(responses, "render", watched):
            return self.get(url), modes

    def test_a_page_is_read_from_the_replica(self):
        """F64"""
        _order, link = self.quote()
        response, modes = self.served(link._path())
        self.assertPublic(response, 200)
        self.assertEqual(modes, [True])

    def test_what_an_action_did_is_read_from_the_primary(self):
        """F64: the replica may not know it yet"""
        _order, link = self.quote()
        response = self.act(link, "comment", text="Is it green?")
        response, modes = self.served(response.headers["Location"])
        self.assertIn("Is it green?", response.text)
        self.assertEqual(modes, [False])

    def test_a_link_that_the_replica_does_not_know_yet_opens(self):
        """F64: the mail was faster than the replica"""
        _order, link = self.quote()
        fetch = public_link_open.fetch_where

        def behind(records, *args):
            if records.env.cr.readonly:
                return records.browse()
            return fetch(records, *args)

        with (
            self.with_replica(),
            mute_logger("odoo.http"),
            patch.object(public_link_open, "fetch_where", behind),
        ):
            response, modes = self.served(link._path())
            self.assertPublic(response, 200)
            self.assertEqual(modes, [False])
            path = link._path()
            link.unlink()
            response, modes = self.served(path)
            self.assertPublic(response, 404)

    def test_what_writes_goes_by_the_caches_of_the_primary(self):
        """F64: Odoo asks the replica whether its caches are old"""
        _order, link = self.quote()
        seen = self.seen(link)
        registry = self.registry
        asked = []
        check = registry.check_signaling

        def watched(cr=None):
            asked.append(cr and cr.readonly)
            return check(cr)

        with (
            self.with_replica(),
            patch.object(registry, "check_signaling", watched),
        ):
            self.assertPublic(self.open(link), 200)
            self.assertEqual(set(asked), {True}, "A page goes by the replica alone.")
            asked.clear()
            sequences = registry.cache_sequences
            with patch.dict(sequences, dict.fromkeys(sequences, -1)):
                self.act(link, "approve", seen=seen, accept="1")
            self.assertIn(False, asked, "The primary was asked as well.")

    def test_without_the_primary_pages_open_and_nothing_is_sent(self):
        """F64, R5: Odoo answered actions itself, with a bare 500"""
        order, link = self.quote()
        seen = self.seen(link)
        away = patch.object(replica, "_primary_is_away", lambda: True)
        with self.with_replica(), away, mute_logger("odoo.http", "odoo.service.model"):
            self.assertPublic(self.get(link._path() + "?said=approved"), 200)
            answer = self.act(link, "approve", seen=seen, accept="1")
            self.assertPublic(answer, 503)
            self.assertIn("Nothing was changed", answer.text)
            self.assertIn("Retry-After", answer.headers)
        self.assertEqual(order.state, "sent")
