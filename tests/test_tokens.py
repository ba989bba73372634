from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestTokens(TransactionCase):
    def test_addon_is_installed(self):
        module = self.env["ir.module.module"]._get("public_links")
        self.assertEqual(module.state, "installed")
