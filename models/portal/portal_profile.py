# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The portal's pages about the contact: profile and messages."""

from odoo import models
from odoo.tools.translate import LazyTranslate

from ...tools.headers import CSP
from .portal_list import number_of
from .portal_section import Section

_lt = LazyTranslate(__name__)


class Messages(Section):
    code = "messages"
    sequence = 80
    switches = ("portal_messages",)
    template = "public_links.portal_messages"
    # A script shows the progress of uploads: it may talk to our own server.
    headers = {"csp": CSP + "; connect-src 'self'"}

    def label(self):
        return self.env._("Messages")

    def values(self, asked):
        link = self.link._at(self.code) if self.link.id else self.link
        # The form for a message is unfolded.
        form = {"which": "comment"}
        return {"talk": self.portal.contact._public_talk(link), "form": form}


class Profile(Section):
    code = "profile"
    sequence = 90
    switches = ("portal_profile",)
    template = "public_links.portal_profile"

    def label(self):
        return self.env._("Profile")

    def values(self, asked):
        link = self.link._at(self.code) if self.link.id else self.link
        form = {"which": "address", "number": number_of(asked.get("address"))}
        return {
            "title": self.env._("Your profile"),
            "profile": self.portal.contact._public_profile_values(link, form),
        }


class ResPartner(models.Model):
    _inherit = "res.partner"

    _public_message_field = "partner_id"

    def _public_talk_on(self, setting):
        settings = self._public_link_company()._public_links_settings()
        if not settings["portal_messages"] or setting == "changes":
            return False
        return setting == "messages" or settings[setting]

    _talk_words = {
        "comment": (_lt("%s wrote in the portal"), _lt("Message by the portal:")),
        "file": (_lt("%s sent files by the portal"), _lt("Files by link: %s")),
    }
