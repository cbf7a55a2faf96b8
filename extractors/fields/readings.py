"""The lines of an entry read with the entry's alphabet: texts with their shares, merged to values.

Each engine's view of an entry (the line, the line widened, the digits taken out of their boxes, the second reader)
becomes one :class:`models.documents.Reading` with its n-best list. What all views together hold likeliest is the
entry's value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
import numpy.typing as npt

from extractors.imaging.colour import exact_percentile, grey, line_ink, trimmed
from extractors.imaging.columns import column_as_line
from extractors.ocr.alphabets import text as any_text
from extractors.ocr.context import mended
from extractors.ocr.decoding import Allowed, Decoded, fit, fold, search
from extractors.ocr.engine import Image
from extractors.ocr.lexicons import toward
from models.documents import Candidate, Reading, Value
from models.geometry import Box

Parse = Callable[[str], Value]

LONG_LINE = 16
"""Lines of more characters (of full width) are read in two halves. Measured on lines of 20 to 44 characters: a third of
the errors of long lines are gone, none are added from 16 on."""
BEST = 10
"""Texts kept of one line."""
FITS = 0.4
"""A line of whose characters less than this share are in the entry's alphabet is something else, and read as such."""
KEPT = 8
"""Values kept of one reading."""


class Recogniser(Protocol):
    """An engine that shows the probabilities behind its text."""

    @property
    def name(self) -> str: ...
    @property
    def alphabet(self) -> tuple[str, ...]: ...
    @property
    def overhang(self) -> int: ...
    def logits(self, crop: Image) -> npt.NDArray[np.float32]: ...


@dataclass(frozen=True, slots=True)
class LineTexts:
    """What one line may say, likeliest first; empty where nothing stands."""

    texts: tuple[Decoded, ...]

    @property
    def best(self) -> Decoded | None:
        return self.texts[0] if self.texts else None


def read_line(
    crop: Image,
    engine: Recogniser,
    allowed: Allowed | None,
    *,
    stretch: float = 1.0,
    words: Sequence[str] = (),
) -> LineTexts:
    """What the line in `crop` may say in the alphabet `allowed` (None: any Japanese text).

    The crop is trimmed to its ink; a column of upright characters is laid down; a long line is read in halves, cut at a
    gap. `stretch` widens the line before it is read. `words` are likely to be all that stands there
    (:mod:`extractors.ocr.lexicons`).
    """
    if crop.shape[0] < 6 or crop.shape[1] < 6:
        return LineTexts(())
    x0, y0, x1, y1 = trimmed(crop)
    line = crop[y0:y1, x0:x1]
    if line.shape[0] > 2.5 * line.shape[1]:
        line = column_as_line(line)
    pieces = halves(line) if line.shape[1] > LONG_LINE * line.shape[0] else [line]
    read = [_texts(piece, engine, allowed, stretch, words if len(pieces) == 1 else ()) for piece in pieces]
    widths = [piece.shape[1] for piece in pieces]
    return LineTexts(tuple(_joined(read, widths)))


def _texts(
    line: Image, engine: Recogniser, allowed: Allowed | None, stretch: float, words: Sequence[str]
) -> list[Decoded]:
    if min(line.shape[:2]) < 4:
        return []
    wide = line
    if stretch != 1.0:
        wide = cv2.resize(line, None, fx=stretch, fy=1.0, interpolation=cv2.INTER_CUBIC).astype(np.uint8)
    logits = engine.logits(np.ascontiguousarray(wide))
    alphabet = engine.alphabet
    if allowed is None or fit(logits, alphabet, allowed) < FITS:
        allowed = any_text()
    overhang = engine.overhang
    steps = len(logits) - overhang
    bare = np.append(inkless(line, steps), np.zeros(overhang, bool))
    folded = fold(logits, alphabet, allowed, inkless=bare)
    read = search(folded, overhang=overhang, best=BEST)
    return toward(folded, read, words) if words else read


def _joined(parts: Sequence[Sequence[Decoded]], widths: Sequence[int]) -> list[Decoded]:
    """The texts of a line that was read in pieces, side by side."""
    if len(parts) == 1:
        return list(parts[0])
    total = sum(widths)
    joined = [Decoded("", 1.0, (), 0.0)]
    at = 0
    for number, (part, width) in enumerate(zip(parts, widths, strict=True)):
        options = part or [Decoded("", 1.0, (), 1.0)]
        joined = sorted(
            (
                Decoded(
                    a.text + b.text,
                    a.share * b.share,
                    (*a.char_x, *((at + x * width) / total for x in b.char_x)),
                    b.score if number == 0 else min(a.score, b.score),
                )
                for a in joined
                for b in options
            ),
            key=lambda d: -d.share,
        )[:BEST]
        at += width
    return joined


def halves(line: Image) -> list[Image]:
    """`line` cut in two at the widest gap of its middle third; the line itself where no gap is there."""
    ink = line_ink(line)
    height, width = ink.shape
    empty = ink.sum(0) <= max(0.0, 0.02 * height)
    gaps = [(a, b) for a, b in _runs(empty) if width / 3 < (a + b) / 2 < 2 * width / 3]
    if not gaps:
        return [line]
    a, b = max(gaps, key=lambda g: (g[1] - g[0], -abs(g[0] + g[1] - width)))
    cut = (a + b) // 2
    return [line[:, :cut], line[:, cut:]]


def gap_between(line: Image, left: float, right: float) -> int | None:
    """The middle of the widest gap without ink between two characters' centres, in pixels of `line`; None without one."""
    a, b = max(0, int(left)), min(line.shape[1], int(np.ceil(right)))
    if b - a < 2 or line.shape[0] < 4:
        return None
    ink = line_ink(line)[:, a:b]
    empty = ink.sum(0) <= max(0.0, 0.02 * line.shape[0])
    gaps = list(_runs(np.concatenate([[False], empty, [False]])))
    if not gaps:
        return None
    start, end = max(gaps, key=lambda g: g[1] - g[0])
    return a + (start + end) // 2 - 1


def written_share(cell: Image, besides: Sequence[Box] = ()) -> float:
    """The share of `cell` that strokes cover, however faint, without rules, specks and what stands in `besides`."""
    return float(sum(area for *_, area in _strokes(cell, besides)) / max(1, cell[..., 0].size))


def written_place(cell: Image) -> Box | None:
    """What the strokes in `cell` take up (pixels of it); None where there are none, or they fill it like a picture."""
    strokes = _strokes(cell, ())
    if not strokes:
        return None
    place = Box.around(Box(x0=x, y0=y, x1=x + w, y1=y + h) for x, y, w, h, _ in strokes)
    return place if place.height < 0.95 * cell.shape[0] else None


def _strokes(cell: Image, besides: Sequence[Box]) -> list[tuple[int, int, int, int, int]]:
    """(left, top, width, height, pixels) of the strokes in `cell`."""
    tones = grey(cell).astype(np.int16)
    paper = float(np.percentile(tones, 75))
    grain = float(np.median(np.abs(tones[tones > paper - 25] - paper))) if tones.size else 0.0
    ink = (tones < paper - max(16.0, 7.0 * grain)).astype(np.uint8)
    height, width = ink.shape
    for kernel in ((1, max(15, round(0.5 * width))), (max(15, round(0.75 * height)), 1)):
        rules = cv2.morphologyEx(cv2.dilate(ink, np.ones((3, 3), np.uint8)), cv2.MORPH_OPEN, np.ones(kernel, np.uint8))
        ink[cv2.dilate(rules, np.ones((3, 3), np.uint8)) > 0] = 0
    for box in besides:
        ink[max(0, int(box.y0)) : max(0, int(box.y1)), max(0, int(box.x0)) : max(0, int(box.x1))] = 0
    count, _, stats, _ = cv2.connectedComponentsWithStats(ink)
    return [(x, y, w, h, area) for x, y, w, h, area in stats[1:count].tolist() if area >= 8 and max(w, h) >= 6]


def side_by_side(parts: Sequence[Image]) -> Image:
    """`parts` (the insides of entry boxes) as one line."""
    height = max(p.shape[0] for p in parts)
    padded = [cv2.copyMakeBorder(p, 0, height - p.shape[0], 0, 0, cv2.BORDER_REPLICATE) for p in parts]
    return np.ascontiguousarray(np.hstack(padded), dtype=np.uint8)


def inkless(line: Image, steps: int) -> npt.NDArray[np.bool_]:
    """For each of `steps` from left to right, whether it lies well inside a gap of `line` that no ink crosses.

    A recogniser invents ー and ・ where a name's two parts stand apart. Faint strokes count as ink here.
    """
    tones = grey(line)
    height, width = tones.shape
    paper, darkest = exact_percentile(tones, 85), exact_percentile(tones, 1)
    empty = (tones < paper - max(15.0, 0.2 * (paper - darkest))).sum(0) == 0
    inside = np.zeros(width, bool)
    margin = 0.15 * height
    for a, b in _runs(empty):
        if b - a > 0.45 * height:
            inside[int(a + margin) : int(b - margin)] = True
    places = ((np.arange(steps) + 0.5) * width / max(1, steps)).astype(int)
    marked: npt.NDArray[np.bool_] = inside[np.clip(places, 0, width - 1)]
    return marked


def _runs(flags: npt.NDArray[np.bool_]) -> Iterable[tuple[int, int]]:
    """The runs of True as half-open ranges, those that touch an end left out."""
    edges = np.flatnonzero(np.diff(flags.astype(np.int8)))
    starts = [int(e) + 1 for e in edges if not flags[e]]
    for start in starts:
        after = edges[edges >= start]
        if after.size:
            yield start, int(after[0]) + 1


def reading_of(engine: str, lines: Sequence[LineTexts], parse: Parse, *, sure_of: float = 0.02) -> Reading | None:
    """What an engine's texts of the lines of one entry mean together; None where no line holds any character.

    The likeliest text that parses is the reading, unless its share is less than `sure_of` of the likeliest text's: then
    the likeliest text stands, unparsed.
    """
    texts = _together(lines)
    if not texts or not texts[0].text.strip():
        return None
    values: dict[str, tuple[str, Value, float, float]] = {}
    for decoded in texts:
        raw = mended(decoded.text).strip()
        value = parse(raw) if raw else None
        name = repr(value) if value is not None else f"?{raw}"
        had = values.get(name)
        if had is None:
            values[name] = (raw, value, decoded.share, decoded.score)
        else:
            values[name] = (had[0], had[1], had[2] + decoded.share, had[3])
    ranked = sorted(values.values(), key=lambda v: -v[2])
    parsed = [v for v in ranked if v[1] is not None]
    chosen = parsed[0] if parsed and parsed[0][2] >= sure_of * ranked[0][2] else ranked[0]
    listed = [chosen, *(v for v in (*parsed, ranked[0]) if v is not chosen)]
    unique = list({(v[0], repr(v[1])): v for v in listed}.values())[:KEPT]
    return Reading(
        engine=engine,
        raw=chosen[0],
        value=chosen[1],
        score=min(1.0, chosen[3]),
        candidates=tuple(
            Candidate(raw=raw, value=value, share=min(1.0, share))
            for raw, value, share, _ in sorted(unique, key=lambda v: -v[2])
        ),
    )


def _together(lines: Sequence[LineTexts]) -> list[Decoded]:
    """The texts of several lines, one under the other, as one: a space between, likeliest first."""
    joined: list[Decoded] = []
    for line in lines:
        if not line.texts:
            continue
        if not joined:
            joined = list(line.texts)
            continue
        joined = sorted(
            (
                Decoded(f"{a.text} {b.text}".strip(), a.share * b.share, (), min(a.score, b.score))
                for a in joined
                for b in line.texts
            ),
            key=lambda d: -d.share,
        )[: 2 * BEST]
    return joined
