"""Public pages and actions: the HTTP side, and nothing that scheduled jobs need, too.

`base` opens the link of a page, `actions` receives its forms, `forms` reads them and shows
them again, `responses` sets the headers; the rest is by slice, with the names of `models`.
Whether something can be done is decided by the gate of the document alone. Routes are
`auth="none"`: logins and cookies do not count. Controllers may import models, `carriers`
and `tools`; no model imports them.
"""

from . import responses
from . import base
from . import actions
from . import link
from . import mail
from . import documents
from . import track
from . import pay
from . import connector
from . import approve
from . import talk
from . import returns
from . import portal
from . import followup
