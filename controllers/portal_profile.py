# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What customers send from the portal's profile and messages."""

from odoo.exceptions import UserError
from odoo.http import Controller

from ..models.portal_section import Portal
from ..models.res_partner_profile import DELIVERY
from . import base, responses, talk
from .actions import action_route, said
from .base import public_route
from .forms import line_of, refused

# What is kept of a text that is too long, to be shortened by who typed it.
KEPT = 2_000


def at(place):
    """Make a controller method one of a section of the portal, where that is on.

    The method gets the link at the section's page.

    :param str place: the section's code
    """

    def decorate(method):
        def wrapper(self, link, document, *args, **named):
            if not Portal(link, document).section(place):
                return responses.unknown()
            return method(self, link._at(place), document, *args, **named)

        wrapper.__name__, wrapper.__doc__ = method.__name__, method.__doc__
        return wrapper

    return decorate


def typed(form, names):
    """Return what a form says of these fields, as one line of text each."""
    return {name: line_of(form, name, KEPT) for name in names}


def again(link, document, which, values, errors):
    """Show the profile again with what was typed, and what is wrong beside it."""
    form = {"which": which, "values": values, "errors": errors}
    profile = document._public_profile_values(link, form)
    return base.show(link, document, 422, profile=profile, **refused(link))


class PortalProfileController(Controller):
    @action_route("portal", "profile/save", seen=False)
    @at("profile")
    def save(self, link, document, form):
        """Change what the company lets customers change of themselves."""
        raw = typed(form, document._public_profile_names())
        values, errors = document._public_profile_check(raw)
        if not errors and form.get("seen") != document._public_profile_seen():
            errors["all"] = link.env._(
                "Your data was changed meanwhile, by us or in another window. What you"
                " typed is still here: please look, and save again."
            )
        if not errors:
            try:
                changed = document._public_profile_save(link, values)
                return said(link, "profile_saved" if changed else "profile_same")
            except UserError:
                # Written for staff: a country that does not fit the tax ID, for example.
                errors["all"] = link.env._(
                    "We cannot take this change here. Nothing was saved: please ask us."
                )
        return again(link, document, "profile", raw, errors)

    @action_route("portal", "profile/address", seen=False)
    @at("profile")
    def address(self, link, document, form):
        """Add a delivery address."""
        if "delivery" not in document._public_profile_words():
            return responses.unknown()
        raw = typed(form, DELIVERY)
        values, errors = document._public_profile_check(raw, new=True)
        for name in ("street", "city", "country_id"):
            if not raw[name]:
                errors.setdefault(name, link.env._("Please fill this in."))
        if not errors:
            try:
                document._public_address_add(link, values)
                return said(link, "address_added")
            except UserError:
                errors["all"] = link.env._(
                    "We cannot add this address here. Nothing was saved: please ask us."
                )
        return again(link, document, "address", raw, errors)

    comment = action_route("portal", "messages/comment", seen=False)(
        at("messages")(talk.comment)
    )
    upload = action_route("portal", "messages/upload", seen=False)(
        at("messages")(talk.upload)
    )
    file = public_route("portal", "messages/file/<int:number>")(
        at("messages")(talk.file)
    )
