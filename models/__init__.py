"""The slices, the lowest first: each may use those before it in this list.

This order is also the order of overrides: of two classes that extend one method, the
one that is imported later runs first and reaches the other by `super()`. What a slice
needs of a higher one it defines as a hook, a method whose docstring begins with "Hook",
which the higher one extends. `scripts/lint` keeps both (import-linter,
`scripts/check_layers.py`). See docs/ARCHITECTURE.md.
"""

from . import link
from . import documents
from . import mail
from . import talk
from . import pay
from . import connector
from . import approve
from . import track
from . import returns
from . import portal
from . import followup
