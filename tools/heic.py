# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""HEIC, what phones take pictures in: drawn as a JPEG, which every browser shows.

A header may announce fewer pixels than the data has, and decoders have had security
holes. So a picture is decoded in a process of its own, with limited memory and CPU time,
and without the server's secrets.
"""

import io
import subprocess
import sys

# 24 megapixels of a phone take 180 MB and 0.7 s of CPU.
MAX_PIXELS = 25_000_000
MEMORY = 700 * 2**20  # bytes of addresses, Python's own 300 MB among them
CPU = 3  # seconds of CPU; on a busy server the clock shows more
PATIENCE = 20
BRANDS = (b"heic", b"heix", b"mif1", b"msf1", b"heim", b"heis", b"hevc")
TOO_MANY_PIXELS = 3


class TooManyPixels(ValueError):
    """The picture is larger than ``MAX_PIXELS``."""


def as_jpeg(data):
    """Return a HEIC picture as a JPEG: upright, and without metadata.

    :param bytes data: the file
    :raise ValueError: for what is no such file
    """
    if data[4:8] != b"ftyp" or data[8:12] not in BRANDS:
        raise ValueError("no HEIC")
    try:
        # The command is fixed; what a stranger sent is its standard input.
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-P", __file__],
            input=data,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ValueError("takes too long") from None
    if done.returncode == TOO_MANY_PIXELS:
        raise TooManyPixels
    if done.returncode or not done.stdout.startswith(b"\xff\xd8"):
        raise ValueError("cannot be read")
    return done.stdout


def _limit():
    try:
        import resource  # not on Windows
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU, CPU))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _draw(data):
    import pi_heif  # not on top: only this process decodes
    from PIL import Image

    pi_heif.options.DECODE_THREADS = 1
    container = pi_heif.open_heif(data)
    picture = container[container.primary_index]
    if picture.size[0] * picture.size[1] > MAX_PIXELS:
        sys.exit(TOO_MANY_PIXELS)
    image = picture.to_pillow()
    if image.mode == "RGBA":
        paper = Image.new("RGB", image.size, "white")
        paper.paste(image, mask=image.getchannel("A"))
        image = paper
    elif image.mode not in ("RGB", "L"):
        image = image.convert("RGB")
    image.info = {}  # metadata, which the encoder would keep
    result = io.BytesIO()
    image.save(result, "JPEG", quality=90)
    return result.getvalue()


if __name__ == "__main__":
    _limit()
    sys.stdout.buffer.write(_draw(sys.stdin.buffer.read()))
