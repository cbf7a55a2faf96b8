"""Forms that nobody described, as offices set them: remarks in labels, codes beside names, sums as letters put them."""

from __future__ import annotations

import pytest

from extractors.fields.layout import Layout
from extractors.fields.texts import is_how_to
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


def test_kana_in_boxes_under_their_label_begin_with_the_first_however_low_it_stands() -> None:
    letters = [line(c, x, 90 + dy, 24) for c, x, dy in zip("ワタナベゲンゴ", (100, 150, 200, 250, 360, 410, 460), (4, 0, 2, 3, 1, 5, 2), strict=True)]  # fmt: skip
    (strip,) = Paper(1400, 600).table(80, 80, [700], [60])[0]
    page = Layout(reading(line("口座名義人（カナ）", 60, 40, 24), *letters, cells=(strip,)))
    (hit,) = page.find("口座名義人（カナ）")
    region = page.below(hit)
    assert region is not None and region.raw == "ワ タ ナ ベ ゲ ン ゴ"


def test_a_representative_of_whatever_kind() -> None:
    paper = Paper(1400, 600)
    paper.text(500, 20, "補助金登録申請書")
    for y, words in ((150, "代表者等名代表取締役社長薄衣康弘"), (220, "電話番号044-541-7206")):
        paper.text(600, y, words, size=28)
    assert values(extracted(K.APPLICATION_FORM, paper))["representative_name"] == "薄衣康弘"


def test_a_sum_as_letters_put_it() -> None:
    paper = Paper(1400, 1200)
    paper.text(600, 60, "請求書")
    for x, y, words in ((80, 200, "新宿区長 殿"), (80, 300, "一、金"), (500, 300, "100,000 円也")):
        paper.text(x, y, words, size=30)
    paper.text(80, 400, "ただし、新宿区省エネルギー機器等導入補助金として", size=28)
    assert values(extracted(K.PAYMENT_REQUEST, paper))["subsidy_amount"] == 100000


def test_codes_in_boxes_behind_the_names_that_one_label_asks_for_with_them() -> None:
    paper = Paper(1400, 600)
    paper.text(500, 20, "補助金交付請求書")
    rows = (("金融機関（コード）", "ゆうちょ銀行", "9900"), ("店名（コード）", "〇一八店", "018"))
    for cells, (label, name, code) in zip(paper.table(60, 100, [260, 600, 400], [80] * 2), rows, strict=True):
        paper.text(cells[0].x0 + 8, cells[0].y0 + 26, label, size=26)
        paper.text(cells[1].x0 + 8, cells[1].y0 + 26, name, size=28)
        _digits(paper, int(cells[2].x0) + 14, int(cells[2].y0) + 12, code)
    found = values(extracted(K.PAYMENT_REQUEST, paper))
    assert (found["bank_code"], found["branch_code"]) == ("9900", "018")
    assert found["bank_name"] == "ゆうちょ銀行"


def test_codes_in_a_row_of_their_own_behind_the_words_for_bank_and_branch() -> None:
    paper = Paper(1400, 600)
    paper.text(500, 20, "補助金交付請求書")
    cells = paper.table(60, 100, [220, 540, 520], [80])[0]
    paper.text(cells[0].x0 + 60, cells[0].y0 + 26, "コード", size=26)
    for cell, label, code in ((cells[1], "金融機関", "0162"), (cells[2], "支店", "240")):
        paper.text(cell.x0 + 10, cell.y0 + 26, label, size=26)
        _digits(paper, int(cell.x0) + 160, int(cell.y0) + 12, code)
    found = values(extracted(K.PAYMENT_REQUEST, paper))
    assert (found["bank_code"], found["branch_code"]) == ("0162", "240")


def test_a_day_whose_row_is_headed_by_another_label_is_not_that_of_the_application() -> None:
    paper = Paper(1400, 700)
    paper.text(500, 20, "補助金交付申請書")
    rows = (("事業着手予定日", "令和6年10月中旬"), ("事業完了予定日", "令和6年12月20日"))
    for cells, words in zip(paper.table(60, 300, [400, 880], [80] * 2), rows, strict=True):
        for cell, text in zip(cells, words, strict=True):
            paper.text(cell.x0 + 12, cell.y0 + 26, text, size=28)
    assert values(extracted(K.APPLICATION_FORM, paper)).get("application_date") is None
    paper.text(900, 120, "令和6年7月29日", size=28)
    assert values(extracted(K.APPLICATION_FORM, paper))["application_date"] == "2024-07-29"


def test_how_an_amount_is_worked_out_is_not_the_amount() -> None:
    paper = Paper(1400, 600)
    paper.text(500, 20, "補助金交付申請書")
    paper.text(80, 214, "補助金申請額 A×1/4", size=28)
    _digits(paper, 600, 200, "46000", count=8)
    assert values(extracted(K.APPLICATION_FORM, paper))["subsidy_amount"] == 46000


@pytest.mark.parametrize("words", ["A×1/4", "A×1/3（千円未満切捨て）", "Ａ×１／３(千円未満切捨)"])
def test_how_an_amount_is_worked_out_may_have_a_remark(words: str) -> None:
    assert is_how_to(words)


def test_an_entry_is_blank_though_its_label_has_a_remark_behind_it() -> None:
    paper = Paper(1400, 600)
    paper.text(500, 20, "補助金交付申請書")
    for x, y, words in ((80, 120, "氏名"), (80, 165, "渡邊　源吾"), (700, 120, "電話番号 日中の連絡先")):
        paper.text(x, y, words, size=28)
    phone = extracted(K.APPLICATION_FORM, paper).fields["phone"]
    assert phone.value is None and phone.blank


def test_the_second_half_of_a_postal_code_read_into_the_first_s_end() -> None:
    page = Layout(reading(line("郵便番号：161", 100, 60, 40), line("0033", 340, 60, 40)), frozenset({"郵便番号"}))
    (hit,) = page.find("郵便番号")
    assert hit.rest is not None and hit.rest.box.x1 > 340
    region = page.beside(hit)
    assert region is not None and region.raw == "161 0033"


@pytest.mark.parametrize(("must", "may"), [("必須", "任意"), ("【必須】", "［任意］"), ("(必須)", "（任意）")])
def test_what_online_forms_print_between_labels_and_entries_is_no_part_of_either(must: str, may: str) -> None:
    paper = Paper(1400, 900)
    paper.text(300, 20, "補助金交付申請書（電子申請）")
    rows = (
        ("氏名", must, "勅使河原 翔"),
        ("製造者名", must, "オムロン"),
        ("型番", must, "KP-BU98B-S"),
        ("電話番号", may, "090-3174-8256"),
    )
    for n, (label, badge, entry) in enumerate(rows):
        paper.text(100, 120 + 90 * n, label)
        paper.text(520, 124 + 90 * n, badge, size=18)
        paper.text(630, 120 + 90 * n, entry)
    found = values(extracted(K.APPLICATION_FORM, paper))
    assert (found["applicant_name"], found["manufacturer"], found["model"]) == ("勅使河原翔", "オムロン", "KP-BU98B-S")
    assert found["phone"] == "09031748256"


@pytest.mark.parametrize(
    ("read", "plain"),
    [
        ("氏名（漢字）必須", "氏名（漢字）"), ("電話番号 任意", "電話番号"), ("必須勅使河原 翔", "勅使河原 翔"), ("任意 山田 太郎", "山田 太郎"),
        ("任意団体奈良まちづくり会", "任意団体奈良まちづくり会"), ("押印は任意です", "押印は任意です"), ("必須", None),
    ],
)  # fmt: skip
def test_a_badge_read_onto_words_is_cut_off(read: str, plain: str | None) -> None:
    texts = Layout(reading(line(read, 100, 100, 30))).texts
    assert [t.raw for t in texts] == ([plain] if plain is not None else [])
