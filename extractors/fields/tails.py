"""What is read onto the end of an entry and belongs to something else: the next label of its row, a sheet's number, a desk,
the last of several numbers."""

from __future__ import annotations

import re

from extractors.fields.certainty import doubt_place, place_doubted
from extractors.fields.entries import Sheet, field_from
from extractors.fields.layout import Region
from models.documents import Field


def cut_to(sheet: Sheet, field: Field, pattern: re.Pattern[str]) -> Field | None:
    """`field` read anew from the first words alone that `pattern` calls its head: 川﨑勇 of 川﨑勇 性別男続柄世帯主. None
    where it has no such end.

    The words may stand on the page twice, the head of the household beside the name: the place of `field` tells.
    """
    if pattern.fullmatch(field.raw.strip()) is None:
        return None
    raws = (field.raw, *(r.raw for r in field.readings))  # 﨑 of one reading is 崎 of another
    heads = {match["head"] for raw in raws if (match := pattern.fullmatch(raw.strip())) is not None}
    delivered = sheet.page.reading.geometry.delivered
    found = [t.part(at, at + len(h)) for t in sheet.layout.texts for h in heads if (at := t.raw.find(h)) >= 0]
    place = field.box
    if not found:
        return None
    own = max(found, key=lambda t: place.intersection(delivered(t.box)) if place is not None else 0.0)
    cut = field_from(sheet, field.key, Region((own,), own.box, None))
    if place_doubted(field):
        doubt_place(cut)
    return cut


COUNTED = re.compile(
    r"(?P<head>\S.*?\S)(?:\s*(?:数量|台数)[\s:：]*|\s+|\s*[(（]\s*)\d{1,3}\s*(?:台|基|式|組|枚|セット)\s*[)）]?"
)
"""A model with how many of it: EHF-S99MP4B 数量 1台."""
_RANGE = re.compile("[~～〜]")


def with_its_range(serial: Field) -> Field:
    """The numbers of several machines with what stands between them, GP6A-02281～02285: a reader of numbers alone knows no
    ～, and reads first and last as one number."""
    whole = next((r for r in serial.readings if _RANGE.search(r.raw) and r.value is not None), None)
    if whole is None or serial.raw != _RANGE.sub("", whole.raw):
        return serial
    ranged = serial.model_copy(update={"value": whole.value, "raw": whole.raw})
    doubt_place(ranged)
    return ranged
