# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Paying by agreement, in the portal."""

from odoo.http import Controller

from ...models.portal.portal_section import Portal
from ..actions import action_route
from ..forms import show_again
from ..pay import agreement as shared
from .profile import at

SECTION = "payments"


def _again(link, document):
    """Return a function that shows the section again with what was typed."""

    def again(values, code):
        section = Portal(link, document).section(SECTION)
        return show_again(link, document, code, agreement=section.agreement(values))

    return again


def _back(link, document, form, code):
    if not Portal(link, document).section(SECTION):
        return None
    return _again(link._at(SECTION), document)(shared.typed(form), code)


class PortalAgreementController(Controller):
    @action_route("portal", "payments/agreement", seen=False, back=_back)
    @at(SECTION)
    def agree(self, link, document, form):
        """Keep the customer's consent."""
        return shared.agree(link, document, form, _again(link, document))

    @action_route("portal", "payments/agreement/end", seen=False)
    @at(SECTION)
    def end(self, link, document, form):
        """End the agreement at once."""
        return shared.end(link, document, form)
