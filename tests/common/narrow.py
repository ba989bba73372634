# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Users who work with a part of it, and what their menus, lists and buttons open."""

import ast

from lxml import etree

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tools.safe_eval import safe_eval

from .send import SendCase

VIEWS = ("list", "form", "kanban", "search")


class NarrowCase(SendCase):
    """Documents with links, and people who see some of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._make_user("linkboss", "public_links.group_manager")
        cls.own = cls._make_user("own", "sales_team.group_sale_salesman")
        cls.order.user_id = cls.own
        cls.theirs = cls.make_order(user_id=cls.env.ref("base.user_admin").id)
        cls.sold = cls.make_order("sale", user_id=cls.salesman.id)
        cls.invoice = cls.make_invoice()
        cls.picking = cls.sold.picking_ids
        for document, purpose in (
            (cls.order, "approve"),
            (cls.theirs, "approve"),
            (cls.sold, "view"),
            (cls.invoice, "view"),
            (cls.picking, "view"),
        ):
            cls.Link._issue(document, purpose, cls.customer)
        cls.both = cls._make_user("both", "public_links.group_manager")
        second = cls.env["res.company"].create({"name": "Second Seller"})
        cls.both.company_ids = [Command.link(second.id)]
        cls.second = second

    def people(self):
        for user in (
            self.own,
            self.salesman,
            self.accountant,
            self.warehouse,
            self.manager,
        ):
            yield user.login, user, self.company
        yield "two companies", self.both, self.company + self.second
        yield "the second company", self.both, self.second

    # === VIEWS === #

    def fields_of(self, arch):
        """Return the names of the fields that a view itself shows."""
        root = etree.fromstring(arch)
        return [
            node.get("name")
            for node in root.iter("field")
            if not any(
                one is not root and one.tag in VIEWS for one in node.iterancestors()
            )
        ]

    def open(self, model, mode, records, view=False):
        """Read what a view shows, as the web client does."""
        view = model.get_view(view or False, mode)
        names = dict.fromkeys(self.fields_of(view["arch"]))
        if "public_links" not in type(model)._original_module:
            # Others' forms show what not all may read, and the client does without it.
            names = [name for name in names if self.is_our_field(model, name)]
        # Without names, all would be read.
        records.read([name for name in names if name in model._fields] or ["id"])
        return view["arch"]

    def is_our_field(self, model, name):
        field = model._fields.get(name)
        return field and "public_links" in field._modules

    def open_action(self, env, action):
        """Open what an action of the web client opens: a record, or a list of them.

        :return: the views that were opened: the records, the kind and its arch
        :rtype: list[tuple]
        """
        opened = []
        if not isinstance(action, dict) or action.get("type") not in (
            None,
            "ir.actions.act_window",
        ):
            return opened
        context = action.get("context") or {}
        scope = {"uid": env.uid, "active_id": 0, "active_ids": [], "context": {}}
        if isinstance(context, str):
            context = safe_eval(context, scope)
        model = env[action["res_model"]].with_context(**context)
        if action.get("res_id"):
            record = model.browse(action["res_id"])
            return [(record, "form", self.open(model, "form", record))]
        domain = action.get("domain") or []
        if isinstance(domain, str):
            domain = safe_eval(domain, scope)
        modes = action.get("view_mode") or ",".join(
            mode for _id, mode in action.get("views") or [(False, "form")]
        )
        if action.get("target") == "new":
            model.get_view(False, "form")
            model.default_get(list(model._fields))
            return opened
        found = model.search(domain, limit=80)
        for mode in modes.split(","):
            if mode in ("list", "kanban", "form"):
                records = found[:1] if mode == "form" else found
                opened.append((records, mode, self.open(model, mode, records)))
            elif mode != "activity":
                model.get_view(False, mode)
        return opened

    def action_of(self, menu, user):
        action = menu.sudo().action
        if action._name == "ir.actions.server":
            return action.with_user(user).run()
        names = ("res_model", "view_mode", "domain", "context")
        return {name: action[name] for name in names}

    # === BUTTONS === #

    def is_shown(self, node, record):
        """Tell whether a button is shown for a record, by the conditions around it."""
        for one in (node, *node.iterancestors()):
            if one.tag == "field":
                return True  # What is around that is about another record.
            if one.get("invisible") and self.holds(one.get("invisible"), record):
                return False
        return True

    def holds(self, expression, record):
        """Tell whether a condition of a view holds for a record."""
        values = {"uid": record.env.uid, "context": {}}
        for name in ast.walk(ast.parse(expression, mode="eval")):
            if isinstance(name, ast.Name) and name.id in record._fields:
                value = record[name.id]
                is_record = hasattr(value, "_name")
                values[name.id] = (value.ids or False) if is_record else value
            elif isinstance(name, ast.Name) and name.id == "parent":
                return True
        return bool(safe_eval(expression, values))

    def buttons_of(self, records, arch):
        """Yield each button of ours in a view, with the records that it is about."""
        root = etree.fromstring(arch)
        for node in root.iter("button"):
            about = records
            for parent in reversed(list(node.iterancestors())):
                if parent.tag == "field" and parent is not root:
                    if parent.get("name") not in about._fields:
                        break
                    about = about[:1][parent.get("name")]
            name = node.get("name") or ""
            if not about or node.get("column_invisible") in ("1", "True"):
                continue
            if node.get("type") == "action":
                if self.our_action(name):
                    yield node, about[:1], name
            elif node.get("type") == "object" and self.is_ours(about, name):
                yield node, about[:1], name

    def our_action(self, name):
        """Return an action that a button opens, if it is one of this addon."""
        if not name.isdigit():
            name = self.env.ref(name).id
        action = self.env["ir.actions.act_window"].browse(int(name)).exists()
        xmlid = action.get_external_id().get(action.id, "")
        return action if xmlid.startswith("public_links.") else action.browse()

    def is_ours(self, records, name):
        method = getattr(type(records), name, None)
        return method and any(
            name in vars(one) and "public_links" in one.__module__
            for one in type(records).__mro__
        )

    def press(self, node, record, name):
        """Press a button as its user does, open what it opens, and take it back.

        :return: what was opened
        :raise AccessError: what the button offers is not the user's
        """
        env = record.env
        with self.cr.savepoint() as point:
            try:
                if node.get("type") == "action":
                    act = self.our_action(name)
                    names = ("res_model", "view_mode", "domain", "context", "target")
                    self.open_action(env, {one: act[one] for one in names})
                else:
                    self.open_action(env, getattr(record, name)())
            except AccessError:
                # Buttons above a list cannot know its rows: they say who may.
                above = node.getparent().tag == "header" and len(record) == 1
                if not above or node.getroottree().getroot().tag != "list":
                    raise
            except UserError as refused:
                self.assertTrue(str(refused))  # In words, which other tests look at.
            finally:
                point.rollback()
                self.env.invalidate_all()
