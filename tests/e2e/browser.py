# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Chromium, in which Stripe's addresses lead to the fake one.

The page, its policy and Stripe's addresses are those of real life: only the browser's way
to js.stripe.com, hooks.stripe.com and api.stripe.com is bent.
"""

from pathlib import Path
from urllib.parse import urlsplit

import requests

ASK = """
<script>
    addEventListener("message", (event) => {
        answer(event.data, (value) => event.ports[0].postMessage(value));
    });
</script>"""
CARD = (
    """<!DOCTYPE html><title>Card</title>
<input name="number" aria-label="Card number"/>
<input name="expiry" aria-label="Expiry"/>
<input name="cvc" aria-label="CVC"/>
<script>
    const read = (name) => document.getElementsByName(name)[0].value.replace(/ /g, "");
    function answer(question, tell) {
        const [exp_month, exp_year] = read("expiry").split("/").map(Number);
        tell({number: read("number"), cvc: read("cvc"), exp_month, exp_year});
    }
</script>"""
    + ASK
)
SECURE = (
    """<!DOCTYPE html><title>Your bank</title>
<button id="yes">Confirm</button> <button id="no">Cancel</button>
<script>
    function answer(question, tell) {
        document.getElementById("yes").onclick = () => tell(true);
        document.getElementById("no").onclick = () => tell(false);
    }
</script>"""
    + ASK
)


def open_window(case, browser, stripe):
    """Return a page of a visitor of its own.

    :param stripe: `StripeSide`
    """
    context = browser.new_context(viewport={"width": 390, "height": 780})
    case.addCleanup(context.close)
    context.set_default_timeout(30000)

    def answer(route):
        url = urlsplit(route.request.url)
        if url.hostname == "api.stripe.com":
            try:
                said = requests.request(
                    route.request.method,
                    f"{stripe.url}{url.path}",
                    data=route.request.post_data,
                    timeout=60,
                )
            except requests.RequestException:
                return route.abort()
            return route.fulfill(
                status=said.status_code,
                body=said.content,
                headers={
                    "Access-Control-Allow-Origin": "*",
                    "Content-Type": "application/json",
                },
            )
        if url.hostname == "hooks.stripe.com":
            return route.fulfill(body=SECURE, content_type="text/html")
        if url.path == "/v3/":
            script = Path(__file__).parent / "fake_stripe.js"
            return route.fulfill(path=script, content_type="text/javascript")
        return route.fulfill(body=CARD, content_type="text/html")

    context.route("https://*.stripe.com/**", answer)
    window = context.new_page()
    window.complaints = []
    window.on("console", lambda said: window.complaints.append(said.text))
    window.on("pageerror", lambda error: window.complaints.append(str(error)))
    return window
