"""Forms of offices nobody had seen: signs beside amounts, choices in rows beside and under their label, words in a room."""

from __future__ import annotations

import pytest

from models.documents import DocumentKind as K
from tests.extractors.drawnpaper import Paper
from tests.extractors.fields.extracting import extracted, values
from tests.extractors.fields.test_otherforms import request, table
from tests.extractors.fields.test_thirdversions import form
from tests.extractors.fields.test_unlearnedforms import read


@pytest.mark.parametrize("sign", ["B", "(B)", "②"])
def test_an_amount_behind_the_sign_that_a_formula_calls_it_by(sign: str) -> None:
    paper = form()
    heads, first, second = paper.table(60, 120, [400, 110, 500, 300], [60, 90, 90], stroke=3)
    rows = (
        ("区分", "記号", "金額", "算出方法"),
        ("購入金額（税込）", "A" if sign != "②" else "①", "462,000円", "領収書の合計額"),
        ("補助金交付申請額", sign, "46,000円", "A×1/10（上限5万円）"),
    )
    for cells, words in zip((heads, first, second), rows, strict=True):
        for cell, word in zip(cells, words, strict=True):
            paper.text(cell.x0 + 20, cell.cy - 14, word, size=28)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-smarthouse"))
    assert (found["purchase_amount"], found["subsidy_amount"]) == (462_000, 46_000)


def test_choices_beside_their_label_and_under_it() -> None:
    paper = form()
    paper.text(80, 200, "種類（いずれかに印）", size=26)
    places = {
        "家庭用燃料電池（エネファーム）": (700, 200),
        "定置用蓄電池": (120, 245),
        "太陽熱利用システム": (420, 245),
    }
    for word, (x, y) in places.items():
        paper.draw.rectangle((x - 42, y + 3, x - 18, y + 27), outline="black", width=3)
        paper.text(x, y, word, size=30)
    paper.draw.line([(76, 256), (88, 270), (112, 238)], fill="black", width=5)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-smarthouse"))
    assert found["equipment_type"] == "定置用蓄電池"


def test_a_kind_that_was_written_is_none_of_a_list_further_down() -> None:
    found = read(
        K.APPLICATION_FORM,
        (80, 200, "設備の種類"), (480, 200, "定置用蓄電池"),
        (80, 260, "製造者"), (480, 260, "ニチコン"),
        (80, 600, "家庭用燃料電池（エネファーム）"), (700, 600, "太陽熱利用システム"),
        programme="nara-smarthouse",
    )  # fmt: skip
    assert found["equipment_type"] == "定置用蓄電池"


def test_the_mark_of_a_list_that_a_sheet_drops_down_is_no_choice() -> None:
    paper = request()
    table(paper, "設備区分（選択）")
    paper.text(380, 144, "高効率ボイラ", size=30)
    paper.text(1280, 144, "▼", size=30)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-business"))
    assert found["equipment_type"] == "高効率ボイラ"


def test_a_name_under_its_kana_each_behind_its_word() -> None:
    paper = request()
    paper.text(80, 170, "口座名義", size=30)
    for y, word, name in ((140, "カナ", "ヤクシジ ミズホ"), (200, "漢字", "薬師寺瑞穂")):
        paper.text(400, y, word, size=24)
        paper.text(560, y, name, size=32)
    assert values(extracted(K.PAYMENT_REQUEST, paper))["account_holder"] == "薬師寺瑞穂"
    paper = request()
    table(paper, "口座名義")
    paper.text(380, 144, "漢字・薬師寺瑞穂", size=30)
    assert values(extracted(K.PAYMENT_REQUEST, paper))["account_holder"] == "薬師寺瑞穂"


def test_a_size_between_printed_brackets() -> None:
    found = read(K.APPLICATION_FORM, (80, 200, "3 容量又は数量"), (480, 200, "( 5窓"), (760, 200, ")"))
    assert found["capacity"] == "5窓"


def test_a_label_that_goes_on_with_the_goods_name() -> None:
    found = read(
        K.APPLICATION_FORM,
        (80, 200, "製造者名"), (480, 200, "YKK AP"),
        (80, 300, "型番・商品名マドリモ内窓プラマードU"),
        programme="shinjuku-ecohome",
    )  # fmt: skip
    assert found["model"] == "マドリモ内窓プラマードU"


def test_boxes_under_their_heading_behind_a_sign_that_was_misread() -> None:
    paper = Paper(1400, 1000)
    paper.text(500, 20, "補助金交付申請書")
    paper.text(80, 400, "申請する補助金の額", size=36)
    paper.text(80, 540, "￥", size=36, read_as="夫")
    for n, digit in enumerate(" 100000"):
        paper.draw.rectangle((140 + 80 * n, 520, 220 + 80 * n, 600), outline="black", width=3)
        if digit != " ":
            paper.text(166 + 80 * n, 540, digit, size=40)
    assert values(extracted(K.APPLICATION_FORM, paper))["subsidy_amount"] == 100_000


def test_a_number_behind_the_day_it_was_given_in_one_room() -> None:
    paper = form("補助金交付請求書")
    label, room = paper.table(60, 120, [320, 1000], [90], stroke=3)[0]
    paper.text(label.x0 + 12, label.cy - 14, "交付決定年月日・番号", size=26)
    for x, word in ((400, "令和 6 年 8 月 30 日"), (760, "付け"), (860, "脱炭素 第 412"), (1180, "号")):
        paper.text(x, room.cy - 16, word, size=30)
    found = values(extracted(K.PAYMENT_REQUEST, paper, programme="nara-business"))
    assert (found["grant_decision_date"], found["grant_decision_number"]) == ("2024-08-30", "脱炭素第412号")


def test_how_many_in_brackets_behind_the_model() -> None:
    rows = ((80, 200, "3 型式及び台数"), (480, 200, "SZRC160BY"), (820, 200, "(3台"), (960, 200, ")"))
    found = read(K.APPLICATION_FORM, *rows, programme="nara-business")
    assert (found["model"], found["capacity"]) == ("SZRC160BY", "3台")


def test_the_label_beside_the_company_s_is_no_company() -> None:
    paper = form(height=1000)
    paper.text(80, 160, "3．手続代行者（代行を依頼した場合のみ）", size=30)
    heads, rooms = paper.table(60, 220, [640, 640], [60, 100], stroke=3)
    for cell, word in zip(
        (*heads, *rooms), ("会社名", "実務担当者名", "有限会社吉兼電器商会", "吉兼 晴彦"), strict=True
    ):
        paper.text(cell.cx - 90 if cell in heads else cell.x0 + 20, cell.cy - 16, word, size=28)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-smarthouse"))
    assert (found["proxy_name"], found["proxy_contact"]) == ("有限会社吉兼電器商会", "吉兼晴彦")
