"""Orders, invoices, deliveries and contacts as documents of links: what pages show.

Who the customer is, who gets the links, and the plain values of the pages: lines, totals,
addresses, deliveries. The gate is `_public_link_blockers_view`. Others extend
`_public_state`, `_public_sentence` and `_public_parcels`, and add what a page reads to
`_public_fields`, `_public_delivery_reads` and `_public_page_plans`. It may import `link` and `tools`.
"""

from . import res_partner
from . import sale_order
from . import sale_order_balance
from . import sale_order_invoices
from . import sale_order_shipping
from . import sale_order_picture
from . import account_move
from . import account_move_due
from . import stock_picking
from . import public_link_qr
from . import sale_order_record
from . import registry
