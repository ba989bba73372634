# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How every public page opens its link, the same for all purposes.

Only the token in the path grants access. The session is ignored, so that staff who are
logged in see what the customer sees.
"""

import functools
import re

from werkzeug.datastructures import ImmutableMultiDict

from odoo import fields, http
from odoo.http import request
from odoo.tools.misc import get_lang

from ..models.link import replica
from ..models.link.public_link_event import OPEN_INTERVAL, USER_AGENT_LENGTH
from ..models.link.public_link_open import UnknownLink
from ..models.link.public_link_read import READING, fetch_ids
from ..models.link.public_link_reference import fetch_known
from ..tools.scanners import is_scanner
from ..tools.states import shown
from . import responses
from .dead import dead_words

PERSON_FIELDS = (
    "city",
    "commercial_company_name",
    "commercial_partner_id",
    "country_id",
    "email",
    "lang",
    "name",
    "public_links_blocked",
    "public_links_return_excluded",
    "state_id",
    "street",
    "street2",
    "tz",
    "zip",
)


def show(link, document, status=200, **changes):
    """Render the page of a link's purpose.

    :param link: `public.link`
    :param document: what it opens
    :param int status: HTTP status
    :param changes: values that replace the page's own, like ``announcement``
    """
    purpose = link.env["public.link.registry"]._known().purposes[link.purpose]
    return show_page(link, purpose.build(link, document), status, **changes)


def show_page(link, page, status=200, **changes):
    """Render a page of a link.

    :param link: `public.link`
    :param page: template, values and headers, see ``registry.Purpose.page``
    :param int status: HTTP status
    :param changes: values that replace the page's own
    """
    template, values, headers = page
    layout = layout_values(link.env, link.company_id, values["title"], link)
    return responses.render(
        link.env, template, layout | values | changes, status, **headers
    )


# Bytes of a form without files: the longest text, a drawn signature, thousands of boxes.
FORM_BYTES = 2**21
# Bytes of a form with files: what Odoo takes. Files have a budget of their own.
UPLOAD_BYTES = 2**27

# Below /link/ the session is neither read nor saved, and pages are read-only.
ROUTE = {
    "type": "http",
    "auth": "none",
    "csrf": False,
    "save_session": False,
    "readonly": replica.page_reads,
    "public_link": True,
    "max_content_length": FORM_BYTES,
}


def plain_route(path, **settings):
    """Make a controller method answer a path, or several, below /link/.

    :param path: a path or a list of them
    :param settings: arguments of ``http.route`` that differ from ``ROUTE``
    """
    return http.route(path, **(ROUTE | settings))


def public_route(purpose, action="", methods=("GET", "HEAD")):
    """Make a controller method a page of a purpose, or what belongs to it (a PDF).

    The method is called with the live link and its document, as superuser in the
    recipient's language, after the gate has found nothing that closes the page. It may
    not write; what changes something is an ``actions.action_route``.

    :param str purpose: the first part of the path, and what the token must be for
    :param str action: the part after the token. The method also gets what it names in
        angle brackets, like ``<int:number>``, and must look it up among the records of
        the link's document
    :param tuple methods: HTTP methods that the route answers; others get 405
    """
    path = f"/link/{purpose}/<string:token>" + (f"/{action}" if action else "")

    def decorate(method):
        def wrapper(self, token, **named):
            if request.httprequest.method not in methods:
                return responses.method_not_allowed(methods)
            return serve(functools.partial(method, self, **named), token, purpose)

        # Not functools.wraps: Odoo would read the arguments from the wrapped method.
        wrapper.__name__, wrapper.__doc__ = method.__name__, method.__doc__
        return plain_route(path)(wrapper)

    return decorate


def find(token, purpose):
    """Return the link that a token names, dead or alive, in its recipient's language.

    :return: link and document; the document may be gone
    :raise UnknownLink: for anything that is no link of this database
    """
    # Superuser: the token grants access, not the visitor. prefetch_fields: a page reads
    # the fields that it names and no others, however many a table has.
    env = request.env(
        user=responses.public_user_id(request.env),
        su=True,
        context={"prefetch_fields": False},
    )
    link = env["public.link"]._find(token, purpose)
    document = link._document()
    fetch_people(link, document)
    link = enter(link)
    return link, document.with_env(link.env)


def sent_form():
    """Return the form that was sent. A part whose name is missing, or cannot be read, is
    no field.

    :rtype: ImmutableMultiDict
    """
    form = request.httprequest.form
    if None not in form:
        return form
    return ImmutableMultiDict(
        [(name, value) for name, value in form.items(multi=True) if name is not None]
    )


def same_origin():
    """Tell whether a POST came from one of our own pages.

    Browsers say so in ``Sec-Fetch-Site``. ``Origin`` is not checked: it is "null" for pages
    with the policy ``no-referrer``.

    :rtype: bool
    """
    return request.httprequest.headers.get("Sec-Fetch-Site", "same-origin") == (
        "same-origin"
    )


def serve(page, token, purpose):
    """Open the link, ask the gate, and let the page answer.

    :param page: a function of link and document that returns a response
    :param str token: what stood in the URL
    :param str purpose: the purpose of the route
    """
    try:
        link, document = find(token, purpose)
    except UnknownLink:
        return responses.unknown()
    return closed_page(link, document) or page(link, document)


def closed_page(link, document):
    """Return the page (410) of a link that is dead or that its gate closes, else ``None``.

    :param link: `public.link`
    :param document: what it names; empty when it is gone
    """
    reason = link._dead_reason() or (None if document else "gone")
    if reason:
        return dead_page(link, reason)
    fetch_places(document._public_partners())
    blockers = document._public_link_blockers(link.purpose)
    closed = [blocker for blocker in blockers if blocker.page == "gone"]
    if closed:
        return dead_page(link, closed[0].code, closed[0].customer)
    return None


def fetch_people(link, document):
    """Read all contacts that the page names, in one statement."""
    people = link.partner_id + link.commercial_partner_id
    if document:
        people += document._public_partners()
    # Fields that other addons print in addresses (base_address_extended).
    added = [
        name
        for name in people._formatting_address_fields()
        if people._fields[name].store
    ]
    fetch_ids(people, tuple(dict.fromkeys((*PERSON_FIELDS, *added))))


def fetch_places(people):
    """Read the countries and states of addresses, in the page's language."""
    fetch_known(people.country_id)
    fetch_known(people.state_id)


def enter(link):
    """Give the request's environment the link's company, its recipient's language and zone.

    :return: the link in that environment
    """
    asked = request.httprequest.args.get("lang", "")
    request.update_env(
        user=responses.public_user_id(link.env),
        su=True,
        context=link._page_context(asked)
        | {READING: request.httprequest.method in ("GET", "HEAD")},
    )
    return link.with_env(request.env)


def seller_values(company):
    """Return branding and support contact, see ``page_values.Seller``."""
    settings = company._public_links_settings()
    phone = settings["contact_phone"] or settings["company_phone"]
    logo = settings["logo_version"]
    return {
        "name": settings["company_name"],
        "logo_url": f"/link/logo/{company.id}/{logo}" if logo else "",
        "theme_url": f"/link/theme/{settings['accent'][1:]}.css",
        "contact": {
            "name": settings["contact_name"] or settings["company_name"],
            "email": settings["contact_email"] or settings["company_email"],
            "phone": phone,
            "phone_href": "tel:" + re.sub(r"[^+\d]", "", phone) if phone else "",
            "hours": settings["contact_hours"] or "",
        },
    }


def language_values(env, link=None):
    """Return the language menu: plain links, no cookie; empty with one language.

    :param link: `public.link` whose page it is, if it is one's
    """
    installed = env["res.lang"].get_installed()
    if len(installed) < 2:
        return []
    current = env.lang
    # The address of a form, which the page may answer, cannot be opened.
    answers = link and request.httprequest.method == "POST"
    path = link._path() if answers else ""
    return [
        {
            "code": code.replace("_", "-"),
            "name": name.split(" / ")[-1],
            # Of the page that is shown: its path is long, and the menu has many of them.
            "url": f"{path}?lang={code}",
            "current": code == current,
        }
        for code, name in installed
    ]


def layout_values(env, company, title, link=None):
    """Return what the layout of every page needs, see ``page_values.Page``."""
    lang = get_lang(env)
    return {
        "lang": lang.code.replace("_", "-"),
        "direction": lang.direction,
        "title": title,
        "seller": seller_values(company),
        "languages": language_values(env, link),
        "preview": False,
        "announcement": announcement(env),
        "assets": responses.assets(),
    }


def announcement(env):
    """Return what the page says about the action that led to it.

    The URL holds a code, never a text: nobody can put words of theirs onto our page.

    :rtype: page_values.Status or None
    """
    return announced(env, request.httprequest.args.get("said", ""))


def announced(env, code):
    """Return what a page says about an action, by its code; ``None`` for no such code.

    :rtype: page_values.Status or None
    """
    found = code and env["public.link"]._announcement(code)
    if not found:
        return None
    tone, label = found
    return shown(code, tone, label)


def visitor():
    """Return what is known of the visitor: kind, address, user_agent, session_uid.

    :rtype: dict
    """
    headers = request.httprequest.headers
    # PostgreSQL stores no NUL: with one in it the open would not be logged. The length is
    # bounded, since the result is cached by it.
    agent = (request.httprequest.user_agent.string or "").replace("\0", "")[:1000]
    purpose = headers.get("Sec-Purpose", "") + headers.get("Purpose", "")
    kind = "opened"
    if not agent or is_scanner(agent) or "prefetch" in purpose:
        kind = "scanned"
    return {
        "kind": kind,
        "address": request.httprequest.remote_addr or "",
        "user_agent": agent[:USER_AGENT_LENGTH],
        "session_uid": request.session.uid,
    }


def log_visit(response, link, kind=None, reason=None):
    """Note in the log, after the response, what this visit did.

    :param response: the response about to be returned
    :param link: `public.link`
    :param str kind: the event; by default an open, as far as it counts
    :param str reason: why it was denied
    """
    if request.httprequest.method == "HEAD":
        return response
    who = visitor()
    if kind is None and who["kind"] == "opened" and not who["session_uid"]:
        # An open within minutes of the last one is not logged: nothing to do.
        last = link.opened_last
        if last and last > fields.Datetime.now() - OPEN_INTERVAL:
            return response
    link_id, company_id = link.id, link.company_id.id

    def work(env):
        # Saves the queries for the superuser's company and for fields that are not used.
        context = {"allowed_company_ids": [company_id], "prefetch_fields": False}
        row = env(context=context)["public.link"].browse(link_id)
        if row := fetch_ids(row, ("company_id", "partner_id", "purpose")):
            row._log_visit(who, kind, reason)

    return responses.after_response(response, work)


def dead_page(link, reason, sentence=None):
    """Return the page of a genuine link that opens nothing now (410).

    :param link: `public.link` in the recipient's language
    :param str reason: see ``page_values.DeadPage``
    :param str sentence: the gate's own words, if it was the gate
    """
    env = link.env
    headline, text = dead_words(link, reason, sentence)
    can_ask = reason in ("expired", "revoked", "disabled", "blocked")
    response = responses.dead(
        env,
        reason,
        410,
        headline,
        text,
        seller=seller_values(link.company_id),
        languages=language_values(env, link),
        request_url=link._path("request") if can_ask else "",
        request_label=env._("Send me a new link")
        if reason == "expired"
        else env._("Ask for a new link"),
    )
    return log_visit(response, link, "denied", reason)
