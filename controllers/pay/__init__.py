"""The pay page, its form, the payment's steps, and saved cards.

The gate is `_public_link_blockers_pay`, asked under the lock of all that shares a
balance. The browser names a provider and brings back the amount that it showed: nothing
else of it is used. It may import what all pages share, the models and `tools`.
"""

from . import pay
from . import card
