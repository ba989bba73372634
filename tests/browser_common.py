# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Chromium for tests: one browser a class."""

import resource
import shutil
from unittest import SkipTest

from playwright.sync_api import sync_playwright


class BrowserFixtures:
    """Mix into a test class that looks at pages with Chromium's eyes."""

    @classmethod
    def start_browser(cls):
        """Start Chromium for the tests of this class, as ``cls.browser``.

        :raise SkipTest: where it is not installed
        """
        chromium = shutil.which("chromium")
        if not chromium:
            raise SkipTest("Chromium is not installed")
        # Chromium reserves more address space than Odoo leaves to its processes.
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
        cls.addClassCleanup(resource.setrlimit, resource.RLIMIT_AS, (soft, hard))
        playwright = sync_playwright().start()
        cls.addClassCleanup(playwright.stop)
        cls.browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox"]
        )
        cls.addClassCleanup(cls.browser.close)
