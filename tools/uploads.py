# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Check files from strangers: by their content, not by name or declared type.

Plain Python, without Odoo's ORM.
"""

import io
import re
import unicodedata
import zipfile
from contextlib import contextmanager

from PIL import Image

from . import heic
from .pictures import (
    FORMATS,
    MAX_BYTES,  # noqa: F401 - for who makes a budget
    Budget,
    TooManyPixels,
    TooMuch,
    drawn_anew,
    measured_heic,
)
from .programs import (
    PDF_PROGRAMS,
    office_has_program,
    pdf_files,
    pdf_names,
    xml_is_drawn,
)

OOXML = "application/vnd.openxmlformats-officedocument"
ODF = "application/vnd.oasis.opendocument"
# What may be uploaded at all, by ending; a setting may allow less.
KINDS = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "webp": "image/webp",
    "heic": "image/heic",
    "txt": "text/plain",
    "docx": f"{OOXML}.wordprocessingml.document",
    "xlsx": f"{OOXML}.spreadsheetml.sheet",
    "pptx": f"{OOXML}.presentationml.presentation",
    "odt": f"{ODF}.text",
    "ods": f"{ODF}.spreadsheet",
    "odp": f"{ODF}.presentation",
}
IMAGES = FORMATS
# Browsers show these as pictures or pages of paper; all else is downloaded.
SHOWN = {"application/pdf", *IMAGES}
SAME_ENDING = {"jpeg": "jpg", "jfif": "jpg", "heif": "heic"}
# What a PDF may carry: the data of an invoice (Factur-X, ZUGFeRD), pictures, papers.
CARRIED = {"xml", "csv", "txt", "pdf", "png", "jpg", "webp"}
MAX_UNZIPPED = 200 * 2**20
MAX_ENTRIES = 5_000
NAME_LENGTH = 80
# Thousandths of a second of CPU that it takes to look into a file that is no picture, and
# into each megabyte of it.
COST_OF_ONE, COST_OF_MB = 20, 25
OOXML_PARTS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}


class BadFile(ValueError):
    """A file that is not taken.

    :param str code: empty, large, type, content, pixels, much (together with the others
        of a request), zip, inside (a PDF carries a file that is not taken)
    """

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def clean_name(name):
    """Return a file name without path, control characters and writing marks.

    >>> clean_name("../../etc/passwd.txt")
    'passwd.txt'
    """
    name = re.split(r"[/\\]", name or "")[-1]
    # Cf: marks that turn "exe.fdp" into "pdf.exe" on screen; Cc: line breaks.
    name = "".join(
        char if unicodedata.category(char)[0] != "Z" else " "
        for char in unicodedata.normalize("NFC", name)
        if unicodedata.category(char)[0] != "C"
    )
    name = re.sub(r'[<>:"|?*]', "", name).strip(". ")
    stem, dot, ending = name.rpartition(".")
    if not dot:
        return (name or "file")[:NAME_LENGTH]
    return f"{stem[:NAME_LENGTH].strip() or 'file'}.{ending[:8].lower()}"


def checked_file(name, data, allowed, max_bytes, budget=None):
    """Return what may be stored of an uploaded file.

    :param str name: as the browser sent it
    :param bytes data: the content, no longer than ``max_bytes`` + 1
    :param allowed: endings that are taken
    :param int max_bytes: the most that it may be
    :param Budget budget: what all files of the request may cost; by default one file's
    :return: clean name, media type, content: pictures without metadata, those that
        no browser shows as a JPEG
    :raise BadFile: with the reason
    """
    if not data:
        raise BadFile("empty")
    if len(data) > max_bytes:
        raise BadFile("large")
    name = clean_name(name)
    ending = name.rpartition(".")[2] if "." in name else ""
    ending = SAME_ENDING.get(ending, ending)
    if ending not in KINDS or ending not in allowed:
        raise BadFile("type")
    kind, budget = KINDS[ending], budget or Budget(max_bytes)
    with _parsing():
        budget.take_bytes(len(data))
    if kind in IMAGES:
        return name, kind, clean_image(data, kind, budget)
    if ending == "heic":
        name = f"{name.rpartition('.')[0]}.jpg"
        return name, KINDS["jpg"], _drawn_heic(data, budget)
    with _parsing():
        budget.take_time(COST_OF_ONE + len(data) * COST_OF_MB // 2**20)
    if ending == "pdf":
        _check_pdf(data)
    elif ending == "txt":
        _check_text(data)
    else:
        _check_office(data, ending, kind)
    return name, kind, data


def clean_image(data, kind, budget=None, most=None):
    """Return a picture drawn anew: as big, upright, and without metadata.

    :param bytes data: PNG, JPEG or WebP
    :param str kind: the media type that it must be
    :param Budget budget: what it may cost
    :param int most: so many pixels may it have; by default ``pictures.MOST``
    :raise BadFile: with the reason
    """
    with _parsing():
        return drawn_anew(data, kind, budget or Budget(), most)


@contextmanager
def _parsing(code="content"):
    """Turn every error of a parser into ``BadFile``: on bad input they raise all kinds.

    :param str code: the reason that a ``BadFile`` gives then
    """
    try:
        yield
    except BadFile:
        raise
    except TooMuch:
        raise BadFile("much") from None
    except (TooManyPixels, heic.TooManyPixels, Image.DecompressionBombError):
        raise BadFile("pixels") from None
    except Exception:
        raise BadFile(code) from None


def thumbnail(data, side=480):
    """Return a small JPEG of a picture.

    :param bytes data: PNG, JPEG or WebP that was checked
    """
    with Image.open(io.BytesIO(data)) as image:
        image.draft("RGB", (side * 2, side * 2))
        image.thumbnail((side, side))
        if image.mode in ("RGBA", "LA", "P"):
            image = image.convert("RGBA")
            paper = Image.new("RGB", image.size, "white")
            paper.paste(image, mask=image.split()[-1])
            image = paper
        result = io.BytesIO()
        image.convert("RGB").save(result, "JPEG", quality=80)
        return result.getvalue()


def _drawn_heic(data, budget):
    with _parsing():
        measured_heic(data, budget)
        return heic.as_jpeg(data)


def _check_pdf(data, carried=False):
    """Check a PDF, and the files that it carries; one that is carried has none."""
    if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-2048:]:
        raise BadFile("content")
    with _parsing():
        names = pdf_names(data)
        if names & PDF_PROGRAMS:
            raise BadFile("content")
    if not names:
        return
    with _parsing("inside"):
        if carried:
            raise BadFile("inside")
        for names, content in pdf_files(data):
            for name in names:
                _check_carried(clean_name(name), content)


def _check_carried(name, data):
    """Check a file that a PDF carries.

    :param str name: one of its names
    :param bytes data: its content
    """
    ending = name.rpartition(".")[2]
    ending = SAME_ENDING.get(ending, ending)
    if ending not in CARRIED:
        raise BadFile("inside")
    if ending == "pdf":
        _check_pdf(data, carried=True)
    elif ending == "xml":
        if xml_is_drawn(data):
            raise BadFile("inside")
    elif ending in ("csv", "txt"):
        _check_text(data)
    else:
        with Image.open(io.BytesIO(data), formats=[IMAGES[KINDS[ending]]]) as image:
            image.verify()


def _check_text(data):
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadFile("content") from None
    if any(ord(char) < 32 and char not in "\t\r\n\f" for char in text):
        raise BadFile("content")
    if re.search(r"<\s*(?:!doctype|html|svg|script|\?xml)", text[:4096], re.IGNORECASE):
        raise BadFile("content")


def _check_office(data, ending, kind):
    """Look into the zip file that an office document is, without unpacking it."""
    with _parsing():
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES:
                raise BadFile("zip")
            if sum(entry.file_size for entry in entries) > MAX_UNZIPPED:
                raise BadFile("zip")
            names = {entry.filename for entry in entries}
            if ending in OOXML_PARTS:
                good = "[Content_Types].xml" in names and any(
                    name.startswith(OOXML_PARTS[ending]) for name in names
                )
            else:
                entry = archive.NameToInfo.get("mimetype")
                good = (
                    bool(entry)
                    and entry.file_size < 200
                    and (archive.read(entry).decode("ascii", "replace").strip() == kind)
                )
            if not good or office_has_program(archive):
                raise BadFile("content")
