# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The return page in each of its shapes, made of plain values, for the browser tests."""

from .page_samples import _layout


def good(number=1, **values):
    """Something that was delivered."""
    return {
        "key": f"move{number}",
        "name": "Acoustic Bloc Screen",
        "picture": "",
        "facts": "5 delivered · 1 returned",
        "price": "$295.00 each",
        "apart": "",
        "why": "",
        "until": "Can be returned until 3 December 2026.",
        "most": "4",
        "most_label": "up to 4",
        "step": "1",
        **values,
    }


def asked(**values):
    """A return that was asked for."""
    return {
        "id": 7,
        "title": "Return RMA/2026/00007",
        "number": "RMA/2026/00007",
        "headline": "Please send it back",
        "amount": "You get back about $573.48",
        "status": {"code": "authorized", "label": "Authorized", "tone": "warn"},
        "sentence": "Please send the items back to us.",
        "advice": "You pay for the return shipping.",
        "steps": [
            {"label": label, "done": place == 0, "current": place == 0}
            for place, label in enumerate(("Authorized", "Received", "Closed"))
        ],
        "items": [{"name": "Acoustic Bloc Screen", "facts": "2 Units · Defective"}],
        "addresses": [{"label": "Send it to", "lines": ["Returns dock", "1 Quay"]}],
        "facts": [{"label": "Estimated refund", "value": "$573.48"}],
        "slip_url": "/slip/7",
        "labels": [{"name": "Shipping label", "url": "/label/1"}],
        "cancel_url": "/cancel",
        **values,
    }


def ask(**values):
    return {
        "items": [good(), good(2, name="Office Lamp", step="any")],
        "closed": [good(3, name="Cut to size", why="This is a final sale.")],
        "reasons": [{"id": "1", "name": "Defective"}, {"id": "2", "name": "Other"}],
        "wishes": [
            {"code": "refund", "label": "Money back"},
            {"code": "exchange", "label": "The same item again"},
        ],
        "conditions": [{"code": "opened", "label": "Opened"}],
        "policy": ["Items come back complete."],
        "photos_label": "Photos",
        "photo_hint": "Up to 10 files of at most 10 MB each: PNG, JPG.",
        "accept": ".png,.jpg",
        "choose_url": "/choose",
        "ask_url": "/ask",
        "picked_url": "/?lang=en",
        "back_url": "/",
        **values,
    }


def confirm():
    """The second step."""
    return {
        "items": [
            good(units="2", quantity="2 Units"),
            good(
                2,
                units="1",
                quantity="1 Units",
                name="Office Lamp",
                apart="Oak, hand-finished · $120.00 each · delivered on 3 May 2026",
            ),
        ],
        "totals": [
            {"kind": "subtotal", "label": "Items", "amount": "$590.00"},
            {"kind": "tax", "label": "Restocking fee", "amount": "−$59.00"},
            {"kind": "total", "label": "You get back", "amount": "$573.48"},
        ],
        "notes": ["You pay for the return shipping.", "This is an estimate."],
        "query": "move1-2_move2-1",
        "seen": "0" * 64,
        "once": "0" * 32,
    }


def return_page(**values):
    return _layout(
        title="Return from order S00019",
        number="S00019",
        pdf_url="",
        about="Order S00019 of 21 October 2026",
        status={"code": "open", "label": "Returns are open", "tone": "info"},
        headline="What would you like to return?",
        sentence="Choose what goes back and tell us why.",
        ask=ask(),
        requests=[],
        sum={"amount": "$573.48", "words": "You get back about this for 2 items"},
        files={"css": "/return.css"},
        form={},
        footer="Sent to j•••@example.com. It opens nothing else.",
    ) | dict(values)


def return_pages():
    """Return (name, template, page) of each shape of the return page."""
    template = "public_links.return_page"
    wrong = {
        "which": "choose",
        "errors": {"": "Please choose again.", "move1": "You can return at most 4."},
        "quantities": {"move1": "9"},
    }
    second = {"which": "return", "errors": {}, "confirm": confirm()}
    refused = second | {
        "errors": {
            "": "The amounts have changed.",
            "accept": "Please tick the box.",
            "note": "Please shorten this.",
            "reason-move1": "Please choose a reason.",
            "photos-move1": "Please add a photo.",
            "note-move1": "Please shorten this.",
        },
        "typed": {
            "note": "Call me",
            "accept": False,
            "photos": True,
            "items": {"move1": {"reason": "1", "condition": "opened", "note": "Hm"}},
        },
    }
    sure = {"which": "cancel", "request": 7, "errors": {"sure": "Please tick the box."}}
    closed = {"code": "window_closed", "label": "Not possible now", "tone": "warn"}
    return [
        ("what to return", template, return_page()),
        ("wrong quantities", template, return_page(form=wrong)),
        ("why", template, return_page(form=second)),
        ("why, refused", template, return_page(form=refused)),
        ("asked", template, return_page(requests=[asked()])),
        ("cancel, refused", template, return_page(requests=[asked()], form=sure)),
        (
            "nothing to return",
            template,
            return_page(status=closed, ask=ask(items=[])),
        ),
        (
            "return right to left",
            template,
            return_page(lang="ar", direction="rtl", requests=[asked()]),
        ),
    ]
