# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the tests of the portal share."""

import re
from html import unescape

from .pay import PayFixtures


class PortalFixtures(PayFixtures):
    """A company whose portal is on, and the portal link of its customer."""

    @classmethod
    def make_portal(cls):
        cls.company.public_links_portal_enabled = True
        cls.link = cls.Link.sudo()._issue(cls.customer, "portal")

    def page(self, place="", link=None, **kwargs):
        """Open a page of the portal as the customer does."""
        return self.open(link or self.link, place, **kwargs)

    def titles(self, response):
        """Return what the rows of a page are called."""
        found = re.findall(r'class="what"><b><bdi>(.*?)</bdi>', response.text)
        return [unescape(one) for one in found]

    def badges(self, response):
        """Return the states of a page's rows."""
        return re.findall(r'class="pill \w+" data-code="(\w+)"', response.text)

    def nav(self, response):
        """Return the labels of the navigation."""
        [nav] = re.findall(r'<nav class="sections".*?</nav>', response.text, re.DOTALL)
        return re.findall(r">([^<>]+)</a>", nav)

    def post(self, place, data=None, link=None, **kwargs):
        """Send a form of the portal."""
        return self.page(place, link, method="POST", data=data or {}, **kwargs)
