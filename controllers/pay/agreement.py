# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Customers agree that due invoices are charged to their card, and end that."""

from odoo import http
from odoo.http import request

from .. import base, responses
from ..actions import action_route, said
from ..forms import line_of, show_again


def agree(link, document, form, again):
    """Keep a consent, or show its form again.

    :param link: `public.link`, at the page that has the form
    :param document: what it opens
    :param form: what was sent
    :param again: a function of what was typed, and of the code of an announcement, that
        shows the form again
    """
    if link._agreement_live():
        return said(link, "agreement_there")
    offer = link._agreement_offer("")
    if not offer:
        return responses.unknown()
    if form.get("seen") != offer["seen"]:
        return again(typed(form), "changed")
    card, ceiling, wrong = link._agreement_read(form)
    if wrong:
        return again(typed(form, wrong), "check")
    events, visitor = link.env["public.link.event"], base.visitor()
    address = events._stored_address(
        request.httprequest.remote_addr or "", link.company_id
    )
    visitor = {"address": address, "user_agent": visitor["user_agent"]}
    return said(link, link._agreement_make(document, card, ceiling, visitor))


def end(link, document, form):
    """End what the customer has agreed to, at once."""
    if form.get("sure") != "1":
        return said(link, "tick_agreement")
    return said(link, link._agreement_end(document))


def typed(form, wrong=None):
    """Return what a form said, to fill it in again.

    :param dict wrong: a sentence by field
    """
    names = ("card", "ceiling", "sure")
    return {name: line_of(form, name, 40) for name in names} | {"wrong": wrong or {}}


def _back(link, document, form, code):
    """Show the pay page again, see ``action_route``."""
    return _again(link, document)(typed(form), code)


def _again(link, document):
    def again(values, code):
        agreement = document._public_pay_agreement(link, values)
        return show_again(link, document, code, agreement=agreement)

    return again


class PayAgreementController(http.Controller):
    @action_route("pay", "agreement", seen=False, gate=False, back=_back)
    def agree(self, link, document, form):
        """Keep the customer's consent."""
        return agree(link, document, form, _again(link, document))

    @action_route("pay", "agreement/end", seen=False, gate=False)
    def end(self, link, document, form):
        """End the agreement: the announcement's mail leads here."""
        return end(link, document, form)
