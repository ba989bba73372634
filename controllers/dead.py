# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the page of a link that opens nothing now says."""

from odoo.tools.misc import format_date


def dead_words(link, reason, sentence=None):
    """Return headline and sentence, by the reason.

    :param link: `public.link` in the recipient's language
    :param str reason: see ``page_values.DeadPage``
    :param str sentence: the gate's own words, if it was the gate
    :rtype: tuple[str, str]
    """
    env = link.env
    known = env["public.link.registry"]._known().purposes.get(link.purpose)
    if known and reason in known.dead:
        return tuple(map(env._, known.dead[reason]))
    return {
        "expired": (
            env._("This link has expired"),
            env._(
                "It was good until %s. Nothing is lost: we can send you a fresh one, to"
                " the address that we have on file for you.",
                format_date(env, link.expires_at, date_format="long"),
            ),
        ),
        "revoked": (
            env._("This link was withdrawn"),
            env._("It no longer opens anything. You can ask us for a new one."),
        ),
        "gone": (
            env._("This document no longer exists"),
            env._("Please contact us if you miss something."),
        ),
    }.get(
        reason,
        (
            env._("This link does not open anything now"),
            sentence or env._("It has been switched off. Please contact us."),
        ),
    )
