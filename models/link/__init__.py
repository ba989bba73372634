"""A link itself: one purpose, on one document, for one recipient.

Tokens and their keys, events, rates, PDFs, the settings and their checklist, what a
page reads and keeps in a cache, error pages, and `public.link.mixin`, which a document
inherits. Its gate is `_public_link_blockers(purpose)` of the document: page, action,
send wizard, diagnosis and mails all ask it. Others extend the hooks of the mixin, of
`public.link` (`_announced`, `_dead_reason`, `_follow_addresses`) and of `res.company`
(the checklist). It imports `tools` and nothing else of ours.
"""

from . import public_link_cached
from . import public_link_registry
from . import public_link_key
from . import public_link_exported
from . import public_link
from . import public_link_open
from . import public_link_announce
from . import public_link_read
from . import public_link_reference
from . import public_link_issue
from . import public_link_event
from . import public_link_rate
from . import ir_actions_report
from . import ir_attachment
from . import dead_connections
from . import public_link_job
from . import public_link_pdf
from . import public_link_actions
from . import public_link_mixin
from . import public_link_together
from . import public_link_page
from . import public_link_staff
from . import public_link_status
from . import res_company
from . import res_company_checklist
from . import res_config_settings
from . import ir_http
from . import public_link_tell
from . import public_link_attempt
from . import public_link_senders
