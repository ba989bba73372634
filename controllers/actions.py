# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The actions of public pages: the checks that every one of them begins with.

An action is the POST of a plain form. There is no session, hence no CSRF token; instead the
form is checked for the token in its path, for its origin, and for the hash of what its
sender saw (``seen``). The answer is a redirect (303) to the page, which says what was
done.
"""

import functools
from datetime import timedelta

from odoo import http
from odoo.http import request

from ..models.link import replica
from ..models.link.public_link_open import UnknownLink
from ..models.link.public_link_rate import network
from ..tools.document_lock import Busy, document_lock
from . import base, responses

# How many tries an hour one link and one client address have. Many people may share an
# address: all of them do where the proxy does not pass on the client's.
LINK_TRIES, ADDRESS_TRIES = 30, 600
HOUR = timedelta(hours=1)


def action_route(
    purpose,
    action,
    tries=LINK_TRIES,
    seen=True,
    gate=True,
    busy="busy",
    back=None,
    before=None,
    most=base.FORM_BYTES,
):
    """Make a controller method an action of a purpose.

    The method is called with the live link, its document and the form, as superuser in
    the recipient's language, under the document's lock and on a new snapshot, when the
    gate has no blocker. It returns a response; what it wrote is committed before the lock
    is released.

    :param str purpose: the first part of the path, and what the token must be for
    :param str action: the part after the token. The method also gets what it names in
        angle brackets, and must look it up among the records of the link's document
    :param int tries: how many tries an hour one link has
    :param bool seen: whether the form must carry the hash of the document as shown
    :param bool gate: whether the gate must be open; False for a method that asks the gate
        itself, to answer in its own way
    :param str busy: the code of the announcement for who did not get the lock in time
    :param before: a function of link and document that is called before the lock, for what
        takes long: looking at pictures and files. Its result is
        ``request.public_link_ready``
    :param int most: how many bytes a request may have
    :param back: a function that gets link, document, form, the code of an announcement,
        and what the action names in angle brackets; it shows the form again with what was
        typed, or returns ``None``. For forms in which something is written: without it,
        who has to look or try again is led to the page
    """

    def try_again(link, document, code, **named):
        form = base.sent_form()
        response = back and document and back(link, document, form, code, **named)
        return response or said(link, code)

    def decorate(method):
        def wrapper(self, token, **named):
            link, document, refused = _open_for_action(token, purpose)
            if refused:
                return refused
            request.public_link_ready = None
            if not allowed(link, f"{purpose}/{action}", tries):
                # Before a page is rendered: all who share the address wait for the row.
                request.env.cr.commit()  # pylint: disable=invalid-commit
                return try_again(link, document, "often", **named)
            if before:
                request.public_link_ready = before(link, document)
            try:
                with document_lock(*document._public_link_locked(purpose)):
                    link, document = base.find(token, purpose)
                    act = functools.partial(method, self, **named)
                    changed = functools.partial(try_again, code="changed", **named)
                    answer = _act_if_unchanged(act, link, document, seen, gate, changed)
            except Busy:
                return try_again(link, document, busy, **named)
            # What is committed is answered so, whatever breaks after it.
            request.public_link_committed = answer
            # Whoever acts by a link has opened it.
            return base.log_visit(answer, link)

        # Not functools.wraps: Odoo would read the arguments from the wrapped method.
        wrapper.__name__, wrapper.__doc__ = method.__name__, method.__doc__
        return base.plain_route(
            f"/link/{purpose}/<string:token>/{action}",
            readonly=replica.action_reads,
            public_link_action=True,
            max_content_length=most,
        )(wrapper)

    return decorate


def _open_for_action(token, purpose):
    """Check the request of an action and open its link.

    :return: link and document, each ``None`` for a request that is no action; and the
        response that ends it, or ``None`` if it may go on
    :rtype: tuple
    """
    if request.httprequest.method != "POST" or not base.same_origin():
        return None, None, responses.method_not_allowed(["POST"])
    try:
        link, document = base.find(token, purpose)
    except UnknownLink:
        return None, None, responses.unknown()
    return link, document, base.closed_page(link, document)


def _act_if_unchanged(method, link, document, seen, gate, changed):
    """Check link, gate and ``seen`` again, under the lock, and call the method."""
    closed = base.closed_page(link, document)
    if closed:
        return closed
    if gate and document._public_link_blockers(link.purpose):
        return said(link, "closed")
    form = base.sent_form()
    if seen and form.get("seen", "") != document._public_link_seen(link):
        return changed(link, document)
    return method(link, document, form)


def allowed(link, action, tries=LINK_TRIES):
    """Count one try of an action, and tell whether it is within the rate limits.

    :param link: `public.link`
    :param str action: what is tried
    :param int tries: how many tries an hour the link has
    :rtype: bool
    """
    rate = link.env["public.link.rate"]
    address = network(request.httprequest.remote_addr or "")
    by_link = rate._allow(action, f"link {link.id}", tries, HOUR)
    by_address = rate._allow(action, f"address {address}", ADDRESS_TRIES, HOUR)
    return by_link and by_address


def said(link, code):
    """Redirect to the link's page, which shows an announcement.

    :param link: `public.link`
    :param str code: see ``public.link._announced``
    """
    return responses.redirect(f"{link._path()}?said={code}&lang={link.env.lang}")


def lead_to(link, purpose, document):
    """Redirect to another purpose by a derived link, if the document allows it.

    :param link: `public.link` of the page that was left
    :param str purpose: what the derived link opens
    :param document: one of those that the page leads to
    """
    if not document._public_link_leads(purpose):
        return said(link, "closed")
    child = link._derive(purpose, document)
    return responses.redirect(f"{child._path()}?lang={link.env.lang}")


class LeadController(http.Controller):
    @base.plain_route(
        [
            "/link/<string:purpose>/<string:token>/to/<string:target>",
            "/link/<string:purpose>/<string:token>/to/<string:target>/<int:target_id>",
        ],
        readonly=replica.action_reads,
        public_link_action=True,
    )
    def lead(self, purpose, token, target, target_id=None):
        """Lead from a page to another purpose, by a link of its own inside this one's
        bounds; only where the gate of that purpose is open."""
        link, document, refused = _open_for_action(token, purpose)
        if refused:
            return refused
        if target not in link._leads():
            return responses.unknown()
        targets = document._public_link_targets(target)
        if target_id is not None:
            parts = document._public_link_parts(target)
            targets = parts.filtered(lambda one: one.id == target_id)
        if len(targets) != 1:
            return responses.unknown()
        if not allowed(link, f"to/{target}"):
            return said(link, "often")
        return lead_to(link, target, targets)
