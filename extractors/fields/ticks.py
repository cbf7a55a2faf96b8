"""Squares that must be ticked: a consent, a pledge. The sentence printed beside the square leads to it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rapidfuzz import fuzz

from extractors.fields.entries import Sheet
from extractors.fields.layout import Text
from extractors.fields.options import OPEN, TICKED
from extractors.folding import fold
from extractors.imaging.squares import SquareSeen, square_beside
from models.documents import Candidate, Field, Reading
from models.geometry import Box
from models.pages import Source
from models.programmes import FieldSpec, ValueKind

LIKE = 82
"""Of a hundred: how much of the beginning of a sentence must stand in a line for it to be that sentence."""
LEAST = 6
"""So many characters of a longer sentence are enough where it goes on in the next line."""

CLOSE = 0.65
"""Letters from the middle of a square to the words behind it, where they stand close."""
SURE = 0.9
"""Likelihood from which on a square counts as ticked, or as empty; between the two a person looks."""
EXACT = 0.98


def read_ticks(sheets: Sequence[Sheet], specs: Iterable[FieldSpec]) -> dict[str, Field]:
    """The entries of kind `tick` among `specs` whose sentence stands on `sheets`, by key.

    Blank where the square is empty; no value where no square is found or nobody can tell.
    """
    fields: dict[str, Field] = {}
    for spec in specs:
        if spec.kind is not ValueKind.TICK:
            continue
        found = max((hit for sheet in sheets for hit in hits(sheet, spec)), key=lambda h: h.rank, default=None)
        if found is not None:
            fields[spec.key] = found.field(spec)
    return fields


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence found: how like it is, its box, and the square beside it, where there is one."""

    sheet: Sheet
    text: Text
    likeness: float
    words: Box
    square: SquareSeen | None

    @property
    def rank(self) -> tuple[bool, float]:
        return self.square is not None, self.likeness

    @property
    def measures(self) -> tuple[float, ...]:
        """What tells a ticked square from an empty one: shares of ink, and what an engine read in front of the words."""
        read = self.text.raw.lstrip()[:1]
        before = 1.0 if read and read in TICKED else -1.0 if read and read in OPEN else 0.0
        square = self.square
        return (square.inside, square.core, square.around, square.colour, before) if square else (0.0,) * 4 + (before,)

    def field(self, spec: FieldSpec) -> Field:
        value = spec.options[0].value
        certain = self.text.line.source in (Source.TEXT_LAYER, Source.FORM_FIELD) and self.measures[-1] == 1.0
        ticked = 1.0 if certain else likelihood(self.measures)
        known = self.square is not None or certain
        chosen, empty = known and ticked >= SURE, known and ticked <= 1 - SURE
        reading = self.sheet.page.reading
        candidates = (
            Candidate(raw=value, value=value, share=round(ticked, 4)),
            Candidate(raw="", value=None, share=round(1 - ticked, 4)),
        )
        return Field(
            key=spec.key,
            value=value if chosen else None,
            raw=value if chosen else self.text.raw,
            page_index=reading.page_index,
            box=reading.geometry.delivered(self.square.box if self.square else self.text.box),
            blank=empty,
            exact=reading.exact and chosen and ticked >= EXACT,
            readings=[
                Reading(
                    engine="marks",
                    raw=value if chosen else "",
                    value=value if chosen else None,
                    score=max(ticked, 1 - ticked) if chosen or empty else 0.0,
                    candidates=tuple(sorted(candidates, key=lambda c: -c.share)),
                )
            ],
        )


def likelihood(measures: Sequence[float]) -> float:
    """How likely a square with these :attr:`Hit.measures` is ticked, 0..1."""
    weights = _weights()
    total = weights["bias"][0] + sum(
        w * (m - a) / s
        for w, m, a, s in zip(weights["weights"], measures, weights["mean"], weights["scale"], strict=True)
    )
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@cache
def _weights() -> dict[str, list[float]]:
    """The numbers that `benchmarks/ticks.py` fitted."""
    stored: dict[str, list[float]] = json.loads(Path(__file__).with_name("ticks.json").read_text())["model"]
    return stored


def hits(sheet: Sheet, spec: FieldSpec) -> Iterable[Hit]:
    """Every line of a sheet that begins like a sentence of `spec`."""
    for text, start, likeness in lines_like(sheet.layout.texts, spec):
        words, letter = _letters(text, start)
        square = square_beside(sheet.page.image, words, letter)
        if square is None and (nearer := _from_its_square(text, start, words, letter)) is not None:
            square = square_beside(sheet.page.image, nearer, letter)
        yield Hit(sheet, text, likeness, words, square)


def lines_like(texts: Iterable[Text], spec: FieldSpec) -> Iterable[tuple[Text, int, float]]:
    """(line, where in it the sentence begins, how like) for every text that begins like a sentence of `spec`."""
    for text in texts:
        for label in spec.labels:
            wanted, (plain, origin) = fold(label.text), text.plain
            length = min(len(wanted), len(plain))
            if length < min(LEAST, len(wanted)):
                continue
            found = fuzz.partial_ratio_alignment(wanted[:length], plain, score_cutoff=LIKE)
            if found is not None:
                yield text, origin[min(found.dest_start, len(origin) - 1)], found.score * length


def _letters(text: Text, start: int) -> tuple[Box, float]:
    """The box of the characters from `start` on (a line's own box may hold the square, too), and a letter's height."""
    first, last = text.x_at(start), text.x_at(len(text.raw) - 1)
    line = 0.82 * text.box.height
    pitch = (last - first) / max(1, len(text.raw) - 1 - start)
    letter = min(max(pitch, 0.5 * line), 1.15 * line)
    return Box(x0=first - letter / 2, y0=text.box.y0, x1=last + letter / 2, y1=text.box.y1), letter


def _from_its_square(text: Text, start: int, words: Box, letter: float) -> Box | None:
    """`words` from right behind the square that is printed before them; None where none is. A wide space may stand between
    (□　市税の…), and a ticked square is looked for close to words."""
    before = text.raw[:start].rstrip()
    if not before or before[-1] not in OPEN + TICKED:
        return None
    return words.model_copy(update={"x0": text.x_at(len(before) - 1) + CLOSE * letter})
