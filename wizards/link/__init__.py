"""Dialogs about one link or document: its address, and why it does not open."""

from . import public_link_copy
from . import public_link_diagnosis
from . import public_link_setup
