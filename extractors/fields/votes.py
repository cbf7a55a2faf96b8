"""What the readings of one entry together say: each reading's n-best list votes with its shares."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from extractors.fields.layout import Region
from models.documents import Reading, Value
from models.values.fields import DATE_KEYS, KANA_KEYS, NUMBER_KEYS, YEN_KEYS

WIDENED = "ppocr-stretched"
"""The name of a reading of the line drawn wider."""

WEIGHTS = {"tesseract": 0.3, "ppocr-page": 0.25, WIDENED: 0.4, "crnn": 0.6, "ppocr-twins": 1.5}
NARROW_WEIGHTS = {"tesseract": 0.3, "ppocr-page": 0.1, "ppocr": 0.5, "crnn": 1.2}
"""How much an engine's reading weighs against the others'; 1 where it is not named. Narrow characters are what the second
reader reads better, where they are kana or digits: the Latin letters of a model are always narrow, and PP-OCR's."""
NARROW_KEYS = KANA_KEYS | DATE_KEYS | YEN_KEYS | NUMBER_KEYS

HARDLY = 0.02
"""A value with less than this share of its reading's likeliest text is none."""

NARROW = 0.95
"""Characters narrower than so many of their heights are half-width."""

VOICED_FROM = 0.6
"""From this share of the likeliest value's weight on, the same kana with more 濁点 are believed."""


def believed(key: str, readings: Sequence[Reading], *, narrow: bool = False) -> tuple[Value, str]:
    """What the readings together hold likeliest, and how it was written: each reading's shares, weighed, are added.

    A reading without candidates holds its own value. The likeliest value's weight must not be beaten by another that
    only adds a 濁点: engines lose them far more often than they invent them.
    """
    votes: dict[str, tuple[float, Value, str, float]] = {}
    weights = NARROW_WEIGHTS if narrow and key in NARROW_KEYS else WEIGHTS
    boxed = any(r.engine == "ppocr-boxes" for r in readings)
    for reading in readings:
        weight = weights.get(reading.engine, 1.0)
        if boxed and key in KANA_KEYS and reading.engine == "ppocr":
            weight *= 0.3  # kana between the rules of their boxes are read badly
        if key in KANA_KEYS and reading.engine == "crnn":
            weight = max(weight, 0.9)  # it knows kana best
        shares = [(c.value, c.raw, c.share) for c in reading.candidates] or [(reading.value, reading.raw, 1.0)]
        total = sum(share for _, _, share in shares) or 1.0
        most = max(share for _, _, share in shares)
        for value, raw, share in shares:
            if value is None or share < HARDLY * most:
                continue
            had = votes.get(repr(value), (0.0, value, raw, 0.0))
            gain = weight * share / total
            votes[repr(value)] = (had[0] + gain, value, raw if gain > had[3] else had[2], max(gain, had[3]))
    if not votes:
        return None, readings[0].raw if readings else ""
    best = max(votes.values(), key=lambda v: v[0])
    if key in KANA_KEYS:
        alike = [
            v
            for v in votes.values()
            if v[0] >= VOICED_FROM * best[0]
            and _unvoiced(str(v[1])) == _unvoiced(str(best[1]))
            and _voiced(str(v[1])) > _voiced(str(best[1]))
        ]
        best = max([best, *alike], key=lambda v: (_voiced(str(v[1])), v[0]))
    if key == "customer_number":
        return _with_its_letter(str(best[1]), readings) or (best[1], best[2])
    if key == "document_number":
        return _with_its_head(str(best[1]), readings) or (best[1], best[2])
    if key == "model":
        return _with_its_kanji(str(best[1]), readings) or (best[1], best[2])
    return best[1], best[2]


_KANJI_WITHIN = re.compile(r"(?P<head>[ァ-ヺーA-Z0-9\-]{2,})[\u4e00-\u9fff]{1,4}(?P<tail>[ァ-ヺーA-Z0-9\-]{2,})")
_SURE = 0.95


def _with_its_kanji(model: str, readings: Sequence[Reading]) -> tuple[Value, str] | None:
    """A model as the page has it, with a word in kanji within: the alphabet of models has none, and マドリモ内窓プラマードU is
    read in it as マドリモプラマードU or マドリモウプラマードU. Kanji around a model are no part of it."""
    for reading in readings:
        free = reading.value if reading.engine == "ppocr-page" and isinstance(reading.value, str) else ""
        word = _KANJI_WITHIN.fullmatch(free) if reading.score >= _SURE else None
        if word is not None and model.startswith(word["head"]) and model.endswith(word["tail"]):
            return free, reading.raw
    return None


def _with_its_letter(number: str, readings: Sequence[Reading]) -> tuple[Value, str] | None:
    """A customer's number as the page has it, with a letter in front: readers of digits alone take it for one, or drop it,
    10418-2275 or 0418-2275 for T0418-2275."""
    for reading in readings:
        free = reading.value if reading.engine == "ppocr-page" and isinstance(reading.value, str) else ""
        if free[:1].isalpha() and free[1:2].isdigit() and free[1:] in (number, number[1:]):
            return free, reading.raw
    return None


def _with_its_head(number: str, readings: Sequence[Reading]) -> tuple[Value, str] | None:
    """A paper's number as the page has it, where the crop behind its label lost the first digit: 3-118402 and not -118402."""
    for reading in readings:
        whole = reading.value if reading.engine == "ppocr-page" and isinstance(reading.value, str) else ""
        if len(whole) == len(number) + 1 and whole[0].isdigit() and whole.endswith(number) and "-" in whole[:3]:
            return whole, reading.raw
    return None


def is_narrow(region: Region, readings: Sequence[Reading]) -> bool:
    """Whether the characters of a line are clearly higher than wide: half-width kana."""
    letters = max((len("".join(r.raw.split())) for r in readings), default=0)
    box = region.ink_box
    return letters > 0 and box.width / max(1.0, box.height) / letters < NARROW


def _unvoiced(kana: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", kana) if c not in "\u3099\u309a").replace("ッ", "ツ")


def _voiced(kana: str) -> int:
    return sum(c in "\u3099\u309a" for c in unicodedata.normalize("NFD", kana))
