# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Holds what our pages show of a document against Odoo's own paper and ledger."""

import re

from . import ledger, papers
from .compare import Finding, compare_rows, compare_totals, equal
from .features import ORDER, QUOTE, SALE
from .pages import Page
from .reading import find, parse

# Rows of what is bought.
PRICED = ("item", "combo", "folded")


class Judge:
    """Judges documents.

    :param world: what ``make_world`` returned
    :param get: a function that returns the HTML to which a path leads, and what a form
        sends there
    """

    def __init__(self, world, get):
        self.world, self.get = world, get
        self.links = world.env["public.link"].sudo()
        # It prints unit prices as amounts, in every company: 0.01 for 0.0125.
        self.rounded = bool(
            world.env["ir.module.module"].search_count(
                [("name", "=", "l10n_din5008"), ("state", "=", "installed")]
            )
        )

    def judge(self, draft):
        """Return what differs on all pages of a draft's documents.

        :rtype: list[compare.Finding]
        """
        found = []
        if draft.kind in SALE:
            found += self.order(draft)
            for picking in draft.document.picking_ids:
                found += self.delivery(draft, picking)
            moves = draft.document.invoice_ids
        else:
            moves = draft.document
        moves = moves.filtered(lambda one: one.state == "posted").sorted("id")
        for move in moves:
            found += self.invoice(draft, move)
        return found + self.portal(draft, moves)

    def _page(self, draft, document, purpose, place=""):
        link = self.links._issue(document, purpose, draft.partner)
        return Page(self.get(link._path(place)), self._lang(draft))

    def _lang(self, draft):
        return self.world.env["res.lang"]._lang_get(draft.lang)

    # === ORDERS === #

    def order_paper(self, draft):
        """Return what core's papers say of an order."""
        order, lang = draft.document, self._lang(draft)
        text = papers.print_order(order, self.world.staff)
        paper = papers.Paper(text, lang).document()
        # Payments of an order are on no paper: the ledger tells of them.
        paper.due, paper.payments = None, []
        if any(line.collapse_prices for line in order.order_line):
            text = self.get(order.get_portal_url())
            # In the language of the visitor's session, which is not the customer's.
            spoken = re.search(r'<html[^>]* lang="([\w-]+)"', text)[1]
            spoken = self.world.env["res.lang"]._lang_get(spoken.replace("-", "_"))
            paper = papers.agreed(paper, papers.Paper(text, spoken).document())
        return paper

    def order(self, draft):
        order, where = draft.document, draft.kind
        view, paper = self._page(draft, order, "view"), self.order_paper(draft)
        found = self._sheet(f"{where} view", paper, view)
        if draft.kind == QUOTE:
            return found + self.approval(draft, paper)
        return found + self.balance(draft, paper, view)

    def _sheet(self, where, paper, view):
        """Compare lines and totals; what was paid of an order is in the ledger only."""
        page = view.document()
        page.totals = page.totals[: len(paper.totals)]
        return self._lines(where, paper, page) + compare_totals(where, paper, page)

    def _lines(self, where, paper, page):
        return compare_rows(where, paper.rows, page.rows, self.rounded)

    def approval(self, draft, paper):
        """Compare the page on which a quotation is approved."""
        order = draft.document
        page = self._page(draft, order, "approve")
        found = self._sheet("approve", paper, page)
        options = {(row.name): row for row in paper.rows}
        for option in page.options():
            row = next(
                (row for name, row in options.items() if name.startswith(option.name)),
                None,
            )
            if row is None:
                found.append(Finding("option row", "nothing", option.name))
                continue
            if row.kind == "combo":
                each = row.amount and row.amount / row.quantity
                found += equal("option of a combo", each, option.price)
                continue
            found += equal("option price", row.price, option.price)
            found += equal("option unit", row.unit, option.unit)
            found += equal("option quantity", row.quantity, option.quantity)
        found += self.items(order, paper, page)
        return found + self.certificate(draft, paper, page)

    def certificate(self, draft, paper, page):
        """Approve the quotation as its customer, and compare what is certified."""
        form = find(page.tree, "//form[contains(@action, '/approve?')]")
        if form is None:
            return []
        approval = draft.document.public_link_approval_ids
        # Where the confirmation would change the offer, it is shown, and approved again.
        for _attempt in range(2):
            seen = form.xpath(".//input[@name='seen']/@value")[0]
            answer = self.get(form.get("action"), {"seen": seen, "accept": "1"})
            draft.document.invalidate_recordset()
            if approval := draft.document.public_link_approval_ids:
                break
            paper = self.order_paper(draft)
            form = find(parse(answer), "//form[contains(@action, '/approve?')]")
            if form is None:
                break
        if not approval:
            return [Finding("approval", "taken", "not")]
        text = papers.print_certificate(approval, self.world.staff)
        rows, total = Page(text, self._lang(draft)).approved()
        found = equal("certificate total", paper.totals[-1][1], total)
        printed = {(row.name, row.amount) for row in paper.rows if row.kind in PRICED}
        for row in rows:
            if (row.name, row.amount) not in printed:
                found.append(Finding("certificate row", "not printed", str(row)))
        return found

    def items(self, order, paper, page):
        """Compare what is approved item by item with what the paper prices."""
        found = []
        picks = page.items()
        if order.public_link_item_approval and not picks:
            return [Finding("items", "some", "none")]
        priced = [row for row in paper.rows if row.kind in PRICED]
        for pick in picks:
            rows = [row for row in priced if row.name.startswith(pick.name)]
            if not rows:
                found.append(Finding("item row", "nothing", pick.name))
            elif (pick.quantity, pick.amount) not in [
                (row.quantity, row.amount) for row in rows
            ]:
                found.append(Finding("item", str(rows), str(pick)))
            if pick.amount is not None and pick.amount < 0:
                found.append(
                    Finding("item of a discount", "part of the whole", str(pick))
                )
        parts = [
            line.name.partition("\n")[0]
            for line in order.order_line
            if line.combo_item_id
        ]
        found += [
            Finding("item of a combo", "part of the whole", str(pick))
            for pick in picks
            if pick.name in parts
        ]
        return found

    def balance(self, draft, paper, view):
        """Compare what an order's pages ask for with what the ledger expects."""
        order = draft.document
        owed = ledger.owed(order)
        sheet = view.document()
        shown = sheet.totals[len(paper.totals) :]
        said = shown[-1][1] if shown else sheet.totals[-1][1]
        final = ledger.final(order)
        found = []
        if abs(final - owed) > ledger.noise(order):
            found.append(Finding("order ledger", str(owed), f"final invoice {final}"))
        if said != max(owed, 0):
            # Where a cent is between them, what will be billed is what is owed.
            owed = final
        found += equal("order view due", max(owed, 0), said)
        if owed > 0:
            found += self._told("order", view, owed)
        button, _label = view.button("pay")
        pay = self._page(draft, order, "pay")
        found += self._charge("order", view, pay, button)
        if pay.code == "due" and pay.charged is not None:
            amounts = pay.choices or [pay.charged]
            if max(amounts) > owed:
                found.append(
                    Finding("order pay more than owed", str(owed), str(amounts))
                )
        elif pay.code in ("paid", "nothing_due"):
            found += equal("order pay says paid", max(owed, 0), 0)
        return found

    def delivery(self, draft, picking):
        """Compare a delivery with its slip."""
        slip = papers.delivered(papers.print_delivery(picking, self.world.staff))
        page = self._page(draft, picking, "view").delivered()
        return equal("delivery", sorted(slip.items()), sorted(page.items()))

    # === INVOICES === #

    def invoice(self, draft, move):
        refund = move.move_type == "out_refund"
        where = "credit note" if refund else "invoice"
        text = papers.print_invoice(move, self.world.staff)
        paper = papers.Paper(text, self._lang(draft)).document()
        view = self._page(draft, move, "view")
        page = view.document()
        found = self._lines(f"{where} view", paper, page)
        found += compare_totals(f"{where} view", paper, page)
        return found if refund else found + self.due(draft, move, view)

    def due(self, draft, move, view):
        """Compare what an invoice's pages ask for with what core says of it."""
        asked, today = ledger.asked(move), self.world.today
        pay = self._page(draft, move, "pay")
        button, _label = view.button("pay")
        found = self._charge("invoice", view, pay, button)
        if asked.whole and move.payment_state in ("not_paid", "partial"):
            found += self._told("invoice", view, asked.whole)
            late = ledger.is_overdue(move, today)
            if "processing" not in (pay.code, view.code):
                found += equal("invoice view overdue", late, view.code == "overdue")
            if late and asked.state:
                found += self._told("invoice overdue part", view, asked.now)
        if pay.code == "due" and not move.line_ids.sale_line_ids:
            found += equal("invoice pay now", asked.now, pay.charged)
            if pay.choices:
                found += equal("invoice pay whole", asked.whole, max(pay.choices))
            elif asked.state != "epd":
                found += equal("invoice pay whole", asked.whole, pay.charged)
        return found

    def _charge(self, where, view, pay, button):
        """What the button says is what the next page charges; and the first card says
        why, where that is not the number above it."""
        found = []
        if button is not None:
            found += equal(f"{where} button and charge", pay.charged, button)
            if button != view.headline and button not in view.numbers.all(view.said):
                found.append(
                    Finding(
                        f"{where} number and button",
                        f"button {button}",
                        f"headline {view.headline}, {view.said}",
                    )
                )
        if pay.code == "processing" and pay.label not in view.said:
            found.append(Finding(f"{where} in progress", pay.label, view.said))
        return found

    def _told(self, where, view, amount):
        """What is owed stands in the first card."""
        if amount == view.headline or amount in view.numbers.all(view.said):
            return []
        return [
            Finding(
                f"{where} owed is not in the first card",
                str(amount),
                f"{view.headline}, {view.said}",
            )
        ]

    # === PORTAL === #

    def portal(self, draft, moves):
        """Compare the customer's portal: lists, overview and statement."""
        customer = draft.document.partner_id
        invoices = moves.filtered(lambda one: one.move_type == "out_invoice")
        found = []
        if invoices:
            found += self.invoice_list(draft, customer, invoices)
        elif draft.kind == ORDER:
            rows = self._page(draft, customer, "portal", "orders").list_rows()
            total = ledger.exact(
                draft.document.currency_id, draft.document.amount_total
            )
            found += equal("portal order amount", total, rows[0][1])
        if moves:
            found += self.statement(draft, customer)
        return found

    def invoice_list(self, draft, customer, invoices):
        today = self.world.today
        page = self._page(draft, customer, "portal", "invoices")
        found = []
        rows = {title: (amount, code) for title, amount, code in page.list_rows()}
        for move in invoices:
            amount, code = rows[move.name]
            total = ledger.exact(move.currency_id, move.amount_total)
            found += equal("portal invoice amount", total, amount)
            if move.payment_state in ("not_paid", "partial"):
                late = ledger.is_overdue(move, today)
                found += equal("portal invoice overdue", late, code == "overdue")
        late = [
            move
            for move in invoices
            if move.payment_state in ("not_paid", "partial")
            and ledger.is_overdue(move, today)
        ]
        found += equal("portal overdue tab", len(late), page.tabs()[2])
        overview = self._page(draft, customer, "portal")
        for amount, code, fields in overview.payable():
            link = self.links._issue(customer, "portal", draft.partner)
            pay = Page(self.get(link._path("pay"), fields), self._lang(draft))
            if pay.charged is not None:
                found += equal("portal overview button", pay.charged, amount)
            found += equal("portal overview overdue", bool(late), code == "bad")
        return found

    def statement(self, draft, customer):
        page = self._page(draft, customer, "portal", "statement")
        balances = ledger.balances(customer, self.world.company)
        return equal(
            "statement balance",
            sorted(abs(amount) for amount in balances.values()),
            sorted(page.balances()),
        )
