"""Put an exported .pot into a folder and merge it into the .po files there.

Usage: merge_translations.py POT FOLDER [LANGUAGE...]

Languages are those of the folder and those named. What is left to translate is listed.
"""

import sys
from pathlib import Path

import polib

# Headers that change at every export.
VOLATILE = ("POT-Creation-Date", "PO-Revision-Date")
FOREIGN = "/tests/addons/"


def clean(catalogue):
    """Drop what would differ at every export."""
    for name in VOLATILE:
        catalogue.metadata.pop(name, None)
    return catalogue


def own(catalogue):
    """Drop the terms of the test addons, which Odoo exports with those of this addon."""
    for entry in list(catalogue):
        places = [one for one in entry.occurrences if FOREIGN not in one[0]]
        if entry.occurrences and not places:
            catalogue.remove(entry)
        entry.occurrences = places
    return catalogue


def todo(catalogue):
    """Return the entries that have no good translation."""
    return [
        entry
        for entry in catalogue
        if not entry.obsolete and (entry.fuzzy or not entry.translated())
    ]


def main(exported, folder, *languages):
    folder = Path(folder)
    pot = own(clean(polib.pofile(exported, wrapwidth=78)))
    pot.save(folder / "public_links.pot")
    for path in {*folder.glob("*.po"), *(folder / f"{code}.po" for code in languages)}:
        catalogue = clean(polib.pofile(path)) if path.exists() else polib.POFile()
        catalogue.wrapwidth = 78
        catalogue.metadata = pot.metadata | {"Language": path.stem}
        catalogue.merge(pot)
        for entry in catalogue.obsolete_entries():
            catalogue.remove(entry)
        catalogue.save(path)
        left = todo(catalogue)
        print(f"{path.name}: {len(catalogue)} texts, {len(left)} to translate")
        for entry in left[:5]:
            print(f"  {entry.msgid[:80]!r}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
