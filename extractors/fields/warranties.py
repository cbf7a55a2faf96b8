"""Warranties 保証書: a table of labelled entries; the maker may stand unlabelled beside the title."""

from __future__ import annotations

import re

from extractors.fields.entries import Sheet, field_from
from extractors.fields.forms import extract_entries
from extractors.fields.layout import Layout, Region
from extractors.fields.papers import PAPERS
from extractors.folding import fold
from models.documents import DocumentKind, Field


def extract_warranty(sheet: Sheet) -> dict[str, Field]:
    """The entries of a warranty."""
    fields = extract_entries([sheet], PAPERS[DocumentKind.WARRANTY], {})
    if "manufacturer" not in fields or fields["manufacturer"].value is None:
        maker = _beside_title(sheet.layout)
        if maker is not None:
            fields["manufacturer"] = field_from(sheet, "manufacturer", maker)
    return fields


def _beside_title(layout: Layout) -> Region | None:
    """The maker's name printed left of the title or above the table, with no label."""
    title = next((t for t in layout.texts if fold(t.raw).endswith("保証書")), None)
    if title is None:
        return None
    beside = [
        t
        for t in layout.texts
        if t.cell is None
        and t.box.x1 <= title.box.x0
        and abs(t.box.cy - title.box.cy) < 1.5 * title.box.height
        and not re.search(r"\d{3}|[（(]", t.raw)
    ]
    if not beside:
        return None
    name = min(beside, key=lambda t: abs(t.box.cy - title.box.cy))
    return Region((name,), name.box, None)
