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
        "security/payment_rules.xml",
        "security/shipment_rules.xml",
        "security/return_rules.xml",
        "security/ir.model.access.csv",
        # Records
        "data/public_link_key.xml",
        "data/ir_actions_sent.xml",
        "data/ir_cron.xml",
        "data/ir_cron_card.xml",
        "data/ir_cron_pay.xml",
        "data/ir_cron_track.xml",
        "data/mail_template_link.xml",
        "data/mail_template_receipt.xml",
        "data/ir_cron_approve.xml",
        "data/return_data.xml",
        "data/return_mail_template.xml",
        # Public pages
        "templates/components.xml",
        "templates/layout.xml",
        "templates/talk.xml",
        "templates/view.xml",
        "templates/track.xml",
        "templates/approve.xml",
        "templates/return.xml",
        "templates/portal.xml",
        "templates/portal_statement.xml",
        "templates/portal_profile.xml",
        "templates/portal_payments.xml",
        "templates/dead.xml",
        "templates/pay_card.xml",
        "templates/pay.xml",
        # Staff side
        "views/staff_rows.xml",
        "wizards/public_link_send_views.xml",
        "wizards/public_link_copy_views.xml",
        "wizards/public_link_diagnosis_views.xml",
        "wizards/public_link_stop_views.xml",
        "wizards/public_link_generate_views.xml",
        "views/public_link_views.xml",
        "views/public_link_event_views.xml",
        "views/sale_order_views.xml",
        "views/account_move_views.xml",
        "views/stock_picking_views.xml",
        "views/res_partner_views.xml",
        "views/res_config_settings_views.xml",
        "views/res_config_settings_track.xml",
        "views/res_config_settings_approve.xml",
        "views/res_config_settings_pay.xml",
        "views/res_config_settings_card.xml",  # Depends on the one before.
        "views/res_config_settings_portal.xml",
        "views/res_partner_card.xml",
        "views/payment_transaction_card.xml",
        "views/menus.xml",  # Depends on the actions above.
        "views/public_link_portal_views.xml",  # Depends on the menu above.
        "views/payment_mismatch_views.xml",  # Depends on the menu above.
        "views/payment_provider_health_views.xml",  # Depends on the action above.
        "views/shipment_parcel_views.xml",  # Their menus stand below those.
        "views/shipment_tracking_account_views.xml",
        "views/stock_picking_track_views.xml",
        "views/sale_order_approval_views.xml",  # Depends on the menu above.
        "views/sale_order_approve_views.xml",
        "views/return_request_views.xml",  # Depends on the menu above.
        "views/return_request_search.xml",
        "views/return_reason_views.xml",
        "views/return_analysis_views.xml",
        "views/return_document_views.xml",
        "views/return_rule_views.xml",
        "views/res_config_settings_return.xml",
        "views/res_config_settings_return_slip.xml",  # Depends on the one before.
        # Reports
        "reports/qr.xml",
        "reports/receipt.xml",
        "reports/track_qr.xml",
        "reports/certificate.xml",
        "reports/return_slip.xml",
        "reports/statement.xml",
    ],
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
    "assets": {
        "web.assets_backend": ["public_links/static/src/staff/**/*"],
        # Our part of public_links.assets_pay, which is computed: see pay_bundle.py.
        "public_links.assets_pay_own": [
            "public_links/static/src/pay/stand_in/*.js",
            "public_links/static/src/pay/pay_form.js",
            "public_links/static/src/pay/stripe_form.js",
            "public_links/static/src/pay/start.js",
        ],
        "web.assets_tests": ["public_links/static/tests/tours/**/*"],
    },
}
