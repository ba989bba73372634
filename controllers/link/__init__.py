"""Routes that belong to no purpose: stylesheet, logo, new links, previews, placeholders.

They have no gate; each route checks who may use it. They may import the modules of
`controllers` that every page shares, the models and `tools`.
"""

from . import routes
from . import placeholder
