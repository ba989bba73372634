# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How a payment ended, on our own page: from the provider back to the link.

All providers lead to core's ``/payment/status``, from about twenty places.
"""

import logging

from odoo import http
from odoo.http import request
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

from odoo.addons.payment.controllers.post_processing import PaymentPostProcessing

from ...models.pay.public_link_mixin_start import LANDING
from .. import base, responses

_logger = logging.getLogger(__name__)

# Key of the session: payment and link that this browser began to pay by.
SESSION_LINK = "public_link_paid_by"


class PublicLinkPostProcessing(PaymentPostProcessing):
    @http.route()
    def display_status(self, **kwargs):
        """Lead back to the link that was paid by; core's page is for other payments."""
        transaction = self._get_monitored_transaction()
        if transaction.public_link_id:
            self._book(transaction)
            return responses.redirect(LANDING)
        if not transaction and request.env.user._is_public():
            # A browser without its session: which payment it means is not known here.
            return responses.redirect(LANDING)
        return super().display_status(**kwargs)

    @staticmethod
    def _book(transaction):
        """Do what core's page does by its script: book, confirm, tell.

        What fails here is done by core's scheduled action.
        """
        if transaction.is_post_processed:
            return
        try:
            with request.env.cr.savepoint():
                transaction._post_process()
        except PG_CONCURRENCY_EXCEPTIONS_TO_RETRY:
            raise
        except Exception:
            _logger.exception("%s could not be booked.", transaction.reference)


class ResultController(http.Controller):
    @base.plain_route(LANDING)
    def back(self):
        """Lead from a payment's end to the link that was paid by.

        The session knows which payment this browser began; the route is stored with the
        payment and holds no token.
        """
        env = request.env(user=responses.public_user_id(request.env), su=True)
        key = PaymentPostProcessing.MONITORED_TX_ID_KEY
        transaction = env["payment.transaction"].browse(request.session.get(key))
        paid, link_id = request.session.get(SESSION_LINK) or (None, None)
        link = env["public.link"].browse(link_id if paid == transaction.id else None)
        if transaction.exists() and link.exists():
            said = transaction._public_link_said()
            return responses.redirect(f"{link._path()}?said={said}")
        env = responses.visitor_env()
        return responses.dead(
            env,
            "unknown",
            200,
            env._("Thank you"),
            env._(
                "This browser cannot show how your payment ended. Please open the link"
                " from your email again: it shows whether your payment has arrived, and"
                " nothing is charged twice."
            ),
        )
