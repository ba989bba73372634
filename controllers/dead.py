# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The texts of the page of a link that opens nothing now."""

from odoo.tools.translate import LazyTranslate

from ..tools.formatting import page_day

_lt = LazyTranslate(__name__)

EXPIRED = (
    _lt("This link has expired"),
    _lt(
        "It was good until %s. Nothing is lost: we can send you a fresh one, to the"
        " address that we have on file for you."
    ),
)
CLOSED = (
    _lt("This link does not open anything now"),
    _lt("It has been switched off. Please contact us."),
)
# Headline and sentence by reason; ``Purpose.dead`` takes precedence.
WORDS = {
    "expired": EXPIRED,
    "revoked": (
        _lt("This link was withdrawn"),
        _lt("It no longer opens anything. You can ask us for a new one."),
    ),
    "gone": (
        _lt("This document no longer exists"),
        _lt("Please contact us if you miss something."),
    ),
}


def dead_words(link, reason, sentence=None):
    """Return headline and sentence, by the reason.

    :param link: `public.link` in the recipient's language
    :param str reason: see ``page_values.DeadPage``
    :param str sentence: the gate's own words, if it was the gate
    :rtype: tuple[str, str]
    """
    env = link.env
    known = env["public.link.registry"]._known().purposes.get(link.purpose)
    words = (known.dead if known else {}).get(reason) or WORDS.get(reason, CLOSED)
    headline, text = map(env._, words)
    if words is CLOSED and sentence:
        text = sentence
    elif words is EXPIRED:
        text %= page_day(env, link.expires_at)
    return headline, text
