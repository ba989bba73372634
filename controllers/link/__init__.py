"""Addresses of no purpose: stylesheet, logo, new links, previews, placeholders.

No gate of a purpose: each route says who may come. They may import the modules of
`controllers` that every page shares, the models and `tools`.
"""

from . import routes
from . import placeholder
