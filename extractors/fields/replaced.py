"""What forms ask about the things that are replaced: 更新前 | 更新後, 既存設備. The subsidy is for the new ones, so the old
ones' makers, models and outputs are nobody's entry, though their labels are the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.fields.sections import table_under
from extractors.folding import fold
from extractors.reading import ReadPage
from models.geometry import Box
from models.pages import PageReading, TextLine

_WHEN = "(?:更新|導入|改修|交換|取替え?|入替え?|工事|施工|設置|実施|補助事業)"
_THING = "(?:設備|機器|機種|機械|器具|照明|空調)"
_EDGES = r"[(<【〔■●◆・\d]*", r"(?:の?(?:概要|仕様|内容|情報|状況|明細))?[)>】〕]*(?:[(※].*)?"
_OLD = re.compile(
    rf"{_EDGES[0]}(?:{_WHEN}前(?:の?{_THING})?|(?:既存|既設|現有|従来の?|旧|現在の|撤去(?:する|した)?){_THING}){_EDGES[1]}"
)
_NEW = re.compile(
    rf"{_EDGES[0]}(?:{_WHEN}後(?:の?{_THING})?|(?:新|新設|更新|導入|設置)(?:する)?{_THING}|補助対象{_THING}?){_EDGES[1]}"
)
"""Headings, folded: of the old things, and of the new ones beside them."""
_JOINED = 12
"""Pixels between two cells that share a wall."""


def without_replaced(page: ReadPage) -> ReadPage:
    """`page` without what it says of the things that are replaced, where a heading tells how far that goes: a column, rows
    beside it, a table under it. A learned form's page stays as it is: its map knows every place."""
    if page.reading.form is not None:
        return page
    blocks = [b for line in page.reading.lines if (b := _block(page.reading, line)) is not None]
    if not blocks:
        return page
    reading = page.reading.model_copy(
        update={
            "lines": tuple(x for x in page.reading.lines if not _within(x.box, blocks)),
            "cells": tuple(c for c in page.reading.cells if not _within(c, blocks)),
        }
    )
    return replace(page, reading=reading)


def _within(place: Box, blocks: Sequence[Box]) -> bool:
    return any(place.share_inside(block) > 0.8 for block in blocks)


def _block(reading: PageReading, heading: TextLine) -> Box | None:
    """What `heading` opens, if it is one of old things (pixels); None where nothing says how far it goes."""
    if not _OLD.fullmatch(fold(heading.text)):
        return None
    own = [c for c in reading.cells if heading.box.share_inside(c) > 0.8]
    if not own:
        table = table_under(reading.cells, heading.box)
        return None if table is None or _heads_new(reading, table) else table
    cell = min(own, key=lambda c: c.area)
    level = [c for c in reading.cells if abs(c.cy - cell.cy) < 0.3 * cell.height and c is not cell]
    if any(_heads_new(reading, c) for c in level):
        return _down(reading.cells, cell)
    right = [c for c in reading.cells if abs(c.x0 - cell.x1) < _JOINED and cell.y0 - 6 < c.cy < cell.y1 + 6]
    if cell.height > 2.5 * heading.box.height and len({round(c.y0 / 8) for c in right}) >= 2:
        edge = max(c.x1 for c in reading.cells if cell.y0 - 6 < c.cy < cell.y1 + 6)
        return Box(x0=cell.x0, y0=cell.y0, x1=edge, y1=cell.y1)
    return None


def _heads_new(reading: PageReading, place: Box) -> bool:
    """Whether a heading of the new things stands in a place."""
    return any(x.box.share_inside(place) > 0.8 and _NEW.fullmatch(fold(x.text)) for x in reading.lines)


def _down(cells: Sequence[Box], heading: Box) -> Box | None:
    """The column of a table under a heading's cell, as wide as that; None where nothing joins on to it."""
    column, reached = [heading], heading.y1
    for cell in sorted(cells, key=lambda c: c.y0):
        beyond = cell.x0 < heading.x0 - _JOINED or cell.x1 > heading.x1 + _JOINED
        if not beyond and -_JOINED < cell.y0 - reached < _JOINED:
            column.append(cell)
            reached = max(reached, cell.y1)
        elif column[-1] is not heading and cell.y0 > reached + _JOINED:
            break
    return Box.around(column) if len(column) > 1 else None
