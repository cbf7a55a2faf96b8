"""A blank form never seen before becomes a map: rooms in the open, in cells, in strips, behind and under labels."""

from __future__ import annotations

import pytest

from models.documents import DocumentKind
from models.forms import FormMap
from tests.extractors.drawnpaper import Paper
from tests.extractors.fields.extracting import PROGRAMMES
from tests.extractors.registration.blankforms import HEIGHT, WIDTH, claim, entry_box, learned


@pytest.fixture(scope="module")
def form() -> FormMap:
    return learned(claim()).form


@pytest.mark.parametrize(
    ("key", "point"),
    [
        ("request_date", (1300, 284)),
        ("postal_code", (900, 394)),
        ("address", (1000, 464)),
        ("applicant_name", (1000, 544)),
        ("bank_name", (620, 740)),
        ("branch_name", (1300, 740)),
        ("account_type", (620, 820)),
        ("account_number", (1250, 820)),
        ("account_holder", (620, 900)),
        ("account_holder_kana", (1300, 900)),
    ],
)
def test_each_entry_has_its_room(form: FormMap, key: str, point: tuple[int, int]) -> None:
    box = entry_box(form, key)
    assert box.x0 < point[0] < box.x1
    assert box.y0 < point[1] < box.y1


def test_the_room_ends_before_the_seal(form: FormMap) -> None:
    assert entry_box(form, "applicant_name").x1 <= 1450


def test_boxes_for_digits_and_choices_are_mapped(form: FormMap) -> None:
    entries = {e.key: e for e in form.pages[0].entries}
    assert len(entries["account_number"].strip) == 7
    assert [o.value for o in entries["account_type"].options] == ["普通", "当座"]


def test_a_blank_printed_twice_gives_the_same_map(form: FormMap) -> None:
    assert learned(claim()).form == form


def test_a_label_above_its_room_in_one_cell() -> None:
    paper = Paper(WIDTH, HEIGHT)
    paper.text(600, 120, "交付請求書", size=44)
    cells = paper.table(160, 400, [660, 660], [130, 130])
    for cell, label in zip([*cells[0], *cells[1]], ("住所", "氏名", "電話番号", "請求金額"), strict=True):
        paper.text(cell.x0 + 10, cell.y0 + 8, label, size=22)
    box = entry_box(learned(paper).form, "address")
    assert box.y0 > 425
    assert box.y1 > 500


def test_an_entry_that_is_guessed_is_said() -> None:
    paper = Paper(WIDTH, HEIGHT)
    paper.text(600, 120, "交付請求書", size=44)
    cells = paper.table(160, 400, [400, 900], [90])
    paper.text(cells[0][0].x0 + 20, cells[0][0].cy - 14, "携帯のつながる時間帯", size=28)
    result = learned(paper)
    assert "phone" in result.doubts
    assert "account_number" in result.missing


def test_a_longer_label_is_not_taken_for_the_shorter() -> None:
    """金融機関コード is no 金融機関, whichever stands first."""
    paper = Paper(WIDTH, HEIGHT)
    paper.text(600, 120, "交付請求書", size=44)
    paper.text(160, 350, "振込先口座", size=28)
    cells = paper.table(160, 400, [300, 360, 300, 360], [90])
    paper.text(cells[0][0].x0 + 20, cells[0][0].cy - 14, "金融機関コード", size=28)
    paper.text(cells[0][2].x0 + 20, cells[0][2].cy - 14, "金融機関", size=28)
    form = learned(paper).form
    assert entry_box(form, "bank_code").cx == pytest.approx(cells[0][1].cx, abs=10)
    assert entry_box(form, "bank_name").cx == pytest.approx(cells[0][3].cx, abs=10)


def test_the_maps_that_come_with_the_programmes_hold_what_the_programmes_ask_for() -> None:
    from programmes.forms import load_forms

    for form in load_forms():
        document = PROGRAMMES[form.programme].document(DocumentKind(form.document))
        assert document is not None
        mapped = {e.key for page in form.pages for e in page.entries}
        assert mapped == set(document.keys(form.version)), form.id
