"""A workbook's archive, measured before anybody unpacks it: how much it holds, and how far out its cells lie.

The archive's own word is not taken for it. Every part is unpacked a piece at a time and thrown away, so that a bomb
costs the memory of a piece.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator

from kpi.extracts.files import unreadable
from kpi.extracts.files.unreadable import AGAIN, TOO_FAR, TOO_MUCH, Unreadable

PIECE = 1024 * 1024
LOCAL_HEADER, DIRECTORY_ENTRY = struct.Struct("<4s22xHH"), b"PK\x01\x02"
BROKEN = f"Filen er beskadiget og kan ikke pakkes ud. {AGAIN}"
NO_WORKBOOK = "Filen er ikke en Excel-projektmappe. Gem den som .xlsx eller som CSV."
ADDRESS = re.compile(rb"""\br\s*=\s*["']([A-Za-z]*)(\d+)""")
FAR_OUT = re.compile(rb"""r="(?:([A-Za-z]{2,})(\d+)|[A-Za-z]?(\d{6,}))""")
OPENING = re.compile(rb"<(\w+:)?sheetData\b")
UTF_16 = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
NEAR_COLUMNS, NEAR_ROWS = 26, 99_999


def check_size(data: bytes) -> None:
    """Nothing, or `Unreadable` where the archive is no workbook, is broken, or holds more than is safe to unpack."""
    try:
        if data.count(DIRECTORY_ENTRY) > unreadable.MOST_PARTS:
            raise Unreadable(TOO_MUCH)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
        if "xl/workbook.xml" not in {part.filename for part in parts}:
            raise Unreadable(NO_WORKBOOK)
        if sum(part.file_size for part in parts) > unreadable.LARGEST_UNPACKED:
            raise Unreadable(TOO_MUCH)
        for exactly in (False, True):
            if sum(cells_of(data, part, exactly) for part in parts) <= unreadable.LARGEST_GRID:
                return
        raise Unreadable(TOO_FAR)
    except Unreadable:
        raise
    except Exception:
        raise Unreadable(BROKEN) from None


def _pieces(data: bytes, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """What the part unpacks to, a piece at a time, never more than it says that it holds."""
    mark, name, extra = LOCAL_HEADER.unpack_from(data, part.header_offset)
    begins = part.header_offset + LOCAL_HEADER.size + name + extra
    packed = memoryview(data)[begins : begins + part.compress_size]
    if mark != b"PK\x03\x04" or part.flag_bits & 1 or len(packed) != part.compress_size:
        raise Unreadable(BROKEN)
    left = part.file_size
    for piece in _unpacked(packed, part.compress_type):
        left -= len(piece)
        if left < 0:
            raise Unreadable(TOO_MUCH)
        yield piece


def _unpacked(packed: memoryview, method: int) -> Iterator[bytes]:
    if method == zipfile.ZIP_STORED:
        yield from (bytes(packed[at : at + PIECE]) for at in range(0, len(packed), PIECE))
        return
    if method != zipfile.ZIP_DEFLATED:
        raise Unreadable(BROKEN)
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    for at in range(0, len(packed), PIECE):
        rest = packed[at : at + PIECE]
        while len(rest) and not inflate.eof:
            yield inflate.decompress(rest, PIECE)
            rest = inflate.unconsumed_tail
    if not inflate.eof:
        raise Unreadable(BROKEN)


def cells_of(data: bytes, part: zipfile.ZipInfo, exactly: bool) -> int:
    """How many cells the part's rectangle has at most, from A1 on; 0 for a part that is no sheet.

    An exact look takes several times as long; most workbooks are small enough for the other to do.
    """
    carried, extent = b"", None
    for number, piece in enumerate(_pieces(data, part)):
        if not number and piece.startswith(UTF_16):  # no program writes it here, and it would hide the cells
            raise Unreadable(BROKEN)
        text = carried + piece
        if extent is None and (opening := OPENING.search(text)):
            extent = _Extent(opening[1] or b"", exactly)
        cut = max(text.rfind(b"<"), 0)
        carried = text[cut:][:PIECE]
        if extent:
            extent.reach(text, cut)
    return (extent.row + extent.rows) * (extent.column + extent.widest) if extent else 0


class _Extent:
    """How far out the cells of a sheet lie: `row` and `column` by their addresses, the rest by what has none."""

    def __init__(self, prefix: bytes, exactly: bool):
        self.exactly = exactly
        self.row, self.column = (0, 0) if exactly else (NEAR_ROWS, NEAR_COLUMNS)
        self.rows = self.widest = self.in_row = 0
        self.row_tag, self.cell_tag = b"<%brow" % prefix, b"<%bc" % prefix
        cell, row = re.escape(self.cell_tag), re.escape(self.row_tag)
        self.not_near = re.compile(cell + b'(?! r="[A-Z][0-9]{1,5}"|o)')
        self.without_address = [re.compile(cell + b'(?! r="|o)'), re.compile(row + b'(?! r=")')]

    def reach(self, text: bytes, end: int) -> None:
        """Takes in whole tags, up to an end: nothing where all is near, the addresses that are not, or all of them."""
        if not self.exactly and not self.not_near.search(text, 0, end):
            return
        text = text[:end]
        is_whole = not any(pattern.search(text) for pattern in self.without_address)
        if not is_whole:
            first, *others = (part.count(self.cell_tag) for part in text.split(self.row_tag))
            self.rows += len(others)
            self.widest = max(self.widest, self.in_row + first, *others)
            self.in_row = others[-1] if others else self.in_row + first
        found = (FAR_OUT if is_whole and not self.exactly else ADDRESS).findall(text)
        self.row = max([self.row, *(int(max(rows)[:9]) for rows in {told[1:] for told in found})])
        self.column = max([self.column, *map(_position, {columns for columns, *_ in found})])


def _position(letters: bytes) -> int:
    """A column's number from 1 by its letters; more than four of them are no column of Excel's."""
    number = 0
    for letter in letters[:5].upper():
        number = number * 26 + letter - 64
    return number
