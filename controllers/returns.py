# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import re

from odoo.http import Controller, request

from ..models.link.public_link_attempt import Refusal
from ..models.returns.sale_order_page import PHOTO_KINDS
from . import base, pdf, responses
from .actions import action_route, said
from .base import UPLOAD_BYTES, public_route
from .documents.view import serve_picture
from .forms import again, check_files, files_of, line_of, stepped, text_of

# The first step changes nothing, so that it may be tried more often.
CHOOSE_TRIES = 300


def return_page(link, document):
    """Return the page on which a return is asked for."""
    values = document._public_return_values(link)
    values["files"] = {
        "css": responses.asset("public/return.css"),
    }
    # Scripts ask our own server for the estimate, and send photos to it.
    headers = {"csp": responses.CSP + "; connect-src 'self'"}
    # What is ticked while a script asks for the sum, which a reload keeps.
    texts = _quantities(request.httprequest.args)
    form = _form("choose", {}, quantities=texts) if texts else {}
    values["sum"] = document._public_return_sum(texts)
    return "public_links.return_page", values | {"form": form}, headers


def check_photos(link, document):
    """Check the photos before the order is locked, while anything can be returned."""
    if document._public_link_blockers("return"):
        return {}
    return check_files(link, document, PHOTO_KINDS)


def _back(link, document, form, code):
    """Show the second step again with what was typed, see ``action_route``."""
    texts = _quantities(form)
    if document._public_link_blockers("return"):
        return None
    chosen, errors = document._public_return_chosen(texts)
    if errors:
        return None
    confirm = document._public_return_confirm(link, chosen)
    typed = _typed(form, texts)
    return again(link, document, "return", {}, code, confirm=confirm, typed=typed)


class ReturnController(Controller):
    @public_route("return")
    def page(self, link, document):
        """Show what can be returned (or the second step) and the state of earlier returns."""
        return base.log_visit(
            base.show(link, document, **self._second_step(link, document)), link
        )

    def _second_step(self, link, document):
        """Return how the page changes for the items that the URL names, if it names any."""
        text = request.httprequest.args.get("return", "")
        if not text or document._public_link_blockers("return"):
            return {}
        texts = dict(re.findall(r"([a-z0-9]{1,40})-([0-9.]{1,20})(?:_|$)", text))
        chosen, errors = document._public_return_chosen(texts)
        if errors:
            return {"form": _form("choose", errors, quantities=texts)}
        confirm = document._public_return_confirm(link, chosen)
        languages = base.language_values(link.env)
        for language in languages:
            language["url"] += f"&return={confirm['query']}"
        return {
            "form": _form("return", {}, confirm=confirm),
            "languages": languages,
        }

    @action_route("return", "choose", tries=CHOOSE_TRIES, seen=False)
    def choose(self, link, document, form):
        """Receive the chosen items and quantities; redirect to the second step."""
        texts = _quantities(form)
        if form.get("less") or form.get("more"):
            # Without a script the buttons send the form.
            total = document._public_return_sum(texts)
            typed = _form("choose", {}, quantities=texts)
            return base.show(link, document, form=typed, sum=total)
        chosen, errors = document._public_return_chosen(texts)
        if errors:
            return again(link, document, "choose", errors, quantities=texts)
        query = document._public_return_confirm(link, chosen)["query"]
        return responses.redirect(
            f"{link._path()}?lang={link.env.lang}&return={query}#return"
        )

    # "seen" is the hash of the second step, and checked below. A form that was sent twice
    # is answered like the first one, although the gate may be closed by then.
    @action_route(
        "return",
        "ask",
        seen=False,
        gate=False,
        back=_back,
        before=check_photos,
        most=UPLOAD_BYTES,
    )
    def ask(self, link, document, form):
        """Receive the request for a return."""
        once = line_of(form, "once", 64)
        if document._public_return_known(link, once):
            return said(link, "return_asked")
        if document._public_link_blockers("return"):
            return said(link, "closed")
        texts = _quantities(form)
        chosen, errors = document._public_return_chosen(texts)
        if errors:
            return again(link, document, "choose", errors, quantities=texts)
        confirm = document._public_return_confirm(link, chosen)
        lines, note, errors = _filled_in(link, document, form, chosen)
        if form.get("seen", "") != confirm["seen"]:
            errors[""] = link.env._(
                "The amounts have changed since you opened this page. Please look again:"
                " this is how they are now."
            )
        code = "check"
        if not errors:
            try:
                wish = line_of(form, "wish", 20) or "refund"
                code = document._return_try(link, lines, note, once, wish)
            except Refusal as error:
                errors[""] = str(error)
        if errors or code:
            typed = _typed(form, texts)
            return again(
                link, document, "return", errors, code, confirm=confirm, typed=typed
            )
        return said(link, "return_asked")

    @action_route("return", "cancel", seen=False, gate=False)
    def cancel(self, link, document, form):
        """Cancel a request while nothing of it has arrived."""
        row = _request_of(document, form.get("request", ""))
        if not row:
            return said(link, "closed")
        if not form.get("sure"):
            errors = {
                "sure": link.env._(
                    "Please tick the box, if you want to keep the items."
                )
            }
            return again(link, document, "cancel", errors, request=row.id)
        if not row._can_take_back():
            return said(link, "closed")
        if trouble := row._customer_cancel(link):
            return again(
                link, document, "cancel", {}, trouble, request=row.id, sure=True
            )
        return said(link, "return_cancelled")

    @public_route("return", "slip/<int:number>")
    def slip(self, link, document, number):
        """Serve the packing slip of a request of this order."""
        row = _request_of(document, str(number))
        if not row._public_return_sendable():
            return responses.unknown()
        return pdf.stored(link, row, row._public_return_version(), row.name)

    @public_route("return", "label/<int:number>")
    def label(self, link, document, number):
        """Serve a carrier's label for a return of this order."""
        labels = document.return_request_ids._public_return_labels()
        label = labels.filtered(lambda one: one.id == number)
        if not label:
            return responses.unknown()
        return responses.file(label.raw, label.mimetype, label.name)

    @public_route("return", "picture/<int:number>")
    def picture(self, link, document, number):
        """Serve the picture of a product of this order."""
        return serve_picture(document, number)


def _form(which, errors, **typed):
    """Return the page's form values, see ``forms.again``."""
    return {"which": which, "errors": errors, **typed}


def _request_of(document, text):
    """Return the request of this order that a browser names, or none."""
    number = int(text) if re.fullmatch(r"[0-9]{1,9}", text, re.ASCII) else 0
    return document.return_request_ids.filtered(lambda row: row.id == number)


def _quantities(form):
    """Return the quantities as typed, by the key of their item."""
    prefix = "quantity-"
    typed = {
        name.removeprefix(prefix): line_of(form, name, 20)
        for name in form
        if name.startswith(prefix)
    }
    if form.get("ticks"):
        typed = {
            key: text or "1" for key, text in typed.items() if form.get(f"take-{key}")
        }
    return stepped(form, typed, prefix)


def _filled_in(link, document, form, chosen):
    """Read the form of the second step.

    :return: lines for ``sale.order._return_ask``, the note, an error by field
    :rtype: tuple[list[dict], str, dict[str, str]]
    """
    env, errors, lines = link.env, {}, []
    room = document._public_link_room()
    reasons = {str(row.id): row for row in env["return.reason"].search([])}
    for item, quantity in chosen:
        key = item.key
        reason = reasons.get(form.get(f"reason-{key}", ""))
        photos, wrong = files_of(document, f"photos-{key}", room)
        room -= sum(len(data) for _name, _kind, data in photos)
        if wrong:
            errors[f"photos-{key}"] = wrong
        elif reason and reason.photos_required and not photos:
            errors[f"photos-{key}"] = env._(
                "Please add a photo: we need one for “%s”.", reason.name
            )
        if not reason:
            errors[f"reason-{key}"] = env._("Please choose a reason.")
        lines.append(
            {
                "key": key,
                "quantity": quantity,
                "reason_id": reason and reason.id,
                "condition": line_of(form, f"condition-{key}"),
                "note": _optional_text(env, form, f"note-{key}", errors),
                "photos": photos,
            }
        )
    note = _optional_text(env, form, "note", errors)
    if not form.get("accept"):
        errors["accept"] = env._(
            "Please read the return policy and tick the box, if you agree to it."
        )
    return lines, note, errors


def _optional_text(env, form, name, errors):
    """Return an optional text, and put what is wrong with it into ``errors``."""
    text, wrong = text_of(env, form, name)
    if text and wrong:
        errors[name] = wrong
    return text


def _typed(form, quantities):
    """Return what was typed in the second step, to fill it in again."""
    return {
        "note": form.get("note", "")[:20_000],
        "wish": form.get("wish", "")[:20],
        "accept": bool(form.get("accept")),
        "photos": any(one.filename for one in request.httprequest.files.values()),
        "items": {
            key: {
                "reason": form.get(f"reason-{key}", ""),
                "condition": form.get(f"condition-{key}", ""),
                "note": form.get(f"note-{key}", "")[:20_000],
            }
            for key in quantities
        },
    }
