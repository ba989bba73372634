# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A mailbox of the tests: an SMTP server on loopback, to which Odoo really delivers.

Odoo's own tests replace what talks to a mail server; so does ``MockEmail``. Here core's
``ir.mail_server`` connects, and what is judged is what a mail program gets.
"""

import socketserver
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from functools import cached_property
from unittest.mock import patch


@dataclass(frozen=True)
class Captured:
    """One mail that arrived.

    :param sender: of the envelope
    :param readers: of the envelope
    :param mail: `email.message.EmailMessage`, as parsed from its bytes
    """

    sender: str
    readers: tuple
    mail: object

    @cached_property
    def html(self):
        return self.mail.get_body(("html",)).get_content()

    @cached_property
    def plain(self):
        return self.mail.get_body(("plain",)).get_content()


class _Session(socketserver.StreamRequestHandler):
    """One connection: what RFC 5321 asks of a server that takes mail, and no more."""

    disable_nagle_algorithm = True

    def handle(self):
        self.sender, self.readers = None, []
        self.say("220 mailbox.example ESMTP")
        for line in self.rfile:
            verb, _space, rest = line.decode("ascii").strip().partition(" ")
            answer = getattr(self, f"on_{verb.lower()}", None)
            said = answer(rest) if answer else "502 Not known"
            if said:
                self.say(said)
            if said is None or said.startswith("221"):
                return

    def say(self, text):
        self.wfile.write(f"{text}\r\n".encode())

    def on_ehlo(self, _rest):
        return "250-mailbox.example\r\n250-8BITMIME\r\n250 SMTPUTF8"

    def on_noop(self, _rest):
        return "250 OK"

    def on_rset(self, _rest):
        self.sender, self.readers = None, []
        return "250 OK"

    def on_quit(self, _rest):
        return "221 Bye"

    def on_mail(self, rest):
        trouble = self.trouble("mail")
        if trouble is not False:
            return trouble
        self.sender = self.address(rest)
        return "250 OK"

    def on_rcpt(self, rest):
        reader = self.address(rest)
        trouble = self.trouble("rcpt", reader)
        if trouble is not False:
            return trouble
        self.readers.append(reader)
        return "250 OK"

    def on_data(self, _rest):
        trouble = self.trouble("data")
        if trouble is not False:
            return trouble
        self.say("354 Go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        trouble = self.trouble("taken", *self.readers)
        # A server that goes away after the last dot has taken it; one that says no has not.
        if trouble is None or trouble is False:
            mail = message_from_bytes(b"".join(lines), policy=policy.default)
            self.server.mailbox.mails.append(
                Captured(self.sender, tuple(self.readers), mail)
            )
        self.sender, self.readers = None, []
        return "250 Taken" if trouble is False else trouble

    def trouble(self, when, *about):
        """Return what the server says instead: False for nothing, None to hang up."""
        return self.server.mailbox.trouble(when, *about)

    @staticmethod
    def address(rest):
        return rest.partition("<")[2].partition(">")[0]


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


class Mailbox:
    """The server, and what it has taken in ``mails``.

    ``trouble`` may be replaced, to have it refuse mails or hang up, see ``_Session``.
    """

    def __init__(self):
        self.mails = []
        self.server = _Server(("127.0.0.1", 0), _Session)
        self.server.mailbox = self
        self.port = self.server.server_address[1]
        # Half a second, as by default, is what each class would wait at its end.
        serve = {"poll_interval": 0.02}
        self.thread = threading.Thread(
            target=self.server.serve_forever, kwargs=serve, daemon=True
        )
        self.thread.start()

    def trouble(self, _when, *_about):
        return False

    def close(self):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


class MailboxFixtures:
    """To mix into a class with ``PublicLinkFixtures``: ``cls.mailbox``, and Odoo's outgoing
    mail server that leads there."""

    @classmethod
    def make_mailbox(cls):
        cls.mailbox = Mailbox()
        cls.addClassCleanup(cls.mailbox.close)
        Server = cls.env["ir.mail_server"]
        Server.search([]).active = False
        cls.mail_server = Server.create(
            {
                "name": "The tests' mailbox",
                "smtp_host": "127.0.0.1",
                "smtp_port": cls.mailbox.port,
                "smtp_encryption": "none",
                "smtp_authentication": "login",
                # Else core writes an address of its own into From.
                "from_filter": "seller.example,in.seller.example",
            }
        )

    @contextmanager
    def delivering(self):
        """Let core connect and send, which it refuses in tests; collect what arrives.

        :return: list of `Captured`, filled at the end
        """
        self.mailbox.mails.clear()
        arrived = []
        Server = self.registry["ir.mail_server"]
        with patch.object(Server, "_disable_send", return_value=False):
            yield arrived
        arrived += self.mailbox.mails

    def arrive(self, make):
        """Call a function that writes mails to the customer, and have them leave.

        :return: what arrived in the customer's mailbox
        :rtype: list[Captured]
        """
        Mail = self.env["mail.mail"]
        last = Mail.search([], order="id desc", limit=1).id or 0
        with self.delivering() as arrived:
            make()
            self.env.flush_all()
            waiting = [("id", ">", last), ("state", "=", "outgoing")]
            Mail.search(waiting, order="id").send()
        return [one for one in arrived if self.customer.email in one.readers]
