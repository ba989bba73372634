"""The view pages of orders, invoices and deliveries, their PDFs and files.

The gate is `_public_link_blockers_view`; what a page shows is the document's
`_public_values`. It may import what all pages share, the models and `tools`.
"""

from . import files
from . import view
