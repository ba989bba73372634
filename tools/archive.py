# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Several files as one ZIP, written to the disk one after the other.

Plain Python, without Odoo's ORM.
"""

import tempfile
import zipfile

from .uploads import clean_name


def unique_names(names):
    """Return safe names of files in one folder, in the order of these.

    No paths, and none twice, not even for systems that take "A.pdf" for "a.pdf".

    :param names: as strangers chose them
    :rtype: list[str]

    >>> unique_names(["plan.pdf", "../Plan.pdf"])
    ['plan.pdf', 'Plan (2).pdf']
    """
    taken, found = set(), []
    for name in map(clean_name, names):
        stem, dot, ending = name.rpartition(".")
        if not dot:
            stem, ending = name, ""
        number, one = 1, name
        while one.casefold() in taken:
            number += 1
            one = f"{stem} ({number}){dot}{ending}"
        taken.add(one.casefold())
        found.append(one)
    return found


def zip_file(files):
    """Return files as one ZIP, not packed: pictures and PDFs are packed already.

    :param list files: name and a function that returns the content, of each; the contents
        are read one at a time
    :return: a temporary file, to be closed by the caller
    """
    names = unique_names(name for name, _read in files)
    target = tempfile.TemporaryFile()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, (_name, read) in zip(names, files, strict=True):
            archive.writestr(name, read())
    target.seek(0)
    return target
