"""A name read once more where a character of it has a twin: 崎 or 﨑, 藪 or 籔."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.fields.readings import LineTexts, Parse
from extractors.imaging.colour import trimmed
from extractors.ocr.context import mended
from extractors.ocr.decoding import Decoded
from extractors.ocr.engine import Image
from extractors.ocr.twins import Twins, character_at
from models.documents import Candidate, Reading

ENGINE = "ppocr-twins"
"""Of PP-OCR's family: it says nothing of its own about the other characters."""
MOST = 8
_WORDS = frozenset(("建築", "新築", "改築", "増築"))
"""Words of companies' names: no 簗 stands in them."""


def twins_reading(crops: Sequence[Image], lines: Sequence[LineTexts], twins: Twins, parse: Parse) -> Reading | None:
    """The likeliest text of the lines with each character that has twins decided by its picture.

    None where no character has a twin, or none can be looked at.
    """
    texts: list[tuple[str, float]] = [("", 1.0)]
    looked = False
    for crop, line in zip(crops, lines, strict=True):
        if line.best is None:
            continue
        ways, seen = _decided(crop, line.best, twins)
        looked = looked or seen
        texts = sorted(((f"{a} {b}".strip(), p * q) for a, p in texts for b, q in ways), key=lambda t: -t[1])[:MOST]
    if not looked:
        return None
    candidates = [Candidate(raw=raw, value=parse(raw), share=share) for raw, share in texts]
    best = candidates[0]
    return Reading(engine=ENGINE, raw=best.raw, value=best.value, score=best.share, candidates=tuple(candidates))


def _decided(crop: Image, best: Decoded, twins: Twins) -> tuple[list[tuple[str, float]], bool]:
    """The text with its twins in every way, likeliest first, and whether any was looked at."""
    x0, y0, x1, y1 = trimmed(crop)
    line = crop[y0:y1, x0:x1]
    text = mended(best.text)
    ways = [("", 1.0)]
    seen = False
    for i, character in enumerate(text):
        group = twins.group(character) if text[max(0, i - 1) : i + 1] not in _WORDS else None
        shares = None
        if group is not None and len(best.char_x) == len(text) and line.shape[0] <= 2.5 * line.shape[1]:
            places = [x * line.shape[1] for x in best.char_x]
            before = places[i - 1] if i and not text[i - 1].isspace() else None
            after = places[i + 1] if i + 1 < len(text) and not text[i + 1].isspace() else None
            shares = twins.shares(group, character_at(line, places[i], before, after))
        if shares is None:
            ways = [(a + character, p) for a, p in ways]
            continue
        seen = True
        ways = sorted(((a + c, p * q) for a, p in ways for c, q in shares.items()), key=lambda t: -t[1])[:MOST]
    return ways, seen
