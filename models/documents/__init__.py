from . import res_partner
from . import sale_order
from . import account_move
from . import stock_picking
from . import public_link_qr
from . import sale_order_record
from . import registry
