"""Orders, invoices, deliveries and contacts: what they are to links, and show.

Who the customer is, who gets the links, what a page shows in plain values: lines,
totals, addresses, deliveries. The gate is `_public_link_blockers_view`. Others extend
`_public_state`, `_public_sentence` and `_public_parcels`, and add what a page reads to
`_public_fields`. It may import `link` and `tools`.
"""

from . import res_partner
from . import sale_order
from . import account_move
from . import stock_picking
from . import public_link_qr
from . import sale_order_record
from . import registry
