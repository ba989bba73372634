# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Draw QR codes. No ORM here, and nothing is stored: a QR code of a link is the link."""

import io

import qrcode


def png(text):
    """Return a QR code of a text as PNG, with the quiet zone that scanners need.

    :param str text: typically the URL of a link
    :rtype: bytes
    """
    code = qrcode.QRCode(
        error_correction=qrcode.constants.ERROR_CORRECT_M, box_size=6, border=4
    )
    code.add_data(text)
    buffer = io.BytesIO()
    code.make_image().save(buffer, "PNG")
    return buffer.getvalue()
