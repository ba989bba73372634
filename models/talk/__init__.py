from . import public_link_message
from . import public_link_mixin
