# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How documents can stand: one word and one colour for each state, wherever it is shown.

A slice declares the states of its kinds of documents in its ``states.py`` and registers
them (``public.link.registry._states``), other addons likewise. Pages, lists, mails and
papers show what :func:`status` returns; selection fields that staff see take their labels
from :func:`selection`. docs/STATES.md lists all states; docs/EXTENDING.md adds some.
"""

from dataclasses import dataclass
from typing import Any

from .page_values import Status, Tone


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """One state of one kind of document.

    :param kind: what stands so: invoice, quotation, parcel, ...
    :param code: its name within the kind: tests, styles and stored values know it
    :param tone: its colour, which is the same for a code whatever the kind
    :param word: what is read, lazy (``LazyTranslate``)
    :param staff: what staff read where they stand on the other side of it, lazy: "Waiting
        for the customer" of what tells customers "Action required"
    """

    kind: str
    code: str
    tone: Tone
    word: Any
    staff: Any = None


def shown(code, tone, label) -> Status:
    """Return what a page shows in a colour: a state, or the outcome of an action."""
    return {"code": code, "label": label, "tone": tone}


def status(env, kind, code) -> Status:
    """Return a state as pages show it.

    :param env: environment with the reader's language
    :param str kind: a kind of document
    :param str code: one of its states
    :raise KeyError: for a state that no installed addon has registered
    """
    state = env["public.link.registry"]._known().states[kind][code]
    return shown(code, state.tone, env._(state.word))


def is_well(shown_status):
    """Tell whether a status says that all is done.

    :param dict shown_status: see ``shown``
    """
    return shown_status["tone"] == "ok"


def needs_care(shown_status):
    """Tell whether a status says that somebody should look.

    :param dict shown_status: see ``shown``
    """
    return shown_status["tone"] in ("bad", "warn")


def selection(states, kind, *codes):
    """Return states as the values of a selection field, in staff's words.

    Odoo translates the labels as those of any selection.

    :param states: the table of the slice that has the field
    :param str kind: which of its kinds
    :param codes: those that the field can hold, in its order; by default all of the kind
    :rtype: list[tuple[str, str]]
    """
    labels = {
        state.code: (state.staff or state.word)._source
        for state in states
        if state.kind == kind
    }
    return [(code, labels[code]) for code in codes or labels]
