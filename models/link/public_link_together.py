# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How a page reads in few statements what it and the gates that it asks need.

A small read takes longer on its way to PostgreSQL and back than there. So each is named
(``_public_read_<name>``), and each slice says which ones a purpose asks for
(``_public_plans``): a page reads those of all purposes together, before it asks them, and
staff's screens those of many documents. Who asks alone, like an action, gets the same
answer from a statement of its own.
"""

from collections.abc import Callable
from contextlib import contextmanager
from datetime import date, datetime
from itertools import zip_longest
from typing import Any, NamedTuple

from odoo import models
from odoo.tools import SQL, split_every

from .public_link_read import (
    READING,
    compose,
    into_cache,
    is_once_key,
    once,
    once_key,
)

# A statement of more reads takes PostgreSQL longer to plan than the way there and back.
STATEMENT_READS = 100

# What JSON has no values for, by type of field.
FROM_JSON = {
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "float": float,
    "monetary": float,
}


class Read(NamedTuple):
    """What can be read alone, or with others in one statement.

    :param SQL sql: a SELECT with one column, an array of JSON
    :param keep: a function of these arrays, as lists, that returns what was found; it
        holds no recordset
    """

    sql: SQL
    keep: Callable[[list], Any]


def read_where(model, names, condition, order=None, limit=None, keep=None):
    """Return what ``fetch_where`` does as a read that can go with others.

    :param keep: a function of the records that returns what was found; their ids by
        default
    :rtype: Read
    """
    query, fields, others = compose(model, names, condition, order, as_json=True)
    if limit is not None:
        query = SQL("%s LIMIT %s", query, limit)
    kinds = ["id", *(model._fields[name].type for name in fields)]

    def values(kind, column):
        convert = FROM_JSON.get(kind)
        return [convert(one) if convert and one is not None else one for one in column]

    def keep_rows(rows):
        columns = map(values, kinds, zip(*rows, strict=True))
        found = into_cache(model, fields, others, list(zip(*columns, strict=True)))
        return keep(found) if keep else found._ids

    return Read(query, keep_rows)


def fetch_together(env, reads):
    """Do several reads in one statement.

    :param list[Read] reads: at least one
    :return: what each has found
    :rtype: list
    """
    parts = SQL(", ").join(
        SQL("(SELECT json_agg(part) FROM (%s) AS found (part))", read.sql)
        for read in reads
    )
    env.flush_all()
    [columns] = env.execute_query(SQL("SELECT %s", parts))
    return [read.keep(rows or []) for read, rows in zip(reads, columns, strict=True)]


class PublicLinkMixin(models.AbstractModel):
    _inherit = "public.link.mixin"

    def _public_read(self, name):
        """Return what is read of these records under a name, asking once a page.

        :param str name: of a method ``_public_read_<name>`` that returns a ``Read``
        """
        return once(
            self, name, lambda: fetch_together(self.env, [self._public_named(name)])[0]
        )

    def _public_named(self, name):
        return getattr(self, f"_public_read_{name}")()

    def _public_read_ahead(self, link):
        """Read together what the page of a link, and the gates that it asks, will ask.

        :param link: `public.link` that opens this document
        """
        if not self.env.context.get(READING):
            return
        purposes = self._public_gates_open((link.purpose, *link._leads()))
        plans = [
            plan
            for purpose in purposes
            for plan in self._public_plans(purpose) + self._public_page_plans(purpose)
        ]
        self._public_read_plans(plans)

    @contextmanager
    def _public_asked_together(self, purposes):
        """Read together what the gates of many documents ask, for as long as ``with`` lasts.

        Nothing may be changed meanwhile: what is read is not read again.

        :param purposes: those whose gates will be asked
        :return: the same documents, to be asked instead of these
        """
        documents = self.with_context(**{READING: True})
        cache, known = self.env.cr.cache, self.env.context.get(READING)
        try:
            documents._public_read_plans(
                [
                    plan
                    for document in documents
                    for purpose in document._public_gates_open(purposes)
                    for plan in document._public_plans(purpose)
                ]
            )
            yield documents
        finally:
            if not known:
                for key in [key for key in cache if is_once_key(key)]:
                    del cache[key]

    def _public_gates_open(self, purposes):
        """Return those of some purposes whose gates ask the document anything."""
        company = self._public_link_company()
        return [
            purpose
            for purpose in purposes
            if purpose in self._public_link_purposes
            and company._public_links_on(purpose)
        ]

    def _public_read_plans(self, plans):
        """Read what some plans ask for, one statement a step.

        :param list plans: see ``_public_plans``
        """
        cache = self.env.cr.cache
        # Each goes on once what it has yielded is read.
        for step in zip_longest(*plans, fillvalue=()):
            asked = {once_key(*one): one for reads in step for one in reads}
            for key in asked.keys() & cache.keys():
                del asked[key]
            for some in split_every(STATEMENT_READS, asked):
                reads = [
                    records._public_named(name)
                    for records, name in map(asked.get, some)
                ]
                cache.update(zip(some, fetch_together(self.env, reads), strict=True))

    def _public_plans(self, purpose):
        """Hook: return what the gate of a purpose reads, step by step.

        :param str purpose: one that is switched on
        :return: generators, which yield lists of records and name of a read; what was
            yielded is answered (``_public_read``) when they go on
        :rtype: list
        """
        return []

    def _public_page_plans(self, purpose):
        """Hook: return what the page of a purpose reads beside the gate, step by step.

        :param str purpose: of the page, or one that it may lead to
        :return: see ``_public_plans``
        :rtype: list
        """
        return []
