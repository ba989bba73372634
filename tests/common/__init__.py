"""What tests share: fixtures by slice, fakes of services, and browsers.

Addons that build on this one begin their tests with the three classes below, for whose
documents every internal field carries a canary that no public page may show::

    from odoo.addons.public_links.tests.common import PublicLinkHttpCase

The other modules are ours: they may change with any version.
"""

from .base import PublicLinkCase, PublicLinkFixtures, PublicLinkHttpCase
