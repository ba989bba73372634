"""The customer's portal: one link to all documents of a contact's company.

The top slice: it may use all others. The gate is `_public_link_blockers_portal`; each
section has switches of its own. A section is a class that is registered
(`portal_section`). A list and its single documents are read by the same condition, so
that what is not listed does not open either. Others add sections, and the lists' models
their fields.
"""

from . import res_company
from . import portal_section
from . import portal_list
from . import portal_moves
from . import portal_orders
from . import portal_shipments
from . import portal_returns
from . import res_partner
from . import res_partner_statement_ledger
from . import res_partner_statement
from . import res_partner_profile
from . import res_partner_address
from . import public_link
from . import portal_statement
from . import portal_profile
from . import portal_payments
from . import registry
from . import ir_http
