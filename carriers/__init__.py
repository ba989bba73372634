# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Carriers and tracking services: one adapter a file, no ORM.

An adapter (`base.Adapter`) says how to ask a service, and how to read its answers and
webhooks and to know that they are its own; what becomes of scans is for ``models/track``.
Its gate is the account's key and the webhook's secret. A new adapter is one file here and
its class below; another addon registers its own, see docs/CARRIERS.md and
docs/EXTENDING.md. Plain Python: it may import ``tools``, and neither models nor
controllers.
"""

from .aftership import AfterShip
from .by_hand import ByHand
from .dhl import DhlUnified
from .easypost import EasyPost
from .seventeentrack import SeventeenTrack
from .shippo import Shippo

# What this addon brings. What a database knows says ``public.link.registry``.
BUILT_IN = {
    adapter.code: adapter
    for adapter in (
        ByHand,
        EasyPost,
        AfterShip,
        DhlUnified,
        SeventeenTrack,
        Shippo,
    )
}
