# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How pages read documents: like ``search_fetch``, but with cached statements.

To optimise a domain and compose its SQL takes the ORM several times as long as PostgreSQL
needs to answer, and pages always read the same fields. So the ORM composes the columns of a
model once, and the condition is given as SQL. The result is in the ORM's cache, as after
``search_fetch``; no value of a document is kept beyond the transaction.
"""

from odoo import api, models, tools
from odoo.tools import SQL

# In the context of a page that changes nothing: ``controllers.base.enter`` puts it there.
READING = "public_link_reading"


def has_row(source):
    """Return the condition that a SELECT finds something, asked for each row by itself.

    In place of EXISTS where that is no plain condition of a WHERE: below OR, NOT, CASE or
    FILTER PostgreSQL may read a whole table into memory to answer it, and plans it twice. A
    customer of six orders waited for the lines of all others' (``test_small_customer``).

    :param SQL source: what stands behind FROM, correlated by an indexed column
    :rtype: SQL
    """
    return SQL("((SELECT TRUE FROM %s LIMIT 1) IS NOT NULL)", source)


def fetch_where(model, names, condition, order=None, limit=None, offset=0):
    """Return the records that satisfy a condition, with these fields in the cache.

    For the superuser only: access rights and record rules are not checked.

    :param model: an empty recordset, as superuser
    :param tuple names: fields to read
    :param SQL condition: in terms of the model's own columns
    :param SQL order: likewise
    :param int limit: how many at the most
    :param int offset: how many to skip
    :return: the records, archived ones too
    """
    env = model.env
    query, fields, others = compose(model, names, condition, order)
    if limit is not None:
        query = SQL("%s LIMIT %s OFFSET %s", query, limit, offset)
    env.flush_all()
    return into_cache(model, fields, others, env.execute_query(query))


def compose(model, names, condition, order=None, as_json=False):
    """Return the statement of a read, and the fields as ``_statement`` does.

    :param bool as_json: each row as one column, an array of JSON
    :rtype: tuple[SQL, tuple[str], tuple[str]]
    """
    if not model.env.su:
        raise ValueError("Access rights are not asked: read as superuser.")
    statement, fields, others = model.env["public.link"]._statement(
        model._name, names, as_json
    )
    query = SQL("%s WHERE %s", statement, condition)
    return SQL("%s ORDER BY %s", query, order) if order else query, fields, others


def into_cache(model, fields, others, rows):
    """Put what a statement has found into the ORM's cache, and return the records."""
    if not rows:
        return model.browse()
    columns = zip(*rows, strict=True)
    records = model.browse(next(columns))
    for name, values in zip(fields, columns, strict=True):
        field = model._fields[name]
        if not field.column_type:  # one2many or many2many, an array
            values = map(tuple, values)
        field._insert_cache(records, values)
    if others:
        records.fetch(others)
    return records


def fetch_ids(records, names):
    """Read these fields of records whose ids are known.

    :return: those of the records that exist
    """
    if not records:
        return records
    return fetch_where(records.browse(), names, SQL("id IN %s", records._ids))


def once(record, name, find):
    """Return the result of a function about a record, calling it once for a page.

    A read-only page sees one snapshot of the database, so that the result cannot change.
    Outside of such a page the function is called each time.

    :param record: the document, or several
    :param str name: the key of the result
    :param find: a function without arguments; its result must hold no recordset
    """
    if not record.env.context.get(READING):
        return find()
    cache, key = record.env.cr.cache, once_key(record, name)
    if key not in cache:
        cache[key] = find()
    return cache[key]


def once_key(record, name):
    """Return under what ``once`` keeps its result."""
    return READING, name, record._name, record._ids


def is_once_key(key):
    """Tell whether something is kept under a key of ``once_key``."""
    return isinstance(key, tuple) and key[:1] == (READING,)


class PublicLink(models.Model):
    _inherit = "public.link"

    @api.model
    @tools.ormcache("model_name", "names", "as_json", "self.env.lang")
    def _statement(self, model_name, names, as_json=False):
        """Compose the statement that reads fields of a model, without a condition.

        :return: the statement, the names of the stored fields in its order, and those
            of the fields that are left to the ORM
        :rtype: tuple[SQL, tuple[str], tuple[str]]
        """
        model = self.env[model_name].sudo()  # see ``fetch_where``
        query = tools.Query(self.env, model._table)
        fields, others = [], []
        for field in model._determine_fields_to_fetch(names):
            (fields if self._is_plain(model, field) else others).append(field)
        columns = [SQL.identifier(model._table, "id")]
        for field in fields:
            if not field.column_type:
                columns.append(self._array(model, field))
            else:
                columns.append(model._field_to_sql(model._table, field.name, query))
        shown = SQL(", ").join(columns)
        if as_json:
            shown = SQL("json_build_array(%s)", shown)
        sql = SQL("SELECT %s FROM %s", shown, SQL.identifier(model._table))
        # All pending changes are flushed before it is executed.
        return (
            SQL(sql.code, *sql.params),
            tuple(field.name for field in fields),
            tuple(field.name for field in others),
        )

    @api.model
    def _is_plain(self, model, field):
        """Tell whether a field is a plain column, with the same value for everybody.

        Other addons may redefine a field: as translated or company-dependent, for example.
        """
        if field.company_dependent:
            return False
        if field.column_type:
            return True
        if field.type not in ("one2many", "many2many") or callable(field.domain):
            return False
        if field.type == "many2many":
            return bool(field.relation)
        inverse = model.env[field.comodel_name]._fields.get(field.inverse_name)
        return bool(
            inverse
            and inverse.store
            and inverse.type == "many2one"
            and not inverse.company_dependent
        )

    @api.model
    def _array(self, model, field):
        """Return the ids of many records as an array, in the order of the ORM."""
        comodel = model.env[field.comodel_name].with_context(active_test=False)
        order = comodel._order
        if field.type == "one2many":
            # What all have in common does not order them, and costs a join.
            order = order.removeprefix(f"{field.inverse_name},").strip()
        query = comodel._search(field.get_comodel_domain(model), order=order)
        own_id = SQL.identifier(model._table, "id")
        if field.type == "one2many":
            inverse = SQL.identifier(comodel._table, field.inverse_name)
            query.add_where(SQL("%s = %s", inverse, own_id))
            return SQL("ARRAY(%s)", query.select())
        ids = SQL.identifier(field.relation, field.column2)
        query.add_join(
            "JOIN",
            field.relation,
            None,
            SQL("%s = %s", ids, SQL.identifier(comodel._table, "id")),
        )
        query.add_where(
            SQL(
                "%s = %s",
                SQL.identifier(field.relation, field.column1),
                own_id,
            )
        )
        return SQL("ARRAY(%s)", query.select(ids))
