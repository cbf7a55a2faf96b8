"""Labels with numbers of their own and remarks beside their rooms: (6) 口座番号 in front of boxes or of a line to write on."""

from __future__ import annotations

import pytest

from models.documents import DocumentKind
from tests.extractors.drawnpaper import Paper
from tests.extractors.fields.extracting import PROGRAMMES
from tests.extractors.registration.blankforms import APPLICATION, entry_box, learned, sheet

CLAIMED = {
    "bank_name": "(1) 金融機関名",
    "bank_code": "(2) 金融機関コード",
    "branch_name": "(3) 支店名",
    "branch_code": "(4) 支店コード",
    "account_number": "(5) 口座番号",
    "account_holder": "(6) 口座名義",
}


def a_numbered_claim() -> tuple[Paper, dict[str, float]]:
    """A claim whose account stands in the open: numbered labels, lines to write on and boxes behind them; and the middle of
    each row."""
    paper = sheet("交付請求書")
    paper.text(160, 420, "２　振込先", size=30)
    rows: dict[str, float] = {}
    for n, (key, label) in enumerate(CLAIMED.items()):
        y = 500 + 90 * n
        rows[key] = y + 14
        paper.text(200, y, label, size=28)
        if "コード" in label or "番号" in label:
            paper.strip(560, y - 14, 7 if "番号" in label else 4 if "機関" in label else 3)
        else:
            paper.draw.line((560, y + 42, 1000, y + 42), fill="black", width=3)
    paper.text(1030, 500 + 90 * 2, "（支店・出張所まで記入）", size=24)
    return paper, rows


def test_numbered_labels_in_front_of_lines_and_boxes_are_no_headings() -> None:
    paper, rows = a_numbered_claim()
    form = learned(paper, programme=PROGRAMMES["nara-business"], kind=DocumentKind.PAYMENT_REQUEST).form
    assert {key: entry_box(form, key).cy for key in rows} == pytest.approx(rows, abs=24)


def test_a_remark_that_names_what_is_written_in_front_of_it_is_no_label() -> None:
    paper, _ = a_numbered_claim()
    form = learned(paper, programme=PROGRAMMES["nara-business"], kind=DocumentKind.PAYMENT_REQUEST).form
    assert entry_box(form, "branch_name").x0 < 600


def test_a_numbered_heading_in_a_bar_is_no_label() -> None:
    """The bar's lower edge is no line to write on."""
    paper = sheet("交付請求書")
    paper.text(180, 424, "③ 請求金額", size=28)
    for y in (414, 464):
        paper.draw.line((400, y, 1420, y), fill="black", width=3)
    paper.text(180, 500, "請求金額", size=28)
    paper.text(900, 500, "円", size=28)
    form = learned(paper, programme=PROGRAMMES["nara-business"], kind=DocumentKind.PAYMENT_REQUEST).form
    assert entry_box(form, "subsidy_amount").cy == pytest.approx(514, abs=24)


def test_another_label_in_the_row_of_an_entry_is_not_the_entry() -> None:
    """電話番号 and 電子メール side by side, each small in the corner of its own room."""
    paper = sheet("交付申請書")
    [cells] = paper.table(160, 400, [640, 640], [130])
    for cell, words in zip(cells, ("電話番号（日中連絡のつく番号）", "電子メール（任意）"), strict=True):
        paper.text(cell.x0 + 10, cell.y0 + 8, words, size=22)
    form = learned(paper, programme=PROGRAMMES["nara-smarthouse"], kind=APPLICATION).form
    assert entry_box(form, "phone").cx == pytest.approx(cells[0].cx, abs=20)


def test_boxes_right_behind_a_label_are_no_wall() -> None:
    paper = sheet("交付請求書")
    paper.text(160, 420, "振込先口座", size=30)
    paper.text(300, 500, "口座番号", size=24)
    boxes = paper.strip(410, 472, 7, height=80)
    form = learned(paper, programme=PROGRAMMES["nara-business"], kind=DocumentKind.PAYMENT_REQUEST).form
    room = entry_box(form, "account_number")
    assert room.x0 < boxes[0].x0
    assert room.x1 > boxes[-1].x1


def test_a_branch_s_label_set_over_the_width_of_its_column_is_no_ending_of_a_bank() -> None:
    paper = sheet("交付請求書")
    paper.text(160, 420, "振込先口座", size=30)
    for row, (left, right) in enumerate((("金融機関名", "支店"), ("預金種別", "口座番号"))):
        paper.text(160, 500 + 90 * row, left, size=28)
        paper.text(800, 500 + 90 * row, right, size=28, pitch=168 / (len(right) - 1))
    paper.text(400, 590, "普通・当座・貯蓄", size=28)
    form = learned(paper, programme=PROGRAMMES["nara-business"], kind=DocumentKind.PAYMENT_REQUEST).form
    assert entry_box(form, "bank_name").x1 < 805
    assert entry_box(form, "branch_name").x0 > 980
