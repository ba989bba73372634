# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Where core hands out, or accepts, the permanent token of an order or invoice."""

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.http import request
from odoo.tools import SQL, hmac

from ..link.public_link_rate import network
from .public_link_request import PER_ADDRESS, PER_LINK


def is_closed(document_sudo):
    """Tell whether a document's permanent token must not let this visitor in.

    :param document_sudo: any record, as superuser
    :rtype: bool
    """
    if not request.env.user._is_public() or document_sudo._name not in (
        "sale.order",
        "account.move",
    ):
        return False
    if not document_sudo._public_link_core_closed() or is_own_cart(document_sudo):
        return False
    return not document_sudo.with_env(request.env).has_access("read")


def is_own_cart(document_sudo):
    """Tell whether the order is the cart of this visitor's session in the shop."""
    keys = ("sale_order_id", "sale_last_order_id")
    return (
        document_sudo._name == "sale.order"
        and document_sudo.id in [request.session.get(key) for key in keys]
        # With its permanent token, the shop accepts any quotation as a cart.
        and "website_id" in document_sudo._fields
        and bool(document_sudo.website_id)
    )


class PublicLinkMixin(models.AbstractModel):
    _inherit = "public.link.mixin"

    def _public_link_core_closed(self):
        """Tell whether core's permanent token opens nothing without a login.

        :rtype: bool
        """
        company = self._public_link_company().sudo()  # its settings
        return company.public_links_close_core

    def _public_link_core_proof(self):
        """Return a proof for a URL that a visitor had this document's permanent token.

        It opens nothing. Without it strangers could ask for links of any document.

        :rtype: str
        """
        self.ensure_one()
        scope = "public_links.core_door"
        # sudo: hmac reads the database's secret, which stays here
        return hmac(self.sudo().env, scope, f"{self._name}/{self.id}")[:32]

    def _public_link_core_path(self):
        """Return the path of the page to which the permanent token leads."""
        return f"/link/core/{self._name}/{self.id}/{self._public_link_core_proof()}"

    def _public_link_request_from_core(self, address):
        """Mail a new link in place of a permanent one, as its holder has asked.

        It is mailed to the customer on file only. Where staff have withdrawn a link, they
        are told, and nobody gets a mail.

        :param str address: the client's address, for the rate limit
        :return: what was done: mailed, staff, limited, ignored
        :rtype: str
        """
        self.ensure_one()
        document = self.sudo()  # the visitor has proved to have had its token
        rate = self.env["public.link.rate"]
        by_address = rate._allow("request", network(address), *PER_ADDRESS)
        if not rate._allow("request", f"{self._name} {self.id}", *PER_LINK):
            return "limited"
        if not by_address:
            return "limited"
        partner = document._public_link_customer()
        last = (
            self.env["public.link"]
            .sudo()
            .search(  # as above
                [
                    ("res_model", "=", self._name),
                    ("res_id", "=", self.id),
                    ("partner_id", "=", partner.id),
                    ("parent_id", "=", False),
                    ("channel", "!=", "qr"),
                ],
                limit=1,
            )
        )
        if last.revoked_at:
            last._tell_staff(document, "revoked")
            return "staff"
        if not partner.email or document._public_link_blockers("view"):
            return "ignored"
        link = (
            self.env["public.link"]
            .sudo()
            ._issue(  # as above
                document, "view", partner, channel="request"
            )
        )
        link._send_mails(queue=True)
        link._record("requested", reason="mailed", user_id=False)
        return "mailed"

    def _public_link_pay_purpose(self):
        """Return the purpose that replaces core's payment link: pay if offered, or view."""
        return "pay" if "pay" in self._public_link_purposes else "view"


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def action_preview_sale_order(self):
        if self._public_link_in_mails():
            return self.action_public_link_preview()
        return super().action_preview_sale_order()


class AccountMove(models.Model):
    _inherit = "account.move"

    def _public_link_in_mails(self):
        # Vendors' bills have no links.
        return super()._public_link_in_mails() and self.is_sale_document(
            include_receipts=True
        )

    def _public_link_core_closed(self):
        return super()._public_link_core_closed() and self.is_sale_document(
            include_receipts=True
        )

    def preview_invoice(self):
        if self._public_link_in_mails():
            return self.action_public_link_preview()
        return super().preview_invoice()

    def _get_portal_payment_link(self):
        # QR code and link of the PDF.
        if not self._public_link_in_mails():
            return super()._get_portal_payment_link()
        link = self._public_link_qr_link(self._public_link_pay_purpose())
        return link._url() if link else False

    def _generate_portal_payment_qr(self):
        if self._public_link_in_mails() and not self._get_portal_payment_link():
            return False
        return super()._generate_portal_payment_qr()


class ResCompany(models.Model):
    _inherit = "res.company"

    def action_public_links_rotate_core_tokens(self):
        """Give orders and invoices new permanent tokens; the old links open nothing.

        :raise AccessError: for anybody but managers
        """
        if not self.env.user.has_group("public_links.group_manager"):
            raise AccessError(
                self.env._(
                    "Only managers of public links can renew the permanent links."
                )
            )
        companies = self & self.env.companies
        if companies != self:
            raise AccessError(self.env._("This is not one of your companies."))
        for name in ("sale.order", "account.move"):
            model = self.env[name]
            model.flush_model(["access_token", "company_id"])
            # SQL: a different value for each of hundreds of thousands of rows, without a
            # trace in write_date and history. Not NULL: core signs URLs with the token,
            # and a signature over NULL would fit every document.
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE %s SET access_token = gen_random_uuid()::text
                     WHERE access_token IS NOT NULL AND company_id = ANY(%s)
                    """,
                    SQL.identifier(model._table),
                    companies.ids,
                )
            )
            model.invalidate_model(["access_token"])
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "The permanent links of orders and invoices were renewed. Those"
                    " that were emailed before no longer open anything."
                ),
            },
        }


class IrActionsActions(models.Model):
    _inherit = "ir.actions.actions"

    # Core's entries of the cog menu that "Send Portal Link" stands for.
    _public_link_doors = (
        "sale.model_sale_order_action_share",
        "sale.action_sale_order_generate_link",
        "account.model_account_move_action_share",
        "account_payment.action_invoice_order_generate_link",
    )

    @api.model
    def get_bindings(self, model_name):
        """Leave core's ways to send or copy a document's link out, while there is ours."""
        bindings = super().get_bindings(model_name)
        if model_name not in ("sale.order", "account.move"):
            return bindings
        company = self.env.company.sudo()  # its settings
        ours = self.env.user.has_group("public_links.group_user")
        if not ours or not company.public_links_enabled:
            return bindings
        if not company.public_links_in_mails:
            return bindings
        doors = set()
        for name in self._public_link_doors:
            action = self.env.ref(name, raise_if_not_found=False)
            doors |= {action.id} if action else set()
        return {
            kind: [action for action in actions if action["id"] not in doors]
            for kind, actions in bindings.items()
        }
