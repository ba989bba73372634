# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The company's settings, and how pages read them."""

import re

from odoo import api, fields, models, tools
from odoo.exceptions import ValidationError

from ...tools.blockers import Blocker
from ...tools.registry import DAYS_DEFAULT, PREFIX
from .res_config_settings import RANGES, lifetime_range, range_check

ACCENT_DEFAULT = "#0b6e5f"


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company", "public.link.cached"]

    public_links_enabled = fields.Boolean(
        "Public Links",
        default=True,
        help="Master switch. Off: every link says that it is switched off, whatever its"
        " state, and none can be sent.",
    )
    public_links_view_enabled = fields.Boolean(
        "View Links",
        default=True,
        help="Customers can open quotations, orders, invoices and deliveries by link."
        " Options: which documents, addresses, packages, the PDF.",
    )
    public_links_view_days = fields.Integer(
        "View Links Expire After",
        default=DAYS_DEFAULT,
        help="Days from sending, 1 to 365. After that the customer asks for a new link.",
    )
    public_links_quotes = fields.Boolean(
        "Quotations", default=True, help="Quotations can be opened by link."
    )
    public_links_orders = fields.Boolean(
        "Orders", default=True, help="Confirmed orders can be opened by link."
    )
    public_links_invoices = fields.Boolean(
        "Invoices", default=True, help="Posted invoices can be opened by link."
    )
    public_links_credit_notes = fields.Boolean(
        "Credit Notes", default=True, help="Posted credit notes can be opened by link."
    )
    public_links_deliveries = fields.Boolean(
        "Deliveries", default=True, help="Delivery orders can be opened by link."
    )
    public_links_show_addresses = fields.Boolean(
        "Show Addresses",
        default=True,
        help="Pages show the invoice and delivery address: name and postal lines only.",
    )
    public_links_show_codes = fields.Boolean(
        "Show Internal References",
        default=True,
        help="Pages show the code in square brackets with which Odoo begins the text of a"
        " line: “[E-COM07] Large Cabinet”. Off: “Large Cabinet”. Papers keep it.",
    )
    public_links_show_tracking = fields.Boolean(
        "Show Packages and Tracking",
        default=True,
        help="Pages show packages and the carrier's tracking number, where they exist.",
    )
    public_links_show_pdf = fields.Boolean(
        "Offer the PDF",
        default=True,
        help="Pages offer the document's PDF, the same that you would email.",
    )
    public_links_follow_due_date = fields.Boolean(
        "Follow the Due Date",
        default=True,
        help="Pay links live at least until 30 days after the invoice's due date, at the"
        " most until 120 days after it.",
    )
    public_links_in_mails = fields.Boolean(
        "Links in Emails",
        default=True,
        help="Emails about quotations, orders and invoices carry the recipient's own"
        " public link in place of the portal's permanent one.",
    )
    public_links_close_core = fields.Boolean(
        "Close the Portal's Permanent Links",
        help="Visitors who are not logged in can no longer open orders, quotations and"
        " invoices by the portal's permanent links, which never expire. Links that"
        " were emailed before then lead to a page where a new one can be asked"
        " for.",
    )
    public_links_qr = fields.Boolean(
        "QR Code on Documents",
        help="Quotation, order and invoice PDFs carry a QR code that opens the document.",
    )
    public_links_color = fields.Char(
        "Accent Colour",
        help="Colour of buttons and links on public pages, like #0b6e5f. By default the"
        " colour of your document layout. It is darkened or lightened where it would be"
        " hard to read.",
    )
    public_links_contact_name = fields.Char(
        "Support Name",
        help="Who customers should contact, such as “Customer Care”. Defaults to the company.",
    )
    public_links_contact_email = fields.Char(
        "Support Email", help="By default the company's email address."
    )
    public_links_contact_phone = fields.Char(
        "Support Phone", help="By default the company's phone number."
    )
    public_links_contact_hours = fields.Char(
        "Support Hours",
        translate=True,
        help="When customers reach you, like “Monday to Friday, 9 to 17”.",
    )
    public_links_user_id = fields.Many2one(
        "res.users",
        "Fallback User",
        domain="[('share', '=', False)]",
        help="Gets the activities about documents that have no salesperson.",
    )
    public_links_address = fields.Selection(
        [
            ("truncated", "Shortened (the network only)"),
            ("hashed", "Hashed"),
            ("full", "Whole"),
            ("none", "Not stored"),
        ],
        "Client Addresses",
        default="truncated",
        required=True,
        help="How the internet addresses of visitors are stored with the events.",
    )
    public_links_retention_days = fields.Integer(
        "Keep Events For",
        default=365,
        help="Days after which opens, denials and client addresses are deleted.",
    )

    _public_links_view_days_range = lifetime_range("view")
    _public_links_retention_range = range_check(
        RANGES, "Events can be kept from 1 to 3650 days."
    )

    @api.constrains("public_links_color")
    def _check_public_links_color(self):
        for company in self:
            color = company.public_links_color
            if color and not re.fullmatch(r"#[0-9a-fA-F]{6}", color):
                raise ValidationError(
                    self.env._(
                        "The accent colour “%s” is not a colour. Write it like #0b6e5f.",
                        color,
                    )
                )

    @api.constrains("public_links_contact_email", "public_links_contact_phone")
    def _check_public_links_contact(self):
        """Check that support mail and support phone are an address and a number."""
        for company in self:
            email = company.public_links_contact_email
            if email and not tools.email_normalize(email):
                raise ValidationError(
                    self.env._(
                        "“Support Email” under Branding and Contact: “%s” is not an email"
                        " address. Enter one, like care@example.com, or leave it empty.",
                        email,
                    )
                )
            phone = company.public_links_contact_phone
            if phone and not re.search(r"\d(\D*\d){2}", phone):
                raise ValidationError(
                    self.env._(
                        "“Support Phone” under Branding and Contact: “%s” is not a phone"
                        " number. Enter one, like +32 2 290 34 90, or leave it empty.",
                        phone,
                    )
                )

    # === SETTINGS, AS PAGES READ THEM === #

    @tools.ormcache("self.id", "self.env.lang")
    def _public_links_settings(self):
        """Return settings and branding as plain values, from the cache.

        Every page needs them, they rarely change, and a company has many fields.

        :return: every ``public_links_*`` field by its name without the prefix, and
            accent, name, mail, phone, logo, tz
        :rtype: dict
        """
        self.ensure_one()
        company = self.sudo()  # branding and switches are what every visitor sees
        values = {
            name.removeprefix(PREFIX): company[name]
            for name, field in company._fields.items()
            if name.startswith(PREFIX) and not field.relational
        }
        return values | {
            "accent": company._public_links_accent(),
            "company_name": company.name,
            "company_email": company.email or "",
            "company_phone": company.phone or "",
            "logo_version": company._public_links_logo_version(),
            "tz": company.partner_id.tz or company.resource_calendar_id.tz or "UTC",
            "lang": company.partner_id.lang or "",
            # Whether amounts of lines include taxes on the company's invoices.
            "tax_included": company.account_price_include == "tax_included",
        }

    def _public_links_logo_version(self):
        """Return a text that changes with the company's logo; "" when it has none."""
        if self.uses_default_logo:
            return ""
        return format(int(self.partner_id.write_date.timestamp()), "x")

    def _public_links_today(self):
        """Return the day that it is at the seller's, which decides what is late: in the zone
        of the company's contact, else of its working hours.

        :rtype: datetime.date
        """
        zone = self._public_links_settings()["tz"]
        return fields.Date.context_today(self.with_context(tz=zone))

    @tools.ormcache("self.id", "purpose")
    def _public_links_on(self, purpose):
        """Tell whether links, and links of this purpose, are switched on.

        :rtype: bool
        """
        settings = self._public_links_settings()
        known = self.env["public.link.registry"]._known().purposes.get(purpose)
        switch = known and known.switch.removeprefix(PREFIX)
        return bool(settings["enabled"] and (not switch or settings[switch]))

    def _public_links_days(self, purpose):
        """Return the lifetime of a purpose's links in days."""
        known = self.env["public.link.registry"]._known().purposes.get(purpose)
        name = known and known.days.removeprefix(PREFIX)
        return self._public_links_settings()[name] if name else DAYS_DEFAULT

    def _public_links_accent(self):
        """Return the accent colour as "#rrggbb".

        :rtype: str
        """
        for color in (self.public_links_color, self.primary_color):
            if color and re.fullmatch(r"#[0-9a-fA-F]{6}", color):
                return color.lower()
        return ACCENT_DEFAULT

    def _public_link_blockers(self, purpose):
        """Hook: return the blockers of the company's switches, see ``public.link.mixin``.

        :param str purpose: the purpose asked for
        :rtype: list[Blocker]
        """
        if self._public_links_on(purpose):
            return
        if not self._public_links_settings()["enabled"]:
            yield Blocker(
                "disabled",
                self.env._("This link has been switched off."),
                self.env._("Public links are switched off for the company."),
                self.env._("Switch them on in Settings, Public Links."),
            )
        else:
            yield Blocker(
                "disabled",
                self.env._("This link has been switched off."),
                self.env._("Links of this purpose are switched off for the company."),
                self.env._("Switch them on in Settings, Public Links."),
            )


class ResourceCalendar(models.Model):
    # The zone of a company's working hours may be what pages know as the company's.
    _name = "resource.calendar"
    _inherit = ["resource.calendar", "public.link.cached"]
