# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Agreements by which due invoices are charged to a saved card: the evidence (F35, S19)."""

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError

from ...tools.evidence import canonical, sha256
from ...tools.states import selection
from .states import STATES

# Who reads agreements, and may end them.
GROUPS = (
    "account.group_account_invoice",
    "public_links.group_manager",
)
# The fields that the system may write afterwards: none of them is part of the seal.
LATER = {"ended_at", "ended_by", "ended_user_id"}
# The fields that the seal is computed from. Their order must never change.
SEALED = (
    "company_name",
    "customer_name",
    "partner_name",
    "email",
    "card_label",
    "card_number",
    "provider_name",
    "kind",
    "ceiling",
    "currency_name",
    "words",
    "lang",
    "agreed_at",
    "address",
    "user_agent",
    "link_number",
)


class PublicLinkAgreement(models.Model):
    """A customer's consent that what is due is charged to their card.

    The system adds rows, and they are never changed but to be ended: nobody has the right
    to write or delete them, and the superuser is refused here.
    """

    _name = "public.link.agreement"
    _inherit = ["public.link.exported"]
    _description = "Payment Agreement"
    _order = "id desc"
    _rec_name = "customer_name"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    company_name = fields.Char("Seller", required=True, readonly=True)
    customer_id = fields.Many2one(
        "res.partner", readonly=True, index=True, ondelete="set null"
    )
    customer_name = fields.Char("Customer's Name", required=True, readonly=True)
    partner_id = fields.Many2one(
        "res.partner", "Who Agreed", readonly=True, index=True, ondelete="set null"
    )
    partner_name = fields.Char("Name", required=True, readonly=True)
    email = fields.Char(
        "Link Sent To", readonly=True, help="The address that the link was emailed to."
    )
    token_id = fields.Many2one(
        "payment.token",
        "Saved Card",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    card_label = fields.Char("Card", required=True, readonly=True)
    card_number = fields.Integer(
        "Card ID", readonly=True, help="As it was, whatever happens to the card."
    )
    provider_name = fields.Char("Provider", required=True, readonly=True)
    kind = fields.Selection(
        [("invoice", "Invoices")], "For What", required=True, readonly=True
    )
    ceiling = fields.Monetary(
        required=True,
        readonly=True,
        help="The highest amount of one charge. What is dearer is never charged.",
    )
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)
    currency_name = fields.Char(required=True, readonly=True)
    words = fields.Text(
        "What Was Agreed To", required=True, readonly=True, help="As it was shown."
    )
    lang = fields.Char("Language", readonly=True)
    agreed_at = fields.Datetime("Agreed On", required=True, readonly=True)
    address = fields.Char(
        "Client Address", readonly=True, help="Stored as the privacy setting says."
    )
    user_agent = fields.Char("Browser", readonly=True)
    link_id = fields.Many2one(
        "public.link", readonly=True, index="btree_not_null", ondelete="set null"
    )
    link_number = fields.Integer(
        "Link ID", readonly=True, help="As it was, whatever happens to the link."
    )
    seal = fields.Char(required=True, readonly=True, help="Hash of everything above.")

    ended_at = fields.Datetime("Ended On", readonly=True)
    ended_by = fields.Selection(
        [
            ("customer", "The customer, by link"),
            ("staff", "Staff"),
            ("card", "The card was removed"),
            ("moved", "The contact or the card belongs to another customer now"),
            ("copy", "This database is a copy"),
        ],
        readonly=True,
    )
    ended_user_id = fields.Many2one(
        "res.users", "Ended by", readonly=True, ondelete="set null"
    )
    state = fields.Selection(selection(STATES, "agreement"), compute="_compute_state")
    charge_ids = fields.One2many(
        "public.link.agreement.charge", "agreement_id", "Charges", readonly=True
    )

    # One at a time: nothing is charged by two of them.
    _live_unique = models.UniqueIndex(
        "(customer_id, company_id) WHERE ended_at IS NULL"
    )

    @api.depends("ended_at")
    def _compute_state(self):
        for agreement in self:
            agreement.state = "ended" if agreement.ended_at else "active"

    @api.depends("customer_name", "card_label")
    def _compute_display_name(self):
        for agreement in self:
            agreement.display_name = (
                f"{agreement.customer_name}: {agreement.card_label}"
            )

    # === IMMUTABLE === #

    def write(self, vals):
        if not self.env.su or set(vals) - LATER:
            raise UserError(
                self.env._(
                    "What a customer has agreed to cannot be changed by anybody."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _never_unlink(self):
        raise UserError(
            self.env._("What a customer has agreed to cannot be deleted by anybody.")
        )

    # === EVIDENCE === #

    @api.model
    def _agree(self, link, card, ceiling, words, visitor):
        """Keep that the recipient of a link has agreed.

        :param link: `public.link`, of the contact who agreed
        :param card: `payment.token`, one of ``link._agreement_cards()``
        :param float ceiling: of one charge, in the company's currency
        :param str words: what was agreed to, as it was shown
        :param dict visitor: address as it may be stored, and user_agent
        :rtype: `public.link.agreement`, as superuser
        :raise ConcurrencyError: if somebody else of the customer agrees at this moment
        """
        partner, company = link.partner_id, link.company_id
        customer, currency = partner.commercial_partner_id, company.currency_id
        vals = {
            "company_id": company.id,
            "company_name": company.name,
            "customer_id": customer.id,
            "customer_name": customer.display_name,
            "partner_id": partner.id,
            "partner_name": partner.display_name,
            "email": link.email or False,
            "token_id": card.id,
            "card_label": card._public_link_label(),
            "card_number": card.id,
            "provider_name": card.provider_id.name,
            "kind": "invoice",
            "ceiling": currency.round(ceiling),
            "currency_id": currency.id,
            "currency_name": currency.name,
            "words": words,
            "lang": link.env.lang,
            "agreed_at": fields.Datetime.now(),
            "address": visitor["address"] or False,
            "user_agent": visitor["user_agent"] or False,
            "link_id": link.id,
            "link_number": link.id,
        }
        vals["seal"] = self._seal(vals)
        try:
            agreement = self.sudo().create(vals)  # only the system adds evidence
            agreement.flush_recordset()
        except UniqueViolation as error:
            # The other row is not in this transaction's snapshot.
            raise ConcurrencyError("Another agreement is being made.") from error
        return agreement

    @api.model
    def _seal(self, vals):
        facts = {}
        for name in SEALED:
            value = vals.get(name) or ""
            if name == "agreed_at":
                value = fields.Datetime.to_string(value)
            elif name == "ceiling":
                value = f"{value or 0:.6f}"
            facts[name] = value
        return sha256(canonical(facts))

    def _is_intact(self):
        """Tell whether everything is as it was when the customer agreed.

        :rtype: bool
        """
        self.ensure_one()
        row = self.sudo()  # the whole row, whoever may read a part of it
        row.invalidate_recordset()
        return (
            self._seal({name: row[name] for name in SEALED}) == row.seal
            and row.currency_id.name == row.currency_name
            and row.token_id.id in (row.card_number, False)
        )

    def action_check(self):
        """Recompute the hashes, and say whether the evidence is intact."""
        self._check_staff()
        broken = self.filtered(lambda one: not one._is_intact())
        tell = self.env["public.link"]._tell
        if not broken:
            return tell(self.env._("Intact: all hashes match what is stored."))
        names = ", ".join(broken.mapped("display_name"))
        return tell(
            self.env._("Not intact. Changed since: %s", names), "danger", sticky=True
        )

    # === END === #

    def _check_staff(self):
        self.check_access("read")
        if not any(self.env.user.has_group(group) for group in GROUPS):
            raise AccessError(
                self.env._("Only invoicing people may see to payment agreements.")
            )

    def action_end(self):
        """End these agreements at once, as staff."""
        self._check_staff()
        # sudo: nobody has the right to write; checked above
        live = self.sudo()._end("staff")
        running = live.charge_ids.filtered(lambda one: one.state == "checking")
        message = self.env._("Ended. Nothing more is charged by it.")
        if running:
            message = self.env._(
                "Ended. A charge of %s was under way already, and cannot be stopped.",
                ", ".join(running.mapped("document_name")),
            )
        return self.env["public.link"]._tell(message)

    def _end(self, by):
        """End those of these agreements that are live, at once.

        What was announced is not charged: whoever charges it at this moment writes the same
        row, so that one of the two is run again and sees what the other did.

        :param str by: a value of ``ended_by``
        :return: those that were live
        """
        live = self.filtered(lambda one: not one.ended_at)
        user = self.env.user
        live.write(
            {
                "ended_at": fields.Datetime.now(),
                "ended_by": by,
                "ended_user_id": user._is_internal() and by == "staff" and user.id,
            }
        )
        announced = live.charge_ids.filtered(lambda one: one.state == "announced")
        announced._drop("ended")
        return live

    @api.model
    def _live(self, customers, company=None):
        """Return the live agreements of customers.

        :param customers: `res.partner`, commercial ones
        :param company: `res.company`; by default of all
        :return: as superuser
        """
        domain = [("customer_id", "in", customers.ids), ("ended_at", "=", False)]
        if company:
            domain.append(("company_id", "=", company.id))
        # sudo: whether something is charged is told to whoever sees the document
        return self.sudo().with_context(prefetch_fields=True).search(domain)


class PaymentToken(models.Model):
    _inherit = "payment.token"

    def _public_link_leave_contacts(self):
        # sudo: whoever ends a card, what was agreed for it ends with it
        agreements = self.env["public.link.agreement"].sudo()
        agreements.search(
            [("token_id", "in", self.ids), ("ended_at", "=", False)]
        )._end("card")
        return super()._public_link_leave_contacts()


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _public_link_drop_foreign_cards(self):
        result = super()._public_link_drop_foreign_cards()
        # sudo: most staff may not read agreements; archived contacts move, too
        agreements = self.env["public.link.agreement"].sudo()
        agreements = agreements.with_context(active_test=False)
        found = agreements.search(
            [
                ("ended_at", "=", False),
                "|",
                ("partner_id", "child_of", self.ids),
                ("token_id.partner_id", "child_of", self.ids),
            ]
        )
        found.filtered(lambda one: not one._belongs())._end("moved")
        return result

    def _public_link_end_agreements(self):
        """End what these contacts agreed to, or agreed for them: another contact takes
        their place."""
        # sudo: whoever merges
        agreements = self.env["public.link.agreement"].sudo()
        agreements.search(
            [
                ("ended_at", "=", False),
                "|",
                ("partner_id", "in", self.ids),
                ("customer_id", "in", self.ids),
            ]
        )._end("moved")
