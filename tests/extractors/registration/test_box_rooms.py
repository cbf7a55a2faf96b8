"""Boxes for single characters that lie under their label."""

from __future__ import annotations

from extractors.registration.words import parted
from models.pages import TextLine
from tests.extractors.drawnpaper import Paper, line
from tests.extractors.registration.blankforms import APPLICATION, entry_box, learned, sheet


def boxes_of(paper: Paper, key: str, **more: object) -> int:
    """How many boxes for single characters the entry's room has."""
    form = learned(paper, **more).form  # type: ignore[arg-type]
    return next(len(e.strip) for e in form.pages[0].entries if e.key == key)


def test_boxes_under_their_label_in_a_cell_that_others_share() -> None:
    """The code of a bank in a corner of the bank's own room, its boxes a little to the right."""
    paper = sheet()
    paper.text(160, 350, "振込先口座", size=28)
    cells = paper.table(160, 400, [260, 1000], [127])
    paper.text(180, 450, "金融機関名", size=28)
    paper.text(cells[0][1].x0 + 40, cells[0][1].y1 - 40, "銀行　　信用金庫　　信用組合", size=26)
    paper.text(1160, 412, "金融機関コード", size=20)
    paper.strip(1180, 450, 4)
    assert boxes_of(paper, "bank_code") == 4


def test_boxes_under_an_amount_in_the_open_and_behind_its_remark() -> None:
    paper = sheet("交付申請書")
    frame = paper.table(160, 400, [1300], [175])[0][0]
    paper.text(190, 425, "購入金額（消費税込み）", size=28)
    paper.text(205, 500, "見積額ではなく、領収書の額", size=24)
    paper.strip(round(frame.x0) + 480, 470, 8)
    paper.text(190, 700, "交付申請額（千円未満は切捨て）", size=28)
    paper.strip(210, 768, 7)
    assert boxes_of(paper, "purchase_amount", kind=APPLICATION) == 8
    assert boxes_of(paper, "subsidy_amount", kind=APPLICATION) == 7


def test_boxes_with_a_label_of_their_own_belong_to_no_label_above() -> None:
    paper = sheet("交付申請書")
    paper.text(190, 400, "購入金額", size=28)
    paper.text(190, 470, "手数料", size=28)
    paper.strip(420, 465, 7)
    box = entry_box(learned(paper, kind=APPLICATION).form, "purchase_amount")
    assert box.y1 < 465


def test_a_label_with_a_sentence_behind_it_over_its_boxes() -> None:
    paper = sheet()
    paper.text(160, 350, "振込先口座", size=28)
    paper.text(170, 420, "口座名義人（カナ）姓と名の間は１マスあけ、左からつめてご記入ください。", size=24)
    paper.strip(184, 460, 20)
    cells = paper.table(160, 540, [1300], [90])
    paper.text(cells[0][0].x0 + 15, cells[0][0].cy - 12, "口座名義人（漢字）", size=24)
    assert boxes_of(paper, "account_holder_kana") == 20


def test_a_t_by_itself_is_a_postal_mark() -> None:
    def said(*lines: TextLine) -> list[str]:
        return [x.text for x in parted(lines)]

    assert said(line("T", 100, 100)) == ["〒"]
    assert said(line("登録番号", 100, 100), line("T", 300, 100)) == ["登録番号", "T"]
    assert said(line("T", 100, 100), line("E", 200, 100), line("L", 300, 100)) == ["T", "E", "L"]
