# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Tracking providers in their own shapes, for tests and for the load test. Plain Python.

A class a provider: how it answers about a shipment, with every field of its documents; its
routes, which check key, path and body; its webhooks and how it signs them. `PROVIDERS` has
them by the code of their adapter; the tests of `test_carriers.py` run for each.
"""

try:
    from .fake_numbers import Dhl, SeventeenTrack, Shippo
    from .fake_shipment import NAME, STREET, Shipment
    from .fake_trackers import AfterShip, EasyPost
except ImportError:  # the load test, which has no package
    from fake_numbers import Dhl, SeventeenTrack, Shippo
    from fake_shipment import NAME, STREET, Shipment
    from fake_trackers import AfterShip, EasyPost

PROVIDERS = {
    provider.code: provider
    for provider in (EasyPost, AfterShip, Dhl, SeventeenTrack, Shippo)
}

__all__ = ["NAME", "PROVIDERS", "STREET", "Shipment"]
