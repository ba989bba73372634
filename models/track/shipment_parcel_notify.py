# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who is told of a parcel's new state: staff by an activity, customers by mail."""

from datetime import timedelta

from odoo import fields, models
from odoo.tools.translate import LazyTranslate

from ..link.public_link_job import Kind

_lt = LazyTranslate(__name__)

PROBLEMS = ("exception", "return_to_sender")
MAILS = {
    "out_for_delivery": "public_links_track_mail_out",
    "delivered": "public_links_track_mail_delivered",
    "exception": "public_links_track_mail_exception",
}
# What a mail says is new, by state.
NEWS = {
    "out_for_delivery": _lt("Your parcel %s is out for delivery."),
    "delivered": _lt("Your parcel %s was delivered."),
    "exception": _lt("The carrier reports a problem with your parcel %s."),
}
# Nobody is told of older states, of a number that was entered late, for example.
FRESH = timedelta(days=3)


class ShipmentParcel(models.Model):
    _inherit = "shipment.parcel"

    mailed_states = fields.Char(
        readonly=True, copy=False, help="States that the customer got a mail about."
    )

    def _state_changed(self, before):
        super()._state_changed(before)
        since = self.state_as_of
        if since and since < fields.Datetime.now() - FRESH:
            return
        company = self.company_id
        if self.state in PROBLEMS and company.public_links_track_activity:
            self._tell_staff()
        name = MAILS.get(self.state)
        told = (self.mailed_states or "").split(",")
        if name and company[name] and self.state not in told:
            self.mailed_states = ",".join(filter(None, [*told, self.state]))
            self._tell_customer()

    def _label(self, state):
        return dict(self._fields["state"]._description_selection(self.env))[state]

    def _tell_staff(self):
        """Schedule an activity for who is responsible, unless there is an open one."""
        picking = self.picking_id
        users = picking._public_link_responsible()
        users += self.company_id.public_links_user_id.filtered("active")
        user = users.filtered(lambda one: picking.with_user(one).has_access("read"))[:1]
        if not user:
            return
        parcel = self.with_context(lang=user.lang)
        summary = parcel.env._(
            "Parcel %(number)s: %(state)s",
            number=self.number,
            state=parcel._label(self.state),
        )
        if picking.activity_ids.filtered(lambda row: row.summary == summary):
            return
        picking.activity_schedule(
            "mail.mail_activity_data_warning",
            user_id=user.id,
            summary=summary,
            note=parcel.env._("See what the carrier says, and tell the customer."),
        )

    def _tell_customer(self):
        """Mail the track link with the news. An error changes nothing else."""
        self.env["public.link.job"]._attempt_within(
            "parcel_mail", self, self.picking_id
        )

    def _mail_customer(self):
        if self.state not in NEWS:
            return  # It failed before, and the parcel has moved on since.
        # sudo: the system mails the customer what the gate allows
        picking = self.picking_id.sudo()
        people = picking._public_link_recipients()[picking.id]
        people = people.filtered(
            lambda person: not picking._public_link_send_problems("track", person)
        )
        if not people:
            return
        for link in self.env["public.link"].sudo()._issue(picking, "track", people):
            note = self.with_context(lang=link.partner_id.lang)._mail_note()
            link._send_mails(note=note, queue=True)

    def _mail_note(self):
        """Return the sentence of the mail that says what is new."""
        news = self.env._(NEWS[self.state])
        return news % self.number


class StockPicking(models.Model):
    _inherit = "stock.picking"

    def _public_link_recipient_groups(self):
        """Let the button of mails about a delivery lead to its parcels, if there are any."""
        groups = super()._public_link_recipient_groups()
        picking = self.sudo()  # settings and gate are asked, nothing is shown
        if not picking.company_id.public_links_track_mail:
            return groups
        if picking._public_link_blockers("track"):
            return groups
        purpose = self.env["public.link.registry"]._known().purposes["track"]
        for name, _is_member, data in groups:
            if name == "public_link_customer":
                data["has_button_access"] = True
                data["button_access"] = {
                    "url": picking._public_link_placeholder("track"),
                    "title": self.env._(purpose.mail_button),
                }
        return groups


class PublicLinkJob(models.Model):
    _inherit = "public.link.job"

    _job_kinds = {
        "parcel_mail": Kind(
            label=_lt("The mail about a parcel"), run="_mail_customer", promised=True
        ),
    }
