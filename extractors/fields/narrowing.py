"""The part of an entry that is its value, where more stands there: words around a number, 千 over its boxes, two numbers."""

from __future__ import annotations

import functools
import itertools
import re

from extractors.fields.layout import Region
from extractors.fields.readings import Parse
from extractors.fields.texts import joined_texts, same_row

BRACKETED = r"\(?0\d{1,4}\)?\s?[(（]\s?\d{1,4}\s?[)）]\s?\d{3,4}"
"""A telephone number with its second part in brackets: 03(1234)5678."""
UNITS = re.compile(r"[億百千万円]+")


def without_units(region: Region) -> Region:
    """An amount's room without the small 百万 and 千 printed over its boxes."""
    tall = max((t.box.height for t in region.texts if re.search(r"\d", t.raw)), default=0.0)
    kept = [t for t in region.texts if not (UNITS.fullmatch(t.raw.strip()) and t.box.height < 0.7 * tall)]
    return region if len(kept) == len(region.texts) else Region(tuple(kept), region.box, region.cell)


def several_numbers(region: Region, parser: Parse) -> bool:
    """Whether an entry that is no number as a whole holds two: one struck out, or another entry's."""
    if len(region.texts) < 2 or parser(region.raw) is not None:
        return False
    longer = (t.raw for t in region.texts if len(re.sub(r"\D", "", t.raw)) > 1)
    return len({repr(value) for raw in longer if (value := parser(raw)) is not None}) > 1


def narrowed(region: Region, parser: Parse) -> Region:
    """The part of `region` that is the value, where more stands there than the value: one of its texts, or a run of
    characters between spaces, brackets and words. The whole region where no part parses, or the whole does."""
    if parser(region.raw) is not None:
        return region
    if (whole := _at_one_pitch(region)) is not None and parser(whole.raw) is not None:
        return whole
    alone = sum(len(t.raw.strip()) == 1 for t in region.texts) > 1  # a box each: no digit is the number
    parsed = [t for t in region.texts if parser(t.raw) is not None and not (alone and len(t.raw.strip()) == 1)]
    if parsed:  # the longest: the first digits of a number may stand struck out before it
        text = max(parsed, key=lambda t: len(re.sub(r"\D", "", t.raw)))
        return Region((text,), text.box, region.cell)
    for text in region.texts:
        for match in re.finditer(rf"{BRACKETED}|[^\s【】()（）:：、]+|\d[\d\-ー−]{{2,}}", text.raw):
            for piece in (
                match[0],
                re.sub(r"^\D+|\D+$", "", match[0]),
                re.sub(r"\D+$", "", match[0]),
                *re.findall(r"^\d{3}[\-ー−]\d{4}(?!\d)", match[0]),
            ):
                start = text.raw.find(piece, match.start())
                if len(piece) >= 2 and (start > 0 or len(piece) < len(text.raw)) and parser(piece) is not None:
                    part = text.part(start, start + len(piece))
                    return Region((part,), part.box, region.cell)
    return region


_FEWEST_AT_ONE_PITCH = 5


def _at_one_pitch(region: Region) -> Region | None:
    """The texts of one row whose digits all stand at one distance, wider than print is set, as one: a digit in each of
    entry boxes, found as 18 and 60000. None where there is no more than one such text, or a gap tells two numbers apart."""
    parts = sorted((t for t in region.texts if re.fullmatch(r"\d+", t.raw)), key=lambda t: t.box.x0)
    if len(parts) < 2 or not all(same_row(parts[0].box, t.box) and t.line.char_x is not None for t in parts):
        return None
    places = [t.x_at(i) for t in parts for i in range(len(t.raw))]
    steps = [b - a for a, b in itertools.pairwise(places)]
    pitch = sorted(steps)[len(steps) // 2]
    even = all(abs(step - pitch) < 0.2 * pitch for step in steps)
    if len(places) < _FEWEST_AT_ONE_PITCH or not even or pitch < 0.8 * max(t.box.height for t in parts):
        return None
    whole = functools.reduce(joined_texts, parts)
    return Region((whole,), whole.box, region.cell)
