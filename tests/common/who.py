# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""People of every group, documents of theirs and of others, and who may send what."""

from unittest.mock import patch

from odoo.exceptions import UserError

from .send import SendCase

EVERYBODY = {
    "own": "sales_team.group_sale_salesman",
    "all": "sales_team.group_sale_salesman_all_leads",
    "head": "sales_team.group_sale_manager",
    "billing": "account.group_account_invoice",
    "auditor": "account.group_account_readonly",
    "stock": "stock.group_stock_user",
    "stock_head": "stock.group_stock_manager",
    "links_head": "public_links.group_manager",
    "links": "public_links.group_user",
    "nobody": None,
}
SALES, BOTH = {"own", "all", "head"}, {"own", "all", "head", "billing"}
SENT = {"own", "all", "head", "stock", "stock_head"}
OTHERS = {"own"}  # see no documents of other salespeople
# Who may send which purpose of which document: the table of S27.
TABLE = {
    ("order", "approve"): SALES,
    ("order", "view"): SALES,
    ("order", "pay"): BOTH,
    ("order", "track"): SENT,
    ("order", "return"): SENT,
    ("foreign_order", "approve"): SALES - OTHERS,
    ("foreign_order", "view"): SALES - OTHERS,
    ("foreign_order", "pay"): BOTH - OTHERS,
    ("foreign_order", "track"): SENT - OTHERS,
    ("foreign_order", "return"): SENT - OTHERS,
    ("invoice", "view"): BOTH,
    ("invoice", "pay"): BOTH,
    ("foreign_invoice", "view"): BOTH - OTHERS,
    ("foreign_invoice", "pay"): BOTH - OTHERS,
    ("delivery", "view"): SENT,
    ("delivery", "track"): SENT,
    ("bundle", "pay"): BOTH,
    ("foreign_bundle", "pay"): BOTH - OTHERS,
    ("contact", "portal"): {"all", "head", "billing", "links_head"},
}


class Undone(Exception):
    """Takes back what a door did."""


class WhoCase(SendCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            name: cls._make_user(f"who_{name}", group)
            for name, group in EVERYBODY.items()
        }
        # They read documents, and prove no more by that.
        cls.users["links"].group_ids += cls.env.ref("account.group_account_readonly")
        cls.documents = {}
        for prefix, user in (("", "own"), ("foreign_", "all")):
            seller = cls.users[user].id
            order = cls.make_order("sale", user_id=seller)
            invoice = cls.make_invoice(invoice_user_id=seller)
            cls.documents |= {
                f"{prefix}order": order,
                f"{prefix}invoice": invoice,
                f"{prefix}bundle": cls.env["public.link.bundle"]._of(invoice),
                f"{prefix}delivery": order.picking_ids,
            }
        cls.documents["contact"] = cls.customer
        # Behind every gate: who may is asked apart from what can be done now.
        for model in ("sale.order", "account.move", "stock.picking"):
            opened = patch.object(
                cls.env.registry[model],
                "_public_link_blockers",
                lambda self, purpose: [],
                create=True,
            )
            opened.start()
            cls.addClassCleanup(opened.stop)

    def can(self, door, name, document, purpose):
        """Tell whether a door opens for a user; what it did is taken back."""
        done = False
        try:
            with self.env.cr.savepoint():
                done = bool(door(self.users[name], document, purpose))
                raise Undone
        except Undone:
            return done
        except UserError:  # AccessError too
            return False

    def opened(self, document, purpose):
        """Return the link of a document that the customer holds, made by the system."""
        return self.Link.sudo()._issue(document, purpose, self.customer)
