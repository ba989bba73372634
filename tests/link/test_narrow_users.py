# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from ast import literal_eval

from ..common.narrow import NarrowCase
from ..common.returns import ReturnFixtures


class TestNarrowUsers(ReturnFixtures, NarrowCase):
    """Whoever works with a part of it opens all that their menus, buttons and lists offer."""

    def walk(self, user, companies):
        """Open each menu of a user; yield the records, kinds and archs of its views."""
        env = self.env(user=user, su=False)
        env = env(context={"allowed_company_ids": companies.ids})
        root = self.env.ref("public_links.menu_root")
        visible = env["ir.ui.menu"]._visible_menu_ids()
        below = self.env["ir.ui.menu"].search([("id", "child_of", root.id)])
        for menu in below.filtered(lambda one: one.id in visible and one.action):
            if menu == self.env.ref("public_links.menu_settings"):
                continue  # Core's: for administrators, and opened by other tests.
            with self.subTest(user=user.login, menu=menu.complete_name):
                action = self.action_of(menu.with_env(env), env.user)
                yield from self.open_action(env, action)

    def test_every_menu_opens_for_whoever_sees_it(self):
        """F29, B1: lists, cards and forms, without an access error"""
        for name, user, companies in self.people():
            with self.subTest(name):
                opened = [
                    (records._name, mode)
                    for records, mode, _arch in self.walk(user, companies)
                ]
                self.assertIn(("public.link", "list"), opened)

    def test_every_button_works_for_whoever_sees_it(self):
        """F29, F46: of each list, form and dialog; refused in words at most"""
        self.make_return_fixtures()
        self.ask_one(self.delivered(2), 1)
        self.picking.carrier_tracking_ref = "123456789012"
        pressed = set()
        for name, user, companies in self.people():
            for records, mode, arch in list(self.walk(user, companies)):
                if mode == "list" and records:
                    form = records.get_view(view_type="form")["arch"]
                    self.press_all(name, records[:1], form, pressed)
                self.press_all(name, records, arch, pressed)
        for document, user in self.documents():
            record = document.with_user(user)
            arch = record.get_view(view_type="form")["arch"]
            self.press_all(user.login, record, arch, pressed)
            panel = record.action_public_link_panel()
            dialog = self.env["public.link.diagnosis"].with_user(user)
            dialog = dialog.browse(panel["res_id"])
            arch = dialog.get_view(view_type="form")["arch"]
            self.press_all(user.login, dialog, arch, pressed)
        self.assertIn(("public.link", "action_resend"), pressed)
        self.assertIn(("public.link.diagnosis", "action_all_links"), pressed)
        self.assertIn(("sale.order", "action_public_link_send"), pressed)
        self.assertIn(("return.request", "action_receive"), pressed)
        self.assertIn("shipment.parcel", dict(pressed))
        self.assertGreater(len(pressed), 25, pressed)

    def documents(self):
        """Yield documents, each with those who work with it."""
        for document, users in (
            (self.order, (self.own, self.salesman)),
            (self.sold, (self.salesman, self.warehouse, self.accountant)),
            (self.invoice, (self.accountant, self.salesman)),
            (self.picking, (self.warehouse,)),
            (
                self.customer,
                (self.salesman, self.warehouse, self.accountant, self.manager),
            ),
        ):
            for user in users:
                yield document, user

    def press_all(self, who, records, arch, pressed):
        """Press each button of a view that its user sees."""
        for node, record, button in self.buttons_of(records, arch):
            with self.subTest(who, model=record._name, button=button):
                record.invalidate_recordset()
                if self.is_shown(node, record):
                    self.press(node, record, button)
                    pressed.add((record._name, button))

    def test_documents_open_with_our_buttons(self):
        """F29, F48: each form, as those who work with it"""
        for document, user in self.documents():
            with self.subTest(document=document._name, user=user.login):
                record = document.with_user(user)
                record.invalidate_recordset()
                record.check_access("read")
                view = record.get_view(view_type="form")
                ours = [
                    name
                    for name in dict.fromkeys(self.fields_of(view["arch"]))
                    if name.startswith(("public_", "return_"))
                    and name in record._fields
                ]
                self.assertIn("public_link_status", ours)
                record.read(ours)
                panel = record.action_public_link_panel()
                dialog = self.env["public.link.diagnosis"].with_user(user)
                self.open(dialog, "form", dialog.browse(panel["res_id"]))

    def test_nobody_finds_what_is_not_theirs(self):
        """F29, F24: own documents only, own company only"""
        Link = self.env["public.link"].with_user(self.own)
        found = Link.search([("res_model", "=", "sale.order")])
        self.assertIn(self.order.id, found.mapped("res_id"))
        self.assertNotIn(self.theirs.id, found.mapped("res_id"))
        second = self.env["public.link"].with_user(self.both)
        second = second.with_context(allowed_company_ids=self.second.ids)
        self.assertFalse(second.search([("company_id", "=", self.company.id)]))

    def test_who_may_send_nothing_sees_no_door(self):
        """F46, F29: the button's condition, and what it calls"""
        for document, user, may in (
            (self.order, self.salesman, True),
            (self.invoice, self.accountant, True),
            (self.picking, self.warehouse, True),
            (self.invoice, self.warehouse, False),
            (self.order, self.manager, False),
        ):
            with self.subTest(document=document._name, user=user.login):
                own = document.with_user(user)
                if own.has_access("read"):
                    self.assertEqual(own.public_link_can_send, may)

    def test_managers_see_the_set_up_without_being_administrators(self):
        """B1, F47: checklist and values, to look at"""
        action = self.env["public.link.setup"].with_user(self.manager).action_open()
        setup = self.env["public.link.setup"].browse(action["res_id"])
        setup = setup.with_user(self.manager)
        self.assertIn("Signing keys", setup.checklist)
        self.assertEqual(setup.checklist.count("Templates"), 1)
        self.assertEqual(setup.display_name, self.company.name)
        self.assertIn("Close the Portal", setup.settings)
        self.assertNotIn("/odoo/action-", setup.checklist)
        for user in (self.salesman, self.clerk):
            with self.assertRaisesRegex(Exception, "managers|not allowed"):
                self.env["public.link.setup"].with_user(user).action_open()

    def test_the_context_of_menus_is_valid(self):
        """F29"""
        for name in ("action_public_link", "action_return_request"):
            literal_eval(self.env.ref(f"public_links.{name}").context or "{}")
