# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The track page in each of its shapes, made of plain values, for the browser tests."""


def scan(text="Departed facility", **values):
    return {
        "text": text,
        "place": "Newark, NJ, United States",
        "time": "20 November 2026, 11:05 local carrier time",
        "by_hand": False,
    } | values


def block(number="1234 5678 9012", **values):
    """One parcel, with everything that can be said of it."""
    steps = ("Label made", "Handed over", "On its way", "Delivered")
    return {
        "number": number,
        "url": "https://carrier.example/1234",
        "status": {"code": "in_transit", "label": "On its way", "tone": "info"},
        "headline": "Arriving Tuesday, 24 November 2026",
        "sentence": "It was last seen in Newark, NJ, United States.",
        "advice": "Nothing to do. Each new scan shows up here.",
        "notes": ["There was no scan for more than three days."],
        "steps": [
            {"label": label, "done": place <= 2, "current": place == 2}
            for place, label in enumerate(steps)
        ],
        "facts": [
            {"label": "Carrier", "value": "FedEx"},
            {"label": "Service", "value": "Ground"},
            {"label": "From", "value": "Reno, NV, United States"},
            {"label": "To", "value": "Bayonne, NJ, United States"},
        ],
        "scans": [scan(), scan("Handed over", by_hand=True, place="")],
        "earlier": [scan("Picked up")],
        "earlier_label": "Show one earlier scan",
        "last_scan": "21 November 2026, 06:12",
        "last_check": "21 November 2026, 09:05",
    } | values


def track_values(*blocks, **values):
    """The part of the track page that the layout does not give."""
    first = blocks[0] if blocks else block(notes=[], steps=[])
    alone = ("status", "headline", "sentence", "advice", "steps", "notes")
    several = {
        "headline": "0 of 2 delivered",
        "sentence": "Your delivery comes in 2 parcels.",
        "advice": "",
        "steps": [],
        "notes": [],
    }
    return (
        {"title": "Your parcel", "number": "WH/OUT/00016", "pdf_url": ""}
        | {name: first[name] for name in alone}
        | (several if len(blocks) > 1 else {})
        | {
            "about": "Delivery WH/OUT/00016",
            "parcels": list(blocks),
            "zone": "Times are those of Europe/Brussels.",
            "footer": "Sent to j•••@example.com. It opens nothing else.",
        }
        | values
    )
