# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo.tests import BaseCase, tagged

from ...tools.plain_text import plain_text
from .test_mail import MailCase

DATA = (
    "<table><tr><td>Amount</td><td>$ 9.00</td></tr>"
    "<tr><td>Paid<br/>by</td><td>Joel</td></tr><tr><td></td><td></td></tr></table>"
)


@tagged("post_install", "-at_install")
class TestPlainText(BaseCase):
    """M6: what readers without HTML get"""

    def test_what_nobody_sees_is_left_out(self):
        """M6: preview line, styles, comments"""
        for html in (
            '<div style="display:none;max-height:0">Preview</div><p>Hello</p>',
            "<html><head><title>T</title><style>p{}</style></head>"
            "<body><!-- c --><p>Hello</p><script>x()</script></body></html>",
        ):
            self.assertEqual(plain_text(html), "Hello")
        for nothing in ("", " \n", None, "<!-- c -->", "<style>p{}</style>"):
            self.assertEqual(plain_text(nothing), "")

    def test_paragraphs_have_an_empty_line_between_them(self):
        """M6: and never two; words of one line stay together"""
        html = (
            "<h1>A</h1>\n<div><p> B \n <b>c</b></p><div>D</div><div>E<br>F</div></div>"
        )
        self.assertEqual(plain_text(html), "A\n\nB c\n\nD\n\nE\nF")
        self.assertEqual(plain_text("<ul><li>a</li><li>b</li></ul>"), "- a\n\n- b")

    def test_links_are_followed_by_their_address(self):
        """M6: a button's in a line of its own; of telephone numbers the number"""
        for html, text in (
            (
                '<p><a class="pl-act" href="https://x.example/1">Pay</a></p>',
                "Pay:\nhttps://x.example/1",
            ),
            ('<p>See <a href="https://x.example/">this</a>.</p>', None),
            ('<a href="https://x.example/">https://x.example/</a>', None),
            ('<a href="tel:+15550102030">+1 555</a>', "+1 555"),
            ('<a href="mailto:a@x.example">a@x.example</a>', "a@x.example"),
            ('<a href="javascript:x()">x</a>', "x"),
            ('<a href="https://x.example/"><img alt="Logo"/></a>', None),
        ):
            with self.subTest(html):
                expected = text or {
                    "<p": "See this: https://x.example/.",
                    "<a": "https://x.example/",
                }.get(html[:2])
                if "Logo" in html:
                    expected = "Logo: https://x.example/"
                self.assertEqual(plain_text(html), expected)

    def test_a_row_of_data_is_a_line(self):
        """M6: and tables for the layout are no tables"""
        self.assertEqual(plain_text(DATA), "Amount    $ 9.00\nPaid, by  Joel")
        layout = f'<table role="presentation"><tr><td>{DATA}</td></tr></table>'
        self.assertEqual(plain_text(layout), plain_text(DATA))
        nested = f"<table><tr><td><p>Hello</p></td><td>{DATA}</td></tr></table>"
        self.assertIn("Hello\n\nAmount", plain_text(nested))

    def test_what_staff_wrote_keeps_its_lines(self):
        """M6: and no-break spaces stay, which amounts have"""
        note = '<p style="white-space: pre-line;">One\nTwo</p>'
        self.assertEqual(plain_text(note), "One\nTwo")
        self.assertEqual(plain_text("<p>$\xa09.00</p>"), "$\xa09.00")


class TestPlainTextOfMails(MailCase):
    def test_each_of_several_addresses_reads_its_own_link(self):
        """M8, M6: in the plain text, too; of core's layout as well"""
        self.customer.email = "anna@example.com, bob@example.com"
        for core in (False, True):
            self.env.ref("mail.mail_notification_layout").arch_updated = core
            order = self.make_order()
            self.send(order)
            plain = [mail["body_alternative"] for mail in self._mails]
            tokens = [text.partition("/link/view/")[2].split()[0] for text in plain]
            with self.subTest(core=core):
                self.assertEqual(len(set(filter(None, tokens))), 2)
                for text in plain:
                    self.assertNotIn("/link/for/", text)
                    self.assertNotIn("/link/to/", text)
