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
        "thumb": "",
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
        "confirms": True,
        "options_url": "/options",
        "options": [
            {
                "id": 5,
                "name": "Office Lamp",
                "quantity": "2",
                "unit": "Units",
                "price": "$145.00",
            }
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
    main = action("approve", label="Review and approve", url="#approve", method="get")
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
            "actions": [main],
            "approve": ask(),
            "talk": talk(),
            "form": form or {},
            **values,
        }
    )


def items():
    names = ("Acoustic Bloc Screen, black", "Office Lamp", "Donaudampfschiff" * 6)
    return [
        {
            "id": number,
            "name": name,
            "quantity": "3 Units",
            "amount": "$885.00",
            "done": number == 1,
            "status": {"code": "approved", "label": "Approved", "tone": "ok"}
            if number == 1
            else {"code": "open", "label": "Action required", "tone": "warn"},
            "url": f"?item={number}",
        }
        for number, name in enumerate(names)
    ]


def approve_pages():
    """Return (name, template, page) of each kind of approve page."""
    name = "public_links.approve_page"
    wrong = {
        "which": "approve",
        "name": "Joel",
        "email": "nobody",
        "errors": {
            "email": "Please check the mail address.",
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
    empty = ask("approved", proofs=[], options=[], reject_url="")
    return [
        ("approve", name, approve_page()),
        ("wrong", name, approve_page(wrong)),
        ("asked", name, approve_page(asked)),
        ("proof", name, approve_page(refused)),
        ("upload", name, approve_page(upload)),
        ("items", name, approve_page(approve=ask("items", items=items()))),
        ("one item", name, approve_page(approve=ask("items", items=items()), item=2)),
        ("approved", name, approve_page(approve=empty, actions=[])),
        ("preview of approve", name, approve_page(preview=True)),
        ("rtl approve", name, approve_page(lang="ar", direction="rtl")),
        (
            "view with comments",
            "public_links.view_page",
            view_page(talk=talk(), form={}),
        ),
    ]
