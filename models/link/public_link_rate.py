# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Rate limits, kept in the database: they hold for all workers and servers."""

import hashlib
import ipaddress
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .public_link_purge import purge


def network(address):
    """Return what is limited together: an IPv4 address, or the /64 network of an IPv6
    address, since one customer of a provider has at least that.

    :param str address: of the client
    :rtype: str
    """
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    # A server that listens on IPv6 sees IPv4 addresses as ::ffff:1.2.3.4.
    parsed = getattr(parsed, "ipv4_mapped", None) or parsed
    prefix = 32 if parsed.version == 4 else 64
    return str(ipaddress.ip_network(f"{parsed}/{prefix}", strict=False))


class PublicLinkRate(models.Model):
    """How often something was tried in a span of time."""

    _name = "public.link.rate"
    _description = "Rate Limit of Public Links"
    _log_access = False

    key = fields.Char(required=True, readonly=True)
    started_at = fields.Datetime(required=True, readonly=True, index=True)
    count = fields.Integer(required=True, readonly=True)

    _key_unique = models.UniqueIndex("(key, started_at)")

    @api.model
    def _allow(self, action, subject, limit, span):
        """Count one try, and tell whether it is within the limit.

        :param str action: what is tried
        :param str subject: who or what tries: a client address, a link's id
        :param int limit: how many tries a span allows
        :param timedelta span: length of a span of time
        :rtype: bool
        """
        now = fields.Datetime.now()
        seconds = int(span.total_seconds())
        started = now - timedelta(seconds=int(now.timestamp()) % seconds)
        # A hash: client addresses are not stored here.
        key = hashlib.sha256(f"{action}|{subject}".encode()).hexdigest()[:32]
        # The ORM has no ON CONFLICT DO UPDATE; reading before writing would let two pass.
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO public_link_rate (key, started_at, count)
                VALUES (%s, %s, 1)
                ON CONFLICT (key, started_at)
                DO UPDATE SET count = public_link_rate.count + 1
                RETURNING count
                """,
                key,
                started,
            ),
            # Odoo runs the other request again: no error for the server's log.
            log_exceptions=False,
        )
        return self.env.cr.fetchone()[0] <= limit

    @api.autovacuum
    def _gc_rates(self):
        limit = fields.Datetime.now() - timedelta(days=2)
        return purge(self.sudo(), [("started_at", "<", limit)])  # the system's own
