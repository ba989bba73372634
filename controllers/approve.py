# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import base64

from odoo.http import Controller, request

from ..models.approve.sale_order import OPEN_STATES
from ..models.approve.sale_order_items import plain
from . import base, pdf, responses
from .actions import action_route, said
from .base import public_route
from .documents.files import serve_files
from .documents.view import serve_pdf, serve_picture
from .forms import (
    again,
    check_signature,
    drawn_again,
    line_of,
    signer_of,
    stepped,
    text_of,
)

# Characters of the customer's own order number.
REFERENCE_LENGTH = 60
# How often an hour options may be chosen by one link: a script sends each step.
OPTION_TRIES = 240


def approve_page(link, document):
    """Return what the page shows on which quotations, items and proofs are approved."""
    document._public_read_ahead(link)
    values = document._public_values(link)
    values["actions"] = document._public_actions(link)
    values["approve"] = document._public_approve(link)
    if values["approve"]["status"]:
        values["status"] = values["approve"]["status"]
    # Ticked without a script, or before the page was shown again: see ``items``.
    picked = values["approve"]["state"] == "items" and _picked(document)
    document._public_illustrate(link, values)
    document._public_approve_lists(link, values, picked or ())
    # The page's own button is the form's: the others stand back.
    if values["approve"]["state"] in ("open", "items"):
        values["actions"] = [
            action | {"primary": False} for action in values["actions"]
        ]
    values["files_url"] = document._public_files_url(link)
    values["talk"] = document._public_talk(link)
    # A script shows the progress of uploads: it may talk to our own server.
    headers = {"csp": responses.CSP + "; connect-src 'self'"}
    return "public_links.approve_page", values | {"form": {}}, headers


def _picked(document):
    """Return the ids of the items that the page shows as ticked: those of the form that is
    shown again, else those of the address, by which the sum is asked for."""
    asked = request.httprequest
    args = asked.form if asked.method == "POST" else asked.args
    if args.get("all") and asked.method == "POST":
        return document._public_link_waiting_lines().ids
    one = [] if asked.method == "POST" else args.getlist("item")
    return _ids([*args.getlist("line"), *one]) or []


def _back(which, **more):
    """Return a function that shows a form again, see ``action_route``.

    :param str which: the form
    :param more: functions that get the form, and return what else to fill in, by field
    """

    def back(link, document, form, code):
        typed = {name: read(form) for name, read in more.items()}
        return _undone(link, document, which, form, code, **typed)

    return back


class ApproveController(Controller):
    @public_route("approve")
    def approve(self, link, document):
        """Show a quotation or order with what waits for the customer's approval."""
        item = _id(request.httprequest.args.get("item", ""))
        changes = {"item": item} if item else {}
        response = base.log_visit(base.show(link, document, **changes), link)
        state = document._public_link_approve_state()
        person = base.visitor()["kind"] == "opened"
        if state in OPEN_STATES and request.httprequest.method == "GET" and person:
            self._prepare_pdf(response, link, document)
        return response

    def _prepare_pdf(self, response, link, document):
        """Have the PDF rendered that an approval will keep, while the document is as shown."""
        lang, res_id = link.env.lang, document.id
        version = document._public_link_document_version(link)

        def work(env):
            store = env["public.link.pdf"].with_context(lang=lang)
            store._order_pdf(store.env["sale.order"].browse(res_id), version)

        responses.after_response(response, work)

    @public_route("approve", "pdf")
    def pdf(self, link, document):
        """Serve the PDF of the quotation or order."""
        return serve_pdf(link, document)

    @public_route("approve", "files.zip")
    def files(self, link, document):
        """Serve all files of the page."""
        return serve_files(link, document)

    @action_route("approve", "approve", back=_back("approve"), before=check_signature)
    def do_approve(self, link, document, form):
        """Approve the whole quotation."""
        if document._public_link_approve_state() != "open":
            return said(link, "closed")
        signer, errors = signer_of(
            link, document, form, sign=document._has_to_be_signed()
        )
        errors |= self._unticked(link, form)
        if errors:
            return again(link, document, "approve", errors, **_typed(form))
        signer.reference = line_of(form, "reference", REFERENCE_LENGTH)
        trouble = document._public_link_approve(link, signer)
        if trouble:
            return _undone(link, document, "approve", form, trouble)
        return said(link, "approved")

    @action_route(
        "approve",
        "items",
        back=_back("items", lines=lambda form: _ids(form.getlist("line")) or []),
        before=check_signature,
    )
    def do_items(self, link, document, form):
        """Approve some of the items, or one."""
        env, waiting = link.env, document._public_link_waiting_lines()
        if not waiting:
            return said(link, "closed")
        ids = _ids(form.getlist("line"))
        if form.get("all"):
            ids = waiting.ids
        if form.get("sum"):
            # The sum, where no script asks for it: nothing is done yet.
            typed = {"which": "items", "errors": {}, **_typed(form)}
            one = _id(form.get("item", ""))
            return base.show(
                link, document, form=typed, **({"item": one} if one else {})
            )
        last = ids is not None and set(ids) == set(waiting.ids)
        sign = (
            last and document._public_link_confirms() and document._has_to_be_signed()
        )
        signer, errors = signer_of(link, document, form, sign=sign)
        errors |= self._unticked(link, form)
        if not ids:
            errors["line"] = env._("Please tick the items that you approve.")
        elif not set(ids) <= set(waiting.ids):
            errors["line"] = env._(
                "One of these items cannot be approved now. Please choose again."
            )
        if errors:
            chosen = [one for one in ids or () if one in waiting.ids]
            return again(link, document, "items", errors, lines=chosen, **_typed(form))
        signer.reference = line_of(form, "reference", REFERENCE_LENGTH)
        lines = waiting.filtered(lambda line: line.id in ids)
        trouble = document._public_link_approve_lines(link, signer, lines)
        if trouble:
            return _undone(link, document, "items", form, trouble, lines=lines.ids)
        return said(link, "approved_items")

    @action_route(
        "approve",
        "proof",
        back=_back("proof", proof=lambda form: _id(form.get("proof", ""))),
    )
    def do_proof(self, link, document, form):
        """Approve a proof, or ask for changes of it."""
        number = _id(form.get("proof", ""))
        proof = document._public_link_open_proofs().filtered(
            lambda proof: proof.id == number
        )
        if not proof:
            return said(link, "closed")
        signer, errors = signer_of(link, document, form)
        text = ""
        if form.get("decision") == "changes":
            text, wrong = text_of(link.env, form)
            errors |= {"text": wrong} if wrong else {}
        else:
            errors |= self._unticked(link, form)
        if errors:
            return again(
                link, document, "proof", errors, proof=proof.id, **_typed(form)
            )
        if form.get("decision") == "changes":
            code = "proof_changes"
            trouble = document._public_link_refuse_proof(link, signer, proof, text)
        else:
            code = "proof_approved"
            trouble = document._public_link_approve_proof(link, signer, proof)
        if trouble:
            return _undone(link, document, "proof", form, trouble, proof=proof.id)
        return said(link, code)

    @action_route("approve", "reject", back=_back("reject"))
    def do_reject(self, link, document, form):
        """Decline the quotation, with a reason."""
        if not document._public_link_can_reject():
            return said(link, "closed")
        signer, errors = signer_of(link, document, form)
        reason, wrong = text_of(link.env, form)
        if wrong:
            errors["text"] = wrong
        if errors:
            return again(link, document, "reject", errors, **_typed(form))
        trouble = document._public_link_reject(link, signer, reason)
        if trouble:
            return _undone(link, document, "reject", form, trouble)
        return said(link, "rejected")

    @action_route("approve", "renew", seen=False, gate=False)
    def do_renew(self, link, document, form):
        """Ask for a new quotation in place of one that has expired."""
        if document._public_link_approve_state() != "expired":
            return said(link, "closed")
        if not document._public_link_renewal_asked(link):
            document._public_link_ask_renewal(link)
        return said(link, "renewal_asked")

    # Each step of a number is a try.
    @action_route(
        "approve",
        "options",
        tries=OPTION_TRIES,
        back=_back("options", quantities=lambda form: _ticked(form)),
    )
    def do_options(self, link, document, form):
        """Set the quantities of optional items."""
        lines = {line.id: line for line in document._public_link_optional_lines()}
        if not lines:
            return said(link, "closed")
        quantities, errors, typed = {}, {}, _ticked(form)
        if not typed.keys() <= lines.keys():
            return said(link, "closed")
        for number, text in typed.items():
            if text == plain(lines[number].product_uom_qty):
                continue  # Unchanged: not checked, staff may set more than customers.
            quantity = document._public_link_option_quantity(text)
            if quantity is None:
                errors[number] = link.env._(
                    "Please enter a number from 0 to %s.",
                    link.company_id._public_links_settings()["option_max"],
                )
            else:
                quantities[lines[number]] = quantity
        if errors:
            return again(link, document, "options", errors, quantities=typed)
        trouble = document._public_link_choose(link, quantities)
        if trouble == "options_other":
            return said(link, trouble)
        if trouble:
            return again(link, document, "options", {}, trouble, quantities=typed)
        return said(link, "options_saved")

    def _unticked(self, link, form):
        if form.get("accept"):
            return {}
        return {
            "accept": link.env._(
                "Please read the terms and tick the box, if you agree to them."
            )
        }


def _typed(form, drawn=True):
    """Return what was typed, and drawn, to fill it in again."""
    return {
        "name": form.get("name", "")[:200],
        "email": form.get("email", "")[:200],
        "text": form.get("text", "")[:20_000],
        "accept": bool(form.get("accept")),
        "reference": line_of(form, "reference", REFERENCE_LENGTH),
        "decision": form.get("decision", "")[:20],
        "signature": drawn_again() if drawn else "",
    }


def _quantities(form):
    """Return the quantities as typed, by the option's id; 0 for what is none."""
    prefix = "quantity-"
    return {
        _id(name.removeprefix(prefix)): line_of(form, name, 20)
        for name in form
        if name.startswith(prefix)
    }


def _ticked(form):
    """Return the quantities of options, as ticks and buttons of the form make them."""
    typed = _quantities(form)
    if form.get("ticks"):
        for number in typed:
            if not form.get(f"take-{number}"):
                typed[number] = "0"
            elif not typed[number]:
                typed[number] = "1"
    return stepped(form, typed, "quantity-")


def _undone(link, document, which, form, trouble, **typed):
    """Show the page again with what was typed, where nothing was done.

    :param str trouble: what is announced, see ``sale.order._public_link_try``
    """
    # Beyond the limit of tries no picture is looked at.
    typed = _typed(form, drawn=trouble != "often") | typed
    if trouble == "changed":
        # The tick was for other figures.
        typed["accept"] = False
    return again(link, document, which, {}, trouble, **typed)


def _id(text):
    """Return the number that a browser sent; 0, which is no id, for what is none."""
    return (_ids([text]) or [0])[0]


def _ids(texts):
    """Return the numbers that a browser sent, or ``None`` if one is none."""
    if not all(text.isascii() and text.isdigit() and len(text) < 10 for text in texts):
        return None
    return [int(text) for text in texts]


class ProofController(Controller):
    @public_route("approve", "proof/<int:number>")
    def proof(self, link, document, number):
        """Serve a proof of this order, for a large look."""
        proof = document._public_link_proofs().filtered(lambda row: row.id == number)
        if not proof:
            return responses.unknown()
        return responses.file(base64.b64decode(proof.file), proof.mimetype, proof.name)

    @public_route("approve", "thumb/<int:number>")
    def thumb(self, link, document, number):
        """Serve a proof's preview."""
        proof = document._public_link_proofs().filtered(lambda row: row.id == number)
        if not proof or not proof.thumb:
            return responses.unknown()
        return responses.file(
            base64.b64decode(proof.thumb), "image/jpeg", "preview.jpg"
        )


class KeptController(Controller):
    @public_route("approve", "certificate/<int:number>")
    def certificate(self, link, document, number):
        """Serve the certificate of an approval that was given by this link."""
        row = document.public_link_approval_ids.filtered(
            lambda row: row.id == number and row.link_id == link
        )
        if not row:
            return responses.unknown()
        if not row.certificate:
            return pdf.being_prepared(link)
        return pdf.file(link, base64.b64decode(row.certificate), row._filename())

    @public_route("approve", "picture/<int:number>")
    def picture(self, link, document, number):
        """Serve the picture of a product of this order."""
        return serve_picture(document, number)
