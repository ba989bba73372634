# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import io
import logging

from odoo import netsvc
from odoo.tests import tagged  # noqa: F401

from ...tools import log_masking
from ..common.base import PublicLinkCase, PublicLinkHttpCase


class Written:
    """What a real handler with Odoo's own formatter writes, from all loggers."""

    def __enter__(self):
        self.stream = io.StringIO()
        self.handler = logging.StreamHandler(self.stream)
        self.handler.setFormatter(
            logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s")
        )
        self.loggers = [
            (logging.getLogger(name), logging.getLogger(name).level)
            for name in ("", "werkzeug", "odoo", "odoo.http")
        ]
        for logger, _level in self.loggers:
            logger.setLevel(logging.DEBUG if logger.name != "odoo" else logging.INFO)
        logging.getLogger().addHandler(self.handler)
        return self

    def __exit__(self, *_error):
        logging.getLogger().removeHandler(self.handler)
        for logger, level in self.loggers:
            logger.setLevel(level)

    @property
    def text(self):
        return self.stream.getvalue()


def pieces(token):
    """Return the parts of a token that would let it be put together again."""
    return token.split(".")[1:]


class TestLogMasking(PublicLinkHttpCase):
    def test_no_line_of_a_request_holds_a_token(self):
        """S6: the access line of werkzeug prints the whole path."""
        link = self.issue(self.make_order())
        with Written() as log:
            for action in ("", "pdf", "nothing"):
                self.open(link, action)
            self.get(f"/web/health?next={link._path()}")
        self.assertRegex(log.text, r'"GET /link/view/\*\*\* HTTP')
        for piece in pieces(link._token()):
            self.assertNotIn(piece, log.text)

    def test_a_failing_page_s_traceback_holds_no_token(self):
        """S6"""
        link = self.issue(self.make_order())

        def fail(self, link):
            raise ValueError(f"cannot open {link._url()}")

        self.patch(self.env.registry["sale.order"], "_public_values", fail)
        with Written() as log:
            response = self.open(link)
        self.assertEqual(response.status_code, 500)
        self.assertIn("cannot open", log.text)
        for piece in pieces(link._token()):
            self.assertNotIn(piece, log.text)


class TestMaskedRecord(PublicLinkCase):
    def test_message_arguments_traceback_and_stack_are_masked(self):
        """S6: for any logger and any handler."""
        link = self.issue(self.make_order())
        token, url = link._token(), link._url()
        with Written() as log:
            for name in ("odoo.addons.public_links.x", "werkzeug", "third.party"):
                logger = logging.getLogger(name)
                logger.error("open %s of %s", url, link.id)
                logger.error("open " + token)  # noqa: G003  # as careless code does
                logger.error("open %(url)s", {"url": url})
                logger.error([url])
                try:
                    raise KeyError(url)
                except KeyError:
                    logger.exception("failed")
                logger.error("stack", stack_info=True)
        self.assertEqual(log.text.count(f"of {link.id}"), 3)
        self.assertEqual(log.text.count("Traceback"), 3)
        for piece in pieces(token):
            self.assertNotIn(piece, log.text)

    def test_other_lines_stay_as_they_are(self):
        """S6"""
        factory = logging.getLogRecordFactory()
        record = factory("x", 20, "p", 1, "%s of %s", ("/web/login", 3), None)
        self.assertEqual((record.msg, record.args), ("%s of %s", ("/web/login", 3)))
        broken = factory("x", 20, "p", 1, "%s of %s", ("/link/view/",), None)
        self.assertEqual(broken.args, ("/link/view/",))
        error = (KeyError, KeyError("x"), None)
        plain = factory("x", 20, "p", 1, "m", (), error)
        self.assertIsNone(plain.exc_text)

    def test_it_is_installed_once(self):
        """S6: and Odoo still sees that logging is set up."""
        before = logging.getLogRecordFactory()
        log_masking.install()
        self.assertIs(logging.getLogRecordFactory(), before)
        self.assertTrue(before.masks_tokens)
        handlers = list(logging.getLogger().handlers)
        netsvc.init_logger()
        self.assertEqual(logging.getLogger().handlers, handlers)
        self.assertIs(logging.getLogRecordFactory(), before)
