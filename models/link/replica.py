# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Pages that are read from a replica (``db_replica_host``), which may be behind.

What is decided by old data is decided by the primary: what an action did is shown from
there, a link that the replica does not know yet is looked for there, and actions go by its
keys and switches. Where it is away, pages still open, and nothing can be sent.
"""

import psycopg2
from psycopg2.errors import ReadOnlySqlTransaction

from odoo.http import request
from odoo.tools import config


class PrimaryAway(psycopg2.OperationalError):
    """Nothing can be written, and nothing was."""


def is_replica(cr):
    """Tell whether a cursor reads from a replica.

    :rtype: bool
    """
    return bool(cr.readonly and config["db_replica_host"])


def page_reads(_controller, _rule, _arguments):
    """Tell Odoo whether a page may be read from a replica: ``readonly`` of its route.

    Not the page that an action leads to: the replica may not know yet what was done.

    :rtype: bool
    """
    return "said" not in request.httprequest.args or _primary_is_away()


def action_reads(_controller, _rule, _arguments):
    """Tell Odoo whether an action gets a read-only cursor: ``readonly`` of its route.

    Only to be answered by ``check``. Without a cursor Odoo itself would answer, with
    neither our page nor our headers.

    :rtype: bool
    """
    return _primary_is_away()


def _primary_is_away():
    if not config["db_replica_host"]:
        return False
    try:
        request.env.registry.cursor().close()
    except psycopg2.OperationalError:
        return True
    return False


def check(routing):
    """Prepare a request below /link/ for what the replica may not know.

    :param dict routing: of its route
    :raise PrimaryAway: for an action that cannot be done
    """
    cr = request.env.cr
    if is_replica(cr):
        if routing.get("public_link_action"):
            raise PrimaryAway("The primary is away, an action was not begun")
        return
    if not config["db_replica_host"]:
        return
    # Odoo has asked the replica which caches are old.
    registry = request.env.registry
    _registry_sequence, sequences = registry.get_sequences(cr)
    if registry.cache_sequences != sequences:
        registry.check_signaling(cr)


def unknown_yet(cr):
    """Have the request served once more, if the replica may not know a new link yet.

    Links are never deleted but with their document, so that few ask twice.

    :param cr: the cursor by which the link was not found
    :raise ReadOnlySqlTransaction: whereupon Odoo serves it from the primary
    """
    if is_replica(cr):
        raise ReadOnlySqlTransaction("The replica does not know a link yet")
