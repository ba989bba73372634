# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Why something cannot be done now, in words for the customer and in words for staff."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Blocker:
    """One reason of the gate (see ``public.link.mixin``).

    :param code: stable name, recorded with a denied open
    :param customer: what the public page says; must tell nothing internal
    :param staff: what the wizard and the form say
    :param fix: what staff can do about it
    :param page: what a page with this reason answers: ``gone`` (410, the link opens
        nothing now) or ``state`` (200, the page itself shows how things stand)
    """

    code: str
    customer: str
    staff: str
    fix: str
    page: Literal["gone", "state"] = "gone"
