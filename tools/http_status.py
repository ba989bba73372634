# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the status of a provider's answer says of what was asked for."""


def is_unclear(status):
    """Tell whether a request that failed may have been carried out all the same."""
    # 409: the same request is being carried out right now.
    return status >= 500 or status == 409
