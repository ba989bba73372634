# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Answers to our mails, as mail programs send them."""

from email.message import EmailMessage
from email.policy import SMTP


class AnswerFixtures:
    """To mix into a class with ``PublicLinkFixtures`` and ``MockEmail``."""

    @classmethod
    def make_alias_domain(cls):
        """Let answers come in under an address of Odoo's own, as most companies do."""
        cls.company.alias_domain_id = cls.env["mail.alias.domain"].create(
            {
                "name": "in.seller.example",
                "bounce_alias": "bounce.pl",
                "catchall_alias": "catchall.pl",
            }
        )

    def answer(self, message, text="When does it come?", **values):
        """Bring in an answer to a message, and return it as Odoo has posted it.

        :param message: `mail.message` that is answered
        :param str text: its words
        :param values: ``sender``, ``html`` (instead of the text), ``to``, ``headers``
        """
        mail = EmailMessage(policy=SMTP)
        number = self.env["mail.message"].search([], order="id desc", limit=1).id
        mail["Message-Id"] = f"<answer-{number}@example.com>"
        mail["From"] = values.get("sender") or self.customer.email_formatted
        mail["To"] = values.get("to") or message.reply_to or "sales@seller.example"
        mail["Subject"] = f"Re: {message.subject}"
        mail["In-Reply-To"] = message.message_id
        mail["References"] = message.message_id
        for name, value in (values.get("headers") or {}).items():
            mail[name] = value
        if values.get("html"):
            mail.set_content(values["html"], subtype="html")
        else:
            mail.set_content(text)
        with self.mock_mail_gateway():
            self.env["mail.thread"].message_process(None, mail.as_bytes())
        return self.env["mail.message"].search(
            [("message_id", "=", mail["Message-Id"])]
        )
