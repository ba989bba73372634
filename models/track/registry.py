# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What this slice registers: see docs/EXTENDING.md."""

from odoo import models
from odoo.tools import LazyTranslate

from ...carriers import BUILT_IN
from ...tools.registry import Check, Purpose
from .states import STATES

_lt = LazyTranslate(__name__)


class PublicLinkRegistry(models.AbstractModel):
    _inherit = "public.link.registry"

    def _purposes(self):
        return super()._purposes() + [
            Purpose(
                code="track",
                label=_lt("Track"),
                rank=30,
                page="odoo.addons.public_links.controllers.track.track:track_page",
                gate="_public_link_blockers_track",
                senders="_public_link_senders_track",
                button="_public_action_label_track",
                reached_from=("view", "portal"),
                for_anybody=True,
                switch="public_links_track_enabled",
                days="public_links_track_days",
                mail_button=_lt("Track your parcels"),
                footer=(
                    _lt(
                        "Sent to %(address)s. This link lets its holder follow this delivery until"
                        " %(date)s; it opens nothing else."
                    ),
                    _lt(
                        "This link lets its holder follow this delivery until %s; it opens nothing"
                        " else."
                    ),
                ),
            ),
        ]

    def _checks(self):
        return super()._checks() + [
            Check(code="tracking", rank=200, ask="_public_links_check_tracking")
        ]

    def _carriers(self):
        return super()._carriers() + list(BUILT_IN.values())

    def _states(self):
        return super()._states() + STATES
