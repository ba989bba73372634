# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Tables of words by code, to which each slice and each other addon adds its own."""


def entry(record, name, code):
    """Return what a table of a record's model says about a code.

    Each class of the model may define a table, a dictionary, as an attribute of this
    name. Odoo joins the classes of the addons that a database installed, and no others;
    where two tables have one code, the one of the class that was added last counts.

    :param record: a record of the model, or an empty recordset
    :param str name: the attribute
    :param code: what to look up
    :return: what the table has; ``None`` where no table has the code
    """
    for definition in type(record).__mro__:
        if code in (table := vars(definition).get(name, ())):
            return table[code]
    return None
