"""Line items: columns in any order, wrapped names, sections, pages, tills of several makes."""

from __future__ import annotations

import pytest

from extractors.fields.itemrows import counting
from models.documents import DocumentKind as K
from models.documents import Value
from tests.extractors.drawnpaper import Paper
from tests.extractors.fields.extracting import extracted, values


def items(paper: Paper, *more: Paper, kind: K = K.INVOICE) -> Value:
    return values(extracted(kind, paper, *more)).get("line_items")


def row(name: str, qty: int | None, unit: str | None, price: int | None, amount: int | None) -> dict[str, object]:
    return {"name": name, "qty": qty, "unit": unit, "unit_price": price, "amount": amount}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("4窓 × 43,700 ¥174,800", (4, "窓", 43700, 174800)),
        ("@12,800 x 2 ¥25,600内", (2, None, 12800, 25600)),
        ("（12個 × 単4,480）", (12, "個", 4480, None)),
        ("1 式 @607,400 607,400", (1, "式", 607400, 607400)),
        ("1式 × -3,000 ¥-3,000", (1, "式", -3000, -3000)),
        ("1式×@-3,000 -¥3,000", (1, "式", -3000, -3000)),
        ("2点 メ 1,980 3,960", (2, "点", 1980, 3960)),
        ("6 枚 @ 480 = 2,880", (6, "枚", 480, 2880)),
        ("¥11,800×2台 ¥23,600内10%", (2, "台", 11800, 23600)),
    ],
)
def test_lines_that_count(line: str, found: tuple[int, str | None, int, int | None]) -> None:
    told = counting(line)
    assert told is not None
    assert (told["qty"], told["unit"], told["unit_price"], told["amount"]) == found


@pytest.mark.parametrize("line", ["2025年3月28日", "TEL 026-885-4543", "取付工事費 38,500", "合計 ¥1,000", "17:22"])
def test_lines_that_do_not_count(line: str) -> None:
    assert counting(line) is None


def test_columns_in_another_order_with_columns_nobody_asks_for() -> None:
    paper = Paper(1400, 700)
    paper.grid(
        40,
        60,
        [
            ["No", "品名・仕様", "税率", "単価", "数量", "単位", "金額（税抜）", "備考"],
            ["1", "給湯器 RHP-R223", "10%", "415,000", "2", "台", "830,000", "新品"],
            ["2", "配管部材", "10%", "1,850", "12", "ｍ", "22,200", ""],
            ["3", "出精値引", "10%", "▲5,000", "1", "式", "▲5,000", ""],
        ],
        [60, 400, 90, 170, 90, 90, 200, 120],
    )
    assert items(paper) == [
        row("給湯器 RHP-R223", 2, "台", 415000, 830000),
        row("配管部材", 12, "ｍ", 1850, 22200),
        row("出精値引", 1, "式", -5000, -5000),
    ]


@pytest.mark.parametrize("heading", ["品目・仕様", "項目/仕様", "名称・規格"])
def test_what_else_the_column_of_the_names_is_headed(heading: str) -> None:
    paper = Paper(1400, 700)
    rows = [["空調機 SZRP280BJ", "2", "台", "1,380,000", "2,760,000"], ["出精値引", "1", "式", "", "▲45,000"]]
    paper.grid(40, 60, [[heading, "数量", "単位", "単価", "金額"], *rows], [500, 120, 120, 220, 240])
    assert items(paper) == [
        row("空調機 SZRP280BJ", 2, "台", 1380000, 2760000),
        row("出精値引", 1, "式", None, -45000),
    ]


def test_quantity_and_unit_in_one_column() -> None:
    paper = Paper(1200, 500)
    paper.grid(
        40,
        60,
        [["摘要", "数量", "単価", "明細金額"], ["内窓 プラマードU", "3 窓", "58,400", "175,200"]],
        [400, 150, 200, 200],
    )
    assert items(paper) == [row("内窓 プラマードU", 3, "窓", 58400, 175200)]


def test_sums_between_marks_end_the_goods() -> None:
    rows = [
        ["月日", "商品名", "数量", "単価", "金額"],
        ["10/30", "据付工事", "2台", "148,000", "296,000"],
        ["", "《税抜合計》", "", "", "296,000"],
        ["", "《消費税10%》", "", "", "29,600"],
    ]
    paper = Paper(1200, 500)
    paper.grid(40, 60, rows, [120, 400, 150, 200, 200])
    assert items(paper) == [row("据付工事", 2, "台", 148000, 296000)]


def test_quantity_and_unit_read_as_one_text_in_the_unit_s_column() -> None:
    paper = Paper(1200, 500)
    heads, cells = ("品名", "数量", "単位", "単価", "金額"), ("設置工事費", "", "1 式", "68,000", "68,000")
    for x, head, cell in zip((60, 560, 700, 850, 1020), heads, cells, strict=True):
        paper.text(x, 60, head)
        if cell:
            paper.text(x - (30 if cell == "1 式" else 0), 120, cell)
    paper.text(60, 180, "部材費")
    for x, cell in ((560, "2"), (700, "個"), (850, "5,000"), (1020, "10,000")):
        paper.text(x, 180, cell)
    assert items(paper) == [row("設置工事費", 1, "式", 68000, 68000), row("部材費", 2, "個", 5000, 10000)]


def test_columns_whose_headings_were_not_read_are_known_by_the_arithmetic() -> None:
    paper = Paper(1400, 500)
    paper.grid(
        40,
        60,
        [
            ["摘要", "数量", "", "", "金額（税抜）"],
            ["LED照明設備 XLX460NENT", "86", "台", "17,400", "1,496,400"],
            ["据付工事", "1", "式", "141,000", "141,000"],
        ],
        [480, 120, 120, 200, 220],
    )
    assert items(paper) == [
        row("LED照明設備 XLX460NENT", 86, "台", 17400, 1496400),
        row("据付工事", 1, "式", 141000, 141000),
    ]


def test_rows_that_do_not_multiply_stay_as_they_are_printed() -> None:
    paper = Paper(1200, 500)
    paper.grid(
        40,
        60,
        [["品名", "数量", "単位", "単価", "金額"], ["照明器具", "3", "台", "10,000", "31,000"]],
        [400, 110, 110, 180, 220],
    )
    assert items(paper) == [row("照明器具", 3, "台", 10000, 31000)]


def test_a_table_whose_heading_nobody_read_is_known_by_its_arithmetic() -> None:
    paper = Paper(1200, 500)
    for y, cells in (
        (100, ("ルームエアコン AN405", "3", "台", "197,440", "592,320")),
        (160, ("配線工事", "1", "式", "67,220", "67,220")),
    ):
        for x, cell in zip((60, 620, 700, 800, 1000), cells, strict=True):
            paper.text(x, y, cell)
    assert items(paper) == [
        row("ルームエアコン AN405", 3, "台", 197440, 592320),
        row("配線工事", 1, "式", 67220, 67220),
    ]


def test_sections_with_their_own_sums_and_a_second_page() -> None:
    heads = ["名称", "数量", "単位", "単価", "金額"]
    widths = [400, 110, 110, 180, 220]
    cover = Paper(1200, 500)
    cover.text(100, 60, "御見積書", size=50)
    cover.text(100, 200, "御見積金額　￥165,000")
    inside = Paper(1200, 900)
    inside.text(60, 40, "1. 機器費")
    inside.grid(
        40, 100, [heads, ["蓄電池", "1", "式", "100,000", "100,000"], ["小　計", "", "", "", "100,000"]], widths
    )
    inside.text(60, 420, "2. 工事費")
    inside.grid(40, 480, [heads, ["取付工事", "1", "式", "50,000", "50,000"], ["小　計", "", "", "", "50,000"]], widths)
    assert items(cover, inside, kind=K.ESTIMATE) == [
        row("蓄電池", 1, "式", 100000, 100000),
        row("取付工事", 1, "式", 50000, 50000),
    ]


def test_a_till_with_one_line_a_thing() -> None:
    paper = Paper(700, 900)
    lines = [
        ("ホームセンターことぶき 本店", ""),
        ("2025/05/09", "16:08"),
        ("レジ3 取引番号 R20-294", ""),
        ("LEDシーリングライト", "14,800"),
        ("緑茶ペットボトル 2L", "534※"),
        ("（3個 × 単178）", ""),
        ("合計", "¥15,334"),
        ("(10%対象", "¥14,800)"),
        ("お預り", "¥20,000"),
        ("お釣り", "¥4,666"),
    ]
    for i, (left, right) in enumerate(lines):
        paper.text(40, 60 + 60 * i, left)
        if right:
            paper.text(520, 60 + 60 * i, right)
    document = extracted(K.RECEIPT, paper)
    found = values(document)
    assert found["line_items"] == [
        row("LEDシーリングライト", None, None, None, 14800),
        row("緑茶ペットボトル 2L", 3, "個", 178, 534),
    ]
    assert found["total_amount"] == 15334
    assert found["document_number"] == "R20-294"
    assert "payer_name" not in found
    assert document.fields["line_items"].cells["line_items[0].amount"].x0 > 0.6


def test_wide_print_parts_an_amount_behind_its_comma() -> None:
    paper = Paper(800, 900)
    lines = (("領収書", "", ""), ("蓄電システム ESS-U4M1", "", ""), ("1 台×", "1,265,000", "1,265,000"), ("分電盤改修", "", ""), ("1式×", "59, 000", "59, 000"), ("合計", "", "¥1,324,000"))  # fmt: skip
    for i, line in enumerate(lines):
        for x, words in zip((80, 300, 560), line, strict=True):
            if words:
                paper.text(x, 60 + 60 * i, words)
    assert items(paper, kind=K.RECEIPT) == [
        row("蓄電システム ESS-U4M1", 1, "台", 1265000, 1265000),
        row("分電盤改修", 1, "式", 59000, 59000),
    ]


def test_what_a_till_takes_off_for_a_member() -> None:
    paper = Paper(800, 900)
    lines = (
        "領収書", "LEDシーリング AH52322", ("6台×@21,500", "¥129,000"), "取付工賃", ("6箇所×@3,000", "¥18,000"), "会員割引", ("1式×@-3,000", "-¥3,000"),
        ("小計(税抜)", "¥144,000"), ("外税10%", "¥14,400"), ("合計", "¥158,400"),
    )  # fmt: skip
    for i, line in enumerate(lines):
        words, amount = line if isinstance(line, tuple) else (line, "")
        paper.text(80, 60 + 60 * i, words)
        if amount:
            paper.text(560, 60 + 60 * i, amount)
    assert items(paper, kind=K.RECEIPT) == [
        row("LEDシーリング AH52322", 6, "台", 21500, 129000),
        row("取付工賃", 6, "箇所", 3000, 18000),
        row("会員割引", 1, "式", -3000, -3000),
    ]


def till(*lines: tuple[str, str]) -> Value:
    paper = Paper(800, 1000)
    for i, (words, amount) in enumerate(lines):
        if words:
            paper.text(80, 60 + 60 * i, words)
        if amount:
            paper.text(560, 60 + 60 * i, amount)
    return items(paper, kind=K.RECEIPT)


def test_what_a_till_takes_off_stands_under_its_word() -> None:
    sums = (("小計", "300,000"), ("外税額", "30,000"), ("合計", "¥330,000"), ("お買上点数 2点", ""))
    goods = (("領収書", ""), ("エコキュート SRT-S376", ""), ("@298,000 × 1台", "298,000外"), ("台所リモコンセット", ""), ("@22,000 × 1組", "22,000外"))  # fmt: skip
    two = [row("エコキュート SRT-S376", 1, "台", 298000, 298000), row("台所リモコンセット", 1, "組", 22000, 22000)]
    assert till(*goods, ("値引", ""), ("", "-20,000外"), *sums) == [*two, row("値引", None, None, None, -20000)]
    assert till(*goods, ("延長保証", ""), ("", "-20,000外"), *sums) == two, "nothing says that it is taken off"


@pytest.mark.parametrize("heading", ["名称・規格", "品名／型式", "工種、仕様"])
def test_the_thing_and_what_else_is_said_of_it_head_one_column(heading: str) -> None:
    paper = Paper(1400, 700)
    rows = [
        [heading, "数量", "単位", "単価", "金額", "摘要"],
        ["業務用給湯器 GQ-C5052WZ", "5.0", "台", "486,000", "2,430,000", ""],
        ["電気工事", "1.0", "式", "283,000", "283,000", ""],
    ]
    paper.grid(40, 60, rows, [440, 110, 110, 180, 200, 160])
    assert items(paper) == [
        row("業務用給湯器 GQ-C5052WZ", 5, "台", 486000, 2430000),
        row("電気工事", 1, "式", 283000, 283000),
    ]


def test_a_table_without_a_column_of_unit_prices_states_none() -> None:
    paper = Paper(1400, 600)
    paper.grid(
        40,
        60,
        [["品名・摘要", "数量", "単位", "金額"], ["空調更新工事 RZRP224", "1", "式", "386,000"]],
        [700, 150, 150, 250],
    )
    assert items(paper) == [row("空調更新工事 RZRP224", 1, "式", None, 386000)]


def test_goods_beside_the_issuers_panel_are_read_without_it() -> None:
    paper = Paper(1400, 900)
    panel = ("請求元", "ひがし電機", "所在地", "奈良市法華寺町1-2", "電話", "0742-33-5678", "お振込先", "普通 6620917")
    for i, words in enumerate(panel):
        paper.text(40, 200 + 52 * i, words)
    goods = (("ご請求金額（税込）", ""), ("¥ 336,600", ""), ("給湯器 SRT-W376", "255,000"), ("1 台 × 255,000", ""))
    goods += (("設置工事", "60,000"), ("1 式 × 60,000", ""), ("出精値引", "-9,000"), ("1 式 × -9,000", ""))
    sums = (("小計", "306,000"), ("消費税 10%", "30,600"), ("合計", "336,600"))
    for i, (words, amount) in enumerate((*goods, *sums)):
        paper.text(560, 200 + 50 * i, words)
        if amount:
            paper.text(1150, 200 + 50 * i, amount)
    assert items(paper) == [
        row("給湯器 SRT-W376", 1, "台", 255000, 255000),
        row("設置工事", 1, "式", 60000, 60000),
        row("出精値引", 1, "式", -9000, -9000),
    ]


def test_the_mark_of_the_tax_in_front_of_a_tills_goods() -> None:
    sums = (("合計", "¥10,400"), ("10%対象額", "¥10,400"), ("お預り", "¥20,000"))
    assert till(
        ("内 LEDデスクライト", "4,980"), ("内 人感センサー電球", "5,920"), ("内 クーポン値引", "-500"), *sums
    ) == [
        row("LEDデスクライト", None, None, None, 4980),
        row("人感センサー電球", None, None, None, 5920),
        row("クーポン値引", None, None, None, -500),
    ]
    windows = till(("内窓設置", "4,980"), ("内窓調整", "5,420"), ("合計", "¥10,400"), ("お預り", "¥20,000"))
    assert windows == [row("内窓設置", None, None, None, 4980), row("内窓調整", None, None, None, 5420)]


def test_a_tills_goods_with_the_unit_price_on_a_line_under_how_many() -> None:
    sums = (("税抜合計", "37,400円"), ("消費税(10%)", "3,740円"), ("お買上げ金額", "41,140円"), ("お預り", "50,000円"))
    first = (("01 LEDベースライト", ""), ("JAN 454998012345", "2台"), ("単価14,200", "28,400円"))
    second = (("02 標準取付料", ""), ("JAN 454998012422", "2回"), ("単価4,500", "9,000円"))
    assert till(*first, *second, *sums) == [
        row("LEDベースライト", 2, "台", 14200, 28400),
        row("標準取付料", 2, "回", 4500, 9000),
    ]


def test_what_is_asked_at_the_till_is_no_thing() -> None:
    sums = (("計", "¥24,780"), ("うち消費税等(10%)", "¥2,252"), ("お会計", "¥24,780"), ("クレジット", "¥24,780"))
    goods = (("LEDシーリング", ""), ("¥11,800×2台", "¥23,600内10%"), ("保証加入料", ""), ("¥590×2件", "¥1,180内10%"))
    assert till(*goods, *sums) == [row("LEDシーリング", 2, "台", 11800, 23600), row("保証加入料", 2, "件", 590, 1180)]
