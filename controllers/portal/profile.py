# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What customers send from the portal's profile and messages."""

from odoo.http import Controller

from ...models.link.public_link_attempt import Refusal
from ...models.portal.portal_section import Portal
from ...models.portal.res_partner_address import DELIVERY
from .. import base, responses, talk
from ..actions import action_route, said
from ..base import public_route
from ..forms import line_of, show_again

# Characters of a too long text that are shown again, for the customer to shorten.
KEPT = 2_000


def at(place):
    """Make a controller method part of a portal section: 404 where that is switched off.

    The method gets the link at the section's page, see ``public.link._at``.

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
    """Return the values of these fields of a form, each as one line of text."""
    return {name: line_of(form, name, KEPT) for name in names}


def profile_typed(document, form):
    """Return the contact's data as typed."""
    names = document._public_profile_names()
    # Fields that the form did not have when it was opened are not changed.
    sent = [name for name in names if name in form]
    raw = document._public_profile_raw(names) | typed(form, sent)
    if "country_id" in sent and "state_id" not in sent:
        # The form has no field for states where the country has none.
        raw["state_id"] = ""
    return raw


def again(link, document, values, errors, code="check", **form):
    """Show the profile again, with what was typed and the errors beside it."""
    form |= {"values": values, "errors": errors}
    profile = document._public_profile_values(link, form)
    return show_again(link, document, code, profile=profile)


def changed(link):
    """Return the error for data that was changed since the form was opened."""
    return link.env._(
        "Your data was changed meanwhile, by us or in another window. What you"
        " typed is still here: please look, and save again."
    )


def refusal(link):
    """Return the error for what another addon refused; the reason itself is for staff."""
    return link.env._(
        "We cannot take this change here. Nothing was saved: please ask us."
    )


def save_address(link, document, form, child):
    """Add or change a delivery address, or show the form again with its errors."""
    raw = typed(form, DELIVERY)
    values, errors = document._public_profile_check(raw, new=True)
    for name in ("street", "city", "country_id"):
        if not raw[name]:
            errors.setdefault(name, link.env._("Please fill this in."))
    seen = child and child._public_profile_seen(DELIVERY)
    if child and not errors and form.get("seen") != seen:
        errors["all"] = changed(link)
    if not errors:
        try:
            trouble = document._public_address_save(link, values, child)
        except Refusal as error:
            errors["all"], trouble = str(error), ""
        if not trouble and not errors:
            return said(link, "address_saved" if child else "address_added")
        errors.setdefault("all", refusal(link))
    return again(link, document, raw, errors, which="address", number=child.id)


def _back(shown):
    """Return a function that shows a form of the messages again, see ``action_route``.

    :param shown: see ``talk.back``
    """

    def back(link, document, form, code):
        if not Portal(link, document).section("messages"):
            return None
        return shown(link._at("messages"), document, form, code)

    return back


def _back_profile(link, document, form, code):
    if not Portal(link, document).section("profile"):
        return None
    raw = profile_typed(document, form)
    return again(link._at("profile"), document, raw, {}, code, which="profile")


def _back_address(link, document, form, code, number=0):
    if not Portal(link, document).section("profile"):
        return None
    raw = typed(form, DELIVERY)
    link = link._at("profile")
    return again(link, document, raw, {}, code, which="address", number=number)


class PortalProfileController(Controller):
    @action_route("portal", "profile/save", seen=False, back=_back_profile)
    @at("profile")
    def save(self, link, document, form):
        """Change the contact's data that the company lets customers change."""
        names, raw = document._public_profile_names(), profile_typed(document, form)
        values, errors = document._public_profile_check(raw)
        if not errors and form.get("seen") != document._public_profile_seen(names):
            errors["all"] = changed(link)
        if not errors:
            saved, trouble = document._public_profile_save(link, values)
            if not trouble:
                return said(link, "profile_saved" if saved else "profile_same")
            errors["all"] = refusal(link)
        return again(link, document, raw, errors, which="profile")

    @action_route("portal", "profile/address", seen=False, back=_back_address)
    @at("profile")
    def address(self, link, document, form):
        """Add a delivery address."""
        if "delivery" not in document._public_profile_words():
            return responses.unknown()
        return save_address(link, document, form, document.browse())

    @action_route(
        "portal",
        "profile/address/<int:number>/save",
        seen=False,
        back=_back_address,
    )
    @at("profile")
    def address_save(self, link, document, form, number):
        """Change one of the customer's delivery addresses."""
        child = document._public_delivery_address(number)
        if not child:
            return responses.unknown()
        return save_address(link, document, form, child)

    @action_route("portal", "profile/address/<int:number>/remove", seen=False)
    @at("profile")
    def address_remove(self, link, document, form, number):
        """Remove one of the customer's delivery addresses."""
        child = document._public_delivery_address(number)
        if not child:
            return responses.unknown()
        if form.get("sure") != "1":
            return said(link, "tick_box")
        if document._public_address_remove(link, child):
            raw, errors = child._public_profile_raw(DELIVERY), {"all": refusal(link)}
            return again(
                link, document, raw, errors, which="address", number=number, sure=True
            )
        return said(link, "address_removed")

    comment = action_route(
        "portal", "messages/comment", seen=False, back=_back(talk.back("comment"))
    )(at("messages")(talk.comment))
    upload = action_route(
        "portal",
        "messages/upload",
        seen=False,
        back=_back(talk.back("upload")),
        before=talk.check_uploads,
        most=base.UPLOAD_BYTES,
    )(at("messages")(talk.upload))
    file = public_route("portal", "messages/file/<int:number>")(
        at("messages")(talk.file)
    )
