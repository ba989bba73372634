"""How links get into mails, and permanent tokens stay out of them.

What is stored holds a placeholder, which each reader's own link replaces at sending.
Also here: sending, resending and asking for new links, answers by mail, and the places at
which core hands out permanent tokens (portal, payment, the shop's carts). It has no
purpose of its own and asks the view gate. Others extend `_note_sent`, and name the subtype
by which the seller hears of openings (`_public_hears_subtype`). It may import `documents`,
`link` and `tools`.
"""

from . import public_link_delivery
from . import public_link_sender
from . import public_link_story
from . import public_link_sent
from . import public_link_resend
from . import public_link_failed
from . import public_link_request
from . import public_link_mail
from . import public_link_beside
from . import public_link_hears
from . import res_company_hears
from . import mail_mail
from . import mail_mail_addresses
from . import mail_mail_plain
from . import mail_mail_taken
from . import mail_mail_again
from . import mail_mail_senders
from . import mail_message
from . import mail_thread
from . import mail_thread_replies
from . import mail_thread_layout
from . import mail_template_subject
from . import mail_render_mixin
from . import portal_mixin
from . import core_doors
from . import res_partner
from . import sale_order
from . import sale_order_cart
from . import account_move
from . import ir_http_cart
from . import ir_http_doors
from . import res_company_templates
from . import registry
