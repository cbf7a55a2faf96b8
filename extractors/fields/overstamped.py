"""Lines over whose end a company's seal is stamped, read again from their darkest ink."""

from __future__ import annotations

import itertools

from extractors.fields.entries import Sheet
from extractors.fields.layout import Text
from extractors.imaging.colour import trimmed
from extractors.imaging.darkest import darkest_ink, has_shades
from extractors.ocr.context import mended
from extractors.reading import clipped
from models.geometry import Box
from models.pages import Source


def reread(sheet: Sheet, text: Text, reach: float = 0.0) -> Text | None:
    """`text` read once more without what is lighter than its print, and `reach` heights further to the right.

    None for exact text, for black-and-white scans, and where nothing is read.
    """
    if text.line.source is not Source.PPOCR or text.line.vertical:
        return None
    box = _widened(sheet, text, reach)
    area = clipped(box.grown(2, 2), sheet.clean)
    crop = sheet.crop(area)
    if crop.shape[0] < 6 or crop.shape[1] < 6 or not has_shades(crop):
        return None
    dark = darkest_ink(crop)
    x0, y0, x1, y1 = trimmed(dark)
    seen = sheet.reader.ppocr.read_line(dark[y0:y1, x0:x1])
    if not seen.text.strip():
        return None
    inner = Box(x0=area.x0 + x0, y0=area.y0 + y0, x1=area.x0 + x1, y1=area.y0 + y1)
    places = tuple(inner.x0 + p * inner.width for p in seen.char_x) if seen.char_x is not None else None
    line = text.line.model_copy(update={"text": mended(seen.text), "score": seen.score, "box": inner, "char_x": places})
    return Text(line, text.cell)


def further_left(sheet: Sheet, text: Text, reach: float) -> Text | None:
    """`text` read again from `reach` heights further left: the line finder drops ￥1 where a gap follows it."""
    if text.line.source is not Source.PPOCR or text.line.vertical:
        return None
    box = text.box
    area = clipped(Box(x0=box.x0 - reach * box.height, y0=box.y0, x1=box.x1, y1=box.y1), sheet.clean)
    crop = sheet.crop(area)
    if crop.shape[0] < 6 or crop.shape[1] < 6:
        return None
    x0, y0, x1, y1 = trimmed(crop)
    seen = sheet.reader.ppocr.read_line(crop[y0:y1, x0:x1])
    inner = Box(x0=area.x0 + x0, y0=area.y0 + y0, x1=area.x0 + x1, y1=area.y0 + y1)
    line = text.line.model_copy(update={"text": mended(seen.text), "score": seen.score, "box": inner, "char_x": None})
    return Text(line, text.cell) if seen.text.strip() else None


def lift_seal(sheet: Sheet, text: Text, before: Text) -> None:
    """Leave nothing but the darkest ink where `text` was read otherwise than `before`: whoever reads it again sees that.

    The cleaned page is changed in place; it must not be the page as it was scanned.
    """
    if sheet.clean is sheet.page.image:
        return
    same = sum(1 for _ in itertools.takewhile(lambda p: p[0] == p[1], zip(text.raw, before.raw, strict=False)))
    same = min(same, len(text.raw) - 2)
    start = text.box.x0 if same < 2 else text.x_at(same - 1)
    area = clipped(Box(x0=start, y0=text.box.y0, x1=text.box.x1, y1=text.box.y1), sheet.clean)
    crop = sheet.crop(area)
    if crop.size:
        sheet.clean[int(area.y0) : int(area.y1), int(area.x0) : int(area.x1)] = darkest_ink(crop)


def _widened(sheet: Sheet, text: Text, reach: float) -> Box:
    """The line's box reaching to the right, as far as nothing but scraps of a seal stands there."""
    box = text.box
    right = box.x1 + reach * box.height
    for other in sheet.layout.texts:
        beside = (
            other is not text
            and other.box.x0 >= box.x1 - 0.3 * box.height
            and abs(other.box.cy - box.cy) < 0.6 * max(box.height, other.box.height)
        )
        # the digits of a number on both sides of a seal's rim are one number
        touching = other.box.x0 - box.x1 < 0.5 * box.height
        torn = touching and text.raw.strip()[-1:].isdigit() and other.raw.strip()[:1].isdigit()
        clear = len(other.raw.strip()) >= 4 and other.line.score > 0.85 and not other.line.vertical
        if beside and clear and not torn:
            right = min(right, other.box.x0 - 2)
    return Box(x0=box.x0, y0=box.y0, x1=max(box.x1, right), y1=box.y1)
