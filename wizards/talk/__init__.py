"""The composer: staff choose whether the customer's page shows a message."""

from . import mail_compose_message
