# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How links are issued, derived, extended, revoked and regenerated."""

from collections import defaultdict
from datetime import timedelta

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.fields import Domain
from odoo.tools import email_normalize

from ...tools import tokens
from ...tools.registry import DAYS_MAX, DAYS_MIN


class PublicLink(models.Model):
    _inherit = "public.link"

    # === ISSUE === #

    @api.model
    def _issue(self, documents, purpose, partners=None, channel="mail"):
        """Return a live link for each recipient of each document, existing or new.

        An existing link with less than half of its life left is extended. The number of
        queries does not depend on the number of documents.

        :param documents: records of one model that has links
        :param str purpose: one that the documents offer
        :param partners: the recipients: a recordset for all documents, or a dict by
            document id; by default each document's own recipient
        :param str channel: how the link reaches the customer
        :return: the links, as superuser, in the order of documents and recipients
        :rtype: recordset of `public.link`
        :raise AccessError: if the user may not read a document, or send this of it
        """
        self._check_can_send(documents)
        self._check_may_send(purpose, documents)
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
                self._reuse_domain(documents, purpose, partners, now),
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
                elif found[key]._is_half_spent(now):
                    stale |= found[key]
        stale._extend()
        if channel != "follower":
            self.browse().concat(*found.values())._choose_by_name(channel)
        reused = [key for key in dict.fromkeys(keys) if key in found]
        # From an empty recordset: ``self`` may hold links that are not asked for.
        links = self.browse().concat(*(found[key] for key in reused))
        found.update(zip(reused, links._follow_addresses(), strict=True))
        if missing:
            created = self._create_links(missing, purpose, channel)
            found.update({(link.res_id, link.partner_id.id): link for link in created})
        return self.browse().concat(*(found[key] for key in keys))

    def _choose_by_name(self, channel):
        """Let those of these links that followers have do all that a recipient's can."""
        self.filtered(lambda link: link.channel == "follower").channel = channel

    def _follow_addresses(self):
        """Hook (for `mail`): replace links that were mailed to an address of the past.

        :return: the links that are valid now, in the same order
        :rtype: recordset of `public.link`
        """
        return self

    @api.model
    def _check_can_send(self, documents):
        """Check that the user may issue, see and end links of these documents.

        :raise AccessError: if not
        """
        self._check_can_explain(documents)
        if not self.env.su:
            documents.with_env(self.env)._public_link_check_sender()

    @api.model
    def _check_can_explain(self, documents):
        """Check that the user is a sender of links, and may read these documents.

        :raise AccessError: if not
        """
        if self.env.su:
            return
        if not self.env.user.has_group("public_links.group_user"):
            raise AccessError(self.env._("You are not allowed to send public links."))
        documents.check_access("read")

    @api.model
    def _reuse_domain(self, documents, purpose, partners, now):
        people = {partner.id for group in partners.values() for partner in group}
        return (
            self._live_domain(documents, purpose, now)
            & Domain("partner_id", "in", list(people))
            # A link on paper belongs to no recipient.
            & Domain("channel", "!=", "qr")
            # A contact has a portal of its own in each company.
            & Domain("company_id", "in", self._portal_companies(documents).ids)
        )

    @api.model
    def _held(self, document, purpose, partners):
        """Return those of some contacts who have a link that does all that a recipient's
        can, and who would get it again.

        :param document: one record, as superuser
        :param str purpose: what the link opens
        :param partners: `res.partner`
        """
        domain = self._reuse_domain(
            document, purpose, {document.id: partners}, fields.Datetime.now()
        )
        # sudo: who has one, not the link
        held = self.sudo().search(domain & Domain("channel", "!=", "follower"))
        return held.partner_id.with_env(partners.env)

    @api.model
    def _live_domain(self, documents, purpose, now):
        """Return the condition of links that still open these documents."""
        return (
            Domain("res_model", "=", documents._name)
            & Domain("res_id", "in", documents.ids)
            & Domain("purpose", "=", purpose)
            & Domain("parent_id", "=", False)
            & Domain("revoked_at", "=", False)
            & Domain("expires_at", ">", now)
            & Domain("key_id.retired_at", "=", False)
        )

    @api.model
    def _create_links(self, pairs, purpose, channel, **values):
        """Insert links for (document, recipient) pairs in one batch."""
        key = self.env["public.link.key"]._current()
        # One that hangs on another stands beside it, and replaces none.
        if purpose == "portal" and not values.get("parent_id"):
            self._close_portal(pairs)
        links = self._insert_links(
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
    def _insert_links(self, vals_list):
        """Insert links.

        :raise ConcurrencyError: if another transaction has inserted the same portal link;
            Odoo then runs the request again, which finds that link
        """
        try:
            return self.create(vals_list)
        except UniqueViolation as error:
            # The other row is not in this transaction's snapshot.
            raise ConcurrencyError("This portal link is being made.") from error

    @api.model
    def _portal_companies(self, documents):
        """Return the companies to whose portals links of these contacts lead."""
        return self.env["res.company"].concat(
            *(document._public_link_company() for document in documents)
        )

    @api.model
    def _close_portal(self, pairs):
        """Revoke the portal links that new ones replace: the unique index allows one each."""
        people = [partner.id for _document, partner in pairs]
        documents = pairs[0][0].concat(*(document for document, _partner in pairs))
        there = self.search(
            Domain("purpose", "=", "portal")
            & Domain("partner_id", "in", people)
            & Domain("company_id", "in", self._portal_companies(documents).ids)
            & Domain("parent_id", "=", False)
            & Domain("revoked_at", "=", False)
        )
        there._revoke("regenerated")
        # The index is checked in the database, so pending writes must be flushed.
        there.flush_recordset(["revoked_at"])

    def _is_half_spent(self, now):
        return self.expires_at - now < timedelta(days=self.lifetime_days) / 2

    def _derive(self, purpose, document):
        """Return a link that is derived from this one: it ends with it at the latest.

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

    # === LIFE === #

    def _extend(self, days=None):
        """Extend live links, counted from now.

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
        """Revoke these links, and all that were derived from them.

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
        """Log a visit. Called after the response.

        :param dict visitor: see ``controllers.base.visitor``
        :param str kind: the event; by default an open, if it counts as one
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

    def _opened(self, before):
        """Hook: a customer has opened this link, and it was counted.

        :param datetime before: when it was opened last before that; ``None``: never
        """

    def _record(self, kind, **values):
        """Log one event for each link.

        :param str kind: see ``public.link.event``
        :return: the events, as superuser
        """
        return self.env["public.link.event"]._log(self, kind, **values)
