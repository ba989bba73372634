"""The portal's pages and forms: sections, profile, statement, cards.

The gate is `_public_link_blockers_portal`; a section that is switched off is not found.
Who adds a section gives it forms by `action_route("portal", "<code>/...")` in a file of
its own. It may import every other controller, the models and `tools`.
"""

from . import portal
from . import profile
from . import statement
from . import payments
from . import agreement
