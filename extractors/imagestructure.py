"""Whether an image file is whole and within the limits, told from its structure: no pixel is decoded."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

from extractors.pageimages import register_heif
from extractors.tiffstructure import inspect_tiff
from models.errors import DamagedFileError, IncompleteFileError, NoPagesError, TooLargeError, TooManyPagesError
from models.limits import Limits

#: So many zeros at the end of a compressed picture are space that its writer reserved.
_RESERVED = 256
_JPEG_MARKER = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")


def inspect_image(path: Path, kind: str, limits: Limits) -> int:
    """Number of pages of the image file at `path`, which is of `kind` (a value of `extractors.files.MediaKind`).

    Raises:
        IncompleteFileError: the end is missing. DamagedFileError: nobody can open it.
        TooLargeError, TooManyPagesError, NoPagesError: as they say.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        if kind == "tiff":
            return inspect_tiff(file, size, limits)
        _WHOLE[kind](file, size)
    register_heif()
    try:
        with Image.open(path) as image:
            if image.width * image.height > limits.max_page_pixels:
                raise TooLargeError(f"{image.width}x{image.height} pixels")
            pages = int(getattr(image, "n_frames", 1)) if kind == "heic" else 1
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, struct.error) as error:
        raise DamagedFileError(f"cannot be opened: {type(error).__name__}") from error
    if pages < 1:
        raise NoPagesError("no image in it")
    if pages > limits.max_pages:
        raise TooManyPagesError(f"{pages} pages")
    return pages


def _jpeg(file: BinaryIO, size: int) -> None:
    data = file.read()
    at = 2
    while True:
        found = _JPEG_MARKER.search(data, at)
        if found is None:
            raise IncompleteFileError("JPEG without end marker")
        marker, at = data[found.end() - 1], found.end()
        if marker == 0xD9:
            return
        if marker == 0x01:
            continue
        if at + 2 > size:
            raise IncompleteFileError("JPEG cut off in a segment")
        at += max(2, int.from_bytes(data[at : at + 2], "big"))


def _png(file: BinaryIO, size: int) -> None:
    at = 8
    while at + 12 <= size:
        file.seek(at)
        length, name = struct.unpack(">I4s", file.read(8))
        if name == b"\0\0\0\0":
            break
        if not name.isalpha():
            raise DamagedFileError("PNG chunk without a name")
        at += 12 + length
        if name == b"IEND" and at <= size:
            return
    raise IncompleteFileError("PNG without IEND")


def _webp(file: BinaryIO, size: int) -> None:
    head = file.read(8)
    if len(head) < 8 or struct.unpack("<4xI", head)[0] + 8 > size or _ends_in_zeros(file, size):
        raise IncompleteFileError("WebP shorter than its header says")


def _ends_in_zeros(file: BinaryIO, size: int) -> bool:
    """Whether the end was only reserved and not written yet; compressed pictures do not end like that."""
    if size <= _RESERVED:
        return False
    file.seek(size - _RESERVED)
    return not file.read(_RESERVED).strip(b"\0")


def _bmp(file: BinaryIO, size: int) -> None:
    head = file.read(54)
    if len(head) < 26:
        raise IncompleteFileError("BMP cut off in its header")
    offset, header = struct.unpack("<II", head[10:18])
    if header == 12:
        width, height, bits, compression, stored = *struct.unpack("<HH2xH", head[18:26]), 0, 0
    elif len(head) < 54:
        raise IncompleteFileError("BMP cut off in its header")
    else:
        width, height, bits, compression, stored = struct.unpack("<ii2xHII", head[18:38])
    rows = (abs(width) * bits + 31) // 32 * 4 * abs(height)
    if offset + (rows if compression in (0, 3, 6) else stored) > size:
        raise IncompleteFileError("BMP shorter than its rows")


def _heic(file: BinaryIO, size: int) -> None:
    at, seen = 0, set()
    while at + 8 <= size:
        file.seek(at)
        length, name = struct.unpack(">I4s", file.read(8))
        if length == 1:
            length = int.from_bytes(file.read(8), "big")
        elif length == 0:
            length = size - at
        if name == b"\0\0\0\0":
            break
        if length < 8:
            raise DamagedFileError("HEIC box without a length")
        seen.add(name)
        at += length
        if at > size:
            raise IncompleteFileError("HEIC cut off in a box")
    if not {b"meta", b"mdat"} <= seen or _ends_in_zeros(file, size):
        raise IncompleteFileError("HEIC without its picture")


_WHOLE: dict[str, Callable[[BinaryIO, int], None]] = {
    "jpeg": _jpeg, "png": _png, "webp": _webp, "bmp": _bmp, "heic": _heic,
}  # fmt: skip
