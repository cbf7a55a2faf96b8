"""The lists that offices ask for: facilities with their share, officers with their birthdays."""

from __future__ import annotations

from models.documents import DocumentKind as K
from tests.extractors.drawnpaper import Paper
from tests.extractors.fields.extracting import extracted, values


def facilities(rows: list[list[str]], totals: bool = True) -> Paper:
    paper = Paper(1500, 1000)
    paper.text(500, 40, "施設別申請額一覧", size=48)
    head = ["施設名", "施設種別", "設備の種類", "補助対象経費", "補助率", "申請額"]
    table = [head, *rows]
    if totals:
        table.append(["合計", "", "", "4,500,000", "", "3,000,000"])
    paper.grid(60, 150, table, [300, 240, 240, 260, 130, 260])
    return paper


ROWS = [
    ["ひかり保育園", "児童福祉施設", "空調設備", "3,000,000", "2/3", "2,000,000"],
    ["みどり苑", "老人福祉施設", "LED照明", "1,500,000", "2/3", "1,000,000"],
]


def test_a_row_for_each_facility_and_the_totals_below() -> None:
    document = extracted(K.FACILITY_LIST, facilities(ROWS))
    found = values(document)
    assert found["facilities"] == [
        {"name": "ひかり保育園", "category": "児童福祉施設", "equipment": "空調設備", "cost": 3000000, "rate": "2/3", "amount": 2000000},
        {"name": "みどり苑", "category": "老人福祉施設", "equipment": "LED照明", "cost": 1500000, "rate": "2/3", "amount": 1000000},
    ]  # fmt: skip
    assert (found["purchase_amount"], found["subsidy_amount"]) == (4500000, 3000000)
    assert {p for p in document.fields["facilities"].cells if p.startswith("facilities[1]")} == {
        f"facilities[1].{column}" for column in ("name", "category", "equipment", "cost", "rate", "amount")
    }


def test_the_totals_over_the_rows() -> None:
    paper = Paper(1500, 1000)
    paper.text(500, 40, "事業所・施設別 申請額一覧", size=48)
    head = ["施設・事業所の名称", "施設種別", "導入する設備", "補助対象経費", "補助率", "申請額"]
    widths = [300, 240, 240, 260, 130, 260]
    paper.grid(60, 150, [head], widths)
    total = paper.table(60, 210, [780, 260, 130, 260], [60])[0]
    for cell, words in zip(total, ("合　計（下の各行の計）", "4,500,000", "", "3,000,000"), strict=True):
        if words:
            paper.text(cell.x0 + 12, cell.cy - 14, words, size=28)
    paper.grid(60, 270, [*ROWS, ["", "", "", "", "", ""]], widths)
    found = values(extracted(K.FACILITY_LIST, paper))
    rows = found["facilities"]
    assert isinstance(rows, list)
    assert [(r["name"], r["cost"], r["amount"]) for r in rows] == [
        ("ひかり保育園", 3000000, 2000000),
        ("みどり苑", 1500000, 1000000),
    ]


def test_rows_under_the_row_of_totals() -> None:
    paper = Paper(1500, 1000)
    paper.text(500, 40, "施設別申請額一覧", size=48)
    head = ["施設名", "施設種別", "設備の種類", "補助対象経費", "補助率", "申請額"]
    totals = ["合計（下の各行の計）", "", "", "4,500,000", "", "3,000,000"]
    paper.grid(60, 150, [head, totals, *ROWS, [""] * 6], [300, 240, 240, 260, 130, 260])
    found = values(extracted(K.FACILITY_LIST, paper))
    assert [(r["name"], r["cost"]) for r in found["facilities"]] == [("ひかり保育園", 3000000), ("みどり苑", 1500000)]  # type: ignore[index, union-attr]
    assert (found["purchase_amount"], found["subsidy_amount"]) == (4500000, 3000000)


def test_empty_rows_are_no_facilities_and_an_empty_cell_is_none() -> None:
    rows = [ROWS[0], ["みどり苑", "", "LED照明", "1,500,000", "2/3", ""], ["", "", "", "", "", ""]]
    found = values(extracted(K.FACILITY_LIST, facilities(rows, totals=False)))["facilities"]
    assert isinstance(found, list)
    assert [r["name"] for r in found] == ["ひかり保育園", "みどり苑"]
    assert (found[1]["category"], found[1]["amount"]) == (None, None)


def test_officers_with_half_width_kana_and_era_letters() -> None:
    paper = Paper(1500, 800)
    head = ["氏名カナ", "氏名", "和暦", "年", "月", "日", "性別", "会社名", "役職名"]
    rows = [
        ["ﾔﾏﾀﾞ ﾀﾛｳ", "山田 太郎", "S", "40", "03", "18", "M", "㈱山田", "代表取締役"],
        ["ｽｽﾞｷ ﾊﾅｺ", "鈴木 花子", "H", "2", "11", "5", "F", "㈱山田", "取締役"],
        ["", "", "", "", "", "", "", "", ""],
    ]
    paper.grid(40, 100, [head, *rows], [220, 200, 100, 80, 80, 80, 100, 220, 260])
    document = extracted(K.OFFICER_LIST, paper, programme="sii-enemane")
    assert values(document)["officers"] == [
        {"name": "山田太郎", "kana": "ヤマダタロウ", "sex": "M", "company": "株式会社山田", "title": "代表取締役", "birth_date": "1965-03-18"},
        {"name": "鈴木花子", "kana": "スズキハナコ", "sex": "F", "company": "株式会社山田", "title": "取締役", "birth_date": "1990-11-05"},
    ]  # fmt: skip


def test_a_birthday_without_its_era_is_none() -> None:
    paper = Paper(1500, 500)
    paper.grid(
        40, 100, [["氏名", "和暦", "年", "月", "日"], ["山田太郎", "", "40", "3", "18"]], [300, 200, 200, 200, 200]
    )
    found = values(extracted(K.OFFICER_LIST, paper, programme="sii-enemane"))["officers"]
    assert isinstance(found, list)
    assert found[0]["birth_date"] is None


def test_a_list_without_its_table_has_no_rows() -> None:
    paper = Paper(1200, 500)
    paper.text(400, 60, "役員名簿", size=48)
    assert "officers" not in values(extracted(K.OFFICER_LIST, paper, programme="sii-enemane"))
    assert "facilities" not in values(extracted(K.FACILITY_LIST, paper))


def test_columns_headed_in_other_words_and_by_a_formula() -> None:
    paper = Paper(1500, 1000)
    paper.text(400, 40, "事業所・施設ごとの申請額", size=48)
    table = [
        ["区分", "施設名", "対象経費 A", "率 B", "A×B", "設備の内容"],
        ["医療機関", "唐澤内科医院", "1,850,000", "1/2", "925,000", "高効率空調設備"],
        ["薬局", "きりとも薬局", "1,236,000", "1/2", "618,000", "高効率空調設備"],
        ["計", "", "3,086,000", "", "1,543,000", ""],
    ]
    paper.grid(60, 150, table, [180, 300, 240, 130, 240, 300])
    found = values(extracted(K.FACILITY_LIST, paper))
    assert found["facilities"] == [
        {"name": "唐澤内科医院", "category": "医療機関", "equipment": "高効率空調設備", "cost": 1850000, "rate": "1/2", "amount": 925000},
        {"name": "きりとも薬局", "category": "薬局", "equipment": "高効率空調設備", "cost": 1236000, "rate": "1/2", "amount": 618000},
    ]  # fmt: skip
    assert (found["purchase_amount"], found["subsidy_amount"]) == (3086000, 1543000)


def test_a_formula_in_small_letters_heads_a_column_too() -> None:
    paper = Paper(1700, 1000)
    paper.text(400, 40, "別紙 施設別内訳書", size=48)
    table = [
        ["施設・事業所の名称", "サービス種別", "設備区分", "対象経費(a)", "率(b)", "a×b(千円未満切捨)"],
        ["デイサービスセンター丸子", "通所介護", "LED照明設備", "930,000", "2/3", "620,000"],
        ["合計", "", "", "930,000", "", "620,000"],
    ]
    paper.grid(60, 150, table, [380, 220, 240, 200, 110, 320])
    (row,) = values(extracted(K.FACILITY_LIST, paper))["facilities"]
    assert (row["category"], row["cost"], row["rate"], row["amount"]) == ("通所介護", 930000, "2/3", 620000)


def _in_the_open(*row: tuple[int, str]) -> Paper:
    """A list with rules between its rows alone."""
    paper = Paper(1500, 1000)
    paper.text(400, 40, "補助対象施設一覧", size=48)
    heads = (
        (120, "施設の名称"),
        (440, "種別"),
        (640, "導入設備"),
        (860, "補助対象経費"),
        (1110, "補助率"),
        (1270, "補助額"),
    )
    total = ((640, "計"), (900, "2,480,000"), (1250, "1,860,000"))
    for y, texts in ((150, heads), (230, row), (390, total)):
        for x, words in texts:
            paper.text(x, y, words, size=28)
    return paper


WHOLE = (
    (60, "塩嶺クリニック"),
    (400, "医療機関"),
    (620, "空調設備"),
    (900, "2,480,000"),
    (1130, "3/4"),
    (1250, "1,860,000"),
)


def test_a_list_without_walls_between_its_columns() -> None:
    found = values(extracted(K.FACILITY_LIST, _in_the_open(*WHOLE)))
    (row,) = found["facilities"]
    assert (row["name"], row["category"], row["rate"], row["amount"]) == ("塩嶺クリニック", "医療機関", "3/4", 1860000)


def test_a_list_without_walls_of_which_a_text_is_missing_is_not_read() -> None:
    found = values(extracted(K.FACILITY_LIST, _in_the_open(WHOLE[0], *WHOLE[2:])))
    assert "facilities" not in found


def test_a_block_for_each_facility_with_cost_and_rate_in_one_room() -> None:
    paper = Paper(1500, 1100)
    paper.text(500, 40, "事業所・施設別申請額一覧", size=44)
    for number, (name, cost, amount) in enumerate(
        (("あずさ苑", "2,180,000 × 2/3", "1,453,000"), ("デイサービスセンター笹賀", "1,240,000 × 2/3", "826,000"))
    ):
        y = 150 + 300 * number
        for row, words in enumerate(
            (
                ("事業所・施設名", name),
                ("施設の種別", "高齢者福祉施設", "設備", "LED照明設備"),
                ("対象経費（円）", cost, "申請額（円）", amount),
            )
        ):
            widths = [260, 1100] if len(words) == 2 else [260, 480, 200, 420]
            for cell, word in zip(paper.table(60, y + 90 * row, widths, [90], stroke=3)[0], words, strict=True):
                paper.text(cell.x0 + 14, cell.cy - 14, word, size=28)
    for cell, word in zip(
        paper.table(60, 750, [260, 480, 200, 420], [90], stroke=3)[0],
        ("合 計", "対象経費 3,420,000", "申請額", "2,279,000"),
        strict=True,
    ):
        paper.text(cell.x0 + 14, cell.cy - 14, word, size=28)
    found = values(extracted(K.FACILITY_LIST, paper))
    assert found["facilities"] == [
        {"name": "あずさ苑", "category": "高齢者福祉施設", "equipment": "LED照明設備", "cost": 2180000, "rate": "2/3", "amount": 1453000},
        {"name": "デイサービスセンター笹賀", "category": "高齢者福祉施設", "equipment": "LED照明設備", "cost": 1240000, "rate": "2/3", "amount": 826000},
    ]  # fmt: skip
    assert (found["purchase_amount"], found["subsidy_amount"]) == (3420000, 2279000)


def test_the_amount_is_what_its_heading_says_and_not_the_product_before_it() -> None:
    paper = Paper(1900, 900)
    paper.text(110, 40, "所 要 額 調 書（施設単位）", size=40)
    paper.text(110, 100, "（法人の名称： 社会福祉法人あずさ野会）", size=28)
    head = ["施設名", "施設種別", "導入設備", "対象経費(税抜)", "補助率", "Ａ×Ｂ", "補助限度額", "補助額"]
    rows = [
        ["デイサービス梓", "通所介護事業所", "空調設備", "2,150,000", "2/3", "1,433,333", "5,000,000", "1,433,000"],
        ["やまびこ寮", "障害者支援施設", "空調設備", "1,080,000", "2/3", "720,000", "5,000,000", "720,000"],
        ["合計", "", "", "3,230,000", "", "", "", "2,153,000"],
    ]
    paper.grid(60, 180, [head, *rows], [280, 240, 200, 240, 120, 200, 200, 200])
    found = values(extracted(K.FACILITY_LIST, paper, programme="nagano-welfare"))
    assert found["applicant_name"] == "社会福祉法人あずさ野会"  # without the bracket that opens in front of its label
    assert [row["amount"] for row in found["facilities"]] == [1433000, 720000]  # type: ignore[union-attr, index]


def test_a_remark_that_begins_with_the_word_of_a_column_heads_none() -> None:
    paper = Paper(1700, 1000)
    paper.text(400, 40, "事業所・施設別申請額一覧", size=48)
    table = [
        ["事業所・施設の名称", "施設の区分", "設備区分", "補助対象経費 A", "補助率 B", "中請額 A×B"],
        ["グループホーム花あかり", "障がい福祉施設", "高効率空調設備", "945,000", "2/3", "630,000"],
        ["合計", "", "", "945,000", "", "630,000"],
    ]
    paper.grid(60, 150, table, [380, 260, 260, 260, 180, 260])
    paper.text(60, 700, "申請額は施設ごとに千円未満を切り捨てること。", size=28)
    (row,) = values(extracted(K.FACILITY_LIST, paper))["facilities"]
    assert (row["name"], row["cost"], row["amount"]) == ("グループホーム花あかり", 945000, 630000)
