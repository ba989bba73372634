# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Paying an order or invoice with the card on file."""

from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize
from odoo.tools.translate import LazyTranslate

from ...tools.formatting import money

_lt = LazyTranslate(__name__)

# How long a page reloads by itself while the outcome of a charge is not known.
WATCH = timedelta(minutes=15)


class PublicLink(models.Model):
    _inherit = "public.link"

    def _may_show_card(self):
        """Tell whether this link may offer its recipient's card (S19): it was mailed to them,
        they still have that address, and nobody has copied it.

        :rtype: bool
        """
        partner = self.partner_id
        if not partner.active or self.channel in ("qr", "follower"):
            return False
        if self.company_id._public_links_settings()["card_anywhere"]:
            return True
        return bool(
            self.channel == "mail"
            and not self.parent_id
            # A preview, a new record, shows the page as it will be once sent.
            and (self.sent_at or not self.id)
            # A contact without an address, or with several, has none to be known by.
            and self.email
            and email_normalize(partner.email or "") == self.email
            and not self._was_copied()
        )

    def _was_copied(self):
        return bool(
            self.env["public.link.event"].search_count(
                [("link_id", "=", self.id), ("kind", "=", "copied")], limit=1
            )
            if self.id
            else False
        )

    _announced = {
        "tick": (
            "warn",
            _lt(
                "Please tick the box if your card is to be charged. Nothing was"
                " charged."
            ),
        ),
        "confirm": (
            "warn",
            _lt(
                "Your bank wants you to confirm this payment: please pay with the"
                " form below. Nothing was charged."
            ),
        ),
        "declined": (
            "bad",
            _lt(
                "Your saved card was not accepted, and nothing was charged. Please"
                " pay with the form below."
            ),
        ),
        "unreached": (
            "bad",
            _lt(
                "The payment service cannot be reached right now. No money was"
                " taken: please try again in a few minutes, or choose another way to"
                " pay."
            ),
        ),
        "checking": (
            "info",
            _lt(
                "We do not know yet whether your payment went through. It is being"
                " checked: please do not pay again."
            ),
        ),
        "paying": (
            "info",
            _lt("This is already being paid. The page shows how it stands."),
        ),
        "kept": ("ok", _lt("Done. You can use this card next time.")),
    }


class PublicLinkMixin(models.AbstractModel):
    _inherit = "public.link.mixin"

    # === WHICH CARD === #

    def _public_pay_card(self, link, choice="now"):
        """Return the saved card that a link may charge for this document now (S19).

        The page and the charge both ask this method.

        :param link: `public.link`
        :param str choice: "now" or "whole"
        :return: `payment.token`, empty when there is none
        """
        none = self.env["payment.token"]
        partner, payer = link.partner_id, self._public_pay_partner()
        if (
            not self._public_link_company()._public_links_settings()["card"]
            or not partner.public_link_card_agreed
        ):
            return none
        card, customer = partner.public_link_card_id, payer.commercial_partner_id
        if (
            partner.commercial_partner_id != customer
            or link.commercial_partner_id != customer
            or not link._may_show_card()
        ):
            return none
        return card if self._public_pay_allows(card, choice) else none

    def _public_pay_allows(self, card, choice="now"):
        """Tell whether a saved card can be charged for this document now: the customer's
        own, active, unexpired, of a provider and method that are allowed.

        :param card: `payment.token`
        :param str choice: "now" or "whole"
        :rtype: bool
        """
        customer = self._public_pay_partner().commercial_partner_id
        if (
            not card.active
            or card._public_link_expired()
            or not customer
            or not customer._public_link_owns(card)
        ):
            return False
        amount = self._public_pay_due().amount(choice)
        providers, methods = self._public_pay_options(amount)
        # Methods are allowed by their primary one: Visa where Card is allowed.
        method = card.payment_method_id.primary_payment_method_id
        method = method or card.payment_method_id
        return (
            card.provider_id in providers
            and card.payment_method_id.active
            and method in methods
            and card.provider_id in method.provider_ids
        )

    def _public_pay_attempts(self):
        """Return the charges of saved cards that were tried for this document."""
        return self._public_pay_transactions().filtered(
            lambda tx: tx.operation == "online_token" and tx.public_link_charged_at
        )

    def _public_pay_seen(self, link, choice, card):
        """Return what the page shows, and the form must send back, for a card to be charged.

        The values are compared only; no record is looked up by them.

        :rtype: dict[str, str]
        """
        currency, due = self.currency_id, self._public_pay_due().amount(choice)
        return {
            "amount": f"{due:.{currency.decimal_places}f} {currency.name}",
            "card": card._public_link_label(),
            "attempt": str(len(self._public_pay_attempts())),
        }

    def _public_pay_tile(self, link, choice):
        """Return the tile of the card on file, or ``None``."""
        card = self._public_pay_card(link, choice)
        if not card:
            return None
        env = self.env
        text = money(env, self._public_pay_due().amount(choice), self.currency_id)
        page = link._form_path("").rstrip("/") if link.id else "#"
        return card._public_link_card_values() | {
            "seen": self._public_pay_seen(link, choice, card),
            "choice": choice,
            "url": link._form_path("card") if link.id else "",
            "other_url": f"{page}&pay={choice}&card=other",
            "back_url": f"{page}&pay={choice}",
            "tick": env._("Charge %s to this card", text),
        }

    # === CHARGING === #

    def _public_pay_by_card(self, link, choice, form):
        """Charge the card on file, under the document's lock.

        :param link: `public.link`
        :param str choice: "now" or "whole"
        :param form: what the customer sent
        :return: what the page says then, see ``_announced``; "" when its own state
            says it all
        :rtype: str
        """
        if self._public_pay_settle():
            # What was booked stays booked if an error follows.
            self.env.cr.commit()  # pylint: disable=invalid-commit
        blockers = self._public_link_blockers("pay")
        if blockers:
            return {"processing": "paying", "checking": "checking"}.get(
                blockers[0].code, ""
            )
        card = self._public_pay_card(link, choice)
        seen = self._public_pay_seen(link, choice, card)
        attempts = self._public_pay_attempts()
        if attempts and form.get("attempt") != seen["attempt"]:
            # A second click: the answer is the outcome of the first one.
            return attempts[0]._public_link_charge_outcome()
        if form.get("amount") != seen["amount"]:
            return "balance"
        if not card or any(form.get(name) != value for name, value in seen.items()):
            return "changed"
        if form.get("charge") != "yes":
            return "tick"
        try:
            transaction = self._public_pay_start_card(link, choice, card)
        except UserError:
            # An earlier payment cannot be withdrawn, so that no other may begin.
            return "unreached"
        if not transaction:
            return "paying"
        outcome = transaction._public_link_charge()
        if outcome == "done":
            transaction._public_link_book()
        return outcome

    def _public_pay_start_card(self, link, choice, card, operation="online_token"):
        """Create the payment by the card on file.

        :param str operation: core's; "offline" where the customer is not there
        :return: `payment.transaction`; empty when another payment has come in meanwhile
        """
        transactions = self._public_pay_transactions()
        for begun in transactions.filtered(lambda tx: tx._public_link_open()):
            begun._public_link_withdraw()
        if self._public_pay_in_progress(transactions):
            return transactions.browse()
        amount = self._public_pay_due().amount(choice)
        values = {
            "provider_id": card.provider_id.id,
            "payment_method_id": card.payment_method_id.id,
            "token_id": card.id,
            "operation": operation,
            "tokenize": False,
            "currency_id": self.currency_id.id,
            "partner_id": self._public_pay_partner().id,
            "public_link_charged_at": fields.Datetime.now(),
        }
        transaction = transactions.create(
            self._public_pay_create_values(link, amount, card.provider_id, values)
        )
        link._record(
            "started",
            reason=f"{card.provider_id.name}: {transaction.reference}"[:200],
        )
        return transaction

    # === A CARD TO KEEP === #

    def _public_pay_card_to_keep(self, link):
        """Return the card that was saved with a payment by this link, if the payer may make it
        the card on file that pay links offer.

        :return: `payment.token`, possibly empty
        """
        partner = link.partner_id
        none = self.env["payment.token"]
        if not partner or not link.id:
            return none
        if not self._public_link_company()._public_links_settings()["card"]:
            return none
        paid = self._public_pay_transactions().filtered(
            lambda tx: (
                tx.public_link_id.id == link.id
                and tx.operation in ("online_direct", "online_redirect")
                and tx.state in ("done", "authorized")
            )
        )
        card = paid[:1].token_id
        if not card.active or not partner._public_link_owns(card):
            return none
        if partner.public_link_card_id == card and partner.public_link_card_agreed:
            return none
        return card

    def _public_pay_keep(self, link):
        """Return the offer to use a card next time, or ``None``."""
        card = self._public_pay_card_to_keep(link)
        if not card:
            return None
        return card._public_link_card_values() | {"url": link._form_path("keep")}

    # === WHILE THE OUTCOME OF A CHARGE IS NOT KNOWN === #

    _pay_reasons = {
        "checking": (
            _lt(
                "Your saved card was to be charged, and the payment service has not told us"
                " yet whether it was. We are checking it: please do not pay again."
            ),
            _lt("Nobody knows yet whether a saved card was charged."),
            _lt(
                "Look it up at the provider, then say on the payment transaction whether"
                " it was charged."
            ),
        ),
    }

    def _public_pay_blockers(self):
        blockers = super()._public_pay_blockers()
        if [blocker.code for blocker in blockers] == ["processing"] and (
            self._public_pay_unknown()
        ):
            return [self._public_pay_blocker("checking")]
        return blockers

    def _public_pay_unknown(self):
        """Return the charges whose outcome is not known."""
        return self._public_pay_transactions().filtered("public_link_unknown")

    def _public_pay_page(self, link, choice):
        values = super()._public_pay_page(link, choice)
        state = values["state"]
        if state == "checking":
            since = min(self._public_pay_unknown().mapped("public_link_charged_at"))
            watched = fields.Datetime.now() - since < WATCH
            values["refresh"] = 10 if watched else 0
        due = self._public_pay_due() if state == "due" else None
        if due and due.now == due.whole and choice == "whole":
            choice = "now"
        return values | {
            "card": self._public_pay_tile(link, choice) if due else None,
            "keep": self._public_pay_keep(link) if state == "paid" else None,
        }
