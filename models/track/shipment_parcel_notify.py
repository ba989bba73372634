# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Who is told of a parcel's new state: staff by an activity, customers by mail: see
`shipment.notice`."""

from datetime import timedelta

from odoo import api, fields, models

from ..link.public_link_mixin import READERS
from .shipment_news import FRESH, SETTINGS

PROBLEMS = ("exception", "return_to_sender")
# What changes what there is to tell a customer.
WATCHED = ("state", "eta_to", "reason")
# So long the news of a delivery's other parcels may take to come in: one mail for all.
SEVERAL = timedelta(minutes=5)


class ShipmentParcel(models.Model):
    _inherit = "shipment.parcel"

    known_states = fields.Char(
        readonly=True, copy=False, help="States that it was in before."
    )
    eta_known = fields.Date(
        "Date the Customer Knows",
        readonly=True,
        copy=False,
        help="The expected date that the customer knows.",
    )
    notice_ids = fields.One2many(related="picking_id.notice_ids")
    mail_at = fields.Datetime(
        "Next Email Check",
        readonly=True,
        copy=False,
        help="When the parcel is next checked for news to email to the customer.",
    )

    _mail_index = models.Index("(mail_at, id) WHERE mail_at IS NOT NULL AND active")

    # === NEWS FOR THE CUSTOMER === #

    @api.model_create_multi
    def create(self, vals_list):
        parcels = super().create(vals_list)
        for parcel in parcels.filtered("eta_to"):
            parcel.eta_known = parcel.eta_to
        # A label is not a shipment: its number is news once it has left.
        parcels.filtered(lambda row: row.picking_id.state == "done")._look_for_news()
        return parcels

    def write(self, vals):
        # Not when all that was known is forgotten, since it is another parcel now.
        forgets = "known_states" in vals
        watched = [name for name in WATCHED if name in vals and not forgets]
        before = {row.id: [row[name] for name in watched] for row in self if watched}
        states = {row.id: row.state for row in self if watched}
        result = super().write(vals)
        changed = self.filtered(
            lambda row: before and before[row.id] != [row[name] for name in watched]
        )
        for parcel in changed:
            parcel._note_before(states[parcel.id])
        changed._look_for_news()
        if "number" in vals:
            # Staff may correct it here, too.
            self.filtered(lambda row: row.picking_id.state == "done")._look_for_news()
        return result

    def _note_before(self, state):
        """Note the state that it was in, and its first expected date, which is no news."""
        was = (self.known_states or "").split(",")
        if state not in (self.state, "unknown", *was):
            self.known_states = ",".join(filter(None, [*was, state]))
        if not self.eta_known and self.eta_to:
            self.eta_known = self.eta_to

    def _look_for_news(self):
        """Have the deliveries of these parcels looked at for news, in a job of its own: that
        the news of one is mailed late, or not at all, changes nothing else."""
        now, soonest = fields.Datetime.now(), None
        for parcel in self:
            # sudo: settings are asked, and the system notes when to look
            row = parcel.sudo()
            if not row.active or not any(row.company_id[name] for name in SETTINGS):
                continue
            at = now + SEVERAL if len(row.picking_id.parcel_ids) > 1 else now
            if not row.mail_at or row.mail_at > at:
                row.mail_at = at
            soonest = min(soonest or row.mail_at, row.mail_at)
        if soonest:
            self._wake_mails(soonest)

    @api.model
    def _wake_mails(self, at):
        """Have the scheduled action run at a time, once for all that asks in a transaction."""
        asked = self.env.cr.precommit.data.setdefault("public_links.track_mail", set())
        at = at.replace(second=0, microsecond=0) if at > fields.Datetime.now() else None
        if at not in asked:
            asked.add(at)
            # sudo: the system's own cron
            self.env.ref("public_links.ir_cron_track_mail").sudo()._trigger(
                at and at + timedelta(minutes=1)
            )

    # === STAFF === #

    def _state_changed(self, before):
        super()._state_changed(before)
        since = self.state_as_of
        if since and since < fields.Datetime.now() - FRESH:
            return
        if self.state in PROBLEMS and self.company_id.public_links_track_activity:
            self._tell_staff()

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
            if name in READERS:
                data["has_button_access"] = True
                data["button_access"] = {
                    "url": picking._public_link_placeholder("track"),
                    "title": self.env._(purpose.mail_button),
                }
        return groups
