# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The signing keys of tokens, one generation a row."""

import os
import secrets
from typing import NamedTuple

from odoo import api, fields, models, tools

from ...tools import pasted, tokens


class SigningKey(NamedTuple):
    """One generation of the key, as the cache holds it."""

    id: int
    kid: str
    key: bytes
    retired: bool


class PublicLinkKey(models.Model):
    _name = "public.link.key"
    _inherit = ["public.link.cached"]
    _description = "Signing Key of Public Links"
    _order = "id desc"
    _rec_name = "kid"

    kid = fields.Char("Name", required=True, readonly=True, copy=False)
    # Read by the superuser alone: the model has no access rights for anybody, either.
    secret = fields.Char(
        required=True, readonly=True, copy=False, groups=fields.NO_ACCESS
    )
    retired_at = fields.Datetime(readonly=True, copy=False)

    _kid_unique = models.UniqueIndex("(kid)")

    @api.model
    @tools.ormcache()
    def _all(self):
        """Return every generation, from a cache, so that unknown ones cost no query.

        :rtype: dict[str, SigningKey]
        """
        parameters = self.env[
            "ir.config_parameter"
        ].sudo()  # database.secret: used to derive keys, never shown
        database_secret = parameters.get_param("database.secret") or ""
        pepper = self._pepper()
        return {
            row.kid: SigningKey(
                row.id,
                row.kid,
                tokens.derive_key(row.secret, database_secret, pepper, row.kid),
                bool(row.retired_at),
            )
            for row in self.sudo().search(
                []
            )  # keys are readable by the superuser alone
        }

    @api.model
    @tools.ormcache()
    def _verification_keys(self):
        """Return the keys as :func:`tokens.read` takes them.

        :rtype: dict[str, bytes]
        """
        return {kid: row.key for kid, row in self._all().items()}

    @api.model
    def _pepper(self):
        """Return the server's own secret, which is not in the database, or ``""``.

        It comes from the environment variable PUBLIC_LINKS_PEPPER or from
        ``public_links_pepper`` in the server's configuration file.
        """
        return pasted.secret(os.environ.get("PUBLIC_LINKS_PEPPER")) or pasted.secret(
            tools.config.get("public_links_pepper")
        )

    @api.model
    def _current(self):
        """Return the generation that signs new links; create the first one if there is none.

        :rtype: SigningKey
        """
        live = [row for row in self._all().values() if not row.retired]
        if not live:
            self._rotate()
            live = [row for row in self._all().values() if not row.retired]
        return max(live, key=lambda row: row.id)

    @api.model
    def _rotate(self):
        """Start a new generation. Links that were signed by earlier ones stay valid."""
        self.sudo().create(  # keys are the superuser's alone
            {"kid": secrets.token_urlsafe(6), "secret": secrets.token_urlsafe(48)}
        )

    def _retire(self):
        """Retire these generations: links that were signed by them open nothing any more."""
        self = self.sudo()  # keys are the superuser's alone
        self.filtered(lambda row: not row.retired_at).retired_at = fields.Datetime.now()
        links = self.env["public.link"].sudo()  # as above
        links._revoke_found([("key_id", "in", self.ids)], "key")
