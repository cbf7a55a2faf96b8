"""Forms that nobody described, as offices set them: remarks in labels, codes beside names, sums as letters put them."""

from __future__ import annotations

from extractors.fields.layout import Layout
from models.documents import DocumentKind as K
from tests.extractors.drawnpaper import Paper, line, reading
from tests.extractors.fields.extracting import extracted, values


def _digits(paper: Paper, x: int, y: int, digits: str, *, count: int | None = None) -> None:
    """Entry boxes with `digits` in the last of them."""
    boxes = paper.strip(x, y, count or len(digits))
    for box, digit in zip(boxes[len(boxes) - len(digits) :], digits, strict=True):
        paper.text(box.x0 + 12, box.y0 + 14, digit, size=28)


def test_a_remark_on_the_kana_s_label_makes_it_no_name_s() -> None:
    paper = Paper(1400, 600)
    paper.text(500, 20, "補助金交付請求書")
    (kana,), (name,) = paper.table(60, 100, [1280], [110, 100])
    paper.text(kana.x0 + 8, kana.y0 + 4, "口座名義（カタカナ・左づめ）", size=20)
    for box, letter in zip(paper.strip(76, 144, 20), "ミクリヤ　シズエ", strict=False):
        if letter != "　":
            paper.text(box.x0 + 8, box.y0 + 14, letter, size=28)
    paper.text(name.x0 + 8, name.y0 + 4, "口座名義（漢字）", size=20)
    paper.text(name.x0 + 12, name.y0 + 46, "御厨　静江", size=32)
    found = values(extracted(K.PAYMENT_REQUEST, paper))
    assert (found["account_holder_kana"], found["account_holder"]) == ("ミクリヤシズエ", "御厨静江")
