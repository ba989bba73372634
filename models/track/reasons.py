# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Why parcels are late or meet problems, and where they were left, in words."""

from typing import Any, NamedTuple

from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)


class Reason(NamedTuple):
    """One reason, see ``carriers.vocabulary.Reason``.

    :param label: a few words, for staff, and as the name of the step where it stopped
    :param sentence: what the customer reads
    :param advice: what to do; empty where waiting is all
    """

    label: Any
    sentence: Any
    advice: Any = ""


REASONS = {
    "address": Reason(
        _lt("Address not found"),
        _lt("The driver could not find the address."),
        _lt("Please tell us how to find you, and we pass it on."),
    ),
    "customs": Reason(
        _lt("With customs"),
        _lt("Customs are looking at it. That can take some days."),
    ),
    "damaged": Reason(
        _lt("Damaged on the way"),
        _lt("It was damaged on the way."),
        _lt("Please ask us: we make up for it."),
    ),
    "delay": Reason(_lt("Delayed"), _lt("It takes longer than planned.")),
    "destroyed": Reason(
        _lt("Lost on the way"),
        _lt("It will not arrive."),
        _lt("Please ask us: we make up for it."),
    ),
    "documents": Reason(
        _lt("Papers are missing"),
        _lt("Papers are missing, so it cannot go on."),
        _lt("Please ask us: we look after it with the carrier."),
    ),
    "lost": Reason(
        _lt("Lost on the way"),
        _lt("The carrier cannot find it."),
        _lt("Please ask us: we make up for it."),
    ),
    "nobody": Reason(_lt("Nobody was there"), _lt("Nobody was there to take it in.")),
    "payment": Reason(
        _lt("A payment is missing"),
        _lt("The carrier waits for a payment, for duties perhaps."),
        _lt("Please look at the carrier's page, or ask us."),
    ),
    "refused": Reason(
        _lt("Not accepted"),
        _lt("It was not accepted at the door."),
        _lt("Was that not you? Please ask us."),
    ),
    "seized": Reason(
        _lt("Held by the authorities"),
        _lt("The authorities hold it back."),
        _lt("Please ask us what comes next."),
    ),
    "uncollected": Reason(
        _lt("Not collected"),
        _lt("It was not collected in time."),
        _lt("Please ask us, and we send it again."),
    ),
    "weather": Reason(_lt("Delayed by weather"), _lt("The weather holds it up.")),
}
SPOTS = {
    "collected": _lt("Collected"),
    "door": _lt("At the door"),
    "locker": _lt("In a parcel locker"),
    "mailbox": _lt("In the letterbox"),
    "neighbour": _lt("With a neighbour"),
    "reception": _lt("At the reception"),
    "safe": _lt("In a safe place"),
}
