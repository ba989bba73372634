from . import public_link_message
from . import public_link
from . import public_link_mixin
from . import public_link_mixin_share
from . import mail_message
