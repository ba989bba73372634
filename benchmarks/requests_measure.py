"""Ask each route for as much as it gives, and count the server's CPU and memory.

Usage: requests_measure.py BASE_URL     with PL_BENCH_DATA, PL_BENCH_RESULTS, PL_SERVER
"""

import base64
import io
import json
import os
import random
import re
import sys
import time
import zipfile
from pathlib import Path

import psutil
import requests
from PIL import ExifTags, Image

AGENT = {"User-Agent": "Mozilla/5.0 (benchmark) Firefox/120"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
NOISE = random.Random(7)


class Server:
    """The server's process, with what it has cost so far."""

    def __init__(self, base, group):
        self.base, self.group = base, group
        self.session = requests.Session()
        self.wait()
        self.process = max(self.family(), key=lambda one: one.memory_info().rss)

    def family(self):
        return [
            one for one in psutil.process_iter() if os.getpgid(one.pid) == self.group
        ]

    def wait(self):
        for _attempt in range(300):
            try:
                return self.session.get(f"{self.base}/web/health", timeout=60)
            except requests.RequestException:
                time.sleep(0.3)
        raise SystemExit("The server did not answer.")

    def cpu(self):
        """Return the seconds of CPU so far, of processes that it started, too."""
        return sum(self.process.cpu_times()[:4])

    def peak(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1000

    def forget_peak(self):
        Path(f"/proc/{self.process.pid}/clear_refs").write_text("5")

    def measure(self, what, path, method="GET", **options):
        """Ask once; return what it cost."""
        options["headers"] = AGENT | options.get("headers", {})
        self.forget_peak()
        memory, before = self.peak(), self.cpu()
        response = self.session.request(
            method, self.base + path, timeout=120, allow_redirects=False, **options
        )
        time.sleep(0.1)  # What is done after the response counts too.
        return {
            "what": what,
            "method": method,
            "status": response.status_code,
            "cpu": self.cpu() - before,
            "mb": max(self.peak() - memory, 0),
        }


def picture(kind, size, **options):
    """Return a picture that is as hard to pack as a photo: noise, enlarged."""
    width, height = size
    grain = Image.frombytes(
        "RGB",
        (width // 4, height // 4),
        NOISE.randbytes(width // 4 * (height // 4) * 3),
    )
    result = io.BytesIO()
    grain.resize(size).save(result, kind, **options)
    return result.getvalue()


def zipped(parts, size):
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for number in range(parts):
            archive.writestr(f"word/{number}.xml", b" " * size)
    return result.getvalue()


def files():
    """Yield what may be sent at once: a name, and pairs of file name and content."""
    pdf = b"%PDF-1.4\n" + b"/Name " * 1_700_000 + b"\n%%EOF\n"
    photo = picture("JPEG", (3_000, 4_000), quality=85)
    yield "10 photos of 12 megapixels", [("x.jpg", photo)] * 10
    # Lying on its side: turned, there are two of it for a moment.
    turned = Image.Exif()
    turned[ExifTags.Base.Orientation] = 6
    lying = picture("JPEG", (4_000, 5_500), quality=85, exif=turned)
    yield "one photo of 22", [("x.jpg", lying)]
    yield "10 WebP of 4", [("x.webp", picture("WEBP", (2_000, 2_000)))] * 10
    yield "one WebP of 8", [("x.webp", picture("WEBP", (2_000, 4_000)))]
    yield (
        "10 PNG of 4",
        [("x.png", picture("PNG", (2_000, 2_000), compress_level=1))] * 10,
    )
    yield "one PNG of 20", [("x.png", flat("PNG", (4_000, 5_000)))]
    yield "10 PDFs of 10 MB", [("x.pdf", pdf[: 10 * 2**20 - 20] + b"\n%%EOF\n")] * 10
    yield "10 office files", [("x.docx", zipped(4_000, 40_000))] * 10
    yield "10 texts of 10 MB", [("x.txt", b"<a b " * (2 * 2**20 - 10))] * 10


def flat(kind, size):
    result = io.BytesIO()
    Image.new("RGBA", size, "red").save(result, kind)
    return result.getvalue()


def paths(data):
    """Yield each route with a path of it, and the purpose of its token."""
    for rule in data["rules"]:
        purpose = rule.split("/")[2] if rule.count("/") > 1 else ""
        if "<" in purpose:
            purpose = "view"
        path = rule.replace("<string:purpose>", purpose)
        path = path.replace("<string:token>", data["tokens"].get(purpose, "x" * 60))
        path = re.sub(r"<any\((\w+)[^>]*>", r"\1", path)
        path = path.replace("<int:company_id>", str(data["company"]))
        path = re.sub(r"<int:\w+>", "1", path)
        yield rule, re.sub(r"<(?:string|path):\w+>", "x", path)


def posts(rule):
    """Yield what is posted to a route: its name, and how."""
    yield "a form", {"data": b"seen=x&accept=1", "headers": FORM}
    yield "300,000 fields", {"data": b"a&" * 300_000, "headers": FORM}
    yield "9,999 fields", {"data": b"quantity-m1=1&" * 9_999, "headers": FORM}
    yield "9 MB of text", {"data": b"text=" + b"x" * 9_000_000, "headers": FORM}
    yield "500 kB of text", {"data": b"text=" + b"x" * 500_000, "headers": FORM}
    yield "9 MB of text in parts", {"files": {"text": (None, b"x" * 9_000_000)}}
    yield "1 MB of JSON", {"json": {"params": {"a": ["x"] * 200_000}}}
    if rule.endswith(("/upload", "/ask")):
        field = "files" if rule.endswith("/upload") else "photos-m1"
        for name, sent in files():
            yield name, {"files": [(field, one) for one in sent]}
    if rule.endswith(("/approve", "/items")):
        drawn = base64.b64encode(picture("PNG", (260, 260)))[:299_000]
        flat_one = base64.b64encode(flat("PNG", (1_400, 1_400)))
        for name, content in (("a full signature", drawn), ("a wide one", flat_one)):
            form = {"signature": b"data:image/png;base64," + content, "accept": "1"}
            yield name, {"data": form | {"name": "x"}}


def main(base):
    data = json.loads(Path(os.environ["PL_BENCH_DATA"]).read_text())
    server = Server(base, int(os.environ["PL_SERVER"]))
    results = []
    for rule, path in paths(data):
        server.measure("warm", path)
        rows = [server.measure("the page", path)]
        # Each request has a try of its own: the limits of an hour would answer else.
        for name, options in posts(rule):
            rows.append(server.measure(name, path, "POST", **options))
        results.append({"route": rule, "rows": rows})
    Path(os.environ["PL_BENCH_RESULTS"]).write_text(json.dumps({"routes": results}))


if __name__ == "__main__":
    main(sys.argv[1])
