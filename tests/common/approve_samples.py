# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Approve pages as orders would give them, for the tests of how they look."""

from .page_samples import action, view_page


def talk(**values):
    return {
        "messages": [
            {
                "kind": "change",
                "mine": True,
                "by_mail": False,
                "who": "Joel Willis",
                "when": "3 December 2026",
                "text": "In green, please.\nAnd two more.",
                "file": "",
                "url": "",
            },
            {
                "kind": "file",
                "mine": False,
                "by_mail": True,
                "who": "Northlight Supply",
                "when": "4 December 2026",
                "text": "",
                "file": "plan.pdf",
                "url": "/file/1",
            },
        ],
        "comment_url": "/comment",
        "change_url": "/change",
        "upload_url": "/upload",
        "upload_hint": "Up to 10 files of at most 10 MB each: PDF, PNG.",
        "accept": ".pdf,.png",
        "most": 10,
        "longest": 5000,
        "asked": False,
        "dispute_url": "",
        **values,
    }


def proof(number=1, state="open", tone="warn", label="Action required"):
    return {
        "id": number,
        "name": "front.pdf",
        "line": "Acoustic Bloc Screen",
        "version": "Version 2",
        "note": "Please mind the bleed.",
        "open": state == "open",
        "status": {"code": state, "label": label, "tone": tone},
        "answered": "" if state == "open" else "Joel Willis, 3 December 2026",
        "customer_note": "",
        "url": "/proof/1",
        "image": number == 2,
        "thumb": "",
    }


def picked(*ids):
    totals = [
        {"kind": "subtotal", "label": "1 of 2 items", "amount": "$885.00"},
        {"kind": "total", "label": "You approve now", "amount": "$955.80"},
    ]
    return {
        "ids": list(ids),
        "totals": totals if ids else [],
        "amount": "$955.80" if ids else "",
        "count": "1 of 2 items" if ids else "0 of 2 items",
    }


def option(number=5, **values):
    return {
        "id": number,
        "name": "Office Lamp",
        "description": "With a dimmer",
        "taken": True,
        "quantity": "2",
        "unit": "Units",
        "price": "$145.00",
        "amount": "$290.00",
        "picture": "/picture/5",
        "section": "If you like",
        **values,
    }


def ask(state="open", **values):
    return {
        "state": state,
        "status": None,
        "reason": "",
        "seen": "0" * 64,
        "url": "/approve",
        "statement": "I have read and accept the approval terms, and approve this"
        " quotation of $1,365.16 as shown.",
        "terms": ["Payment in 30 days.", "No returns."],
        "sign": True,
        "pay": True,
        "reject_url": "/reject",
        "items_url": "/items",
        "items": [],
        "picked": picked(),
        "picked_url": "/page?lang=en_US",
        "all_url": "/page#items",
        "chosen": "With 1 option",
        "asks_reference": True,
        "files": [],
        "renew_url": "",
        "confirms": True,
        "options_url": "/options",
        "options": [
            option(),
            option(6, name="Cable tray", taken=False, amount="", section=""),
        ],
        "most": 1000,
        "proof_url": "/answer",
        "proofs": [proof(), proof(2, "approved", "ok", "Approved")],
        "covered": True,
        "proof_terms": ["I have checked the proof."],
        "disclaimer": "Colours on a screen differ from print.",
        **values,
    }


def approve_page(form=None, **values):
    quiet = action("ask", label="Ask a question", method="get", primary=False)
    return view_page(
        **{
            "kind": "quote",
            "title": "Quotation S00019",
            "status": {
                "code": "x",
                "label": "Action required",
                "tone": "warn",
            },
            "sentence": "Good until 21 December 2026.",
            "actions": [quiet],
            "approve": ask(),
            "talk": talk(),
            "form": form or {},
            **values,
        }
    )


def items():
    names = ("Acoustic Bloc Screen, black", "Office Lamp", "Donaudampfschiff" * 6)
    plain = {
        "description": "",
        "note": "3 × $295.00",
        "amount": "$885.00",
        "picture": "/picture/1",
        "pick": True,
        "kind": "item",
    }
    rows = [
        {
            **plain,
            "id": number,
            "name": name,
            "done": number == 1,
            "status": {"code": "approved", "label": "Approved", "tone": "ok"}
            if number == 1
            else {"code": "open", "label": "Action required", "tone": "warn"},
            "url": f"?item={number}",
        }
        for number, name in enumerate(names)
    ]
    head = {"kind": "section", "pick": False, "name": "Room 1", "done": False}
    note = {"kind": "note", "pick": False, "name": "On a weekday", "done": False}
    gift = plain | {"pick": False, "name": "Cable tie", "done": False}
    return [
        plain | head | {"id": 10},
        *rows,
        plain | note | {"id": 11},
        gift | {"id": 12},
    ]


def approve_pages():
    """Return (name, template, page) of each kind of approve page."""
    name = "public_links.approve_page"
    wrong = {
        "which": "approve",
        "name": "Joel",
        "email": "nobody",
        "errors": {
            "email": "Please check the email address.",
            "accept": "Please tick the box.",
            "signature": "Please sign again.",
        },
    }
    asked = {"which": "change", "text": " ", "errors": {"text": "Please write."}}
    refused = {
        "which": "proof",
        "proof": 1,
        "text": "",
        "errors": {"text": "Please write."},
    }
    upload = {"which": "upload", "errors": {"files": "“x.svg” is not taken."}}
    plain = {"proofs": [], "options": [], "reject_url": ""}
    empty = ask("approved", **plain)
    some = ask("items", items=items(), picked=picked(2))
    none = ask("items", items=items(), **plain)
    files = [
        {"label": "Download the signed copy", "url": "/pdf"},
        {"label": "Download the certificate", "url": "/certificate/1"},
    ]
    kept = ask("approved", files=files, **plain)
    late = ask("expired", renew_url="/renew", **plain)
    return [
        ("approve", name, approve_page()),
        ("wrong", name, approve_page(wrong)),
        ("asked", name, approve_page(asked)),
        ("proof", name, approve_page(refused)),
        ("upload", name, approve_page(upload)),
        ("items", name, approve_page(approve=some, lines=[])),
        ("no item yet", name, approve_page(approve=none, lines=[])),
        ("one item", name, approve_page(approve=some, lines=[], item=2)),
        ("approved", name, approve_page(approve=empty, actions=[])),
        ("approved and kept", name, approve_page(approve=kept, actions=[])),
        ("expired quote", name, approve_page(approve=late, actions=[])),
        ("preview of approve", name, approve_page(preview=True)),
        ("rtl approve", name, approve_page(lang="ar", direction="rtl")),
        (
            "view with comments",
            "public_links.view_page",
            view_page(talk=talk(), form={}),
        ),
    ]
