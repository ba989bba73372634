# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The shape of the values of return pages, see ``page_values``."""

from typing import Literal, TypedDict

from .page_values import Address, Fact, Status, Step, Total


class ReturnItem(TypedDict):
    """Something that was delivered. ``why`` says why it cannot be returned, or is empty;
    ``most`` and ``step`` are the attributes of its number field."""

    key: str
    name: str
    picture: str  # its URL, or empty
    facts: str  # "5 delivered · 1 returned"
    price: str  # "$ 295.00 each", or empty where the order hides it
    apart: str  # what tells it from one of the same name; part of ``facts``; or empty
    why: str
    until: str
    most: str
    most_label: str
    step: Literal["1", "any"]


class ReturnAsk(TypedDict):
    """What the forms of the return page need."""

    items: list[ReturnItem]  # those that can go back now
    closed: list[ReturnItem]
    reasons: list[dict]  # {id, name}
    conditions: list[dict]  # {code, label}
    policy: list[str]  # paragraphs
    photos_label: str
    photo_hint: str
    accept: str  # endings of the pictures that the file field takes
    choose_url: str
    ask_url: str
    picked_url: str  # what scripts append a choice to; empty in a preview
    wishes: list[dict]  # {code, label}: money, an exchange, a credit
    back_url: str


class ReturnConfirm(TypedDict):
    """The second step: what was chosen. ``items`` have ``units`` and ``quantity`` too."""

    items: list[ReturnItem]
    totals: list[Total]
    notes: list[str]
    query: str  # the choice, as the page's address has it
    seen: str
    once: str


class ReturnRow(TypedDict):
    """A return that was asked for. URLs are empty where there is nothing to open."""

    id: int
    title: str
    number: str
    headline: str  # how it stands, in a few words
    amount: str  # what comes back, as a sentence; or empty
    status: Status
    sentence: str
    advice: str
    steps: list[Step]
    items: list[dict]  # {name, facts}
    addresses: list[Address]
    facts: list[Fact]
    slip_url: str
    labels: list[dict]  # {name, url}
    cancel_url: str


class ReturnPage(TypedDict, total=False):
    """The page of a return link, beside what the layout needs. ``status.code`` is "open",
    or the code of the blocker."""

    title: str
    number: str
    about: str  # of which order
    status: Status
    headline: str
    sentence: str
    ask: ReturnAsk
    requests: list[ReturnRow]  # the newest first
    sum: dict  # {amount, words}: what is ticked comes to; each possibly empty
    files: dict  # {css}: versioned URL
    form: dict  # what was typed or chosen, and the errors in it
    footer: str
