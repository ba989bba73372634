# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Texts of strangers in the cells of spreadsheets."""

# What a spreadsheet, or who writes its file, takes for a formula or a link.
_RISKY = ("=", "+", "-", "@", "|", "%", "{=", "internal:", "external:")


def plain_cell(value):
    """Return a value so that no spreadsheet takes it for a formula.

    :param value: of a cell; what is no text stays as it is
    """
    if not isinstance(value, str):
        return value
    risky = value.lstrip().lower().startswith(_RISKY) or value[:1] in tuple("\t\r\n")
    return f"'{value}" if risky else value
