# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What can go wrong when a provider is asked."""


class CarrierError(Exception):
    """The carrier gave no usable answer.

    :param str message: what went wrong, for staff
    :ivar list results: the ``TrackResult`` of the parcels that were answered before
    """

    def __init__(self, message):
        super().__init__(message)
        self.results = []


class Unauthorized(CarrierError):
    """The key is wrong, or has no right to this: asking again does not help."""


class RateLimited(CarrierError):
    """Too many requests.

    :param float retry_after: seconds to wait, or ``None`` if the carrier did not say
    """

    def __init__(self, message, retry_after=None):
        super().__init__(message)
        self.retry_after = retry_after


class Unavailable(CarrierError):
    """No connection, no answer in time, an error of the server, or no JSON."""


class Refused(CarrierError):
    """The carrier refuses this one request, because of a wrong number for example."""


class NotFound(Refused):
    """The carrier does not know the number, or not yet."""
