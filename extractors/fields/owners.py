"""A trader's shop and the trader: 屋号 with the shop's name, 氏名 in the next row with the trader's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extractors.fields.accounts import ReadEntry
from extractors.fields.certainty import doubt_place
from extractors.fields.entries import Sheet, unread
from extractors.fields.layout import Hit, Layout, Region
from extractors.fields.parts import ROLES
from models.documents import Field
from models.programmes import FieldSpec

_NEXT_ROW = 3.5
"""Heights of a label between one row and the next."""
_SHOP, _PERSON = "屋号", ("氏名", "お名前", "ご氏名")


def shop_and_owner(
    sheets: Sequence[Sheet], specs: Sequence[FieldSpec], found: Mapping[str, Field], read: ReadEntry
) -> dict[str, Field]:
    """The applicant's name and the representative's, of a form that asks for both and has no label for the latter: the
    business applies, and whom 氏名 asks for stands for it. Doubted, as another office may mean it otherwise."""
    wanted = {s.key: s for s in specs if s.key in ("applicant_name", "representative_name")}
    if len(wanted) < 2 or not unread(found, "representative_name"):
        return {}
    for sheet in sheets:
        for shop, person in _pairs(sheet.layout):
            rooms = {"applicant_name": shop, "representative_name": person}
            read_there = {key: read(sheet, wanted[key], room) for key, room in rooms.items()}
            told = {key: field for key, field in read_there.items() if field is not None and field.value is not None}
            if len(told) == 2:
                for field in told.values():
                    doubt_place(field)
                return told
    return {}


def _pairs(layout: Layout) -> Iterator[tuple[Region, Region]]:
    """What stands beside 屋号 and beside 氏名 in the next row, whose labels begin where the other's do."""
    for shop in layout.find(_SHOP):
        for person in (hit for word in _PERSON for hit in layout.find(word)):
            if not _next_rows(shop, person):
                continue
            rooms = layout.beside(shop), layout.beside(person)
            if rooms[0] and rooms[1] and rooms[0].texts and rooms[1].texts and not ROLES.search(rooms[0].raw):
                yield rooms[0], rooms[1]


def _next_rows(one: Hit, other: Hit) -> bool:
    height = one.box.height
    aligned = abs(one.box.x0 - other.box.x0) < 2 * height
    return aligned and 0.7 * height < abs(one.box.cy - other.box.cy) < _NEXT_ROW * height
