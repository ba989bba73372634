# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The code that banking apps read, and the provider by which transfers are announced."""

from typing import NamedTuple

from odoo import models, tools
from odoo.tools.lru import LRU

from ...tools.bank import own_words

# Codes that were drawn, of a few kB each. Not in core's cache: one entry a document would
# push out what every page needs (S28).
CODES = LRU(1000)


class Transfer(NamedTuple):
    """A company's provider for bank transfers.

    :param provider: id of the `payment.provider`
    :param account: id of the `res.partner.bank` of its journal, or ``None``
    :param words: what the seller wrote for those who pay so, paragraphs of plain text
    """

    provider: int
    account: int
    words: tuple


class ResPartnerBank(models.Model):
    _inherit = "res.partner.bank"

    def _public_pay_code(
        self, amount, currency_id, reference, partner_id, kind, version
    ):
        """Return core's code for a transfer to this account, as a data URI.

        To draw one takes as long as a page. It is kept under all that it contains, so that
        a change makes another one.

        :param float amount: rounded, in the currency
        :param int currency_id: the `res.currency`
        :param str reference: structured or not
        :param int partner_id: the `res.partner` who pays
        :param str kind: core's name for a kind of code; ``None``: the first that fits
        :param str version: of the account, its holder, its bank and who pays
        :return: "" where no kind of code fits
        :rtype: str
        """
        said = (amount, currency_id, reference, partner_id, kind)
        # Addons, which bring kinds of codes, can be installed meanwhile.
        registry = self.env.registry
        place = registry.db_name, registry.registry_sequence
        key = (*place, self.id, *said, version)
        code = CODES.get(key)
        if code is None:
            code = CODES[key] = self._public_pay_draw(*said)
        return code

    def _public_pay_draw(self, amount, currency_id, reference, partner_id, kind):
        """Draw a code; the arguments are those of ``_public_pay_code``."""
        env = self.with_context(prefetch_fields=True).env
        account = self.with_env(env)
        known = dict(account.get_available_qr_methods_in_sequence())
        code = account.build_qr_code_base64(
            amount,
            reference,
            reference,
            env["res.currency"].browse(currency_id),
            env["res.partner"].browse(partner_id),
            kind if kind in known else None,
            silent_errors=True,
        )
        return code or ""


class ResCompany(models.Model):
    _inherit = "res.company"

    @tools.ormcache("self.id", "self.env.lang")
    def _public_pay_transfer(self):
        """Return the provider by which customers of this company announce transfers.

        :return: the first that they can see; ``None`` where there is none
        :rtype: Transfer or None
        """
        # sudo: what customers are told of the provider and its journal
        env = self.with_context(prefetch_fields=True).sudo().env
        providers = env["payment.provider"]
        if "custom_mode" not in providers._fields:
            return None
        company = self.with_env(env).with_context(active_test=False)
        owned = providers._check_company_domain(self)
        found = providers.search(
            [
                *owned,
                ("code", "=", "custom"),
                ("custom_mode", "=", "wire_transfer"),
                ("state", "in", ("enabled", "test")),
                ("is_published", "=", True),
            ]
        )
        allowed = company.public_links_provider_ids
        found = (found & allowed if allowed else found)[:1]
        if not found:
            return None
        # Not its ``journal_id``: core's computation of it writes.
        journal = (
            env["account.payment.method.line"]
            .search(
                [("payment_provider_id", "=", found.id), ("journal_id", "!=", False)],
                limit=1,
            )
            .journal_id
        ) or env["account.journal"].search(
            [("company_id", "=", found.company_id.id), ("type", "=", "bank")], limit=1
        )
        return Transfer(
            found.id,
            journal.bank_account_id.id or None,
            tuple(own_words(found.pending_msg)),
        )


class AccountJournal(models.Model):
    _name = "account.journal"
    _inherit = ["account.journal", "public.link.cached"]  # for _public_pay_transfer


class AccountPaymentMethodLine(models.Model):
    _name = "account.payment.method.line"
    _inherit = ["account.payment.method.line", "public.link.cached"]  # as above
