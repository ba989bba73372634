# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Pages as documents would give them, for the tests of how they look."""

from .portal_samples import portal_pages
from .track_samples import block, good, step, track_values


def seller(**values):
    return {
        "name": "Northlight Supply",
        "logo_url": "",
        "theme_url": "/theme.css",
        "contact": {
            "name": "Northlight Supply, customer care",
            "email": "care@northlight.example",
            "phone": "+1 555 010 2030",
            "phone_href": "tel:+15550102030",
            "hours": "Monday to Friday, 9 to 17",
        },
        **values,
    }


def item(name="Office Lamp", **values):
    return {
        "kind": "item",
        "name": name,
        "description": "",
        "quantity": "5",
        "price_note": "5 × $145.00",
        "taxes": "8%",
        "amount": "$725.00",
        **values,
    }


def action(code="pay", **values):
    return {
        "code": code,
        "label": "Pay $1,365.16",
        "url": f"/do/{code}",
        "method": "post",
        "primary": True,
        **values,
    }


def _layout(**values):
    return {
        "lang": "en-US",
        "direction": "ltr",
        "title": "Invoice INV/2026/00042",
        "seller": seller(),
        "languages": [
            {"code": "en-US", "name": "English", "url": "?lang=en", "current": True},
            {"code": "ar", "name": "العربية", "url": "?lang=ar", "current": False},
        ],
        "preview": False,
        "announcement": None,
        "assets": {
            "css": "/public.css",
            "js": "/public.js",
            "track": "/track.css",
            "act": "/act.js",
            "pad": "/pad.js",
            "copy": "/copy.js",
            "live": "/live.js",
            "act_css": "/act.css",
            "proofs_css": "/proofs.css",
            "money_css": "/money.css",
            "pick_css": "/pick.css",
            "portal_css": "/portal.css",
        },
        **values,
    }


def view_page(**values):
    return _layout(
        kind="invoice",
        number="INV/2026/00042",
        status={"code": "due", "label": "Due in 12 days", "tone": "warn"},
        headline="$1,365.16",
        sentence="Due by 3 December 2026, for your order S00019 of 21 October.",
        actions=[
            action(),
            action("ask", label="Ask a question", method="get", primary=False),
        ],
        pdf_url="/pdf",
        lines=[
            {"kind": "section", "name": "Meeting room"},
            item("Acoustic Bloc Screen", description="Noise-reducing\nWith felt pads"),
            item(),
            {"kind": "subsection", "name": "Installation"},
            # Its section hides the prices.
            {"kind": "item", "name": "Assembly", "quantity": "4 hours"},
            {"kind": "note", "name": "On a weekday.", "description": "Mind the lift."},
            item("Cable tray", optional=True),
        ],
        show_prices=True,
        totals=[
            {"kind": "subtotal", "label": "Subtotal", "amount": "$1,727.00"},
            {"kind": "tax", "label": "Sales tax 8%", "amount": "$138.16"},
            {"kind": "total", "label": "Total", "amount": "$1,865.16"},
            {"kind": "paid", "label": "Paid on 2 November", "amount": "−$500.00"},
            {"kind": "due", "label": "Due", "amount": "$1,365.16"},
        ],
        deliveries=[
            {
                "number": "WH/OUT/00042",
                "status": {"code": "transit", "label": "On its way", "tone": "info"},
                "headline": "Arriving Monday",
                "sentence": "1 of 2 parcels delivered.",
                "packages": ["PACK0000012", "PACK0000013"],
                "parcels": [
                    {
                        "carrier": "FedEx Ground",
                        "number": "1234 5678 9012",
                        "url": "https://carrier.example/1234",
                    },
                    {"carrier": "DHL", "number": "JD0146000062", "url": ""},
                ],
                "goods": [],
            }
        ],
        addresses=[
            {"label": "Invoiced to", "lines": ["Joel Willis", "858 Lynn Street"]},
            {"label": "Delivered to", "lines": ["Joel Willis", "12 Harbour Road"]},
        ],
        facts=[{"label": "Your reference", "value": "PO-7781"}],
        terms=["Goods stay ours until they are paid in full.", "Returns in 30 days."],
        footer="Sent to j•••@example.com. It opens nothing else.",
    ) | dict(values)


def bare_page(**values):
    """A page of a document that has nothing to show but that it is there."""
    return view_page(
        languages=[],
        headline="",
        sentence="",
        actions=[],
        pdf_url="",
        lines=[],
        show_prices=False,
        totals=[],
        deliveries=[],
        addresses=[],
        facts=[],
        terms=[],
        footer="",
        seller=seller(contact=dict.fromkeys(seller()["contact"], "")),
    ) | dict(values)


def order_page(**values):
    """An order on its way: what is in each delivery, pictures, its invoices."""
    page = view_page(kind="order", title="Order S00031")
    [first] = page["deliveries"]
    goods = [
        good("Standing desk", "1 ×", "/link/view/x/picture/7"),
        good("Desk legs", "2 ×"),
    ]
    paid = {"code": "paid", "label": "Paid", "tone": "ok"}
    unpaid = {"code": "unpaid", "label": "Unpaid", "tone": "warn"}
    return page | {
        "steps": [
            step("Ordered"),
            step("Shipped", when="Nov 25", current=True),
            step("Delivered", when="", done=False),
        ],
        "coming": "Arriving Monday",
        "sent": True,
        "deliveries": [
            first | {"goods": goods},
            first | {"number": "WH/OUT/00043", "parcels": [], "goods": goods[1:]},
        ],
        "lines": [
            line | {"picture": "/link/view/x/picture/7"} if number == 1 else line
            for number, line in enumerate(page["lines"])
        ],
        "invoices": [
            bill("Invoice INV/2026/00230", paid),
            bill("Invoice INV/2026/00231", unpaid, pay_url="/link/view/x/to/pay/2"),
        ],
        "to_bill": "$2,232.15",
        **values,
    }


def bill(name, status, **values):
    return {
        "name": name,
        "sentence": "Due in 12 days, by December 3.",
        "amount": "$862.50",
        "status": status,
        "pay_url": "",
        **values,
    }


def dead_page(**values):
    page = _layout(
        title="This link has expired",
        code="expired",
        headline="This link has expired",
        sentence="It was good until 21 November 2026. We can send you a fresh one.",
        request_url="/request",
        request_label="Send me a new link",
        refresh=0,
    )
    del page["preview"], page["announcement"]
    return page | dict(values)


def unknown_page(**values):
    return dead_page(
        title="Nothing here",
        headline="There is nothing here",
        code="unknown",
        seller=None,
        languages=[],
        request_url="",
        request_label="",
    ) | dict(values)


def track_page(*blocks, **values):
    """A page on which parcels are followed."""
    return _layout(title="") | track_values(*blocks) | dict(values)


def every_page():
    """Return (name, template, page) of each kind of page."""
    view, dead = "public_links.view_page", "public_links.dead_page"
    track = "public_links.track_page"
    ok = {"code": "paid", "label": "Thank you, we have your payment.", "tone": "ok"}
    return [
        ("invoice", view, view_page()),
        ("right to left", view, view_page(lang="ar", direction="rtl")),
        ("announcement", view, view_page(announcement=ok, actions=[])),
        ("preview", view, view_page(preview=True)),
        ("delivery", view, view_page(headline="", show_prices=False, totals=[])),
        ("order", view, order_page()),
        ("order right to left", view, order_page(lang="ar", direction="rtl")),
        ("bare", view, bare_page()),
        ("parcel", track, track_page(block())),
        ("parcels", track, track_page(block(), block("JD0146000062"))),
        ("no parcel yet", track, track_page()),
        (
            "parcel right to left",
            track,
            track_page(block(), lang="ar", direction="rtl"),
        ),
        ("expired", dead, dead_page()),
        ("unknown", dead, unknown_page()),
        ("preparing", dead, dead_page(code="preparing", request_url="", refresh=5)),
        *portal_pages(_layout, view_page),
    ]
