"""Choices printed one under the other in a table, with a column of their own to be marked: ○ in front of 蓄電池システム."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.fields.choices import Options
from extractors.fields.entries import WRITTEN_FROM, Sheet
from extractors.fields.layout import Text
from extractors.fields.readings import written_share
from extractors.folding import fold
from models.documents import Candidate, Field, Reading
from models.geometry import Box
from models.programmes import FieldSpec, ValueKind

FEWEST = 3
"""Choices that make a column: two cells side by side are found by chance."""
_MORE = 8
"""Characters that a cell may have besides the choice's words: its number, a remark."""
_SURE = 0.97
"""How sure the one mark of a column is: every other cell is known to be empty."""


def marked_in_column(sheets: Sequence[Sheet], spec: FieldSpec, options: Options) -> Field | None:
    """The choice whose cell in the column in front of the choices alone has ink in it; None where there is no such column,
    or not one mark in it."""
    if spec.kind is not ValueKind.CHOICE:
        return None
    for sheet in sheets:
        rows = _column(sheet, options)
        squares = {value: box for value, text in rows.items() if (box := _in_front(sheet, text)) is not None}
        if len(rows) < FEWEST or len(squares) < len(rows):
            continue
        shares = {value: written_share(sheet.crop(box.grown(-5, -5))) for value, box in squares.items()}
        marked = [value for value, share in shares.items() if share >= WRITTEN_FROM]
        if len(marked) != 1 or any(s > WRITTEN_FROM / 2 for value, s in shares.items() if value not in marked):
            continue
        return _chosen(sheet, spec.key, marked[0], rows[marked[0]])
    return None


def _column(sheet: Sheet, options: Options) -> dict[str, Text]:
    """The text of each choice that stands in a cell of one column, by the choice."""
    found: dict[str, Text] = {}
    for value, others in options:
        words = [fold(word) for word in (value, *others)]
        for text in sheet.layout.texts:
            plain = text.plain[0]
            if text.cell is not None and any(w in plain and len(plain) <= len(w) + _MORE for w in words):
                found.setdefault(value, text)
    lefts = [text.cell.x0 for text in found.values() if text.cell is not None]
    return (
        found if lefts and max(lefts) - min(lefts) < 12 and len({_row(t) for t in found.values()}) == len(found) else {}
    )


def _row(text: Text) -> float:
    return text.cell.y0 if text.cell is not None else 0.0


def _in_front(sheet: Sheet, text: Text) -> Box | None:
    """The cell that touches a choice's cell on its left, as high as it and narrower."""
    cell = text.cell
    if cell is None:
        return None
    touching = [
        c
        for c in sheet.layout.page.cells
        if abs(c.x1 - cell.x0) < 14
        and abs(c.y0 - cell.y0) < 0.2 * cell.height
        and abs(c.y1 - cell.y1) < 0.2 * cell.height
        and c.width < cell.width
    ]
    return touching[0] if len(touching) == 1 else None


def _chosen(sheet: Sheet, key: str, value: str, text: Text) -> Field:
    reading = sheet.page.reading
    marks = Reading(
        engine="marks",
        raw=value,
        value=value,
        score=_SURE,
        candidates=(Candidate(raw=value, value=value, share=_SURE),),
    )
    return Field(
        key=key,
        value=value,
        raw=value,
        page_index=reading.page_index,
        box=reading.geometry.delivered(text.box),
        readings=[marks],
    )
