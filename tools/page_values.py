# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The shape of the values from which public pages are rendered.

Every template below ``templates/`` is rendered from one ``Page``: strings, numbers,
booleans, lists and dicts of these, picked one by one by a document's
``_public_values()``. It holds no recordset, so that no template can leak a field.
Amounts and dates arrive formatted, in the recipient's language and zone.
"""

from typing import Literal, TypedDict

Tone = Literal["ok", "warn", "bad", "info"]


class Status(TypedDict):
    """A state in plain words, made by ``tools.states``: ``label`` is shown, ``code`` is
    stable for tests."""

    code: str
    label: str
    tone: Tone


class Fact(TypedDict):
    label: str
    value: str


class Address(TypedDict):
    """``lines`` are name, street, city...; nothing else of the contact."""

    label: str
    lines: list[str]


class Line(TypedDict, total=False):
    """One row of the document.

    ``kind``: item, section, subsection, note. ``name`` is the first line of the
    description, ``description`` the rest (may hold line breaks). The amounts are absent
    on sections and notes, and on items whose section hides its prices.
    ``price_note`` reads like "3 × $295.00 · 10% off".
    """

    kind: Literal["item", "section", "subsection", "note"]
    name: str
    description: str
    quantity: str
    price_note: str
    taxes: str
    amount: str
    optional: bool
    picture: str  # URL; absent or empty: none


class Total(TypedDict):
    """``kind``: subtotal, tax, total, paid, due. The last one of total or due is strong."""

    kind: Literal["subtotal", "tax", "total", "paid", "due"]
    label: str
    amount: str


class Parcel(TypedDict):
    """``url`` is the carrier's own page, or empty."""

    carrier: str
    number: str
    url: str


class Good(TypedDict):
    """What is in a parcel or delivery. ``picture`` is its URL, or empty."""

    name: str
    quantity: str
    picture: str


class Bill(TypedDict):
    """An invoice or credit note on the page of its order. ``amount`` is what is open, or the
    whole."""

    name: str
    sentence: str
    amount: str
    status: Status
    pay_url: str  # a form's; empty: it cannot be paid by itself here


class Delivery(TypedDict):
    number: str  # ours, in small print
    status: Status
    headline: str  # when it comes, or empty: then the sentence leads
    sentence: str
    packages: list[str]
    parcels: list[Parcel]
    goods: list[Good]  # what is in it, where there are several


class Action(TypedDict):
    """A button. ``method`` get is a plain link, post a form without fields (it derives a
    child link and redirects). At most one action is ``primary``."""

    code: str
    label: str
    url: str
    method: Literal["get", "post"]
    primary: bool


class BankRow(TypedDict):
    """``copy`` is what a button copies: an IBAN without blanks, for example."""

    label: str
    value: str
    copy: str


class Bank(TypedDict):
    """How a document is paid by bank transfer: one account, never all."""

    title: str
    rows: list[BankRow]
    code: str  # core's code for banking apps as a data URI; empty: none fits
    words: list[str]  # the seller's own, paragraphs of plain text


class Payment(TypedDict):
    """Money that came in or went back, or a bill that was set against. ``line`` is day,
    way and reference."""

    amount: str
    line: str
    receipt_url: str  # empty: no receipt of its own here


class Contact(TypedDict):
    """Whom to ask. Empty strings where the company gave nothing."""

    name: str
    email: str
    phone: str
    phone_href: str
    hours: str


class Seller(TypedDict):
    """``logo_url`` is empty without a logo; ``theme_url`` serves the accent colour."""

    name: str
    logo_url: str
    theme_url: str
    contact: Contact


class Page(TypedDict, total=False):
    """Everything a page needs. Layout needs the first block; the rest is the document's."""

    # Layout
    lang: str  # BCP 47: "en-US"
    direction: Literal["ltr", "rtl"]
    title: str
    seller: Seller
    languages: list[dict]  # {code, name, url, current}; empty: no menu
    preview: bool  # staff look at it as the customer would; nothing can be done
    announcement: Status | None  # result of an action, announced by role=status
    assets: dict  # {css, js}: versioned URLs

    # Document
    kind: Literal["quote", "order", "invoice", "credit_note", "delivery"]
    number: str
    until: str  # a quotation's last day: not shown as such, but what the PDF says
    status: Status
    headline: str  # the amount, or empty
    sentence: str  # "Due by 3 December 2026, for your order S00019 of 21 October."
    actions: list[Action]
    pdf_url: str  # empty: not offered
    files_url: str  # all files as one ZIP; empty: not offered
    lines: list[Line]
    show_prices: bool
    totals: list[Total]
    deliveries: list[Delivery]
    steps: list["Step"]  # how far an order has come; absent where nothing is sent
    coming: str  # "Arriving Monday", or empty
    sent: bool  # something is on its way: deliveries come before the lines
    invoices: list[Bill]  # of an order
    to_bill: str  # what of it is not invoiced yet, or empty
    addresses: list[Address]
    facts: list[Fact]
    terms: list[str]  # paragraphs of plain text
    bank: Bank | None  # absent where nothing is paid
    announced: list[str]  # sentences on transfers that are on their way
    payments: list[Payment]  # the newest first
    footer: str  # "Sent to j•••@example.com. This link lets you view ... until ..."


class Choice(TypedDict):
    """One of the amounts between which the customer chooses."""

    label: str
    amount: str
    url: str
    current: bool


class PaidFor(TypedDict):
    """What is paid for: the first lines, each with name, note and amount."""

    lines: list[dict]
    more: str  # "and 12 more", or empty


class PayPage(Page, total=False):
    """The page on which a document is paid. ``state`` is "due", or the code of what stands
    in the way; ``status.code`` is the same, whatever the table's code."""

    state: str
    due: float  # what the form pays, in the document's currency
    button: str  # "Pay $ 1,365.16", or empty
    choices: list[Choice]  # empty: one amount
    credit: dict | None  # what is open in the customer's favour, see _public_pay_credit
    part: dict | None  # the form for another amount, see _public_pay_part
    agreement: dict | None  # {live, offer}, see public.link._agreement_shown
    paid_for: PaidFor | None
    form: str  # core's payment form as HTML; empty: nothing is paid now
    boot: str  # URL of the script that runs before those below
    scripts: list[str]  # URLs of the scripts of the form
    terms: str  # translations of what the scripts say, as JSON
    report_url: str  # where the browser reports that the scripts did not start
    pay_css: str
    conditions: list[str]  # what core prints below it, paragraphs of plain text
    refresh: int  # seconds after which the page loads itself again; 0: never


class ParcelScan(TypedDict):
    """``time`` is the hour alone: the day stands above it, where it is known."""

    text: str
    place: str  # city and country, or empty
    time: str
    by_hand: bool  # noted by staff
    bad: bool  # a problem


class ParcelDay(TypedDict):
    """The scans of one day, the newest first."""

    day: str  # "Today, Friday, November 27"; "Time not given"
    scans: list[ParcelScan]


class Step(TypedDict):
    """``when`` is a short date, or empty; ``fail``: it stopped here."""

    label: str
    when: str
    done: bool
    current: bool
    fail: bool


class ParcelBlock(TypedDict):
    """One parcel of the track page. Empty texts are not shown."""

    name: str  # what is in it, or "Parcel 2"
    label: str  # "Parcel 2 · Arriving Monday"
    open: bool  # of several, this one is unfolded
    number: str
    carrier: str
    url: str  # the carrier's own page
    status: Status
    headline: str
    sentence: str
    advice: str  # what to do next
    ask: bool
    notes: list[str]  # what a reader could worry about
    steps: list[Step]
    goods: list[Good]
    pickup: str  # where it can be collected
    calendar_url: str  # its day as a calendar file
    facts: list[Fact]
    days: list[ParcelDay]  # the newest first
    earlier: list[ParcelDay]
    earlier_label: str
    local_time: bool  # some scans have the time of their place
    zone_time: bool  # some have that of the reader's zone
    last_scan: str
    last_check: str


class TrackPage(TypedDict, total=False):
    """The page of a track link, beside what the layout needs. With one parcel the first
    lines are the parcel's own; ``parcels`` has the worst first."""

    title: str
    number: str
    status: Status
    headline: str
    sentence: str
    advice: str
    ask: bool  # whether whom to ask stands beside it
    notes: list[str]
    steps: list[Step]
    parcels: list[ParcelBlock]
    heading: str  # "Your 3 parcels"
    goods: list[Good]  # where nobody knows what is in which of several parcels
    facts: list[Fact]  # where it goes, and of which order
    zone: str  # whose times these are
    footer: str


class NavEntry(TypedDict):
    label: str
    url: str
    current: bool


class PortalRow(TypedDict):
    """A document in a list of the portal, or what waits on its overview. ``pay`` is what a
    form sends to pay it, and what the box or button says; None: it cannot be paid."""

    title: str
    url: str
    date: str
    sentence: str
    amount: str  # or empty
    status: Status
    pay: dict | None  # {value, label}


class PortalPage(TypedDict, total=False):
    """A page of the portal. Overview and lists have those lines of their own."""

    title: str
    nav: list[NavEntry]
    footer: str
    pay_url: str  # where a form pays what was chosen; empty: nothing can be paid

    # Overview
    greeting: str
    sentence: str
    welcome: str
    waiting: list[PortalRow]
    calm: str  # what is said when nothing waits
    notes: list[str]
    sections: list[dict]  # {label, url, summary}

    # Lists
    tabs: list[dict]  # {label, count, url, current}
    search: dict  # {url, words, hidden, clear}
    rows: list[PortalRow]
    empty: str  # what is said when there are none
    pager: dict | None  # {text, before, after}


class DeadPage(TypedDict, total=False):
    """A genuine link that opens nothing now (410), or nothing known (404).

    ``code``: expired, revoked, disabled, blocked, not_visible, gone, unknown, busy,
    error, method, preparing. ``request_url`` is empty when no new link can be asked for.
    """

    lang: str
    direction: Literal["ltr", "rtl"]
    title: str
    seller: Seller | None  # None for an unknown token: nothing is said
    languages: list[dict]
    assets: dict
    code: str
    headline: str
    sentence: str
    request_url: str
    request_label: str
    refresh: int  # seconds after which the page loads itself again; 0: never
