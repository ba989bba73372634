"""Sending links, ending all of them, and core's dialog that shares a document."""

from . import public_link_send
from . import public_link_send_senders
from . import public_link_stop
from . import portal_share
from . import core_send
