# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The headers of every public response."""

CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " script-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# Everything is off; a page names what it needs, see ``secure``.
PERMISSIONS = {
    name: "()"
    for name in (
        "accelerometer",
        "autoplay",
        "camera",
        "clipboard-read",
        "clipboard-write",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "picture-in-picture",
        "publickey-credentials-get",
        "screen-wake-lock",
        "usb",
        "xr-spatial-tracking",
    )
}


def secure(response, csp=CSP, permissions=None):
    """Put the headers of every public response on it.

    :param response: any response
    :param str csp: the content security policy, where a page needs another one
    :param dict permissions: features that the page uses, like
        ``{"clipboard-write": "(self)"}``
    :return: the same response
    """
    policy = PERMISSIONS | (permissions or {})
    response.headers.update(
        {
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Robots-Tag": "noindex, nofollow",
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "DENY",
            "Permissions-Policy": ", ".join(f"{k}={v}" for k, v in policy.items()),
            "Content-Security-Policy": csp,
        }
    )
    return response
