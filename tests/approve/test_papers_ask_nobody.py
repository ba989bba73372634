# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What customers type is printed as words: wkhtmltopdf, which runs inside the seller's
network, fetches nothing that they name."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from ..common.return_page import ReturnPageCase


class Listener(BaseHTTPRequestHandler):
    """A server inside the network, which notes who asks."""

    def do_GET(self):
        self.server.asked.append(self.path)
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args):
        pass


class TestPapersAskNobody(ReturnPageCase):
    def setUp(self):
        super().setUp()
        self.inside = ThreadingHTTPServer(("127.0.0.1", 0), Listener)
        self.inside.asked = []
        threading.Thread(target=self.inside.serve_forever, daemon=True).start()
        self.addCleanup(self.inside.server_close)
        self.addCleanup(self.inside.shutdown)
        self.url = f"http://127.0.0.1:{self.inside.server_address[1]}"
        self.reports = self.env["ir.actions.report"].with_context(
            force_report_rendering=True
        )

    def tags(self, name):
        return [
            f'"><img src={self.url}/{name}>',
            f"</span><iframe src={self.url}/{name}></iframe>",
            f"<link rel=stylesheet href={self.url}/{name}>",
            f"<script src={self.url}/{name}></script>",
            f"<style>*{{background:url({self.url}/{name})}}</style>",
        ]

    def printed(self, report, record):
        content = self.reports._public_link_print(report, record)
        self.assertTrue(content.startswith(b"%PDF"))

    def test_the_listener_hears_what_is_fetched(self):
        """Else the other tests would prove nothing."""
        body = f"<html><body>{self.tags('heard')[0]}</body></html>"
        self.reports._run_wkhtmltopdf([body])
        self.assertEqual(self.inside.asked, ["/heard"])

    def test_a_customers_words_on_quote_and_certificate_fetch_nothing(self):
        """S14, S28: names, references, terms and addresses"""
        picture, frame, *others = self.tags("approve")
        order, link = self.quote()
        self.customer.write({"street": "".join(others), "city": frame})
        response = self.approve(link, name=picture, sign="type", reference=frame)
        self.assertSaid(response, "approved")
        [row] = order.public_link_approval_ids
        self.assertIn("<", row.signer_name, "It is kept as it was typed.")
        self.printed(order._public_link_report(), order)
        self.printed("public_links.action_report_certificate", row)
        self.assertFalse(self.inside.asked)

    def test_a_customers_words_on_a_packing_slip_fetch_nothing(self):
        """S14, S28: notes, names"""
        tag = "".join(self.tags("return"))
        order = self.delivered()
        link = self.issue(order, "return")
        self.customer.write({"name": tag[:100], "street": tag})
        key = self.key(order)
        said = self.ask(link, {key: "1"}, note=tag, **{f"note-{key}": tag})
        self.assertSaid(said, "return_asked")
        [request] = order.return_request_ids
        self.printed(request._public_link_report(), request)
        self.assertFalse(self.inside.asked)
