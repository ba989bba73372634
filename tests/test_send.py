# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from .common import PublicLinkCase


class TestSend(PublicLinkCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.make_order()

    def wizard(self, documents, user=None, **values):
        """Return the wizard as the button opens it."""
        documents = documents.with_user(user or self.salesman)
        action = documents.action_public_link_send()
        Send = self.env["public.link.send"].with_user(user or self.salesman)
        return Send.with_context(**action["context"]).create(values)

    def test_smoke(self):
        wizard = self.wizard(self.order)
        print(wizard.subject, wizard.body)
        wizard.action_send()
        link = self.order.sudo().public_link_ids
        print(link.mail_state, link.document_title, link.mail_message_id.body)
