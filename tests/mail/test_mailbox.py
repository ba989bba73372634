# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A captured mailbox: every mail to a customer, in each language, as it arrives there."""

import re
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import getaddresses
from html import unescape
from unittest.mock import patch

from babel.dates import get_month_names
from lxml import html

from odoo.tests import tagged

from ...tools import placeholders
from ..common.base import CANARY, PublicLinkHttpCase
from ..common.mail_scenes import MailScenes
from ..common.mailbox import MailboxFixtures
from .test_mail import SECRETS

# How each language greets, says that one may answer, and writes numbers.
LANGS = {
    "en_US": ("Hello Joel Willis,", "Questions? Just reply.", "."),
    "fr_FR": ("Bonjour Joel Willis", "Des questions", ","),
    "de_DE": ("Guten Tag Joel Willis", "Fragen", ","),
    "es_ES": ("Joel Willis", "Preguntas", ","),
}
OURS = re.compile(r"https?://[^\s\"'<>()\]]+/link/[^\s\"'<>()\]]+")
# What stands beside the one link: the logo, and the address by which one unsubscribes.
BESIDE = ("/link/logo/", "/link/optout/", "/link/stop/")
# What a reader must never see of how mails are made.
MARKS = (
    "t-out",
    "{{",
    "}}",
    "&nbsp;",
    "&#",
    "<div",
    "<p",
    "<t ",
    "None,",
    "False,",
    "@media",
)


def flat(text):
    """Return a text in one line, with single blanks."""
    return " ".join(text.split())


@tagged("post_install", "-at_install")
class TestMailbox(MailScenes, MailboxFixtures, PublicLinkHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for lang in LANGS:
            cls.env["res.lang"]._activate_lang(lang)
        cls.env["ir.module.module"]._get("public_links")._update_translations(
            list(LANGS)
        )
        cls.make_scenes()
        cls.make_mailbox()

    def setUp(self):
        super().setUp()
        self.asked = self.ask_one(self.sold, 2)
        # So that what is undone after each mail is not its link: each is opened once.
        for document, purpose in self.linked():
            self.issue(document, purpose, self.customer)
        self.opened = set()
        self.env["mail.mail"].search([]).unlink()
        documents = self.quote | self.order
        self.secrets = [
            *SECRETS,
            *(one._portal_ensure_token() for one in documents),
            self.invoice._portal_ensure_token(),
        ]

    @contextmanager
    def undone(self):
        """Undo what a scene has done, once it was looked at."""
        with self.env.cr.savepoint() as savepoint:
            yield
            self.env.flush_all()
            savepoint.rollback()

    @contextmanager
    def noting_templates(self):
        """Note which templates were rendered."""
        used = set()
        Template = self.registry["mail.template"]
        render = Template._render_field

        def noting(self, *args, **kwargs):
            used.update(self.ids)
            return render(self, *args, **kwargs)

        with patch.object(Template, "_render_field", noting):
            yield used

    def test_every_mail_of_each_purpose_language_and_state_arrives_as_promised(self):
        """M2, M4, M6, M8, S2, S6, S7, F22: by SMTP, as a mail program gets it"""
        scenes = self.scenes()
        with self.noting_templates() as used:
            for number, lang in enumerate(LANGS):
                self.customer.lang = lang
                for place, scene in enumerate(scenes):
                    if scene.variant and place // 2 % len(LANGS) != number:
                        continue
                    with self.subTest(scene.name, lang=lang), self.undone():
                        arrived = self.arrive(scene.make)
                        self.assertEqual(len(arrived), 1)
                        self.judge(arrived[0], scene, lang)
        known = self.env["public.link.registry"]._known().purposes
        self.assertEqual({scene.purpose for scene in scenes}, set(known))
        rows = self.env["ir.model.data"].search(
            [("module", "=", "public_links"), ("model", "=", "mail.template")]
        )
        missing = rows.filtered(lambda row: row.res_id not in used)
        self.assertFalse(missing.mapped("name"), "No captured mail shows them.")

    def test_an_answer_to_any_of_them_reaches_staff(self):
        """M2, F36, S2: to each kind, with a catchall and without, from the customer and
        from another address, with the link in what is quoted"""
        kinds = {}
        for scene in self.scenes():
            kinds.setdefault((scene.name.partition(":")[0], scene.core), scene)
        kinds |= {
            scene.name: scene
            for scene in self.scenes()
            if scene.name in ("link: portal", "link: delivery", "core: message")
        }
        domain = self.company.alias_domain_id
        for number, scene in enumerate(kinds.values()):
            self.company.alias_domain_id = domain if number % 2 else False
            with self.subTest(scene.name, catchall=number % 2), self.undone():
                [captured] = self.arrive(scene.make)
                for sender in (self.customer.email_formatted, "Me <me@home.example>"):
                    self.judge_answer(captured, sender)
        self.company.alias_domain_id = domain

    def judge_answer(self, captured, sender):
        """Answer a captured mail as mail programs do, and check what Odoo makes of it."""
        mail = captured.mail
        [reply_to] = self.addresses(mail, "Reply-To") or self.addresses(mail, "From")
        answer = EmailMessage(policy=SMTP)
        answer["From"], answer["To"] = sender, reply_to
        answer["Subject"] = f"Re: {mail['Subject']}"
        answer["Message-Id"] = f"<{abs(hash((sender, mail['Message-Id'])))}@answer>"
        answer["In-Reply-To"] = answer["References"] = mail["Message-Id"]
        quoted = captured.plain.replace("\n", "\n> ")
        answer.set_content(f"Thank you, Anna.\n\nOn Monday you wrote:\n> {quoted}")
        self.env["mail.thread"].message_process(None, answer.as_bytes())
        message = self.env["mail.message"].search(
            [("message_id", "=", answer["Message-Id"])]
        )
        self.assertEqual(len(message), 1)
        self.assertFalse(message.subtype_id.internal)
        told, staff = message.notified_partner_ids, self.salesman | self.accountant
        # Without a catchall it comes to the sender's own mailbox; Odoo writes no second one.
        if reply_to not in staff.mapped("email"):
            self.assertTrue(told & staff.partner_id, told)
        self.assertNotIn(self.customer, told)
        self.assertIn("Thank you, Anna.", message.body)
        self.assertNotIn("eyJ", message.body)

    # === WHAT HOLDS FOR EACH === #

    def judge(self, captured, scene, lang):
        mail, greeting = captured.mail, LANGS[lang][0]
        self.judge_headers(captured, scene)
        self.judge_parts(captured)
        code = lang.replace("_", "-")
        root = html.fromstring(captured.html)
        self.assertEqual(root.get("lang"), code)
        body, hidden = root.find("body"), root.find("body")[0]
        preview, words = flat(hidden.text_content()), flat(body.text_content())
        self.assertIn("display:none", hidden.get("style"))
        self.assertGreater(len(preview), 5)
        self.assertTrue(words.startswith(preview), words)
        for text in (words, flat(captured.plain)):
            self.assertIn(LANGS[lang][1], text)
            if not scene.core:
                self.assertIn(greeting, text)
        self.judge_words(f"{mail['Subject']} {words}", scene, lang)
        self.judge_link(captured, root, scene, lang)

    def judge_headers(self, captured, scene):
        """One reader; who answers reaches staff; no header names what it should not."""
        mail = captured.mail
        self.assertEqual(captured.readers, (self.customer.email,))
        self.assertEqual(self.addresses(mail, "To"), [self.customer.email])
        self.assertFalse(mail["Cc"] or mail["Bcc"])
        users = self.salesman | self.accountant | self.warehouse
        ours = {self.company.email, *users.mapped("email")}
        self.assertIn(self.addresses(mail, "From")[0], ours)
        domain = self.company.alias_domain_id
        self.assertEqual(self.addresses(mail, "Reply-To"), [domain.catchall_email])
        self.assertEqual(captured.sender, domain.bounce_email)
        subject = mail["Subject"]
        self.assertTrue(subject and len(subject) < 110, subject)
        for mark in ("{{", "%", "\n", "False", "None"):
            self.assertNotIn(mark, subject)
        self.assertFalse(subject.rstrip().endswith((":", ",")), subject)
        for name, value in mail.items():
            for secret in ("eyJ", *self.secrets):
                self.assertNotIn(secret, value, name)
        stop = mail["List-Unsubscribe"]
        self.assertEqual(bool(stop), scene.optout)
        if stop:
            self.judge_open(stop.strip("<>"))
            self.assertIn(stop.strip("<>").rpartition("/link/")[2], captured.html)

    def addresses(self, mail, name):
        return [address for _name, address in getaddresses(mail.get_all(name, []))]

    def judge_parts(self, captured):
        """Plain text first, then HTML, one of which a program shows."""
        [both] = [
            part
            for part in captured.mail.walk()
            if part.get_content_type() == "multipart/alternative"
        ]
        kinds = [part.get_content_type() for part in both.iter_parts()]
        self.assertEqual(kinds, ["text/plain", "text/html"])
        for mark in MARKS:
            self.assertNotIn(mark, captured.plain)
        text = captured.plain.replace("\r\n", "\n")
        self.assertNotIn("\n\n\n", text)
        # No leftovers of markup: lone asterisks, numbers of footnotes, empty cells.
        self.assertNotRegex(text, r"\*|\[\d+\]|(?m:^[ \t]+|[ \t]+$)")

    def judge_words(self, text, scene, lang):
        """Amounts and dates as the reader writes them; no English elsewhere."""
        point = LANGS[lang][2]
        if scene.money:
            whole, cents = f"{scene.money:.2f}".split(".")
            self.assertIn(f"{whole[-3:]}{point}{cents}", text)
        months = get_month_names("wide", locale=lang)
        if scene.day:
            self.assertIn(months[scene.day.month], text)
            self.assertIn(str(scene.day.day), text)
        if lang != "en_US" and not scene.core:
            for english in (LANGS["en_US"][:2], (" your ", " please ", " will ")):
                for word in english:
                    self.assertNotIn(word, text)

    def judge_link(self, captured, root, scene, lang):
        """Exactly one link of ours, the reader's own, and it opens."""
        self.assertFalse(placeholders.find(captured.html))
        for text in (captured.html, captured.plain):
            for secret in (*self.secrets, CANARY, "/my/", "/mail/view"):
                self.assertNotIn(secret, text)
        found = {unescape(url) for url in OURS.findall(captured.html)}
        found = {url for url in found if not any(one in url for one in BESIDE)}
        self.assertEqual(len(found), 1, found)
        [url] = found
        self.assertRegex(url, rf"/link/{scene.purpose}/eyJ")
        self.assertIn(url, captured.plain)
        [button] = root.cssselect("a.pl-act")
        self.assertEqual(button.get("href"), url)
        self.assertTrue(button.text_content().strip())
        self.judge_open(url)

    def judge_open(self, url):
        """Open an address of ours as a stranger's browser would; each once."""
        path = f"/link/{url.partition('/link/')[2]}"
        if path not in self.opened:
            self.opened.add(path)
            self.assertEqual(self.get(path).status_code, 200, path)
