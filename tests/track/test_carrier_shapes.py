# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What providers answer, field by field, in shapes of our own making."""

from odoo.tests import BaseCase, tagged

from ... import carriers
from ..common.fake_providers import PROVIDERS, Shipment

EASYPOST, AFTERSHIP, DHL, TRACK17, SHIPPO = (
    carriers.BUILT_IN[code]()
    for code in ("easypost", "aftership", "dhl", "17track", "shippo")
)


# By `fetch`, which tells whose answer it is.
READ_ELSEWHERE = {"details.pieceIds"}


def _events(row):
    """Return the scans of 17TRACK's shape, none of the others."""
    tracking = row.get("track_info", {}).get("tracking", {"providers": []})
    return [scan for one in tracking["providers"] for scan in one["events"]]


class Watched(dict):
    """A dict that notes which of its members are read, and those inside of them."""

    def __init__(self, value, path, seen):
        self._path, self._seen = path, seen
        super().__init__(
            {
                name: self._wrap(member, f"{path}{name}")
                for name, member in value.items()
            }
        )

    def _wrap(self, member, path):
        if isinstance(member, dict):
            return Watched(member, f"{path}.", self._seen)
        if isinstance(member, list):
            return [self._wrap(one, path) for one in member]
        return member

    def get(self, name, default=None):
        self._seen.add(f"{self._path}{name}")
        return super().get(name, default)


def paths(value, path=""):
    """Return the paths of all members, of those in lists as if there were one."""
    found = set()
    for name, member in value.items():
        here = f"{path}{name}"
        found.add(here)
        rows = member if isinstance(member, list) else [member]
        for row in rows:
            if isinstance(row, dict):
                found |= paths(row, f"{here}.")
    return found


def above(path):
    """Return a path and those of the members around it."""
    parts = path.split(".")
    return {".".join(parts[: depth + 1]) for depth in range(len(parts))}


@tagged("post_install", "-at_install")
class TestShapes(BaseCase):
    def test_every_field_is_read_or_left_out_for_a_reason(self):
        """K1, K11, K12: what the documents name. A new field must be decided on."""
        for code, provider in PROVIDERS.items():
            adapter, seen = carriers.BUILT_IN[code](), set(READ_ELSEWHERE)
            for state in ("available_for_pickup", "delivered"):
                known = provider.states is None or state in provider.states
                row = provider.row(Shipment("A", state if known else "delivered"))
                adapter._result(Watched(row, "", seen))
            without_scan = provider.row(Shipment("A"))
            for scan in _events(without_scan):
                # What is read only where the other fields are empty.
                scan["address"] = scan["time_iso"] = scan["time_utc"] = None
            adapter._result(Watched(without_scan, "", seen))
            left_out = set(adapter.left_out)
            with self.subTest(code):
                missing = [
                    path
                    for path in sorted(paths(row))
                    if path not in seen and not above(path) & left_out
                ]
                self.assertEqual(missing, [], "neither read nor left out")
                self.assertFalse(left_out - paths(row), "left out, and not there")
                self.assertTrue(all(adapter.left_out.values()))
                self.assertFalse(left_out & seen & paths(row), "both read and left out")

    def test_dates_of_delivery_in_each_way_that_they_come(self):
        """K1"""
        day, other = "2026-12-01T10:00:00Z", "2026-12-03T10:00:00Z"
        nothing = {"datetime": None, "datetime_min": None, "datetime_max": None}
        courier = {"estimated_delivery_date": day}
        for adapter, row, expected in (
            (
                AFTERSHIP,
                {
                    "latest_estimated_delivery": {
                        **nothing,
                        "type": "specific",
                        "datetime": day,
                    }
                },
                (day, day),
            ),
            (
                AFTERSHIP,
                {
                    "latest_estimated_delivery": {
                        **nothing,
                        "type": "range",
                        "datetime_min": day,
                        "datetime_max": other,
                    }
                },
                (day, other),
            ),
            (
                AFTERSHIP,
                {
                    "latest_estimated_delivery": nothing,
                    "courier_estimated_delivery_date": courier,
                },
                (day, day),
            ),
            (
                AFTERSHIP,
                {
                    "latest_estimated_delivery": None,
                    "courier_estimated_delivery_date": {
                        "estimated_delivery_date": None,
                        "estimated_delivery_date_min": day,
                        "estimated_delivery_date_max": other,
                    },
                },
                (day, other),
            ),
            (AFTERSHIP, {"expected_delivery": day}, (day, day)),
            (AFTERSHIP, {"courier_estimated_delivery_date": day}, (day, day)),
            (EASYPOST, {"est_delivery_date": day}, (day, day)),
            (
                EASYPOST,
                {
                    "est_delivery_date": other,
                    "carrier_detail": {"est_delivery_date_local": "2026-12-02"},
                },
                ("2026-12-02", "2026-12-02"),
            ),
            (DHL, {"estimatedTimeOfDelivery": day}, (day, day)),
            (
                DHL,
                {
                    "estimatedTimeOfDelivery": day,
                    "estimatedDeliveryTimeFrame": {
                        "estimatedFrom": None,
                        "estimatedThrough": other,
                    },
                },
                (day, other),
            ),
            (SHIPPO, {"eta": day, "original_eta": other}, (day, day)),
            (
                TRACK17,
                {
                    "track_info": {
                        "time_metrics": {
                            "estimated_delivery_date": {"from": day, "to": None}
                        }
                    }
                },
                (day, day),
            ),
        ):
            result = adapter._result(row)
            with self.subTest(adapter.code, row=row):
                self.assertEqual((result.eta_from.raw, result.eta_to.raw), expected)

    def test_codes_say_state_and_reason(self):
        """K8, K12: late is no problem; returned is not delivered."""
        for adapter, row, expected in (
            (
                AFTERSHIP,
                {"tag": "Exception", "subtag": "Exception_004"},
                ("in_transit", "customs"),
            ),
            (
                AFTERSHIP,
                {"tag": "Exception", "subtag": "Exception_017"},
                ("in_transit", "weather"),
            ),
            (
                AFTERSHIP,
                {"tag": "Exception", "subtag": "Exception_019"},
                ("in_transit", "delay"),
            ),
            (
                AFTERSHIP,
                {"tag": "Exception", "subtag": "Exception_020"},
                ("cancelled", ""),
            ),
            (
                AFTERSHIP,
                {"tag": "Exception", "subtag": "Exception_021"},
                ("exception", "destroyed"),
            ),
            (
                AFTERSHIP,
                {"tag": "Exception", "subtag": "Exception_013"},
                ("exception", "lost"),
            ),
            (
                AFTERSHIP,
                {"tag": "Exception", "subtag": "Exception_001"},
                ("exception", ""),
            ),
            (
                AFTERSHIP,
                {"tag": "AttemptFail", "subtag": "AttemptFail_002"},
                ("attempt_failed", "nobody"),
            ),
            (
                AFTERSHIP,
                {"tag": "Delivered", "return_to_sender": True},
                ("return_to_sender", ""),
            ),
            (
                AFTERSHIP,
                {"tag": "Delivered", "return_to_sender": False},
                ("delivered", ""),
            ),
            (
                EASYPOST,
                {"status": "failure", "status_detail": "weather_delay"},
                ("in_transit", "weather"),
            ),
            (
                EASYPOST,
                {"status": "failure", "status_detail": "lost"},
                ("exception", "lost"),
            ),
            (
                EASYPOST,
                {"status": "in_transit", "status_detail": "arrived_at_pickup_location"},
                ("available_for_pickup", ""),
            ),
            (
                EASYPOST,
                {"status": "in_transit", "status_detail": "delayed"},
                ("in_transit", "delay"),
            ),
            (DHL, {"status": {"statusCode": "failure"}}, ("exception", "")),
            (
                DHL,
                {
                    "status": {
                        "statusCode": "failure",
                        "description": "Clearance processing delay",
                    }
                },
                ("in_transit", "customs"),
            ),
            (
                DHL,
                {
                    "status": {
                        "statusCode": "failure",
                        "description": "Seized by customs",
                    }
                },
                ("exception", "seized"),
            ),
            (
                DHL,
                {"returnFlag": True, "status": {"statusCode": "delivered"}},
                ("return_to_sender", ""),
            ),
            (
                DHL,
                {"returnFlag": True, "status": {"statusCode": "transit"}},
                ("return_to_sender", ""),
            ),
            (
                SHIPPO,
                {
                    "tracking_status": {
                        "status": "FAILURE",
                        "substatus": {"code": "delayed"},
                    }
                },
                ("in_transit", "delay"),
            ),
            (
                SHIPPO,
                {
                    "tracking_status": {
                        "status": "FAILURE",
                        "substatus": {"code": "address_issue"},
                    }
                },
                ("exception", "address"),
            ),
            (
                TRACK17,
                {
                    "track_info": {
                        "latest_status": {
                            "status": "Exception",
                            "sub_status": "Exception_Delayed",
                        }
                    }
                },
                ("in_transit", "delay"),
            ),
            (
                TRACK17,
                {
                    "track_info": {
                        "latest_status": {
                            "status": "InTransit",
                            "sub_status": "InTransit_CustomsProcessing",
                        }
                    }
                },
                ("in_transit", "customs"),
            ),
        ):
            result = adapter._result(row)
            with self.subTest(adapter.code, row=row):
                self.assertEqual((result.state, result.reason), expected)
