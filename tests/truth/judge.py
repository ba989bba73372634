# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Holds what our pages show of a document against Odoo's own paper and ledger."""

import re

from . import ledger, papers
from .compare import Finding, compare_rows, compare_totals, equal, fold
from .features import ORDER, QUOTE, SALE
from .judge_after import AfterJudge
from .judge_portal import PortalJudge
from .pages import Page
from .reading import find, parse, sentences

# Rows of what is bought.
PRICED = ("item", "combo", "folded")


class Judge(PortalJudge, AfterJudge):
    """Judges documents.

    :param world: what ``make_world`` returned
    :param get: a function that returns the HTML to which a path leads, and what a form
        sends there
    """

    def __init__(self, world, get):
        self.world, self.get = world, get
        self.links = world.env["public.link"].sudo()
        self.finals, self.issued = {}, {}
        # It prints unit prices as amounts, in every company: 0.01 for 0.0125.
        self.rounded = bool(
            world.env["ir.module.module"].search_count(
                [("name", "=", "l10n_din5008"), ("state", "=", "installed")]
            )
        )

    def look_ahead(self, drafts):
        """Ask the ledger at once what it would ask of each order by itself."""
        orders = [draft.document for draft in drafts if draft.kind == ORDER]
        self.finals = ledger.finals(orders)

    def judge(self, draft):
        """Return what differs on all pages of a draft's documents.

        :rtype: list[compare.Finding]
        """
        found = []
        if draft.kind in SALE:
            found += self.order(draft)
            for picking in draft.document.picking_ids:
                found += self.delivery(draft, picking)
            found += self.returns(draft)
            moves = draft.document.invoice_ids
        else:
            moves = draft.document
        moves = moves.filtered(lambda one: one.state == "posted").sorted("id")
        for move in moves:
            found += self.invoice(draft, move)
        return found + self.portal(draft, moves) + self.mails(draft, moves)

    def _page(self, draft, document, purpose, place=""):
        link = self._link(draft, document, purpose)
        return Page(self.get(link._path(place)), self._lang(draft))

    def _link(self, draft, document, purpose):
        """Return the customer's link, one for each document and purpose."""
        key = document, purpose
        if key not in self.issued:
            self.issued[key] = self.links._issue(document, purpose, draft.partner)
        return self.issued[key]

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
            told = re.search(r'<html[^>]* lang="([\w-]+)"', text)
            spoken = told[1].replace("-", "_") if told else "en_US"
            spoken = self.world.env["res.lang"]._lang_get(spoken)
            paper = papers.agreed(paper, papers.Paper(text, spoken).document())
        return paper

    def order(self, draft):
        order, where = draft.document, draft.kind
        view, paper = self._page(draft, order, "view"), self.order_paper(draft)
        found = self._sheet(f"{where} view", paper, view)
        found += self.texts(f"{where} view", paper, view, self._written(order))
        if draft.kind == QUOTE:
            return found + self.approval(draft, paper, view)
        return found + self.balance(draft, paper, view)

    def _sheet(self, where, paper, view):
        """Compare lines and totals; what was paid of an order is in the ledger only."""
        page = view.document()
        page.totals = page.totals[: len(paper.totals)]
        return self._lines(where, paper, page) + compare_totals(where, paper, page)

    def _lines(self, where, paper, page):
        return compare_rows(where, paper.rows, page.rows, self.rounded)

    # === TEXTS === #

    def _written(self, document):
        """Return what staff wrote for the foot of a document, as HTML."""
        if document._name == "sale.order":
            own = (document.note, document.payment_term_id.note)
        else:
            legal = document.invoice_line_ids.tax_ids.mapped("invoice_legal_notes")
            own = (document.narration, document.invoice_payment_term_id.note, *legal)
        return [*filter(None, (*own, document.fiscal_position_id.note))]

    def texts(self, where, paper, page, written):
        """What the paper says in words stands on the page, too."""
        said = page.said_in_all
        return [
            Finding(f"{where} text", sentence, "nothing")
            for html in written
            for sentence in sentences(html)
            if sentence in paper.notes and sentence not in said
        ]

    # === APPROVAL === #

    def approval(self, draft, paper, view):
        """Compare the page on which a quotation is approved."""
        order = draft.document
        page = self._page(draft, order, "approve")
        found = self._lists(paper, page)
        found += self.texts("approve", paper, page, self._written(order))
        # Good until the end of its day where the seller is.
        expired = order.state == "sent" and order.validity_date < self.world.today
        for one in (page, view):
            found += equal("quotation expired", expired, one.code == "expired")
        form = find(page.tree, "//form[contains(@action, '/approve?')]")
        if expired:
            return found + equal("approve form of what expired", None, form)
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
                # Each of its parts is rounded by itself.
                slack = ledger.noise(order)
                whole = option.price * row.quantity if option.price else None
                if None in (row.amount, whole) or abs(row.amount - whole) > slack:
                    found += equal("option of a combo", row.amount, whole)
                continue
            found += equal("option price", row.price, option.price)
            found += equal("option unit", row.unit, option.unit)
            found += equal("option quantity", row.quantity, option.quantity)
        found += self.items(order, paper, page)
        return found + self.certificate(draft, paper, page)

    def _lists(self, paper, page):
        """Compare lines and totals of a page on which some stand in lists of their own."""
        apart = page.items() + page.options()
        if not apart:
            return self._sheet("approve", paper, page)
        sheet = page.document()
        names = [row.name for row in [*apart, *sheet.rows]] + page.untickable()
        found = [
            Finding("approve row", row.name, "nothing")
            for row in fold(paper.rows)
            if row.kind in PRICED and not any(map(row.name.startswith, names))
        ]
        sheet.totals = sheet.totals[: len(paper.totals)]
        return found + compare_totals("approve", paper, sheet)

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
        printed = {
            (row.name, row.amount) for row in fold(paper.rows) if row.kind in PRICED
        }
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
        priced = [row for row in fold(paper.rows) if row.kind in PRICED]
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
        final = self.finals[order]
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
        paper = papers.summed(paper, move)
        view = self._page(draft, move, "view")
        page = view.document()
        found = self._lines(f"{where} view", paper, page)
        found += compare_totals(f"{where} view", paper, page, ledger.deducted(move))
        found += self.texts(f"{where} view", paper, view, self._written(move))
        return found if refund else found + self.due(draft, paper, move, view)

    def due(self, draft, paper, move, view):
        """Compare what an invoice's pages ask for with what core says of it."""
        asked, today = ledger.asked(move, self.world.zone), self.world.today
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
        if pay.code == "due":
            found += self.texts("invoice pay", paper, pay, self._written(move))
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
