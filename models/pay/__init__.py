"""Paying by link: what is due, the pay page, payments and receipts, saved cards.

The gate is `_public_link_blockers_pay`, by `_public_pay_blockers`. An order, an invoice
and a bundle of invoices each say what is due; nothing that a browser sends decides an
amount. By agreement (`public_link_agreement`) due invoices are charged to a saved card
without the customer being there. Others extend `_public_pay_blockers`, `_pay_reasons`,
`_public_link_can_pay` of a provider, and for a provider's own ways `_public_link_open`,
`_public_link_withdraw` and `_public_link_ask` of a payment. It knows no provider by name
where a hook will do, and may import `talk` and all slices below it.
"""

from . import ir_asset
from . import public_link_mixin
from . import public_link_mixin_start
from . import public_link_mixin_texts
from . import public_link_mixin_paid
from . import public_link_mixin_announced
from . import public_link_mixin_bank
from . import public_link_mixin_lines
from . import public_link_mixin_page
from . import res_company
from . import res_partner_bank
from . import account_payment
from . import account_move
from . import sale_order
from . import payment_provider
from . import payment_transaction
from . import payment_transaction_amount
from . import payment_transaction_receipt
from . import payment_transaction_announce
from . import account_move_qr
from . import public_link_bundle
from . import public_link_mixin_part
from . import public_link_mixin_credit
from . import res_company_card
from . import res_partner
from . import payment_token
from . import payment_transaction_charge
from . import payment_transaction_check
from . import payment_transaction_sweep
from . import payment_transaction_late
from . import public_link_mixin_card
from . import res_company_agreement
from . import public_link_agreement
from . import public_link_agreement_judge
from . import public_link_agreement_charge
from . import public_link_agreement_run
from . import public_link_agreement_page
from . import registry
