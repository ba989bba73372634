# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What is due: the documents of a plan, the step of each, and why some are left alone.

Read in a few statements for any number of documents, as plain values: the daily run looks
at all open invoices, and most of them wait for their next step.
"""

from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL
from odoo.tools.gc import disabling_gc

from ..link.public_link_read import has_row
from .found import Rules, found_for

# Days: as far away as due dates are, for what staff ask about one document.
FAR = 36_500


class Exceptions:
    """Pauses and other plans of a company, as plain values.

    :param rows: `public.link.plan.exception` that hold now
    """

    def __init__(self, rows):
        self.rows = defaultdict(list)
        for row in rows:
            for place in ("partner_id", "invoice_id", "order_id"):
                if row[place]:
                    self.rows[place, row[place].id].append(row)

    def of(self, kind, document, partners):
        """Return what holds for a document: those of its own first.

        :param str kind: of the plan
        :param document: name of its field, and id
        :param partners: ids of contacts, the nearest first
        """
        places = [document, *(("partner_id", one) for one in partners if one)]
        return [
            row
            for place in places
            for row in self.rows.get(place, ())
            if not row.kind or row.kind == kind
        ]


class PublicLinkPlan(models.Model):
    _inherit = "public.link.plan"

    def _find(self, customers=None):
        """Return what this plan, as the usual one of its kind, has to send today.

        :param customers: ids of commercial partners to look at; by default all
        :return: rows that are due, and those of the same customers that are named beside
            them, each with the reason if it is left alone
        :rtype: list[Found]
        """
        today = self.company_id._public_links_today()
        due, beside = [], defaultdict(list)
        # Tens of thousands of plain rows hold no circles to look for.
        with disabling_gc():
            for found in self._each(today, self._rows(today, customers)):
                if found.step and found.day <= today:
                    due.append(found)
                elif found.late > 0 and found.why != "paused" and not found.left_out:
                    found.step = None
                    beside[found.customer].append(found)
        named = [
            row
            for customer in dict.fromkeys(one.customer for one in due)
            for row in beside.get(customer, ())
        ]
        return due + named

    def _rows(self, today, customers=None, documents=None):
        """Return the open documents of this plan's kind, as plain values.

        :param today: the company's day
        :param customers: ids of commercial partners to look at; by default all
        :param documents: ids of documents to look at, however far away their dates are
        :rtype: list[dict]
        """
        self.ensure_one()
        return getattr(self, f"_rows_{self.kind}")(today, customers, documents)

    def _each(self, today, rows):
        """Yield what comes next for each of some documents, today or later.

        :param today: the company's day
        :param list rows: see ``_rows``
        """
        if not rows:
            return
        kind = self.kind
        live = self.env["public.link.plan.exception"]._live(self.company_id, today)
        exceptions = Exceptions(live)
        place = "invoice_id" if kind == "invoice" else "order_id"
        done, left_out = self._done(place, [row["id"] for row in rows])
        opened = self._opened(place, rows)
        mine, rules = self._rules(), {}
        for row in rows:
            holding = live and exceptions.of(
                kind, (place, row["id"]), (row["partner"], row["customer"])
            )
            rule = mine
            pause = None
            for one in holding:
                if one.action == "pause":
                    pause = pause or one
                elif rule is mine:
                    other = one.plan_id
                    rule = rules.get(other.id) or other._rules()
                    rules[other.id] = rule
            steps_done = done.get(row["id"], {})
            found = found_for(kind, rule, row, steps_done, row["id"] in opened, today)
            if not found:
                continue
            found.left_out = row["id"] in left_out
            if pause:
                found.why, found.said = "paused", pause._sentence()
            yield found

    def _rules(self):
        """Return what this plan says, without records: it is asked for each document."""
        return Rules(self.id, self.step_ids._plain(), self.since, self.most)

    # === WHAT WAS DONE === #

    @api.model
    def _done(self, place, ids):
        """Return when steps were done, by document, then by step and date counted from;
        and the ids of documents of which staff left the last one out.

        :param str place: the line's field of the document
        :rtype: tuple[dict[int, dict], set[int]]
        """
        lines = self.env["public.link.followup.line"]
        lines.flush_model()
        done, last = defaultdict(dict), {}
        for document, step, base, day, state in self.env.execute_query(
            SQL(
                "SELECT %(place)s, step_id, base, done_on, state"
                " FROM public_link_followup_line"
                " WHERE %(place)s = ANY (%(ids)s) AND step_id IS NOT NULL"
                " AND state IN ('sent', 'skipped') ORDER BY id",
                place=SQL.identifier(place),
                ids=list(ids),
            )
        ):
            done[document][step, base] = day
            last[document] = state
        return done, {one for one, state in last.items() if state == "skipped"}

    def _opened(self, place, rows):
        """Return the ids of documents of which a link was opened, if any step asks."""
        if all(step.condition == "open" for step in self.search([]).step_ids):
            return set()
        self.env["public.link"].flush_model()
        model = "account.move" if place == "invoice_id" else "sale.order"
        return {
            document
            for (document,) in self.env.execute_query(
                SQL(
                    """
                    SELECT link.res_id FROM public_link link
                     WHERE link.res_model = %(model)s AND link.res_id = ANY (%(ids)s)
                       AND link.opened_first IS NOT NULL
                    UNION
                    SELECT line.%(place)s FROM public_link_followup_line line
                      JOIN public_link_followup_link_rel rel
                        ON rel.followup_id = line.followup_id
                      JOIN public_link link ON link.id = rel.link_id
                     WHERE line.%(place)s = ANY (%(ids)s)
                       AND link.opened_first IS NOT NULL
                    """,
                    model=model,
                    ids=[row["id"] for row in rows],
                    place=SQL.identifier(place),
                )
            )
        }

    # === DOCUMENTS === #

    def _limit(self, alias, customers, documents):
        """Return the condition that only some customers, or documents, are meant."""
        conditions = [SQL("TRUE")]
        if customers is not None:
            conditions.append(
                SQL("partner.commercial_partner_id = ANY (%s)", list(customers))
            )
        if documents is not None:
            conditions.append(
                SQL("%s = ANY (%s)", SQL.identifier(alias, "id"), list(documents))
            )
        return SQL(" AND ").join(conditions)

    def _rows_invoice(self, today, customers, documents):
        """Return the open invoices: what of each is late, or due next.

        Instalments are asked for by what is late of them.
        """
        self.env.flush_all()
        steps = self._all_steps("invoice")
        farthest = max((one.days for one in steps if one.when == "before"), default=0)
        if documents is not None:
            farthest = FAR
        rows = self.env.execute_query(
            SQL(
                """
                SELECT move.id, move.name, partner.commercial_partner_id,
                       move.partner_id, move.currency_id, move.invoice_date,
                       due.base, asked.amount, asked.balance
                  FROM account_move move
                  JOIN res_partner partner ON partner.id = move.partner_id
                  JOIN LATERAL (
                       SELECT min(item.date_maturity) AS base
                         FROM account_move_line item
                        WHERE item.move_id = move.id
                          AND item.display_type = 'payment_term'
                          AND item.reconciled IS NOT TRUE) due ON TRUE
                  JOIN LATERAL (
                       SELECT sum(item.amount_residual_currency) AS amount,
                              sum(item.amount_residual) AS balance
                         FROM account_move_line item
                        WHERE item.move_id = move.id
                          AND item.display_type = 'payment_term'
                          AND item.reconciled IS NOT TRUE
                          AND (item.date_maturity < %(today)s
                               OR item.date_maturity = due.base)) asked ON TRUE
                 WHERE move.company_id = %(company)s
                   AND move.move_type = 'out_invoice' AND move.state = 'posted'
                   AND move.payment_state IN ('not_paid', 'partial', 'blocked')
                   AND due.base <= %(today)s::date + %(farthest)s AND asked.amount > 0
                   AND %(limit)s
                 ORDER BY due.base, move.id
                """,
                today=today,
                company=self.company_id.id,
                farthest=farthest,
                limit=self._limit("move", customers, documents),
            )
        )
        return [
            {
                "id": move,
                "name": name,
                "customer": customer,
                "partner": partner,
                "currency": currency,
                "date": day,
                "bases": {"due": base},
                "amount": float(amount),
                "company_amount": float(balance),
            }
            for move, name, customer, partner, currency, day, base, amount, balance in rows
        ]

    def _all_steps(self, kind):
        plans = self.search([("company_id", "=", self.company_id.id)])
        return (plans | self).filtered(lambda plan: plan.kind == kind).step_ids

    def _rows_quote(self, today, customers, documents):
        """Return the quotations that were sent and are open."""
        return self._rows_order(
            SQL(
                "orders.state = 'sent' AND orders.public_link_answer IS NULL"
                " AND orders.public_link_revised IS NULL"
                " AND (orders.validity_date IS NULL OR orders.validity_date >= %s)",
                today,
            ),
            customers,
            documents,
        )

    def _rows_item(self, today, customers, documents):
        """Return the orders of which items or proofs wait for the customer."""
        return self._rows_order(
            SQL(
                "orders.state = 'sale' AND (orders.public_link_item_approval OR %s)",
                has_row(
                    SQL(
                        "sale_order_proof proof"
                        " JOIN sale_order_line item ON item.id = proof.line_id"
                        " WHERE item.order_id = orders.id AND proof.state = 'open'"
                    )
                ),
            ),
            customers,
            documents,
        )

    def _rows_order(self, condition, customers, documents):
        self.env.flush_all()
        zone = self.company_id._public_links_settings()["tz"]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT orders.id, orders.name, partner.commercial_partner_id,
                       orders.partner_id, orders.currency_id, orders.date_order::date,
                       orders.validity_date, orders.commitment_date::date,
                       LEAST(sent.day, since.base), orders.amount_total
                  FROM sale_order orders
                  JOIN res_partner partner ON partner.id = orders.partner_id
                  JOIN LATERAL (
                       SELECT (min(link.sent_at) AT TIME ZONE 'UTC'
                               AT TIME ZONE %(zone)s)::date AS day
                         FROM public_link link
                        WHERE link.res_model = 'sale.order' AND link.res_id = orders.id
                          AND (orders.public_link_offer_since IS NULL
                               OR link.sent_at >= orders.public_link_offer_since)
                       ) sent ON TRUE
                  JOIN LATERAL (
                       SELECT min(line.base) AS base
                         FROM public_link_followup_line line
                         JOIN public_link_plan_step step ON step.id = line.step_id
                        WHERE line.order_id = orders.id AND step.basis = 'sent'
                          AND (orders.public_link_offer_since IS NULL
                               OR line.create_date >= orders.public_link_offer_since)
                       ) since ON TRUE
                 WHERE orders.company_id = %(company)s AND %(condition)s AND %(limit)s
                 ORDER BY orders.id
                """,
                zone=zone,
                company=self.company_id.id,
                condition=condition,
                limit=self._limit("orders", customers, documents),
            )
        )
        return [
            {
                "id": order,
                "name": name,
                "customer": customer,
                "partner": partner,
                "currency": currency,
                "date": date,
                "bases": {"validity": validity, "delivery": delivery, "sent": sent},
                "amount": float(amount),
                "company_amount": 0.0,
            }
            for (
                order,
                name,
                customer,
                partner,
                currency,
                date,
                validity,
                delivery,
                sent,
                amount,
            ) in rows
        ]
