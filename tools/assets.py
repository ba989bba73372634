# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The files below ``static/src``, each under a URL that changes with its content."""

import functools
import hashlib
from pathlib import Path

_STATIC = Path(__file__).parent.parent / "static" / "src"


@functools.cache
def asset(name):
    """Return the versioned URL of a file below ``static/src``."""
    version = hashlib.sha256((_STATIC / name).read_bytes()).hexdigest()[:10]
    return f"/public_links/static/src/{name}?v={version}"


def assets():
    """Return the versioned URLs of the pages' stylesheet and script."""
    return {
        "css": asset("public/public.css"),
        "js": asset("public/public.js"),
        "track": asset("public/track.css"),
        "act": asset("public/act.js"),
        "act_css": asset("public/act.css"),
        "portal_css": asset("public/portal.css"),
        "account_css": asset("public/account.css"),
    }
