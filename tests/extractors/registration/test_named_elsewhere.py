"""What common forms print and `learn` missed: days, amounts, codes and addresses whose rooms have their labels elsewhere."""

from __future__ import annotations

import pytest

from tests.extractors.registration.blankforms import APPLICATION, entry_box, learned, sheet


def test_a_printed_day_that_the_cell_in_front_of_it_names_is_no_day_of_the_letter() -> None:
    """令和　年　月　日 in the row of 設置完了日, with a remark behind it, on a form that prints no day at its head."""
    paper = sheet("交付申請書")
    cells = paper.table(160, 400, [300, 900], [90, 90])
    paper.text(180, cells[0][0].cy - 14, "メーカー名", size=28)
    paper.text(180, cells[1][0].cy - 14, "設置完了日", size=28)
    for x, words in ((490, "令和"), (640, "年"), (760, "月"), (880, "日　※保証書の開始日と同じ日")):
        paper.text(x, cells[1][1].cy - 14, words, size=28)
    found = learned(paper, kind=APPLICATION)
    assert entry_box(found.form, "installation_date").cy == pytest.approx(cells[1][1].cy, abs=10)
    assert "application_date" in found.missing


def test_an_amount_behind_a_number_and_a_label_whose_unit_has_a_remark() -> None:
    paper = sheet("交付申請書")
    paper.text(160, 700, "３　補助金交付申請額　　金", size=28)
    paper.text(900, 700, "円（千円未満切捨て）", size=28)
    box = entry_box(learned(paper, kind=APPLICATION).form, "subsidy_amount")
    assert box.x0 < 700 and 850 < box.x1 < 960
    assert box.y0 < 714 < box.y1


@pytest.mark.parametrize("front", ["金", "助金の額　金"])
def test_an_amount_in_a_sentence_that_asks_for_it(front: str) -> None:
    paper = sheet("交付申請書")
    paper.text(160, 700, front, size=28)
    paper.text(800, 700, "円を下記のとおり申請します。", size=28)
    entry = next(e for e in learned(paper, kind=APPLICATION).form.pages[0].entries if e.key == "subsidy_amount")
    assert entry.label is not None and entry.label.until == "円"
    assert not entry.strip  # upright strokes of letters are no boxes


def test_an_address_under_the_postal_code_behind_its_label() -> None:
    paper = sheet("交付申請書")
    cell = paper.table(160, 400, [1300], [180])[0][0]
    paper.text(175, 412, "住所", size=22)
    paper.text(240, 412, "郵便番号（", size=22)
    paper.text(450, 412, "－", size=22)
    paper.text(600, 412, "）", size=22)
    box = entry_box(learned(paper, kind=APPLICATION).form, "address")
    assert 425 < box.y0 < 460 and box.y1 == pytest.approx(cell.y1, abs=8)
    assert box.x0 == pytest.approx(cell.x0, abs=8)


def test_boxes_in_the_corner_of_the_address_whose_mark_was_not_read() -> None:
    paper = sheet("交付申請書")
    cells = paper.table(160, 400, [260, 1040], [170])
    paper.text(180, 470, "住所", size=28)
    boxes = paper.strip(470, 415, 7)
    found = learned(paper, kind=APPLICATION)
    box = entry_box(found.form, "postal_code")
    assert box.x0 < boxes[0].x0 + 4 and boxes[-1].x1 - 4 < box.x1 < cells[0][1].x1 - 300
    assert "postal_code" in found.doubts


def test_a_label_with_a_remark_in_words_and_one_that_its_row_s_heading_completes() -> None:
    """代金を支払った日（領収書の日付） is no sentence; 金融機関 in the row of コード asks for the bank's code."""
    paper = sheet("交付申請書")
    cells = paper.table(160, 400, [650, 650], [160])
    paper.text(180, 415, "設置した場所", size=22)
    paper.text(cells[0][1].x0 + 20, 415, "代金を支払った日（領収書の日付）", size=22)
    paper.text(cells[0][1].x0 + 120, 490, "令和　　年　　月　　日", size=28)
    box = entry_box(learned(paper, kind=APPLICATION).form, "purchase_date")
    assert box.cx == pytest.approx(cells[0][1].cx, abs=40)
    paper = sheet()
    paper.text(160, 350, "【振込先】", size=28)
    cells = paper.table(160, 400, [260, 520, 520], [90, 90, 90])
    for row, label in zip(cells, ("金融機関", "コード", "（カ　ナ）"), strict=True):
        paper.text(180, row[0].cy - 14, label, size=28)
    paper.text(cells[1][1].x0 + 15, cells[1][1].cy - 14, "金融機関", size=28)
    boxes = paper.strip(round(cells[1][1].x0) + 160, round(cells[1][1].y0) + 16, 4)
    form = learned(paper).form
    assert entry_box(form, "bank_code").share_inside(cells[1][1].grown(4)) > 0.9
    assert entry_box(form, "bank_code").x1 >= boxes[-1].x1 - 6
    assert entry_box(form, "account_holder_kana").cy == pytest.approx(cells[2][1].cy, abs=10)


def test_labels_one_under_the_other_in_a_cell_have_their_rooms_beside_them() -> None:
    """The wall under the cell, which goes on to the left, is no line to write on."""
    paper = sheet()
    paper.text(160, 350, "振込先口座", size=28)
    paper.table(160, 400, [60, 1240], [170])
    paper.text(245, 430, "名義人（カタカナ）", size=24)
    paper.text(245, 510, "名義人（漢字）", size=24)
    form = learned(paper).form
    assert entry_box(form, "account_holder").x0 > 400 and entry_box(form, "account_holder").y0 < 515
    kana = next(e for e in form.pages[0].entries if e.key == "account_holder_kana")
    assert kana.label is not None and kana.label.text == "名義人(カタカナ)"


def test_what_may_be_written_is_no_label() -> None:
    """自宅・携帯どちらでも可 in the room of 連絡先."""
    paper = sheet("交付申請書")
    cells = paper.table(160, 400, [260, 1040], [90])
    paper.text(180, 430, "連絡先", size=28)
    paper.text(1150, 434, "自宅・携帯どちらでも可", size=20)
    box = entry_box(learned(paper, kind=APPLICATION).form, "phone")
    assert box.x0 == pytest.approx(cells[0][1].x0, abs=8)
