# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

{
    "name": "Public Links: companion",
    "summary": "An example and a test: a library whose readers renew loans by link",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "author": "The Public Links authors",
    "license": "LGPL-3",
    "depends": ["public_links"],
    "data": [
        "security/ir.model.access.csv",
        "templates/renew.xml",
        "templates/loans.xml",
    ],
}
