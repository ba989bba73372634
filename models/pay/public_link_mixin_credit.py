# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Open credits: told where money is asked, and spent when the customer says so (F34).

Those of the document itself on any link; others of the customer on links that they reached
from their portal, where they see all of their documents anyhow (A1, C4).
"""

from odoo import fields, models
from odoo.tools import SQL
from odoo.tools.translate import LazyTranslate

from ...tools.formatting import money
from ..link.public_link_read import once
from ..link.public_link_together import fetch_together, read_where
from ..link.res_config_settings import of_company

_lt = LazyTranslate(__name__)

# What belongs to one invoice: its credit notes, and payments for it alone that are not
# set against it yet.
OWN = """
    SELECT id FROM account_move WHERE reversed_entry_id = %(move)s
     UNION
    SELECT payment.move_id FROM account_payment payment
      JOIN account_move__account_payment rel ON rel.payment_id = payment.id
     WHERE rel.invoice_id = %(move)s
       AND NOT EXISTS (SELECT FROM account_move__account_payment other
                        WHERE other.payment_id = payment.id
                          AND other.invoice_id != %(move)s)
"""


class ResCompany(models.Model):
    _inherit = "res.company"

    public_links_credit = fields.Boolean(
        "Use Open Credits",
        default=True,
        help="Pay pages of invoices say what credit is open, and customers can use it"
        " there, with a tick: credit of the invoice itself, and from the portal all of"
        " the customer's.",
    )


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    public_links_credit = of_company(fields.Boolean, "public_links_credit")


class PublicLink(models.Model):
    _inherit = "public.link"

    _announced = {
        "tick_credit": (
            "warn",
            _lt(
                "Please tick the box if your credit is to be used. Nothing was changed."
            ),
        ),
        "credit_used": ("ok", _lt("Done. Your credit was used for this invoice.")),
    }

    def _public_pay_from_portal(self):
        """Tell whether the customer reached this link from a portal of theirs.

        :rtype: bool
        """
        return self.parent_id.purpose == "portal"


class PublicLinkMixin(models.AbstractModel):
    _inherit = "public.link.mixin"

    def _public_pay_credits(self, link):
        """Return what can be set against this document, as items of the ledger.

        :param link: the `public.link` by which it is paid
        :return: `account.move.line`, the oldest first
        """
        return self.env["account.move.line"]

    def _public_pay_credit(self, link):
        """Return what the page says of open credits, or ``None`` where there are none.

        :param link: `public.link`, possibly a new record when staff preview
        :rtype: dict or None
        """
        credits = self._public_pay_credits(link)
        currency = self.currency_id
        whole = currency.round(-sum(credits.mapped("amount_residual_currency")))
        if currency.compare_amounts(whole, 0) <= 0:
            return None
        due = self.amount_residual
        used = min(whole, due)
        left = currency.round(due - used)
        texts = {
            "credit": money(self.env, whole, currency),
            "used": money(self.env, used, currency),
            "left": money(self.env, left, currency),
        }
        if currency.is_zero(left):
            words = self.env._(
                "You have %(credit)s in credit, which settles this.", **texts
            )
        else:
            words = self.env._(
                "You have %(credit)s in credit: use it, and pay %(left)s.", **texts
            )
        return {
            "words": words,
            "tick": self.env._("Use %(used)s of my credit", **texts),
            "seen": f"{used:.{currency.decimal_places}f} {currency.name}",
            "url": link._form_path("credit") if link.id else "",
        }

    def _public_pay_by_credit(self, link, form):
        """Set open credits against this document, under its lock.

        :param link: `public.link`
        :param form: what the customer sent: the tick, and what the page showed
        :return: what the page says then, see ``_announced``
        :rtype: str
        """
        if self._public_pay_settle():
            # What was booked stays booked if an error follows.
            self.env.cr.commit()  # pylint: disable=invalid-commit
        blockers = self._public_link_blockers("pay")
        if blockers:
            return {"processing": "paying", "checking": "checking"}.get(
                blockers[0].code, "closed"
            )
        credit = self._public_pay_credit(link)
        if not credit or form.get("credit") != credit["seen"]:
            return "changed"
        if form.get("use") != "yes":
            return "tick_credit"
        items = self._public_pay_credits(link).ids

        def act(document):
            for item in items:
                if document.currency_id.is_zero(document.amount_residual):
                    break
                document.js_assign_outstanding_line(item)
            document._public_link_tell(
                link,
                document.env._("Credit was used for %s", document.display_name),
                document.env._("By link, the customer used open credit for it."),
                activity=False,
            )

        return self._public_link_try(act) or "credit_used"

    def _public_pay_page(self, link, choice):
        values = super()._public_pay_page(link, choice)
        asks = values["state"] == "due"
        return values | {"credit": self._public_pay_credit(link) if asks else None}


class AccountMove(models.Model):
    _inherit = "account.move"

    def _public_pay_credits(self, link):
        if (
            self.move_type != "out_invoice"
            or not self._public_link_company()._public_links_settings()["credit"]
        ):
            return super()._public_pay_credits(link)
        all_of_them = link._public_pay_from_portal() and (
            link.commercial_partner_id == self.partner_id.commercial_partner_id
        )
        # sudo: what is open in the ledger, for whoever may open the document
        items = self.env["account.move.line"].sudo()
        if all_of_them:
            found = once(
                self,
                "credits_all",
                lambda: fetch_together(self.env, [self._public_read_credits(False)])[0],
            )
        else:
            found = self._public_read("credits")
        return items.browse(found).sudo(self.env.su)

    def _public_read_credits(self, own=True):
        """Read what is open in the customer's favour, in the invoice's currency.

        :param bool own: only what belongs to this invoice
        """
        condition = SQL(
            """
            move_id != %(move)s AND parent_state = 'posted' AND reconciled IS NOT TRUE
            AND amount_residual_currency < 0 AND balance < 0
            AND currency_id = %(currency)s AND company_id = %(company)s
            AND (account_id, partner_id) IN (
                SELECT account_id, partner_id FROM account_move_line
                 WHERE move_id = %(move)s AND display_type = 'payment_term')
            """,
            move=self.id,
            currency=self.currency_id.id,
            company=self.company_id.id,
        )
        if own:
            condition = SQL("%s AND move_id IN (%s)", condition, SQL(OWN, move=self.id))
        return read_where(
            # sudo: as in ``_public_pay_credits``
            self.env["account.move.line"].sudo(),
            ("amount_residual_currency",),
            condition,
            SQL("date, id"),
        )

    def _public_page_plans(self, purpose):
        plans = super()._public_page_plans(purpose)
        if (
            purpose == "pay"
            and self.move_type == "out_invoice"
            and self._public_link_company()._public_links_settings()["credit"]
        ):
            plans.append(iter([[(self, "credits")]]))
        return plans
