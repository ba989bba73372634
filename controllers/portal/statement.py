# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.http import Controller, request

from ...models.portal.portal_section import Portal
from ...models.portal.res_partner_statement import version_of
from .. import base, pdf, responses
from ..base import public_route

# How many statements of one contact may wait to be rendered: each period is another PDF.
WAITING = 5


class PortalStatementController(Controller):
    @public_route("portal", "statement/pdf")
    def statement_pdf(self, link, document):
        """Serve the PDF of the statement of a period."""
        section = Portal(link, document).section("statement")
        if not section or not section.settings["show_pdf"]:
            return responses.unknown()
        since, until = section.period(request.httprequest.args)
        values = section.statement(since, until)
        version = version_of(since, until, document._public_link_version(values))
        store = link.env["public.link.pdf"]
        if not store._find(document, version) and store._waiting(document) >= WAITING:
            return self._too_many(link)
        return pdf.stored(link, document, version, values["title"])

    @public_route("portal", "statement/csv")
    def statement_csv(self, link, document):
        """Serve the statement of a period as a table for spreadsheets."""
        section = Portal(link, document).section("statement")
        if not section:
            return responses.unknown()
        since, until = section.period(request.httprequest.args)
        content = document._public_statement_csv(link.company_id, since, until)
        name = f"{link.env._('Statement')} {since or ''} {until}.csv"
        return responses.file(content, "text/csv", name)

    @staticmethod
    def _too_many(link):
        env = link.env
        return responses.dead(
            env,
            "busy",
            429,
            env._("One after the other, please"),
            env._("Some of your statements are being prepared. Try again in a minute."),
            seller=base.seller_values(link.company_id),
        )
