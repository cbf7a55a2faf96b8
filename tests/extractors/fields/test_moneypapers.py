"""Receipts, invoices and estimates: A4, till roll, receipt book; who paid whom how much for what."""

from __future__ import annotations

import pytest

from extractors.fields.certainty import place_doubted
from extractors.fields.descriptions import description
from extractors.fields.layout import Layout
from extractors.fields.papernumbers import paper_number
from models.documents import DocumentKind as K
from models.documents import Field, Value
from tests.extractors.drawnpaper import Paper, line, reading
from tests.extractors.fields.extracting import extracted, values, written

COMPANY = "株式会社サンプル電機"
NUMBER = "T7000012050002"
"""T and thirteen digits."""


def invoice() -> Paper:
    paper = Paper(1200, 1500)
    paper.text(450, 60, "請求書", size=60)
    paper.text(850, 160, "請求日 2025年5月1日")
    paper.text(850, 210, "請求書番号 INV-2025-014")
    paper.text(100, 180, "山田太郎 様")
    paper.text(100, 260, "件名：蓄電池設置工事")
    paper.text(100, 340, "ご請求金額", size=36)
    paper.text(420, 335, "￥143,000", size=44)
    paper.text(700, 300, COMPANY)
    paper.text(700, 345, "〒630-8001 奈良市法華寺町1-2")
    paper.text(700, 390, "TEL 0742-12-3456")
    paper.text(700, 435, f"登録番号 {NUMBER}")
    paper.grid(
        80,
        540,
        [
            ["品名", "数量", "単位", "単価", "金額"],
            ["蓄電池 ES-10", "1", "台", "100,000", "100,000"],
            ["設置工事", "2", "式", "17,500", "35,000"],
            ["値引き", "1", "式", "-5,000", "-5,000"],
        ],
        [400, 110, 110, 180, 220],
    )
    paper.text(700, 840, "小計")
    paper.text(900, 840, "130,000")
    paper.text(700, 890, "消費税（10%）")
    paper.text(940, 890, "13,000")
    paper.text(700, 940, "合計")
    paper.text(900, 940, "143,000")
    return paper


def test_an_invoice_on_a4() -> None:
    document = extracted(K.INVOICE, invoice())
    found = values(document)
    items = found.pop("line_items")
    assert found == {
        "issue_date": "2025-05-01",
        "document_number": "INV-2025-014",
        "payer_name": "山田太郎",
        "description": "蓄電池設置工事",
        "invoice_number": NUMBER,
        "issuer_name": COMPANY,
        "total_amount": 143000,
        "subtotal_amount": 130000,
        "tax_amount": 13000,
    }
    assert items == [
        {"name": "蓄電池 ES-10", "qty": 1, "unit": "台", "unit_price": 100000, "amount": 100000},
        {"name": "設置工事", "qty": 2, "unit": "式", "unit_price": 17500, "amount": 35000},
        {"name": "値引き", "qty": 1, "unit": "式", "unit_price": -5000, "amount": -5000},
    ]


def test_every_field_says_where_it_stands_and_that_it_is_exact() -> None:
    paper = invoice()
    document = extracted(K.INVOICE, paper)
    width, height = paper.image.size
    where = {line.text: line.box for line in paper.lines}
    box = document.fields["payer_name"].box
    drawn = where["山田太郎 様"]
    assert box is not None
    assert (box.x0 * width, box.cy * height) == pytest.approx((drawn.x0, drawn.cy), abs=3)
    assert box.x1 * width < drawn.x1, "without 様"
    amount = document.fields["line_items"].cells["line_items[1].amount"]
    assert (amount.cx * width, amount.cy * height) == pytest.approx((where["35,000"].cx, where["35,000"].cy), abs=3)
    assert all(f.exact and f.page_index == 0 and f.readings for f in document.fields.values())


def test_a_receipt_from_a_receipt_book() -> None:
    paper = Paper(1200, 700)
    paper.table(30, 30, [1140], [640])
    paper.text(480, 60, "領 収 書", size=56)
    paper.text(850, 60, "No. 0123")
    paper.text(100, 160, "山田 太郎")
    paper.text(450, 160, "様")
    paper.text(800, 160, "令和7年5月10日")
    paper.text(250, 250, "￥143,000－", size=60)
    paper.text(150, 360, "但し 蓄電池設備代として")
    paper.text(150, 410, "上記正に領収いたしました")
    paper.text(150, 480, "内訳 税抜金額 130,000円")
    paper.text(236, 530, "消費税額 13,000円")
    paper.text(700, 500, COMPANY)
    paper.text(700, 545, "奈良市法華寺町1-2 TEL 0742-12-3456")
    found = values(extracted(K.RECEIPT, paper))
    assert found["total_amount"] == 143000
    assert found["payer_name"] == "山田太郎"
    assert found["issue_date"] == "2025-05-10"
    assert found["issuer_name"] == COMPANY
    assert found["description"] == "蓄電池設備代"
    assert found["document_number"] == "0123"
    assert (found.get("subtotal_amount"), found.get("tax_amount")) == (130000, 13000)


def till_roll() -> Paper:
    paper = Paper(560, 1200)
    for i, words in enumerate(
        [COMPANY, "奈良市法華寺町1-2", "TEL 0742-12-3456", f"登録番号 {NUMBER}", "領収書", "2025/05/10 14:22", "LED照明器具",
         "2個 × 12,000", "取付費", "1式 × 6,000"]
    ):  # fmt: skip
        paper.text(40, 40 + 60 * i, words, size=28)
    paper.text(360, 40 + 60 * 7, "￥24,000", size=28)
    paper.text(360, 40 + 60 * 9, "￥6,000", size=28)
    for i, (label, amount) in enumerate(
        [
            ("小計", "￥30,000"),
            ("消費税", "￥3,000"),
            ("合計", "￥33,000"),
            ("お預り", "￥40,000"),
            ("お釣り", "￥7,000"),
        ]
    ):
        paper.text(40, 680 + 60 * i, label, size=28)
        paper.text(360, 680 + 60 * i, amount, size=28)
    return paper


def test_a_receipt_from_a_till() -> None:
    found = values(extracted(K.RECEIPT, till_roll()))
    assert (found["total_amount"], found["subtotal_amount"], found["tax_amount"]) == (33000, 30000, 3000)
    assert found["issue_date"] == "2025-05-10"
    assert found["issuer_name"] == COMPANY
    assert found["invoice_number"] == NUMBER
    assert found["line_items"] == [
        {"name": "LED照明器具", "qty": 2, "unit": "個", "unit_price": 12000, "amount": 24000},
        {"name": "取付費", "qty": 1, "unit": "式", "unit_price": 6000, "amount": 6000},
    ]


# ------------------------------------------------------------------ amounts
def amounts(*lines: str | tuple[int, int, str]) -> tuple[Value, Value, Value]:
    found = values(extracted(K.RECEIPT, written(*lines)))
    return found.get("total_amount"), found.get("subtotal_amount"), found.get("tax_amount")


@pytest.mark.parametrize(
    "written_as",
    ["金 1,234,567 円也", "￥1,234,567－", "金壱百弐拾参万四千五百六拾七円也", "合計金額 1,234,567円（税込）"],
)
def test_a_total_however_it_is_written(written_as: str) -> None:
    assert amounts("領収書", "山田太郎 様", written_as)[0] == 1234567


def test_of_several_totals_the_one_that_adds_up_is_believed() -> None:
    assert amounts("合計 99,000円", "小計 100,000円", "消費税 10,000円", "ご請求金額 110,000円") == (
        110000,
        100000,
        10000,
    )


def test_amounts_that_do_not_add_up_are_still_told() -> None:
    assert amounts("ご請求金額 120,000円", "小計 100,000円", "消費税 10,000円") == (120000, 100000, 10000)


def test_no_amount_no_field() -> None:
    assert amounts("領収書", "山田太郎 様") == (None, None, None)


# ------------------------------------------------------------------ numbers
def receipt(*lines: str) -> dict[str, Value]:
    return values(extracted(K.ESTIMATE, written(*lines)))


def test_the_invoice_number_is_not_the_papers_number() -> None:
    found = receipt("請求書", f"登録番号 {NUMBER}", "No. 2025-7")
    assert (found["invoice_number"], found["document_number"]) == (NUMBER, "2025-7")
    assert "document_number" not in receipt("請求書", f"登録番号 {NUMBER}")


def test_an_unreadable_invoice_number_is_kept_for_a_person() -> None:
    field: Field = extracted(K.INVOICE, written("登録番号 T70000120500")).fields["invoice_number"]
    assert field.value is None and not field.blank
    assert "T70000120500" in field.raw


@pytest.mark.parametrize(
    ("words", "wanted"),
    [("但し 給湯器代として", "給湯器代"), ("件名：窓改修工事", "窓改修工事"), ("工事名 屋根工事", "屋根工事")],
)
def test_what_it_was_for(words: str, wanted: str) -> None:
    assert receipt("領収書", words)["description"] == wanted


# ------------------------------------------------------------------ tables
def table(*rows: list[str], widths: tuple[int, ...] = (450, 120, 200, 250)) -> list[dict[str, object]] | None:
    paper = Paper(1200, 1000)
    paper.grid(60, 60, list(rows), list(widths))
    found = values(extracted(K.INVOICE, paper)).get("line_items")
    return found if isinstance(found, list) else None


def test_the_sum_ends_the_rows() -> None:
    rows = table(
        ["品名", "数量", "単価", "金額"],
        ["蓄電池", "1", "900", "900"],
        ["合計", "", "", "900"],
        ["参考", "1", "5", "5"],
    )
    assert rows is not None
    assert [r["name"] for r in rows] == ["蓄電池"]


def test_what_one_row_lacks_follows_where_it_is_certain() -> None:
    rows = table(
        ["品名", "数量", "単価", "金額"],
        ["蓄電池", "1", "", "90,000"],
        ["工事", "", "2,500", "7,500"],
        ["部材", "3", "", "800"],
    )
    assert rows is not None
    assert (rows[0]["unit_price"], rows[1]["qty"]) == (90000, 3)
    assert rows[2]["unit_price"] is None, "800 for three: nobody knows"


def test_a_name_that_goes_on_in_the_next_line_is_one_name() -> None:
    paper = Paper(1200, 600)
    for x, words in ((100, "品名"), (700, "数量"), (900, "金額")):
        paper.text(x, 100, words)
    paper.text(100, 170, "家庭用蓄電池システム")
    paper.text(700, 170, "1")
    paper.text(900, 170, "900,000")
    paper.text(100, 205, "（屋外設置型）")
    items = values(extracted(K.INVOICE, paper))["line_items"]
    assert isinstance(items, list)
    assert [r["name"] for r in items] == ["家庭用蓄電池システム（屋外設置型）"]


def test_a_paper_that_itemises_nothing_has_no_rows() -> None:
    assert "line_items" not in receipt("領収書", "山田太郎 様", "￥1,000")
    assert table(["数量", "備考", "単価", "日付"], ["1", "なし", "5", "5/1"]) is None


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("領収証No. 68194", "68194"),
        ("レジ#3 担当:堀 No.240920-30", "240920-30"),
        ("伝票番号：009427 レジ05", "009427"),
        ("領取番号：004020", "004020"),
        ("N241205-21", "241205-21"),
        ("発行番号 SK-R3755-86", "SK-R3755-86"),
        ("発行番号R7153 21.", "R715321"),
        ("発行番号 R7153 12月1日", "R7153"),
        ("取引潘号 007955", "007955"),
        ("No.8653レジ7768", None),
        ("登録番号 T7000012050002", None),
        ("お客様番号 12345", None),
        ("口座番号 1234567", None),
        ("TEL 0742-12-3456", None),
    ],
)
def test_whose_number_it_is(line: str, number: str | None) -> None:
    assert values(extracted(K.RECEIPT, written("領収書", line))).get("document_number") == number


def test_the_letter_of_a_registration_number_may_be_read_as_part_of_its_label() -> None:
    assert values(extracted(K.INVOICE, written("請求書", "登録番18384674209483")))["invoice_number"] == "T8384674209483"


def test_the_closing_of_the_purpose_goes_with_what_follows_it() -> None:
    found = values(extracted(K.RECEIPT, written("領収書", "但し 内窓設置工事代 として、上記正に領収いたしました。")))
    assert found["description"] == "内窓設置工事代"


def test_what_was_paid_for_ends_where_another_column_begins() -> None:
    paper = written(
        (100, 100, "御見積書"), (100, 200, "件名"), (300, 200, "空調設備設置工事"), (900, 200, "住まいと電気の専門店")
    )
    assert values(extracted(K.ESTIMATE, paper))["description"] == "空調設備設置工事"


def test_the_number_of_a_card_slip_beside_is_not_the_receipts() -> None:
    paper = written("株式会社ケイワイズ", (100, 200, "取引No5190 3号機"), (100, 300, "合計 ￥16,280"))
    paper.draw.rectangle((600, 60, 1150, 600), outline="black", width=3)
    paper.text(620, 100, "クレジットカード売上票", size=26)
    paper.text(620, 160, "伝票番号 79313", size=26)
    assert values(extracted(K.RECEIPT, paper))["document_number"] == "5190"


def boxed(*lines: tuple[int, int, str], figures: str = "411070") -> dict[str, Value]:
    """A receipt whose sum is written into boxes."""
    paper = written("領収証", *lines)
    for number, figure in enumerate(f"￥{figures}"):
        x = 300 + 90 * number
        paper.draw.rectangle((x, 200, x + 90, 300), outline="black", width=3)
        paper.text(x + 24, 225, figure, size=44)
    return values(extracted(K.RECEIPT, paper))


def test_the_sum_in_boxes_is_the_total_whatever_is_printed_below() -> None:
    found = boxed((100, 400, "税抜金額 373,700"), (100, 460, "消費税額(10%) 37,370"))
    totals = {k: found.get(k) for k in ("total_amount", "subtotal_amount", "tax_amount")}
    assert totals == {"total_amount": 411070, "subtotal_amount": 373700, "tax_amount": 37370}


def test_a_sum_in_boxes_that_nothing_proves_is_doubted() -> None:
    paper = written("領収証", (100, 400, "合計 ￥500,000"))
    for number, figure in enumerate("￥411070"):
        x = 300 + 90 * number
        paper.draw.rectangle((x, 200, x + 90, 300), outline="black", width=3)
        paper.text(x + 24, 225, figure, size=44)
    field = extracted(K.RECEIPT, paper).fields["total_amount"]
    assert field.value == 411070 and any(not c.supports for c in field.corroborations)


def test_what_follows_the_words_of_what_was_paid_for() -> None:
    paper = written("領収証", (100, 200, "但書"), (260, 200, "蓄電池 取付工事代として"), (800, 200, "税抜額 1,810,000"))
    assert values(extracted(K.RECEIPT, paper))["description"] == "蓄電池 取付工事代"


# ---------------------------------------------------------------- words of other shops
@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("3 件名　LED照明一式", "LED照明一式"), ("１．件　名 LED照明一式", "LED照明一式"), ("御照会件名：LED照明一式", "LED照明一式"),
        ("工事（現場）名 LED照明設置工事", "LED照明設置工事"), ("但レエコキュート代として", "エコキュート代"), ("但 レンジフード代として", "レンジフード代"),
        ("但し エコキュート工事代とし", "エコキュート工事代"),
    ],
)  # fmt: skip
def test_what_was_paid_for_in_other_words(line: str, found: str) -> None:
    assert str(values(extracted(K.RECEIPT, written("領収書", line)))["description"]).replace(" ", "") == found


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("整理番号：7領-102",), "7領-102"),
        (("領収書 #c7298",), "c7298"),
        (((700, 80, "ご注文番号"), (950, 80, "：8768785892")), "8768785892"),
        (((100, 80, "レジ:03 責No.118"), (700, 80, "No.7731")), "7731"),
        (("担当No.12 伝票No.7731",), "7731"),
    ],
)
def test_numbers_of_other_shops(lines: tuple[str | tuple[int, int, str], ...], found: str) -> None:
    assert values(extracted(K.RECEIPT, written((100, 10, "領収書"), *lines)))["document_number"] == found


def test_who_pays_is_the_company_whose_representative_is_named() -> None:
    paper = written("請求書", (100, 150, COMPANY), (100, 200, "代表者　白石 友彦 様"))
    assert values(extracted(K.INVOICE, paper))["payer_name"] == COMPANY
    assert values(extracted(K.INVOICE, written("請求書", (100, 200, "白石 友彦 様"))))["payer_name"] == "白石友彦"


def test_the_sum_of_the_goods_is_what_the_total_is_without_its_tax() -> None:
    paper = written(
        (450, 60, "工事見積書"), (400, 140, "見積金額（税込）"), (700, 140, "¥4,298,140"), (600, 500, "合計"), (900, 500, "3,907,400"),
        (600, 560, "消費税(10%)"), (900, 560, "390,740"),
    )  # fmt: skip
    found = values(extracted(K.ESTIMATE, paper))
    assert (found["total_amount"], found["subtotal_amount"], found["tax_amount"]) == (4_298_140, 3_907_400, 390_740)


def test_goods_of_a_list_in_a_letter() -> None:
    paper = written(
        "見積書", "見積金額 金1,308,450円", "（税抜 1,189,500円、消費税 118,950円）",
        (100, 400, "① 業務用エアコン PLZ-ERMP140H4"), (700, 400, "1 台"), (850, 400, "1,125,000 円"),
        (100, 460, "② 電源配線工事"), (700, 460, "1 式"), (850, 460, "64,500 円"),
    )  # fmt: skip
    rows = values(extracted(K.ESTIMATE, paper))["line_items"]
    assert isinstance(rows, list)
    assert [(r["name"], r["qty"], r["amount"]) for r in rows] == [
        ("業務用エアコン PLZ-ERMP140H4", 1, 1_125_000),
        ("電源配線工事", 1, 64_500),
    ]


def test_the_issuers_block_left_of_a_table_is_none_of_its_goods() -> None:
    left = ((60, 300, "株式会社サンプル電機"), (60, 360, "奈良市三条町1-2"), (60, 420, "0742-33-5678"))
    table = [
        (x, y, words)
        for y, row in (
            (240, ("明細", "数量", "単価", "金額")),
            (300, ("蓄電池 ES-10", "1台", "100,000", "100,000")),
            (360, ("設置工事", "2式", "17,500", "35,000")),
            (420, ("諸経費", "1式", "5,000", "5,000")),
        )
        for x, words in zip((450, 750, 870, 1030), row, strict=True)
    ]
    rows = values(extracted(K.RECEIPT, written((60, 60, "領収書"), *left, *table)))["line_items"]
    assert isinstance(rows, list)
    assert [r["name"] for r in rows] == ["蓄電池 ES-10", "設置工事", "諸経費"]


def test_a_total_is_found_among_what_was_bought() -> None:
    """購入金額 holds 入金, and was no total: the price of the first row was accepted for it."""
    paper = written(
        (100, 60, "領収書"), (100, 200, "ご購入金額 ￥155,180（税込）"), (100, 400, "給湯専用リモコン"), (700, 400, "9,680"), (900, 400, "9,680"),
        (100, 460, "ガス給湯器"), (700, 460, "148,500"), (900, 460, "148,500"), (600, 520, "うち消費税(10%)"), (900, 520, "14,107"),
    )  # fmt: skip
    assert values(extracted(K.RECEIPT, paper))["total_amount"] == 155_180


def test_headings_over_the_sums() -> None:
    paper = written(
        (100, 60, "入金領収書"), (100, 300, "摘要"), (450, 300, "税抜金額"), (650, 300, "消費税(10%)"), (880, 300, "領収金額"),
        (100, 350, "設置工事代金"), (450, 350, "1,650,000"), (650, 350, "165,000"), (880, 350, "¥1,815,000"),
    )  # fmt: skip
    found = values(extracted(K.RECEIPT, paper))
    assert (found["total_amount"], found["subtotal_amount"], found["tax_amount"]) == (1_815_000, 1_650_000, 165_000)


def test_a_tax_is_no_total_that_was_hardly_read() -> None:
    found = values(extracted(K.RECEIPT, written((100, 60, "領収証"), (100, 300, "消費税額等"), (400, 300, "95,000"))))
    assert found.get("total_amount") is None


@pytest.mark.parametrize(
    ("lines", "day"),
    [(("2025年8月5日に支払い済み",), "2025-08-05"), (("支払期限 2025年9月30日",), None)],
)
def test_the_day_on_which_it_was_paid(lines: tuple[str, ...], day: str | None) -> None:
    assert values(extracted(K.RECEIPT, written("領収書", *lines))).get("issue_date") == day


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (("堀川 良太 様邸", "V2H充放電設備設置工事"), "V2H充放電設備設置工事"),
        (("堀川 良太 様", "毎度ありがとうございます"), None),
        (("工事名「太陽熱温水器取替」",), "太陽熱温水器取替"),
        (("件名 チラ一更新工事",), "チラー更新工事"),
        (("件名 空調一式",), "空調一式"),
    ],
)
def test_what_the_work_is_called(lines: tuple[str, ...], found: str | None) -> None:
    assert values(extracted(K.ESTIMATE, written("お見積書", *lines))).get("description") == found


def test_a_number_without_a_label() -> None:
    document = extracted(K.ESTIMATE, written((100, 60, "お見積書"), (900, 60, "EST-000771"), "堀川 良太 様"))
    assert document.fields["document_number"].value == "EST-000771"
    dated = extracted(
        K.ESTIMATE, written((100, 60, "お見積書"), (700, 60, "令和8年6月24日 第8-0442号"), "堀川 良太 様")
    )
    assert dated.fields["document_number"].value == "第8-0442号" and place_doubted(dated.fields["document_number"])
    assert place_doubted(document.fields["document_number"]), "it may be another number"


def test_the_surname_on_a_stub_is_not_the_whole_name() -> None:
    paper = Paper(1200, 700)
    paper.text(60, 100, "渡辺様", size=24)
    paper.text(500, 160, "渡辺 千代 様", size=40)
    paper.text(800, 60, "領収証", size=44)
    assert values(extracted(K.RECEIPT, paper))["payer_name"] == "渡辺千代"


def test_a_bill_that_names_the_day_up_to_which_it_counts() -> None:
    document = extracted(K.INVOICE, written("請求書", "2024年10月31日締切分"))
    assert document.fields["issue_date"].value == "2024-10-31"
    assert any(not c.supports for c in document.fields["issue_date"].corroborations)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("但し　高効率ボイラ更新工事 代金として", "高効率ボイラ更新工事"),
        ("但し　高効率ボイラ更新工事代金として", "高効率ボイラ更新工事代金"),
        ("但し　高効率ボイラ 更新工事代として", "高効率ボイラ 更新工事代"),
    ],
)
def test_the_printed_end_of_what_was_paid_for(line: str, found: str) -> None:
    assert values(extracted(K.RECEIPT, written("領収証", "￥6,897,000", line)))["description"] == found


def test_a_number_whose_hyphen_was_read_as_a_dot() -> None:
    found = paper_number(Layout(reading(line("領収証", 400, 60), line("No. YJ·0298", 800, 160))))
    assert found is not None and found.raw == "YJ·0298"


def test_what_is_read_of_a_seal_is_no_part_of_the_work() -> None:
    """The scrap is as high as the seal; its height said how far apart two pieces of one text may stand."""
    scrap = line("有社日町", 700, 160, 100)
    layout = Layout(reading(line("件名", 100, 195), line("空調設備更新工事", 250, 195), scrap))
    found = description(layout)
    assert found is not None and found.raw == "空調設備更新工事"


@pytest.mark.parametrize(("total", "found"), [("56,100,000", (51_000_000, 5_100_000)), ("57,200,000", (None, None))])
def test_subtotal_and_tax_of_an_estimate_stand_in_its_breakdown(total: str, found: tuple[int | None, ...]) -> None:
    cover = written(
        "御見積書", "日野原鍛工株式会社 御中", f"御見積金額　￥{total}（消費税を含む）", "工事名　加熱炉更新工事"
    )
    rows = ("見積内訳明細書", "小計　51,000,000", "消費税 10%　5,100,000", "合計　56,100,000")
    fields = values(extracted(K.ESTIMATE, cover, written(*rows)))
    assert (fields.get("subtotal_amount"), fields.get("tax_amount")) == found


@pytest.mark.parametrize(("line", "found"), [("定置用蓄電池システム導入工事", True), ("税込合計", False)])
def test_the_work_under_its_label_with_nothing_beside(line: str, found: bool) -> None:
    paper = written(
        (100, 60, "ご請求書"), (100, 160, "合同会社筒井クリエイト 様"), (100, 360, "工事件名"), (100, 410, line)
    )
    assert (values(extracted(K.INVOICE, paper)).get("description") == line) is found


def test_a_rate_with_a_place_behind_the_point() -> None:
    rows = (("小計(税抜)", "￥145,476"), ("外税 10.0%", "￥14,547"), ("合計", "￥160,023"), ("お預り", "￥170,023"))
    texts = [(x, 200 + 60 * i, word) for i, row in enumerate(rows) for x, word in zip((100, 600), row, strict=True)]
    found = values(extracted(K.RECEIPT, written((300, 60, "領収証"), *texts)))
    assert (found.get("subtotal_amount"), found.get("tax_amount")) == (145_476, 14_547)
