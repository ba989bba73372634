# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields
from odoo.http import Controller

from ...tools.calendar_file import calendar_file
from .. import base, pdf, responses
from ..base import public_route


def view_page(link, document):
    """Return what the page of a quotation, order, invoice or delivery shows."""
    document._public_read_ahead(link)
    values = document._public_values(link)
    values["actions"] = document._public_actions(link)
    document._public_illustrate(link, values)
    headers = {"permissions": {"clipboard-write": "(self)"}}
    values["calendar_url"] = document._public_calendar_url(link)
    values["files_url"] = document._public_files_url(link)
    talk = document._public_talk(link)
    if talk:
        # A script shows the progress of uploads: it may talk to our own server.
        headers["csp"] = responses.CSP + "; connect-src 'self'"
    return "public_links.view_page", values | {"talk": talk, "form": {}}, headers


def serve_pdf(link, document):
    """Return the document's PDF: the one that was sent, else the stored one.

    :param link: `public.link`, alive
    :param document: what it opens
    """
    if not link.company_id._public_links_settings()["show_pdf"]:
        return base.dead_page(link, "disabled")
    values = document._public_values(link)
    sent = document._public_link_sent_pdf()
    if sent:
        return pdf.file(link, sent.raw, values["title"])
    version = document._public_link_version(values)
    return pdf.stored(link, document, version, values["title"])


def serve_picture(document, number):
    """Return the picture of a product.

    :param document: on which it is sold
    :param int number: the product's id, as a browser sent it
    """
    content, kind = document._public_picture(number)
    return responses.file(content, kind, "picture") if content else responses.unknown()


class ViewController(Controller):
    @public_route("view")
    def view(self, link, document):
        """Show a quotation, order, invoice, credit note or delivery."""
        return base.log_visit(base.show(link, document), link)

    @public_route("view", "pdf")
    def download(self, link, document):
        """Serve the document's PDF."""
        return serve_pdf(link, document)

    @public_route("view", "picture/<int:number>")
    def picture(self, link, document, number):
        """Serve the picture of a product of this document."""
        return serve_picture(document, number)

    @public_route("view", "calendar.ics")
    def calendar(self, link, document):
        """Serve what is due, and when it comes, as a calendar file."""
        days = document._public_days()
        if not days:
            return responses.unknown()
        events = [(name, day, day, title) for name, day, title in days]
        content = calendar_file(events, fields.Datetime.now())
        name = link.env["public.link.pdf"]._filename(days[0][2])
        response = responses.file(content, "", name.replace(".pdf", ".ics"))
        # By their media type calendars on phones know it.
        response.headers["Content-Type"] = "text/calendar; charset=utf-8"
        return response
