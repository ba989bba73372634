"""Pages and actions: what comes in by HTTP, and nothing that a job needs too.

`base` opens a page's link, `actions` takes a form, `forms` shows it again, `responses`
sets the headers; the rest is by slice, with the names of `models`. A page or action
asks the gate of its document and never decides by itself. Routes are `auth="none"`: no
login and no cookie counts. They may import models, `carriers` and `tools`; no model
imports them.
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
