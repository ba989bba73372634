# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Chromium for tests: one browser a class."""

import resource
import shutil
from contextlib import contextmanager
from unittest import SkipTest

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

AXE = Axe()


def axe(window):
    """Return what axe finds wrong in a window, by rule; a window is told axe once.

    The library's own ``run`` sends its half a megabyte for every look, and brings home
    all that is right as well. Colours on their way are nobody's to read: what moves is
    brought to its end first, unless it has none.

    :param window: a page of playwright
    :rtype: list[list]
    """
    if not window.evaluate("'axe' in window"):
        window.evaluate(AXE.axe_script)
    window.evaluate(
        """document.getAnimations()
            .filter((moving) => isFinite(moving.effect.getComputedTiming().endTime))
            .forEach((moving) => moving.finish())"""
    )
    return window.evaluate(
        """axe.run({resultTypes: ["violations"]})
            .then(({violations}) => violations.map(({id, nodes}) => [id, nodes]))"""
    )


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

    @contextmanager
    def window(self, link, script=True, **options):
        """Open a link's page in a browser of its own; for HTTP tests.

        :param link: `public.link`
        :param bool script: with JavaScript
        :param options: of playwright's ``new_context``
        """
        self.env.flush_all()
        options.setdefault("viewport", {"width": 390, "height": 844})
        context = self.browser.new_context(java_script_enabled=script, **options)
        complaints = []
        with self.allow_requests(all_requests=True):
            page = context.new_page()
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on(
                "console",
                lambda message: (
                    complaints.append(message.text)
                    if message.type == "error" and "422" not in message.text
                    else None
                ),
            )
            page.goto(self.base_url() + link._path())
            yield page
            context.close()
        self.wait_for_log()
        self.assertFalse(complaints)
