# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Receipts of the payments that a document's pages list, and the PDF of what is paid."""

from odoo.http import Controller

from .. import pdf, responses
from ..base import public_route
from ..documents.view import serve_pdf


def serve_receipt(link, document, transaction=None, payment=None):
    """Serve the receipt of a payment that the document's page lists.

    :param link: `public.link`
    :param document: what was paid
    :param int transaction: id of a payment online, or ``None``
    :param int payment: id of another payment, or ``None``; without both the last one's
    """
    record, values = document._public_pay_receipt(link, transaction, payment)
    if not record:
        return responses.unknown()
    version = document._public_link_version(values)
    return pdf.stored(link, record, version, values["title"])


class ReceiptController(Controller):
    @public_route("pay", "pdf")
    def document(self, link, document):
        """Serve the PDF of what is paid."""
        if not document._public_pay_pdf(link):
            return responses.unknown()
        return serve_pdf(link, document)

    @public_route("pay", "receipt")
    def last_receipt(self, link, document):
        """Serve the receipt of the last payment."""
        return serve_receipt(link, document)

    @public_route("pay", "receipt/<int:number>")
    def receipt(self, link, document, number):
        """Serve the receipt of a payment online."""
        return serve_receipt(link, document, transaction=number)

    @public_route("pay", "receipt/booked/<int:number>")
    def booked_receipt(self, link, document, number):
        """Serve the receipt of a payment that staff have registered."""
        return serve_receipt(link, document, payment=number)

    @public_route("view", "receipt/<int:number>")
    def view_receipt(self, link, document, number):
        """Serve the receipt of a payment online, from the document's own page."""
        return serve_receipt(link, document, transaction=number)

    @public_route("view", "receipt/booked/<int:number>")
    def view_booked_receipt(self, link, document, number):
        """Serve the receipt of a payment that staff have registered, likewise."""
        return serve_receipt(link, document, payment=number)
