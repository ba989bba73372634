# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Recognise mail scanners: programs that open the links of a mail before its reader."""

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
    """Tell whether a user agent is that of a known mail scanner.

    :param str agent: the header ``User-Agent``
    """
    return bool(_SCANNERS.search(agent))
