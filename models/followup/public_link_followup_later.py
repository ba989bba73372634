# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a reminder names beside what it asks for: invoices that are not due yet.

A plain list, without a sum and without a button: nobody is asked for it, and whoever pays
all at once knows what there is.
"""

from collections import defaultdict

from odoo import models
from odoo.tools import SQL

from ...tools.formatting import day, money
from .public_link_plan_find import Exceptions

# Rows in one mail; who has more is told how many.
MOST = 20


class PublicLinkFollowup(models.Model):
    _inherit = "public.link.followup"

    def _not_due_yet(self):
        """Return what the customers of these follow-ups owe later, the earliest first.

        Read for many at once. Of an invoice that is asked for, these are its later
        instalments. What is disputed, being paid, or charged by agreement is left out, as
        it would be when it is due.

        :return: by id: name, amount, id of its currency, and date
        :rtype: dict[int, list[tuple]]
        """
        reminders = self.filtered("line_ids.invoice_id")
        if not reminders:
            return {}
        company = self.company_id.ensure_one()
        found = self._open_later(company, reminders.customer_id)
        invoices = self.env["account.move"].browse(
            dict.fromkeys(row[1] for row in found)
        )
        left_out = self._left_out_later(company, invoices)
        by_customer = defaultdict(list)
        for customer, *row in found:
            if row[0] not in left_out:
                by_customer[customer].append(row)
        later = {}
        for followup in reminders:
            asked = {(line.invoice_id.id, line.base) for line in followup.line_ids}
            # Of a branch's reminder, what that branch owes; who gets those of all branches
            # is the customer.
            theirs = set(followup.line_ids.invoice_id.partner_id.ids)
            whole = followup.partner_id == followup.customer_id
            later[followup.id] = [
                (name, amount, currency, due)
                for invoice, name, amount, currency, due, partner in by_customer[
                    followup.customer_id.id
                ]
                if (invoice, due) not in asked and (whole or partner in theirs)
            ]
        return later

    def _left_out_later(self, company, invoices):
        """Return the ids of invoices that are not named: those that would not be asked for
        when they are due, and those that a link would not show.

        :rtype: set[int]
        """
        left_out = {*invoices._public_followup_stops()}
        today = company._public_links_today()
        live = self.env["public.link.plan.exception"]._live(company, today)
        exceptions = Exceptions(live)
        for move in invoices:
            near = move.partner_id.id, move.partner_id.commercial_partner_id.id
            holding = live and exceptions.of("invoice", ("invoice_id", move.id), near)
            if any(one.action == "pause" for one in holding):
                left_out.add(move.id)
            elif move.id not in left_out and move._public_link_blockers("view"):
                left_out.add(move.id)
        return left_out

    def _open_later(self, company, customers):
        # SQL: instalments of many customers, as the plans read what is late.
        self.env.flush_all()
        return self.env.execute_query(
            SQL(
                """
                SELECT partner.commercial_partner_id, move.id, move.name,
                       sum(item.amount_residual_currency)::float, move.currency_id,
                       item.date_maturity, move.partner_id
                  FROM account_move_line item
                  JOIN account_move move ON move.id = item.move_id
                  JOIN res_partner partner ON partner.id = move.partner_id
                 WHERE partner.commercial_partner_id = ANY (%(customers)s)
                   AND move.company_id = %(company)s
                   AND move.move_type = 'out_invoice' AND move.state = 'posted'
                   AND move.payment_state IN ('not_paid', 'partial')
                   AND item.display_type = 'payment_term'
                   AND item.reconciled IS NOT TRUE
                   AND item.date_maturity >= %(today)s
                 GROUP BY 1, 2, 3, 5, 6, 7
                HAVING sum(item.amount_residual_currency) > 0
                 ORDER BY 6, 2
                """,
                customers=customers.ids,
                company=company.id,
                today=company._public_links_today(),
            )
        )

    def _later_section(self, rows):
        """Return the list of what is not due yet, in the environment's language.

        :param list rows: see ``_not_due_yet``
        :rtype: dict
        """
        env = self.env
        shown = [
            {
                "name": name,
                "note": env._("due on %s", day(env, due)),
                "amount": money(env, amount, env["res.currency"].browse(currency)),
                "url": "",
            }
            for name, amount, currency, due in rows[:MOST]
        ]
        if len(rows) > MOST:
            more = env._("and %s more", len(rows) - MOST)
            shown.append({"name": more, "note": "", "amount": "", "url": ""})
        return {
            "kind": "later",
            "title": env._("Not due yet"),
            "rows": shown,
            "total": "",
            "button": "",
            "url": "",
        }
