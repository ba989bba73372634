# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What links gain by the approve purpose: words, events, and one more way to end."""

from odoo import api, fields, models


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

    @api.model
    def _announcements(self):
        env = self.env
        return super()._announcements() | {
            "approved": (
                "ok",
                env._("Thank you! Your approval has arrived, and we get to work."),
            ),
            "approved_items": (
                "ok",
                env._("Thank you! The items that you chose are approved."),
            ),
            "proof_approved": ("ok", env._("Thank you! The proof is approved.")),
            "proof_changes": (
                "ok",
                env._("Thank you. We will change the proof and show it to you again."),
            ),
            "rejected": (
                "ok",
                env._("You have declined. Thank you for telling us why."),
            ),
            "change_sent": (
                "ok",
                env._("Your change request has arrived. We will get back to you."),
            ),
            "comment_sent": ("ok", env._("Your comment has arrived.")),
            "files_sent": ("ok", env._("Your files have arrived.")),
            "options_saved": ("ok", env._("Your choice is saved; the total is new.")),
            "failed": (
                "bad",
                env._(
                    "We could not complete this. Nothing was done, and we have been told:"
                    " please contact us."
                ),
            ),
        }


class PublicLinkEvent(models.Model):
    _inherit = "public.link.event"

    kind = fields.Selection(
        selection_add=[
            ("approved", "Approved"),
            ("rejected", "Declined"),
            ("commented", "Comment written"),
            ("uploaded", "File uploaded"),
            ("change_asked", "Change asked for"),
            ("options_chosen", "Options chosen"),
        ],
        ondelete={
            name: "cascade"
            for name in (
                "approved",
                "rejected",
                "commented",
                "uploaded",
                "change_asked",
                "options_chosen",
            )
        },
    )
