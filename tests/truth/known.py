# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Differences that are known and not mended yet. An interim state: the list shrinks with
each mend, and at the end there is none.

A difference that is not here fails the test, and so does an entry that no longer occurs:
take it out with the mend. Differences that are meant stand in ``docs/TRUTH.md``.
"""

# Kind of finding, as ``compare.Finding.kind``: the defect's ID, and the mend.
KNOWN = {
}
