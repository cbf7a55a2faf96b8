"""The chain of directories (IFD) of a TIFF or BigTIFF: does it end, does all it points at lie inside the file."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import BinaryIO

from models.errors import DamagedFileError, IncompleteFileError, NoPagesError, TooLargeError, TooManyPagesError
from models.limits import Limits

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 16: 8, 17: 8, 18: 8}
_WIDTH, _LENGTH = 256, 257
_OFFSETS = (273, 324)
"""StripOffsets, TileOffsets."""
_COUNTS = {273: 279, 324: 325}
"""StripByteCounts, TileByteCounts."""
#: More strips or tiles than this on one page is no scan.
_MAX_STRIPS = 1_000_000


@dataclass(frozen=True, slots=True)
class _Layout:
    order: str
    big: bool

    @property
    def offset(self) -> str:
        return self.order + ("Q" if self.big else "I")

    @property
    def entry(self) -> int:
        return 20 if self.big else 12


def inspect_tiff(file: BinaryIO, size: int, limits: Limits) -> int:
    """Number of pages of the TIFF in `file`, `size` bytes long.

    Raises:
        IncompleteFileError: the chain, a table or a strip reaches beyond the end of the file.
        DamagedFileError: the chain runs in a circle or makes no sense.
        TooManyPagesError, TooLargeError, NoPagesError: as they say.
    """
    head = _take(file, 0, 8, size)
    layout = _Layout(
        order="<" if head[:2] == b"II" else ">",
        big=struct.unpack("<H" if head[:2] == b"II" else ">H", head[2:4])[0] == 43,
    )
    start = struct.unpack(layout.offset, _take(file, 8, 8, size) if layout.big else head[4:8])[0]
    if start == 0:
        raise IncompleteFileError("TIFF without a first directory yet")
    seen: set[int] = set()
    at = start
    while at:
        if at in seen:
            raise DamagedFileError("TIFF directories run in a circle")
        seen.add(at)
        if len(seen) > limits.max_pages:
            raise TooManyPagesError("more TIFF directories than allowed")
        at = _directory(file, at, size, layout, limits)
    if not seen:
        raise NoPagesError("TIFF without pages")
    return len(seen)


def _directory(file: BinaryIO, at: int, size: int, layout: _Layout, limits: Limits) -> int:
    """Check one directory and return the offset of the next, 0 at the end."""
    word = 8 if layout.big else 2
    count = struct.unpack(layout.order + ("Q" if layout.big else "H"), _take(file, at, word, size))[0]
    if count == 0:
        raise IncompleteFileError("TIFF directory still empty")
    if count > 65535:
        raise DamagedFileError("TIFF directory of too many entries")
    table = _take(file, at + word, count * layout.entry, size)
    tags: dict[int, tuple[int, ...]] = {}
    for i in range(count):
        entry = table[i * layout.entry : (i + 1) * layout.entry]
        tag, values = _values(file, entry, size, layout)
        if values is not None:
            tags[tag] = values
    width, length = tags.get(_WIDTH, (0,))[:1], tags.get(_LENGTH, (0,))[:1]
    if not width or not length or not width[0] or not length[0]:
        raise DamagedFileError("TIFF page without a size")
    if width[0] * length[0] > limits.max_page_pixels:
        raise TooLargeError(f"TIFF page of {width[0]}x{length[0]} pixels")
    _strips(tags, size)
    step = 8 if layout.big else 4
    following = _take(file, at + word + count * layout.entry, step, size)
    return int(struct.unpack(layout.offset, following)[0])


def _strips(tags: dict[int, tuple[int, ...]], size: int) -> None:
    for tag in _OFFSETS:
        offsets = tags.get(tag)
        if offsets is None:
            continue
        lengths = tags.get(_COUNTS[tag], (0,) * len(offsets))
        for offset, length in zip(offsets, lengths, strict=False):
            if offset + length > size or offset == 0:
                raise IncompleteFileError("TIFF strip outside the file")
        return
    raise DamagedFileError("TIFF page without picture data")


def _values(file: BinaryIO, entry: bytes, size: int, layout: _Layout) -> tuple[int, tuple[int, ...] | None]:
    """(tag, its values), None for tags nobody asked for; only whole numbers are read."""
    tag, kind = struct.unpack(layout.order + "HH", entry[:4])
    count = struct.unpack(layout.offset, entry[4 : 12 if layout.big else 8])[0]
    inline = entry[12:20] if layout.big else entry[8:12]
    width = _SIZES.get(kind)
    if width is None:
        return tag, None
    need = width * count
    wanted = tag in (_WIDTH, _LENGTH, *_OFFSETS, *_COUNTS.values())
    if need <= len(inline):
        data = inline[:need]
    else:
        offset = struct.unpack(layout.offset, inline)[0]
        if offset + need > size:
            raise IncompleteFileError("TIFF table outside the file")
        if not wanted:
            return tag, None
        if count > _MAX_STRIPS:
            raise DamagedFileError("TIFF page of too many strips")
        data = _take(file, offset, need, size)
    if not wanted or kind not in (1, 3, 4, 16):
        return tag, None
    letter = {1: "B", 3: "H", 4: "I", 16: "Q"}[kind]
    return tag, struct.unpack(f"{layout.order}{count}{letter}", data)


def _take(file: BinaryIO, at: int, count: int, size: int) -> bytes:
    if at + count > size:
        raise IncompleteFileError("TIFF reaches beyond its end")
    file.seek(at)
    data = file.read(count)
    if len(data) < count:
        raise IncompleteFileError("TIFF reaches beyond its end")
    return data
