from . import base_partner_merge
from . import payment_link_wizard
from . import portal_share
