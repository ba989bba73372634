"""Choosing the contacts who get portal links."""

from . import public_link_generate
