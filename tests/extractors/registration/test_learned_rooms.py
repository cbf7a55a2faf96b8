"""Rooms that blank forms of other hands hide: in front of printed endings, beside dark bars, between labels of one cell."""

from __future__ import annotations

import pytest

from extractors.fields.layout import Layout
from extractors.registration.doubts import Place, doubts
from extractors.registration.ground import Ground, Slot
from models.documents import DocumentKind
from models.forms import Entry
from models.geometry import Box
from models.programmes import FieldSpec, Label, ValueKind
from tests.extractors.drawnpaper import Paper
from tests.extractors.fields.extracting import PROGRAMMES
from tests.extractors.registration.blankforms import HEIGHT, WIDTH, entry_box, learned


def a_claim() -> Paper:
    paper = Paper(WIDTH, HEIGHT)
    paper.text(600, 120, "交付請求書", size=44)
    return paper


def labelled(paper: Paper, cell: Box, *lines: str, size: int = 28) -> None:
    """Write a label's lines into the middle of its cell."""
    top = cell.cy - 0.6 * size * len(lines)
    for n, words in enumerate(lines):
        paper.text(cell.x0 + 20, top + 1.2 * size * n, words, size=size)


def test_two_names_in_front_of_their_endings_in_one_cell() -> None:
    """[　　] 銀　行・信用金庫 / 信用組合・農　協 [　　] 本店・支店 / 支所・出張所."""
    paper = a_claim()
    paper.text(160, 350, "振込先口座", size=28)
    cells = paper.table(160, 400, [260, 1000], [110])
    labelled(paper, cells[0][0], "金融機関名")
    room, y = cells[0][1], cells[0][1].y0
    for x, lines in ((300, ("銀　行・信用金庫", "信用組合・農　協")), (800, ("本店・支店", "支所・出張所"))):
        for n, words in enumerate(lines):
            paper.text(room.x0 + x, y + 20 + 40 * n, words, size=24)
    form = learned(paper).form
    bank, branch = entry_box(form, "bank_name"), entry_box(form, "branch_name")
    assert (bank.x0, bank.x1) == (pytest.approx(room.x0, abs=8), pytest.approx(room.x0 + 300, abs=8))
    assert (branch.x0, branch.x1) == (pytest.approx(room.x0 + 492, abs=8), pytest.approx(room.x0 + 800, abs=8))


def test_a_wall_that_ends_beside_a_white_letter_of_a_dark_bar() -> None:
    paper = a_claim()
    cells = paper.table(160, 454, [330, 930], [90, 90])
    wall = cells[0][0].x1
    paper.draw.rectangle((160, 400, 1420, 454), fill=(31, 56, 100))
    paper.text(180, 411, "振込先口座（請求者名義に限る）", size=28, fill="white")
    paper.draw.rectangle((wall - 14, 422, wall + 14, 426), fill="white")  # a letter's stroke
    labelled(paper, cells[0][0], "金融機関名")
    labelled(paper, cells[1][0], "支店名")
    result = learned(paper)
    assert entry_box(result.form, "bank_name").x0 == pytest.approx(wall, abs=8)
    assert "bank_name" not in result.doubts


def test_a_label_whose_second_line_names_another_entry() -> None:
    """口座名義 over （カナ・左詰め） is no 口座名義 with a remark."""
    paper = a_claim()
    paper.text(160, 350, "振込先口座", size=28)
    cells = paper.table(160, 400, [300, 1100], [110, 90])
    labelled(paper, cells[0][0], "口座名義", "（カナ・左詰め）", size=24)
    labelled(paper, cells[1][0], "口座名義")
    strip = paper.strip(round(cells[0][1].x0) + 8, round(cells[0][1].y0) + 26, 22)
    form = learned(paper).form
    assert entry_box(form, "account_holder").cy == pytest.approx(cells[1][1].cy, abs=10)
    kana = next(e for e in form.pages[0].entries if e.key == "account_holder_kana")
    assert len(kana.strip) == len(strip)


def test_choices_in_two_lines_beside_a_label_that_asks_for_a_ring() -> None:
    paper = Paper(WIDTH, HEIGHT)
    paper.text(600, 120, "交付申請書", size=44)
    cells = paper.table(160, 400, [300, 900], [160])
    labelled(paper, cells[0][0], "設備の種類", "（一つに○）")
    labelled(paper, cells[0][1], "高効率空調設備・太陽熱利用システム", "高効率ボイラ")
    result = learned(paper, programme=PROGRAMMES["nara-business"], kind=DocumentKind.APPLICATION_FORM)
    entry = next(e for e in result.form.pages[0].entries if e.key == "equipment_type")
    assert entry_box(result.form, "equipment_type").cx == pytest.approx(cells[0][1].cx, abs=10)
    assert {o.value for o in entry.options} >= {"高効率空調設備", "太陽熱利用システム", "高効率ボイラ"}


def proxy_rows() -> tuple[Paper, list[Box]]:
    """A heading cell in front of two rows, the second with two labels and their rooms in one cell."""
    paper = Paper(WIDTH, HEIGHT)
    paper.text(600, 120, "交付申請書", size=44)
    top, bottom = paper.table(160, 400, [340, 1000], [80, 80])
    paper.draw.rectangle((164, 474, 497, 488), fill="white")
    for n, words in enumerate(("９　代理申請者", "（代行する場合のみ）")):
        paper.text(180, 454 + 44 * n, words, size=26)
    labelled(paper, top[1], "事業者名")
    labelled(paper, bottom[1], "担当者")
    paper.text(bottom[1].x0 + 500, bottom[1].cy - 17, "電話番号", size=28)
    return paper, [top[1], bottom[1]]


def test_labels_with_their_rooms_in_one_cell_beside_the_heading_of_their_rows() -> None:
    paper, (first, second) = proxy_rows()
    result = learned(paper, programme=PROGRAMMES["nara-smarthouse"], kind=DocumentKind.APPLICATION_FORM)
    name, contact, phone = (entry_box(result.form, f"proxy_{key}") for key in ("name", "contact", "phone"))
    assert (name.x0 > first.x0 + 100, name.cy) == (True, pytest.approx(first.cy, abs=12))
    assert second.x0 + 80 < contact.x0 < contact.x1 < second.x0 + 500
    assert (phone.x0 > second.x0 + 600, phone.cy) == (True, pytest.approx(second.cy, abs=12))


def test_the_day_of_a_letter_belongs_to_no_block() -> None:
    paper = Paper(WIDTH, HEIGHT)
    paper.text(700, 120, "委任状", size=44)
    paper.text(160, 300, "（代理人）", size=28)
    paper.text(240, 360, "所在地", size=28)
    paper.text(1000, 600, "令和　　　年　　　月　　　日", size=28)
    paper.text(160, 700, "（委任者）", size=28)
    paper.text(240, 760, "住所", size=28)
    form = learned(paper, programme=PROGRAMMES["nara-smarthouse"], kind=DocumentKind("power_of_attorney")).form
    assert entry_box(form, "issue_date").cy == pytest.approx(614, abs=12)
    assert entry_box(form, "address").cy == pytest.approx(774, abs=30)


def test_the_last_column_of_a_table_of_rows_belongs_to_it_whatever_heads_it() -> None:
    paper = Paper(WIDTH, HEIGHT)
    paper.text(500, 120, "事業所・施設別申請額一覧", size=44)
    head = ("施設名", "区分", "設備の種類", "補助対象経費", "補助率", "交付される額")
    cells = paper.table(100, 300, [300, 200, 300, 250, 130, 250], [80] * 5)
    for cell, words in zip(cells[0], head, strict=True):
        labelled(paper, cell, words)
    paper.text(cells[4][0].x0 + 20, cells[4][0].cy - 14, "合計", size=28)
    form = learned(paper, programme=PROGRAMMES["nagano-welfare"], kind=DocumentKind.FACILITY_LIST).form
    box = entry_box(form, "facilities")
    assert (box.x1, box.y1) == (pytest.approx(cells[0][-1].x1, abs=8), pytest.approx(cells[3][0].y1, abs=8))


def place(key: str, kind: ValueKind, room: Box) -> Place:
    """An entry with a room, as if a label had led there."""
    label = Label(text=key)
    return Place(FieldSpec(key=key, kind=kind, labels=(label,)), label, Slot(0, room, room))


def said(places: list[Place], paper: Paper) -> dict[str, str]:
    entries = {p.spec.key: Entry(key=p.spec.key, kind=p.spec.kind, box=Box(x0=0, y0=0, x1=1, y1=1)) for p in places}
    return doubts(places, entries, [Ground(0, Layout(paper.read().reading, frozenset()))], frozenset(), "z")


def test_two_entries_with_one_room_are_said() -> None:
    room = Box(x0=500, y0=400, x1=1400, y1=480)
    places = [place("account_holder", ValueKind.PARTY, room), place("account_holder_kana", ValueKind.HOLDER_KANA, room)]
    places.append(place("phone", ValueKind.PHONE, Box(x0=500, y0=480, x1=1400, y1=560)))
    assert said(places, a_claim()) == {
        "account_holder": "account_holder_kana と枠が重なっている",
        "account_holder_kana": "account_holder と枠が重なっている",
    }


def test_a_room_over_a_label_is_said() -> None:
    paper = a_claim()
    paper.text(520, 420, "金融機関名", size=28)
    found = said([place("bank_name", ValueKind.BANK, Box(x0=500, y0=400, x1=1400, y1=480))], paper)
    assert found == {"bank_name": "枠の中に「金融機関名」と印刷されている"}


def test_choices_and_boxes_that_the_room_has_not_are_said() -> None:
    paper = a_claim()
    paper.text(160, 350, "振込先口座", size=28)
    cells = paper.table(160, 400, [300, 400, 300, 400], [90])
    labelled(paper, cells[0][0], "預金種別")
    labelled(paper, cells[0][1], "普通・当座")
    labelled(paper, cells[0][2], "口座番号")
    found = learned(paper, version="a").doubts
    assert found["account_type"] == "選ぶ言葉「貯蓄」が枠の中に見つからない"
    assert found["account_number"] == "一文字ずつの枠が見つからない"
