# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The settings page: fields of the company, lifetimes, checks of what was entered."""

from statistics import mode

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.registry import DAYS_MAX, DAYS_MIN

# Least and most value of settings that are numbers, by field.
RANGES = {"public_links_retention_days": (1, 3650)}


def of_company(field_type, name):
    """Return a field of the settings that is related to the company's.

    :param field_type: its class, like ``fields.Boolean``
    :param str name: its name, the same on both
    """
    return field_type(related=f"company_id.{name}", readonly=False)


def range_check(ranges, message):
    """Return the database constraint that settings are within their ranges.

    :param dict ranges: least and most value by field, see ``_public_links_ranges``
    :param str message: what the user reads where nothing else has refused the value
    """
    within = (
        f"{name} BETWEEN {least} AND {most}" for name, (least, most) in ranges.items()
    )
    return models.Constraint(f"CHECK({' AND '.join(within)})", message)


def lifetime_range(purpose):
    """Return the database constraint on the lifetime of a purpose's links.

    :param str purpose: its code
    """
    ranges = {f"public_links_{purpose}_days": (DAYS_MIN, DAYS_MAX)}
    return range_check(ranges, "Links can live from 1 to 365 days.")


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    # General
    public_links_enabled = of_company(fields.Boolean, "public_links_enabled")
    public_links_checklist = fields.Html(
        compute="_compute_public_links_checklist", sanitize=False
    )
    public_links_days = fields.Integer(
        "Links Expire After",
        compute="_compute_public_links_days",
        inverse="_inverse_public_links_days",
        readonly=False,
        help="Days from sending, 1 to 365. For all links but those below “Exceptions”.",
    )
    # What can be opened
    public_links_view_enabled = of_company(fields.Boolean, "public_links_view_enabled")
    public_links_view_days = of_company(fields.Integer, "public_links_view_days")
    public_links_follow_due_date = of_company(
        fields.Boolean, "public_links_follow_due_date"
    )
    public_links_quotes = of_company(fields.Boolean, "public_links_quotes")
    public_links_orders = of_company(fields.Boolean, "public_links_orders")
    public_links_invoices = of_company(fields.Boolean, "public_links_invoices")
    public_links_credit_notes = of_company(fields.Boolean, "public_links_credit_notes")
    public_links_deliveries = of_company(fields.Boolean, "public_links_deliveries")
    # What pages show
    public_links_show_addresses = of_company(
        fields.Boolean, "public_links_show_addresses"
    )
    public_links_show_codes = of_company(fields.Boolean, "public_links_show_codes")
    public_links_show_tracking = of_company(
        fields.Boolean, "public_links_show_tracking"
    )
    public_links_show_pdf = of_company(fields.Boolean, "public_links_show_pdf")
    # Mails and documents
    public_links_in_mails = of_company(fields.Boolean, "public_links_in_mails")
    public_links_qr = of_company(fields.Boolean, "public_links_qr")
    # Branding and contact
    public_links_color = of_company(fields.Char, "public_links_color")
    public_links_contact_name = of_company(fields.Char, "public_links_contact_name")
    public_links_contact_email = of_company(fields.Char, "public_links_contact_email")
    public_links_contact_phone = of_company(fields.Char, "public_links_contact_phone")
    public_links_contact_hours = of_company(fields.Char, "public_links_contact_hours")
    public_links_user_id = of_company(fields.Many2one, "public_links_user_id")
    # Security and privacy
    public_links_close_core = of_company(fields.Boolean, "public_links_close_core")
    public_links_address = of_company(fields.Selection, "public_links_address")
    public_links_retention_days = of_company(
        fields.Integer, "public_links_retention_days"
    )

    @api.depends("company_id")
    def _compute_public_links_checklist(self):
        for settings in self:
            settings.public_links_checklist = self.env["ir.qweb"]._render(
                "public_links.staff_checklist_short",
                {"rows": settings.company_id._public_links_checklist()},
            )

    @api.depends("company_id")
    def _compute_public_links_days(self):
        for settings in self:
            settings.public_links_days = self._public_links_usual_days(
                settings.company_id
            )

    def _inverse_public_links_days(self):
        # Forms have done this by the onchange below, and send each purpose's days, too.
        for settings in self:
            settings._public_links_follow_days(settings.company_id)

    @api.onchange("public_links_days")
    def _onchange_public_links_days(self):
        self._public_links_follow_days(self)

    def _public_links_follow_days(self, record):
        """Set the new usual days on every purpose that had the old ones.

        :param record: the company, or these settings while they are edited
        """
        usual = self._public_links_usual_days(record)
        for name in self._public_links_lifetimes():
            if record[name] == usual:
                record[name] = self.public_links_days

    @api.model
    def _public_links_usual_days(self, record):
        """Return the lifetime, in days, that most purposes have.

        :param record: a company, or settings
        """
        names = ["public_links_view_days", *self._public_links_lifetimes()]
        return mode(record[name] for name in names)

    @api.model
    def _public_links_ranges(self):
        """Hook: return the least and the most value of numeric settings, by field.

        :rtype: dict[str, tuple]
        """
        return RANGES

    @api.constrains(lambda self: sorted(self._public_links_ranges()))
    def _check_public_links_ranges(self):
        """Refuse a number out of range with a sentence, before a constraint does."""
        for settings in self:
            for name, (least, most) in self._public_links_ranges().items():
                if not least <= settings[name] <= most:
                    raise ValidationError(
                        self.env._(
                            "“%(setting)s” is a number from %(least)s to %(most)s; you"
                            " entered %(value)s.",
                            setting=self._fields[name]._description_string(self.env),
                            least=least,
                            most=most,
                            value=settings[name],
                        )
                    )

    @api.constrains(lambda self: ["public_links_days", *self._public_links_lifetimes()])
    def _check_public_links_lifetimes(self):
        """Refuse a lifetime out of bounds with a sentence, before a constraint does."""
        for settings in self:
            for name in ["public_links_days", *self._public_links_lifetimes()]:
                if not DAYS_MIN <= settings[name] <= DAYS_MAX:
                    raise ValidationError(
                        self.env._(
                            "“%(setting)s”: links can live from %(least)s to %(most)s"
                            " days; you entered %(days)s.",
                            setting=self._fields[name]._description_string(self.env),
                            least=DAYS_MIN,
                            most=DAYS_MAX,
                            days=settings[name],
                        )
                    )

    @api.model
    def _public_links_lifetimes(self):
        """Return the fields that say how long a purpose's links live."""
        purposes = self.env["public.link.registry"]._known().purposes.values()
        return sorted({one.days for one in purposes} & set(self._fields))

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """Show each field's help text below the field, from one definition."""
        arch, view = super()._get_view(view_id, view_type, **options)
        for setting in arch.xpath("//app[@name='public_links']//setting[not(@help)]"):
            field = self._fields[setting.get("id")]
            setting.set("help", field._description_help(self.env) or "")
            if setting[0].tag != "field":  # else core labels it by the field
                setting.set("string", field._description_string(self.env))
        return arch, view

    def action_public_links_rotate_key(self):
        """See `res.company`."""
        return self.company_id.action_public_links_rotate_key()

    def action_public_links_retire_keys(self):
        """See `res.company`."""
        return self.company_id.action_public_links_retire_keys()

    def action_public_links_rotate_core_tokens(self):
        """See `res.company`."""
        return self.company_id.action_public_links_rotate_core_tokens()

    def action_public_links_stop_all(self):
        """See `res.company`."""
        return self.company_id.action_public_links_stop_all()
