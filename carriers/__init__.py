# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Carriers and tracking services: one adapter a file, no ORM.

A new adapter is one file here and its class below; another addon registers its own, see
docs/CARRIERS.md and docs/EXTENDING.md.
"""

from .aftership import AfterShip
from .by_hand import ByHand
from .dhl import DhlUnified
from .easypost import EasyPost

# What this addon brings. What a database knows says ``public.link.registry``.
BUILT_IN = {
    adapter.code: adapter for adapter in (ByHand, EasyPost, AfterShip, DhlUnified)
}
