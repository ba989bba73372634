"""Photograph staff's screens at three widths; see scripts/screenshots --staff.

Usage: take_staff_pictures.py BASE_URL SCREENS_TXT FOLDER [NAME...]

A name is printed with what a picture hides: how far a screen can be scrolled sideways.
"""

import contextlib
import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Error, sync_playwright
from take_contact_sheet import lay_out
from take_screenshots import wait

# Width, height, and whether it is a phone's.
SIZES = ((1440, 900, False), (1024, 768, False), (390, 844, True))
# What is pressed on a screen before its picture, by the name that this one gets.
SEND = "button[name=action_public_link_send]"
PANEL = "button[name=action_public_link_panel]"
ACTIONS = ".o_control_panel .o_cp_action_menus button"
ADD_PROOFS = ("order-proofs", ACTIONS, "text=Add Proofs")
# Names of files that are chosen in place of a press.
FILES = ("front.png", "back of the same with a long name.png")
PRESSED = {
    "send-dialog": ("order-draft", SEND),
    "core-send": ("order-draft", "button[name=action_quotation_send]"),
    "core-send-invoice": ("invoice", "button[name=action_invoice_sent]"),
    "panel": ("order-approved", PANEL),
    "panel-many": ("order-many", PANEL),
    "proofs-dialog": ADD_PROOFS,
    "proofs-chosen": (*ADD_PROOFS, FILES),
    "enter-return": ("returns", ".o_control_panel .btn-primary:has-text('New')"),
    "plan-preview": ("plan", ".o_statusbar_buttons .btn-primary"),
}
MENUS = (
    ".o_statusbar_buttons .dropdown-toggle",
    ".o_control_panel button:has(.fa-bolt)",
)
SIDEWAYS = "document.documentElement.scrollWidth - innerWidth"


def screens_of(path):
    rows = Path(path).read_text(encoding="utf-8").splitlines()
    known = {name: (place, ()) for name, place in (row.split() for row in rows)}
    for name, (screen, *buttons) in PRESSED.items():
        if screen in known:
            known[name] = known[screen][0], buttons
    return known


def log_in(context, base):
    page = context.new_page()
    page.goto(f"{base}/web/login")
    page.fill("#login", "admin")
    page.fill("#password", "admin")
    page.click("button[type=submit]")
    page.wait_for_selector(".o_web_client")
    page.close()


def settle(page):
    """Wait until the network is quiet, or long enough: some screens keep it busy."""
    with contextlib.suppress(Error):
        page.wait_for_load_state("networkidle", timeout=5_000)


def press(page, button):
    """Click on what a selector names; on a phone buttons are behind menus."""
    if button == FILES:
        picture = io.BytesIO()
        Image.new("RGB", (600, 400), "#1c5aa8").save(picture, "PNG")
        page.set_input_files(
            ".modal input[type=file]",
            [
                {"name": name, "mimeType": "image/png", "buffer": picture.getvalue()}
                for name in FILES
            ],
        )
        return
    for menu in MENUS:
        if page.locator(button).first.is_visible():
            break
        if page.locator(menu).first.is_visible():
            page.keyboard.press("Escape")  # the menu that was opened before
            page.locator(menu).first.click()
            page.wait_for_timeout(500)
    page.locator(button).first.click()


def photograph(context, url, buttons, file):
    """Take one picture of a screen.

    :param buttons: selectors of what is pressed first, one after the other, or ``FILES``
    :return: how many pixels it scrolls sideways
    """
    page = context.new_page()
    try:
        page.goto(url)
        page.wait_for_selector(".o_action_manager > .o_action, .o_setting_container")
        settle(page)
        for button in buttons:
            press(page, button)
        if buttons:
            page.wait_for_selector(".modal")
            settle(page)
        page.wait_for_timeout(500)
        page.screenshot(path=file)
        return page.evaluate(SIDEWAYS)
    finally:
        page.close()


def main(base, screens, folder, *names):
    Path(folder).mkdir(parents=True, exist_ok=True)
    known = screens_of(screens)
    wait(f"{base}/web/health")
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        for width, height, phone in SIZES:
            context = browser.new_context(
                viewport={"width": width, "height": height},
                has_touch=phone,
                is_mobile=phone,
            )
            context.set_default_timeout(30_000)
            log_in(context, base)
            files = []
            for name in names or known:
                place, buttons = known[name]
                file = Path(folder) / f"{name}-{width}.png"
                try:
                    wide = photograph(context, base + place, buttons, file)
                except Error as error:
                    print(f"{name:<24}{width:>5} {str(error).splitlines()[0]}")
                    continue
                files.append(file)
                print(f"{name:<24}{width:>5}{' SCROLLS SIDEWAYS' if wide > 0 else ''}")
            lay_out(files, Path(folder) / f"staff-{width}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
