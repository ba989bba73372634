# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The links themselves: their fields, and which of them a user may see."""

from functools import partial
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.states import selection
from .states import STATES

# How many contacts a search names by their ids.
MANY = 1000


def _joined(documents, _model, alias, query):
    """Join links to the documents that the user may read, see ``Domain.custom``.

    PostgreSQL asks an OR of subqueries once for each link, as soon as the documents do
    not fit into its memory. Joins it can do for all links at once, or by an index for
    the links of a page.

    :param Query documents: those that the user may read
    :param str alias: the table of links in the query
    :param Query query: is changed
    :return: the condition that a link has such a document
    :rtype: SQL
    """
    document = query.make_alias(alias, documents.table)
    found, wanted = SQL.identifier(document, "id"), SQL.identifier(alias, "res_id")
    query.add_join(
        "LEFT JOIN", document, documents.subselect(), SQL("%s = %s", found, wanted)
    )
    return SQL("%s IS NOT NULL", found)


# What links are of whose kind of document is installed no more.
GONE = "gone"


class Part(NamedTuple):
    """The links of one kind of document that a user may see."""

    domain: Domain
    joined: bool = False  # to the documents that the user may read


class PublicLink(models.Model):
    """A capability: one purpose on one document for one recipient until an expiry."""

    _name = "public.link"
    _description = "Public Link"
    _order = "id desc"
    _rec_name = "document_name"

    purpose = fields.Selection("_selection_purpose", required=True, readonly=True)
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
    # "trigram": staff search for a part of an address.
    email = fields.Char(
        "Sent To",
        readonly=True,
        index="trigram",
        help="The recipient's address when the link was made.",
    )
    recipient = fields.Char(
        "Recipient or Customer", store=False, search="_search_recipient"
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
            ("mail", "Email"),
            ("copy", "Copied by staff"),
            ("qr", "QR code"),
            ("derived", "Derived"),
            ("request", "Asked for by the customer"),
            ("follower", "As a follower"),
        ],
        "Sent Through",
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
    # The link's name in its token. Who has it and the key can sign the token.
    jti = fields.Char(
        "Token Number",
        readonly=True,
        required=True,
        copy=False,
        groups=fields.NO_ACCESS,
    )

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
            ("address", "The contact has another email address"),
            ("merged", "The contact was merged with another one"),
            ("parent", "The link it was derived from was revoked"),
            ("reassigned", "The document went to another customer"),
            ("uninstalled", "The addon that it belongs to was uninstalled"),
        ],
        readonly=True,
    )
    state = fields.Selection(
        selection(STATES, "link"),
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
    def _selection_purpose(self):
        return self.env["public.link.registry"]._selection_purpose()

    @api.model
    def _selection_res_model(self):
        documents = self.env["public.link.registry"]._known().documents
        return [
            (model.model, model.name)
            for model in map(self.env["ir.model"]._get, documents)
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

    def _search_recipient(self, operator, value):
        """Find links by a part of their recipient's or customer's name or address.

        Few contacts are named by their ids: PostgreSQL then uses the indexes in place of
        reading all links.
        """
        if operator == "in":
            # Of filters: whether there is one, which a code on paper has not.
            empty = Domain("partner_id", "=", False)
            names = [one for one in value if one]
            found = [self._search_recipient("=ilike", one) for one in names]
            return Domain.OR([*found, *([empty] if len(names) < len(value) else [])])
        if operator not in ("ilike", "like", "=ilike", "=like"):
            return NotImplemented
        Partner = self.env["res.partner"].with_context(active_test=False)
        people = Partner.search([("display_name", operator, value)], limit=MANY + 1)
        who = people.ids
        if len(people) > MANY:
            who = Partner._search([("display_name", operator, value)])
        return Domain.OR(
            [
                Domain("partner_id", "in", who),
                Domain("commercial_partner_id", "in", who),
                Domain("email", operator, value),
            ]
        )

    def _is_young(self, now=None):
        """Tell whether the expiry lies ahead."""
        return bool(self.expires_at) and self.expires_at > (
            now or fields.Datetime.now()
        )

    # === ACCESS === #

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        """Find only links of documents that the user can read."""
        if not (self.env.su or bypass_access):
            domain = Domain(domain) & self._readable_domain()
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    def _leads(self):
        """Return the purposes to which this link's page leads, by derived links.

        :rtype: tuple[str]
        """
        known = self.env["public.link.registry"]._known()
        # Who merely follows a document reads it, and does not answer for its customer.
        anybody = self.id and (not self.partner_id or self.channel == "follower")
        return known.leads(self.purpose, anybody=anybody)

    @api.model
    def _read_group(
        self,
        domain,
        groupby=(),
        aggregates=(),
        having=(),
        offset=0,
        limit=None,
        order=None,
    ):
        # PostgreSQL takes the groups for as many as the links, and looks documents up
        # one by one for the first page of them; told nothing of pages it joins them.
        rows = super()._read_group(domain, groupby, aggregates, having, order=order)
        return rows[offset : limit and offset + limit]

    @api.model
    def search_count(self, domain, limit=None):
        # PostgreSQL finds the first ten thousand of a user who may see few by looking up a
        # million, as long as several kinds of documents are joined; each alone it joins at
        # once. Filters and searches leave so few that all kinds together are faster.
        whole = not self.env.su and Domain(domain).is_true()
        parts = self._readable_parts() if whole else {}
        if not any(part.joined for part in parts.values()):
            return super().search_count(domain, limit=limit)
        count = 0
        for name in parts:
            one = super(PublicLink, self.with_context(public_link_readable=name))
            count += one.search_count(domain, limit=limit and limit - count)
            if limit and count >= limit:
                break
        return count

    @api.model
    def _readable_domain(self):
        """Return the links whose documents the user may read, as one domain.

        The context's ``public_link_readable`` may name the only kind of document that is
        asked for.
        """
        only = self.env.context.get("public_link_readable")
        return Domain.OR(part.domain for part in self._readable_parts(only).values())

    @api.model
    def _readable_parts(self, only=None):
        """Return the links whose documents the user may read, by kind of document.

        Links of a kind of document whose addon was uninstalled are shown to managers
        only: nobody could read those documents. They come last: where there are none, all
        links are looked through.

        :param str only: one kind of document; by default all
        :rtype: dict[str, Part]
        """
        documents = self.env["public.link.registry"]._known().documents
        parts = {}
        for name in documents:
            model = self.env[name].with_context(active_test=False)
            if only not in (None, name) or not model.has_access("read"):
                continue
            rule = self.env["ir.rule"]._compute_domain(name, "read")
            joined = not self._is_of_company(model, rule)
            if joined:
                rule = Domain.custom(to_sql=partial(_joined, model._search([])))
            parts[name] = Part(Domain("res_model", "=", name) & rule, joined)
        manages = self.env.user.has_group("public_links.group_manager")
        if only in (None, GONE) and manages:
            parts[GONE] = Part(Domain("res_model", "not in", documents))
        return parts

    @api.model
    def _is_of_company(self, model, rule):
        """Tell whether nothing but its company decides who may read a document: then
        that of its links does, and no document needs to be looked up.

        :param model: an empty recordset of the documents' model, as the user
        :param Domain rule: the record rules of that model
        """
        names = {condition.field_expr for condition in rule.iter_conditions()}
        if names - {"company_id"}:
            return False
        # Another addon may hide documents by other means than rules.
        asked, ruled = (
            query.select() for query in (model._search([]), model.sudo()._search(rule))
        )
        return (asked.code, asked.params) == (ruled.code, ruled.params)

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
