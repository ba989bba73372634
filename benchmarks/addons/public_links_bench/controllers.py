# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import http, sql_db


class BenchController(http.Controller):
    @http.route(
        "/public_links_bench/ok",
        type="http",
        auth="none",
        csrf=False,
        save_session=False,
        readonly=True,
    )
    def ok(self):
        """Answer with two letters: what Odoo costs without any page."""
        return "ok"

    @http.route(
        "/public_links_bench/queries",
        type="http",
        auth="none",
        csrf=False,
        save_session=False,
        readonly=True,
    )
    def queries(self):
        """Return how many SQL statements this process has run so far."""
        return str(sql_db.sql_counter)
