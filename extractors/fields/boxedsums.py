"""The sum of a paper written into boxes, a digit each, as receipt books with carbon copies and claims have it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.fields.amounts import yen_of
from extractors.fields.entries import Sheet, field_from
from extractors.fields.layout import Layout, Region, Text
from extractors.fields.strips import row_of_boxes
from extractors.fields.texts import same_row
from models.documents import Field
from models.geometry import Box

FEWEST = 5
"""Boxes of a sum: five of them hold a hundred yen to 99,999."""
_BEGINS = re.compile(r"[¥￥\\夫关羊半YV金￦]")
"""¥ in the box in front of the first digit, and what engines make of it."""


def boxed_total(sheet: Sheet, key: str = "total_amount") -> Field | None:
    """The entry `key`: the sum in a row of boxes behind a ¥, under 億 千 百 … 円, or in front of 円.

    None where there is no such row, or it cannot be read.
    """
    for first in sheet.layout.texts:
        if first.cell is None or not first.boxed or len(first.raw.strip()) != 1:
            continue
        row = _row(sheet.layout, first)
        begins = _BEGINS.fullmatch(first.raw.strip()) is not None
        if not begins and not (_is_first(sheet.layout, first) and _is_money(sheet.layout, row)):
            continue
        boxes = row_of_boxes(
            sheet.layout.page.cells, [t.cell for t in row if t.cell is not None], Box.around(t.box for t in row)
        )
        digits = tuple(t for t in row if not (begins and t is first))
        if len(boxes) < FEWEST or sum(t.raw.strip().isdigit() for t in digits) < max(1, len(digits) / 2):
            continue  # the units themselves may stand in boxes: 千 百 十 万
        behind = [b for b in boxes if b.cx > first.cell.x1] if begins else boxes
        region = Region(digits, Box.around(behind), None)
        field = field_from(sheet, key, region, parse=yen_of, form=True)
        if field.value is not None:
            return field
    return None


def _is_first(layout: Layout, text: Text) -> bool:
    """Whether no other character in a box stands left of `text` on its row."""
    return not any(t.boxed and t.box.x1 < text.box.x0 and same_row(t.box, text.box) for t in layout.texts)


def _is_money(layout: Layout, row: Sequence[Text]) -> bool:
    """Whether 円 stands over the last box of a row (units are printed over its digits) or right behind it."""
    last = row[-1].cell
    if last is None:
        return False
    over = [
        t for t in layout.texts if last.x0 <= t.box.x1 <= last.x1 + 4 and 0 < last.cy - t.box.cy < 1.6 * last.height
    ]
    behind = [t for t in layout.texts if 0 <= t.box.x0 - last.x1 < 1.5 * last.width and same_row(t.box, row[-1].box)]
    return any(t.raw.strip().endswith("円") for t in over) or any(t.raw.strip().startswith("円") for t in behind)


def _row(layout: Layout, first: Text) -> list[Text]:
    """The single characters in boxes on the row of `first`, from it on."""
    row = [t for t in layout.texts if t.boxed and len(t.raw.strip()) == 1 and same_row(t.box, first.box)]
    return sorted((t for t in row if t.box.x0 >= first.box.x0), key=lambda t: t.box.x0)
