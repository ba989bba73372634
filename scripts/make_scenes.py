"""Make a document for each page and state that customers see; run by scripts/screenshots
in an Odoo shell, after demo_links.py.

Appends to the file PL_LINKS: a line is a name without blanks, spaces, a URL.
"""

import os

from scenes import base, money, parcels, portal, quotes, returns


def main(env):
    env.company.write(
        {
            "public_links_return_exchange": True,
            "public_links_portal_statement": True,
            "public_links_agreement": True,
            "public_links_card": True,
            "public_links_parts": True,
        }
    )
    scenes = base.Scenes(env)
    # The portal lists what the others have made.
    for module in (quotes, money, returns, parcels, portal):
        module.make(scenes)
    env.cr.commit()
    with open(os.environ["PL_LINKS"], "a", encoding="utf-8") as file:
        file.writelines(f"{name:<28} {url}\n" for name, url in scenes.links)


main(env)  # noqa: F821  # the shell's
