# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the HTTP status of a payment provider's answer says about a request."""


def is_unclear(status):
    """Tell whether a request that failed may nevertheless have been carried out.

    409 is Stripe's status for an idempotency key whose first request is still running.

    :param int status: HTTP status of the answer, 400 to 599
    :rtype: bool
    """
    return status >= 500 or status == 409
