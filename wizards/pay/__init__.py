"""Core's wizards for payment links and for merging contacts, who have cards."""

from . import payment_link_wizard
from . import base_partner_merge
