"""Returns: what can come back, requests, packing slips, credit notes.

The gate is `_public_link_blockers_return`, by `_return_blockers`; what can come back is
`sale.order._return_items()`, which page, action and staff's buttons all ask. A return is
carried out by core's own transfers and credit notes. Rules and reasons are
records, for others to add. It may import `track` and all slices below it.
"""

from . import return_reason
from . import return_rule
from . import return_request
from . import sale_order_line
from . import sale_order_items
from . import sale_order_paid
from . import sale_order_estimate
from . import sale_order_ask
from . import sale_order_enter
from . import return_request_carry
from . import return_request_receive
from . import return_request_credit
from . import return_request_next
from . import return_request_tell
from . import return_document
from . import res_company
from . import res_company_slip
from . import return_request_page
from . import sale_order_fetch
from . import sale_order
from . import sale_order_page
from . import public_link
from . import registry
