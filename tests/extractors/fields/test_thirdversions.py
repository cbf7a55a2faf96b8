"""New versions of known offices' forms: the same entries, arranged and worded otherwise."""

from __future__ import annotations

import pytest

from extractors.fields.layout import Layout
from extractors.fields.namekana import without_kana_label
from extractors.meanings import means, names_both
from models.documents import DocumentKind as K
from models.values.fields import parse_cell
from tests.extractors.drawnpaper import Paper
from tests.extractors.fields.extracting import extracted, values
from tests.extractors.fields.test_otherforms import ringed


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("vendor_name", "施工・販売した事業者"), ("vendor_name", "(9) 見積書発行業者"), ("vendor_name", "請負（予定）業者"),
        ("vendor_name", "⑩販壳・施工店"), ("address", "③おところ"), ("address", "(3) 本店の所在地"), ("address", "ガスを使う住所"),
        ("address", "本社住所"), ("purchase_amount", "契約代金（税込）"), ("proxy_contact", "ご担当"), ("purchase_date", "代金支払曰"),
        ("applicant_kana", "りがな（カ"), ("applicant_name", "法人等の名称（上段フリガナ）"),
        ("vendor_name", "購入店又は施工店の名称"), ("vendor_name", "見積・施工業者名"), ("installation_date", "設置が終わった日"),
        ("purchase_amount", "代金として支払った額（消費税を含む。）"), ("subsidy_amount", "支給を受ける額（1契約6,000円）"),
        ("course", "コースの別"), ("facility_class", "施設の別"), ("model", "パッケージ型番等"), ("proxy_contact", "ご担当者のお名前"),
        ("proxy_phone", "ご担当者の電話"), ("proxy_name", "法人名・屋号"), ("applicant_name", "法人（事業者）名"), ("applicant_kana", "同フリガナ"),
        ("account_holder_kana", "口座名義（通帳のカタカナ）"), ("applicant_name", "設置者（法人）名"),
        ("applicant_kana", "法人等の名称（上段フリガナ）"), ("grant_decision_number", "交付決定通知"), ("grant_decision_date", "交付決定通知"),
        ("account_holder", "口座名義（上段：カタカナ 下段：漢字等の正式名称）"),
        ("account_holder_kana", "口座名義（上段：カタカナ 下段：漢字等の正式名称）"),
    ],
)  # fmt: skip
def test_labels_of_third_versions(key: str, label: str) -> None:
    assert means(key, label)


def test_one_label_for_a_name_and_its_kana() -> None:
    assert names_both("法人等の名称（上段フリガナ）")
    assert not names_both("法人等の名称") and not names_both("フリガナ")


def form(title: str = "補助金交付申請書", height: int = 900) -> Paper:
    paper = Paper(1400, height)
    paper.text(500, 20, title)
    return paper


def cell_of(paper: Paper, y: int, label: str, height: int = 110) -> int:
    """A label in a cell and an empty cell beside it; where the empty one begins in x."""
    left, right = paper.table(60, y, [320, 900], [height], stroke=3)[0]
    paper.text(left.x0 + 20, left.cy - 15, label, size=28)
    return int(right.x0) + 14


@pytest.mark.parametrize("label", ["（カタカナ）", "カナ　", ""])
def test_kana_over_a_name_in_the_name_s_own_cell(label: str) -> None:
    paper = form()
    x = cell_of(paper, 120, "ご契約者名")
    paper.text(x, 136, f"{label}ワタナベ サチコ", size=24)
    paper.text(x, 178, "渡辺 サチ子", size=30)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="yamato-lpgas"))
    assert found["applicant_name"] == "渡辺サチ子"
    assert found["applicant_kana"] == "ワタナベサチコ"


def test_a_kana_s_label_is_told_from_a_name_that_begins_like_it() -> None:
    paper = Paper(900, 300)
    for y, words in ((60, "カナモリ タカシ"), (110, "金森 隆"), (160, "カナ：モリ タカシ")):
        paper.text(60, y, words, size=30)
    texts = Layout(paper.read().reading).texts
    assert [t.raw for t in without_kana_label(texts)] == ["カナモリ タカシ", "金森 隆", "モリ タカシ"]


def test_of_two_lines_with_one_label_the_name_is_the_one_in_kanji() -> None:
    paper = form("補助金請求書")
    for y, words in ((200, "カナモリシタカツヒコ"), (290, "森下勝彦")):
        paper.text(80, y, "名義", size=28)
        paper.text(300, y, words, size=28)
    assert values(extracted(K.PAYMENT_REQUEST, paper, programme="nara-smarthouse"))["account_holder"] == "森下勝彦"


def test_a_company_and_its_kana_under_one_heading() -> None:
    paper = form()
    heads = paper.table(60, 120, [600, 600], [40], stroke=3)[0]
    rooms = paper.table(60, 160, [600, 600], [130], stroke=3)[0]
    paper.text(heads[0].x0 + 100, 126, "法人等の名称（上段フリガナ）", size=24)
    paper.text(heads[1].x0 + 200, 126, "電話番号", size=24)
    paper.text(rooms[0].x0 + 12, 176, "イリョウホウジンシャダン シラカバカイ", size=24)
    paper.text(rooms[0].x0 + 12, 226, "医療法人社団白樺会", size=30)
    paper.text(rooms[1].x0 + 12, 206, "0268-22-4915", size=30)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nagano-welfare"))
    assert found["applicant_name"] == "医療法人社団白樺会"
    assert found["applicant_kana"] == "イリョウホウジンシャダンシラカバカイ"
    assert found["phone"] == "0268224915"


def choices(marks: tuple[str, ...]) -> Paper:
    """Things one under the other in a table, with a column to be marked in front of them."""
    paper = form()
    for number, (mark, thing) in enumerate(
        zip(marks, ("太陽光発電システム", "蓄電池システム", "窓の断熱改修", "LED照明器具"), strict=True)
    ):
        box, name, _ = paper.table(60, 120 + 56 * number, [120, 500, 500], [56], stroke=3)[0]
        if mark:
            paper.draw.ellipse((box.cx - 14, box.cy - 14, box.cx + 14, box.cy + 14), outline="black", width=4)
        paper.text(name.x0 + 10, name.cy - 15, thing, size=28)
    return paper


def test_a_ring_in_the_column_in_front_of_the_choices() -> None:
    found = extracted(K.APPLICATION_FORM, choices(("", "○", "", "")), programme="shinjuku-ecohome")
    assert values(found)["equipment_type"] == "蓄電池システム"


@pytest.mark.parametrize("marks", [("", "", "", ""), ("○", "", "○", "")])
def test_no_ring_or_two_rings_in_the_column_choose_nothing_surely(marks: tuple[str, ...]) -> None:
    found = extracted(K.APPLICATION_FORM, choices(marks), programme="shinjuku-ecohome").fields.get("equipment_type")
    assert found is None or found.value is None or any(not c.supports for c in found.corroborations)


@pytest.mark.parametrize("sign", [" ／ ", ""])
def test_maker_and_model_under_one_label(sign: str) -> None:
    paper = form()
    paper.text(80, 200, "(7) 製造者／型式", size=28)
    paper.text(500, 200, f"三菱電機{sign}PLZ-ZRMP160HF4", size=28)
    paper.text(80, 290, "(8) 能力又は台数", size=28)
    paper.text(500, 290, "4台", size=28)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-business"))
    assert (found["manufacturer"], found["model"]) == ("三菱電機", "PLZ-ZRMP160HF4")


@pytest.mark.parametrize("yen", ["¥", ""])
@pytest.mark.parametrize("boxed", [False, True])
def test_what_a_claim_asks_for_in_boxes_at_its_head(yen: str, boxed: bool) -> None:
    paper = form("請求書")
    boxes = paper.strip(300, 160, 8)
    if boxed:
        paper.strip(300, 160 - boxes[0].height, 8)
    for cell, unit in zip(boxes, "千百十万千百十円", strict=True):
        paper.text(cell.x0 + 14, cell.y0 - 26, unit, size=18)
    for cell, digit in zip(boxes[1:], f"{yen or '2'}420000", strict=True):
        paper.text(cell.x0 + 12, cell.y0 + 14, digit, size=28)
    paper.text(100, 300, "上記の金額を請求します。")
    found = values(extracted(K.PAYMENT_REQUEST, paper, programme="nara-business"))
    assert found["subsidy_amount"] == (420000 if yen else 2420000)


def test_boxes_between_a_yen_sign_and_the_word_for_yen() -> None:
    paper = form("請求書")
    boxes = paper.strip(400, 160, 8)
    paper.text(240, 170, "金額 ￥", size=30)
    paper.text(boxes[-1].x1 + 20, 170, "円", size=30)
    for cell, digit in zip(boxes[3:], "98000", strict=True):
        paper.text(cell.x0 + 12, cell.y0 + 14, digit, size=28)
    found = values(extracted(K.PAYMENT_REQUEST, paper, programme="shinjuku-ecohome"))
    assert found["subsidy_amount"] == 98000


def test_maker_and_model_under_a_label_of_two_lines() -> None:
    paper = form()
    left, right = paper.table(60, 120, [260, 900], [100], stroke=3)[0]
    paper.text(left.x0 + 20, 130, "製造者名", size=26)
    paper.text(left.x0 + 20, 170, "及び型式", size=26)
    paper.text(right.x0 + 14, 150, "三浦工業 ／ EI-2000AS", size=28)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-business"))
    assert (found["manufacturer"], found["model"]) == ("三浦工業", "EI-2000AS")


def test_an_amount_beside_how_it_is_reckoned() -> None:
    paper = form()
    left, right = paper.table(60, 120, [260, 900], [100], stroke=3)[0]
    paper.text(left.x0 + 20, 150, "交付申請額", size=28)
    paper.text(right.x0 + 14, 130, "B×1／3以内（上限3百万円）", size=20)
    paper.text(right.x0 + 14, 170, "千円未満切捨て", size=20)
    paper.text(right.x0 + 600, 150, "2,880,000円", size=30)
    assert values(extracted(K.APPLICATION_FORM, paper, programme="nara-business"))["subsidy_amount"] == 2880000


def test_an_amount_in_the_cell_under_its_heading_and_a_note() -> None:
    paper = form()
    paper.text(60, 120, "（３）交付申請額", size=28)
    paper.text(340, 122, "※千円未満は切り捨て。各機器の上限額は手引きをご覧ください。", size=22)
    cell = paper.table(60, 170, [900], [110], stroke=3)[0][0]
    paper.text(cell.x0 + 14, 190, "金　300,000 円", size=30)
    assert values(extracted(K.APPLICATION_FORM, paper, programme="shinjuku-ecohome"))["subsidy_amount"] == 300000


def test_a_day_under_a_caption_that_nobody_knows_is_not_the_day_of_application() -> None:
    paper = form()
    cell = paper.table(60, 120, [600], [110], stroke=3)[0][0]
    paper.text(cell.x0 + 12, 130, "お湯が出た日", size=22)
    paper.text(cell.x0 + 12, 170, "令和 7 年 9 月 12 日", size=30)
    paper.text(700, 60, "令和 7 年 10 月 8 日", size=30)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="shinjuku-ecohome"))
    assert found["application_date"] == "2025-10-08"


def test_an_account_in_boxes_within_the_cell_of_its_label() -> None:
    paper = form("支給申請書兼請求書")
    cell = paper.table(60, 120, [900], [110], stroke=3)[0][0]
    paper.text(cell.x0 + 14, 158, "口座番号", size=28)
    for box, digit in zip(paper.strip(260, 148, 7), "0027318", strict=True):
        paper.text(box.x0 + 12, box.y0 + 14, digit, size=28)
    assert values(extracted(K.PAYMENT_REQUEST, paper))["account_number"] == "0027318"


def test_a_branch_over_its_endings_in_a_cell_without_a_label() -> None:
    paper = form("支給申請書")
    cell = paper.table(60, 120, [300, 500, 400], [140], stroke=3)[0][1]
    paper.text(cell.x0 + 14, 136, "矢部", size=32)
    ringed(paper, cell.x0 + 14, 196, "本店", "支店", "支所", "出張所", ring="支所", size=26)
    assert values(extracted(K.APPLICATION_FORM, paper, programme="yamato-lpgas"))["branch_name"] == "矢部支所"


def test_kana_in_a_cell_of_their_own_over_the_name_s() -> None:
    paper = form("支給申請書")
    paper.table(60, 120, [260], [150], stroke=3)
    paper.text(100, 180, "お名前", size=28)
    over, under = (paper.table(320, y, [800], [h], stroke=3)[0][0] for y, h in ((120, 50), (170, 100)))
    paper.text(over.x0 + 12, over.cy - 12, "カナ タカミヤ ミツエ", size=24)
    paper.text(under.x0 + 12, under.cy - 16, "高宮 ミツエ", size=32)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="yamato-lpgas"))
    assert (found["applicant_name"], found["applicant_kana"]) == ("高宮ミツエ", "タカミヤミツエ")


def test_a_postal_code_in_boxes_is_no_part_of_the_address() -> None:
    paper = form()
    x = cell_of(paper, 120, "住所")
    paper.text(x, 130, "6 3 91 - 1 0 4 2", size=26)
    paper.text(x, 180, "奈良県大和郡山市小泉町1127番地3", size=28)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-smarthouse"))
    assert found["address"] == "奈良県大和郡山市小泉町1127-3"


def test_the_day_and_the_number_of_a_decision_in_one_room() -> None:
    paper = form("請求書")
    x = cell_of(paper, 120, "交付決定通知", height=80)
    paper.text(x, 145, "令和6年8月5日付け　脱水第218号", size=28)
    found = values(extracted(K.PAYMENT_REQUEST, paper, programme="nara-business"))
    assert found["grant_decision_date"] == "2024-08-05"
    assert found["grant_decision_number"] == "脱水第218号"


def test_the_day_of_application_is_not_the_one_under_another_day_s_label() -> None:
    paper = form()
    left, right = paper.table(60, 120, [600, 500], [110], stroke=3)[0]
    paper.text(left.x0 + 12, 130, "支払金額（消費税込み）", size=22)
    paper.text(left.x0 + 300, 170, "1,408,000円", size=30)
    paper.text(right.x0 + 12, 130, "支払日（領収日）", size=22)
    paper.text(right.x0 + 12, 170, "令和 7 年 9 月 26 日", size=30)
    paper.text(100, 400, "令和 7 年 10 月 9 日", size=30)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="shinjuku-ecohome"))
    assert found["application_date"] == "2025-10-09" and found["purchase_date"] == "2025-09-26"


def test_an_amount_under_a_heading_of_two_lines() -> None:
    paper = form()
    heads = paper.table(60, 120, [400, 600], [90], stroke=3)[0]
    rooms = paper.table(60, 210, [400, 600], [80], stroke=3)[0]
    for cell, first, second in zip(
        heads,
        ("補助対象経費", "補助金交付申請額"),
        ("（消費税を除く）", "（千円未満切捨・上限300万円）"),
        strict=True,
    ):
        paper.text(cell.x0 + 60, 128, first, size=26)
        paper.text(cell.x0 + 30, 168, second, size=24)
    for cell, amount in zip(rooms, ("4,350,000", "1,450,000"), strict=True):
        paper.text(cell.x1 - 180, cell.cy - 15, amount, size=28)
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-business"))
    assert (found["purchase_amount"], found["subsidy_amount"]) == (4350000, 1450000)


def test_officers_whose_birthday_is_one_column() -> None:
    paper = Paper(1500, 700)
    paper.text(600, 20, "役員等名簿")
    rows = [
        ("番号", "役職", "氏名（漢字）", "氏名（半角カナ）", "性別", "生年月日", "所属会社"),
        ("1", "代表取締役", "加治屋 隆太郎", "カジヤ リュウタロウ", "M", "S34.05.31", "株式会社ニホンビルテクノ"),
        ("2", "取締役", "西郷 明美", "サイゴウ アケミ", "F", "S41.10.10", "株式会社ニホンビルテクノ"),
    ]
    for number, words in enumerate(rows):
        for cell, word in zip(
            paper.table(40, 120 + 70 * number, [90, 180, 210, 280, 90, 190, 330], [70])[0], words, strict=True
        ):
            paper.text(cell.x0 + 10, cell.cy - 13, word, size=24)
    officers = values(extracted(K.OFFICER_LIST, paper))["officers"]
    assert isinstance(officers, list) and len(officers) == 2
    assert officers[0]["birth_date"] == "1959-05-31" and officers[1]["kana"] == "サイゴウアケミ"
    assert officers[0]["company"] == "株式会社ニホンビルテクノ" and officers[0]["title"] == "代表取締役"


def test_officers_under_headings_of_two_lines() -> None:
    paper = Paper(1500, 700)
    paper.text(600, 20, "役員名簿")
    widths = [180, 230, 280, 90, 190, 330]
    for cell, (first, second) in zip(
        paper.table(40, 120, widths, [90])[0],
        (("役職", ""), ("氏名", "（漢字）"), ("氏名", "（半角カナ）"), ("性別", ""), ("生年月日", ""), ("会社名", "")),
        strict=True,
    ):
        paper.text(cell.x0 + 10, cell.y0 + 12, first, size=24)
        if second:
            paper.text(cell.x0 + 10, cell.y0 + 50, second, size=20)
    row = ("代表社員", "結城 麻衣子", "ユウキ マイコ", "F", "S47.10.17", "あずま合同会社")
    for cell, word in zip(paper.table(40, 210, widths, [70])[0], row, strict=True):
        paper.text(cell.x0 + 10, cell.cy - 13, word, size=24)
    officers = values(extracted(K.OFFICER_LIST, paper))["officers"]
    assert isinstance(officers, list) and officers[0]["kana"] == "ユウキマイコ"


def test_categories_are_common_words_in_common_characters() -> None:
    assert parse_cell("facilities", "category", "高齡者福祉施設") == "高齢者福祉施設"
    assert parse_cell("facilities", "name", "髙田病院") == "髙田病院"


def test_a_contractor_whose_form_was_misread_is_left_to_a_person() -> None:
    paper = form()
    x = cell_of(paper, 120, "販売・施工店", height=80)
    paper.text(x, 145, "(0)かつらぎソーラー住設", size=28)
    field = extracted(K.APPLICATION_FORM, paper, programme="nara-smarthouse").fields["vendor_name"]
    assert field.value and any(not c.supports for c in field.corroborations)


def test_a_word_of_courtesy_in_front_of_a_label() -> None:
    paper = form("工事請負契約書")
    x = cell_of(paper, 120, "ご契約金額", height=80)
    paper.text(x, 145, "1,694,000円", size=28)
    assert values(extracted(K.CONTRACT, paper))["total_amount"] == 1694000
