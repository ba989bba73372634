# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The track page in each of its shapes, made of plain values, for the browser tests."""


def scan(text="Departed facility", **values):
    return {
        "text": text,
        "place": "Newark, NJ, United States",
        "time": "11:05 AM",
        "by_hand": False,
        "bad": False,
    } | values


def step(label, **values):
    known = {"when": "Nov 20", "done": True, "current": False, "fail": False}
    return {"label": label, **known} | values


def good(name="Desk top, white oak", quantity="1 ×", picture=""):
    return {"name": name, "quantity": quantity, "picture": picture}


def block(number="1234 5678 9012", **values):
    """One parcel, with everything that can be said of it."""
    return {
        "name": "1 × Desk top, white oak",
        "label": "Parcel 1 · Arriving Tuesday",
        "open": True,
        "number": number,
        "carrier": "FedEx",
        "url": "https://carrier.example/1234",
        "status": {"code": "in_transit", "label": "On its way", "tone": "info"},
        "headline": "Arriving Tuesday",
        "sentence": "It was last seen in Newark, NJ, United States.",
        "advice": "Nothing to do. Each new scan shows up here.",
        "ask": False,
        "notes": ["There was no scan for more than three days."],
        "steps": [
            step("Ordered"),
            step("Packed"),
            step("Shipped", current=True),
            step("Out for delivery", done=False, when=""),
            step("Delivered", done=False, when="Nov 24"),
        ],
        "goods": [good(), good("Desk legs", "2 ×", "/link/track/x/picture/7")],
        "pickup": "Packstation 145",
        "calendar_url": "/link/track/x/calendar/7",
        "facts": [
            {"label": "Service", "value": "Ground"},
            {"label": "From", "value": "Reno, NV, United States"},
            {"label": "To", "value": "Bayonne, NJ, United States"},
        ],
        "days": [
            {
                "day": "Today, Friday, November 20",
                "scans": [
                    scan(),
                    scan("Address not found", bad=True),
                    scan("Handed over", by_hand=True, place=""),
                ],
            }
        ],
        "earlier": [{"day": "Thursday, November 19", "scans": [scan("Picked up")]}],
        "earlier_label": "Show one earlier scan",
        "local_time": False,
        "zone_time": True,
        "last_scan": "21 November 2026, 06:12",
        "last_check": "21 November 2026, 09:05",
    } | values


def track_values(*blocks, **values):
    """The part of the track page that the layout does not give."""
    first = blocks[0] if blocks else block(notes=[], steps=[])
    alone = ("status", "headline", "sentence", "advice", "ask", "steps", "notes")
    several = {
        "headline": "There is a problem on the way",
        "sentence": "This is about 1 of 2 parcels; none has arrived yet.",
        "advice": "",
        "steps": [],
        "notes": [],
    }
    return (
        {"title": "Your parcel", "number": "WH/OUT/00016", "pdf_url": ""}
        | {name: first[name] for name in alone}
        | (several if len(blocks) > 1 else {})
        | {
            "parcels": list(blocks),
            "heading": f"Your {len(blocks)} parcels",
            "goods": [] if blocks else [good()],
            "facts": [{"label": "Your order", "value": "S00031"}],
            "zone": "Times are those of Brussels.",
            "footer": "Sent to j•••@example.com. It opens nothing else.",
        }
        | values
    )
