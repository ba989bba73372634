from . import public_link_send
from . import public_link_copy
from . import public_link_diagnosis
from . import public_link_stop
