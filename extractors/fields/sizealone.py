"""The size of a thing that its unit tells, where its label could not be read: 9.8kWh in a room by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.fields.accounts import ReadEntry, only_entry
from extractors.fields.certainty import doubt_place
from extractors.fields.entries import Sheet
from extractors.fields.layout import Region
from models.documents import Field
from models.programmes import FieldSpec, ValueKind

_SIZE = re.compile(r"\s*\d{1,4}(?:\s?[.,．]\s?\d{1,2})?\s*(?:(?i:kWh?)|㎾h?)\s*")
"""A number and the unit of a power or of what a battery holds: no other entry of a form has one."""


def size_alone(sheets: Sequence[Sheet], spec: FieldSpec, read: ReadEntry) -> Field | None:
    """The only text of a form that is such a size and nothing else, if no label in front of it says what it is;
    doubted, because none says it is this one."""
    if spec.kind is not ValueKind.CAPACITY:
        return None
    places = [
        (sheet, Region((text,), text.box, None))
        for sheet in sheets
        for text in sheet.layout.texts
        if _SIZE.fullmatch(text.raw) and not sheet.layout.has_label(text)
    ]
    field = only_entry(places, spec, read)
    if field is not None:
        doubt_place(field)
    return field
