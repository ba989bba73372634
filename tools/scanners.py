# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Tell people from programs that open every link of a mail before its reader does."""

import functools
import re

_SCANNERS = re.compile(
    r"bot\b|crawl|spider|preview|scanner|safelinks|proofpoint|barracuda|mimecast"
    r"|googleimageproxy|slurp|facebookexternalhit|whatsapp|skypeuripreview|slack"
    r"|telegram|curl/|wget/|python-|go-http-client|headless",
    re.IGNORECASE,
)


@functools.lru_cache(maxsize=256)
def is_scanner(agent):
    """Tell whether a program of this name opens links before their reader does.

    :param str agent: what it calls itself
    """
    return bool(_SCANNERS.search(agent))
