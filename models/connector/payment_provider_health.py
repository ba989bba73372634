# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Health checks of payment providers, run by a cron and by staff.

The results are stored, and pages use the stored results. A provider that was never checked
counts as healthy, so that a new one needs no more than in core.
"""

import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..pay.payment_provider import SCRIPTED_CARDS

_logger = logging.getLogger(__name__)

# Links are sent without a new check when the last one is not older than this.
FRESH = timedelta(hours=1)
# How late the scheduled action that books payments may be.
CRON_LATE = timedelta(hours=1)
# When one of these fields changes, the stored results are of no use any more.
INPUTS = {
    "code",
    "company_id",
    "journal_id",
    "state",
    "stripe_publishable_key",
    "stripe_secret_key",
    "stripe_webhook_secret",
}
# Red checks that no manager can override.
NEVER_OVERRIDDEN = {"webhook_secret", "page"}
# Codes of providers whose payments staff book by hand.
BY_HAND = ("custom", "none")


def finding(code, level, case, **values):
    """Return one result of a check, to be stored: ``level`` is ok, warn or bad, ``case``
    the key of its words (``payment_provider_health_text``), ``values`` what they name."""
    return {"code": code, "level": level, "case": case, "values": values}


class PaymentProvider(models.Model):
    _inherit = "payment.provider"

    public_link_health = fields.Json("Connector Checks", readonly=True, copy=False)
    public_link_health_at = fields.Datetime(
        "Connection Checked at", readonly=True, copy=False
    )
    public_link_health_level = fields.Selection(
        [("ok", "Fine"), ("warn", "Look at this"), ("bad", "Needs fixing")],
        string="Connection",
        compute="_compute_public_link_health",
    )
    public_link_health_html = fields.Html(
        "Connector Health", compute="_compute_public_link_health", sanitize=False
    )
    public_link_paused = fields.Boolean("Paused", compute="_compute_public_link_health")
    public_link_overridable = fields.Boolean(compute="_compute_public_link_health")
    public_link_override_reason = fields.Text(
        "Reason of the Override",
        readonly=True,
        copy=False,
        help="Why pay links offer this provider although a check is red.",
    )
    public_link_override_user_id = fields.Many2one(
        "res.users", "Overridden by", readonly=True, copy=False, ondelete="set null"
    )
    public_link_override_at = fields.Datetime(
        "Overridden at", readonly=True, copy=False
    )
    public_link_override_text = fields.Char(compute="_compute_public_link_health")
    public_link_override_codes = fields.Json("Overridden", readonly=True, copy=False)
    public_link_log_ids = fields.One2many(
        "payment.health.log", "provider_id", "Connection Log", readonly=True
    )

    # === WHAT PAGES ASK === #

    def _public_link_can_pay(self):
        return super()._public_link_can_pay() and not self._public_link_red()

    def _public_link_red(self):
        """Return the codes of the red checks that nobody has overridden.

        :rtype: set[str]
        """
        self.ensure_one()
        return self._public_link_found_red() - (
            set(self.public_link_override_codes or []) - NEVER_OVERRIDDEN
        )

    def _public_link_found_red(self):
        """Return the codes of all red checks; costs no query."""
        found = self.public_link_health or []
        return {row["code"] for row in found if row["level"] == "bad"}

    # === CHECKING === #

    def _public_link_health(self):
        """Run the checks now, without storing the results.

        :return: rows of ``code``, ``level`` (ok, warn or bad), ``title``, ``text`` and
            ``fix``
        :rtype: list[dict]
        """
        rows = self._public_link_health_find()
        return [self._public_link_health_explain(row) for row in rows]

    def _public_link_health_find(self):
        """Run the checks and return their results, see ``finding``. A provider's module adds
        its own.

        :rtype: list[dict]
        """
        self.ensure_one()
        if self.state == "disabled":
            return [finding("state", "warn", "state_off")]
        rows = [
            finding("state", "ok", "state_live")
            if self.state == "enabled"
            else finding("state", "warn", "state_test")
        ]
        if self.code == "demo":
            rows += self._public_link_health_find_demo()
        if self.is_published:
            rows.append(finding("published", "ok", "published"))
        else:
            rows.append(finding("published", "warn", "unpublished"))
        rows += self._public_link_health_find_page()
        rows += self._public_link_health_find_methods()
        if self.code not in BY_HAND:
            rows += self._public_link_health_find_journal()
            rows += self._public_link_health_find_cron()
        return rows

    def _public_link_health_find_demo(self):
        # A database with demo data is no production database.
        # sudo: one flag of the module `base`
        base = self.env.ref("base.module_base").sudo()
        return [] if base.demo else [finding("demo", "bad", "demo")]

    def _public_link_health_find_page(self):
        if not self._public_link_refused_scripts():
            return []
        cards = self.code in SCRIPTED_CARDS
        return [finding("page", "bad", "page_cards" if cards else "page_scripts")]

    def _public_link_health_find_methods(self):
        methods = self.payment_method_ids.filtered("active")
        if not methods:
            return [finding("methods", "bad", "methods_none")]
        names = ", ".join(methods.mapped("name")[:5])
        return [finding("methods", "ok", "methods", names=names)]

    def _public_link_health_find_journal(self):
        journal = self.journal_id
        if not journal:
            return [finding("journal", "bad", "journal_none")]
        if journal.company_id not in self.company_id.parent_ids:
            company = journal.company_id.name
            return [finding("journal", "bad", "journal_company", company=company)]
        lines = journal.inbound_payment_method_line_ids
        if self not in lines.payment_provider_id:
            return [finding("journal", "bad", "journal_line", journal=journal.name)]
        return [finding("journal", "ok", "journal", journal=journal.name)]

    def _public_link_health_find_cron(self):
        cron = self.env.ref(
            "payment.cron_post_process_payment_tx", raise_if_not_found=False
        )
        if not cron or not cron.active:
            return [finding("cron", "bad", "cron_off")]
        if cron.nextcall < fields.Datetime.now() - CRON_LATE:
            return [finding("cron", "warn", "cron_late")]
        return [finding("cron", "ok", "cron")]

    def _public_link_health_remote(self):
        """Return the codes of the checks that ask the provider's server.

        While it cannot be reached, their last results are kept.

        :rtype: set[str]
        """
        return set()

    # === STORING === #

    def _public_link_check_health(self):
        """Check these providers and store what was found."""
        # sudo: keys and journals are read, whoever wants to send a link
        for provider in self.sudo():
            rows = provider._public_link_health_find()
            found = {row["code"] for row in rows}
            if "reachable" in found:
                rows += [
                    row
                    for row in provider.public_link_health or []
                    if row["code"] in provider._public_link_health_remote() - found
                ]
            provider._public_link_health_keep(rows)

    def _public_link_health_keep(self, rows):
        before = self._public_link_found_red() if self.public_link_health_at else None
        values = {"public_link_health_at": fields.Datetime.now()}
        if rows != self.public_link_health:
            values["public_link_health"] = rows
        self.write(values)
        # Of two checks at the same moment one fails here, before its mail is sent.
        self.flush_recordset()
        red = self._public_link_found_red()
        if red != before and (red or before):
            self._public_link_log("red" if red else "fine", codes=red)
        if self.public_link_override_codes and not red:
            self._public_link_override_end("recovered")

    def _public_link_check_stale(self):
        """Check those of these providers whose last check is older than an hour.

        :return: the providers that were asked
        :rtype: recordset
        """
        limit = fields.Datetime.now() - FRESH
        # sudo: when providers were asked
        stale = self.sudo().filtered(
            lambda one: (
                one.state != "disabled"
                and (not one.public_link_health_at or one.public_link_health_at < limit)
            )
        )
        stale._public_link_check_health()
        return stale

    @api.model
    def _cron_public_link_health(self):
        providers = self.search([("state", "!=", "disabled")], order="id")
        progress = self.env["ir.cron"]._commit_progress
        progress(remaining=len(providers))
        for provider in providers:
            try:
                provider._public_link_check_health()
            except Exception:
                self.env.cr.rollback()
                _logger.exception("Provider %s could not be checked.", provider.id)
            progress(1)

    def write(self, vals):
        result = super().write(vals)
        if INPUTS & vals.keys():
            # sudo: the results for the old values are deleted, and the cron checks again
            self.sudo().write(
                {"public_link_health": False, "public_link_health_at": False}
            )
            cron = self.env.ref("public_links.ir_cron_health", raise_if_not_found=False)
            if cron:
                cron.sudo()._trigger()  # sudo: the system's own cron
        return result

    # === OVERRIDING === #

    def _public_link_override(self, reason):
        """Offer this provider although checks are red, for a manager's reason.

        It holds for the checks that are red now; others that turn red later block again.

        :param str reason: why
        :raise AccessError: unless the user is a manager
        :raise UserError: without a reason, or where nothing can be overridden
        """
        self.ensure_one()
        if not self.env.user.has_group("public_links.group_manager"):
            raise AccessError(
                self.env._("Only managers of public links can override a red check.")
            )
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Please write down why."))
        provider = self.sudo()  # sudo: the provider's form is for administrators alone
        if "page" in provider._public_link_found_red():
            raise UserError(
                self.env._(
                    "Pay links cannot show the form of %s: there is nothing to override.",
                    provider.name,
                )
            )
        if NEVER_OVERRIDDEN & provider._public_link_found_red():
            raise UserError(
                self.env._(
                    "%s has no webhook secret: anybody could tell this server that an"
                    " invoice was paid. This cannot be overridden. Set the secret first.",
                    provider.name,
                )
            )
        red = provider._public_link_found_red()
        if not red:
            raise UserError(
                self.env._("No check of %s is red: nothing to override.", provider.name)
            )
        provider.write(
            {
                "public_link_override_codes": sorted(red),
                "public_link_override_reason": reason,
                "public_link_override_user_id": self.env.uid,
                "public_link_override_at": fields.Datetime.now(),
            }
        )
        provider._public_link_log("override", codes=red, text=reason)

    def _public_link_override_end(self, kind="override_end"):
        self.write(
            {
                "public_link_override_codes": False,
                "public_link_override_reason": False,
                "public_link_override_user_id": False,
                "public_link_override_at": False,
            }
        )
        self._public_link_log(kind)

    def _public_link_log(self, kind, codes=(), text=""):
        # sudo: rows are added by the system alone
        self.env["payment.health.log"].sudo().create(
            {
                "provider_id": self.id,
                "kind": kind,
                "codes": ", ".join(sorted(codes)),
                "text": text,
                "user_id": self.env.uid,
            }
        )

    # === SHOWING === #

    @api.depends(
        "public_link_health",
        "public_link_health_at",
        "public_link_override_codes",
        "public_link_override_reason",
        "state",
    )
    @api.depends_context("lang")
    def _compute_public_link_health(self):
        for provider in self:
            rows = provider._public_link_health_shown()
            levels = {row["level"] for row in rows}
            provider.public_link_health_level = next(
                (level for level in ("bad", "warn", "ok") if level in levels), False
            )
            provider.public_link_health_html = self.env["ir.qweb"]._render(
                "public_links.staff_checklist", {"rows": rows}
            )
            provider.public_link_override_text = " ".join(
                row["text"] for row in provider._public_link_override_shown()
            )
            provider.public_link_paused = bool(provider._public_link_red())
            provider.public_link_overridable = bool(
                provider.public_link_paused
                and not NEVER_OVERRIDDEN & provider._public_link_found_red()
            )

    def _public_link_health_shown(self):
        """Return the stored results in words, as ``_public_link_health`` does."""
        self.ensure_one()
        rows = self._public_link_health_stored()
        return [self._public_link_health_explain(row) for row in rows]

    def _public_link_health_stored(self):
        """Return the stored results, and those of checks that need no request."""
        if not self.public_link_health_at:
            return [finding("checked", "warn", "never")]
        return list(self.public_link_health or [])

    # === ACTIONS === #

    def action_public_link_check_health(self):
        """Check the connection now and show the result."""
        self._public_link_check_health()
        red = self.filtered(lambda one: one.sudo()._public_link_found_red())  # codes
        if red:
            message = self.env._("Something needs fixing, see “Public Links” below.")
        else:
            message = self.env._("The connection was checked. Nothing is red.")
        return self.env["public.link"]._tell(message, "warning" if red else "success")

    def action_public_link_override(self):
        """Open the dialog in which a manager overrides red checks with a reason."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send Pay Links Anyway"),
            "res_model": "payment.health.override",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_provider_ids": self.ids, "dialog_size": "medium"},
        }

    def action_public_link_override_end(self):
        """Let red checks block pay links again."""
        self._public_link_override_end()
