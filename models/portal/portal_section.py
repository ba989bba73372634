# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A customer's portal and its sections.

A section is a class, not a model: an instance lives as long as a request. By registering it
(``public.link.registry._sections``) it gets into the navigation, onto the overview, and
behind its URL.
"""

import functools
from urllib.parse import urlencode

from odoo.tools import SQL


class Portal:
    """One customer's portal, as one link opens it.

    :param link: `public.link` of the purpose "portal", possibly a new record when staff
        preview
    :param contact: `res.partner`, whose customer's documents are shown
    :param staff: the environment of a user who previews: sections whose documents the
        user may not read are left out
    :param bool near: whether it is shown right below the link's address, where relative
        addresses do: the whole one has 180 characters, and a list has dozens
    """

    def __init__(self, link, contact, staff=None, near=False):
        self.link, self.env, self.company = link, link.env, link.company_id
        self.contact, self.customer = contact, contact.commercial_partner_id
        self.settings = self.company._public_links_settings()
        # The token is signed once for all URLs of a page.
        self.path, self.near = link._at("")._path() if link.id else "", near
        self.known = self.env["public.link.registry"]._known().sections
        sections = [cls(self) for cls in self.known.values()]
        self.sections = [one for one in sections if one.is_on() and one.is_for(staff)]

    def url(self, place="", **asked):
        """Return the URL of a page of the portal, in the current language: for links and
        forms of the page that is shown, since it may be relative (``near``).

        :param str place: its path below the link
        :param asked: values of its query; empty ones are left out
        """
        asked = {name: value for name, value in asked.items() if value}
        if not self.path:
            # A preview has one URL, and does not open documents.
            asked = urlencode({"section": place, **asked})
            return f"?{asked}" if place in self.known else "#"
        query = urlencode({"lang": self.env.lang, **asked})
        if not place:
            return f"{self.path}?{query}"
        return f"{place}?{query}" if self.near else f"{self.path}/{place}?{query}"

    def section(self, code):
        """Return a section that is switched on, or ``None``.

        :param str code: its name in the path
        """
        return next((one for one in self.sections if one.code == code), None)

    def of_kind(self, kind):
        """Return the section for a kind of documents if it is switched on, or ``None``.

        :param str kind: the first part of the path of one of them
        """
        return next((one for one in self.sections if one.kind == kind), None)

    @functools.cached_property
    def numbers(self):
        """How many documents there are, by the code of their section."""
        asked = {one.code: sql for one in self.sections if (sql := one.counting())}
        if not asked:
            return {}
        columns = SQL(", ").join(SQL("(%s)", sql) for sql in asked.values())
        self.env.flush_all()
        [numbers] = self.env.execute_query(SQL("SELECT %s", columns))
        return dict(zip(asked, numbers, strict=True))

    def nav(self, current):
        """Return the navigation, see ``page_values.PortalPage``.

        :param str current: the code of the section that is shown
        """
        return [
            {
                "label": one.label(),
                "url": self.url(one.code),
                "current": one.code == current,
            }
            for one in self.sections
        ]


class Section:
    """One page of the portal, in its navigation.

    :param Portal portal: whose section it is
    """

    # Its name in the path, after the token.
    code = ""
    # The first part of the paths of its documents; "" if it has none with pages.
    kind = ""
    # The model of its documents: in a preview the user must be able to read it.
    model = ""
    # Its place in the navigation, lowest first.
    sequence = 100
    # Switches of the company, without their prefix, all of which must be on.
    switches = ()
    # The template that shows ``values``; see ``registry.Purpose`` for headers.
    template = ""
    headers = {}

    def __init__(self, portal):
        self.portal, self.env, self.settings = portal, portal.env, portal.settings
        self.link, self.customer = portal.link, portal.customer

    def is_on(self):
        """Tell whether the section is switched on for this customer."""
        return all(self.settings[name] for name in self.switches)

    def is_for(self, staff):
        """Tell whether the section is shown.

        :param staff: the environment of a user who previews; ``None`` for the customer
        """
        return not (staff and self.model) or staff[self.model].has_access("read")

    def people(self):
        """Return the customer's contacts, archived ones too, as a subselect."""
        return SQL(
            "SELECT id FROM res_partner WHERE commercial_partner_id = %s",
            self.customer.id,
        )

    def label(self):
        """Return its name in the navigation."""
        raise NotImplementedError

    def counting(self):
        """Return the query for the number of its documents, see ``Portal.numbers``.

        :rtype: SQL or None
        """
        return None

    def summary(self):
        """Return a few words about it for the overview, or ""."""
        return ""

    def note(self):
        """Return a sentence for the overview, shown below what waits, or ""."""
        return ""

    def attention(self):
        """Return the documents that wait for the customer, see ``page_values.PortalRow``.

        :rtype: list[dict]
        """
        return []

    def values(self, asked):
        """Return what the page shows, beside layout and navigation.

        :param asked: the query of the URL, as the visitor sent it: every value must be
            checked
        :rtype: dict
        """
        raise NotImplementedError

    def kept(self, **asked):
        """Return the hidden fields of a form that asks for this page with other values.

        :param asked: what stays as it is in the page's query
        :rtype: list[tuple[str, str]]
        """
        if not self.link.id:
            # A preview has one URL.
            asked["section"] = self.code
        return list(asked.items())

    def pager(self, number, last, **asked):
        """Return the links to the pages before and after one; ``None`` if it is the only one.

        :param int number: the page that is shown
        :param int last: how many there are
        :param asked: the other values of the query, which the URLs keep
        """
        if last < 2:
            return None

        def url(page):
            return self.portal.url(self.code, page=page, **asked)

        return {
            "text": self.env._("Page %(page)s of %(pages)s", page=number, pages=last),
            "before": url(number - 1) if number > 1 else "",
            "after": url(number + 1) if number < last else "",
        }

    def page(self, asked):
        """Return the page, see ``registry.Purpose``."""
        values = {"title": self.label(), "kind": "portal", **self.values(asked)}
        return self.template, self.around(values), self.headers

    def around(self, values):
        """Return the values of a page of this section, with those of the navigation."""
        return values | {
            "nav": self.portal.nav(self.code),
            "footer": self.portal.contact._public_footer(self.link),
        }


class Overview(Section):
    """The first page: what waits for the customer, and where everything is."""

    sequence = 0
    template = "public_links.portal_overview"

    def label(self):
        return self.env._("Overview")

    def values(self, asked):
        env, sections = self.env, self.portal.sections[1:]
        waiting = [row for one in sections for row in one.attention()]
        return {
            "title": env._("Your documents"),
            # Contacts that are addresses may have no name.
            "greeting": env._(
                "Hello %s", self.portal.contact.name or self.customer.name or ""
            ),
            "sentence": env._(
                "Here is everything that %s has for you, in one place.",
                self.settings["company_name"],
            ),
            "welcome": (self.settings["portal_welcome"] or "").strip(),
            "waiting": waiting,
            "notes": [note for one in sections if (note := one.note())],
            "pay_url": self.portal.url("pay"),
            "calm": ""
            if waiting
            else env._("All is in order: nothing waits for you at the moment."),
            "sections": [
                {
                    "label": one.label(),
                    "url": self.portal.url(one.code),
                    "summary": one.summary(),
                }
                for one in sections
            ],
        }
