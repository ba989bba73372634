"""Entering a return by hand."""

from . import return_request_enter
