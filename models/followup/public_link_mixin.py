# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What plans ask of a document."""

from odoo import api, models
from odoo.tools.translate import LazyTranslate

_lt = LazyTranslate(__name__)

# Why a document, or a customer, is not followed up now, for staff.
REASONS = {
    "settled": _lt("Nothing is left to pay."),
    "processing": _lt("A payment is being processed."),
    "announced": _lt("The customer announced a bank transfer."),
    "disputed": _lt("It is disputed, or blocked for payment."),
    "charged": _lt("It is charged by agreement on its due date."),
    "blocked": _lt("Links are switched off for this customer."),
    "archived": _lt("The customer is archived."),
    "credits": _lt("The customer's open credits cover it."),
    "minimum": _lt("The customer owes less than the plan's minimum amount."),
    "moved": _lt("Contact or email address have changed: it is written anew."),
    "no_mail": _lt("There is no valid email address: correct it on the contact."),
    "bounced": _lt("Emails to this address bounce: correct it on the contact."),
    "failing": _lt(
        "The last emails to this address failed: correct it on the contact, or send one"
        " yourself."
    ),
    "recent": _lt("The contact got an email a few days ago: it waits."),
    "answered": _lt("The customer has answered, or asked for a change."),
    "gate": _lt("Its link would open nothing now."),
    "most": _lt("It had the most reminders that the plan allows."),
    "skipped": _lt("You left it out."),
}


class PublicLinkMixin(models.AbstractModel):
    _inherit = "public.link.mixin"

    def _public_followup_stops(self):
        """Hook: return why some of these documents must not be followed up now.

        Asked for many at once, before anything is sent and again when a mail leaves.

        :return: codes of ``REASONS``, or sentences, by id; others may be followed up
        :rtype: dict[int, str]
        """
        return {}

    @api.model
    def _public_followup_words(self, why):
        """Return the sentence of a reason, which may be one already."""
        return self.env._(REASONS[why]) if why in REASONS else why
