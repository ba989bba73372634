# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import logging
import math
from datetime import timedelta

from odoo import http
from odoo.exceptions import UserError, ValidationError
from odoo.http import request
from odoo.tools.misc import get_lang

from odoo.addons.payment.controllers.post_processing import PaymentPostProcessing

from ...models.link import replica
from ...models.link.public_link_open import UnknownLink
from ...models.pay import part
from ...tools.document_lock import Busy, document_lock
from .. import actions, base, responses
from ..base import public_route
from .form import form_values
from .result import SESSION_LINK

_logger = logging.getLogger(__name__)


EXACT = 1e13
# Bytes: a payment form sends a few numbers and words.
MAX_BODY = 64 * 1024
JSON_TYPES = ("application/json", "application/json-rpc")
# Why a browser could not start the payment form, as boot.js reports it.
STUCK = ("module", "script", "start", "time")


class Refused(UserError):
    """Nothing is paid now; the text, which the customer reads, says why."""

    for_customer = True


class BalanceChanged(Refused):
    """The amount is not the one that the customer saw: the page is loaded again."""


def pay_page(link, document):
    """Return what the page on which a document is paid shows."""
    document._public_read_ahead(link)
    choice, typed = choice_of(link.env, request.httprequest.args)
    values = document._public_pay_page(link, choice)
    if typed and values["part"]:
        values["part"] |= document._public_pay_part_wrong(typed)
    values["pay_css"] = responses.asset("pay/pay.css")
    csp = responses.CSP
    if request.httprequest.args.get("card") == "other":
        values["card"] = None
    if values["state"] == "due" and link.id and not values["card"]:
        form, csp = form_values(link, document, values, choice)
        values |= form
    return "public_links.pay_page", values, {"csp": csp, "permissions": PAY_PERMISSIONS}


def choice_of(env, asked):
    """Return how much is to be paid, and what was typed for it and is no amount.

    :param env: in the reader's language
    :param asked: of the URL or of a form: ``pay``, and ``amount`` of a part
    :return: the choice, see ``Due.amount``, and the text or ""
    :rtype: tuple[str, str]
    """
    choice = asked.get("pay", "")
    if choice == part.PART:
        typed = asked.get("amount", "")[:40]
        amount = part.read_amount(typed, get_lang(env).decimal_point)
        return (part.choice_of(amount), "") if amount else ("now", typed or " ")
    if choice == "whole" or part.named(choice) is not None:
        return choice, ""
    return "now", ""


PAY_PERMISSIONS = {
    "clipboard-write": "(self)",
    "payment": "(self)",
    "publickey-credentials-get": "(self)",
}


class PayController(http.Controller):
    @public_route("pay")
    def pay(self, link, document):
        """Show what is due, and take the payment."""
        return base.log_visit(base.show(link, document), link)

    @http.route(
        "/link/pay/<string:token>/transaction/<string:choice>",
        # Not "jsonrpc": Odoo would answer invalid requests itself, without our headers.
        type="http",
        auth="none",
        csrf=False,
        save_session=True,
        readonly=replica.action_reads,
        public_link=True,
        public_link_action=True,
        max_content_length=MAX_BODY,
    )
    def transaction(self, token, choice):
        """Begin a payment, and tell core's payment form, by JSON-RPC, how to go on."""
        session = request.session
        may_save, session.can_save = session.can_save, False
        if request.httprequest.method != "POST":
            return responses.method_not_allowed(["POST"])
        # Of this media type a browser sends requests to other origins only if they allow
        # it (CORS).
        if request.httprequest.mimetype not in JSON_TYPES:
            return responses.unreadable(415)
        try:
            call = request.get_json_data()
        except (ValueError, RecursionError):
            return responses.unreadable(400)
        if not isinstance(call, dict):
            return responses.unreadable(400)
        # Errors from here on are answered as JSON-RPC, see ir.http._handle_error.
        request.public_link_call = call.get("id")
        asked = call.get("params")
        asked = asked if isinstance(asked, dict) else {}
        values = self._transaction(token, choice, asked)
        # The session is saved only after a payment has begun (A2).
        session.can_save = may_save
        return responses.json_result(values)

    def _transaction(self, token, choice, asked):
        """Begin a payment.

        Amount, currency, payer, document and landing page come from the server. The
        browser names provider and method, which are looked up among the allowed ones, and
        sends the amount that it showed, which must be the amount that is due.
        """
        if not base.same_origin():
            raise Refused(request.env._("Please open the link from your email again."))
        link, document = self._find_live(token)
        if not actions.allowed(link, "pay/transaction"):
            raise Refused(link._announcement("often")[1])
        try:
            with document_lock(*document._public_link_locked("pay")):
                link, document = self._find_live(token)
                return self._begin_payment(link, document, choice, asked)
        except Busy:
            raise Refused(request.env["public.link"]._announcement("busy")[1]) from None

    def _find_live(self, token):
        try:
            link, document = base.find(token, "pay")
        except UnknownLink:
            raise Refused(
                request.env._("Please open the link from your email again.")
            ) from None
        if link._dead_reason() or not document:
            raise BalanceChanged(link.env._("This link does not open anything now."))
        return link, document

    def _begin_payment(self, link, document, choice, asked):
        env = link.env
        if document._public_pay_settle():
            # What was booked stays booked if an error follows.
            env.cr.commit()
        blockers = document._public_link_blockers("pay")
        if blockers:
            raise BalanceChanged(blockers[0].customer)
        due = document._public_pay_due().amount(choice)
        seen = request.httprequest.args.get("seen")
        if seen != document._public_pay_fingerprint(link) or not self._is_amount_due(
            asked.get("amount"), due, document.currency_id
        ):
            raise BalanceChanged(
                env._("The balance has changed. Please look again before you pay.")
            )
        provider, method = self._allowed_choice(document, due, asked)
        flow = asked.get("flow")
        if flow not in ("redirect", "direct"):
            raise Refused(env._("Please choose how you want to pay."))
        save = asked.get(
            "tokenization_requested"
        ) is True and document._public_pay_may_save(link)
        try:
            transaction = document._public_pay_start(
                link, choice, provider, method, flow, save
            )
        except UserError as error:
            # An earlier payment cannot be withdrawn; the text is meant for the customer.
            raise Refused(str(error)) from error
        self._refuse_decided(transaction)
        link._record(
            "started", reason=f"{provider.name}: {transaction.reference}"[:200]
        )
        # The provider's webhook may arrive before this request ends.
        env.cr.commit()
        values = self._processing_values(transaction)
        self._refuse_decided(transaction)
        PaymentPostProcessing.monitor_transaction(transaction)
        # Several people may share one transaction; each returns to the link they used.
        request.session[SESSION_LINK] = [transaction.id, link.id]
        return values

    @base.plain_route(
        "/link/pay/<string:token>/stuck",
        readonly=replica.action_reads,
        public_link_action=True,
    )
    def stuck(self, token):
        """Log that the payment form's scripts did not start in a browser."""
        if request.httprequest.method != "POST" or not base.same_origin():
            return responses.method_not_allowed(["POST"])

        def tell(link, _document):
            why = request.httprequest.form.get("why")
            # A broken bundle concerns every customer: one line a day is enough.
            once = link.env["public.link.rate"]._allow
            if why in STUCK and once("pay/stuck", why, 1, timedelta(days=1)):
                _logger.error(
                    "The payment form did not start in a customer's browser (%s)."
                    " First seen by link %s; not said again today. Open a pay link and"
                    " look at the browser's console.",
                    why,
                    link.id,
                )
            return responses.secure(http.Response(status=204))

        return base.serve(tell, token, "pay")

    @staticmethod
    def _refuse_decided(transaction):
        """Load the page again when the provider has decided the payment meanwhile.

        :raise BalanceChanged: if it is no draft any more
        """
        if transaction.state in ("draft", "error"):
            return
        # The payment's new state stays if an error follows.
        transaction.env.cr.commit()
        if transaction.state == "cancel":
            raise BalanceChanged(transaction.env._("Please try again."))
        raise BalanceChanged(
            transaction.env._("A payment is being processed. Please do not pay again.")
        )

    @staticmethod
    def _is_amount_due(amount, due, currency):
        """Tell whether the page showed what is due now."""
        if isinstance(amount, bool) or not isinstance(amount, int | float):
            return False
        # Larger floats are not exact, and some cannot be rounded.
        if not math.isfinite(amount) or abs(amount) > EXACT:
            return False
        return currency.compare_amounts(amount, due) == 0

    @staticmethod
    def _allowed_choice(document, amount, asked):
        """Look up what the browser names among what is allowed (S10, S16)."""
        providers, methods = document._public_pay_options(amount)
        provider = providers.filtered(lambda one: one.id == asked.get("provider_id"))
        method = methods.filtered(
            lambda one: (
                one.id == asked.get("payment_method_id")
                and provider
                and provider in one.provider_ids
            )
        )
        if not provider or not method:
            raise Refused(
                document.env._(
                    "This way to pay is not available any more. Nothing was charged:"
                    " please choose another one."
                )
            )
        return provider, method

    @staticmethod
    def _processing_values(transaction):
        """Ask the provider for what its form needs; no money moves yet."""
        try:
            values = transaction._get_processing_values()
        except (UserError, ValidationError):
            _logger.exception("Payment %s could not be begun.", transaction.reference)
            values = {"state": "error"}
        if values.get("state") == "error":
            # Another tab may be about to finish a payment that the provider knows.
            if transaction.state == "draft" and not transaction.provider_reference:
                transaction._set_error("The provider did not answer as expected.")
            values["state_message"] = transaction.env._(
                "The payment service cannot be reached right now. No money was taken:"
                " please try again in a few minutes, or choose another way to pay."
            )
        return values
