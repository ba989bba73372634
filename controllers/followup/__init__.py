"""The address by which a contact opts out of follow-ups.

It is no link and has no gate: its proof says for whom it was made, and it does nothing
else. It may import every other controller, the models and `tools`.
"""

from . import optout
