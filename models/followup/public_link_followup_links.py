# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What follow-ups lead to and list: links, sections, amounts."""

from collections import defaultdict

from odoo import models

from ...tools.formatting import day, money
from .res_partner import OPT_OUT_FOR


class PublicLinkFollowup(models.Model):
    _inherit = "public.link.followup"

    # === LINKS === #

    def _issue_links(self):
        """Issue the links of these follow-ups, one statement for many.

        Several invoices of a currency share one pay link; where paying is not possible
        now, each has the link of its page.
        """
        targets = {followup: followup._targets() for followup in self}
        wanted = defaultdict(lambda: defaultdict(self.env["res.partner"].browse))
        for followup, opened in targets.items():
            for document, purpose in opened:
                wanted[document._name, purpose][document.id] |= followup.partner_id
        issued = {}
        for (model, purpose), people in wanted.items():
            documents = self.env[model].browse(people)
            links = self.env["public.link"]._issue(documents, purpose, dict(people))
            for link in links:
                issued[model, purpose, link.res_id, link.partner_id.id] = link
        for followup, opened in targets.items():
            links = self.env["public.link"]
            for document, purpose in opened:
                key = (document._name, purpose, document.id, followup.partner_id.id)
                links |= issued[key]
            followup.link_ids = links

    def _targets(self):
        """Return what the links of this follow-up open: documents and purposes.

        :rtype: list
        """
        targets = []
        invoices = self.line_ids.invoice_id
        for _currency, bills in invoices.grouped("currency_id").items():
            # sudo: bundles are made by the system
            bundle = (
                bills if len(bills) == 1 else self.env["public.link.bundle"]._of(bills)
            )
            wants = self._wanted("invoice_id") in ("pay", False)
            if wants and not bundle._public_link_blockers("pay"):
                targets.append((bundle, "pay"))
            else:
                targets += [
                    (one, "view")
                    for one in bills
                    if not one._public_link_blockers("view")
                ]
        for order in self.line_ids.order_id:
            purpose = self._wanted("order_id") or "approve"
            if not order._public_link_blockers(purpose):
                targets.append((order, purpose))
        return targets

    def _wanted(self, place):
        lines = self.line_ids.filtered(lambda line: line[place] and line.step_id)
        return lines[:1].step_id.purpose

    def _block_values(self, later=()):
        """Return what stands below the words in every mail, in the environment's language.

        :param later: what is not due yet, see ``_not_due_yet``
        :rtype: dict
        """
        sections = []
        by_target = {(link.res_model, link.res_id): link for link in self.link_ids}
        bills = self.line_ids.filtered("invoice_id")
        for currency, lines in bills.grouped("currency_id").items():
            sections.append(self._invoice_section(currency, lines, by_target))
        if later:
            sections.append(self._later_section(later))
        for line in self.line_ids.filtered("order_id"):
            link = by_target.get(("sale.order", line.order_id.id))
            if link:
                sections.append(self._order_section(line, link))
        base = self.env["public.link"]._placeholder_base()
        optout = any(section["kind"] == "quote" for section in sections)
        return {
            "sections": sections,
            "accent": self.link_ids[:1]._mail_accent(),
            "optout": f"{base}{OPT_OUT_FOR}{self.company_id.id}/quote"
            if optout
            else "",
            "seller": self.company_id.name,
        }

    def _invoice_section(self, currency, lines, by_target):
        env = self.env
        invoices = lines.invoice_id
        links = {link for link in by_target.values() if link.purpose == "pay"}
        pay = next(
            (
                link
                for link in links
                if (link.res_model == "account.move" and link.res_id in invoices.ids)
                or (
                    link.res_model == "public.link.bundle"
                    and env[link.res_model].browse(link.res_id).invoice_ids == invoices
                )
            ),
            None,
        )
        rows = [
            {
                "name": line.document_name,
                "note": line._note(),
                "amount": money(env, line.amount, currency),
                "url": by_target["account.move", line.invoice_id.id]._placeholder()
                if ("account.move", line.invoice_id.id) in by_target
                else "",
            }
            for line in lines
        ]
        total = sum(lines.mapped("amount"))
        if pay:
            # What the page asks for: payments in advance are taken off there.
            document = env[pay.res_model].browse(pay.res_id)
            asked = document._public_pay_due().now
            if currency.compare_amounts(asked, total) < 0:
                rows.append(
                    {
                        "name": env._("Received already"),
                        "note": "",
                        "amount": money(env, asked - total, currency),
                        "url": "",
                    }
                )
                total = asked
        return {
            "kind": "invoice",
            "title": env._("To be paid"),
            "rows": rows,
            "total": money(env, total, currency),
            "button": env._("Pay %s", money(env, total, currency)) if pay else "",
            "url": pay._placeholder() if pay else "",
        }

    def _order_section(self, line, link):
        env, order = self.env, line.order_id
        kind = "quote" if order.state == "sent" else "item"
        until = order.validity_date if kind == "quote" else None
        return {
            "kind": kind,
            "title": order._public_link_title(),
            "rows": [],
            "total": money(env, line.amount, line.currency_id)
            if kind == "quote"
            else "",
            "note": env._("Good until %s.", day(env, until)) if until else "",
            "button": link._mail_button(),
            "url": link._placeholder(),
        }


class PublicLinkFollowupLine(models.Model):
    _inherit = "public.link.followup.line"

    def _note(self):
        """Return how late the document is, in the environment's language."""
        env = self.env
        if not self.invoice_id or not self.base:
            return ""
        if self.late > 1:
            return env._("%s days late", self.late)
        if self.late == 1:
            return env._("1 day late")
        return env._("due on %s", day(env, self.base))
