from . import account_analytic_account
from . import library_loan
from . import public_link
from . import res_company
from . import registry
