"""What customers and staff tell each other: comments, change requests, files.

`public.link.message` is all of a document's history that a customer sees. The gate is
`_public_talk_on(setting)`, by which a document says what may be sent; one that sets
`_public_message_field` has talk at all. Others extend both, `_talk_words` and
`_public_link_room`, and ask whether an invoice is in dispute (`_public_is_disputed`). It may
import `mail`, `documents`, `link` and `tools`.
"""

from . import public_link_message
from . import public_link
from . import public_link_mixin
from . import public_link_mixin_share
from . import mail_message
from . import mail_thread
from . import sale_order
from . import account_move
from . import stock_picking
from . import res_partner
