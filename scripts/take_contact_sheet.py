"""Photograph every page of the scenes, at several widths, and printed; see scripts/screenshots --all.

Usage: take_contact_sheet.py LINKS_TXT FOLDER [all | parcels | NAME...]

"all" are all pages but those of three and eight parcels in each state; "parcels" are one,
three and eight in each state. FOLDER gets a picture a page, width and scheme of colours, and
the sheets contact-<width>-<scheme>.png, which hold all of them in small. Two numbers tell
what a picture hides: how far the page can be scrolled sideways, and what it weighs without
pictures.
"""

import re
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright
from take_screenshots import wait

# A sheet each: width, colours; 794 pixels are a sheet of A4.
WIDTHS = (
    (390, "light"),
    (1280, "light"),
    (320, "dark"),
    (768, "dark"),
    (794, "print"),
)
# Parcels look alike but for their states: all colours, fewer widths.
PARCEL_WIDTHS = (
    (390, "light"),
    (390, "dark"),
    (1280, "light"),
    (1280, "dark"),
)
# Loaded, though out of sight; pages forbid the eval by which Playwright would wait.
ALL_PICTURES = """Promise.all([...document.images].map((image) => {
    image.loading = "eager";
    return image.decode().catch(() => null);
}))"""
PARCELS = re.compile("track-(one|three|eight)-")
# What a column of the sheet is wide, and high.
TILE, HIGH, COLUMNS = 300, 620, 6


def links_of(path):
    rows = Path(path).read_text(encoding="utf-8").splitlines()
    return dict(row.split() for row in rows if row.strip())


def photograph(browser, name, url, width, scheme, folder):
    """Take one picture, and return its file with what was measured."""
    page = browser.new_page(viewport={"width": width, "height": 800})
    if scheme == "print":
        page.emulate_media(media="print")
    else:
        page.emulate_media(color_scheme=scheme)
    weight = []

    def weigh(response):
        kind = response.headers.get("content-type", "")
        if response.ok and kind.startswith(("text/", "application/javascript")):
            weight.append(len(response.body()))

    page.on("response", weigh)
    page.goto(url, wait_until="networkidle")
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    # As high as the page: what sticks to the window's end comes to rest.
    high = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": max(high, 800)})
    page.evaluate(ALL_PICTURES)
    file = Path(folder) / f"{name}-{width}-{scheme}.png"
    page.screenshot(path=file, full_page=True)
    page.close()
    return file, wide, sum(weight)


def lay_out(files, target):
    """Put pictures into one sheet, each cut at its end."""
    rows = -(-len(files) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * TILE, rows * HIGH), "#888")
    for place, file in enumerate(files):
        with Image.open(file) as image:
            small = image.convert("RGB")
        small.thumbnail((TILE - 10, 10_000))
        small = small.crop((0, 0, small.width, min(small.height, HIGH - 10)))
        sheet.paste(small, (place % COLUMNS * TILE + 5, place // COLUMNS * HIGH + 5))
    sheet.save(target, optimize=True)


def chosen(urls, names):
    """Return the names of the pages to photograph, and at which widths."""
    if names == ("parcels",):
        return [name for name in urls if PARCELS.match(name)], PARCEL_WIDTHS
    if names in ((), ("all",)):
        hidden = re.compile("track-(three|eight)-")
        return [name for name in urls if not hidden.match(name)], WIDTHS
    return names, WIDTHS


def main(links, folder, *names):
    Path(folder).mkdir(parents=True, exist_ok=True)
    urls = links_of(links)
    names, widths = chosen(urls, names)
    wait(next(iter(urls.values())))
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        for width, scheme in widths:
            files = []
            for name in names:
                file, wide, weight = photograph(
                    browser, name, urls[name], width, scheme, folder
                )
                files.append(file)
                note = " SCROLLS SIDEWAYS" if wide > 0 else ""
                print(f"{name:<32}{width:>5} {weight / 1000:6.1f} kB{note}")
            lay_out(files, Path(folder) / f"contact-{width}-{scheme}.png")
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
