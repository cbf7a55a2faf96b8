"""Rows that boxes for digits cut to pieces, and boxes that stand in the open: the room holds all of them."""

from __future__ import annotations

import pytest

from extractors.fields.layout import Layout
from extractors.registration.cellrooms import right_cell
from extractors.registration.ground import Ground
from extractors.registration.rooms import postal
from models.geometry import Box, PageGeometry
from models.pages import PageContent, PageReading, Source, TextLine

TOP, BOTTOM = 693.0, 754.0
BOXES = [(1084, 1127), (1133, 1175), (1182, 1224), (1246, 1289), (1295, 1338), (1344, 1387), (1393, 1435)]


def ground(*, row: bool, words: tuple[tuple[str, float, float], ...]) -> Ground:
    """A label's cell and seven boxes right of it; `row`: the boxes' sides cut their row to pieces."""
    cells = [Box(x0=831, y0=TOP, x1=1022, y1=BOTTOM), *(Box(x0=a, y0=701, x1=b, y1=746) for a, b in BOXES)]
    if row:
        pieces = ((1030, 1079), (1229, 1242), (1440, 1486))
        cells += [Box(x0=a, y0=TOP, x1=b, y1=BOTTOM) for a, b in pieces]
        cells.append(Box(x0=1494, y0=TOP, x1=1700, y1=BOTTOM))  # behind the row's wall: another entry's
    lines = tuple(
        TextLine(text=text, box=Box(x0=a, y0=709, x1=b, y1=737), score=1.0, source=Source.TEXT_LAYER)
        for text, a, b in words
    )
    page = PageReading(
        page_index=0,
        geometry=PageGeometry(width=1750, height=2400),
        content=PageContent.TEXT,
        cells=tuple(cells),
        lines=lines,
    )
    return Ground(0, Layout(page))


LABEL = ("郵便番号", 871.0, 982.0)
SIGN = ("〒", 1042.0, 1068.0)


@pytest.mark.parametrize("row", [True, False])
def test_the_room_of_a_label_holds_every_box_of_its_row(row: bool) -> None:
    here = ground(row=row, words=(LABEL, SIGN))
    label = next(t for t in here.texts if t.raw == LABEL[0])
    assert label.cell is not None
    room = right_cell(here, label.cell, label.box)
    assert room is not None and room.x0 <= 1084 and 1435 <= room.x1 < 1494


@pytest.mark.parametrize("row", [True, False])
def test_the_room_behind_a_postal_sign_holds_every_box(row: bool) -> None:
    here = ground(row=row, words=(LABEL, SIGN))
    slot = postal(here, next(t for t in here.texts if t.raw == "〒"))
    assert slot is not None and 1435 <= slot.box.x1 < 1494


def test_boxes_behind_another_label_are_not_this_one_s() -> None:
    here = ground(row=False, words=(LABEL, ("金融機関コード", 1030.0, 1080.0)))
    label = next(t for t in here.texts if t.raw == LABEL[0])
    assert label.cell is not None
    assert right_cell(here, label.cell, label.box) is None
