# Copyright 2026 The Public Links authors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Blank out what a HEIC picture knows of place and camera, without decoding it.

A HEIC file is a tree of boxes (ISO/IEC 14496-12): ``iinf`` names the items, ``iloc`` says
where their bytes are. The bytes of Exif and XMP items become zeros; nothing moves.
"""

# Items that describe the picture: Exif, and XMP, which is of the type "mime".
DESCRIPTIONS = (b"Exif", b"mime")
# A picture of a phone has some dozens of pieces.
MAX_PIECES = 10_000


class _Reader:
    def __init__(self, data, start, end):
        self.data, self.at, self.end = data, start, end

    def number(self, size):
        """Return the next big-endian number of so many bytes."""
        if self.at + size > self.end:
            raise ValueError("cut short")
        value = int.from_bytes(self.data[self.at : self.at + size], "big")
        self.at += size
        return value

    def boxes(self):
        """Return (type, start, end) of the boxes that follow."""
        while self.at + 8 <= self.end:
            begin, size = self.at, self.number(4)
            kind = bytes(self.data[self.at : self.at + 4])
            self.at += 4
            if size == 1:
                size = self.number(8)
            end = begin + size if size else self.end
            if end > self.end or end < self.at:
                raise ValueError("box out of bounds")
            yield kind, self.at, end
            self.at = end


def without_metadata(data):
    """Return a HEIC picture whose Exif and XMP items are blank.

    :param bytes data: the file
    :raise ValueError: for what is no such file
    """
    result = bytearray(data)
    meta = _find(_Reader(data, 0, len(data)), b"meta")
    if not meta:
        raise ValueError("no meta box")
    # Version and flags come first.
    boxes = {
        kind: (start, end)
        for kind, start, end in _Reader(data, meta[0] + 4, meta[1]).boxes()
    }
    if b"iinf" not in boxes or b"iloc" not in boxes:
        raise ValueError("no items")
    wanted = _described(data, *boxes[b"iinf"])
    inside, blanked = boxes.get(b"idat", (0, 0))[0], 0
    for item, method, offset, length in _places(data, *boxes[b"iloc"]):
        if item not in wanted:
            continue
        start = offset + (inside if method == 1 else 0)
        # No length: to the end of the file.
        end = start + length if length else len(data)
        blanked += max(end - start, 0)
        if end > len(data) or blanked > len(data):
            raise ValueError("item out of bounds")
        result[start:end] = bytes(end - start)
    return bytes(result)


def _find(reader, wanted):
    for kind, start, end in reader.boxes():
        if kind == wanted:
            return start, end
    return None


def _described(data, start, end):
    """Return the numbers of the items that describe the picture."""
    reader = _Reader(data, start, end)
    version = reader.number(4) >> 24
    reader.number(2 if version == 0 else 4)
    items = set()
    for kind, begin, stop in reader.boxes():
        entry = _Reader(data, begin, stop)
        version = entry.number(4) >> 24
        if kind != b"infe" or version < 2:
            continue
        number = entry.number(2 if version == 2 else 4)
        entry.number(2)
        if data[entry.at : entry.at + 4] in DESCRIPTIONS:
            items.add(number)
    return items


def _places(data, start, end):
    """Return (item, method, offset, length) of every piece of every item."""
    reader = _Reader(data, start, end)
    version = reader.number(4) >> 24
    sizes = reader.number(2)
    offset_size, length_size = sizes >> 12, sizes >> 8 & 15
    base_size, index_size = sizes >> 4 & 15, sizes & 15
    count, pieces = reader.number(2 if version < 2 else 4), 0
    for _number in range(count):
        item = reader.number(2 if version < 2 else 4)
        method = reader.number(2) & 15 if version else 0
        reader.number(2)
        base = reader.number(base_size)
        extents = reader.number(2)
        pieces += extents
        # With sizes of nothing they take no room in the file.
        if pieces > MAX_PIECES:
            raise ValueError("too many pieces")
        for _extent in range(extents):
            if version:
                reader.number(index_size)
            offset = base + reader.number(offset_size)
            yield item, method, offset, reader.number(length_size)
