# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

{
    "name": "Public Links",
    "summary": "One link, one action, one document, one recipient: "
    "customers view, pay, approve, track and return without a login",
    "version": "19.0.1.0.0",
    "category": "Sales/Sales",
    "author": "The Public Links authors",
    "license": "LGPL-3",
    "application": True,
    "depends": [
        "sale_management",
        "sale_stock",
        "stock_delivery",  # It owns carrier_tracking_ref.
        "account_payment",
        "payment_stripe",
    ],
    "external_dependencies": {
        "python": ["cryptography", "PyJWT", "qrcode", "requests", "stripe"],
    },
    "data": [
        # Rights
        "security/public_links_groups.xml",
        "security/public_links_rules.xml",
        "security/ir.model.access.csv",
        # Records
        "data/public_link_key.xml",
        "data/ir_cron.xml",
        "data/mail_template_link.xml",
        "data/ir_cron_approve.xml",
        # Public pages
        "templates/components.xml",
        "templates/layout.xml",
        "templates/talk.xml",
        "templates/view.xml",
        "templates/approve.xml",
        "templates/dead.xml",
        # Staff side
        "views/staff_rows.xml",
        "wizards/public_link_send_views.xml",
        "wizards/public_link_copy_views.xml",
        "wizards/public_link_diagnosis_views.xml",
        "wizards/public_link_stop_views.xml",
        "views/public_link_views.xml",
        "views/public_link_event_views.xml",
        "views/sale_order_views.xml",
        "views/account_move_views.xml",
        "views/stock_picking_views.xml",
        "views/res_partner_views.xml",
        "views/res_config_settings_views.xml",
        "views/res_config_settings_approve.xml",
        "views/menus.xml",  # Depends on the actions above.
        "views/sale_order_approval_views.xml",  # Depends on the menu.
        "views/sale_order_approve_views.xml",
        # Reports
        "reports/qr.xml",
        "reports/certificate.xml",
    ],
    "assets": {
        "web.assets_tests": ["public_links/static/tests/tours/**/*"],
    },
}
