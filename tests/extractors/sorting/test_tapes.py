"""What tills print carries no title: it is known by its total and how it was paid."""

from __future__ import annotations

import pytest

import programmes
from extractors.sorting import guess_kind
from models.documents import DocumentKind as K
from models.pages import PageReading
from tests.extractors.drawnpaper import line, reading

PROGRAMMES = tuple(programmes.load().values())


def tape(*rows: tuple[str, str] | str) -> PageReading:
    """Rows of one text, or of a text at the left and an amount at the right margin."""
    lines = []
    for i, row in enumerate(rows):
        left, right = (row, "") if isinstance(row, str) else row
        lines.append(line(left, 100, 100 + 70 * i, 40))
        if right:
            lines.append(line(right, 800, 100 + 70 * i, 40))
    return reading(*lines)


TAPES = [
    (
        "デンキのマルヨシ", "TEL:03-3363-2271", ("25/10/13(月)", "19:08"), "ランプ LDL20S", ("@1,150x 4", "4,600外"),
        ("外税計", "32,800"), ("消費税10.0%", "3,280"), ("合計", "￥36,080"), ("クレジット", "￥36,080"), "点数 7",
    ),
    (
        "コメダ建材 桜井店", ("0744-43-7100", "2024.8.17"), ("T/No. 02-11-8837", "店02-レジ11"), ("ビス 75入", "￥896"), "2点× ￥448",
        ("合計(税込)", "￥4,264"), ("(内 消費税", "￥387)"), ("現金", "￥4,264"), "登録番号T9120092749176", "ご使用ポイント 0 残高 552",
    ),
    (
        "住まいの便利屋 かけはし", ("水栓パッキン交換×2", "￥7,000"), ("小計（税抜）", "￥11,200"), ("税10%", "￥1,120"), ("合計", "￥12,320"),
        "Visa 4012 (IC)", "レシート #1097", "2025年09月06日 10:21", "適格請求書T8150078829858",
    ),
    (
        "取引票（お客さま控え）", "株式会社葛城ソーラー", ("取引日時", "2024/09/25 16:05:22"), ("端末番号", "94110-882"), ("伝票番号", "20418"),
        ("取引種別", "QR決済/支払"), ("ブランド", "PayPay"), ("取引金額", "￥330,000"),
    ),
    (
        "秋山金物店", "デンワ 3363-1807", ("25-09-06", "0088"), ("部門01", "￥3,300"), ("部門04", "￥1,650"), ("合計", "￥4,950"), ("内税", "￥450"),
        ("預り", "￥5,000"), ("釣銭", "￥50"), "またのお越しをお待ちしております",
    ),
    (
        "東邦電材 落合営業所", "トウロクNo.T9110190399288", "ゲンキンウリアゲデンピョウ", ("スイッチ", "1,260"), ("ゼイヌキ", "20,160"),
        ("ショウヒゼイ10%", "2,016"), ("ゴウケイ", "22,176円"), "ゲンキンニテリョウシュウシマシタ",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    "rows", TAPES, ids=["electronics", "home centre", "card terminal", "code payment", "old register", "kana"]
)
def test_a_tape_without_a_title_is_a_receipt(rows: tuple[tuple[str, str] | str, ...]) -> None:
    assert guess_kind(tape(*rows), PROGRAMMES).kind is K.RECEIPT


def test_an_untitled_bill_with_its_tax_and_its_registered_number_is_no_tape() -> None:
    bill = tape(
        "株式会社山田工務店", "登録番号T9120092749176", "担当 佐藤", ("設置工事", "120,000"), ("小計", "120,000"),
        ("消費税10%", "12,000"), ("合計", "132,000"),
    )  # fmt: skip
    assert guess_kind(bill, PROGRAMMES).kind is not K.RECEIPT


def test_a_slip_without_a_total_is_no_tape() -> None:
    slip = tape(
        "ご案内", ("24-09-04", "13:55"), "担当 佐藤", "毎度ありがとうございます", "ポイント残高 552", ("現金", "￥0")
    )
    assert guess_kind(slip, PROGRAMMES).kind is K.UNKNOWN


def test_a_receipt_written_down_the_page_is_no_envelope() -> None:
    words = (
        "領収証",
        "大久保雅彦殿",
        "金壱拾六萬五千円也",
        "但し内窓設置工事",
        "右の金額正に領収致しました",
        "令和七年六月五日",
    )
    columns = [line(w, 900 - 90 * i, 200, 40, vertical=True) for i, w in enumerate(words)]
    assert guess_kind(reading(*columns), PROGRAMMES).kind is K.RECEIPT
