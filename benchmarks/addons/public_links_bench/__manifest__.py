# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

{
    "name": "Public Links: benchmark",
    "summary": "The cheapest route there can be, to compare with; never install it",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "author": "The Public Links authors",
    "website": "",
    "license": "LGPL-3",
    "depends": ["public_links"],
    "installable": True,
}
