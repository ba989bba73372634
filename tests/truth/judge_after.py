# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Holds what comes after an order against the ledger: returns, and mails."""

from . import ledger
from .compare import Finding, equal
from .features import ORDER
from .pages import Page
from .reading import Numbers, find, parse, words


class AfterJudge:
    """What ``judge.Judge`` says of returns and mails."""

    # === RETURNS === #

    def returns(self, draft):
        """Compare what can be returned with what was delivered, and the estimate for all
        of it with what was charged for it."""
        order = draft.document
        delivered = ledger.delivered(order) if draft.kind == ORDER else {}
        if not delivered:
            return []
        page = self._page(draft, order, "return")
        offered = page.returnable()
        shown = {}
        for one in offered:
            shown[one.name] = shown.get(one.name, 0) + one.quantity
        found = equal("return items", sorted(delivered.items()), sorted(shown.items()))
        form = find(page.tree, "//form[contains(@action, '/choose?')]")
        if found or form is None:
            return found
        # A return names at most so many items; drafts have fewer.
        typed = {f"quantity-{one.key}": str(one.quantity) for one in offered}
        second = Page(self.get(form.get("action"), typed), self._lang(draft))
        return self._estimate(order, second)

    def _estimate(self, order, page):
        totals = page.document().totals
        if not totals:
            return [Finding("return estimate", "an amount", page.said_in_all[:200])]
        charged, exactly = ledger.charged(order)
        back, noise = totals[-1][1], ledger.noise(order)
        if back < -noise or back - charged > noise:
            return [Finding("return more than paid", str(charged), str(back))]
        if exactly and abs(charged - back) > noise:
            return [Finding("return estimate", str(charged), str(back))]
        return []

    # === MAILS === #

    def mails(self, draft, moves):
        """Compare the receipts that left with what came in, and what is left since."""
        numbers, found = Numbers(self._lang(draft)), []
        document = draft.document
        for payment in document.transaction_ids.filtered(
            lambda one: one.state == "done" and one.public_link_id
        ):
            mail = self.world.env["mail.mail"].search(
                [
                    ("model", "=", document._name),
                    ("res_id", "=", document.id),
                    ("subject", "like", payment.reference),
                ]
            )
            if len(mail) != 1:
                found.append(Finding("receipt", "one mail", f"{len(mail)} mails"))
                continue
            rows = parse(mail.body_html).xpath("//table//tr/td[2]")
            amounts = [numbers.one(words(cell)) for cell in rows[-2:]]
            currency = payment.currency_id
            found += equal(
                "receipt amount", ledger.exact(currency, payment.amount), amounts[0]
            )
            if draft.kind == ORDER:
                left = {max(ledger.owed(document), 0), max(self.finals[document], 0)}
            elif document._name == "account.move":
                left = {ledger.exact(currency, document.amount_residual)}
            else:
                continue
            if amounts[1] not in left:
                found.append(Finding("receipt left", str(left), str(amounts[1])))
        return found
