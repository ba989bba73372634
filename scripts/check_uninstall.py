"""Compare a database before the addon was installed with after it was uninstalled.

Usage: check_uninstall.py BEFORE AFTER      database names; the connection by PG variables

Prints what was left behind or lost; fails when there is any.
"""

import sys

import psycopg2

# Queries by the name of what they list.
LISTS = {
    "table": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
    "column": "SELECT table_name || '.' || column_name FROM information_schema.columns"
    " WHERE table_schema = 'public'",
    "index": "SELECT indexname FROM pg_indexes WHERE schemaname = 'public'",
    "constraint": "SELECT conrelid::regclass || '.' || conname FROM pg_constraint",
    "parameter": "SELECT key FROM ir_config_parameter",
    "scheduled action": "SELECT cron_name FROM ir_cron",
    "group": "SELECT name->>'en_US' FROM res_groups",
    "implied group": "SELECT gid || ' implies ' || hid FROM res_groups_implied_rel",
    "member of a group": "SELECT gid || ' has ' || uid FROM res_groups_users_rel",
    "model": "SELECT model FROM ir_model",
    "field": "SELECT model || '.' || name FROM ir_model_fields",
    "view": "SELECT name || ' ' || type || ' ' || coalesce(key, '') FROM ir_ui_view",
    "menu": "SELECT name->>'en_US' FROM ir_ui_menu",
    "action": "SELECT type || ' ' || (name->>'en_US') FROM ir_actions",
    "mail template": "SELECT name->>'en_US' FROM mail_template",
    "mail type": "SELECT name->>'en_US' FROM mail_message_subtype",
    "activity type": "SELECT name->>'en_US' FROM mail_activity_type",
    "rule": "SELECT coalesce(name, '') FROM ir_rule",
    "access": "SELECT name FROM ir_model_access",
    "sequence": "SELECT code FROM ir_sequence",
    "asset": "SELECT path FROM ir_asset",
    "external id": "SELECT module || '.' || name FROM ir_model_data"
    " WHERE module != 'base' OR name NOT LIKE 'module_%'",
    "file of a record": "SELECT res_model || ' ' || coalesce(res_field, name)"
    " FROM ir_attachment WHERE res_model NOT IN ('ir.ui.view') AND type = 'binary'",
}
# Queries on documents, whose results must be the same before and after.
SAME = {
    "orders": "SELECT id, name, state, amount_total, partner_id FROM sale_order",
    "order lines": "SELECT id, order_id, product_id, price_total FROM sale_order_line",
    "invoices": "SELECT id, name, state, amount_total, amount_residual FROM account_move",
    "deliveries": "SELECT id, name, state, partner_id FROM stock_picking",
    "contacts": "SELECT id, name, email, commercial_partner_id FROM res_partner",
    "payments": "SELECT id, reference, state, amount FROM payment_transaction",
    "mail templates": "SELECT id, body_html FROM mail_template",
    "views": "SELECT id, arch_db FROM ir_ui_view",
}


def read(database):
    """Return lists and documents of a database."""
    with psycopg2.connect(dbname=database) as connection, connection.cursor() as cursor:
        lists, same = {}, {}
        for name, query in LISTS.items():
            cursor.execute(query)
            lists[name] = {str(row[0]) for row in cursor.fetchall()}
        for name, query in SAME.items():
            cursor.execute(query)
            same[name] = {row[0]: str(row[1:]) for row in cursor.fetchall()}
    return lists, same


def main(before, after):
    """Print the differences; return the exit status."""
    (lists, same), (lists_after, same_after) = read(before), read(after)
    problems = []
    for name in LISTS:
        left = lists_after[name] - lists[name]
        lost = lists[name] - lists_after[name]
        problems += [f"Left behind, {name}: {one}" for one in sorted(left)]
        problems += [f"Lost, {name}: {one}" for one in sorted(lost)]
    for name in SAME:
        changed = [
            key for key, row in same[name].items() if same_after[name].get(key) != row
        ]
        if changed:
            problems.append(
                f"Changed or lost, {name}: {len(changed)}, e.g. {changed[0]}"
            )
    print("\n".join(problems) or "Nothing is left behind, nothing was lost.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
