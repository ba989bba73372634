# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How a token becomes a link, and a link a URL."""

from odoo import api, models, tools
from odoo.tools import SQL

from ...tools import tokens
from . import replica
from .error_pages import dead_values
from .public_link_read import fetch_ids, fetch_where, once

# The fields that opening a link reads; pages need no others.
OPEN_FIELDS = (
    "purpose",
    "res_model",
    "res_id",
    "document_name",
    "partner_id",
    "channel",
    "commercial_partner_id",
    "email",
    "company_id",
    "parent_id",
    "jti",
    "key_id",
    "expires_at",
    "revoked_at",
    "revoked_reason",
    "opened_last",
)


class UnknownLink(Exception):
    """The token is not of a link of this database. The answer must say nothing else."""


class DeadLink(Exception):
    """A genuine link that opens nothing now.

    :param link: the link, as superuser
    :param str reason: expired, revoked, disabled, blocked, gone
    """

    def __init__(self, link, reason):
        super().__init__(reason)
        self.link = link
        self.reason = reason


# Fields by which ``website``, where it is installed, finds a record's website.
OWNERS = ("website_id", "company_id")


class PublicLink(models.Model):
    _inherit = "public.link"

    @api.model
    def _open(self, token, purpose):
        """Return the link that a token names, if it is alive.

        :param str token: what stood in the URL
        :param str purpose: the purpose of the route
        :return: the link, as superuser
        :rtype: `public.link`
        :raise UnknownLink: for anything that is no link of this database
        :raise DeadLink: for a genuine link that opens nothing now
        """
        link = self._find(token, purpose)
        if reason := link._dead_reason():
            raise DeadLink(link, reason)
        return link

    @api.model
    def _find(self, token, purpose):
        """Return the link that a token names, dead or alive.

        The signature is checked without a query, the link found by one.

        :rtype: `public.link`
        :raise UnknownLink: for anything that is no link of this database
        """
        keys = self.env["public.link.key"]
        try:
            jti, kid = tokens.read(token, purpose, keys._verification_keys())
        except tokens.InvalidToken as error:
            raise UnknownLink(str(error)) from None
        # Superuser: the token is the authority, not the visitor.
        link = fetch_where(self.sudo(), OPEN_FIELDS, SQL("jti = %s", jti))
        if not link:
            replica.unknown_yet(self.env.cr)
        key = keys._all()[kid]
        if not link or link.purpose != purpose or link.key_id.id != key.id:
            raise UnknownLink("no such link")
        return link

    def _dead_reason(self):
        """Hook: return why this link opens nothing, or ``None``.

        The order matters: where a switch is off, that is the reason that is told, whatever
        else applies.

        :return: expired, revoked, disabled, blocked, gone
        :rtype: str | None
        """
        if not self._is_known():
            return "gone"
        switched_on = self.company_id._public_links_on(self.purpose)
        if not (switched_on or self._is_kept_on()):
            return "disabled"
        if self.commercial_partner_id.public_links_blocked or (
            self.partner_id.public_links_blocked
        ):
            return "blocked"
        if self.revoked_at:
            gone = self.revoked_reason in ("deleted", "uninstalled")
            return "gone" if gone else "revoked"
        if self._signing_key().retired:
            return "revoked"
        if not self._is_young():
            return "expired"
        return self.parent_id._dead_reason() if self.parent_id else None

    def _is_kept_on(self):
        """Hook: tell whether this link stays open although its purpose is switched off,
        for what goes on already.

        :rtype: bool
        """
        return False

    def _is_known(self):
        """Tell whether this database still knows the purpose and the kind of document: the
        addon that brought them may have been uninstalled."""
        known = self.env["public.link.registry"]._known()
        return self.purpose in known.purposes and self.res_model in known.documents

    def _document(self):
        """Return the document, or an empty recordset when it is gone.

        Of the superuser's records only the fields that the page shows are read. It is
        returned in the link's company: a contact without one has a portal in each.
        """
        if not self._is_known():
            return self.env["public.link.mixin"].browse()
        model = self.env[self.res_model].with_context(active_test=False)
        model = model.with_company(self.company_id)
        if not self.env.su:
            return model.search([("id", "=", self.res_id)])
        return fetch_ids(model.browse(self.res_id), model._public_fields)

    def _page_context(self, asked=""):
        """Return the context in which the page is made: its reader's language and zone.

        :param str asked: the language that the reader has chosen
        :rtype: dict
        """
        partner = self.partner_id or self.commercial_partner_id
        settings = self.company_id._public_links_settings()
        installed = dict(self.env["res.lang"].get_installed())
        wanted = (asked, partner.lang, settings["lang"], "en_US", *installed)
        return {
            "lang": next(code for code in wanted if code in installed),
            "tz": partner.tz or settings["tz"],
            "allowed_company_ids": self.company_id.ids,
            # What was sent to somebody stands on that reader's page alone.
            "public_link_reader": self.partner_id.id,
            "prefetch_fields": False,
        }

    def _signing_key(self):
        """Return the key generation of this link, from the cache."""
        keys = self.env["public.link.key"]._all().values()
        return next(row for row in keys if row.id == self.key_id.id)

    @api.model
    @tools.ormcache("self.env.lang")
    def _unknown_page(self):
        """Return the page for a token that is not of a link.

        Who tries tokens gets it again and again, so it is cached for each language.

        :rtype: str
        """
        page = dead_values(
            self.env,
            "unknown",
            self.env._("This page does not exist"),
            self.env._(
                "Please check that you opened the whole link, or open it from the email"
                " that you got."
            ),
        )
        return str(
            self.env["ir.qweb"]._render("public_links.dead_page", {"page": page})
        )

    # === URL === #

    def _token(self):
        """Return the token, signed anew each time: it is not stored anywhere (S2)."""
        self.ensure_one()
        # A page has a dozen addresses below its link.
        return once(self, "token", self._signed)

    def _signed(self):
        link = self.sudo()  # the key and the identifier are the superuser's alone
        row = link._signing_key()
        return tokens.sign(row.key, row.kid, link.jti, link.purpose)

    def _path(self, action=""):
        """Return the path of the page, or of one of its actions."""
        self.ensure_one()
        parts = [f"/link/{self.purpose}/{self._token()}", self._place(), action]
        return "/".join(filter(None, parts))

    def _at(self, place):
        """Return this link placed at one of its pages, for purposes that have several.

        ``_path`` then returns paths below that page.

        :param str place: the path of the page below the link
        """
        return self.with_context(public_link_place=(self.id, place))

    def _place(self):
        """Return the page that ``_at`` has placed this link at; "" for the first one."""
        link_id, place = self.env.context.get("public_link_place", (0, ""))
        return place if link_id == self.id else ""

    def _form_path(self, action):
        """Return the path to which a form of the page is sent, with the page's language."""
        return f"{self._path(action)}?lang={self.env.lang}"

    def _url(self, action=""):
        """Return the absolute URL: of the document's or the company's website, else from
        ``web.base.url``, and never from a request (S5)."""
        self.ensure_one()
        link = self.sudo()  # reads websites
        owner = link
        if self._is_known():
            owner = link.env[self.res_model].browse(self.res_id)
        # A contact may belong to no website and no company: then the link's company counts.
        if "website" in self.env and not any(
            owner[name] for name in OWNERS if name in owner._fields
        ):
            owner = link
        return owner.get_base_url() + self._path(action)

    @api.model
    def _placeholder_base(self):
        """Return the server's address, with which placeholders begin."""
        # sudo: the server's own address
        base = self.env["ir.config_parameter"].sudo().get_param("web.base.url")
        return base.rstrip("/")
