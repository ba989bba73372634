# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Keep tokens out of the logs, whoever writes the line.

werkzeug logs the whole path of each request, and tracebacks quote URLs. A filter would see
the records of one logger or handler only, so every record is masked when it is made, for
whatever handler writes it.
"""

import logging
import traceback

from odoo import netsvc

from . import tokens


def install():
    """Mask every record that this process makes from now on. Calling it again does
    nothing."""
    previous = logging.getLogRecordFactory()
    if getattr(previous, "masks_tokens", False):
        return

    def factory(*args, **kwargs):
        return masked(previous(*args, **kwargs))

    factory.masks_tokens = True
    if previous is netsvc.LogRecord:
        # Odoo recognises by this factory that logging is set up already.
        netsvc.LogRecord = factory
    logging.setLogRecordFactory(factory)


def masked(record):
    """Mask a record's message, traceback and stack.

    :param logging.LogRecord record: a fresh record
    :return: the same record
    """
    try:
        message = record.getMessage()
    except Exception:  # Arguments that do not fit: the handler reports that.
        message = None
    if message is not None and (clean := tokens.mask(message)) != message:
        record.msg, record.args = clean, ()
    if record.exc_info and not record.exc_text and record.exc_info[0]:
        text = "".join(traceback.format_exception(*record.exc_info)).rstrip("\n")
        if (clean := tokens.mask(text)) != text:
            # Formatters use this text when it is set.
            record.exc_text = clean
    if record.stack_info:
        record.stack_info = tokens.mask(record.stack_info)
    return record
