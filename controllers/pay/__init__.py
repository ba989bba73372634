"""The pay page, its form, the payment's steps, and saved cards and agreements.

The gate is `_public_link_blockers_pay`, asked under the lock of all documents that share a
balance. Of what the browser sends, the chosen provider is used, and the amount that it
showed is compared. It may import the modules that all pages share, the models and
`tools`.
"""

from . import result
from . import pay
from . import card
from . import agreement
from . import receipt
