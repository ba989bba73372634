"""Photograph the demo pages and draw the icon; see scripts/screenshots.

Usage: take_screenshots.py LINKS_TXT FOLDER
"""

import io
import sys
import time
import urllib.request
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

# File, label of the link, width, height, colour scheme.
PICTURES = [
    ("view-order.png", "Order", 1100, 900, "light"),
    ("view-phone.png", "Invoice", 390, 844, "dark"),
]


def wait(url):
    for _attempt in range(300):
        try:
            return urllib.request.urlopen(url, timeout=60).read()
        except OSError:
            time.sleep(0.3)
    raise SystemExit("The server did not answer.")


def save(picture, path):
    """Write a PNG of few colours, which is a third of the size."""
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    image.quantize(colors=200, dither=Image.Dither.NONE).save(path, optimize=True)


def main(links, folder):
    rows = Path(links).read_text(encoding="utf-8").splitlines()
    urls = dict(row.split() for row in rows)
    wait(next(iter(urls.values())))
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        for name, label, width, height, scheme in PICTURES:
            page = browser.new_page(
                viewport={"width": width, "height": height}, color_scheme=scheme
            )
            page.goto(urls[label], wait_until="networkidle")
            save(page.screenshot(), Path(folder) / name)
        page = browser.new_page(viewport={"width": 128, "height": 128})
        svg = (Path(folder) / "icon.svg").read_text(encoding="utf-8")
        page.set_content(f"<style>body{{margin:0}} svg{{display:block}}</style>{svg}")
        page.screenshot(path=Path(folder) / "icon.png", omit_background=True)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
