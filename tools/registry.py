# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What an addon registers, and what a database knows: see docs/EXTENDING.md.

Entries are plain values, made once for each registry of Odoo, thus for each database.
Their words are lazy (``LazyTranslate``): whoever shows them translates them.
"""

import functools
import pkgutil
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from odoo.tools.translate import LazyTranslate

from .states import State

_lt = LazyTranslate(__name__)

# Days that a link lives: where nothing else is set, and the bounds of every setting.
DAYS_DEFAULT, DAYS_MIN, DAYS_MAX = 30, 1, 365
# Settings are fields of the company with this prefix; pages know them without it.
PREFIX = "public_links_"
# What a mail with a link says, where its purpose has no words of its own.
OPEN = _lt("Open %(document)s")
DOCUMENT_FROM_SELLER = _lt("%(document)s from %(seller)s")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Purpose:
    """What a link can be for.

    ``gate``, ``senders`` and ``button`` are names of methods. A model whose records have
    the method of the gate offers the purpose.

    :param code: the first part of the path and what the token is for: never changes
    :param label: what staff call it, lazy
    :param rank: its place among the others; what opens least has the lowest
    :param page: the function that builds the page, as ``package.module:name``; it gets
        the live link (a new record in staff's preview) and its document, and returns a
        template's XML id, the page's values without those of the layout, and keyword
        arguments of ``controllers.responses.secure``
    :param gate: the document's method that returns why it cannot be done now,
        ``list[Blocker]``
    :param senders: the document's method that returns who of staff may send it,
        ``Senders``; "" for nobody but the system
    :param button: the document's method that returns what a button says that leads here
        from another page; "" for no button
    :param reached_from: the purposes whose pages lead here, by a derived link
    :param for_anybody: whether they do so from a link without a recipient, too (a code on
        paper); not for purposes by which somebody answers for something
    :param switch: the company's field that switches it on; "" where it is always on
    :param days: the company's field for the life of its links, in days; "" for
        ``DAYS_DEFAULT``
    :param mail_button: what the button in a mail with the link says, lazy; as the
        subject, it may name ``%(document)s`` and ``%(seller)s``
    :param mail_subject: the subject of such a mail, lazy
    :param footer: what its page says below, lazy: with ``%(address)s`` and ``%(date)s``
        for a recipient, and with one ``%s`` for the date without one
    :param dead: headline and text of the page of a link that opens nothing, lazy, by
        reason (``page_values.DeadPage``), where it has words of its own
    """

    code: str
    label: Any
    rank: int
    page: str
    gate: str
    footer: tuple[Any, Any]
    senders: str = ""
    button: str = ""
    reached_from: tuple[str, ...] = ()
    for_anybody: bool = False
    switch: str = ""
    days: str = ""
    mail_button: Any = OPEN
    mail_subject: Any = DOCUMENT_FROM_SELLER
    dead: dict[str, tuple[Any, Any]] = field(default_factory=dict)

    def build(self, link, document):
        """Return what the page of a link shows, see ``page``."""
        return resolve(self.page)(link, document)


@functools.cache
def resolve(name):
    """Return what a name like ``package.module:function`` stands for.

    :raise ImportError: if there is no such module
    :raise AttributeError: if there is no such function in it
    """
    return pkgutil.resolve_name(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One point of the set-up checklist in the settings.

    :param code: its name
    :param rank: its place among the others
    :param ask: the company's method that returns ``level`` (ok, warn or bad), ``title``,
        ``text`` and ``fix``, see ``res.company._public_links_point``
    """

    code: str
    rank: int
    ask: str


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """All that one database knows, by code, in the order of rank.

    :param documents: names of the models whose records can have links
    :param sections: subclasses of ``portal_section.Section``
    :param carriers: subclasses of ``carriers.base.Adapter``
    :param states: by kind of document, then by code
    """

    purposes: MappingProxyType[str, Purpose]
    documents: tuple[str, ...]
    sections: MappingProxyType[str, type]
    checks: MappingProxyType[str, Check]
    carriers: MappingProxyType[str, type]
    states: MappingProxyType[str, MappingProxyType[str, State]]

    def leads(self, code, anybody=False):
        """Return the purposes to which the page of a purpose leads.

        :param str code: the purpose of the page
        :param bool anybody: whether its link has no recipient
        :rtype: tuple[str]
        """
        return tuple(
            one.code
            for one in self.purposes.values()
            if code in one.reached_from and (one.for_anybody or not anybody)
        )


def by_code(entries, rank="rank"):
    """Return entries by their code, in the order of their rank.

    :raise ValueError: if two have the same code: one would be lost without a word
    """
    found = {}
    for one in sorted(entries, key=lambda entry: getattr(entry, rank, 0)):
        if one.code in found:
            raise ValueError(f"“{one.code}” is registered twice.")
        found[one.code] = one
    return MappingProxyType(found)


def by_kind(states):
    """Return states by kind of document, and each kind's by code.

    :param states: `State` rows, in the order of the slices that register them
    :raise ValueError: if a kind has two of one code
    """
    kinds = dict.fromkeys(state.kind for state in states)
    return MappingProxyType(
        {kind: by_code([one for one in states if one.kind == kind]) for kind in kinds}
    )
