# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Pictures from strangers: measured before they are unpacked, then drawn anew.

Plain Python, without Odoo's ORM. What a request's pictures may cost together is
counted by `Budget`; what they do cost stands in docs/PERFORMANCE.md.
"""

import io
import re
import time
import zlib

# Odoo keeps Pillow from loading all its formats: this one registers WebP.
from PIL import Image, ImageOps, WebPImagePlugin  # noqa: F401

from . import heic

FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WEBP"}
MAX_SIDE = 16_000
# Pixels of one picture: so many take 200 MB, or 1 s, to unpack, turn and pack again.
MOST = {"image/jpeg": 22_000_000, "image/png": 20_000_000, "image/webp": 8_000_000}
# A JPEG may have more: it is unpacked at half its size, if it is not progressive.
MOST_HALVED = 4 * MOST["image/jpeg"]
# A progressive JPEG is unpacked once for each of its scans; encoders make about ten.
MAX_SCANS = 40
# Thousandths of a second of CPU for a million pixels, and what a request may take (S28).
COST = {"image/jpeg": 28, "image/png": 45, "image/webp": 75, "image/heic": 34}
BUDGET = 700
# Where a HEIC picture says how large it is: the box "ispe", among its first bytes.
HEIC_SIZE = re.compile(rb"ispe\0\0\0\0(.{4})(.{4})", re.DOTALL)
HEIC_HEADER = 2**18
# A noisy PNG costs ten times what a drawing does, and only packing it tells. One of more pixels than a phone's screen
# has is packed as far as these bytes; what takes more is drawn with at most half of these pixels.
NOISY_PIXELS = 4_000_000
NOISY_BYTES = 1_500_000
# Bytes of all files of a request: they are held in memory, and once more as base64.
MAX_BYTES = 64 * 2**20


class TooManyPixels(ValueError):
    """One picture is too large."""


class TooMuch(ValueError):
    """The files of one request are too much together."""


class Budget:
    """What the files of one request may still cost.

    :param int size: bytes that they may have together
    """

    def __init__(self, size=MAX_BYTES):
        self.left, self.size = BUDGET, size

    def take_bytes(self, count):
        """Count bytes.

        :raise TooMuch: when there are too many together
        """
        self.size -= count
        if self.size < 0:
            raise TooMuch

    def take_time(self, cost):
        """Count thousandths of a second of CPU, before they are spent.

        A single file has limits of its own: it is taken whatever it costs.

        :raise TooMuch: when it is too much together
        """
        whole = self.left == BUDGET
        self.left -= cost
        if self.left < 0 and not whole:
            raise TooMuch

    def add_time(self, spent):
        """Count what a file took beyond what was counted for it: the next one has less.

        :param int spent: thousandths of a second of CPU
        """
        self.left -= max(spent, 0)


class _Full(Exception):
    pass


class _Limited(io.BytesIO):
    """Takes so many bytes, and no more."""

    def __init__(self, limit):
        super().__init__()
        self.limit = limit

    def write(self, data):
        if self.limit and self.tell() + len(data) > self.limit:
            raise _Full
        return super().write(data)


def drawn_anew(data, kind, budget, most=None):
    """Return a picture drawn anew: upright, without metadata, and as large.

    :param bytes data: PNG, JPEG or WebP
    :param str kind: the media type that it must be
    :param Budget budget: what it may cost
    :param int most: so many pixels may it have; by default ``MOST`` of its kind
    :raise TooManyPixels: of one that is too large
    :raise TooMuch: of one that is too large together with others
    """
    start, left = time.thread_time(), budget.left
    if kind == "image/webp":
        # Pillow has memory for all pixels before it tells how many there are.
        _measure(_webp_size(data), kind, budget, most)
    with Image.open(io.BytesIO(data), formats=[FORMATS[kind]]) as image:
        # Of the others only the header was read: nothing is unpacked yet.
        if kind != "image/webp":
            halved = MOST_HALVED if _can_be_halved(image, data) else None
            _measure(image.size, kind, budget, most or halved)
            if image.size[0] * image.size[1] > MOST[kind]:
                image.draft("RGB", (image.size[0] // 2, image.size[1] // 2))
        image.load()
        # In place: an upright picture needs no second copy of all its pixels.
        ImageOps.exif_transpose(image, in_place=True)
        picture, transparent = image, "transparency" in image.info
    if picture.mode not in ("RGB", "RGBA", "L"):
        picture = picture.convert("RGBA" if transparent else "RGB")
    if kind == "image/jpeg" and picture.mode == "RGBA":
        picture = picture.convert("RGB")
    # Metadata, which the encoder would keep.
    picture.info = {}
    try:
        large = kind == "image/png" and _pixels(picture) > NOISY_PIXELS
        result = _packed(picture, kind, NOISY_BYTES if large else None)
    except _Full:
        times = (2 * _pixels(picture) / NOISY_PIXELS) ** 0.5
        result = _packed(picture.reduce(int(times) + 1), kind)
    counted = left - budget.left
    budget.add_time(int((time.thread_time() - start) * 1000) - counted)
    return result


def _pixels(picture):
    return picture.size[0] * picture.size[1]


def _packed(picture, kind, limit=None):
    """Return a picture as a file.

    :param int limit: bytes that it may have
    :raise _Full: when it has more
    """
    options = {
        # Runs alone are looked for: as small for drawings, and noise costs half.
        "image/png": {"compress_level": 3, "compress_type": zlib.Z_RLE},
        "image/jpeg": {"quality": 90},
        "image/webp": {"quality": 90, "method": 1},
    }
    result = _Limited(limit)
    picture.save(result, FORMATS[kind], **options[kind])
    return result.getvalue()


def measured_heic(data, budget):
    """Count a HEIC picture, whose header says how large it is, before it is drawn.

    :raise TooMuch: of one that is too large together with others
    """
    # The largest of its pictures; it is drawn from tiles, which are smaller.
    sizes = [
        int.from_bytes(found[1], "big") * int.from_bytes(found[2], "big")
        for found in HEIC_SIZE.finditer(data[:HEIC_HEADER])
    ]
    pixels = min(max(sizes, default=0), heic.MAX_PIXELS)
    budget.take_time(pixels * COST["image/heic"] // 1_000_000)


def _measure(size, kind, budget, most):
    width, height = size
    if width * height > (most or MOST[kind]) or max(width, height) > MAX_SIDE:
        raise TooManyPixels
    budget.take_time(width * height * COST[kind] // 1_000_000)


def _can_be_halved(image, data):
    """Tell whether a picture can be unpacked at half its size.

    :raise ValueError: for a JPEG that is unpacked too often
    """
    if image.format != "JPEG":
        return False
    progressive = image.info.get("progressive")
    if progressive and data.count(b"\xff\xda") > MAX_SCANS:
        raise ValueError("too many scans")
    return not progressive


def _webp_size(data):
    """Return the size of a WebP picture, by its header (RFC 9649).

    :raise ValueError: for what is no such file
    """
    kind, body = data[12:16], data[20:30]
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP" or len(body) < 10:
        raise ValueError("no WebP")
    if kind == b"VP8X":
        width, height = body[4:7], body[7:10]
        return int.from_bytes(width, "little") + 1, int.from_bytes(height, "little") + 1
    if kind == b"VP8L" and body[0] == 0x2F:
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        width, height = body[6:8], body[8:10]
        return (
            int.from_bytes(width, "little") & 0x3FFF,
            int.from_bytes(height, "little") & 0x3FFF,
        )
    raise ValueError("no WebP")
