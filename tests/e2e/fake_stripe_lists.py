# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the fake Stripe lists: see ``fake_stripe.py``, the process that imports this."""

from localstripe import resources as base

# Objects a page, as Stripe's own default.
LIMIT = 10


def listed(kind, **match):
    """Return the objects of a kind, the oldest first."""
    return [
        one
        for name, one in base.store.items()
        if name.startswith(f"{kind}:")
        and all(getattr(one, field) == value for field, value in match.items())
    ]


def as_list(objects, url="", more=False):
    """Return objects as Stripe lists them."""
    data = [one if isinstance(one, dict) else one._export() for one in objects]
    return {"object": "list", "data": data, "has_more": more, "url": url}


def pages(kind, *fields):
    """Return a function that answers ``GET /v1/<kind>s``: the newest first, page by page.

    :param str kind: of objects
    :param fields: those that can be asked for by value
    """

    def answer(created=None, limit=LIMIT, starting_after=None, **asked):
        match = {field: asked[field] for field in fields if asked.get(field)}
        since = int((created or {}).get("gte") or 0)
        found = [one for one in listed(kind, **match) if one.created >= since]
        found.reverse()
        numbers = [one.id for one in found]
        if starting_after in numbers:
            found = found[numbers.index(starting_after) + 1 :]
        page = found[: int(limit)]
        return as_list(page, f"/v1/{kind}s", len(page) < len(found))

    return answer
