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
        "python": [
            "cryptography",
            "PyJWT",
            "pi-heif",
            "pypdf",
            "qrcode",
            "requests",
            "stripe",
        ],
    },
    "data": [
        # Rights
        "security/public_links_groups.xml",
        "security/public_links_rules.xml",
        "security/payment_rules.xml",
        "security/shipment_rules.xml",
        "security/return_rules.xml",
        "security/followup_rules.xml",
        "security/agreement_rules.xml",
        "security/ir.model.access.csv",
        # Records
        "data/link/public_link_key.xml",
        "data/mail/ir_actions_sent.xml",
        "data/link/ir_cron.xml",
        "data/pay/ir_cron_card.xml",
        "data/pay/ir_cron.xml",
        "data/pay/ir_cron_agreement.xml",
        "data/track/ir_cron.xml",
        "data/track/mail_template_parcel.xml",
        "data/mail/mail_message_subtype.xml",
        "data/mail/mail_template_link.xml",
        "data/mail/ir_cron.xml",
        "data/pay/mail_template_receipt.xml",
        "data/pay/mail_template_transfer.xml",
        "data/pay/mail_template_charge.xml",
        "data/approve/ir_cron.xml",
        "data/approve/mail_template_certificate.xml",
        "data/returns/return_data.xml",
        "data/returns/mail_template_return.xml",
        "data/followup/ir_cron.xml",
        "data/followup/mail_template.xml",
        "data/followup/public_link_plan.xml",  # Depends on the templates above.
        # Public pages
        "templates/link/components.xml",
        "templates/link/layout.xml",
        "templates/mail/layout.xml",
        "templates/talk/talk.xml",
        "templates/pay/bank.xml",
        "templates/documents/view.xml",
        "templates/track/track.xml",
        "templates/approve/approve.xml",
        "templates/returns/returns.xml",
        "templates/portal/portal.xml",
        "templates/portal/statement.xml",
        "templates/portal/profile.xml",
        "templates/portal/payments.xml",
        "templates/followup/mail.xml",
        "templates/followup/optout.xml",
        "templates/link/dead.xml",
        "templates/pay/pay_card.xml",
        "templates/pay/agreement.xml",
        "templates/pay/pay.xml",
        # Staff side
        "views/link/staff_rows.xml",
        "wizards/mail/public_link_send_views.xml",
        "wizards/mail/core_send_views.xml",
        "wizards/link/public_link_copy_views.xml",
        "wizards/link/public_link_diagnosis_views.xml",
        "wizards/link/public_link_setup_views.xml",
        "wizards/mail/public_link_stop_views.xml",
        "wizards/portal/public_link_generate_views.xml",
        "wizards/approve/sale_order_proof_add_views.xml",
        "views/link/public_link_search.xml",
        "views/link/public_link_views.xml",
        "views/link/public_link_event_views.xml",
        "views/link/public_link_job_views.xml",
        "views/documents/sale_order_views.xml",
        "views/documents/account_move_views.xml",
        "views/documents/stock_picking_views.xml",
        "views/documents/res_partner_views.xml",
        "views/link/res_config_settings_views.xml",
        "views/mail/res_config_settings.xml",
        "views/mail/res_users_views.xml",
        "views/mail/mail_failed.xml",
        "views/track/res_config_settings.xml",
        "views/approve/res_config_settings.xml",
        "views/pay/res_config_settings.xml",
        "views/pay/res_config_settings_card.xml",  # Depends on the one before.
        "views/pay/res_config_settings_agreement.xml",  # Depends on the one before.
        "views/portal/res_config_settings.xml",
        "views/pay/res_partner_views.xml",
        "views/pay/payment_transaction_views.xml",
        "views/link/menus.xml",  # Depends on the actions above.
        "views/portal/public_link_views.xml",  # Depends on the menu above.
        "views/connector/payment_mismatch_views.xml",  # Depends on the menu above.
        "views/connector/payment_provider_health_views.xml",  # Depends on the action above.
        "views/pay/public_link_agreement_views.xml",  # Depends on the menu above.
        "views/track/shipment_parcel_views.xml",  # Their menus stand below those.
        "views/track/shipment_tracking_account_views.xml",
        "views/track/stock_picking_views.xml",
        "views/approve/sale_order_approval_views.xml",  # Depends on the menu above.
        "views/approve/sale_order_views.xml",
        "views/talk/account_move_views.xml",
        "views/talk/stock_picking_views.xml",
        "wizards/returns/return_request_enter_views.xml",
        "views/returns/return_request_views.xml",  # Depends on the lines above.
        "views/returns/return_request_kanban.xml",
        "views/returns/return_request_search.xml",
        "views/returns/return_reason_views.xml",
        "views/returns/return_analysis_views.xml",
        "views/returns/return_document_views.xml",
        "views/returns/return_rule_views.xml",
        "views/returns/res_config_settings.xml",
        "views/returns/res_config_settings_slip.xml",  # Depends on the one before.
        "views/followup/public_link_followup_views.xml",
        "wizards/followup/public_link_plan_preview_views.xml",
        "views/followup/public_link_plan_views.xml",  # Depends on the actions above.
        "views/followup/document_views.xml",
        "views/followup/res_config_settings.xml",
        # Reports
        "reports/documents/qr.xml",
        "reports/pay/receipt.xml",
        "reports/track/qr.xml",
        "reports/approve/certificate.xml",
        "reports/approve/signature.xml",
        "reports/returns/return_slip.xml",
        "reports/portal/statement.xml",
    ],
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
    "assets": {
        "web.assets_backend": ["public_links/static/src/staff/**/*"],
        # Our part of public_links.assets_pay, which is computed: see tools/pay_bundle.py.
        "public_links.assets_pay_own": [
            "public_links/static/src/pay/stand_in/*.js",
            "public_links/static/src/pay/pay_form.js",
            "public_links/static/src/pay/stripe_form.js",
            "public_links/static/src/pay/start.js",
        ],
        "web.assets_tests": ["public_links/static/tests/tours/**/*"],
    },
}
