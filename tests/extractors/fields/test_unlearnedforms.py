"""Application forms that nobody described as they print their entries: cards, open rows, spread labels, boxes in the open."""

from __future__ import annotations

import pytest

from extractors.fields.choices import choose
from extractors.fields.layout import Layout, Region
from models.documents import DocumentKind as K
from models.documents import Value
from models.geometry import Box
from models.values.company import parse_company
from tests.extractors.drawnpaper import Paper
from tests.extractors.fields.extracting import extracted, values


def read(
    kind: K,
    *entries: tuple[int, int, str],
    frame: tuple[int, int, int, int] | None = None,
    programme: str | None = None,
) -> dict[str, Value]:
    paper = Paper(1400, 1000)
    paper.text(500, 20, "補助金交付申請書" if kind is K.APPLICATION_FORM else "補助金交付請求書")
    if frame is not None:
        paper.draw.rectangle(frame, outline="black", width=4)
    for x, y, words in entries:
        paper.text(x, y, words, size=28)
    return values(extracted(kind, paper, programme=programme))


@pytest.mark.parametrize("frame", [None, (60, 80, 1360, 700)], ids=["in the open", "in a card"])
def test_labels_over_their_values_in_two_columns(frame: tuple[int, int, int, int] | None) -> None:
    found = read(
        K.APPLICATION_FORM,
        (80, 100, "法人名"), (80, 150, "社会福祉法人信濃会"),
        (80, 220, "代表者氏名"), (90, 270, "甲斐　哲也"), (700, 220, "郵便番号"), (720, 270, "380-0936"),
        (80, 340, "メーカー名"), (90, 390, "パナソニック"), (700, 340, "型式番号"), (720, 390, "XLX460NENT"),
        (80, 460, "補助金申請額"), (90, 510, "金"), (480, 510, "1,533,000円"),
        frame=frame,
    )  # fmt: skip
    assert (found["representative_name"], found["postal_code"]) == ("甲斐哲也", "3800936")
    assert (found["manufacturer"], found["model"]) == ("パナソニック", "XLX460NENT")
    assert found["subsidy_amount"] == 1533000


def test_amounts_of_one_card_are_not_one_amount() -> None:
    found = read(
        K.APPLICATION_FORM,
        (80, 100, "総事業費（税込）"), (90, 150, "2,249,830円"), (700, 100, "購入金額"), (720, 150, "2,045,300円"),
        (80, 220, "交付申請額"), (90, 270, "1,533,000円"),
        frame=(60, 80, 1360, 360),
    )  # fmt: skip
    amounts = {k: found.get(k) for k in ("total_cost", "purchase_amount", "subsidy_amount")}
    assert amounts == {"total_cost": 2249830, "purchase_amount": 2045300, "subsidy_amount": 1533000}


def test_the_stamp_of_the_day_it_arrived_is_not_the_date_of_the_application() -> None:
    found = read(
        K.APPLICATION_FORM,
        (900, 60, "R7.1.25"), (700, 150, "令和 6 年 10 月 20 日"), (80, 240, "氏名"), (300, 240, "井関 沙織"),
    )  # fmt: skip
    assert found["application_date"] == "2024-10-20"


def test_what_stands_beside_a_wide_label_does_not_belong_to_the_one_above() -> None:
    found = read(
        K.PAYMENT_REQUEST,
        (80, 100, "住"), (260, 100, "所"), (320, 100, "東京都新宿区横寺町99"),
        (80, 145, "氏"), (260, 145, "名 井関 沙織"), (80, 190, "電"), (260, 190, "話 03-5247-4900"),
    )  # fmt: skip
    assert (found["address"], found["applicant_name"]) == ("東京都新宿区横寺町99", "井関沙織")
    assert found["phone"] == "0352474900"


def test_a_label_set_so_wide_that_it_is_read_as_two() -> None:
    found = read(
        K.PAYMENT_REQUEST,
        (80, 100, "氏"), (320, 100, "名　乾　良平"), (80, 180, "請求金額　金"), (640, 180, "100,000円"),
        (80, 260, "支店"), (300, 260, "名　鷺宮支店"), (80, 340, "口座番"), (300, 340, "号"), (460, 340, "6751128"),
        (80, 420, "口座名義　乾　良平"), (80, 480, "振込先は申請者本人名義の口座に限ります。"),
    )  # fmt: skip
    assert found["applicant_name"] == "乾良平" and found["subsidy_amount"] == 100000
    assert (found["branch_name"], found["account_number"]) == ("鷺宮支店", "6751128")
    assert found["account_holder"] == "乾良平", "a sentence below is no part of it"


def test_a_label_of_two_lines_in_the_open() -> None:
    rows = ((110, 100, "振込先金"), (120, 128, "融機関"), (400, 114, "奈良中央信用金庫"), (800, 114, "支店"))
    found = read(K.PAYMENT_REQUEST, *rows, (1050, 114, "ますが支店"))
    assert (found["bank_name"], found["branch_name"]) == ("奈良中央信用金庫", "ますが支店")
    empty = read(K.PAYMENT_REQUEST, *rows[:2], rows[3], (1050, 114, "ますが支店"))
    assert empty.get("bank_name") is None, "what follows the next label is that one's"


def test_titles_and_longer_labels_are_not_the_label() -> None:
    found = read(
        K.PAYMENT_REQUEST,
        (400, 80, "交付請求書"), (80, 180, "請求年月日"), (400, 180, "令和7年1月30日"),
        (80, 260, "郵便番号（7桁）634-0063"), (80, 340, "交付決定番号"), (400, 340, "環政第329号"),
        programme="nara-business",
    )  # fmt: skip
    assert found.get("subsidy_amount") is None and found["request_date"] == "2025-01-30"
    assert found["grant_decision_number"] == "環政第329号" and found["postal_code"] == "6340063"


def test_a_date_behind_another_entrys_label_is_not_the_application_date() -> None:
    rows = ((300, 100, "設置完了H"), (600, 100, "令和6年9月26日"))
    found = read(K.APPLICATION_FORM, *rows, programme="nara-smarthouse")
    assert found.get("application_date") is None and found["installation_date"] == "2024-09-26"
    found = read(
        K.APPLICATION_FORM, (300, 40, "中請年月日"), (600, 40, "令和6年10月21日"), *rows, programme="nara-smarthouse"
    )
    assert found["application_date"] == "2024-10-21", "申 read as 中, as faxes bring it"


def test_a_telephone_number_that_cannot_be_read_is_not_replaced_by_another_blocks() -> None:
    found = read(
        K.APPLICATION_FORM,
        (80, 100, "連絡先"), (400, 100, "（090）0464－8418"), (80, 180, "事業者名"), (400, 180, "有限会社昭栄ソーラー"),
        (80, 260, "電話"), (400, 260, "0742-28-4763"),
        programme="nara-smarthouse",
    )  # fmt: skip
    assert found.get("phone") is None


def test_words_in_english_beside_a_label_are_no_value() -> None:
    found = read(K.PAYMENT_REQUEST, (80, 100, "氏名"), (80, 132, "Full name"), (400, 110, "渡邊 修"))
    assert found["applicant_name"] == "渡邊修"


def test_an_option_that_the_programme_has_not_does_not_move_the_squares() -> None:
    paper = Paper(1200, 200)
    x, size, side = 80.0, 32, 26
    for i, option in enumerate(("普通", "当座", "貯蓄", "その他")):
        paper.draw.rectangle((x, 63, x + side, 63 + side), outline="black", width=2)
        if i == 0:
            paper.draw.line((x + 3, 74, x + 11, 86), fill="black", width=4)
            paper.draw.line((x + 11, 86, x + side + 4, 56), fill="black", width=4)
        x = paper.text(x + 1.15 * size, 60, option, size=size).x1 + 40
    layout = Layout(paper.read().reading)
    region = Region(layout.texts, Box.around(t.box for t in layout.texts))
    found = choose(region, [(o, ()) for o in ("普通", "当座", "貯蓄")], paper.pixels)
    assert found is not None and found.value == "普通"


@pytest.mark.parametrize(
    ("torn", "name"),
    [
        ("(株千歳燃料", "株式会社千歳燃料"), ("(有山田商店", "有限会社山田商店"), ("((株))飛鳥エネルギー", "株式会社飛鳥エネルギー"),
        ("(株)千歳燃料", "株式会社千歳燃料"), ("株みのりプロパン", "株式会社みのりプロパン"), ("(株式会社)千歳", "株式会社千歳"), ("株木建設", "株木建設"),
    ],
)  # fmt: skip
def test_an_abbreviated_form_that_lost_a_bracket(torn: str, name: str) -> None:
    assert parse_company(torn) == name


def test_a_label_that_nobody_could_read_still_keeps_its_row_from_the_label_above() -> None:
    found = read(
        K.APPLICATION_FORM,
        (80, 100, "氏名"), (300, 100, "松山 和子"), (80, 160, "T"), (300, 160, "〒861-3522"),
        (80, 240, "契約者番号29-4494"), (80, 320, "供給契約数1"),
        (80, 400, "支店名光の森支店"), (80, 470, "科目"), (300, 470, "普通・当座"),
        programme="yamato-lpgas",
    )  # fmt: skip
    assert found["applicant_name"] == "松山和子"
    assert found["branch_name"] == "光の森支店"
    assert (found["customer_number"], found["contract_count"]) == ("29-4494", 1), "label and value read as one text"


def test_furigana_is_a_label_in_whatever_kana_it_was_read() -> None:
    found = read(K.APPLICATION_FORM, (80, 100, "ふリがなマツザキミユキ"), (80, 160, "氏名"), (300, 160, "松崎 美由紀"))
    assert found["applicant_kana"] == "マツザキミユキ"


def test_a_label_read_with_the_value_before_it_names_what_stands_behind_it() -> None:
    """Of a second page that shows one date, beside 支払年月日, the date had been taken for that of the application."""
    rows = (
        (100, 100, "施工業者"),
        (400, 100, "太陽エネルギー有限会社"),
        (100, 180, "購入金額"),
        (400, 180, "885,170円 支払年月日"),
    )
    found = read(K.APPLICATION_FORM, *rows, (860, 180, "令和 7 年 12 月 23 日"))
    assert (found["purchase_amount"], found["purchase_date"]) == (885170, "2025-12-23")
    assert found.get("application_date") is None


def test_a_block_ends_at_the_next_number_and_the_others_labels_are_not_the_applicants() -> None:
    """The block of the agent has the only 電話番号 and no known heading after it: it had taken all that followed."""
    found = read(
        K.APPLICATION_FORM,
        (80, 60, "１．申請者"), (100, 120, "お名前"), (500, 120, "長谷川 良平"),
        (100, 180, "日中連絡のつく電話"), (500, 180, "0742-48-5774"),
        (80, 240, "２．手続きを代行する会社"), (100, 300, "会社名"), (300, 300, "株式会社千歳エネルギー"),
        (100, 360, "電話番号"), (300, 360, "0742-36-4158"),
        (80, 420, "３．設備と費用"), (100, 480, "購入に要した費用"), (500, 480, "1,566,290円"),
    )  # fmt: skip
    assert (found["phone"], found["proxy_phone"]) == ("0742485774", "0742364158")
    assert found["purchase_amount"] == 1566290


def test_the_small_digit_places_over_an_amount_are_no_value() -> None:
    """千 and 百万 over the boxes stood nearer to the label than the amount, and were taken for what stands under it."""
    paper = Paper(1400, 700)
    paper.text(500, 20, "補助金交付申請書")
    paper.draw.rectangle((60, 90, 1360, 420), outline="black", width=4)
    paper.text(80, 110, "総事業費（税込）", size=24)
    paper.text(420, 160, "6,866,310円")
    paper.text(760, 110, "補助対象経費（消費税抜）", size=24)
    paper.text(800, 140, "百万", size=11)
    paper.text(930, 140, "千", size=11)
    paper.text(780, 160, "6 2 4 2 1 0 0")
    paper.text(80, 250, "交付申請額", size=24)
    paper.text(150, 280, "百万", size=11)
    paper.text(170, 300, "2 0 8 0 0 0 0")
    found = values(extracted(K.APPLICATION_FORM, paper, programme="nara-business"))
    amounts = [found.get(k) for k in ("total_cost", "purchase_amount", "subsidy_amount")]
    assert amounts == [6866310, 6242100, 2080000]


def test_a_small_character_of_a_name_is_no_digit_place() -> None:
    paper = Paper(1400, 500)
    paper.text(500, 20, "補助金交付申請書")
    paper.text(80, 100, "氏名", size=28)
    paper.text(400, 100, "佐々木", size=28)
    paper.text(520, 106, "千", size=22)
    paper.text(560, 100, "代", size=28)
    paper.text(80, 180, "電話番号", size=28)
    paper.text(400, 180, "0742-59-0214", size=28)
    assert values(extracted(K.APPLICATION_FORM, paper))["applicant_name"] == "佐々木千代"


def test_what_a_seal_left_beside_a_label_that_stands_over_its_value() -> None:
    found = read(
        K.APPLICATION_FORM,
        (80, 100, "法人名"), (90, 140, "株式会社中央印刷"), (80, 200, "代表者氏名"), (700, 205, "之 央"),
        (90, 240, "八木　正和"), (80, 300, "主たる事務所の所在地"), (700, 304, "印表印"), (90, 340, "大和郡山市野垣内町1323"),
        (80, 400, "電話番号"), (90, 440, "0742-93-1083"), (80, 500, "メーカー名"), (90, 540, "サムソン"),
    )  # fmt: skip
    assert (found["representative_name"], found["address"]) == ("八木正和", "大和郡山市野垣内町1323")


def test_a_remark_under_a_label_belongs_to_it() -> None:
    """The boxes stand beside the two lines: what was level with the first alone were two digits of seven."""
    digits = [(1100 + 50 * i, 112 + (i % 2), d) for i, d in enumerate("1789652")]
    found = read(K.PAYMENT_REQUEST, (850, 96, "口座番号"), (850, 126, "（右詰め）"), *digits)
    assert found["account_number"] == "1789652"


def test_labels_as_engines_misread_them() -> None:
    found = read(
        K.APPLICATION_FORM,
        (80, 100, "上事完了日"), (400, 100, "令和6年10月28日"), (80, 180, "支弘日"), (400, 180, "令和6年11月5日"),
        (80, 260, "T"), (400, 260, "6 3 6 0 0 1 3"), (80, 340, "捕助対象設備"), (400, 340, "蓄電池"),
        (80, 420, "申清者名"), (400, 420, "後藤　陽子"), (80, 500, "1中の連絡先"), (400, 500, "090-9288-9474"),
        (80, 580, "補助金清求額"), (400, 580, "300,000円"),
        programme="nara-smarthouse",
    )  # fmt: skip
    assert (found["applicant_name"], found["phone"]) == ("後藤陽子", "09092889474")
    assert found["subsidy_amount"] == 300000
    assert (found["installation_date"], found["purchase_date"]) == ("2024-10-28", "2024-11-05")
    assert (found["postal_code"], found["equipment_type"]) == ("6360013", "定置用蓄電池")


def test_a_bank_in_kana_read_as_one_text_with_its_label() -> None:
    paper = Paper(1400, 400)
    paper.text(500, 20, "補助金交付請求書")
    end = paper.text(80, 200, "振込先金融機関").x1
    name = paper.text(end + 60, 200, "ゆうちょ銀行")
    label, value = paper.lines[-2:]
    paper.lines[-2:] = [
        label.model_copy(
            update={
                "text": label.text + value.text,
                "box": label.box.union(name),
                "char_x": (*(label.char_x or ()), *(value.char_x or ())),
            }
        )
    ]
    assert values(extracted(K.PAYMENT_REQUEST, paper))["bank_name"] == "ゆうちょ銀行"


def test_a_power_of_attorney_of_another_office() -> None:
    """A programme's own form heads the agent's block with 代理人 and asks for 所在地; this one says 受任者 and 住所."""
    found = read(
        K.POWER_OF_ATTORNEY,
        (80, 80, "受任者"), (120, 140, "住所　大和郡山市東岡町1035-16"), (120, 200, "名称"), (400, 200, "有限会社飛鳥住宅設備"),
        (120, 260, "電話"), (400, 260, "0742-83-8991"),
        (80, 400, "委任者"), (120, 460, "住所"), (400, 460, "奈良県北葛城郡王寺町元町1-20-4"),
        (120, 520, "氏名"), (400, 520, "五十嵐　修"), (120, 580, "電話"), (400, 580, "0742-96-0268"),
        programme="nara-smarthouse",
    )  # fmt: skip
    assert (found["proxy_address"], found["proxy_phone"]) == ("大和郡山市東岡町1035-16", "0742838991")
    assert (found["address"], found["phone"]) == ("奈良県北葛城郡王寺町元町1-20-4", "0742960268")


def test_a_label_that_goes_on_as_another_entrys_label_is_not_the_shorter_one() -> None:
    found = read(
        K.PAYMENT_REQUEST,
        (80, 100, "銀行名等"), (300, 100, "南都銀行"), (700, 100, "金融機関番号"), (1000, 100, "0162"),
        programme="nara-smarthouse",
    )  # fmt: skip
    assert (found["bank_name"], found["bank_code"]) == ("南都銀行", "0162")


def test_a_branch_read_as_one_text_with_its_short_label() -> None:
    found = read(
        K.PAYMENT_REQUEST,
        (80, 100, "店舗名羽曳野支店"), (80, 144, "科"), (220, 144, "目"), (400, 144, "普通・当座"),
        (80, 240, "口座名義（カナ）"), *[(440 + 50 * i, 240, c) for i, c in enumerate("イガラシシゲル")],
    )  # fmt: skip
    assert found["branch_name"] == "羽曳野支店"
    assert found["account_holder_kana"] == "イガラシシゲル", "letters apart are an entry's, not a seal's"


def test_the_postal_codes_sign_is_a_label_however_it_was_read() -> None:
    found = read(
        K.APPLICATION_FORM,
        (600, 100, "代表者名"), (1060, 100, "T"), (610, 140, "関根　義則"), (900, 140, "395-0802"), (80, 220, "法人名"),
        (90, 260, "社会福祉法人太陽会"),
    )  # fmt: skip
    assert found["representative_name"] == "関根義則"


def test_a_label_set_so_wide_that_it_is_read_as_three() -> None:
    found = read(
        K.APPLICATION_FORM,
        (80, 100, "カ"), (140, 100, "ナ"), (200, 100, "氏名"), (400, 100, "キリュウ　キョウコ"),
        (80, 180, "氏名（自署）"), (400, 180, "桐生　京子"),
    )  # fmt: skip
    assert (found["applicant_kana"], found["applicant_name"]) == ("キリュウキョウコ", "桐生京子")


def test_an_amount_set_to_the_middle_of_its_card_is_not_the_next_cards() -> None:
    found = read(
        K.APPLICATION_FORM,
        (80, 100, "法人名"), (90, 140, "株式会社明和食品工業"), (80, 200, "代表者氏名"), (90, 240, "高橋　健太郎"),
        (80, 300, "電話番号"), (90, 340, "0742-79-9621"), (80, 400, "総事業費（税込）"), (320, 432, "7,457,670円"),
        (760, 400, "補助対象経費（税抜）"), (1000, 432, "6,779,700円"),
        (80, 472, "交付申請額"), *[(240 + 45 * i, 504, d) for i, d in enumerate("2259000")], (570, 504, "円"),
        (80, 640, "住民基本台帳の照会に同意します。"),
        frame=(60, 80, 1360, 600), programme="nara-business",
    )  # fmt: skip
    amounts = [found.get(k) for k in ("total_cost", "purchase_amount", "subsidy_amount")]
    assert amounts == [7457670, 6779700, 2259000]


def test_a_label_of_four_characters_with_one_misread() -> None:
    found = read(
        K.APPLICATION_FORM,
        (80, 100, "端入金額"),
        (400, 100, "1,559,088円"),
        (80, 180, "范話番号"),
        (400, 180, "0742-57-2839"),
    )
    assert (found["purchase_amount"], found["phone"]) == (1559088, "0742572839")


def test_the_representative_beside_the_company_is_not_what_stands_in_the_seal() -> None:
    paper = Paper(1400, 400)
    paper.text(500, 20, "補助金交付請求書")
    label, value = paper.table(60, 150, [260, 1000], [110], stroke=3)[0]
    paper.text(label.x0 + 20, 190, "法人名・代表者", size=28)
    paper.text(value.x0 + 20, 190, "社会福祉法人飛鳥福祉会", size=30)
    paper.text(value.x0 + 520, 190, "佐々木　京子", size=30)
    for x, y, scrap in ((850, 165, "祉飛"), (900, 195, "鳥"), (850, 222, "之"), (890, 224, "代福")):
        paper.text(value.x0 + x, y, scrap, size=26)
    found = values(extracted(K.PAYMENT_REQUEST, paper, programme="nagano-welfare"))
    assert found["representative_name"] == "佐々木京子"


def test_an_address_of_two_lines_over_a_label_that_was_read_with_its_value() -> None:
    found = read(
        K.APPLICATION_FORM,
        (400, 86, "東京都新宿区百人町1-4-12"), (80, 114, "住"), (220, 114, "所"), (400, 134, "パークサイド新町1102"),
        (80, 186, "ふりがなタカハシ　ヒロミ"), (80, 260, "氏"), (220, 260, "名"), (400, 260, "髙橋　裕美"),
    )  # fmt: skip
    assert found["address"] == "東京都新宿区百人町1-4-12パークサイド新町1102"


def test_an_amount_level_with_neither_line_of_its_label() -> None:
    found = read(
        K.APPLICATION_FORM,
        (80, 100, "事業費総額"), (110, 130, "（税込）"), (400, 118, "6,885,890円"),
        (800, 100, "うち補助対象経費"), (850, 130, "（税抜）"), (1100, 118, "6,259,900円"),
        (80, 220, "申請額"), (400, 220, "2,086,000円"),
        programme="nara-business",
    )  # fmt: skip
    amounts = [found.get(k) for k in ("total_cost", "purchase_amount", "subsidy_amount")]
    assert amounts == [6885890, 6259900, 2086000]


def test_how_to_fill_an_entry_in_is_no_part_of_it() -> None:
    found = read(
        K.APPLICATION_FORM,
        (80, 100, "氏名　本人が署名し押印すること"), (90, 150, "御厨　静江"), (700, 100, "電話番号"), (720, 150, "0744-22-6318"),
        (80, 220, "住所　県名から記入"), (90, 270, "長野県上田市中央4丁目10番21号"),
        (80, 340, "メーカー名"), (90, 390, "パナソニック"), (700, 340, "数量　単位も記入"), (720, 390, "118台"),
        frame=(60, 80, 1360, 460),
    )  # fmt: skip
    assert (found["applicant_name"], found["address"]) == ("御厨静江", "長野県上田市中央4-10-21")
    assert found["capacity"] == "118台"
