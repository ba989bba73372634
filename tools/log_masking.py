# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Keep tokens out of the logs, whoever writes the line.

werkzeug prints the whole path of each request, tracebacks quote URLs, and a filter on a
logger or handler sees only what goes through that one. So every record is masked when it
is made: whatever handler comes later, to a file, to a console or to the database, gets it
masked.
"""

import logging
import traceback

from odoo import netsvc

from . import tokens


def install():
    """Mask every record that this process makes from now on; once is enough."""
    previous = logging.getLogRecordFactory()
    if getattr(previous, "masks_tokens", False):
        return

    def factory(*args, **kwargs):
        return masked(previous(*args, **kwargs))

    factory.masks_tokens = True
    if previous is netsvc.LogRecord:
        # Odoo tells by its factory whether logging is set up already.
        netsvc.LogRecord = factory
    logging.setLogRecordFactory(factory)


def masked(record):
    """Mask a record's message, traceback and stack.

    :param logging.LogRecord record: a fresh record
    :return: the same record
    """
    try:
        message = record.getMessage()
    except Exception:  # The handler reports what is wrong with the arguments.
        message = None
    if message is not None and (clean := tokens.mask(message)) != message:
        record.msg, record.args = clean, ()
    if record.exc_info and not record.exc_text and record.exc_info[0]:
        text = "".join(traceback.format_exception(*record.exc_info)).rstrip("\n")
        if (clean := tokens.mask(text)) != text:
            # A formatter takes this text when it is there.
            record.exc_text = clean
    if record.stack_info:
        record.stack_info = tokens.mask(record.stack_info)
    return record
