# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a page says about the action that led to it."""

from odoo import models
from odoo.tools.translate import LazyTranslate

from ...tools.tables import entry

_lt = LazyTranslate(__name__)


class PublicLink(models.Model):
    _inherit = "public.link"

    # Tone (see ``page_values.Tone``) and sentence, by code. The codes travel in the URL,
    # so they say nothing by themselves. A slice, or another addon, gives its own class of
    # this model a table of this name: known where it is installed, and nowhere else.
    _announced = {
        "changed": (
            "warn",
            _lt(
                "Something has changed since you opened this page. Nothing was done:"
                " please look again, this is how it stands now."
            ),
        ),
        # Above a form that could not be taken.
        "check": (
            "bad",
            _lt("Please check what is marked below. Nothing was done yet."),
        ),
        # Another addon refused: staff have the reason, see ``_public_link_try``.
        "failed": (
            "bad",
            _lt(
                "We could not complete this. Nothing was done, and we have been told:"
                " please contact us."
            ),
        ),
        "closed": (
            "warn",
            _lt("This is not possible at the moment. Nothing was done."),
        ),
        "busy": (
            "warn",
            _lt(
                "Somebody else is at it right now. Nothing was done: please try again"
                " in a moment."
            ),
        ),
        "often": (
            "warn",
            _lt(
                "That was too often in a short time. Nothing was done: please try"
                " again in an hour, or ask us."
            ),
        ),
    }

    def _announcement(self, code):
        """Return what a page says about an action, from the tables of all slices.

        :param str code: what the action left in the URL, or anything at all
        :return: tone and text; none for a code that nobody knows
        :rtype: tuple[str, str] | None
        """
        if found := entry(self, "_announced", code):
            tone, sentence = found
            return tone, self.env._(sentence)
        return None
