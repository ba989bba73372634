# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Programs inside files from strangers: macros of office files, scripts of PDFs."""

import io
import re
import zlib

from lxml import etree
from pypdf import PdfReader

# What makes a reader run, start or unpack something.
PDF_NAMES = {b"JavaScript", b"Launch", b"EmbeddedFile", b"EmbeddedFiles"}
NAME = re.compile(rb"/([A-Za-z#][A-Za-z0-9#]{4,40})")
# Its name may be written with escapes, too.
PACKED = re.compile(rb"/(?:ObjStm|\w*#)")
ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
# All objects of a PDF that are packed together; a large one has a few megabytes.
MAX_PACKED = 32 * 2**20

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
VBA = "_VBA_PROJECT".encode("utf-16-le")
MAX_XML = 2**20
MAX_OLE = 16 * 2**20
ODF_FOLDERS = ("basic/", "scripts/")


def pdf_has_program(data):
    """Tell whether a PDF has scripts, starts programs, or carries files.

    :param bytes data: the file
    :raise Exception: of any kind, if it cannot be looked into
    """
    return _names_program(data) or any(map(_names_program, _packed_objects(data)))


def _names_program(data):
    return any(
        ESCAPE.sub(lambda code: bytes([int(code[1], 16)]), name) in PDF_NAMES
        for name in set(NAME.findall(data))
    )


def _packed_objects(data):
    """Return the object streams of a PDF; what is outside of them is plain."""
    if not PACKED.search(data):
        return
    reader, left = PdfReader(io.BytesIO(data)), MAX_PACKED
    for number in sorted({place[0] for place in reader.xref_objStm.values()}):
        stream = reader.get_object(number)
        left -= _unpacked_size(stream, left)
        yield stream.get_data()


def _unpacked_size(stream, most):
    """Return how long a stream is, without unpacking more than that."""
    if stream.get("/Filter") not in (None, "/FlateDecode", ["/FlateDecode"]):
        raise ValueError("packed in a way that no writer uses")
    packed = stream._data
    if stream.get("/Filter") is None:
        size = len(packed)
    else:
        size = len(zlib.decompressobj().decompress(packed, most + 1))
    if size > most:
        raise ValueError("too long")
    return size


def office_has_program(archive):
    """Tell whether an office file has macros, whatever its parts are called.

    :param archive: `zipfile.ZipFile`
    :raise Exception: of any kind, if a part cannot be looked into
    """
    for entry in archive.infolist():
        name = entry.filename.lower()
        if name.startswith(ODF_FOLDERS) or name.endswith("vbaproject.bin"):
            return True
        if name == "[content_types].xml" or name.endswith(".rels"):
            if _xml_names_program(archive, entry):
                return True
        elif entry.file_size > len(OLE) and _is_program(archive, entry):
            return True
    return False


def _xml_names_program(archive, entry):
    if entry.file_size > MAX_XML:
        raise ValueError("too long")
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(archive.read(entry), parser)
    if root.getroottree().docinfo.doctype:
        raise ValueError("no office program writes that")
    values = (value.lower() for node in root.iter() for value in node.attrib.values())
    return any("vbaproject" in value or "macroenabled" in value for value in values)


def _is_program(archive, entry):
    with archive.open(entry) as part:
        if part.read(len(OLE)) != OLE:
            return False
        if entry.file_size > MAX_OLE:
            raise ValueError("too long")
        return VBA in part.read(MAX_OLE)
