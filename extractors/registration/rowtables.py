"""The room of a table of rows on a blank form (施設一覧, 役員一覧): from its headings to the last of its equal rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extractors.fields.tables import FACILITY_HEADINGS, OFFICER_HEADINGS
from extractors.folding import fold
from extractors.registration.ground import Ground, Slot
from models.geometry import Box
from models.programmes import FieldSpec

FEWEST = 3
"""So many of its headings are known by their words, or it is no such table."""


def table_of_rows(ground: Ground, spec: FieldSpec) -> Slot | None:
    """The table whose columns are headed as those of `spec` are."""
    heads = list(_headings(ground, FACILITY_HEADINGS if spec.key == "facilities" else OFFICER_HEADINGS))
    if len(heads) < FEWEST:
        return None
    top = min(c.y0 for c, _ in heads)
    left, right = min(c.x0 for c, _ in heads), _right_end(ground, [c for c, _ in heads])
    under = [
        c
        for c in ground.layout.page.cells
        if c.y0 >= max(h.y1 for h, _ in heads) - 8 and c.x0 >= left - 40 and c.x1 <= right + 40 and c.height > 20
    ]
    if not under:
        return None
    totals = [t.box.y0 for t in ground.texts if t.plain[0].startswith(("合計", "計")) and t.box.cy > top]
    rows = [c for c in under if not totals or c.cy < min(totals) - 10]
    bottom = max((c.y1 for c in rows), default=max(c.y1 for c in under))
    box = Box(x0=min(left, *(c.x0 for c in under)), y0=top, x1=max(right, *(c.x1 for c in under)), y1=bottom)
    return Slot(ground.page, box, heads[0][1])


def _headings(ground: Ground, columns: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[Box, Box]]:
    """The cell and the words of each heading of the table's columns."""
    for words in columns.values():
        for word in words:
            hit = next((t for t in ground.texts if t.cell is not None and t.plain[0].startswith(fold(word))), None)
            if hit is not None and hit.cell is not None and len(fold(word)) > 1:
                yield hit.cell, hit.box
                break


def _right_end(ground: Ground, heads: Sequence[Box]) -> float:
    """Where the row of headings ends: columns follow whose headings say something else."""
    last = max(heads, key=lambda c: c.x1)
    for cell in sorted(ground.layout.page.cells, key=lambda c: c.x0):
        level = abs(cell.y0 - last.y0) < 8 and abs(cell.y1 - last.y1) < 8
        if level and -8 <= cell.x0 - last.x1 < 24 and ground.layout.in_cell(cell).texts:
            last = cell
    return last.x1
