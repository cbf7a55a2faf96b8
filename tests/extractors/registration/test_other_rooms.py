"""Whose room it is, and what a form prints into it."""

from __future__ import annotations

import pytest

from extractors.registration.learning import learn
from models.documents import DocumentKind
from models.geometry import Box
from tests.extractors.registration.blankforms import (
    APPLICATION,
    NAGANO,
    PROGRAMMES,
    SHINJUKU,
    entry_box,
    learned,
    sheet,
)


def test_a_day_under_the_label_of_another_entry_is_not_the_letters() -> None:
    first, second = sheet("交付申請書"), sheet("交付申請書　その２")
    cell = first.table(160, 400, [650, 650], [130])[0][1]
    first.text(cell.x0 + 10, 408, "設置が完了した日", size=24)
    second.text(232, 1900, "申請日", size=28)
    for paper, x, y in ((first, cell.x0 + 40, 470), (second, 482, 1900)):
        for n, words in enumerate(("令和", "年", "月", "日")):
            paper.text(x + 130 * n, y, words, size=28)
    form = learn([first.read(), second.read()], SHINJUKU, APPLICATION, "z", "blank.pdf").form
    assert [[e.key for e in page.entries] for page in form.pages] == [["installation_date"], ["application_date"]]


def test_a_heading_in_front_of_a_column_of_labels_is_no_label() -> None:
    paper = sheet()
    paper.text(134, 600, "請求者", size=30)
    for n, words in enumerate(("郵便番号", "所在地", "法人等の名称", "電話番号")):
        paper.text(410, 600 + 90 * n, words, size=28)
    room = entry_box(learned(paper, programme=NAGANO).form, "applicant_name")
    assert room.cy == pytest.approx(794, abs=20)


def test_the_end_of_another_label_is_no_label_in_a_sentence() -> None:
    paper = sheet()
    paper.table(160, 420, [1300], [150])
    paper.text(180, 432, "交付決定の内容", size=22)
    for x, words in ((190, "通知の日付"), (362, "令和"), (493, "年"), (595, "月"), (698, "日"), (882, "指令番号")):
        paper.text(x, 500, words, size=28)
    paper.text(160, 650, "振込先口座", size=28)
    cells = paper.table(160, 700, [260, 600], [90])
    paper.text(175, 730, "種目・番号", size=28)
    form = learned(paper, programme=NAGANO).form
    box = entry_box(form, "grant_decision_number")
    assert entry_box(form, "grant_decision_date").share_inside(Box(x0=310, y0=460, x1=890, y1=560)) > 0.9
    assert box.cy == pytest.approx(514, abs=30)
    assert not box.intersection(cells[0][0])


def test_a_label_of_a_row_of_words_leads_to_the_next_cell_where_it_has_a_cell_of_its_own() -> None:
    paper = sheet("交付申請書")
    ((label, room),) = paper.table(140, 420, [300, 1080], [58])
    paper.text(147, 422, "申請日", size=27)
    paper.text(147, 456, "Date", size=18)
    for x, words in ((450, "令和"), (560, "年"), (660, "月"), (760, "日")):
        paper.text(x, 434, words, size=28)
    found = entry_box(
        learned(paper, programme=PROGRAMMES["nara-smarthouse"], kind=APPLICATION).form, "application_date"
    )
    assert found.share_inside(room.grown(4)) == 1
    assert not found.intersection(label)


def test_the_edge_of_a_table_is_no_line_to_write_on_where_one_is_drawn() -> None:
    paper = sheet("事業所・施設別申請額一覧")
    paper.text(120, 300, "申請者（法人等の名称）", size=26)
    paper.draw.line((440, 346, 1380, 346), fill="black", width=3)
    head = ("施設名", "区分", "設備の種類", "補助対象経費", "補助率", "申請額")
    cells = paper.table(110, 380, [300, 200, 300, 250, 130, 250], [80] * 4)
    for cell, words in zip(cells[0], head, strict=True):
        paper.text(cell.x0 + 20, cell.cy - 14, words, size=28)
    room = entry_box(learned(paper, programme=NAGANO, kind=DocumentKind.FACILITY_LIST).form, "applicant_name")
    assert Box(x0=450, y0=312, x1=1300, y1=340).share_inside(room) == 1


def test_brackets_of_a_telephone_number_and_an_address_begun_are_no_labels() -> None:
    paper = sheet("交付申請書")
    paper.text(197, 400, "住　　　所", size=28)
    paper.text(440, 400, "東京都新宿区", size=28)
    for x, words in ((197, "電"), (320, "話"), (444, "（"), (577, "）")):
        paper.text(x, 500, words, size=28)
    form = learned(paper, kind=APPLICATION).form
    address, phone = entry_box(form, "address"), entry_box(form, "phone")
    assert (address.x0 < 440, address.cy) == (True, pytest.approx(414, abs=20))
    assert phone.x0 < 444
