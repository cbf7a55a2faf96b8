"""Which of several printed choices somebody ticked or ringed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

from extractors.fields.layout import Region, Text
from extractors.folding import fold
from extractors.imaging.colour import flat_ink
from extractors.ocr.engine import Image
from models.geometry import Box
from models.pages import Source

TICKED = "☑☒✓✔✅■●◉◎レ"
OPEN = "□☐○◯口"

MARGIN = 0.12
"""By how much of itself the strongest mark must exceed the next: measured on ticks, rings and fax noise."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen option and how clearly it stands out (0..1)."""

    value: str
    score: float
    box: Box


@dataclass(frozen=True, slots=True)
class _Option:
    value: str
    text: Text
    start: int
    """Index of its first character in the raw text."""
    box: Box


def choose(region: Region, options: Sequence[tuple[str, Sequence[str]]], image: Image) -> Choice | None:
    """The option that is marked in `region`, or None where none or several stand out.

    `options` are (canonical value, other words for it). A single option standing alone was written, not chosen from
    a list, and counts as it is.
    """
    found = [o for value, words in options if (o := _locate(region, (value, *words))) is not None]
    if not found:
        return None
    if len(found) == 1 and len(options) > 1 and len(fold(region.raw)) <= len(fold(found[0].value)) + 6:
        return Choice(found[0].value, found[0].text.line.score, found[0].box)
    typed = [o for o in found if _mark_before(o) in TICKED]
    if len(typed) == 1 and typed[0].text.line.source is not Source.PPOCR:
        return Choice(typed[0].value, 1.0, typed[0].box)
    if len(found) < 2:
        return None
    ink = flat_ink(image) > 0
    boxed = sum(_mark_before(o) in OPEN for o in found)
    if boxed or not re.search(r"[・･·.]", region.raw):
        # an engine reads an empty square as □ or 口, and drops or garbles one that is ticked
        strength = _square_ink(found, ink) or [
            _tick_ink(o, ink) * (0.75 if boxed and _mark_before(o) in OPEN else 1.0) for o in found
        ]
    else:
        strength = [_ring_ink(o, ink, [x.box for x in found]) for o in found]
    order = np.argsort(strength)[::-1]
    first, second = strength[order[0]], strength[order[1]]
    if first <= 0.03 or (first - second) / first < MARGIN:
        return None
    best = found[int(order[0])]
    return Choice(best.value, float(min(1.0, (first - second) / first)), best.box)


def _locate(region: Region, words: Sequence[str]) -> _Option | None:
    """Where one of `words` stands in the region, tolerating misread characters."""
    for word in words:
        wanted = fold(word)
        for text in region.texts:
            plain, origin = text.plain
            at = plain.find(wanted)
            if at < 0 and len(wanted) >= 4 and len(plain) >= len(wanted):
                hit = fuzz.partial_ratio_alignment(wanted, plain, score_cutoff=100 * (1 - 1.6 / len(wanted)))
                at = hit.dest_start if hit is not None else -1
            if at < 0:
                continue
            end = min(len(origin), at + len(wanted))
            return _Option(words[0], text, origin[at], _letters(text, origin[at], origin[end - 1] + 1))
    return None


def _letters(text: Text, start: int, end: int) -> Box:
    """The box of the characters ``start:end`` by their own places: a line's box may begin at a square before them."""
    places = [text.x_at(i) for i in range(start, end)]
    pitch = (places[-1] - places[0]) / (len(places) - 1) if len(places) > 1 else 0.8 * text.box.height
    return Box(x0=places[0] - pitch / 2, y0=text.box.y0, x1=places[-1] + pitch / 2, y1=text.box.y1)


def _mark_before(option: _Option) -> str:
    before = re.sub(r"\s", "", option.text.raw[: option.start])
    return before[-1:] or "\0"


def _square_ink(options: Sequence[_Option], ink: npt.NDArray[np.bool_]) -> list[float]:
    """Share of ink inside the square in front of each option; empty where no empty square shows where they stand.

    One empty square is enough: a form prints all of its squares alike, at one distance from the words.
    """
    squares = [(o, square) for o in options if (square := _empty_square(o, ink)) is not None]
    if not squares:
        return []
    distance = float(np.median([o.box.x0 - s.cx for o, s in squares]))
    drop = float(np.median([s.cy - o.box.cy for o, s in squares]))
    side = float(np.median([max(s.width, s.height) for _, s in squares]))
    own = {id(o): s for o, s in squares}
    result = []
    for option in options:
        at = own.get(id(option))
        cx, cy = (at.cx, at.cy) if at else (option.box.x0 - distance, option.box.cy + drop)
        inner = 0.5 * side - max(2.0, 0.16 * side)
        result.append(_share(ink, cx - inner, cy - inner, cx + inner, cy + inner))
    return result


def _empty_square(option: _Option, ink: npt.NDArray[np.bool_]) -> Box | None:
    """The printed square left of an option, where it is hollow."""
    height = option.box.height
    x0, x1 = int(max(0, option.box.x0 - 2.0 * height)), int(option.box.x0 + 0.25 * height)
    y0, y1 = int(max(0, option.box.y0 - 0.3 * height)), int(option.box.y1 + 0.3 * height)
    window = ink[y0:y1, x0:x1].astype(np.uint8)
    if window.size == 0:
        return None
    contours, hierarchy = cv2.findContours(window, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    best: Box | None = None
    for contour, (_, _, child, parent) in zip(contours, hierarchy[0] if hierarchy is not None else (), strict=True):
        x, y, w, h = cv2.boundingRect(contour)
        hollow = parent < 0 and child >= 0 and cv2.contourArea(contours[child]) > 0.4 * w * h
        if hollow and 0.35 * height < min(w, h) and max(w, h) < 1.1 * height and 0.75 < w / h < 1.33:
            box = Box(x0=x + x0, y0=y + y0, x1=x + x0 + w, y1=y + y0 + h)
            best = box if best is None or box.cx > best.cx else best
    return best


def _tick_ink(option: _Option, ink: npt.NDArray[np.bool_]) -> float:
    """Share of ink where the square in front of the option stands, and just above it where a tick ends."""
    height = option.box.height * 0.8
    x1 = option.box.x0 - 0.02 * height
    return _share(ink, x1 - 1.2 * height, option.box.y0 - 0.15 * height, x1, option.box.y1)


def _ring_ink(option: _Option, ink: npt.NDArray[np.bool_], others: Sequence[Box]) -> float:
    """Share of ink around the option's letters, without the letters."""
    box, grow = option.box, 0.42 * option.box.height
    left = max([box.x0 - grow, *(b.x1 + 2 for b in others if b.x1 <= box.x0)])
    right = min([box.x1 + grow, *(b.x0 - 2 for b in others if b.x0 >= box.x1)])
    inner = box.grown(1, -0.12 * box.height)
    outer = _sum(ink, left, box.y0 - grow, right, box.y1 + grow)
    return (outer[0] - _sum(ink, inner.x0, inner.y0, inner.x1, inner.y1)[0]) / max(1, outer[1])


def _share(ink: npt.NDArray[np.bool_], x0: float, y0: float, x1: float, y1: float) -> float:
    total, area = _sum(ink, x0, y0, x1, y1)
    return total / max(1, area)


def _sum(ink: npt.NDArray[np.bool_], x0: float, y0: float, x1: float, y1: float) -> tuple[int, int]:
    part = ink[max(0, int(y0)) : max(0, int(y1)), max(0, int(x0)) : max(0, int(x1))]
    return int(part.sum()), int(part.size)
