# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Hashes of what somebody agreed to, kept as evidence that nobody can edit."""

import hashlib
import json


def sha256(data):
    """Return the hexadecimal SHA-256 of a text or of bytes."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def canonical(value):
    """Return a JSON text of a value, always the same for equal values, to be hashed."""
    return json.dumps(
        value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=str
    )
