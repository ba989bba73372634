# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a plan finds, and what it says of documents, as plain values."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ...tools.followup import next_step


@dataclass(slots=True)
class Found:
    """A document for which a step is due, or that is named beside one.

    :param kind: of the plan
    :param document: its id
    :param name: its number
    :param customer: id of the commercial partner
    :param partner: id of the document's own contact
    :param plan: id of the plan
    :param step: `Step` that is due, ``None`` for what is only named in the mail
    :param base: the date that the step counts from
    :param day: when the step was due
    :param amount: what is asked for
    :param currency: id
    :param late: days since the base; negative before it
    :param why: code of the reason why nothing is sent, see
        `public_link_mixin.REASONS`; "" if it is
    :param left_out: whether staff left its last step out: it is not named beside others
    :param said: that reason in words, where it has some of its own
    """

    kind: str
    document: int
    name: str
    customer: int
    partner: int
    plan: int
    step: Any
    base: date
    day: date
    amount: float = 0.0
    currency: int = 0
    late: int = 0
    why: str = ""
    said: str = ""
    left_out: bool = False
    recipient: int = 0
    company_amount: float = field(default=0.0)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a plan says of documents, as plain values.

    :param int plan: its id
    :param list[Step] steps: in their order
    :param date since: documents before it are left alone
    :param int most: how many steps are done for one document
    """

    plan: int
    steps: list
    since: date
    most: int


def found_for(kind, rules, row, done, opened, today):
    """Return what comes next for a document as `Found`, or ``None``.

    :param str kind: of the plan
    :param Rules rules: of the plan that is used for it
    :param dict row: see ``_rows``
    :param dict done: see ``next_step``
    :param bool opened: whether a link of it was opened
    :param today: the company's day
    """
    if rules.since and row["date"] and row["date"] < rules.since:
        return None
    bases = row["bases"]
    step, day = next_step(
        rules.steps,
        bases,
        done,
        lambda condition: condition == "open" or opened == (condition == "opened"),
        today,
    ) or (None, None)
    base = bases[step.basis] if step else bases.get("due")
    return Found(
        kind=kind,
        document=row["id"],
        name=row["name"],
        customer=row["customer"],
        partner=row["partner"],
        plan=rules.plan,
        step=step,
        base=base,
        day=day,
        amount=row["amount"],
        currency=row["currency"],
        company_amount=row["company_amount"],
        late=(today - base).days if base else 0,
        why="most" if step and len(done) >= rules.most else "",
    )
