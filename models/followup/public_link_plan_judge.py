# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who must not get a follow-up now, and why: documents, customers, recipients."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL, email_normalize

from .public_link_plan_find import Exceptions


class PublicLinkPlan(models.Model):
    _inherit = "public.link.plan"

    @api.model
    def _judge(self, company, found):
        """Note on each row whom it goes to, or why nothing is sent.

        :param company: `res.company`
        :param list[Found] found: see ``_find``; they are changed
        """
        self._judge_documents(found)
        self._judge_customers(company, found)
        self._judge_recipients(company, found)

    @api.model
    def _judge_documents(self, found):
        for place in ("account.move", "sale.order"):
            invoices = place == "account.move"
            rows = [
                one
                for one in found
                if not one.why and (one.kind == "invoice") == invoices
            ]
            documents = self.env[place].browse(one.document for one in rows)
            stops = documents._public_followup_stops()
            by_id = documents.grouped("id")
            for one in rows:
                one.why = stops.get(one.document, "")
                if not one.why and any(
                    row.code != "blocked"
                    for row in by_id[one.document]._public_link_blockers("view")
                ):
                    one.why = "gate"

    @api.model
    def _judge_customers(self, company, found):
        rows = defaultdict(list)
        for one in found:
            if not one.why:
                rows[one.customer].append(one)
        customers = self.env["res.partner"].browse(rows)
        owing = [
            one.id
            for one in customers
            if any(row.kind == "invoice" for row in rows[one.id])
        ]
        credits = self._credits(company, owing)
        for customer in customers:
            mine = rows[customer.id]
            if not customer.active or customer.public_links_blocked:
                why = "blocked" if customer.active else "archived"
                for one in mine:
                    one.why = why
                continue
            self._judge_sums(
                [one for one in mine if one.kind == "invoice"],
                {
                    currency: credits.get((customer.id, currency), 0.0)
                    for currency in {one.currency for one in mine}
                },
            )

    @api.model
    def _judge_sums(self, rows, credits):
        """Note what is covered by credits, and what is too little to remind of.

        :param list[Found] rows: invoices of one customer
        :param dict credits: open credits by currency
        """
        sums = defaultdict(float)
        for one in rows:
            sums[one.currency] += one.amount
        for one in rows:
            currency = self.env["res.currency"].browse(one.currency)
            covered = credits.get(one.currency, 0.0)
            if currency.compare_amounts(covered, sums[one.currency]) >= 0:
                one.why = "credits"
        whole = sum(one.company_amount for one in rows if not one.why)
        for one in rows:
            plan = self.browse(one.plan)
            if (
                not one.why
                and plan.currency_id.compare_amounts(whole, plan.minimum) < 0
            ):
                one.why = "minimum"
        # Of what is left credits may cover all.
        left = defaultdict(float)
        for one in rows:
            left[one.currency] += 0.0 if one.why else one.amount
        for one in rows:
            currency = self.env["res.currency"].browse(one.currency)
            have = credits.get(one.currency, 0.0)
            whole = left[one.currency]
            if not one.why and have and currency.compare_amounts(have, whole) >= 0:
                one.why = "credits"

    @api.model
    def _credits(self, company, customers):
        """Return what customers have open in their favour, by customer and currency.

        :param company: `res.company`
        :param customers: ids of commercial partners
        """
        if not customers:
            return {}
        # SQL: sums of journal items of many customers, as the statement reads them.
        self.env["account.move.line"].flush_model()
        return {
            (customer, currency): float(amount)
            for customer, currency, amount in self.env.execute_query(
                SQL(
                    """
                    SELECT partner.commercial_partner_id, item.currency_id,
                           -sum(item.amount_residual_currency)
                      FROM account_move_line item
                      JOIN res_partner partner ON partner.id = item.partner_id
                      JOIN account_account account ON account.id = item.account_id
                     WHERE item.company_id = %s AND item.parent_state = 'posted'
                       AND account.account_type = 'asset_receivable'
                       AND account.non_trade IS NOT TRUE
                       AND item.reconciled IS NOT TRUE
                       AND item.amount_residual_currency < 0
                       AND partner.commercial_partner_id = ANY (%s)
                     GROUP BY 1, 2
                    """,
                    company.id,
                    list(customers),
                )
            )
        }

    # === RECIPIENTS === #

    @api.model
    def _judge_recipients(self, company, found):
        rows = [one for one in found if not one.why]
        # Read together: each by itself would be some statements a customer, every hour.
        near = self.env["res.partner"].browse(
            {key for one in rows for key in (one.customer, one.partner)}
        )
        for customer, mine in _grouped(rows, "customer").items():
            bills = [one for one in mine if one.kind == "invoice"]
            if bills:
                contact = self._bill_contact(
                    near, customer, {one.partner for one in bills}
                )
                for one in bills:
                    one.recipient = contact.id
            for one in mine:
                one.recipient = one.recipient or one.partner
        people = self.env["res.partner"].browse({one.recipient for one in rows})
        live = self.env["public.link.plan.exception"]._live(
            company, company._public_links_today()
        )
        exceptions = Exceptions(live)
        closed = dict.fromkeys(self._failing(people), "failing")
        closed |= dict.fromkeys(self._bouncing(people), "bounced")
        recent = self._recent(company, people)
        for one in rows:
            person = people.browse(one.recipient).with_prefetch(people._prefetch_ids)
            pause = next(
                (
                    row
                    for row in exceptions.of(one.kind, None, (person.id,))
                    if row.action == "pause"
                ),
                None,
            )
            channel = (
                self.env["public.link.plan.step"]
                .browse(one.step.id if one.step else False)
                .channel
            )
            if not person.active or person.public_links_blocked:
                one.why = "blocked" if person.active else "archived"
            elif pause:
                one.why, one.said = "paused", pause._sentence()
            elif channel in ("letter", "call"):
                continue
            elif not email_normalize(person.email or "") or person.is_blacklisted:
                one.why = "no_mail"
            elif person.id in closed:
                one.why = closed[person.id]
            elif person.id in recent:
                one.why = "recent"

    @api.model
    def _bill_contact(self, near, customer, partners):
        """Return the contact who gets the reminders of a customer's invoices: the invoice
        address, with whatever mail address is nearest.

        :param near: `res.partner`, with which those of this customer are read
        :param int customer: id of the commercial partner
        :param set partners: ids of the invoices' own contacts
        """
        own, whole = (
            near.browse(ids).with_prefetch(near._prefetch_ids)
            for ids in (partners if len(partners) == 1 else [customer], [customer])
        )
        billed = near.browse(own.address_get(["invoice"])["invoice"] or own.id)
        nearest = (billed, own, whole)
        return next(
            (one for one in nearest if email_normalize(one.email or "")), billed
        )

    @api.model
    def _bouncing(self, people):
        """Return the ids of contacts whose present address bounced.

        :rtype: set[int]
        """
        # SQL: the notification of a link's own mail, see ``public.link._mail_domain``.
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT link.partner_id FROM public_link link
                  JOIN res_partner partner ON partner.id = link.partner_id
                  JOIN mail_notification sent
                    ON sent.mail_message_id = link.mail_message_id
                   AND sent.res_partner_id = link.partner_id
                 WHERE link.partner_id = ANY (%s) AND sent.notification_status = 'bounce'
                   AND link.email = partner.email_normalized
                """,
                people.ids,
            )
        )
        return {partner for (partner,) in rows} | set(
            people.filtered("message_bounce").ids
        )

    @api.model
    def _failing(self, people):
        """Return the ids of contacts whose present address did not take two follow-ups, and
        nothing of ours since.

        :rtype: set[int]
        """
        # SQL: one statement for all of them, by what was sent after a failure.
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT followup.partner_id FROM public_link_followup followup
                  JOIN res_partner partner ON partner.id = followup.partner_id
                   AND partner.email_normalized = followup.email
                 WHERE followup.partner_id = ANY (%s) AND followup.state = 'failed'
                   AND NOT EXISTS (SELECT FROM public_link link
                                    WHERE link.partner_id = followup.partner_id
                                      AND link.email = followup.email
                                      AND link.sent_at > followup.sent_at)
                 GROUP BY 1 HAVING count(*) > 1
                """,
                people.ids,
            )
        )
        return {partner for (partner,) in rows}

    @api.model
    def _recent(self, company, people):
        """Return the ids of contacts who got a follow-up within the company's pause, or
        whose present address did not take one."""
        pause = company._public_links_settings()["followup_gap"]
        since = fields.Datetime.subtract(fields.Datetime.now(), days=pause)
        rows = self.env["public.link.followup"]._read_group(
            [
                ("partner_id", "in", people.ids),
                ("company_id", "=", company.id),
                ("channel", "=", "mail"),
                ("state", "in", ("sent", "failed")),
                # By hours a mail of 10:00 would be in the way of one of 9:59.
                ("sent_at", ">", fields.Datetime.add(since, hours=12)),
            ],
            ["partner_id", "email", "state"],
        )
        return {
            partner.id
            for partner, email, state in rows
            if state == "sent" or email == partner.email_normalized
        }


def _grouped(rows, name):
    groups = defaultdict(list)
    for one in rows:
        groups[getattr(one, name)].append(one)
    return groups
