# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Accounts at tracking providers: keys, webhook, adapter."""

import secrets
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from odoo import api, fields, models, tools
from odoo.exceptions import UserError, ValidationError
from odoo.tools.translate import LazyTranslate

from ...carriers.base import CarrierError
from ...tools import pasted
from ..link.public_link_cached import forget_cached

_lt = LazyTranslate(__name__)

MANAGER = "public_links.group_manager"
WEBHOOK_LIVE_DAYS = 7
SECRETS = ("api_key", "webhook_secret")
# What the cache knows of an account's webhook.
SIGNED_BY = {"active", "api_key", "provider", "webhook_path", "webhook_secret"}
# About one parcel, unsigned webhooks are heard once in this time; about so many at once.
HINT_PAUSE, HINTS = timedelta(minutes=15), 5
# What staff should know when they set a provider up; docs/CARRIERS.md has more.
NOTES = {
    "aftership": _lt(
        "About 1,200 carriers. In AfterShip's webhook settings choose version 2026-07,"
        " all events. What a plan includes is counted by shipment."
    ),
    "dhl": _lt(
        "All divisions of DHL, and nobody else. A free key allows 250 requests a day, so a"
        " busy day's parcels are asked for less often. There are no webhooks."
    ),
    "easypost": _lt(
        "About 100 carriers, most of them in North America. Each number costs a small fee,"
        " none in test mode. Create the webhook with a secret."
    ),
    "17track": _lt(
        "More than 2,000 carriers and post offices. Each number is counted once. It asks"
        " carriers every six to twelve hours, and signs its webhooks (version 2.4) with"
        " the API key."
    ),
    "shippo": _lt(
        "About 40 carriers. Enter on each delivery method which carrier it is, like"
        " “usps”. Shippo signs its webhooks once its account manager has switched that on;"
        " until then they only bring a parcel's next check forward."
    ),
}


class ShipmentTrackingAccount(models.Model):
    """An account at a tracking provider: the provider, its key and its webhook."""

    _name = "shipment.tracking.account"
    _description = "Tracking Account"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    provider = fields.Selection(
        selection="_selection_provider",
        required=True,
        default="by_hand",
    )
    user_id = fields.Many2one(
        "res.users",
        "Owner",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        help="Is told when the provider no longer accepts the key.",
    )
    api_key = fields.Char("API Key", groups=MANAGER, copy=False)
    webhook_secret = fields.Char(
        groups=MANAGER,
        copy=False,
        help="The secret that you set at the provider. Without it, no webhook is taken.",
    )
    webhook_path = fields.Char(
        groups=MANAGER,
        copy=False,
        readonly=True,
        default=lambda self: secrets.token_urlsafe(24),
    )
    webhook_url = fields.Char(
        "Webhook Address", groups=MANAGER, compute="_compute_webhook_url"
    )
    base_url = fields.Char(
        "Server",
        groups=MANAGER,
        help="Only for a test server of the provider; by default the provider's own.",
    )
    state = fields.Selection(
        [("new", "Not Tested"), ("ready", "Ready"), ("paused", "Paused")],
        default="new",
        required=True,
        readonly=True,
        copy=False,
    )
    paused_reason = fields.Char(readonly=True, copy=False)
    rest_until = fields.Datetime(
        "Waits Until",
        readonly=True,
        copy=False,
        help="The provider asked for a pause until then.",
    )
    rest_reason = fields.Char("Why It Waits", readonly=True, copy=False)
    is_resting = fields.Boolean("Is Waiting", compute="_compute_is_resting")
    last_webhook_at = fields.Datetime("Last Webhook", readonly=True, copy=False)
    has_webhook = fields.Boolean(compute="_compute_has_webhook")
    signs_with_key = fields.Boolean(
        "Signs with the API Key", compute="_compute_has_webhook"
    )
    polls = fields.Boolean("Asks by Itself", compute="_compute_has_webhook")
    provider_note = fields.Char(compute="_compute_provider_note")
    daily_limit = fields.Integer(
        "Requests a Day",
        compute="_compute_daily_limit",
        store=True,
        readonly=False,
        help="How often the provider may be asked in a day (UTC). The requests are spread"
        " over the day and the parcels under way, those that arrive soonest first. 0: as"
        " often as needed.",
    )
    calls_day = fields.Date("Day of Requests", readonly=True, copy=False)
    calls_made = fields.Integer("Requests of That Day", readonly=True, copy=False)
    calls_shown = fields.Char("Today's Requests", compute="_compute_calls_shown")
    parcel_ids = fields.One2many("shipment.parcel", "account_id", "Parcels")

    _webhook_path_unique = models.UniqueIndex("(webhook_path)")

    # === COMPUTE METHODS === #

    @api.model
    def _selection_provider(self):
        carriers = self.env["public.link.registry"]._known().carriers
        return [(code, adapter.name) for code, adapter in carriers.items()]

    @api.depends("provider")
    def _compute_has_webhook(self):
        for account in self:
            adapter = account._adapter_class()
            account.has_webhook = adapter.has_webhook
            account.signs_with_key = adapter.signs_with_key
            account.polls = adapter.polls

    @api.depends("rest_until")
    def _compute_is_resting(self):
        now = fields.Datetime.now()
        for account in self:
            account.is_resting = bool(account.rest_until and account.rest_until > now)

    @api.depends("provider")
    def _compute_provider_note(self):
        for account in self:
            note = NOTES.get(account.provider)
            account.provider_note = note and self.env._(note)

    @api.depends("provider")
    def _compute_daily_limit(self):
        for account in self:
            account.daily_limit = account._adapter_class().daily_limit

    @api.depends("daily_limit", "calls_day", "calls_made")
    def _compute_calls_shown(self):
        for account in self:
            account.calls_shown = account.daily_limit and self.env._(
                "%(made)s of %(all)s requests of today (UTC) are used.",
                made=account._calls_today(),
                all=account.daily_limit,
            )

    @api.depends("provider", "webhook_path")
    def _compute_webhook_url(self):
        # sudo: the server's own address
        base = self.env["ir.config_parameter"].sudo().get_param("web.base.url")
        for account in self:
            account.webhook_url = account.has_webhook and (
                f"{base.rstrip('/')}/link/webhook/{account.provider}/"
                f"{account.webhook_path}"
            )

    @api.constrains("base_url")
    def _check_base_url(self):
        for account in self:
            url = urlsplit(account.base_url or "")
            if not account.base_url:
                continue
            local = url.scheme == "http" and url.hostname in ("127.0.0.1", "localhost")
            if not (local or (url.scheme == "https" and url.hostname)):
                raise ValidationError(
                    self.env._(
                        "“%s” is no address that a key may be sent to. Write it like"
                        " https://api.example.com.",
                        account.base_url,
                    )
                )

    # === CRUD === #

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([pasted.secrets_of(vals, SECRETS) for vals in vals_list])

    def write(self, vals):
        vals = pasted.secrets_of(vals, SECRETS)
        if {"api_key", "provider", "base_url"} & set(vals):
            vals = {"state": "new", "paused_reason": False, "rest_until": False, **vals}
        moved = self.filtered(
            lambda account: account.provider != vals.get("provider", account.provider)
        )
        result = super().write(vals)
        if SIGNED_BY & set(vals):
            forget_cached(self.env)
        # Another provider does not know the first one's tracker ids.
        # sudo: the account's parcels, whoever changes it
        parcels = moved.sudo().with_context(active_test=False).parcel_ids
        parcels.tracker_id = False
        parcels.filtered("next_check_at")._plan_first_check()
        return result

    def unlink(self):
        # sudo: as above; they are not asked for any more
        parcels = self.sudo().with_context(active_test=False).parcel_ids
        parcels.next_check_at = False
        result = super().unlink()
        forget_cached(self.env)
        return result

    # === ADAPTER === #

    def _adapter_class(self):
        """Return the provider's adapter; ``ByHand`` where its addon was uninstalled.

        :rtype: type
        """
        carriers = self.env["public.link.registry"]._known().carriers
        return carriers.get(self.provider) or carriers["by_hand"]

    def _adapter(self):
        """Return this account's adapter with its key.

        :rtype: `carriers.base.Adapter`
        """
        account = self.sudo()  # the key is sent to the provider, never shown
        return account._adapter_class()(
            pasted.secret(account.api_key),
            account._signing_secret(),
            account.base_url or "",
        )

    def _signing_secret(self):
        """Return what the provider signs its webhooks with; "" where it has nothing.

        :rtype: str
        """
        account = self.sudo()  # to check signatures, never shown
        if account._adapter_class().signs_with_key:
            return pasted.secret(account.api_key)
        return pasted.secret(account.webhook_secret)

    def _has_live_webhook(self):
        """Tell whether the provider's webhook is set up and works."""
        limit = fields.Datetime.subtract(fields.Datetime.now(), days=WEBHOOK_LIVE_DAYS)
        account = self.sudo()  # whether there is a secret
        return bool(
            account._signing_secret()
            and account.last_webhook_at
            and account.last_webhook_at > limit
        )

    @api.model
    @tools.ormcache("path")
    def _by_webhook_path(self, path):
        """Return id, provider and webhook secret, from the cache.

        :raise LookupError: for an unknown path; it is not kept in the cache
        """
        # sudo: the secret is used to check signatures, never shown
        account = self.sudo().search([("webhook_path", "=", path)], limit=1)
        if not account:
            raise LookupError("no such path")
        return (account.id, account.provider, account._signing_secret())

    # === HINTS === #

    @api.model
    def _hinted(self, account_id, told):
        """Have parcels asked for soon, because an unsigned webhook named them.

        Nothing of it is believed, and it cannot make us ask more often than ``HINT_PAUSE``
        about a parcel, nor about others than those under way.

        :param int account_id: whose address it came to
        :param list told: the numbers
        """
        Parcel = self.env["shipment.parcel"]
        account = self.browse(account_id)
        now = fields.Datetime.now()
        for parcels in Parcel._open_by_number(account, told[:HINTS]).values():
            due = parcels.filtered(
                lambda row: (
                    row.next_check_at
                    and row.next_check_at > now
                    and (row.last_checked_at or datetime.min) < now - HINT_PAUSE
                    and not row.fail_count
                )
            )
            if due.try_lock_for_update(allow_referencing=True):
                due.next_check_at = now

    # === ACTIONS === #

    def _check_manager(self):
        if not self.env.su and not self.env.user.has_group(MANAGER):
            raise UserError(self.env._("Only managers of public links can do this."))

    def action_test(self):
        """Test the key by a harmless request, and show the result."""
        self.ensure_one()
        self._check_manager()
        adapter = self._adapter()
        if not adapter.polls:
            return self._tell(
                "info", self.env._("No provider is asked: scans are entered by hand.")
            )
        try:
            adapter.test()
        except CarrierError as error:
            self.write({"state": "paused", "paused_reason": str(error)[:200]})
            return self._tell("danger", self.env._("It does not work: %s.", error))
        self.write({"state": "ready", "paused_reason": False, "rest_until": False})
        return self._tell("success", self.env._("It works: %s answers.", adapter.name))

    def action_new_webhook_path(self):
        """Give the webhook another URL; the old one stops working at once."""
        self._check_manager()
        for account in self:
            account.webhook_path = secrets.token_urlsafe(24)

    def _tell(self, kind, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": kind,
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
