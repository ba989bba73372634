"""Do in Chromium what customers do, and take the time from the click to the finished page.

Usage: felt_measure.py BASE_URL     with PL_BENCH_DATA, PL_BENCH_RESULTS

The browser's own clock counts: from the click's event until the last page of its answer is
loaded and painted.
"""

import json
import os
import re
import sys
import time
from pathlib import Path

import requests
from playwright.sync_api import sync_playwright
from requests_measure import AGENT, Server, picture

# Kept by the tab from the page that is left to the one that comes.
CLICKS = """
    if (location.protocol === "http:") {
        addEventListener("click", (event) => sessionStorage.setItem(
            "clicked", performance.timeOrigin + event.timeStamp
        ), true);
    }
"""
FINISHED = """() => {
    const [page] = performance.getEntriesByType("navigation");
    const [paint] = performance.getEntriesByName("first-contentful-paint");
    return page.loadEventEnd && paint && performance.timeOrigin
        + Math.max(page.loadEventEnd, paint.startTime)
        - sessionStorage.getItem("clicked");
}"""
USABLE = "() => document.body?.hasAttribute('is-ready') && performance.now()"
PHONE = {"viewport": {"width": 390, "height": 844}}
BUTTON = "button[name=o_payment_submit_button]"
# Megabits a second, and how many times slower than this machine's the processor is.
LINES = ((1.6, 1), (0.4, 1), (1.6, 4), (0.4, 4))
LATENCY = 150


def approve(page, photo):
    page.locator("#approve").get_by_role("checkbox").check()
    return page.get_by_role("button", name="Approve This Quote"), "Your approval has"


def sign(page, photo):
    page.get_by_label("Your name, as your signature").fill("Joel")
    pad = page.locator("canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 60, steps=20)
    page.mouse.up()
    return approve(page, photo)


def reject(page, photo):
    page.get_by_text("Decline", exact=True).click()
    page.get_by_label("Why do you decline?").fill("Too dear")
    return page.get_by_role("button", name="Reject"), "You have declined"


def change(page, photo):
    page.get_by_text("Request a change", exact=True).click()
    page.get_by_label("What should we change?").fill("Green")
    button = page.get_by_role("button", name="Submit Change Request")
    return button, "Changes requested"


def send_back(page, photo):
    page.locator("#return").get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("No longer needed").check(force=True)
    page.get_by_label("Photos").set_input_files(
        [{"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": photo}]
    )
    page.get_by_text("I have read and accept the return policy").click()
    return page.get_by_role("button", name="Request this return"), "photos: 1"


def choose(page, method):
    page.wait_for_selector("body[is-ready]")
    page.locator("label[for^=o_payment_method_]", has_text=method).click()
    return page.locator(f"{BUTTON}:not(:disabled)")


def pay(page, photo):
    button = choose(page, "Demo")
    page.fill("#customer_input", "4242 4242 4242 4242")
    return button, "your payment has arrived"


def transfer(page, photo):
    return choose(page, "Wire Transfer"), "You announced a transfer"


TASKS = {
    "approve": approve,
    "sign": sign,
    "reject": reject,
    "change": change,
    "return": send_back,
    "pay": pay,
    "transfer": transfer,
}


def felt(browser, url, fill, photo):
    """Do a task once; return the milliseconds between its click and its end."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    page.add_init_script(CLICKS)
    page.goto(url)
    button, words = fill(page, photo)
    button.click()
    page.wait_for_url("**said=*")
    page.get_by_text(words).first.wait_for()
    spent = page.wait_for_function(FINISHED).json_value()
    context.close()
    return spent


def slow(browser, url, megabits, times):
    """Return after how many milliseconds a pay page can be used, with nothing kept."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY,
            "downloadThroughput": megabits * 1e6 / 8,
            "uploadThroughput": megabits * 1e6 / 8,
        },
    )
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": times})
    page.goto(url, wait_until="commit")
    spent = page.wait_for_function(USABLE, timeout=60_000).json_value()
    context.close()
    return spent


def printed(url):
    """Return the milliseconds until a PDF is there. The page that comes before it asks
    again by itself."""
    began = time.monotonic()
    while True:
        answer = requests.get(url, headers=AGENT, timeout=60)
        if answer.headers["Content-Type"] == "application/pdf":
            return (time.monotonic() - began) * 1000
        time.sleep(int(re.search(r'data-refresh="(\d+)"', answer.text)[1]))


def main(base):
    data = json.loads(Path(os.environ["PL_BENCH_DATA"]).read_text(encoding="utf-8"))
    Server(base, os.getpgrp()).wait()
    photo = picture("JPEG", (3_000, 4_000), quality=85)
    results = {"tasks": {}, "slow": {}, "photo": len(photo)}
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        for name, fill in TASKS.items():
            spent = [felt(browser, base + path, fill, photo) for path in data[name]]
            results["tasks"][name] = spent[data["warm"] :]
        url = base + data["slow"]
        rounds = len(data["approve"]) - data["warm"]
        for megabits, times in LINES:
            results["slow"][f"{megabits} {times}"] = [
                slow(browser, url, megabits, times) for _round in range(rounds)
            ]
        browser.close()
    results["pdf"] = [printed(base + path) for path in data["pdf"]][data["warm"] :]
    Path(os.environ["PL_BENCH_RESULTS"]).write_text(json.dumps(results))


if __name__ == "__main__":
    main(sys.argv[1])
