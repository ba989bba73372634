# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Programs inside files from strangers: macros of office files, scripts of PDFs."""

import io
import re
import time
import zipfile
import zlib

from lxml import etree
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

# What makes a reader run or start something, and what brings other files along (names of
# ISO 32000).
PDF_PROGRAMS = {b"JavaScript", b"Launch", b"XFA"}
PDF_CARRIERS = {b"EmbeddedFile", b"EmbeddedFiles", b"FileAttachment", b"RichMedia"}
NAME = re.compile(rb"/([A-Za-z#][A-Za-z0-9#]{4,40})")
# Forms with scripts of their own. So short a name may stand in a picture by chance: it
# counts outside of streams alone.
SHORT = re.compile(rb"/(?:X|#58)(?:F|#46)(?:A|#41)(?![A-Za-z0-9#])")
# Its name may be written with escapes, too.
PACKED = re.compile(rb"/(?:ObjStm|\w*#)")
ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
# All objects of a PDF that are packed together; a large one has a few megabytes.
MAX_PACKED = 32 * 2**20
# A PDF that carries files is read object by object, in Python: 1.4 s of CPU a megabyte
# that is no stream. So much is read of one (S28), in bytes and seconds of CPU.
STREAM = re.compile(rb"\bstream\r?\n.*?endstream", re.DOTALL)
MAX_CARRIER = 4 * 2**20
MAX_PLAIN = 2**19
MAX_SECONDS = 0.5
# All files that it carries, unpacked.
MAX_CARRIED = 4 * 2**20

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
# Streams of an OLE file: macros, and a file of any kind that a double click starts.
OLE_PROGRAMS = tuple(
    name.encode("utf-16-le") for name in ("_VBA_PROJECT", "Ole10Native")
)
MAX_XML = 2**20
MAX_OLE = 16 * 2**20
ODF_FOLDERS = ("basic/", "scripts/")
# Parts that bind what happens in an OpenDocument file to a program.
ODF_BOUND = ("content.xml", "styles.xml", "settings.xml", "meta.xml")
MAX_ODF = 8 * 2**20
ODF_SCRIPT = "urn:oasis:names:tc:opendocument:xmlns:script:1.0"
# How parts of OOXML, and relations to them, call programs.
OOXML_PROGRAMS = (
    "vbaproject",
    "macroenabled",
    "macrosheet",
    "activex",
    "attachedtoolbar",
)
# Relations to another place from which a program would be fetched on opening.
OOXML_FETCHED = ("attachedtemplate", "oleobject", "frame", "subdocument", "package")
# Documents inside of documents, one in the other.
MAX_DEPTH = 2
MAX_INNER = 64 * 2**20

# Of XML, what a browser draws, and what it may run on the way.
XML_DRAWN = ("http://www.w3.org/1999/xhtml", "http://www.w3.org/2000/svg")


def pdf_names(data):
    """Return which names of programs and carriers a PDF has, packed or plain.

    :param bytes data: the file
    :return: some of ``PDF_PROGRAMS`` and ``PDF_CARRIERS``
    :rtype: set[bytes]
    :raise Exception: of any kind, if it cannot be looked into
    """
    return _names(data).union(*map(_names, _packed_objects(data)))


def _names(data):
    known = PDF_PROGRAMS | PDF_CARRIERS
    found = {
        ESCAPE.sub(lambda code: bytes([int(code[1], 16)]), name)
        for name in set(NAME.findall(data))
    }
    if SHORT.search(data) and SHORT.search(STREAM.sub(b"", data)):
        found.add(b"XFA")
    return known & found


def pdf_files(data):
    """Return the files that a PDF carries, as an invoice carries its own data.

    :param bytes data: the file
    :return: the names of each, and its content
    :rtype: list[tuple[set[str], bytes]]
    :raise Exception: of any kind, if it cannot be looked into, or not within the limits,
        or has a file that nothing names
    """
    plain = len(STREAM.sub(b"", data)) if len(data) <= MAX_CARRIER else len(data)
    packed = sum(map(len, _packed_objects(data, MAX_PLAIN)))
    if plain + packed > MAX_PLAIN:
        raise ValueError("too long")
    named, carried = {}, set()
    # strict: what it must mend, another reader could mend in another way.
    reader = PdfReader(io.BytesIO(data), strict=True)
    for place, one in _objects(reader):
        if one.get("/Type") == "/EmbeddedFile":
            carried.add(place)
        if "/EF" in one:
            names = {str(one[key]) for key in ("/UF", "/F") if key in one}
            for key in one["/EF"]:
                found = one["/EF"].raw_get(key).idnum
                named.setdefault(found, set()).update(names)
    if not named or not carried <= named.keys() or not all(named.values()):
        raise ValueError("a file that nothing names")
    files, left = [], MAX_CARRIED
    for number, names in named.items():
        stream = reader.get_object(number)
        left -= _unpacked_size(stream, left)
        files.append((names, stream.get_data()))
    return files


def _objects(reader):
    """Return all dictionaries of a PDF, each with the number of the object it is in."""
    deadline = time.thread_time() + MAX_SECONDS
    places = {(number, gen) for gen, rows in reader.xref.items() for number in rows}
    places |= {(number, 0) for number in reader.xref_objStm}
    for number, gen in sorted(places):
        if time.thread_time() > deadline:
            raise ValueError("takes too long")
        waiting = [reader.get_object(IndirectObject(number, gen, reader))]
        while waiting:
            one = waiting.pop()
            if isinstance(one, DictionaryObject):
                yield number, one
                waiting += one.values()
            elif isinstance(one, list):
                waiting += one


def _packed_objects(data, most=MAX_PACKED):
    """Return the object streams of a PDF; what is outside of them is plain.

    :param bytes data: the file
    :param int most: so many bytes may they have, unpacked
    """
    if not PACKED.search(data):
        return
    reader, left = PdfReader(io.BytesIO(data)), most
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


def office_has_program(archive, depth=0):
    """Tell whether an office file has macros, whatever its parts are called, or others
    programs, or fetches some.

    :param archive: `zipfile.ZipFile`
    :param int depth: in how many others it is
    :raise Exception: of any kind, if a part cannot be looked into
    """
    for entry in archive.infolist():
        name = entry.filename.lower()
        if name.startswith(ODF_FOLDERS) or name.endswith("vbaproject.bin"):
            return True
        if name == "[content_types].xml" or name.endswith(".rels"):
            if _xml_names_program(archive, entry):
                return True
        elif name.rpartition("/")[2] in ODF_BOUND and "mimetype" in archive.NameToInfo:
            if _xml_binds_program(archive, entry):
                return True
        elif entry.file_size > len(OLE) and _is_program(archive, entry, depth):
            return True
    return False


def _xml_names_program(archive, entry):
    if entry.file_size > MAX_XML:
        raise ValueError("too long")
    root = _xml(archive.read(entry))
    for node in root.iter(etree.Element):
        values = [value.lower() for value in node.attrib.values()]
        if any(word in value for value in values for word in OOXML_PROGRAMS):
            return True
        kind = node.get("Type", "").lower().rpartition("/")[2]
        outside = node.get("TargetMode", "").lower() == "external"
        if outside and kind in OOXML_FETCHED:
            return True
    return False


def _xml_binds_program(archive, entry):
    """Tell whether a part of an OpenDocument file has a script, or starts one somewhere."""
    if entry.file_size > MAX_ODF:
        raise ValueError("too long")
    for node in _xml(archive.read(entry)).iter(etree.Element):
        name = etree.QName(node)
        if name.localname == "script" or (
            name.namespace == ODF_SCRIPT and name.localname == "event-listener"
        ):
            return True
        for value in node.attrib.values():
            if value.strip().lower().startswith(("vnd.sun.star.script:", "macro:")):
                return True
    return False


def _is_program(archive, entry, depth):
    with archive.open(entry) as part:
        start = part.read(len(OLE))
        if start != OLE and not start.startswith(ZIP):
            return False
        if entry.file_size > MAX_OLE:
            raise ValueError("too long")
        content = start + part.read(MAX_OLE)
    if start == OLE:
        return any(name in content for name in OLE_PROGRAMS)
    if depth >= MAX_DEPTH:
        raise ValueError("too deep")
    with zipfile.ZipFile(io.BytesIO(content)) as inner:
        if sum(one.file_size for one in inner.infolist()) > MAX_INNER:
            raise ValueError("too long")
        return office_has_program(inner, depth + 1)


def xml_is_drawn(data):
    """Tell whether XML is a page or picture of the web, or leads to a stylesheet: a
    browser may run what is in these.

    :param bytes data: the file
    :raise Exception: of any kind, if it is no XML, or has a document type
    """
    root = _xml(data)
    styled = root.xpath("//processing-instruction('xml-stylesheet')")
    return bool(styled) or any(
        etree.QName(node).namespace in XML_DRAWN for node in root.iter(etree.Element)
    )


def _xml(data):
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.doctype:
        raise ValueError("no program writes that into its own files")
    return root
