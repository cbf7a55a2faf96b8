"""Counts in front of their printed units: 1 件."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.fields.texts import Region, Text

_UNIT = re.compile(r"[(（]?(?:件|口|台|枚|基|世帯|[人名戸])[)）]?")


def in_front_of_unit(region: Region, texts: Sequence[Text]) -> Region | None:
    """The part of a count's cell in front of its printed unit, where nothing else was found: a single stroke, 1, is too
    little for the line finder."""
    cell = region.cell
    if cell is None or len(texts) != 1 or not _UNIT.fullmatch(texts[0].raw.strip()):
        return None
    end = texts[0].box.x0 - 0.2 * texts[0].box.height
    left = cell.model_copy(update={"x1": max(cell.x0 + 1, end)})
    return Region((), left, left)
