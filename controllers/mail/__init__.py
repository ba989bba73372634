"""Core's permanent links, and the page to which they lead once they are closed.

The gate is `is_closed` (`models/mail/core_doors.py`), asked before core answers. They
extend core's portal and payment controllers, and may import what all pages share and
the models.
"""

from . import core_doors
