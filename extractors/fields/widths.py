"""How wide the spaces of a typed text are: a text layer says that there is a gap, the places of its characters how wide.

A full-width character takes one em, a half-width one half of it, and so do the spaces. Only where every character has a
place of its own (:attr:`models.pages.TextLine.char_x` of a text layer) can that be told: engines see ink, and give
characters in the width they learned, so what they read stays as they read it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from statistics import median

from extractors.fields.texts import Text
from models.pages import Source

FULL_WIDTH_SPACE = "\u3000"
#: A gap of at least so many em is a full-width space (a half-width one is 0.5, a full-width one 1.0).
_FULL_FROM = 0.75


def em(texts: Iterable[Text]) -> float | None:
    """The size of the type in pixels, from neighbouring characters of known width; None where none stand together."""
    found: list[float] = []
    for text in texts:
        if not _placed(text):
            continue
        for i in range(len(text.raw) - 1):
            a, b = text.raw[i], text.raw[i + 1]
            if not (a.isspace() or b.isspace()) and not (_alone(a) or _alone(b)):
                found.append((text.x_at(i + 1) - text.x_at(i)) / ((_width(a) + _width(b)) / 2))
    return median(found) if found else None


def as_written(texts: Sequence[Text], size: float | None) -> str:
    """The texts of one cell, left to right, with every space as wide as it is on paper."""
    return " ".join(_spaced(text, size) for text in sorted(texts, key=lambda t: (round(t.box.cy / 10), t.box.x0)))


def _spaced(text: Text, size: float | None) -> str:
    if size is None or not _placed(text):
        return text.raw
    out = list(text.raw)
    for i in range(1, len(out) - 1):
        if out[i] == " ":
            left, right = text.raw[i - 1], text.raw[i + 1]
            gap = (text.x_at(i + 1) - text.x_at(i - 1)) / size - (_width(left) + _width(right)) / 2
            if gap >= _FULL_FROM:
                out[i] = FULL_WIDTH_SPACE
    return "".join(out)


def _placed(text: Text) -> bool:
    return text.line.source is Source.TEXT_LAYER and text.line.char_x is not None


def _width(character: str) -> float:
    """In em."""
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5


def _alone(character: str) -> bool:
    """Whether its width says nothing: letters of a proportional font are as wide as they are."""
    return unicodedata.east_asian_width(character) == "Na"
