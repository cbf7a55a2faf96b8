"""Small files made on the spot: PDFs written by hand, so that a test says exactly what is in them, and images."""

from __future__ import annotations

import io
import zlib
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw

FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def pdf(
    contents: Sequence[bytes],
    *,
    page: str = "",
    resources: str = "",
    objects: Sequence[bytes] = (),
    catalog: str = "",
    media: str = "0 0 595 842",
) -> bytes:
    """A PDF with one page for each of `contents`; `objects` are numbered from 10 on, the font is ``/F1``."""
    parts: dict[int, bytes] = {10 + i: body for i, body in enumerate(objects)}
    first = 10 + len(objects)
    kids = []
    for i, content in enumerate(contents):
        kids.append(f"{first + 2 * i} 0 R")
        parts[first + 2 * i] = (
            f"<</Type/Page/Parent 2 0 R/MediaBox[{media}]/Contents {first + 2 * i + 1} 0 R"
            f"/Resources<</Font<</F1 3 0 R>>{resources}>>{page}>>"
        ).encode()
        parts[first + 2 * i + 1] = b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)
    parts[1] = f"<</Type/Catalog/Pages 2 0 R{catalog}>>".encode()
    parts[2] = f"<</Type/Pages/Count {len(contents)}/Kids[{' '.join(kids)}]>>".encode()
    parts[3] = FONT.encode()
    out = bytearray(b"%PDF-1.7\n")
    offsets: dict[int, int] = {}
    for number in sorted(parts):
        offsets[number] = len(out)
        out += b"%d 0 obj%s endobj\n" % (number, parts[number])
    size = max(parts) + 1
    start = len(out)
    out += b"xref\n0 %d\n" % size
    for number in range(size):
        out += b"%010d %05d %c \n" % (
            offsets.get(number, 0),
            0 if number in offsets else 65535,
            b"nf"[number not in offsets],
        )
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, start)
    return bytes(out)


def text(x: float, y: float, words: str, *, size: float = 12, mode: int = 0, colour: str = "0 g") -> bytes:
    """Content that shows `words` (ASCII) with its foot at (x, y) in points, y up."""
    return f"BT {colour} /F1 {size} Tf {mode} Tr {x} {y} Td ({words}) Tj ET\n".encode()


def image_object(width: int, height: int, grey: int = 255) -> bytes:
    """An image XObject of one grey; name it in `resources` as ``/XObject<</Im1 10 0 R>>``."""
    data = zlib.compress(bytes([grey]) * (width * height))
    return (
        f"<</Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceGray/BitsPerComponent 8"
        f"/Filter/FlateDecode/Length {len(data)}>>stream\n".encode()
        + data
        + b"\nendstream"
    )


def paper(width: int = 413, height: int = 585, words: str = "A4 50 dpi") -> Image.Image:
    """White paper with a black bar at the top and a word; RGB."""
    image = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(image)
    draw.rectangle((width // 8, height // 10, width * 7 // 8, height // 10 + 20), fill="black")
    draw.text((width // 8, height // 2), words, fill="black")
    return image


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    """`image` as a file of `kind` (a name Pillow knows)."""
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def is_black_on_white(pixels: np.ndarray) -> bool:
    """Whether a page is mostly white with some black on it."""
    return float(pixels.mean()) > 180 and int(pixels.min()) < 90
