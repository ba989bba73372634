# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from .base import Adapter


class ByHand(Adapter):
    """No provider: staff enter scans, and customers are led to the carrier's page."""

    code = "by_hand"
    name = "By hand"
    polls = False

    def fetch(self, parcels):
        return []
