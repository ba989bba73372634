# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from ..common.base import PublicLinkCase

# What is recognised as ours, whoever made it: by model, how it is found.
OURS = {
    "ir.model": [("model", "=like", "public.link%")],
    "ir.model.fields": [
        "|",
        ("model", "=like", "public.link%"),
        ("name", "=like", "public_link%"),
    ],
    "ir.cron": [("model_id.model", "=like", "public.link%")],
    "ir.actions.act_window": [("res_model", "=like", "public.link%")],
    "ir.ui.view": [
        "|",
        ("key", "=like", "public_links.%"),
        ("model", "=like", "public.link%"),
    ],
    "ir.rule": [("model_id.model", "=like", "public.link%")],
    "ir.model.access": [("model_id.model", "=like", "public.link%")],
    "mail.template": [("model", "=like", "public.link%")],
    "ir.config_parameter": [("key", "=like", "public_links%")],
}


class TestUninstall(PublicLinkCase):
    def test_all_that_we_add_belongs_to_the_module(self):
        """S25: Odoo removes with a module what belongs to it, and nothing else.

        ``scripts/test --uninstall`` removes it and compares the database with before.
        """
        for model, domain in OURS.items():
            records = self.env[model].with_context(active_test=False).search(domain)
            data = self.env["ir.model.data"].search(
                [("model", "=", model), ("res_id", "in", records.ids)]
            )
            owners = {record.id: set() for record in records}
            for row in data:
                owners[row.res_id].add(row.module)
            for record in records:
                with self.subTest(f"{model}: {record.display_name}"):
                    self.assertEqual(owners[record.id], {"public_links"})

    def test_what_is_looked_for_is_found(self):
        """S25: the test above looks in the right places."""
        for model in OURS.keys() - {"mail.template", "ir.config_parameter"}:
            records = self.env[model].with_context(active_test=False)
            self.assertTrue(records.search(OURS[model], limit=1), model)
