# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Additions to links by the approve purpose: announcements, events, a reason to be dead."""

from odoo import fields, models
from odoo.tools.translate import LazyTranslate

from ...tools.states import selection
from .states import STATES

_lt = LazyTranslate(__name__)


class PublicLink(models.Model):
    _inherit = "public.link"

    revoked_reason = fields.Selection(
        selection_add=[("revised", "The document was revised")]
    )

    def _dead_reason(self):
        reason = super()._dead_reason()
        if reason == "revoked" and self.revoked_reason == "revised":
            return "revised"
        return reason

    _announced = {
        "approved": (
            "ok",
            _lt("Thank you! Your approval has arrived, and we get to work."),
        ),
        "approved_items": (
            "ok",
            _lt("Thank you! The items that you chose are approved."),
        ),
        "proof_approved": ("ok", _lt("Thank you! The proof is approved.")),
        "proof_changes": (
            "ok",
            _lt("Thank you. We will change the proof and show it to you again."),
        ),
        "rejected": (
            "ok",
            _lt("You have declined. Thank you for telling us why."),
        ),
        "renewal_asked": (
            "ok",
            _lt("Thank you! We have your request, and will send you a new quote."),
        ),
        "options_saved": ("ok", _lt("Your choice is saved; the total is new.")),
        "options_other": (
            "warn",
            _lt(
                "Your choice is saved, but not all of it as you wrote it. Please look at"
                " the quantities."
            ),
        ),
    }


class PublicLinkEvent(models.Model):
    _inherit = "public.link.event"

    kind = fields.Selection(
        selection_add=[
            *selection(STATES, "quotation", "approved", "rejected"),
            ("commented", "Comment written"),
            ("disputed", "Disputed"),
            ("uploaded", "File uploaded"),
            ("change_asked", "Change asked for"),
            ("options_chosen", "Options chosen"),
            ("renewal_asked", "New quote asked for"),
        ],
        ondelete={
            name: "cascade"
            for name in (
                "approved",
                "rejected",
                "commented",
                "disputed",
                "uploaded",
                "change_asked",
                "options_chosen",
                "renewal_asked",
            )
        },
    )
