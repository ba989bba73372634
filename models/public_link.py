# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging
from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models, tools
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import email_normalize

from .. import tokens
from ..controllers.responses import dead_values
from ..purposes import DAYS_MAX, DAYS_MIN, MODELS, PURPOSES

_logger = logging.getLogger(__name__)


# What opening a link reads: nothing else is fetched for a page.
OPEN_FIELDS = [
    "purpose",
    "res_model",
    "res_id",
    "document_name",
    "partner_id",
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
]


class UnknownLink(Exception):
    """No link of this database: nothing may be said about it."""


class DeadLink(Exception):
    """A genuine link that opens nothing now.

    :param link: the link, as superuser
    :param str reason: expired, revoked, disabled, blocked, gone
    """

    def __init__(self, link, reason):
        super().__init__(reason)
        self.link = link
        self.reason = reason


class PublicLink(models.Model):
    """A capability: one purpose on one document for one recipient until an expiry."""

    _name = "public.link"
    _description = "Public Link"
    _order = "id desc"
    _rec_name = "document_name"

    purpose = fields.Selection(PURPOSES, required=True, readonly=True)
    res_model = fields.Selection(
        selection="_selection_res_model",
        string="Document Type",
        required=True,
        readonly=True,
    )
    res_id = fields.Many2oneReference(
        "Document", model_field="res_model", required=True, readonly=True
    )
    document_name = fields.Char(readonly=True)
    partner_id = fields.Many2one(
        "res.partner",
        "Recipient",
        readonly=True,
        index=True,
        ondelete="cascade",
        help="Empty for the link inside a QR code on a printed document.",
    )
    commercial_partner_id = fields.Many2one(
        "res.partner", "Customer", readonly=True, index=True, ondelete="cascade"
    )
    email = fields.Char(
        "Sent To", readonly=True, help="The recipient's address when the link was made."
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    parent_id = fields.Many2one(
        "public.link",
        "Derived From",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        help="A link that a customer reached from another one never outlives it.",
    )
    child_ids = fields.One2many("public.link", "parent_id", "Derived Links")
    channel = fields.Selection(
        [
            ("mail", "Mail"),
            ("copy", "Copied by staff"),
            ("qr", "QR code"),
            ("derived", "Derived"),
            ("request", "Asked for by the customer"),
        ],
        "Came By",
        required=True,
        default="mail",
        readonly=True,
    )
    user_id = fields.Many2one(
        "res.users", "Sent By", readonly=True, default=lambda self: self.env.user
    )

    key_id = fields.Many2one(
        "public.link.key",
        readonly=True,
        required=True,
        index=True,
        groups="base.group_no_one",
    )
    # Names the link in its token; with the key it is the whole capability.
    jti = fields.Char(readonly=True, required=True, copy=False, groups=fields.NO_ACCESS)

    lifetime_days = fields.Integer(readonly=True)
    expires_at = fields.Datetime("Expires", required=True, readonly=True, index=True)
    revoked_at = fields.Datetime("Revoked", readonly=True)
    revoked_by = fields.Many2one("res.users", readonly=True)
    revoked_reason = fields.Selection(
        [
            ("staff", "Revoked by staff"),
            ("regenerated", "Replaced by a new link"),
            ("customer", "All links of the customer were revoked"),
            ("company", "All links of the company were revoked"),
            ("document", "All links of the document were revoked"),
            ("deleted", "The document was deleted"),
            ("key", "Its signing key was retired"),
            ("moved", "The contact moved to another customer"),
            ("merged", "The contact was merged with another one"),
            ("parent", "The link it was derived from was revoked"),
            ("reassigned", "The document went to another customer"),
        ],
        readonly=True,
    )
    state = fields.Selection(
        [("active", "Active"), ("expired", "Expired"), ("revoked", "Revoked")],
        compute="_compute_state",
        search="_search_state",
    )

    sent_at = fields.Datetime("Sent", readonly=True)
    mail_message_id = fields.Many2one(
        "mail.message",
        "Message",
        readonly=True,
        ondelete="set null",
        index="btree_not_null",
    )
    opened_first = fields.Datetime("First Opened", readonly=True)
    opened_last = fields.Datetime("Last Opened", readonly=True)
    open_count = fields.Integer("Opens", readonly=True)
    event_ids = fields.One2many("public.link.event", "link_id", "Events")

    _jti_unique = models.UniqueIndex("(jti)")
    _portal_unique = models.UniqueIndex(
        "(partner_id, company_id) WHERE purpose = 'portal' AND revoked_at IS NULL"
        " AND parent_id IS NULL",
    )
    _document_index = models.Index("(res_model, res_id)")

    # === COMPUTE METHODS === #

    @api.model
    def _selection_res_model(self):
        return [
            (model.model, model.name)
            for model in map(self.env["ir.model"]._get, MODELS)
        ]

    @api.depends("expires_at", "revoked_at")
    def _compute_state(self):
        now = fields.Datetime.now()
        for link in self:
            if link.revoked_at:
                link.state = "revoked"
            else:
                link.state = "active" if link._is_young(now) else "expired"

    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        live = Domain("revoked_at", "=", False)
        domains = {
            "active": live & Domain("expires_at", ">", now),
            "expired": live & Domain("expires_at", "<=", now),
            "revoked": Domain("revoked_at", "!=", False),
        }
        return Domain.OR(domains[state] for state in value if state in domains)

    def _is_young(self, now=None):
        """Tell whether the expiry lies ahead."""
        return bool(self.expires_at) and self.expires_at > (
            now or fields.Datetime.now()
        )

    # === ACCESS === #

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        """Show nobody a link of a document that they cannot read."""
        if not (self.env.su or bypass_access):
            domain = Domain(domain) & self._readable_domain()
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    @api.model
    def _readable_domain(self):
        """Return the links whose document the user may read, as one domain."""
        domains = []
        for name in MODELS:
            model = self.env[name].with_context(active_test=False)
            if model.has_access("read"):
                domains.append(
                    Domain("res_model", "=", name)
                    & Domain("res_id", "in", model._search([]))
                )
        return Domain.OR(domains)

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if self.env.su or not self:
            return result
        forbidden = result[0] if result else self.browse()
        rest = self - forbidden
        readable = (
            rest.sudo()
            .search(  # the domain below is the user's own
                Domain("id", "in", rest.ids) & self._readable_domain()
            )
            .sudo(False)
        )
        if hidden := rest - readable:

            def error(records=hidden):
                return AccessError(
                    self.env._(
                        "You cannot see the links of a document that you cannot read."
                    )
                )

            return (forbidden + hidden, result[1] if result else error)
        return result

    # === ISSUE === #

    @api.model
    def _issue(self, documents, purpose, partners=None, channel="mail"):
        """Give each recipient of each document a live link, reusing what is there.

        A link that has less than half of its life left is given a new life. The number
        of queries does not depend on the number of documents.

        :param documents: records of one model of ``purposes.MODELS``
        :param str purpose: one that the documents offer
        :param partners: the recipients: a recordset for all documents, or a dict by
            document id; by default each document's own recipient
        :param str channel: how the link reaches the customer
        :return: the links, as superuser, in the order of documents and recipients
        :rtype: recordset of `public.link`
        :raise AccessError: if the user may not read a document or send links
        """
        self._check_can_send(documents)
        if partners is None:
            partners = documents._public_link_recipients()
        elif not isinstance(partners, dict):
            partners = dict.fromkeys(documents.ids, partners)
        self = self.sudo()  # links are made by this method alone, after the check above
        documents = documents.sudo()  # their company and name go onto the link
        now = fields.Datetime.now()
        found = {
            (link.res_id, link.partner_id.id): link
            for link in self.search(
                self._reuse_domain(documents, purpose, partners, channel, now),
                order="id",
            )
        }
        stale = self.browse()
        missing, keys = [], []
        for document in documents:
            for partner in partners.get(document.id) or []:
                key = (document.id, partner.id)
                keys.append(key)
                if key not in found:
                    missing.append((document, partner))
                elif found[key]._half_spent(now):
                    stale |= found[key]
        stale._extend()
        if missing:
            created = self._create_links(missing, purpose, channel)
            found.update({(link.res_id, link.partner_id.id): link for link in created})
        return self.concat(*(found[key] for key in keys))._follow_addresses()

    @api.model
    def _check_can_send(self, documents):
        if self.env.su:
            return
        if not self.env.user.has_group("public_links.group_user"):
            raise AccessError(self.env._("You are not allowed to send public links."))
        documents.check_access("read")

    @api.model
    def _reuse_domain(self, documents, purpose, partners, channel, now):
        people = {partner.id for group in partners.values() for partner in group}
        return (
            Domain("res_model", "=", documents._name)
            & Domain("res_id", "in", documents.ids)
            & Domain("purpose", "=", purpose)
            & Domain("partner_id", "in", list(people))
            & Domain("parent_id", "=", False)
            & Domain("channel", "=" if channel == "qr" else "!=", "qr")
            & Domain("revoked_at", "=", False)
            & Domain("expires_at", ">", now)
            & Domain("key_id.retired_at", "=", False)
        )

    @api.model
    def _create_links(self, pairs, purpose, channel, **values):
        """Insert links for (document, recipient) pairs in one batch."""
        key = self.env["public.link.key"]._current()
        if purpose == "portal":
            self._close_expired_portal(pairs)
        links = self.create(
            [
                {
                    "purpose": purpose,
                    "res_model": document._name,
                    "res_id": document.id,
                    "document_name": document.display_name,
                    "partner_id": partner.id,
                    "commercial_partner_id": (
                        partner or document._public_link_customer()
                    ).commercial_partner_id.id,
                    "email": email_normalize(partner.email or "") or False,
                    "company_id": document._public_link_company().id,
                    "channel": channel,
                    "key_id": key.id,
                    "jti": tokens.new_jti(),
                    **document._public_link_lifetime(purpose),
                    **values,
                }
                for document, partner in pairs
            ]
        )
        links._record("issued")
        return links

    @api.model
    def _close_expired_portal(self, pairs):
        """Free the unique index of portal links from rows that are dead by age."""
        partners = [partner.id for _document, partner in pairs]
        self.search(
            Domain("purpose", "=", "portal")
            & Domain("partner_id", "in", partners)
            & Domain("state", "=", "expired")
        )._revoke("regenerated")

    def _half_spent(self, now):
        return self.expires_at - now < timedelta(days=self.lifetime_days) / 2

    def _derive(self, purpose, document):
        """Make, or find, a child link inside this link's bounds.

        :param str purpose: what the child opens
        :param document: a document that this link's page leads to
        :return: the child, as superuser
        :rtype: `public.link`
        """
        self.ensure_one()
        child = self.child_ids.filtered(
            lambda link: (
                (link.purpose, link.res_model, link.res_id)
                == (purpose, document._name, document.id)
                and link.state == "active"
            )
        )[:1]
        if child:
            return child
        lifetime = document._public_link_lifetime(purpose)
        lifetime["expires_at"] = min(lifetime["expires_at"], self.expires_at)
        return self._create_links(
            [(document, self.partner_id)],
            purpose,
            "derived",
            parent_id=self.id,
            email=self.email,
            **lifetime,
        )

    # === OPEN === #

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
        link = self.sudo().search_fetch([("jti", "=", jti)], OPEN_FIELDS, limit=1)
        key = keys._all()[kid]
        if not link or link.purpose != purpose or link.key_id.id != key.id:
            raise UnknownLink("no such link")
        return link

    def _dead_reason(self):
        """Return why this link opens nothing, or ``None``.

        The order matters: a switch that staff turned off says so, whatever else is
        wrong with the link.

        :return: expired, revoked, disabled, blocked, gone
        :rtype: str | None
        """
        if not self.company_id._public_links_on(self.purpose):
            return "disabled"
        if self.commercial_partner_id.public_links_blocked or (
            self.partner_id.public_links_blocked
        ):
            return "blocked"
        if self.revoked_at:
            return "gone" if self.revoked_reason == "deleted" else "revoked"
        if self._signing_key().retired:
            return "revoked"
        if not self._is_young():
            return "expired"
        return self.parent_id._dead_reason() if self.parent_id else None

    def _document(self):
        """Return the document, as superuser, or an empty recordset when it is gone.

        Only the fields that its page shows are fetched.
        """
        model = self.env[self.res_model].with_context(active_test=False)
        return model.search_fetch([("id", "=", self.res_id)], model._public_fields)

    def _signing_key(self):
        """Return the key generation of this link, from the cache."""
        keys = self.env["public.link.key"]._all().values()
        return next(row for row in keys if row.id == self.key_id.id)

    @api.model
    @tools.ormcache("self.env.lang")
    def _unknown_page(self):
        """Return the page of a token that names nothing, the same for everybody.

        It is what an attacker gets, so it is rendered once for each language.

        :rtype: str
        """
        page = dead_values(
            self.env,
            "unknown",
            self.env._("This page does not exist"),
            self.env._(
                "Please check that you opened the whole link, or open it from the mail"
                " that you got."
            ),
        )
        return str(
            self.env["ir.qweb"]._render("public_links.dead_page", {"page": page})
        )

    # === URL === #

    def _token(self):
        """Sign this link's name afresh; nothing equal to it is stored anywhere."""
        self.ensure_one()
        link = self.sudo()  # the key and the identifier are the superuser's alone
        row = link._signing_key()
        return tokens.sign(row.key, row.kid, link.jti, link.purpose)

    def _path(self, action=""):
        """Return the path of the page, or of one of its actions."""
        self.ensure_one()
        return f"/link/{self.purpose}/{self._token()}" + (
            f"/{action}" if action else ""
        )

    def _url(self, action=""):
        """Return the absolute URL, from ``web.base.url`` and never from a request."""
        self.ensure_one()
        document = (
            self.env[self.res_model].browse(self.res_id).sudo()
        )  # reads its website
        return document.get_base_url() + self._path(action)

    # === LIFE === #

    def _extend(self, days=None):
        """Give live links a new life, counted from now.

        :param int days: 1 to 365; by default what the purpose's setting says
        """
        if days is not None and not DAYS_MIN <= days <= DAYS_MAX:
            raise UserError(
                self.env._(
                    "A link can live from %(least)s to %(most)s days.",
                    least=DAYS_MIN,
                    most=DAYS_MAX,
                )
            )
        now = fields.Datetime.now()
        for link in self:
            if link.revoked_at:
                raise UserError(
                    self.env._("A revoked link cannot be extended. Send a new one.")
                )
            document = link._document()
            lifetime = (
                {"lifetime_days": days, "expires_at": now + timedelta(days=days)}
                if days
                else document._public_link_lifetime(link.purpose)
            )
            if link.parent_id:
                lifetime["expires_at"] = min(
                    lifetime["expires_at"], link.parent_id.expires_at
                )
            link.write(lifetime)
        self._record("extended")

    def _revoke(self, reason="staff"):
        """End these links and all that were derived from them, at once.

        :param str reason: a value of ``revoked_reason``
        """
        live = self.filtered(lambda link: not link.revoked_at)
        if not live:
            return
        live.write(
            {
                "revoked_at": fields.Datetime.now(),
                "revoked_by": self.env.uid,
                "revoked_reason": reason,
            }
        )
        live._record("revoked", reason=reason)
        live.child_ids._revoke("parent")

    def _regenerate(self):
        """Replace these links by fresh ones for the same recipients.

        :return: the new links
        :rtype: recordset of `public.link`
        """
        fresh = self.browse()
        self._revoke("regenerated")
        groups = defaultdict(list)
        for link in self:
            document = link._document()
            if not document:
                raise UserError(
                    self.env._(
                        "%s was deleted; there is nothing to open.", link.document_name
                    )
                )
            groups[link.purpose].append((document, link.partner_id))
        for purpose, pairs in groups.items():
            fresh |= self._create_links(pairs, purpose, "mail")
        return fresh

    def _log_visit(self, visitor, kind=None, reason=None):
        """Write down, after the response, what a visit did.

        :param dict visitor: see ``controllers.base.visitor``
        :param str kind: the event; by default an open, as far as it counts
        :param str reason: why it was denied
        """
        events = self.env["public.link.event"]
        values = dict(visitor)
        uid = values.pop("session_uid")
        values["address"] = events._stored_address(values["address"], self.company_id)
        values["reason"] = reason
        values["user_id"] = False
        user = uid and self.env["res.users"].browse(uid).exists()
        if user and user._is_internal():
            values |= {"user_id": user.id, "kind": "previewed"}
        if kind == "denied" or (kind and values["kind"] == "opened"):
            values["kind"] = kind
        events._log_open(self, values)

    def _record(self, kind, **values):
        """Write one event for each link.

        :param str kind: see ``public.link.event``
        :return: the events, as superuser
        """
        return self.env["public.link.event"]._log(self, kind, **values)
