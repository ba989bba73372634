# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Draw QR codes. They are not stored: whoever has a link's QR code has the link."""

import io

from qrcode import QRCode, constants

LOW, MEDIUM = constants.ERROR_CORRECT_L, constants.ERROR_CORRECT_M


def png(text, error_correction=MEDIUM, border=4, box_size=6):
    """Return a QR code of a text as PNG.

    :param str text: typically the URL of a link
    :param error_correction: ``LOW`` on paper that stays clean, else ``MEDIUM``
    :param int border: modules around it; scanners want 4 where it is not white there
    :param int box_size: pixels of one module
    :rtype: bytes
    """
    code = QRCode(error_correction=error_correction, border=border, box_size=box_size)
    code.add_data(text)
    image = io.BytesIO()
    code.make_image().save(image, "PNG")
    return image.getvalue()
