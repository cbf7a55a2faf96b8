"""Lists without walls between their columns: headings in one row, and under them one text for each."""

from __future__ import annotations

from collections.abc import Mapping

from extractors.fields.layout import Layout, Text
from extractors.fields.texts import same_row


def rows_in_the_open(layout: Layout, columns: Mapping[str, Text], end: float) -> list[dict[str, Text]]:
    """The texts of each row by column, down to `end` (pixels); none at all where any row has a text too few or too many:
    what is missing might be another column's."""
    heads = list(columns.values())
    if any(t.cell is not None or not same_row(t.box, heads[0].box) for t in heads):
        return []
    top = max(t.box.y1 for t in heads)
    below = [t for t in layout.texts if not t.line.vertical and top < t.box.cy < end]
    rows: list[list[Text]] = []
    for text in sorted(below, key=lambda t: t.box.cy):
        if rows and same_row(rows[-1][0].box, text.box):
            rows[-1].append(text)
        else:
            rows.append([text])
    found = [{_nearest(columns, t): t for t in row} for row in rows]
    whole = all(len(row) == len(columns) == len(texts) for row, texts in zip(found, rows, strict=True))
    return found if whole else []


def _nearest(columns: Mapping[str, Text], text: Text) -> str:
    """The column whose heading stands nearest over `text`."""
    return min(columns, key=lambda name: abs(columns[name].box.cx - text.box.cx))
