# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A contact's follow-ups, and the address by which they opt out."""

from odoo import api, fields, models
from odoo.tools import consteq, email_normalize, hmac

from .public_link_plan import GROUPS

# In stored texts it stands for the reader's own address, see `mail.mail`.
OPT_OUT_FOR = "/link/optout/for/"
PROOF_LENGTH = 40


class ResPartner(models.Model):
    _inherit = "res.partner"

    public_link_followup_count = fields.Integer(
        "Number of Follow-Ups",
        compute="_compute_public_link_followup_count",
        groups=GROUPS,
    )

    def _compute_public_link_followup_count(self):
        for partner in self:
            partner.public_link_followup_count = self.env[
                "public.link.followup"
            ].search_count(partner._public_followup_domain())

    def _public_followup_domain(self):
        return [
            "|",
            ("partner_id", "in", self.ids),
            ("customer_id", "in", self.ids),
        ]

    def action_public_link_followups(self):
        """Open the follow-ups of this contact."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "public_links.action_public_link_followup"
        )
        return action | {"domain": self._public_followup_domain(), "context": {}}

    def action_public_link_pause(self):
        """Pause the follow-ups of this contact."""
        return self.env["public.link.plan.exception"]._action_new(partner_id=self.id)

    def write(self, vals):
        if "email" in vals:
            # What bounced was the address of before.
            wanted = email_normalize(vals["email"] or "")
            moved = self.filtered(
                lambda one: one.message_bounce and one.email_normalized != wanted
            )
            if moved:
                super(ResPartner, moved).write({"message_bounce": 0})
        return super().write(vals)

    # === OPT-OUT (S26) === #

    def _public_optout_path(self, company, kind):
        """Return the path by which this contact opts out of one kind of follow-ups.

        It is no token of a link, needs no key of links and does not expire: its proof names
        contact, kind and company, and opens nothing else.

        :param company: `res.company`
        :param str kind: of plans
        :rtype: str
        """
        self.ensure_one()
        proof = self._public_optout_proof(company, kind)
        return f"/link/optout/{company.id}/{self.id}/{kind}/{proof}"

    def _public_optout_proof(self, company, kind):
        facts = f"{company.id}/{self.id}/{kind}"
        # sudo: hmac reads the database's secret, which stays here
        return hmac(self.sudo().env, "public_links.optout", facts)[:PROOF_LENGTH]

    @api.model
    def _public_optout_find(self, company_id, partner_id, kind, proof):
        """Return the contact and company of an opt-out address, or ``None``.

        :param str proof: what stood in the URL
        """
        company = self.env["res.company"].browse(company_id)
        partner = self.browse(partner_id)
        expected = partner._public_optout_proof(company, kind)
        # As bytes: consteq raises on texts beyond ASCII.
        if not consteq(proof.encode(), expected.encode()):
            return None
        if not partner.exists() or not company.exists():
            return None
        return partner, company

    def _public_opted_out(self, company, kind):
        """Return the row by which this contact has opted out, possibly empty."""
        return self.env["public.link.plan.exception"].search(
            [
                ("partner_id", "=", self.id),
                ("company_id", "=", company.id),
                ("kind", "=", kind),
                ("by_customer", "=", True),
            ],
            limit=1,
        )

    def _public_opt_out(self, company, kind):
        """Send this contact no more follow-ups of a kind."""
        if not self._public_opted_out(company, kind):
            self.env["public.link.plan.exception"].create(
                {
                    "partner_id": self.id,
                    "company_id": company.id,
                    "kind": kind,
                    "by_customer": True,
                    "reason": self.env._("Opted out by the address in an email."),
                }
            )
