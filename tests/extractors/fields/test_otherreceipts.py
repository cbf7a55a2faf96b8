"""Receipts, bills and estimates of other shops and tills: their words, their stamps, the line a fax prints over them."""

from __future__ import annotations

import pytest

from extractors.fields import entries
from extractors.fields.amounts import Role, role_of
from extractors.fields.certainty import place_doubted
from extractors.imaging.strikes import Amendment
from models.documents import DocumentKind as K
from models.documents import ExtractedDocument, Field, Value
from models.pages import Source
from tests.extractors.drawnpaper import Paper
from tests.extractors.fields.extracting import extracted, values, written


def paper(kind: K, *lines: str | tuple[int, int, str]) -> ExtractedDocument:
    return extracted(kind, written(*lines))


def read(kind: K, *lines: str | tuple[int, int, str]) -> dict[str, Value]:
    return values(paper(kind, *lines))


HEAD = ("領収書", "大谷 香織 様", "¥66,000-", "株式会社ひがし電機", "TEL 0742-33-5678")


# ---------------------------------------------------------------- what belongs to nobody
@pytest.mark.parametrize("framed", [True, False])
def test_what_a_revenue_stamp_is_worth_is_no_amount(framed: bool) -> None:
    drawn = written("領収書", "大谷 香織 様", "但 冷凍機修理代", "株式会社ひがし電機", top=80)
    drawn.text(100, 700, "収入印紙")
    drawn.text(130, 830 if framed else 760, "400円")
    if framed:
        drawn.draw.rectangle((85, 680, 260, 900), outline="black", width=3)
    assert "total_amount" not in values(extracted(K.RECEIPT, drawn))


def test_a_registration_number_that_checks_out_is_not_struck_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The strokes of small zeros in a row look like a pen's, and the company's name above like a correction."""

    def number(digits: str) -> Field | None:
        drawn = written("領収書", "大谷 香織 様", "¥66,000-", "株式会社ヨコヤマ電機")
        drawn.text(100, 400, "登録番号", source=Source.PPOCR)
        drawn.text(300, 400, digits, source=Source.PPOCR)
        above = drawn.lines[3].box
        monkeypatch.setattr(entries, "struck_out", lambda *_, **__: Amendment((above,), above, (), above))
        return extracted(K.RECEIPT, drawn).fields.get("invoice_number")

    kept, struck = number("T1100003898485"), number("T1100003898486")
    assert kept is not None and (kept.value, kept.amended) == ("T1100003898485", False)
    assert struck is None or struck.amended, "a misread number may have a line through it"


def test_the_sentence_that_names_the_line_of_what_was_paid_for_is_not_it() -> None:
    found = read(
        K.RECEIPT, *HEAD, (100, 500, "但し"), (260, 500, "LED照明更新工事"), (700, 540, "但書の通り領収致しました")
    )
    assert found["description"] == "LED照明更新工事"


def test_an_amount_beside_the_room_for_a_stamp_is_one() -> None:
    found = read(
        K.RECEIPT,
        "領収書",
        "大谷 香織 様",
        (100, 300, "収入印紙"),
        (600, 340, "金額 400円"),
        (100, 900, "株式会社ひがし電機"),
    )
    assert found["total_amount"] == 400


FAX = ((100, 4, "2024年 7月 5日 9時32分"), (560, 4, "ヒガシデンキ"), (900, 4, "NO.2117 P. 1"))


def test_the_line_that_a_fax_prints_belongs_to_nobody() -> None:
    found = read(K.RECEIPT, *FAX, "領収書", "大谷 香織 様", "¥66,000-", "令和6年6月30日", "株式会社ひがし電機")
    assert found["issue_date"] == "2024-06-30" and "document_number" not in found


def test_the_first_line_of_a_tills_slip_is_its_own() -> None:
    found = read(K.RECEIPT, (100, 4, "2024年 7月 5日 9時32分"), (800, 4, "取引No.2117"), *HEAD)
    assert (found["issue_date"], found["document_number"]) == ("2024-07-05", "2117")


# ---------------------------------------------------------------- numbers
@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("オーダーID 100087342", "100087342"), ("受注番号 DC-5590217", "DC-5590217"), ("トリヒキ#02-006631", "02-006631"), ("レシート:8852", "8852"),
        ("伝A-77104", "A-77104"), ("見積書番号：20260703-1", "20260703-1"), ("決済番号 048232611276098", None),
    ],
)  # fmt: skip
def test_words_for_a_papers_number(line: str, number: str | None) -> None:
    assert read(K.RECEIPT, *HEAD, line).get("document_number") == number


def test_a_slips_number_at_the_other_margin_and_a_registered_number_with_a_hyphen() -> None:
    found = read(K.RECEIPT, "照明の森", (100, 300, "伝票"), (900, 300, "10438"), (100, 370, "T-2130026057479"))
    assert found["document_number"] == "10438"
    assert "document_number" not in read(K.RECEIPT, "デンキのマルヨシ", (300, 200, "T-2130026057479"))


def test_a_terminals_slip_names_nobody() -> None:
    """PayPay beside ブランド had been the payer, and a letter would have accused the applicant."""
    slip = (
        "取引票（お客さま控え）",
        "株式会社葛城ソーラー",
        (100, 300, "端末番号"),
        (700, 300, "94110"),
        (100, 370, "ブランド"),
        (700, 370, "PayPay"),
    )
    assert "payer_name" not in read(K.RECEIPT, *slip, (100, 440, "取引金額"), (700, 440, "￥330,000"))


# ---------------------------------------------------------------- names
@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("ひがし電機株式会社通販事業部", "ひがし電機株式会社"), ("ひがし電機株式会社リフォーム営業部", "ひがし電機株式会社"), ("株式会社ひがし電機T7000012050002", "株式会社ひがし電機"),
        ("販売者：株式会社ひがし電機（ショップ名：電材の東）", "株式会社ひがし電機"), ("東硝子建材", "東硝子建材"), ("大神冷機代表 大神 敏", "大神冷機"),
    ],
)  # fmt: skip
def test_an_issuers_name_without_what_stands_around_it(line: str, name: str) -> None:
    found = read(K.RECEIPT, "領収書", "大谷 香織 様", "¥66,000-", line, "TEL 0742-33-5678")
    assert found["issuer_name"] == name


def test_the_honorific_a_line_lower_than_its_name() -> None:
    found = read(
        K.RECEIPT,
        (300, 60, "領収書"),
        (100, 300, "特定非営利活動法人みどりの樹"),
        (760, 338, "様"),
        (100, 500, "合計 ¥66,000"),
    )
    assert found["payer_name"] == "特定非営利活動法人みどりの樹"


def test_the_small_words_of_a_slip_beside_the_paper_are_no_part_of_a_name() -> None:
    drawn = Paper(1600, 900)
    drawn.text(800, 60, "領収証", size=50)
    drawn.text(400, 210, "ヒガシデンキ", size=26)
    drawn.text(640, 200, "中垣内 武", size=46)
    drawn.text(1300, 206, "様", size=40)
    drawn.text(700, 400, "¥66,000-", size=46)
    assert values(extracted(K.RECEIPT, drawn))["payer_name"] == "中垣内武"


# ---------------------------------------------------------------- what for, and when
@pytest.mark.parametrize(
    "line",
    [
        "但 内窓設置工事費として受領致しました。",
        "但し内窓設置工事費として領収しました",
        "内窓設置工事費として",
        "但し 内窓設置工事費（お振込）",
        "但 内窓設置工事費　上記正に領収いたしました",
    ],
)
def test_what_was_paid_for_ends_where_the_sentence_goes_on(line: str) -> None:
    field = paper(K.RECEIPT, "領収書", "大谷 香織 様", "¥66,000-", line).fields["description"]
    assert field.value == "内窓設置工事費"
    assert place_doubted(field) is not line.startswith("但")


def test_a_model_in_brackets_is_part_of_what_was_paid_for() -> None:
    field = paper(K.RECEIPT, "領収書", "大谷 香織 様", "¥66,000-", "但し 内窓設置工事費（振込口付）").fields[
        "description"
    ]
    assert field.value == "内窓設置工事費（振込口付）"


def test_the_day_on_which_it_was_paid_where_no_other_is_printed() -> None:
    fields = paper(K.RECEIPT, *HEAD, "ご入金日 2025年10月9日").fields
    assert fields["issue_date"].value == "2025-10-09" and fields["issue_date"].corroborations
    assert read(K.RECEIPT, *HEAD, "入金日 2025年10月9日", "令和7年10月20日")["issue_date"] == "2025-10-20"


# ---------------------------------------------------------------- amounts and goods
@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("ショウケイ", Role.SUBTOTAL), ("ゼイ10%", Role.TAX), ("ゴウケイ", Role.TOTAL), ("ゴウイ", Role.TOTAL), ("ゲンキン", Role.ASIDE), ("オツリ", Role.ASIDE),
        ("アズカリ", Role.ASIDE), ("お返し", Role.ASIDE), ("ゼイタクセット", Role.UNSAID),
    ],
)  # fmt: skip
def test_the_words_of_a_till_in_kana(label: str, role: Role) -> None:
    assert role_of(label)[0] is role


def till(*lines: tuple[str, str]) -> dict[str, Value]:
    rows = [(x, 300 + 60 * n, words) for n, line in enumerate(lines) for x, words in zip((100, 700), line, strict=True)]
    return read(K.RECEIPT, (200, 60, "レシート"), (100, 150, "レジ03"), *(row for row in rows if row[2]))


def test_a_till_that_prints_kana() -> None:
    found = till(
        ("LEDデンキュウ", ""), ("4X2,980", "¥11,920"), ("ショウケイ", "¥11,920"), ("ゼイ10%", "¥1,192"), ("ゴウケイ", "¥13,112"), ("ゲンキン", "¥20,000"), ("オツリ", "¥6,888"),
    )  # fmt: skip
    assert (found["total_amount"], found["subtotal_amount"], found["tax_amount"]) == (13112, 11920, 1192)
    assert isinstance(found["line_items"], list) and len(found["line_items"]) == 1


def test_the_marks_of_a_rate_behind_amounts_and_what_was_paid_with() -> None:
    found = till(
        ("ソーラー配管", "3,840t1"), ("(8本×単480)", ""), ("合計", "3,840"), ("お預り", "4,000"), ("お返し", "160")
    )
    assert found["line_items"] == [{"name": "ソーラー配管", "qty": 8, "unit": "本", "unit_price": 480, "amount": 3840}]


def test_a_label_for_two_amounts() -> None:
    found = read(
        K.RECEIPT, "領収書", "大谷 香織 様", (100, 300, "領収金額（税込）"), (520, 300, "¥600,600"), (100, 370, "(税抜/消費税10%)"),
        (520, 370, "¥546,000/¥54,600"),
    )  # fmt: skip
    assert (found["total_amount"], found["subtotal_amount"], found["tax_amount"]) == (600600, 546000, 54600)


@pytest.mark.parametrize("label", ["内容", "ご入金内容", "お支払内容"])
def test_what_a_receipt_for_a_payment_was_for(label: str) -> None:
    drawn = Paper(1300, 1000)
    drawn.text(500, 60, "入金領収書", size=44)
    drawn.grid(
        80,
        200,
        [["お客様", "大谷 香織 様"], [label, "空調設備更新工事代金"], ["領収金額", "66,000円"]],
        [300, 800],
        height=80,
    )
    assert values(extracted(K.RECEIPT, drawn))["description"] == "空調設備更新工事代金"


def test_contents_as_a_heading_of_goods_say_nothing_of_what_for() -> None:
    drawn = Paper(1300, 1000)
    drawn.text(500, 60, "領収書", size=44)
    drawn.grid(80, 200, [["内容", "数量", "金額"], ["空調機", "1", "66,000"]], [500, 200, 400], height=80)
    assert "description" not in values(extracted(K.RECEIPT, drawn))


def test_the_quantity_in_front_of_each_name() -> None:
    found = read(
        K.RECEIPT, (300, 60, "領収書"), (100, 200, "注文商品"), (900, 200, "価格(税抜)"), (100, 270, "1点 給湯機 BHP-ZA37WU"), (900, 270, "¥231,800"),
        (100, 340, "2点 リモコン BER-W1FH"), (900, 340, "¥19,200"), (100, 500, "商品の小計：¥251,000"), (100, 570, "消費税(10%):¥25,100"),
        (100, 640, "ご請求額：¥276,100"),
    )  # fmt: skip
    assert isinstance(found["line_items"], list)
    assert [(r["name"], r["qty"], r["unit"]) for r in found["line_items"]] == [
        ("給湯機 BHP-ZA37WU", 1, "点"),
        ("リモコン BER-W1FH", 2, "点"),
    ]


def test_the_title_in_front_of_a_day_says_nothing_of_it() -> None:
    found = read(K.ESTIMATE, (100, 80, "工事見積書"), (800, 80, "2026年06月11日"), (100, 300, "大谷 香織 様"))
    assert found["issue_date"] == "2026-06-11"


def test_the_end_of_a_month_up_to_which_a_bill_counts() -> None:
    fields = paper(K.INVOICE, "請求明細書", "24年12月31日締切分", "大谷 香織 様").fields
    assert fields["issue_date"].value == "2024-12-31" and fields["issue_date"].corroborations


def test_a_number_alone_between_its_words() -> None:
    field = paper(K.RECEIPT, (800, 90, "第 8-0441 号"), *HEAD).fields["document_number"]
    assert place_doubted(field)
    assert "document_number" not in read(K.RECEIPT, (800, 90, "T399-0743"), *HEAD)


def test_a_number_whose_word_was_read_in_two() -> None:
    found = values(extracted(K.RECEIPT, written("領収書", (700, 40, "伝票N"), (850, 40, "0.122603"), "大谷 香織 様")))
    assert found["document_number"] == "122603"


# ---------------------------------------------------------------- sentences, brackets and days around an entry
@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("上記金額をペレットストーブ購入・設置費として確かに領収しました。", "ペレットストーブ購入・設置費"),
        ("内窓工事代として領収いたしました。", "内窓工事代"),
        ("V2H設置工事 残金として", "V2H設置工事 残金"),
        ("給湯設備更新工事代金として領収しました", "給湯設備更新工事代金"),
    ],
)
def test_what_was_paid_for_within_the_sentence_that_says_so(line: str, what: str) -> None:
    field = paper(K.RECEIPT, *HEAD[:3], line, *HEAD[3:]).fields["description"]
    assert field.value == what and place_doubted(field), "no 但 leads to it"


@pytest.mark.parametrize(
    "line",
    [
        "上記の金額を正に領収いたしました。",
        "本書を証拠として領収いたします。",
        "工事代のうち、手付金として領収しました。",
    ],
)
def test_a_sentence_that_names_no_work_says_nothing_of_what_for(line: str) -> None:
    assert "description" not in read(K.RECEIPT, *HEAD[:3], line, *HEAD[3:])


def test_the_tax_in_brackets_behind_what_was_paid_for() -> None:
    found = read(K.RECEIPT, *HEAD[:3], "但し、ボイラ更新工事代金（内消費税額等6,000円）", *HEAD[3:])
    assert (found["description"], found["tax_amount"]) == ("ボイラ更新工事代金", 6000)


@pytest.mark.parametrize(
    ("lines", "number"),
    [
        (("伝票No. 00918 2026/7/21",), "00918"),
        (((100, 700, "見積番号"), (420, 700, "見積-2607-018")), "見積-2607-018"),
        (((700, 40, "RECEIPT GE-0826-0119"),), "GE-0826-0119"),
    ],
)
def test_numbers_with_a_day_behind_them_or_a_word_in_front(
    lines: tuple[str | tuple[int, int, str], ...], number: str
) -> None:
    assert read(K.RECEIPT, *lines, *HEAD)["document_number"] == number


@pytest.mark.parametrize("behind", ["（登錄番号T7320001065508）", "　登錄番号T8280001070412", "（登録番号"])
def test_the_registration_behind_an_issuers_name_is_no_part_of_it(behind: str) -> None:
    assert read(K.RECEIPT, *HEAD[:3], f"株式会社湖都ガス設備{behind}")["issuer_name"] == "株式会社湖都ガス設備"


def test_what_was_read_of_the_seal_behind_a_name() -> None:
    field = paper(K.RECEIPT, *HEAD[:3], "株式会社伊北冷熱熱伊式", HEAD[4]).fields["issuer_name"]
    assert field.value == "株式会社伊北冷熱" and place_doubted(field)
    whole = paper(K.RECEIPT, *HEAD[:3], "株式会社大和和大建設", HEAD[4]).fields["issuer_name"]
    assert whole.value == "株式会社大和和大建設"


def test_the_quantity_behind_each_name_of_goods_without_headings() -> None:
    goods = (
        ("エネファーム FCCS07C2NJ", "1台", "1,420,000"),
        ("標準設置工事", "1式", "330,000"),
        ("支持金具", "4個", "20,000"),
    )
    rows = [
        cell
        for n, row in enumerate(goods)
        for cell in ((100, 300 + 70 * n, row[0]), (640, 300 + 70 * n, row[1]), (800, 300 + 70 * n, row[2]))
    ]
    totals = ((100, 560, "税抜額"), (800, 560, "1,770,000"), (100, 630, "消費税額(10%)"), (800, 630, "177,000"))
    found = read(K.RECEIPT, (300, 60, "領収書"), (100, 160, "大谷 香織 様"), (100, 230, "¥1,947,000-"), *rows, *totals)
    assert isinstance(found["line_items"], list)
    assert [tuple(r.values()) for r in found["line_items"]] == [
        ("エネファーム FCCS07C2NJ", 1, "台", 1420000, 1420000),
        ("標準設置工事", 1, "式", 330000, 330000),
        ("支持金具", 4, "個", None, 20000),
    ]


def test_the_work_under_the_addressee_with_how_many_in_brackets() -> None:
    field = paper(
        K.ESTIMATE, "御見積書", "社会福祉法人塩川会 御中", "照明設備LED化工事（3施設）", "¥5,467,000-"
    ).fields["description"]
    assert field.value == "照明設備LED化工事（3施設）" and place_doubted(field)


def test_the_tax_that_the_words_behind_what_was_paid_for_name() -> None:
    line = "但し 太陽熱温水器設置工事一式として（消費税等6,000円を含む）"
    found = read(K.RECEIPT, *HEAD[:3], line, *HEAD[3:])
    assert (found["description"], found["tax_amount"]) == ("太陽熱温水器設置工事一式", 6000)


def test_a_title_read_onto_the_payer_is_no_part_of_the_name() -> None:
    assert read(K.RECEIPT, "領収証　大谷 香織 様", *HEAD[2:])["payer_name"] == "大谷香織"


def test_the_name_of_the_work_is_no_issuer() -> None:
    lines = ("御見積書", "工事名称 社会福祉法人犀川福祉会空調工事", "TEL 0742-33-5678")
    assert "issuer_name" not in read(K.ESTIMATE, *lines)


@pytest.mark.parametrize("heading", ["摘要", "ご請求内容"])
def test_the_one_work_under_a_heading_beside_its_amounts(heading: str) -> None:
    head = ((200, 300, heading), (560, 300, "税抜金額"), (800, 300, "領収金額"))
    row = ((140, 370, "エネファーム設置工事代金"), (570, 370, "60,000"), (810, 370, "¥66,000"))
    field = paper(K.RECEIPT, (400, 60, "入金領収書"), (100, 160, "大谷 香織 様"), *head, *row).fields["description"]
    assert field.value == "エネファーム設置工事代金" and place_doubted(field)
    more = ((140, 440, "配管工事"), (570, 440, "40,000"), (810, 440, "¥44,000"))
    assert "description" not in read(K.RECEIPT, (400, 60, "入金領収書"), (100, 160, "大谷 香織 様"), *head, *row, *more)


def test_an_invoices_number_in_what_was_paid_for_is_not_the_receipts() -> None:
    paper = written("領収証", (780, 80, "No. 001942"), "￥5,082,000", "但、空調設備更新工事代金(請求番号2410-0087)")
    found = values(extracted(K.RECEIPT, paper))
    assert (found["document_number"], found["description"]) == ("001942", "空調設備更新工事代金")


def test_that_it_was_received_is_no_part_of_what_was_paid_for() -> None:
    paper = written("領収証", "￥5,082,000", "但し、工場棟空調機更新工事代金上記正に領収いたしました。")
    assert values(extracted(K.RECEIPT, paper))["description"] == "工場棟空調機更新工事代金"


def test_an_invoices_number_behind_a_word_that_stands_apart_is_not_the_receipts() -> None:
    lines = (
        (900, 80, "No."),
        (860, 130, "RC-00931"),
        (100, 400, "但"),
        (180, 400, "LED照明工事代金（請求番号MD-1124-31）"),
    )
    assert read(K.RECEIPT, "領収書", "￥3,465,000", *lines)["document_number"] == "RC-00931"


def test_a_bills_number_that_its_kind_begins() -> None:
    field = paper(K.INVOICE, (900, 40, "請-2409-112"), (400, 100, "ご請求書"), (100, 200, "大谷 香織 様")).fields
    assert field["document_number"].value == "請-2409-112" and place_doubted(field["document_number"])


def test_a_letter_of_a_title_set_downwards_is_no_part_of_the_name() -> None:
    title = ((100, 80, "領"), (100, 220, "収"), (100, 360, "証"))
    found = read(K.RECEIPT, *title, (260, 80, "大谷香織"), (600, 80, "様"), (260, 220, "￥330,000-"))
    assert found["payer_name"] == "大谷香織"


@pytest.mark.parametrize("label", ["ご用件", "御用件"])
def test_what_was_paid_for_behind_the_matter(label: str) -> None:
    found = read(K.RECEIPT, *HEAD, (100, 500, label), (260, 500, "空調機更新工事代（あさま調剤薬局）"))
    assert found["description"] == "空調機更新工事代（あさま調剤薬局）"


def test_a_numbered_label_set_so_wide_that_it_is_read_as_two() -> None:
    found = read(
        K.RECEIPT, *HEAD, (100, 500, "1.領収金額"), (460, 500, "66,000円"),
        (100, 570, "3.件"), (280, 570, "名"), (460, 570, "給湯設備更新工事 残金"), (100, 640, "4.入金方法"), (460, 640, "銀行振込"),
    )  # fmt: skip
    assert found["description"] == "給湯設備更新工事 残金"


def test_a_number_in_groups_over_the_day_of_a_letter() -> None:
    letter = paper(K.RECEIPT, (870, 40, "26-1211-03"), (780, 90, "令和8年12月11日"), *HEAD)
    assert letter.fields["document_number"].value == "26-1211-03"
    assert place_doubted(letter.fields["document_number"])


@pytest.mark.parametrize("number", ["0263-46-1275", "2026-12-11"])
def test_a_telephone_or_a_day_over_the_day_is_no_number(number: str) -> None:
    assert "document_number" not in read(K.RECEIPT, (840, 40, number), (780, 90, "令和8年12月11日"), *HEAD)


def test_a_number_built_like_a_telephones_behind_the_words_for_it() -> None:
    assert read(K.RECEIPT, *HEAD, "伝票No. 0914-07-3381")["document_number"] == "0914-07-3381"
    assert "document_number" not in read(K.RECEIPT, *HEAD, "No. 0742-33-5679"), "plain No. may be a telephone's"


def test_the_number_of_an_order_under_its_label() -> None:
    found = read(K.RECEIPT, (780, 90, "注文番号"), (800, 140, "348771-20251108-0016420937"), *HEAD)
    assert found["document_number"] == "348771-20251108-0016420937"
