from . import public_link_send
from . import public_link_copy
from . import public_link_diagnosis
from . import public_link_stop
from . import base_partner_merge
from . import payment_link_wizard
from . import portal_share
from . import mail_compose_message
