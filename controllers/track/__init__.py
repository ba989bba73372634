"""The track page, and where tracking services tell what is new.

The gates are `_public_link_blockers_track` for the page, and the account's secret for a
webhook, which stores what came and answers: reading it is a job's work. It may import
what all pages share, the models and `carriers`.
"""

from . import track
from . import webhook
