# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How other addons refuse what customers do by link (T19)."""

from contextlib import contextmanager
from unittest.mock import patch

from odoo.exceptions import AccessError, RedirectWarning, UserError, ValidationError
from odoo.tests import mute_logger

LOGGERS = (
    "odoo.addons.public_links.models.link.public_link_attempt",
    "odoo.sql_db",
)


def raising(error):
    """Return a method that raises."""

    def refuse(*_args, **_kwargs):
        raise error

    return refuse


def violating(records, *_args, **_kwargs):
    """Violate a constraint of the database, as a method of another addon."""
    records.env.cr.execute("UPDATE res_currency SET name = NULL")


# A method that refuses, and what staff read of it.
REFUSALS = (
    (raising(UserError("Not on Sundays")), "Not on Sundays"),
    (raising(ValidationError("Too <b>long</b>")), "Too &lt;b&gt;long"),
    (raising(AccessError("Only for managers")), "Only for managers"),
    (raising(RedirectWarning("Set it up first", 1, "Go")), "Set it up first"),
    (raising(KeyError("fee")), "fee"),
    (violating, "res_currency"),
)


class RefusalCase:
    """Mixed into the cases of pages."""

    @contextmanager
    def refusing(self, model, name, method):
        """Let a method of another addon run in place of a model's, its log muted."""
        with (
            patch.object(self.env.registry[model], name, method),
            mute_logger(*LOGGERS),
        ):
            yield
        self.env.invalidate_all()

    def assertTold(self, document, *texts):
        """Check that an activity tells staff why something was not done."""
        self.env.invalidate_all()
        notes = "\n".join(note or "" for note in document.activity_ids.mapped("note"))
        for text in texts:
            self.assertIn(text, notes)
