"""The track page, and the webhooks of tracking services.

The gate of the page is `_public_link_blockers_track`; a webhook is checked by the account's
secret, and its content is stored for a scheduled job. It may import the modules that all
pages share, the models and `carriers`.
"""

from . import track
from . import webhook
