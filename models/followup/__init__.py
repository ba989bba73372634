"""Follow-ups: reminders of invoices, quotations and items that wait, by plans of steps.

The top slice: it may use all others. A document is followed up while its own gate lets
the step's purpose be done and none of its `_public_followup_stops` speaks against it,
which other slices and addons extend. What was sent is a `public.link.followup`, one row
of it (`public.link.followup.line`) for each document and step: a unique index is what
makes a step happen once. Nothing here threatens, and late fees are not ours.
"""

from . import public_link_plan
from . import public_link_plan_step
from . import public_link_plan_exception
from . import public_link_followup
from . import public_link_followup_line
from . import public_link_mixin
from . import account_move
from . import sale_order
from . import res_partner
from . import public_link_plan_find
from . import public_link_plan_judge
from . import public_link_plan_run
from . import public_link_plan_next
from . import public_link_followup_links
from . import public_link_followup_files
from . import public_link_followup_write
from . import public_link_followup_result
from . import public_link_followup_failed
from . import public_link_followup_later
from . import mail_mail
from . import shipment_notice
from . import res_company
from . import registry
