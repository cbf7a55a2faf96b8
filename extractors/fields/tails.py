"""What is read onto the end of an entry and belongs to something else: the next label of its row, a sheet's number, a desk,
the last of several numbers."""

from __future__ import annotations

import re

from extractors.fields.certainty import doubt_place, place_doubted
from extractors.fields.entries import Sheet, field_from
from extractors.fields.layout import Region
from models.documents import Field


def cut_to(sheet: Sheet, field: Field, head: str) -> Field | None:
    """`field` read anew from its first words `head` alone: 川﨑勇 of 川﨑勇 性別男続柄世帯主. None where they stand nowhere.

    The words may stand on the page twice, the head of the household beside the name: the place of `field` tells.
    """
    delivered = sheet.page.reading.geometry.delivered
    found = [t.part(start, start + len(head)) for t in sheet.layout.texts if (start := t.raw.find(head)) >= 0]
    if not found or not head:
        return None
    place = field.box
    own = max(found, key=lambda t: place.intersection(delivered(t.box)) if place is not None else 0.0)
    cut = field_from(sheet, field.key, Region((own,), own.box, None))
    if place_doubted(field):
        doubt_place(cut)
    return cut


_RANGE = re.compile("[~～〜]")


def with_its_range(serial: Field) -> Field:
    """The numbers of several machines as they stand, GP6A-02281～02285: a reader of numbers alone knows no ～, and reads
    first and last as one number."""
    whole = next((r for r in serial.readings if _RANGE.search(r.raw) and r.value is not None), None)
    if whole is None or serial.value != _RANGE.sub("", str(whole.value)):
        return serial
    ranged = serial.model_copy(update={"value": whole.value, "raw": whole.raw})
    doubt_place(ranged)
    return ranged
