# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The purposes a link can have, and the documents that can have links.

A purpose is offered on a document as soon as the document's model has a gate for it,
``_public_link_blockers_<purpose>``: that is all that registers a new slice.
"""

# In the order of "the shortest useful one": what opens least comes first.
PURPOSES = [
    ("pay", "Pay"),
    ("approve", "Approve"),
    ("track", "Track"),
    ("return", "Return (RMA)"),
    ("view", "View"),
    ("portal", "Portal"),
]

# The purposes to which a page leads, by a derived link; no page leads anywhere else.
LEADS = {
    "view": ("pay", "approve", "track", "return"),
    "approve": ("pay",),
    "portal": ("pay", "approve", "track", "return", "view"),
}

# Those for whoever finds a code on paper: paying and looking. Who approves or sends
# back is somebody, with a link that went to them.
ANYBODYS = ("pay", "track")

MODELS = [
    "sale.order",
    "account.move",
    "stock.picking",
    "res.partner",
    "public.link.bundle",
]

DAYS_DEFAULT, DAYS_MIN, DAYS_MAX = 30, 1, 365
