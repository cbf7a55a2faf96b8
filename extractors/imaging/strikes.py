"""Corrections 訂正: words struck out with one or two lines, the new words above or beside them, the seal on it.

All boxes are pixels of the image that is passed in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from extractors.imaging.colour import Mask, flat_ink, red_mask, without_red
from extractors.imaging.penlines import PenLine, erase, ink_depth, pen_lines, without_long_lines
from extractors.imaging.seals import small_dark_seal
from extractors.ocr.engine import Image
from models.geometry import Box

LIKELY = 0.3
"""Likelihood from which on lines count as struck through words. Measured on every line of 278 pages and on generated
corrections: one line in five hundred is taken for a correction, nine corrections in ten are found."""


@dataclass(frozen=True, slots=True)
class Amendment:
    """What was corrected on one entry.

    `struck` are the spans with a line through them, left to right: never to be read as the value or part of it.
    `new` is where the words above the struck ones stand, `remaining` what was left standing on the entry's own line
    (beside the struck words, before or behind); either may be the new value.
    """

    struck: tuple[Box, ...]
    new: Box | None
    remaining: tuple[Box, ...]
    seal: Box | None

    @property
    def sealed(self) -> bool:
        """Whether a correction seal 訂正印 stands on it."""
        return self.seal is not None

    @property
    def reading_box(self) -> Box | None:
        """Where the valid words stand if they stand in one place; None where the amendment leaves several, or none."""
        places = [*([self.new] if self.new else []), *self.remaining]
        return places[0] if len(places) == 1 else None


def struck_out(
    image: Image,
    entry: Box,
    *,
    letters: float | None = None,
    within: Box | None = None,
    after: tuple[float, float] = (0.0, 0.0),
    digits: bool = False,
    seals: Sequence[Box] = (),
) -> Amendment | None:
    """The correction on the entry that stands in `entry`; None where nothing is struck out.

    `image` is the page in its own colours (seals not removed). `letters` is the height of the entry's characters, by
    default its box's. `within` is the cell that new words may stand in; without it, one and a half letters around, but
    right of and below `after` (x, y), where the entry's label and the row above end.
    `digits`: the entry holds digits only, so that a line through a single one tells. `seals`: seals known already.
    """
    em = letters or 0.85 * entry.height
    if em < 8 or entry.width < 4:
        return None
    room = entry.grown(3.2 * em, 1.6 * em)
    if within is None:
        room = room.model_copy(update={"x0": max(room.x0, after[0]), "y0": max(room.y0, after[1])})
    else:
        room = Box(
            x0=max(room.x0, within.x0 + 2),
            y0=max(room.y0, within.y0 + 2),
            x1=min(room.x1 + 6 * em, within.x1 - 2),
            y1=min(room.y1, within.y1 - 2),
        )
    x0, y0 = max(0, round(room.x0)), max(0, round(room.y0))
    part = np.ascontiguousarray(image[y0 : round(room.y1), x0 : round(room.x1)])
    if min(part.shape[:2]) < 10:
        return None
    own = Box(x0=entry.x0 - x0, y0=entry.y0 - y0, x1=entry.x1 - x0, y1=entry.y1 - y0)
    red = red_mask(part)
    ink = flat_ink(without_red(part, red))
    moved = [Box(x0=s.x0 - x0, y0=s.y0 - y0, x1=s.x1 - x0, y1=s.y1 - y0) for s in seals]

    def sealed(line: PenLine) -> bool:
        seal = _seal_on(ink, red, [(line.x0, line.x1)], own, em, moved)
        return seal is not None and seal.x0 < line.x1 and line.x0 < seal.x1 and seal.y0 < line.at(seal.cx) < seal.y1

    lines = _lines_through(ink, ink, own, em, digits, sealed)
    if not lines and red.any():
        lines = _lines_through(red, ink, own, em, digits, sealed)
        for line in lines:
            erase(red, line)
    if not lines:
        return None
    reach = (own.x0 - 1.2 * em, own.x1 + 1.2 * em) if within is None else (0.0, float(part.shape[1]))
    return _amendment(ink, red, own, em, lines, moved, (x0, y0), reach)


def without_struck(image: Image, amendment: Amendment) -> Image:
    """`image` with the struck-out words painted over with the paper around them."""
    result = image.copy()
    for box in amendment.struck:
        y0, y1 = max(0, int(box.y0)), int(box.y1) + 1
        x0, x1 = max(0, int(box.x0)), int(box.x1) + 1
        around = image[max(0, y0 - 4) : y1 + 4, max(0, x0 - 4) : x1 + 4].reshape(-1, 3)
        if around.size:
            result[y0:y1, x0:x1] = np.percentile(around, 85, axis=0).astype(np.uint8)
    return result


def _lines_through(
    pen: Mask, words: Mask, own: Box, em: float, digits: bool, sealed: Callable[[PenLine], bool]
) -> list[PenLine]:
    """Lines of `pen` that cross the words of the entry: one long one, or two side by side.

    Where two thick ones hide the words, a correction seal on them (`sealed`) says that they do.
    """
    shortest = (0.8 if digits else 1.3) * em
    # lines at the upper or lower edge of the words are rules or underline them
    edge = 0.16 * own.height
    y0, y1 = max(0, round(own.y0 + edge)), min(pen.shape[0], round(own.y1 - edge))
    if y1 - y0 < 4:
        return []
    found = []
    for line in pen_lines(pen, y0, y1, shortest, 0.45 * em):
        overlap = min(line.x1, own.x1) - max(line.x0, own.x0)
        if overlap > 0.5 * em and line.length - overlap < 1.6 * em:
            found.append(line)
    if not found:
        return []
    bare = words.copy()
    for line in found:
        erase(bare, line)
    free = [line for line in found if not _cornered(pen, line, em)]
    crossing = [line for line in free if _crosses(bare, line, em)]
    kept = []
    for line in free:
        twin = next((t for t in free if t is not line and _parallel(t, line)), None)
        if line in crossing:
            if line.length >= (1.0 if digits else 1.6) * em or twin in crossing:
                kept.append(line)
        elif twin is None:
            continue
        elif min(line.length, twin.length) > 2.6 * em and (twin in crossing or _on_words(bare, line, em)):
            kept.append(line)  # two long lines side by side are no part of any letter
        elif max(line.length, twin.length) > 1.8 * em and sealed(line) and sealed(twin):
            kept.append(line)
    if digits and all(line.length < 1.6 * em for line in kept):
        return kept  # one digit struck: its own strokes are never that long and level
    return kept if kept and _likelihood(kept, bare, pen, em) >= LIKELY else []


def _likelihood(lines: Sequence[PenLine], bare: Mask, pen: Mask, em: float) -> float:
    """How likely (0..1) the lines were drawn through words, not put together from strokes of letters.

    A logistic model of the longest one: a drawn line is long, has a twin, is level, and as thick in the gaps between
    letters as anywhere; a chance path through letters ends in those gaps or thins out.
    """
    line = max(lines, key=lambda x: x.length)
    reach, gap = 0.42 * em, line.thickness / 2 + 1.5
    depths, gaps = [], 0
    for i, y in enumerate(line.heights):
        x = line.x0 + i
        above = bare[max(0, round(y - gap - reach)) : max(0, round(y - gap)), x]
        below = bare[max(0, round(y + gap)) : max(0, round(y + gap + reach)), x]
        if above.any() or below.any():
            continue
        gaps += 1
        if gaps % 2:
            depths.append(ink_depth(pen[:, x], round(float(y))))
    uneven = float(np.std(depths) / max(1.0, float(np.mean(depths)))) if depths else 1.5
    slope = abs(float(line.heights[-1] - line.heights[0])) / line.length
    points = 1.23 * min(line.length / em, 6.0) + 1.67 * (len(lines) > 1) - 1.2 * min(uneven, 1.5)
    points += 14.3 * min(line.thickness / em, 0.3) - 32.6 * min(slope, 0.15) - 1.8 * min(gaps / line.length, 0.5)
    return float(1 / (1 + np.exp(5.04 - points)))


def _parallel(a: PenLine, b: PenLine) -> bool:
    return min(a.x1, b.x1) - max(a.x0, b.x0) > 0.6 * max(a.length, b.length)


def _on_words(bare: Mask, line: PenLine, em: float) -> bool:
    """Whether remains of words stand close above and below the line."""
    y, half = float(line.heights.mean()), 0.6 * em
    above = bare[max(0, int(y - half)) : int(y), line.x0 : line.x1]
    below = bare[int(y) : int(y + half), line.x0 : line.x1]
    return bool(above.any(0).mean() > 0.08 and below.any(0).mean() > 0.08)


def _crosses(bare: Mask, line: PenLine, em: float) -> bool:
    """Whether words stand on both sides of a line over most of its length: it goes through, not under or beside them."""
    reach, gap = 0.42 * em, line.thickness / 2 + 1.5
    above, below = [], []
    for i, y in enumerate(line.heights):
        x = line.x0 + i
        above.append(bare[max(0, round(y - gap - reach)) : max(0, round(y - gap)), x].any())
        below.append(bare[max(0, round(y + gap)) : max(0, round(y + gap + reach)), x].any())
    up, down = np.array(above), np.array(below)
    either = up | down
    least = 1.0 if 1.3 * em <= line.length < 3.2 * em else 0.5  # short ones strike a single digit
    if not (either.mean() > 0.4 * least and min(up.mean(), down.mean()) > 0.2 * least):
        return False
    if (up & down).mean() < 0.08 * least:
        return False
    # the line runs on where letters leave gaps; letters that touch each other make none of their own
    end = max(2, round(0.07 * line.length))
    free = not either[:end].any() or not either[-end:].any()
    return bool((~either).mean() > 0.05 and (free or line.length > 3.2 * em))


def _cornered(ink: Mask, line: PenLine, em: float) -> bool:
    """Whether a long upright stroke stands at an end of the line: the side of a frame, a box or a square seal."""
    tall = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((max(8, round(1.4 * em)), 1), np.uint8))
    near = round(0.18 * em) + 2
    ends = 0
    for x in (line.x0, line.x1):
        y = line.at(x)
        window = tall[max(0, round(y - em)) : round(y + em), max(0, round(x) - near) : round(x) + near]
        ends += bool(window.any())
    return ends == 2 and line.length > 2.2 * em


def _amendment(
    ink: Mask,
    red: Mask,
    own: Box,
    em: float,
    lines: Sequence[PenLine],
    seals: Sequence[Box],
    origin: tuple[int, int],
    reach: tuple[float, float],
) -> Amendment:
    spans = _spans([(s.x0, s.x1) for s in lines], 0.4 * em)
    bare = ink.copy()
    for line in lines:
        erase(bare, line)
    seal = _seal_on(ink, red, spans, own, em, seals)
    if seal is not None and not red.any():
        _clear_seal(bare, seal)
    pieces = _pieces(bare, em)
    top, bottom = own.y0, own.y1
    struck, on_line, over = [], [], []
    for box in pieces:
        inside = any(min(box.x1, b + 0.3 * em) - max(box.x0, a - 0.3 * em) > 0.5 * box.width for a, b in spans)
        crossed = any(
            line.x0 - 0.2 * em < box.cx < line.x1 + 0.2 * em
            and box.y0 - 0.05 * em < line.at(box.cx) < box.y1 + 0.05 * em
            for line in lines
        )
        level = top - 0.25 * em < box.cy < bottom + 0.25 * em
        if crossed or (inside and level):
            struck.append(box)
        elif box.cy <= top - 0.1 * em or (box.cy < top + 0.3 * em and inside):
            over.append(box)
        elif level and reach[0] <= box.cx <= reach[1]:
            on_line.append(box)
    words = []
    for a, b in spans:
        held = [s for s in struck if a - 0.3 * em <= s.cx <= b + 0.3 * em]
        words.append(
            Box.around([*held, Box(x0=a, y0=top, x1=b, y1=bottom)]) if held else Box(x0=a, y0=top, x1=b, y1=bottom)
        )
    near = [o for o in over if any(a - 2.5 * em < o.cx < b + 3.5 * em for a, b in spans)]
    new = Box.around(near) if near and max(n.height for n in near) > 0.4 * em else None
    rest = _grouped([p for p in on_line if p.height > 0.3 * em], 1.6 * em)
    dx, dy = origin

    def out(box: Box) -> Box:
        return Box(x0=box.x0 + dx, y0=box.y0 + dy, x1=box.x1 + dx, y1=box.y1 + dy)

    return Amendment(
        tuple(out(w) for w in words),
        out(new) if new else None,
        tuple(out(r) for r in rest),
        out(seal) if seal else None,
    )


def _pieces(bare: Mask, em: float) -> list[Box]:
    """Characters and parts of characters; rules, dust and specks left out."""
    bare = without_long_lines(bare, round(4 * em), round(2 * em))
    count, _, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(bare, np.ones((3, 3), np.uint8)))
    result = []
    for x, y, w, h, area in stats[1:count].tolist():
        ruled = (w > 3 * em and w > 6 * h) or (h > 1.8 * em and w < 0.3 * em) or (h < 0.2 * em and w > 3 * h)
        ruled |= y == 0 and w < 0.3 * em  # the wall of a box above
        if area >= 12 and max(w, h) >= 0.22 * em and not ruled:
            result.append(Box(x0=x, y0=y, x1=x + w, y1=y + h))
    return result


def _spans(ranges: Sequence[tuple[float, float]], gap: float) -> list[tuple[float, float]]:
    merged: list[tuple[float, float]] = []
    for a, b in sorted(ranges):
        if merged and a <= merged[-1][1] + gap:
            merged[-1] = (merged[-1][0], max(b, merged[-1][1]))
        else:
            merged.append((a, b))
    return merged


def _grouped(boxes: Sequence[Box], gap: float) -> list[Box]:
    groups: list[Box] = []
    for box in sorted(boxes, key=lambda b: b.x0):
        if groups and box.x0 - groups[-1].x1 <= gap:
            groups[-1] = groups[-1].union(box)
        else:
            groups.append(box)
    return groups


def _clear_seal(bare: Mask, seal: Box) -> None:
    """Take the ring of a dark seal out, and what stands in it."""
    radius = round(seal.width / 2) + 3
    cv2.circle(bare, (round(seal.cx), round(seal.cy)), radius, 0, -1)


def _seal_on(
    ink: Mask, stamped: Mask, spans: Sequence[tuple[float, float]], own: Box, em: float, seals: Sequence[Box]
) -> Box | None:
    """The seal nearest to the struck words, within three letters of them."""
    reach = [Box(x0=a - 3 * em, y0=own.y0 - 1.6 * em, x1=b + 3.5 * em, y1=own.y1 + 1.6 * em) for a, b in spans]

    def near(box: Box) -> bool:
        return any(r.x0 <= box.cx <= r.x1 and r.y0 <= box.cy <= r.y1 for r in reach)

    known = [s for s in seals if min(s.width, s.height) >= 0.9 * em and near(s)]
    if known:
        return min(known, key=lambda s: s.area)
    if stamped.any():
        mask = cv2.morphologyEx(stamped, cv2.MORPH_CLOSE, np.ones((max(9, round(0.7 * em)), 9), np.uint8))
        count, _, stats, _ = cv2.connectedComponentsWithStats(mask)
        for x, y, w, h, area in stats[1:count].tolist():
            box = Box(x0=x, y0=y, x1=x + w, y1=y + h)
            if 0.9 * em <= min(w, h) and max(w, h) <= 5 * em and w < 2.2 * h and area > 0.18 * w * h and near(box):
                return box
        return None
    dark = small_dark_seal(ink, 1.1 * em, 2.6 * em)
    return dark if dark is not None and near(dark) else None
