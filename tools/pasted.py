# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Secrets as people paste them: with blanks around them, or nothing but blanks."""

import re

# Blanks without width are copied along from web pages and mails; strip() leaves them.
_BLANKS = re.compile(r"\A[\s\u200b\u2060\ufeff]+|[\s\u200b\u2060\ufeff]+\Z")


def secret(text):
    """Return a secret without the blanks around it; ``""`` when nothing is left.

    :param str text: as pasted, or nothing
    """
    return _BLANKS.sub("", text or "")


def secrets_of(vals, names):
    """Return values to store, with the secrets among them cleaned.

    :param dict vals: of a record
    :param names: the fields that hold secrets
    """
    found = {name: secret(vals[name]) or False for name in names if name in vals}
    return {**vals, **found}
