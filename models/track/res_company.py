# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from odoo import fields, models
from odoo.tools.misc import format_datetime

from ...tools.registry import DAYS_DEFAULT
from ..link.res_config_settings import lifetime_range, of_company


class ResCompany(models.Model):
    _inherit = "res.company"

    public_links_track_enabled = fields.Boolean(
        "Track Links",
        default=True,
        help="Customers can follow their parcels by link. Options: tracking account,"
        " emails, QR code, activities.",
    )
    public_links_track_days = fields.Integer(
        "Track Links Expire After",
        default=DAYS_DEFAULT,
        help="Days from sending, 1 to 365. After that the customer asks for a new link.",
    )
    public_links_track_account_id = fields.Many2one(
        "shipment.tracking.account",
        "Tracking Account",
        domain="[('company_id', '=', id)]",
        help="The account for parcels whose delivery method has none of its own. Empty:"
        " none; scans are entered by hand.",
    )
    public_links_track_mail = fields.Boolean(
        "Track Link in Shipping Emails",
        default=True,
        help="The email that confirms a shipment leads to the parcels once there is a"
        " tracking number.",
    )
    public_links_track_qr = fields.Boolean(
        "QR Code on Delivery Slips",
        help="Delivery slips carry a QR code that opens the parcels' page.",
    )
    public_links_track_activity = fields.Boolean(
        "Activity on Problems",
        default=True,
        help="Whoever looks after the delivery gets an activity when a parcel meets a"
        " problem or goes back.",
    )
    public_links_track_mail_shipped = fields.Boolean(
        "Email When Shipped",
        help="Once it has left and has a number, or the carrier has it. Not where Odoo's own"
        " email or text message about the shipment has named the number. Once more when a"
        " number that was emailed is replaced by another.",
    )
    public_links_track_mail_late = fields.Boolean(
        "Email When Late",
        help="The expected day has passed, or the carrier says that it takes longer.",
    )
    public_links_track_mail_date = fields.Boolean(
        "Email on a New Date",
        help="The expected day has changed. Three times for a delivery at most.",
    )
    public_links_track_mail_out = fields.Boolean(
        "Email When Out for Delivery",
        help="It comes today, or is ready to collect.",
    )
    public_links_track_mail_delivered = fields.Boolean(
        "Email When Delivered",
        help="It has arrived. Of several parcels: some of them, then all.",
    )
    public_links_track_mail_exception = fields.Boolean(
        "Email on Problems",
        help="Nobody was there, the carrier met a problem, or it is going back.",
    )

    def _public_links_doors(self):
        doors = super()._public_links_doors()
        return doors | {"tracking": "/odoo/public-link-tracking-accounts"}

    def write(self, vals):
        result = super().write(vals)
        if vals.get("public_links_track_account_id"):
            # sudo: parcels of before the account was set up, whoever sets it up
            Parcel = self.env["shipment.parcel"].sudo()
            Parcel._waiting_for_account(
                [("company_id", "in", self.ids)]
            )._take_account()
        return result

    def _public_links_check_tracking(self):
        env = self.env
        # sudo: names and states of accounts, and whether the system's own cron is on
        accounts = env["shipment.tracking.account"].sudo()
        asked = accounts.search([("company_id", "=", self.id)]).filtered("polls")
        by_state = asked.grouped("state")
        point = (
            "ok",
            env._("%s can be reached.", ", ".join(asked.mapped("name")))
            if asked
            else env._("No provider is asked: you enter the scans yourselves."),
        )
        if not asked:
            pass
        elif paused := by_state.get("paused"):
            point = (
                "bad",
                env._(
                    "%(account)s is paused, so that none of its parcels is updated:"
                    " %(why)s",
                    account=paused[0].name,
                    why=paused[0].paused_reason or "",
                ),
                env._("Correct the key of the account, then press “Test Connection”."),
            )
        elif not env.ref("public_links.ir_cron_track_poll").sudo().active:
            point = (
                "bad",
                env._("The scheduled action is off: no parcel is asked for."),
                env._(
                    "Activate “Public Links: ask carriers about parcels” in Scheduled"
                    " Actions."
                ),
                self._public_links_cron_door("public_links.ir_cron_track_poll"),
            )
        elif resting := asked.filtered("is_resting"):
            point = (
                "warn",
                env._(
                    "%(account)s gets no requests until %(time)s: %(why)s.",
                    account=resting[0].name,
                    time=format_datetime(env, resting[0].rest_until),
                    why=resting[0].rest_reason or "?",
                ),
                env._(
                    "It goes on by itself. If it happens often, enter fewer requests a day"
                    " on the account, or ask the provider for more."
                ),
            )
        elif new := by_state.get("new"):
            point = (
                "warn",
                env._("%s was not tested yet.", new[0].name),
                env._("Press “Test Connection” on the account."),
            )
        level, *texts = point
        return self._public_links_point(level, env._("Tracking"), *texts)

    _public_links_track_days_range = lifetime_range("track")


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    public_links_track_enabled = of_company(
        fields.Boolean, "public_links_track_enabled"
    )
    public_links_track_days = of_company(fields.Integer, "public_links_track_days")
    public_links_track_account_id = of_company(
        fields.Many2one, "public_links_track_account_id"
    )
    public_links_track_mail = of_company(fields.Boolean, "public_links_track_mail")
    public_links_track_qr = of_company(fields.Boolean, "public_links_track_qr")
    public_links_track_activity = of_company(
        fields.Boolean, "public_links_track_activity"
    )
    public_links_track_mail_shipped = of_company(
        fields.Boolean, "public_links_track_mail_shipped"
    )
    public_links_track_mail_late = of_company(
        fields.Boolean, "public_links_track_mail_late"
    )
    public_links_track_mail_date = of_company(
        fields.Boolean, "public_links_track_mail_date"
    )
    public_links_track_mail_out = of_company(
        fields.Boolean, "public_links_track_mail_out"
    )
    public_links_track_mail_delivered = of_company(
        fields.Boolean, "public_links_track_mail_delivered"
    )
    public_links_track_mail_exception = of_company(
        fields.Boolean, "public_links_track_mail_exception"
    )
