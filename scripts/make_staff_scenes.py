"""Make a record for each staff screen and state; run by scripts/screenshots --staff in an
Odoo shell, after make_scenes.py.

Writes the file PL_SCREENS: a line is a name without blanks, spaces, a path.
"""

import os

from odoo import fields


class Screens:
    """The records, and the paths of their forms.

    :param env: of the superuser
    """

    def __init__(self, env):
        self.env, self.company, self.paths = env, env.company, []
        self.partner = env["res.partner"].search(
            [("email", "=", "nora@birchvale.example")], limit=1
        )
        self.desk = env["product.product"].search(
            [("default_code", "=", "DSK-1")], limit=1
        )

    def add(self, name, path):
        self.paths.append((name, f"/odoo/{path}"))

    def order(self, confirm=False, **values):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.partner.id,
                "user_id": self.env.ref("base.user_admin").id,
                "require_signature": False,
                "require_payment": False,
                "order_line": [
                    fields.Command.create(
                        {"product_id": self.desk.id, "product_uom_qty": 3}
                    )
                ],
                **values,
            }
        )
        if confirm:
            order.action_confirm()
        return order

    def documents(self):
        draft = self.order()
        self.add("order-draft", f"action-sale.action_quotations/{draft.id}")
        sent = self.order()
        sent.action_quotation_sent()
        link = self.env["public.link"].sudo()._issue(sent, "approve", self.partner)
        sent._public_link_acting()._public_link_comment(link, "Is it 160 cm wide?")
        self.add("order-commented", f"action-sale.action_quotations/{sent.id}")
        approved = self.env["sale.order"].search(
            [
                ("partner_id", "=", self.partner.id),
                ("public_link_answer", "=", "approved"),
                ("state", "=", "sale"),
            ],
            limit=1,
        )
        self.add("order-approved", f"action-sale.action_quotations/{approved.id}")
        self.add("order-many", f"action-sale.action_quotations/{self.known().id}")
        proof = self.env["sale.order.proof"].search([], limit=1)
        self.add("order-proofs", f"action-sale.action_quotations/{proof.order_id.id}")
        invoice = self.env["account.move"].search(
            [
                ("partner_id", "=", self.partner.id),
                ("move_type", "=", "out_invoice"),
                ("payment_state", "=", "not_paid"),
            ],
            limit=1,
        )
        # Core's dialog asks for a choice of the papers' layout first, where none was made.
        self.company.external_report_layout_id = self.env.ref(
            "web.external_layout_standard"
        )
        self.add("invoice", f"action-account.action_move_out_invoice_type/{invoice.id}")
        self.add("contact", f"action-base.action_partner_form/{self.partner.id}")

    def known(self):
        """Return a quotation with links of several people: active, ended, opened."""
        order, Link = self.order(), self.env["public.link"].sudo()
        order.action_quotation_sent()
        people = self.env["res.partner"].create(
            [
                {"name": name, "email": f"{name.split()[0].lower()}@birchvale.example"}
                for name in ("Ingeborg Bachmann-Lindqvist", "Tom Okafor")
            ]
        )
        for person in self.partner + people:
            link = Link._issue(order, "approve", person)
            link.opened_last = fields.Datetime.now()
            Link._issue(order, "view", person)
        link._revoke("document")
        return order

    def delivered(self):
        order = self.order(confirm=True)
        for move in order.picking_ids.move_ids:
            move.quantity, move.picked = move.product_uom_qty, True
        order.picking_ids.with_context(skip_sms=True).button_validate()
        order._create_invoices().action_post()
        return order

    def returned(self, auto=True):
        """Return what a customer has asked for."""
        self.company.public_links_return_auto = auto
        order = self.delivered()
        link = self.env["public.link"].sudo()._issue(order, "return", self.partner)
        asked = order.with_env(link.env)
        item = asked._return_items()[0]
        reason = self.env["return.reason"].search(
            [("photos_required", "=", False)], limit=1
        )
        row = {
            "key": item.key,
            "quantity": 2,
            "reason_id": reason.id,
            "note": "One of the legs is shorter than the others.",
        }
        asked._return_ask(link, [row], "")
        return order.return_request_ids

    def returns(self):
        self.add(
            "return-requested", f"public-link-returns/{self.returned(auto=False).id}"
        )
        self.add("return-authorized", f"public-link-returns/{self.returned().id}")
        received = self.returned()
        self.receive(received)
        self.add("return-received", f"public-link-returns/{received.id}")
        inspecting = self.returned()
        self.receive(inspecting)
        inspecting.action_inspect()
        self.add("return-inspecting", f"public-link-returns/{inspecting.id}")
        credited = self.returned()
        self.receive(credited)
        credited.action_inspect()
        credited.action_credit()
        self.add("return-credited", f"public-link-returns/{credited.id}")
        closed = self.returned()
        self.receive(closed)
        closed.action_inspect()
        closed.action_credit()
        closed.credit_note_ids.action_post()
        closed.action_close()
        self.add("return-closed", f"public-link-returns/{closed.id}")
        cancelled = self.returned()
        cancelled.action_cancel()
        self.add("return-cancelled", f"public-link-returns/{cancelled.id}")

    def receive(self, request):
        for move in request.return_picking_ids.move_ids:
            move.quantity, move.picked = move.product_uom_qty, True
        request.return_picking_ids.with_context(skip_sms=True).button_validate()

    def lists(self):
        parcel = self.env["shipment.parcel"].search(
            [("state", "=", "exception")], limit=1
        )
        plan = self.env["public.link.plan"].search([("kind", "=", "invoice")], limit=1)
        action = self.env.ref("public_links.action_public_link_plan", False)
        for name, path in (
            ("links", "public-links"),
            ("returns", "public-link-returns"),
            ("parcels", "public-link-parcels"),
            ("parcel", f"public-link-parcels/{parcel.id}"),
            ("approvals", "public-link-approvals"),
            ("mismatches", "public-link-mismatches"),
            ("usage", "public-links-usage"),
            ("settings", "public-links-settings"),
            ("checklist", "public-links-set-up"),
            ("jobs", "public-link-jobs"),
        ):
            self.add(name, path)
        if action and plan:
            self.add("plans", f"action-{action.id}")
            self.add("plan", f"action-{action.id}/{plan.id}")


def main(env):
    env.company.public_links_followup_enabled = True
    screens = Screens(env)
    screens.documents()
    screens.returns()
    screens.lists()
    env.cr.commit()
    with open(os.environ["PL_SCREENS"], "w", encoding="utf-8") as file:
        file.writelines(f"{name:<28} {path}\n" for name, path in screens.paths)


main(env)  # noqa: F821  # the shell's
