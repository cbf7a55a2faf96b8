"""Which texts of a placed form belong to which entry."""

from __future__ import annotations

import pytest

from extractors.fields.entries import Sheet
from extractors.fields.forms import entry_field
from extractors.fields.layout import Layout, Region, Text
from extractors.fields.placed import all_printed, share_out
from extractors.reading import Reader
from models.forms import Area, Entry, Printed
from models.geometry import Box, PageGeometry
from models.pages import PageContent, PageReading, PlacedEntry, Source, TextLine
from models.programmes import FieldSpec, Label, ValueKind
from tests.extractors.drawnpaper import Paper

LABELS = {"address": "住所", "applicant_name": "氏名"}
ENTRIES = (
    PlacedEntry(key="address", box=Box(x0=760, y0=630, x1=1490, y1=696), strip=(), score=1.0),
    PlacedEntry(key="applicant_name", box=Box(x0=760, y0=752, x1=1264, y1=820), strip=(), score=1.0),
)


def owned(*lines: tuple[int, int, str]) -> dict[str, str]:
    texts = tuple(
        TextLine(text=text, box=Box(x0=x, y0=y, x1=x + 28 * len(text), y1=y + 29), score=1.0, source=Source.TEXT_LAYER)
        for x, y, text in lines
    )
    geometry = PageGeometry(
        width=1656, height=2339, matrix=((1 / 1656, 0.0, 0.0), (0.0, 1 / 2339, 0.0), (0.0, 0.0, 1.0))
    )
    page = PageReading(page_index=0, geometry=geometry, content=PageContent.TEXT, lines=texts)
    shared = share_out(Layout(page), ENTRIES, LABELS)
    return {key: " ".join(t.raw for t in found) for key, found in shared.items()}


@pytest.mark.parametrize(
    ("below", "address"),
    [
        ((662, 704, "番館1107号室"), "奈良県北葛城郡王寺町畠田4-28 番館1107号室"),
        ((790, 704, "番館1107号室"), "奈良県北葛城郡王寺町畠田4-28 番館1107号室"),
        ((662, 704, "（自署）"), "奈良県北葛城郡王寺町畠田4-28"),
        ((662, 704, "電話"), "奈良県北葛城郡王寺町畠田4-28"),
        ((662, 730, "番館1107号室"), "奈良県北葛城郡王寺町畠田4-28"),
        ((300, 704, "番館1107号室"), "奈良県北葛城郡王寺町畠田4-28"),
    ],
)
def test_an_address_goes_on_under_its_label(below: tuple[int, int, str], address: str) -> None:
    found = owned(
        (662, 643, "住 所"), (778, 643, "奈良県北葛城郡王寺町畠田4-28"), below,
        (662, 777, "氏 名"), (778, 770, "浜田佳代"),
    )  # fmt: skip
    assert found == {"address": address, "applicant_name": "浜田佳代"}


@pytest.mark.parametrize(("written", "day"), [("6 年 12 月 13 日", "2024-12-13"), ("令和6年12月13日", "2024-12-13")])
def test_a_date_whose_era_is_its_label_is_read_without_it(written: str, day: str) -> None:
    """令和 6 年 12 月 13 日付け in a sentence: the era leads to the date, and what stands behind it has none."""
    paper = Paper(1000, 300)
    paper.text(100, 100, written)
    label = Label(text="令和", where="inline", until="付け")
    for key, expected in (("grant_decision_date", day), ("phone", None)):
        spec = FieldSpec(key=key, kind=ValueKind.DATE if key != "phone" else ValueKind.PHONE, labels=(label,))
        sheet = Sheet.of(paper.read(), frozenset(), Reader())
        field = entry_field(sheet, spec, Region(sheet.layout.texts, Box.around(t.box for t in sheet.layout.texts)))
        assert field is not None and field.value == expected


def printed(*lines: tuple[int, int, str]) -> tuple[list[Text], Entry, list[Printed]]:
    """Texts as a text layer has them, the room of an entry of a form of 1000 pixels, and what the blank prints there."""
    paper = Paper(1000, 1000)
    for x, y, words in lines:
        paper.text(x, y, words)
    entry = Entry(key="purchase_amount", kind=ValueKind.YEN, box=Area(x0=0.05, y0=0.05, x1=0.9, y1=0.3))
    words = ("百万", "十万", "万", "千", "円")
    blank = [
        Printed(text=w, box=Area(x0=0.1 + 0.1 * n, y0=0.1, x1=0.15 + 0.1 * n, y1=0.13)) for n, w in enumerate(words)
    ]
    return list(Layout(paper.read().reading).texts), entry, blank


@pytest.mark.parametrize(
    ("lines", "blank"),
    [
        (((100, 100, "百万"), (200, 100, "十万"), (500, 100, "円")), True),
        (((100, 100, "百万十万万千円"),), True),
        (((100, 100, "百万"), (200, 150, "74,800")), False),
        ((), False),
    ],
)
def test_what_the_blank_prints_in_a_room_is_no_value(lines: tuple[tuple[int, int, str], ...], blank: bool) -> None:
    """The letters over boxes for digits were read as 100,000 yen on a form that nobody had filled in."""
    assert all_printed(*printed(*lines)) is blank


def test_a_numbered_label_in_the_room() -> None:
    found = owned((760, 643, "１ 住所 奈良県北葛城郡王寺町畠田4-28"))
    assert found["address"] == "奈良県北葛城郡王寺町畠田4-28"
