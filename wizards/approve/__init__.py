"""Sending approve links."""

from . import public_link_send_approve
