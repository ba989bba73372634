# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The log of what happened with links: opens, refusals, downloads, actions."""

import hashlib
import ipaddress
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .public_link_purge import purge

# How long further opens of one link count as the same one.
OPEN_INTERVAL = timedelta(minutes=10)
USER_AGENT_LENGTH = 200


class PublicLinkEvent(models.Model):
    """One thing that happened with a link. Rows are added, purged by age, never changed."""

    _name = "public.link.event"
    _inherit = ["public.link.exported"]
    _description = "Public Link Event"
    _order = "id desc"
    _rec_name = "kind"

    link_id = fields.Many2one(
        "public.link", required=True, readonly=True, index=True, ondelete="cascade"
    )
    kind = fields.Selection(
        [
            ("issued", "Created"),
            ("sent", "Sent"),
            ("copied", "Copied by staff"),
            ("opened", "Opened"),
            ("previewed", "Looked at by staff"),
            ("scanned", "Opened by a link scanner"),
            ("downloaded", "PDF downloaded"),
            ("denied", "Denied"),
            ("requested", "New link asked for"),
            ("extended", "Extended"),
            ("revoked", "Revoked"),
            ("started", "Payment started"),
            ("processing", "Payment in progress"),
            ("paid", "Paid"),
            ("failed", "Payment failed"),
        ],
        required=True,
        readonly=True,
    )
    reason = fields.Char(readonly=True, help="Why the link was denied or revoked.")
    address = fields.Char(
        "Client Address", readonly=True, help="Stored as the privacy setting says."
    )
    user_agent = fields.Char("Browser", readonly=True)
    user_id = fields.Many2one("res.users", "Staff", readonly=True)
    # The link's own, which never change, to search and group by. Not related: the ORM
    # would look them up for each event by itself.
    purpose = fields.Selection("_selection_purpose", readonly=True)
    partner_id = fields.Many2one(
        "res.partner", "Recipient", readonly=True, index=True, ondelete="set null"
    )
    company_id = fields.Many2one("res.company", readonly=True, ondelete="cascade")

    _company_index = models.Index("(company_id, create_date)")

    @api.model
    def _selection_purpose(self):
        return self.env["public.link.registry"]._selection_purpose()

    # === ACCESS === #

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        """Show the events of those links that the user may see."""
        if not (self.env.su or bypass_access):
            links = self.env["public.link"]._readable_domain()
            domain = Domain(domain) & Domain("link_id", "any!", links)
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if self.env.su or not self or result:
            return result
        links = self.sudo().link_id.sudo(
            False
        )  # which links they are of, to check those
        if hidden := links._check_access("read"):
            forbidden = self.sudo().filtered(
                lambda row: row.link_id in hidden[0].sudo()
            )
            return (forbidden.sudo(False), hidden[1])
        return result

    # === LOG === #

    @api.model
    def _log(self, links, kind, **values):
        """Add one event for each link.

        :param links: `public.link`
        :param str kind: a value of the field
        :param values: reason, address, user_agent, user_id
        :return: the events, as superuser
        """
        if "user_id" not in values:
            user = self.env.user
            values["user_id"] = user._is_internal() and user.id
        return self.sudo().create(  # the log is written by the system alone
            [
                {
                    "link_id": link.id,
                    "kind": kind,
                    "purpose": link.purpose,
                    "partner_id": link.partner_id.id,
                    "company_id": link.company_id.id,
                    **values,
                }
                for link in links
            ]
        )

    @api.model
    def _log_open(self, link, visitor):
        """Count an open, or log another event; at most once in ``OPEN_INTERVAL`` a link.

        :param link: `public.link`
        :param dict visitor: kind, reason, address, user_agent, user_id
        """
        kind = visitor.get("kind", "opened")
        now = self.env.cr.now()
        if kind == "opened":
            # One conditional UPDATE, which the ORM does not have: of two opens at the same
            # moment only one changes the row, and is counted.
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE public_link link
                       SET open_count = COALESCE(link.open_count, 0) + 1,
                           opened_first = COALESCE(link.opened_first, %(now)s),
                           opened_last = %(now)s
                      FROM (SELECT id, opened_last FROM public_link
                             WHERE id = %(id)s FOR UPDATE) known
                     WHERE link.id = known.id
                       AND (link.opened_last IS NULL OR link.opened_last < %(before)s)
                 RETURNING known.opened_last
                    """,
                    now=now,
                    id=link.id,
                    before=now - OPEN_INTERVAL,
                ),
                # Odoo runs the other request again: no error for the server's log.
                log_exceptions=False,
            )
            counted = self.env.cr.fetchone()
            if not counted:
                return
            link.invalidate_recordset(["open_count", "opened_first", "opened_last"])
        else:
            same = [
                ("link_id", "=", link.id),
                ("kind", "=", kind),
                ("create_date", ">", now - OPEN_INTERVAL),
            ]
            if kind not in ("previewed", "scanned"):
                same += [
                    (name, "=", visitor.get(name) or False)
                    for name in ("reason", "address")
                ]
            if self.sudo().search_count(same, limit=1):  # the log is the system's own
                return
        self._log(link, **{**visitor, "kind": kind})
        if kind == "opened":
            link._opened(*counted)

    @api.model
    def _stored_address(self, address, company):
        """Return a client address as the company's privacy setting allows it.

        :param str address: IPv4 or IPv6
        :param company: `res.company`
        :rtype: str
        """
        address = address.partition("%")[0]  # the zone of a local IPv6 address
        mode = company._public_links_settings()["address"]
        if mode == "none" or not address:
            return ""
        if mode == "hashed":
            # sudo: the database's secret salts the hash; it does not leave this method
            secret = self.env["ir.config_parameter"].sudo().get_param("database.secret")
            return hashlib.sha256(f"{secret}{address}".encode()).hexdigest()[:16]
        try:
            parsed = ipaddress.ip_address(address)
        except ValueError:
            return ""
        # A server that listens on IPv6 sees IPv4 addresses as ::ffff:1.2.3.4.
        parsed = getattr(parsed, "ipv4_mapped", None) or parsed
        if mode == "full":
            return parsed.compressed
        prefix = 24 if parsed.version == 4 else 48
        return str(ipaddress.ip_network(f"{parsed}/{prefix}", strict=False))

    @api.autovacuum
    def _gc_events(self):
        """Delete opens, and empty addresses, after each company's retention time."""
        # sudo: runs as the system, for archived companies, too
        companies = self.env["res.company"].sudo().with_context(active_test=False)
        now = fields.Datetime.now()
        old = Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain(
                "create_date",
                "<",
                now - timedelta(days=company.public_links_retention_days),
            )
            for company in companies.search([])
        )
        return purge(self.sudo(), old)  # the log is the system's own
