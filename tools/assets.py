# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The files below ``static``, each under a URL that changes with its content."""

import functools
import hashlib
from pathlib import Path

_STATIC = Path(__file__).parent.parent / "static"


@functools.cache
def asset(name):
    """Return the versioned URL of a file below ``static/src``; of those for all pages as it
    is sent, see ``packing``."""
    folder, _slash, file = name.partition("/")
    path = f"packed/{file}" if folder == "public" else f"src/{name}"
    version = hashlib.sha256((_STATIC / path).read_bytes()).hexdigest()[:10]
    return f"/public_links/static/{path}?v={version}"


def assets():
    """Return the versioned URLs of the pages' stylesheet and script."""
    return {
        "css": asset("public/public.css"),
        "js": asset("public/public.js"),
        "track": asset("public/track.css"),
        "act": asset("public/act.js"),
        "pad": asset("public/pad.js"),
        "copy": asset("public/copy.js"),
        "live": asset("public/live.js"),
        "act_css": asset("public/act.css"),
        "proofs_css": asset("public/proofs.css"),
        "money_css": asset("public/money.css"),
        "pick_css": asset("public/pick.css"),
        "portal_css": asset("public/portal.css"),
        "account_css": asset("public/account.css"),
    }
