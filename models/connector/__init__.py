"""Payment providers: their health, mismatches, and Stripe's own rules.

It stands above `pay`, since it extends what `pay` defines: Stripe's guard and charge
are overrides of a payment's steps, and a provider in bad health adds a reason
(`connector`) to the gate of `pay`. Another provider's mismatches are found by extending
`_find_remote`. It may import `pay` and all below it.
"""

from . import payment_health_log
from . import payment_provider_health
from . import payment_provider_health_stripe
from . import payment_provider_health_text
from . import public_link_mixin
from . import res_company
from . import payment_mismatch
from . import payment_mismatch_local
from . import payment_mismatch_stripe
from . import payment_stripe_guard
from . import payment_stripe_charge
from . import payment_stripe_ask
from . import payment_token
from . import registry
