"""Approving a quotation, in whole or by items, with proofs and evidence.

The gate is `_public_link_blockers_approve`, one state of `_public_link_approve_state`.
What a quotation says is defined once (`sale_order_offer`): a change of it ends
approvals that wait. The order is confirmed by core's `_validate_order`. What others do
at a confirmation they do there; it has no hook of its own. It may import `connector`
and all slices below it.
"""

from . import mail_template
from . import public_link
from . import res_company
from . import sale_order_approval
from . import sale_order_approval_certificate
from . import sale_order_approval_mail
from . import sale_order_proof
from . import sale_order_items
from . import sale_order_options
from . import sale_order_offer
from . import sale_order_revision
from . import sale_order
from . import sale_order_page
from . import sale_order_lists
from . import sale_order_kept
from . import sale_order_answer
from . import sale_order_outcome
from . import payment_transaction
from . import registry
