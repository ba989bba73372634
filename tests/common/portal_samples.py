# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Pages of the portal, for the tests of how pages look."""


def row(title="INV/2026/00042", **values):
    return {
        "title": title,
        "url": "/invoice/42",
        "date": "3 November 2026",
        "sentence": "Due in 12 days, by 3 December 2026.",
        "amount": "$1,365.16",
        "status": {"code": "unpaid", "label": "Unpaid", "tone": "warn"},
        "pay": {"value": "42", "label": f"Pay {title}"},
        **values,
    }


def _nav(current):
    labels = ("Overview", "Invoices", "Quotations", "Orders", "Credit notes")
    labels += ("Shipments", "Statement", "Payments", "Messages", "Profile")
    return [
        {"label": label, "url": f"/{label}", "current": label == current}
        for label in labels
    ]


def overview(**values):
    waiting = [
        row("Quotation S00019", pay=None, sentence="Good until 3 December 2026."),
        row(
            "3 invoices to pay",
            status={"code": "to_pay", "label": "Overdue", "tone": "bad"},
            sentence="1 of 3 are overdue.",
            date="",
            pay={"value": "1", "label": "Pay $1,365.16"},
        ),
        row(
            "Shipment WH/OUT/00042",
            amount="",
            date="",
            pay=None,
            status={"code": "in_transit", "label": "On its way", "tone": "info"},
        ),
    ]
    return {
        "kind": "portal",
        "title": "Your documents",
        "nav": _nav("Overview"),
        "greeting": "Hello Joel Willis",
        "sentence": "Here is everything that Northlight Supply has for you.",
        "welcome": "Please name the invoice's number when you pay.\nThank you!",
        "waiting": waiting,
        "calm": "",
        "notes": ["$25.00 is open in your favour."],
        "pay_url": "/pay",
        "sections": [
            {"label": one["label"], "url": one["url"], "summary": "12"}
            for one in _nav("")[1:]
        ],
        "footer": "Sent to j•••@example.com. Please keep it to yourself.",
        **values,
    }


def calm_overview(**values):
    calm = "All is in order: nothing waits for you at the moment."
    return overview(welcome="", waiting=[], notes=[], calm=calm, **values)


def documents(**values):
    paid = {"code": "paid", "label": "Paid", "tone": "ok"}
    rows = [row(), row("INV/2026/00041", pay=None, status=paid, sentence="")]
    labels = (("All", "1,204"), ("Unpaid", "3"), ("Overdue", "1"), ("Paid", "1,201"))
    return {
        "kind": "portal",
        "title": "Invoices",
        "nav": _nav("Invoices"),
        "tabs": [
            {"label": label, "count": count, "url": "?tab", "current": label == "All"}
            for label, count in labels
        ],
        "search": {
            "url": "/invoices",
            "words": "INV",
            "hidden": [("tab", "all")],
            "clear": "/invoices",
        },
        "rows": rows * 5,
        "pay_url": "/pay",
        "owed": [
            {
                "open": "$4,662.66 is open on 5 invoices.",
                "late": "$1,785.16 is overdue",
                "since": "2 invoices, the oldest since 8 November 2026",
                "pay": {"value": "1", "label": "Pay all overdue"},
            }
        ],
        "sum": {"chosen": ["42"], "amount": "$1,365.16", "words": "1 invoice"},
        "sum_url": "/invoices?lang=en_US",
        "empty": "There is nothing here yet.",
        "pager": {"text": "Page 2 of 61", "before": "?page=1", "after": "?page=3"},
        "footer": "Sent to j•••@example.com. Please keep it to yourself.",
        **values,
    }


def no_documents(**values):
    search = {"url": "/invoices", "words": "", "hidden": [], "clear": ""}
    return documents(rows=[], pay_url="", owed=[], pager=None, search=search, **values)


def portal_pages(layout, view):
    """Return (name, template, page) of each kind.

    :param layout: a function that adds what every page has
    :param view: a function that returns a document's page
    """
    first, many = "public_links.portal_overview", "public_links.portal_list"
    return [
        ("portal", first, layout(**overview())),
        ("calm portal", first, layout(**calm_overview())),
        ("portal preview", first, layout(**overview(preview=True))),
        ("portal list", many, layout(**documents())),
        (
            "portal list right to left",
            many,
            layout(**documents(lang="ar", direction="rtl")),
        ),
        ("empty portal list", many, layout(**no_documents())),
        ("portal document", "public_links.view_page", view(nav=_nav("Invoices"))),
    ]
