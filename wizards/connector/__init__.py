"""Health of the payment connection: before sending, and overriding red checks."""

from . import payment_health_override
from . import public_link_send_health
