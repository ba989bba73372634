# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The portal of a customer: its sections, and the documents in them."""

from odoo.http import Controller, request

from ...models.link.public_link_read import fetch_ids
from ...models.portal.ir_http import DOCUMENT, SECTION
from ...models.portal.portal_section import Portal
from .. import base, responses
from ..actions import action_route, lead_to, said
from ..base import public_route
from ..documents.view import serve_pdf, serve_picture
from ..pay.receipt import serve_receipt

# Tries in an hour: a portal leads to many documents.
TRIES = 120


def portal_page(link, document):
    """Return the page of the section that the link is at (``public.link._at``)."""
    asked, code, staff = request.httprequest.args, link._place(), None
    if not link.id:
        code = asked.get("section", "")
        staff = link.env(user=request.session.uid, su=False)
    # Not where a form's answer is the page: that has a longer address.
    near = bool(link.id and code) and request.httprequest.path.endswith(f"/{code}")
    portal = Portal(link, document, staff, near)
    return (portal.section(code) or portal.section("")).page(asked)


def find_document(link, contact, kind, number):
    """Look up the document that a path names, among those that the portal shows.

    :return: section, document, and the link at the document's page; or ``None`` for each
    """
    section = Portal(link, contact).of_kind(kind)
    record = section and section.find(number)
    if not record:
        return None, None, None
    people = section.people_of(record)
    fetch_ids(people, base.PERSON_FIELDS)
    base.fetch_places(people)
    return section, record, link._at(section.place(record))


class PortalController(Controller):
    @public_route("portal")
    def overview(self, link, document):
        """Show what waits for the customer, and where everything is."""
        return base.log_visit(base.show(link, document), link)

    @public_route("portal", SECTION)
    def section(self, link, document, section):
        """Show a section, if it is switched on."""
        if not Portal(link, document).section(section):
            return responses.unknown()
        return base.log_visit(base.show(link._at(section), document), link)

    @public_route("portal", DOCUMENT)
    def document(self, link, document, kind, number):
        """Show one of the customer's documents."""
        section, record, link = find_document(link, document, kind, number)
        if not record:
            return responses.unknown()
        page = section.document(link, record)
        return base.log_visit(base.show_page(link, page), link)

    @public_route("portal", f"{DOCUMENT}/pdf")
    def pdf(self, link, document, kind, number):
        """Serve the PDF of one of the customer's documents."""
        section, record, link = find_document(link, document, kind, number)
        if not record or not section.has_pdf:
            return responses.unknown()
        return serve_pdf(link, record)

    @public_route("portal", f"{DOCUMENT}/picture/<int:product>")
    def picture(self, link, document, kind, number, product):
        """Serve the picture of a product of one of the customer's documents."""
        _section, record, _link = find_document(link, document, kind, number)
        if not hasattr(record, "_public_picture"):
            return responses.unknown()
        return serve_picture(record, product)

    @public_route("portal", f"{DOCUMENT}/receipt/<int:payment>")
    def receipt(self, link, document, kind, number, payment):
        """Serve the receipt of a payment online of one of the customer's documents."""
        _section, record, link = find_document(link, document, kind, number)
        if not hasattr(record, "_public_pay_receipt"):
            return responses.unknown()
        return serve_receipt(link, record, transaction=payment)

    @public_route("portal", f"{DOCUMENT}/receipt/booked/<int:payment>")
    def booked_receipt(self, link, document, kind, number, payment):
        """Serve the receipt of a payment that staff have registered, likewise."""
        _section, record, link = find_document(link, document, kind, number)
        if not hasattr(record, "_public_pay_receipt"):
            return responses.unknown()
        return serve_receipt(link, record, payment=payment)

    @action_route("portal", f"{DOCUMENT}/to/<string:target>", tries=TRIES, seen=False)
    def lead(self, link, document, form, kind, number, target):
        """Redirect from a document to an action on it, by a derived link."""
        section, record, link = find_document(link, document, kind, number)
        if not record or target not in link._leads():
            return responses.unknown()
        targets = section.targets(record, target)
        return lead_to(link, target, targets) if targets else responses.unknown()

    @action_route("portal", "pay", tries=TRIES, seen=False)
    def pay(self, link, document, form):
        """Redirect to the payment of one open invoice, or of several at once."""
        section = Portal(link, document).section("invoices")
        if not section:
            return responses.unknown()
        link = link._at(section.code)
        invoices, wrong = section.chosen(form)
        if wrong:
            return said(link, wrong)
        several = len(invoices) > 1
        bundles = link.env["public.link.bundle"]
        return lead_to(link, "pay", bundles._of(invoices) if several else invoices)
