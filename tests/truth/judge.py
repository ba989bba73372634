# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Holds what our pages show of a document against Odoo's own paper."""

from . import papers
from .compare import compare_rows, compare_totals
from .features import SALE
from .pages import Page


class Judge:
    """Judges documents.

    :param world: what ``make_world`` returned
    :param get: a function of link and path below it that returns a page's HTML
    """

    def __init__(self, world, get):
        self.world, self.get = world, get
        self.links = world.env["public.link"].sudo()

    def judge(self, draft):
        """Return what differs on all pages of a draft's documents.

        :rtype: list[compare.Finding]
        """
        found = []
        if draft.kind in SALE:
            found += self.order(draft)
            moves = draft.document.invoice_ids
        else:
            moves = draft.document
        for move in moves.filtered(lambda one: one.state == "posted").sorted("id"):
            found += self.invoice(draft, move)
        return found

    def _page(self, draft, document, purpose):
        link = self.links._issue(document, purpose, draft.partner)
        return Page(self.get(link), self._lang(draft))

    def _lang(self, draft):
        return self.world.env["res.lang"]._lang_get(draft.lang)

    def order(self, draft):
        order, where = draft.document, draft.kind
        text = papers.print_order(order, self.world.staff)
        paper = papers.Paper(text, self._lang(draft)).read()
        page = self._page(draft, order, "view").read()
        paper.due, paper.payments = None, []
        found = compare_rows(f"{where} view", paper.rows, page.rows)
        page.totals = page.totals[: len(paper.totals)]
        return found + compare_totals(f"{where} view", paper, page)

    def invoice(self, draft, move):
        where = "credit note" if move.move_type == "out_refund" else "invoice"
        text = papers.print_invoice(move, self.world.staff)
        paper = papers.Paper(text, self._lang(draft)).read()
        page = self._page(draft, move, "view").read()
        found = compare_rows(f"{where} view", paper.rows, page.rows)
        return found + compare_totals(f"{where} view", paper, page)
