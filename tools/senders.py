# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who of staff may send links of a purpose."""

from dataclasses import dataclass

SALES = "sales_team.group_sale_salesman"
INVOICING = "account.group_account_invoice"
WAREHOUSE = "stock.group_stock_user"


@dataclass(frozen=True, slots=True)
class Senders:
    """Who may send one purpose of a document (see ``public.link.mixin``).

    The groups say who works with this kind of document; the user's record rules say with
    which records. Write access is not asked: core gives it to people who do not sell.

    :param groups: XML ids; one of them is needed, or one that implies it
    :param refusal: what everybody else is told, one plain sentence
    """

    groups: tuple[str, ...]
    refusal: str

    def include(self, user):
        """Tell whether a user is one of them."""
        return any(map(user.has_group, self.groups))
