# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The send wizard as staff open it, for the tests of the staff side."""

from contextlib import contextmanager

from odoo.addons.mail.tests.common import MockEmail

from .base import PublicLinkCase


class SendCase(MockEmail, PublicLinkCase):
    """A wizard as staff open it, and a post office that keeps what it gets."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._init_mail_gateway()
        cls.order = cls.make_order(user_id=cls.salesman.id)

    def wizard(self, documents, user=None, **values):
        """Return the wizard as the button, or the list's action, opens it."""
        user = user or self.salesman
        action = documents.with_user(user).action_public_link_send()
        Send = self.env["public.link.send"].with_user(user)
        return Send.with_context(**action["context"]).create(values)

    def links(self, documents):
        """Return all links of some documents, as superuser."""
        return self.env["public.link"].search(
            [("res_model", "=", documents._name), ("res_id", "in", documents.ids)]
        )

    @contextmanager
    def post_office(self):
        """Collect the mails that are made inside, before they would leave."""
        before = self.env["mail.mail"].search([], order="id desc", limit=1).id or 0
        mails = []
        yield mails
        mails += self.env["mail.mail"].search([("id", ">", before)], order="id")
