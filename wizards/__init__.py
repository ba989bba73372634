"""Dialogs of staff, by slice, in the order of ``models``.

No slice of ``models`` needs one. A dialog asks the same gates and senders as pages do,
and may import the models of its own slice and of those below it, and `tools`.
"""

from . import link
from . import mail
from . import talk
from . import pay
from . import connector
from . import approve
from . import returns
from . import portal
from . import followup
