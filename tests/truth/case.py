# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the tests of the judge share: two sellers, and a customer's browser."""

from ..common.base import PublicLinkHttpCase
from .world import make_world, make_worlds


class TruthCase(PublicLinkHttpCase):
    # The database's own seller alone: the other one takes a chart of accounts.
    alone = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        if cls.alone:
            cls.worlds = {"seller": make_world(cls.env)}
        else:
            cls.worlds = make_worlds(cls.env)

    def page(self, path, data=None):
        """Return the HTML to which a path leads.

        :param str path: below the server's root
        :param dict data: what a form sends there
        """
        if data is None:
            return self.get(path, allow_redirects=True).text
        response = self.get(path, method="POST", data=data)
        # A form that is refused comes back with what was typed.
        path = response.headers.get("Location")
        return self.get(path).text if path else response.text
