# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

{
    "name": "Public Links: end-to-end tests",
    "summary": "Points Odoo at the fake Stripe of the tests; loaded, never installed",
    "version": "19.0.1.0.0",
    "category": "Hidden",
    "author": "The Public Links authors",
    "license": "LGPL-3",
    "depends": ["public_links"],
    "installable": False,
    "post_load": "point_at_fake_stripe",
}
