"""Individual numbers 個人番号 (My Number) are taken off a page before anything else sees it.

What is protected: an office must not keep these numbers (番号法 第20条), and an applicant who sends a certificate or a
card with one on it cannot be stopped. So :func:`without_my_numbers` runs on every page that is read, before sorting and
extraction: the digits leave the lines, the hidden text and the barcodes, and the page image is painted over where they
stood. Nothing that is stored of the page, shown of it or read from it later holds them.

What is not protected, and accepted: the delivery as it arrived stays in the object store until it is returned or
deleted; a number that no engine reads as digits at all (and no word beside it tells of) is not seen; a page that
nobody could read is not searched.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np

from extractors.ocr.engine import Image
from models.geometry import Box
from models.pages import Barcode, PageReading, Redaction, Source, TextLine
from models.values.mynumber import HIDDEN, Sighting, find, hide, hide_in, is_my_number, names_it
from models.values.phone import parse_phone
from models.values.text import squeeze

#: Lines of one row that stand further apart than so many heights do not continue each other's digits.
FAR = 3.0
#: A heading stands at most so many heights above its number.
OVER = 3.0
#: A label has at most so many characters; what is longer is a sentence about individual numbers.
LABEL = 14
#: Darker than this is ink; as much of it as half a square of the label's height is writing.
INK, WRITTEN = 170, 0.5
#: Painted beyond the digits, as a share of the line's height: places of characters are estimates.
MARGIN = 0.3


class _Place(NamedTuple):
    """A sighting within one line: index of the line, and the characters."""

    line: int
    found: Sighting


def without_my_numbers(reading: PageReading, image: Image) -> tuple[PageReading, Image]:
    """`reading` and its upright image without any individual number; both as they were where there is none."""
    places = _places(reading.lines)
    hidden_text, in_hidden = hide_in(reading.hidden_text)
    told = any(names_it(line.text) for line in reading.lines)
    codes = [(i, code) for i, code in enumerate(reading.barcodes) if _is_coded(code, told)]
    unread = _unread_entries(reading, image, {place.line for place in places})
    if not (places or in_hidden or codes or unread):
        return reading, image
    lines, barcodes = list(reading.lines), list(reading.barcodes)
    redactions = [Redaction(box=entry.box, certain=False) for entry in unread]
    for i in (i for entry in unread for i in entry.lines):
        whole = Sighting(0, len(lines[i].text), False)
        lines[i] = lines[i].model_copy(update={"text": hide(lines[i].text, [whole])})
    for place in places:
        line = lines[place.line]
        redactions.append(Redaction(box=_box(line, place.found), certain=place.found.certain))
        lines[place.line] = line.model_copy(update={"text": hide(line.text, [place.found])})
    for i, code in codes:
        redactions.append(Redaction(box=code.box.grown(4), certain=told))
        barcodes[i] = code.model_copy(update={"text": HIDDEN * len(code.text)})
    if in_hidden and not redactions:
        redactions += _unseen(reading, certain=any(s.certain for s in in_hidden))
    clean = reading.model_copy(
        update={
            "lines": tuple(lines),
            "barcodes": tuple(barcodes),
            "hidden_text": hidden_text,
            "redactions": tuple(redactions),
        }
    )
    return clean, painted(image, [r.box for r in redactions if r.box is not None])


def _unseen(reading: PageReading, *, certain: bool) -> list[Redaction]:
    """What to hide where only an invisible text layer tells of a number: what stands beside and under its name.

    A certain number whose name is nowhere to be seen hides the whole page; a suspected one nothing.
    """
    width, height = reading.geometry.width, reading.geometry.height
    named = [
        Box(x0=b.x0, y0=b.y0 - 0.5 * b.height, x1=width, y1=b.y1 + OVER * b.height)
        for b in (line.box for line in reading.lines if names_it(line.text))
    ]
    if not named and not certain:
        return [Redaction(box=None, certain=False)]
    boxes = named or [Box(x0=0, y0=0, x1=width, y1=height)]
    return [Redaction(box=box, certain=certain) for box in boxes]


class _Entry(NamedTuple):
    """A place beside the words 個人番号, and the lines that were read in it."""

    box: Box
    lines: tuple[int, ...]


def _unread_entries(reading: PageReading, image: Image, seen: Collection[int]) -> list[_Entry]:
    """Places beside the words 個人番号 where something is written that no engine read as a number, or only half of it.

    Ink without text, or a text of a few digits. Words (省略, 記載なし) are no number, an empty place is none.
    """
    lines = reading.lines
    found = []
    for i, label in enumerate(lines):
        if label.vertical or len(squeeze(label.text)) > LABEL or not names_it(label.text):
            continue
        place = _entry_of(label.box, reading.cells, reading.geometry.width)
        within = tuple(j for j, x in enumerate(lines) if j != i and x.box.share_inside(place) > 0.5)
        if set(seen) & {i, *within}:
            continue
        words = "".join(squeeze(lines[j].text) for j in within)
        digits = sum(c.isdigit() for c in words)
        half_read = digits >= 4 and 2 * digits >= len(words) and parse_phone(words) is None
        if half_read or (not words and _inked(image, place, label.box.height)):
            found.append(_Entry(place, within))
    return found


def _entry_of(label: Box, cells: Sequence[Box], width: int) -> Box:
    """The cell to the right of the one in which a label stands; without cells, the rest of its row."""
    beside = [
        c
        for c in cells
        if c.x0 >= label.x1 - 4
        and c.y0 <= label.cy <= c.y1
        and c.height <= 6 * label.height
        and c.width >= 2 * label.height
    ]
    if beside:
        first = min(beside, key=lambda c: (c.x0, -c.width))
        return Box.around(c for c in beside if c.x0 - first.x1 < 2 * label.height).grown(-3)
    half = 0.7 * label.height
    return Box(
        x0=label.x1 + half, y0=label.cy - half, x1=min(width - 1.0, label.x1 + 26 * label.height), y1=label.cy + half
    )


def _inked(image: Image, place: Box, height: float) -> bool:
    """Whether something is written in `place`, by a hand or print of about `height`: rules at its edges do not count."""
    inner = place.grown(-0.08 * place.height)
    part = image[max(0, int(inner.y0)) : int(inner.y1), max(0, int(inner.x0)) : int(inner.x1)]
    if part.size == 0:
        return False
    dark = part.max(axis=2) < INK  # in every colour: pens and print, not the red of a seal
    # a line across or down is a rule (or the edge of a box of a strip), not writing
    dark = dark & (dark.mean(axis=0) < 0.6)[None, :] & (dark.mean(axis=1) < 0.6)[:, None]
    return float(dark.sum()) > WRITTEN * height * height


def painted(image: Image, boxes: Sequence[Box]) -> Image:
    """A copy of `image` with `boxes` (its pixels) black."""
    height, width = image.shape[:2]
    copy = np.array(image)
    for box in boxes:
        x0, y0 = max(0, int(box.x0)), max(0, int(box.y0))
        copy[y0 : min(height, int(box.y1) + 1), x0 : min(width, int(box.x1) + 1)] = 0
    return copy


def _places(lines: Sequence[TextLine]) -> list[_Place]:
    """Where the numbers stand, line by line; of two sightings in one place the certain one."""
    found: dict[int, list[Sighting]] = {}

    def add(line: int, sighting: Sighting) -> None:
        others = found.setdefault(line, [])
        same = [s for s in others if s.start < sighting.end and sighting.start < s.end]
        if not same or (sighting.certain and not any(s.certain for s in same)):
            found[line] = [*(s for s in others if s not in same), sighting]

    upright = [i for i, line in enumerate(lines) if not line.vertical]
    for row in _rows(lines, upright):
        for place in _in_row(lines, row):
            add(place.line, place.found)
        for n, i in enumerate(row):  # each once more under what stands over it
            before = "".join(f"{lines[j].text}\t" for j in row[:n])
            for s in find(before + lines[i].text, _above(lines, i)):
                if s.start >= len(before):
                    add(i, Sighting(s.start - len(before), s.end - len(before), s.certain))
    for i in set(range(len(lines))) - set(upright):
        for s in find(lines[i].text, _above(lines, i)):
            add(i, s)
    printed = {i for i, line in enumerate(lines) if line.source is Source.BLANK_FORM}
    return [_Place(i, s) for i in sorted(found) if i not in printed for s in found[i]]


def _rows(lines: Sequence[TextLine], indexes: Sequence[int]) -> list[list[int]]:
    """The lines that stand side by side, each row from left to right."""
    rows: list[list[int]] = []
    for i in sorted(indexes, key=lambda i: lines[i].box.cy):
        box = lines[i].box
        last = rows[-1] if rows else None
        if last is not None and box.cy - lines[last[0]].box.cy <= 0.5 * min(box.height, lines[last[0]].box.height):
            last.append(i)
        else:
            rows.append([i])
    return [sorted(row, key=lambda i: lines[i].box.x0) for row in rows]


def _in_row(lines: Sequence[TextLine], row: Sequence[int]) -> list[_Place]:
    """What stands in a row read as one text: a label and its number, or a number in several pieces."""
    if len(row) < 2:
        return []
    text, origin = "", []
    for n, i in enumerate(row):
        if n:
            gap = lines[i].box.x0 - lines[row[n - 1]].box.x1
            text += "\t" if gap > FAR * lines[i].box.height else " "
            origin.append((-1, 0))
        text += lines[i].text
        origin += [(i, at) for at in range(len(lines[i].text))]
    places: list[_Place] = []
    for sighting in find(text):
        pieces: dict[int, list[int]] = {}
        for line, at in origin[sighting.start : sighting.end]:
            if line >= 0:
                pieces.setdefault(line, []).append(at)
        places += [_Place(i, Sighting(min(at), max(at) + 1, sighting.certain)) for i, at in pieces.items()]
    return places


def _above(lines: Sequence[TextLine], index: int) -> str:
    """What stands directly over a line."""
    box = lines[index].box
    height = min(box.height, box.width) if lines[index].vertical else box.height
    over = [
        x
        for x in lines
        if 0 < box.cy - x.box.cy <= OVER * height + x.box.height / 2
        and x.box.cy < box.y0
        and min(box.x1, x.box.x1) - max(box.x0, x.box.x0) > -height
    ]
    return " ".join(x.text for x in over)


def _box(line: TextLine, found: Sighting) -> Box:
    """Where the characters of a sighting stand, with a margin; the whole of a line that runs downwards."""
    box, pad = line.box, MARGIN * line.box.height
    if line.vertical or found.end - found.start >= len(line.text.strip()):
        return box.grown(max(4.0, MARGIN * min(box.height, box.width)))
    length = len(line.text)
    if line.char_x is not None and len(line.char_x) == length:
        pitch = box.width / length
        left, right = line.char_x[found.start] - pitch, line.char_x[found.end - 1] + pitch
    else:
        widths = [2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line.text]
        unit = box.width / sum(widths)
        left = box.x0 + (sum(widths[: found.start]) - 2) * unit
        right = box.x0 + (sum(widths[: found.end]) + 2) * unit
    return Box(x0=max(left, box.x0 - pad), y0=box.y0 - pad, x1=min(right, box.x1 + pad), y1=box.y1 + pad)


def _is_coded(code: Barcode, told: bool) -> bool:
    """Whether a barcode holds nothing but an individual number, as the QR code on a card's back does.

    Parcels and goods carry twelve digits in linear codes, so these count only where the page names the number.
    """
    square = "QR" in code.symbology.upper()
    return is_my_number(re.sub(r"\s", "", code.text)) and (square or told)
