# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Fixtures that the tests, and those of addons built on this one, share."""

import logging
import re
import threading
import time
from contextlib import contextmanager
from unittest.mock import patch

from odoo import SUPERUSER_ID, Command, api, fields
from odoo.http import Application
from odoo.modules.registry import DummyRLock, Registry
from odoo.orm.environments import Transaction
from odoo.sql_db import Cursor
from odoo.tests import BaseCase, HttpCase, TransactionCase, get_db_name, tagged

from ...controllers import responses
from ...models.link.public_link_open import DeadLink, UnknownLink
from .kept_caches import KeptCaches

# Planted in every internal field: found on no page, PDF or mail (Q6).
CANARY = "CANARY-7f3a"
# Core's own invoice prints the customer's reference; our pages do not.
REFERENCE = "REF-5e1d"


@contextmanager
def own_environment(registry):
    """Give a thread of a test a real connection of its own, committed at the end.

    Not by ``Environment(cr, ...)`` alone: that asks for the registry, whose lock Odoo's
    own test runner holds meanwhile.
    """
    with registry.cursor() as cr:
        cr.transaction = Transaction(registry)
        yield api.Environment(cr, SUPERUSER_ID, {})


class CommittedCase(BaseCase):
    """Real threads, connections and commits; ``_forget`` removes what they made."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        # Odoo's own test runner holds it meanwhile, and the threads would wait for ever.
        self.startPatcher(patch.object(Registry, "_lock", DummyRLock()))
        self.ids = {}
        self.addCleanup(self._forget)

    def _forget(self):
        raise NotImplementedError


# The seller's people: login, and what each has beside core's internal user.
STAFF = {
    "sender": "sales_team.group_sale_salesman_all_leads",
    "biller": "account.group_account_invoice",
    "packer": "stock.group_stock_user",
    "clerk": None,
}


def make_users(env, **groups):
    """Return a user for each login, in this order.

    In one go, and without the invitation that nobody reads: a quarter of the time.
    Those of ``STAFF`` are not made again: ``scripts/test_jobs.py`` makes them once, for
    all classes.

    :param env: Odoo's environment
    :param groups: the login, and what the user has beside core's internal user
    """
    Users = env["res.users"].with_context(no_reset_password=True)
    staff = [login for login, _group in groups.items() & STAFF.items()]
    known = Users.search([("login", "in", staff)]).grouped("login")
    missing = [login for login in groups if login not in known]
    made = Users.create(
        [
            {
                "name": login.title(),
                "login": login,
                "email": f"{login}@seller.example",
                "group_ids": [Command.set(_group_ids(env, groups[login]))],
            }
            for login in missing
        ]
    )
    known.update(zip(missing, made, strict=True))
    return env["res.users"].browse(known[login].id for login in groups)


def _group_ids(env, group):
    return [env.ref(name).id for name in ("base.group_user", group) if name]


class PublicLinkFixtures:
    """Customers and documents of one company, to mix into a test class."""

    @classmethod
    def make_fixtures(cls):
        cls.company = cls.env.company
        cls.company.write(
            {
                "phone": "+1 555 010 2030",
                "email": "care@seller.example",
                # Each first opening would be a message: tests/mail/test_hears.py.
                "public_links_hears": False,
            }
        )
        # The day that tests call today is UTC's: demo data's is an hour or two ahead.
        (cls.company.partner_id + cls.env.user.partner_id).tz = "UTC"
        cls.Link = cls.env["public.link"]
        cls.customer = cls.env["res.partner"].create(
            {
                "name": "Joel Willis",
                "email": "joel.willis@example.com",
                "phone": "+1 555 999 0000",
                "street": "858 Lynn Street",
                "city": "Bayonne",
                "zip": "07002",
                "country_id": cls.env.ref("base.us").id,
                "comment": CANARY,
                "ref": REFERENCE,
                "vat": "US12345677",
            }
        )
        cls.other = cls.env["res.partner"].create(
            {"name": "Azure Other", "email": "other@example.org"}
        )
        cls.tax = cls.env["account.tax"].create(
            {
                "name": "Sales tax 8%",
                "amount": 8.0,
                "amount_type": "percent",
                "type_tax_use": "sale",
                "company_id": cls.company.id,
            }
        )
        cls.product = cls.env["product.product"].create(
            {
                "name": "Acoustic Bloc Screen",
                "type": "consu",
                "list_price": 295.0,
                "standard_price": 123.45,
                "description": CANARY,
                "default_code": "ABS-1",
                "taxes_id": [Command.set(cls.tax.ids)],
                "invoice_policy": "order",
            }
        )
        cls.salesman, cls.accountant, cls.warehouse, cls.clerk = cls._make_users(
            **STAFF
        )

    @classmethod
    def _make_user(cls, login, group=None):
        return cls._make_users(**{login: group})

    @classmethod
    def _make_users(cls, **groups):
        """Return users, see ``make_users``."""
        return make_users(cls.env, **groups)

    @classmethod
    def make_order(cls, state="sent", lines=1, **values):
        """Return a quotation or order with canaries in its internal fields.

        :param str state: draft, sent or sale
        :param int lines: number of product lines
        """
        # What is tracked while it is made, nobody reads: a tenth of the time of all tests.
        untracked = cls.env["sale.order"].with_context(tracking_disable=True)
        order = untracked.create(
            {
                "partner_id": cls.customer.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": cls.product.id,
                            "product_uom_qty": 3,
                            "discount": 10,
                        }
                    )
                    for _number in range(lines)
                ],
                "validity_date": fields.Date.add(fields.Date.today(), days=20),
                **values,
            }
        )
        order.message_post(body=CANARY, subtype_xmlid="mail.mt_note")
        if state != "draft":
            order.state = "sent"
        if state == "sale":
            order.action_confirm()
        return order.with_env(cls.env)

    @classmethod
    def make_invoice(cls, move_type="out_invoice", post=True, **values):
        """Return a customer invoice or credit note of 295.00 plus 8 % tax."""
        untracked = cls.env["account.move"].with_context(tracking_disable=True)
        invoice = untracked.create(
            {
                "move_type": move_type,
                "partner_id": cls.customer.id,
                "invoice_date": fields.Date.today(),
                "invoice_line_ids": [
                    Command.create({"product_id": cls.product.id, "quantity": 1})
                ],
                **values,
            }
        )
        invoice.message_post(body=CANARY, subtype_xmlid="mail.mt_note")
        if post:
            invoice.action_post()
        return invoice.with_env(cls.env)

    def issue(self, document, purpose="view", partner=None):
        """Return a fresh live link of one recipient."""
        return self.Link.sudo()._issue(document, purpose, partner)

    def links_of(self, document):
        """Return all links of one document; another model's may have the same id."""
        return self.Link.search(
            [("res_model", "=", document._name), ("res_id", "=", document.id)]
        )

    def pdfs_of(self, document):
        """Return all stored PDFs of one document, the waiting ones too."""
        return self.env["public.link.pdf"].search(
            [("res_model", "=", document._name), ("res_id", "=", document.id)]
        )

    def expire(self, link):
        """Move a link's life into the past."""
        link.expires_at = fields.Datetime.subtract(fields.Datetime.now(), days=1)


@tagged("post_install", "-at_install")
class PublicLinkCase(KeptCaches, PublicLinkFixtures, TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_fixtures()

    def assertAlive(self, link):
        """Check that a link's token opens it."""
        self.assertEqual(self.Link._open(link._token(), link.purpose), link)

    def assertDead(self, link, reason):
        """Check that a link is known and opens nothing, for a reason."""
        with self.assertRaises(DeadLink) as caught:
            self.Link._open(link._token(), link.purpose)
        self.assertEqual(caught.exception.reason, reason)

    def assertUnknown(self, token, purpose, queries):
        """Check that a token is refused at the cost of so many queries."""
        before = self.env.cr.sql_log_count
        try:
            self.Link._open(token, purpose)
        except UnknownLink:
            self.assertEqual(self.env.cr.sql_log_count - before, queries)
        else:
            self.fail("The token was accepted.")


# On every public response, errors included.
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class ReadOnlyWatch(logging.Handler):
    """Collects Odoo's warning that a read-only page wrote, and was served again."""

    def __init__(self):
        super().__init__(logging.WARNING)
        self.seen = []

    def emit(self, record):
        if "retrying with a read/write cursor" in record.getMessage():
            self.seen.append(
                f"{record.getMessage()} {record.exc_text or record.exc_info}"
            )


@tagged("post_install", "-at_install")
class PublicLinkHttpCase(KeptCaches, PublicLinkFixtures, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.make_fixtures()

    def setUp(self):
        super().setUp()
        watch = ReadOnlyWatch()
        logger = logging.getLogger("odoo.http")
        logger.addHandler(watch)
        self.addCleanup(lambda: self.assertFalse(watch.seen, "A page wrote."))
        self.addCleanup(logger.removeHandler, watch)

    def log_in(self, user):
        """Give this test's browser the session of a member of staff.

        :param user: `res.users`
        """
        # Long enough for whatever policy an installed addon brings.
        user.password = password = f"{user.login}-of-the-test-7"
        self.authenticate(user.login, password)

    def get(self, path, **kwargs):
        """Ask for a path as a customer's browser would, and wait for the log.

        :param str path: below the server's root
        :param kwargs: method, data, headers, and what ``requests`` takes
        :rtype: requests.Response
        """
        headers = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0"}
        headers |= kwargs.pop("headers", {})
        kwargs.setdefault("allow_redirects", False)
        self.env.flush_all()
        response = self.url_open(path, headers=headers, **kwargs)
        self.wait_for_log()
        return response

    def open(self, link, action="", **kwargs):
        """Open a link, or one of its actions, as its recipient."""
        return self.get(link._path(action), **kwargs)

    def count_queries(self, link, query=""):
        """Return the number of queries of one open, the log's own left out."""
        return len(self.list_queries(link, query))

    def list_queries(self, link, query=""):
        """Return the statements of one open, the log's own left out, to say which ones
        are too many."""
        running, seen = {}, []
        answer, execute = Application.__call__, Cursor.execute

        def answering(app, environ, start_response):
            running[threading.get_ident()] = statements = []
            try:
                return answer(app, environ, start_response)
            finally:
                seen.append(running.pop(threading.get_ident(), statements))

        def executing(cursor, statement, *args, **kwargs):
            if (statements := running.get(threading.get_ident())) is not None:
                text = getattr(statement, "code", statement)  # of an SQL object
                text = " ".join(str(text).split())
                # Core asks the server, now and then, which databases there are.
                if "from pg_database" not in text:
                    statements.append(text)
            return execute(cursor, statement, *args, **kwargs)

        with (
            patch.object(Application, "__call__", answering),
            patch.object(Cursor, "execute", executing),
        ):
            self.get(link._path() + query)
        return seen[-1]

    def assertPublic(self, response, status):
        """Check what holds for every public response."""
        self.assertEqual(response.status_code, status)
        for name, value in HEADERS.items():
            self.assertEqual(response.headers.get(name), value, name)
        self.assertIn("default-src 'none'", response.headers["Content-Security-Policy"])
        self.assertIn("camera=()", response.headers["Permissions-Policy"])
        self.assertFalse(response.cookies, "No cookie is set.")
        self.assertNotIn(CANARY, response.text)

    def assertNotSaid(self, words, text, why=None):
        """Check that a page does not say something.

        Its addresses do not count: of their tokens and hashes each may have any digits.
        """
        self.assertNotIn(words, re.sub(r'"/[^"]*"', '""', text), why)

    def wait_for_log(self):
        """Let the server write what it writes after a response."""
        with self.allow_requests(all_requests=True):
            deadline = time.monotonic() + 10
            while responses.pending_work() and time.monotonic() < deadline:
                time.sleep(0.005)
        self.assertFalse(responses.pending_work(), "The log was not written in time.")
        self.env.invalidate_all()
