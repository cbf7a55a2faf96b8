"""The sum of a receipt written into boxes, a digit each, as receipt books with carbon copies have it."""

from __future__ import annotations

import re

from extractors.fields.amounts import yen_of
from extractors.fields.entries import Sheet, field_from
from extractors.fields.layout import Layout, Region, Text
from extractors.fields.strips import row_of_boxes
from extractors.fields.texts import same_row
from models.documents import Field
from models.geometry import Box

FEWEST = 5
"""Boxes of a sum: five of them hold a hundred yen to 99,999."""
_BEGINS = re.compile(r"[¥￥\\夫羊半YV金￦]")
"""¥ in the box in front of the first digit, and what engines make of it."""


def boxed_total(sheet: Sheet) -> Field | None:
    """The total that stands in a row of boxes behind a ¥; None where there is no such row, or it cannot be read."""
    for first in sheet.layout.texts:
        if first.cell is None or not _BEGINS.fullmatch(first.raw.strip()) or not first.boxed:
            continue
        row = _row(sheet.layout, first)
        boxes = row_of_boxes(
            sheet.layout.page.cells, [t.cell for t in row if t.cell is not None], Box.around(t.box for t in row)
        )
        digits = tuple(t for t in row if t is not first)
        if len(boxes) < FEWEST or not digits:
            continue
        behind = [b for b in boxes if b.cx > first.cell.x1]
        region = Region(digits, Box.around(behind), None)
        field = field_from(sheet, "total_amount", region, parse=yen_of, form=True)
        if field.value is not None:
            return field
    return None


def _row(layout: Layout, first: Text) -> list[Text]:
    """The single characters in boxes on the row of `first`, from it on."""
    row = [t for t in layout.texts if t.boxed and len(t.raw.strip()) == 1 and same_row(t.box, first.box)]
    return sorted((t for t in row if t.box.x0 >= first.box.x0), key=lambda t: t.box.x0)
