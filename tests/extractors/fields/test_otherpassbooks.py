"""Bank books, cards and screens of banks nobody described: kana under the name, codes under names, titles with many words."""

from __future__ import annotations

import pytest

from extractors.fields.certainty import place_doubted
from models.documents import DocumentKind as K
from models.documents import ExtractedDocument
from models.pages import Source
from tests.extractors.drawnpaper import Paper
from tests.extractors.fields.extracting import extracted, values, written


def book(*lines: str | tuple[int, int, str]) -> ExtractedDocument:
    return extracted(K.PASSBOOK, written(*lines, step=60))


def test_of_two_lines_with_an_honorific_the_one_with_more_katakana_is_the_kana() -> None:
    found = values(book("坂井 美和子 様", "サカイミワ子 様"))
    assert found["account_holder"] == "坂井美和子", "the kana are misread, and stand under the name"


def test_the_branch_under_the_kana_holds_no_account() -> None:
    found = values(
        book("おなまえ ヤクシジ ミズホ", (100, 140, "お取引店"), (240, 140, "高田馬場支店"), (240, 200, "みずほ銀行"))
    )
    assert found["account_holder_kana"] == "ヤクシジミズホ" and found["branch_name"] == "高田馬場支店"
    assert "account_holder" not in found
    assert values(book("お名前 株式会社佐保電機 大阪支店"))["account_holder"] == "株式会社佐保電機大阪支店"


def test_a_bank_that_was_hardly_read_on_the_cover_is_told_by_the_page_within() -> None:
    paper = Paper()
    paper.text(100, 80, "スすほ銀行", source=Source.PPOCR, score=0.77)
    paper.text(100, 300, "みずほ銀行", source=Source.PPOCR, score=0.98)
    field = extracted(K.PASSBOOK, paper).fields["bank_name"]
    assert field.box is not None and field.box.y0 > 0.2


def test_what_a_book_calls_itself_is_nobodys_kana() -> None:
    field = book("総合口座通帳", "株式会社南雲製菓 様", "カ)ナグモセイ力 川").fields["account_holder_kana"]
    assert field.raw == "カ)ナグモセイ力 川", "the line under the name, however it was read"


def test_digits_above_the_name_are_nobodys_kana() -> None:
    assert "account_holder_kana" not in values(book((100, 80, "166"), (100, 140, "坂井 美和子 様")))


@pytest.mark.parametrize("line", ["（カナ）サカイ ミワコ", "フリガナ サカイ ミワコ", "フリガナ：サカイ ミワコ 様"])
def test_kana_behind_their_label(line: str) -> None:
    found = values(book("お名前", "坂井 美和子 様", line))
    assert (found["account_holder"], found["account_holder_kana"]) == ("坂井美和子", "サカイミワコ")


@pytest.mark.parametrize("label", ["お名前（カナ）", "お名前（フリガナ）", "口座名義（カタカナ）"])
def test_a_label_s_remark_is_nobodys_kana(label: str) -> None:
    paper = Paper()
    for row, words in enumerate([("お名前", "東海林 龍之介"), (label, "シヨウジ リユウノスケ")]):
        for x, text in zip((100, 560), words, strict=True):
            paper.text(x, 100 + 86 * row, text)
    found = values(extracted(K.PASSBOOK, paper))
    assert (found["account_holder"], found["account_holder_kana"]) == ("東海林龍之介", "シヨウジリユウノスケ")


def test_kana_beside_a_label_that_asks_for_them() -> None:
    paper = Paper()
    paper.grid(80, 80, [["口座番号", "7654321"], ["口座名義（カナ）", "サカイ ミワコ"]], [350, 500])
    paper.text(80, 300, "ホームヘルプ")
    assert values(extracted(K.PASSBOOK, paper))["account_holder_kana"] == "サカイミワコ"


@pytest.mark.parametrize(
    "line", ["ようこそ坂井 美和子 様", "ようこそ、坂井美和子様", "おなまえ坂井 美和子 様", "おなまえ堺 美和 様"]
)
def test_what_stands_in_front_of_a_name_is_no_part_of_it(line: str) -> None:
    assert values(book(line))["account_holder"] in ("坂井美和子", "堺美和")


def test_the_name_of_a_service_is_nobodys() -> None:
    assert "account_holder_kana" not in values(book("ネットバンキング", "普通預金"))


def test_kana_read_as_kanji_that_look_like_them_are_no_name() -> None:
    found = book("口座番号 普通 7654321", "おなまえ　二夕様").fields
    assert "account_holder" not in found and found["account_holder_kana"].raw == "二夕"


def test_a_given_name_in_katakana_is_a_name() -> None:
    assert values(book("おなまえ 坂井 ミツ 様"))["account_holder"] == "坂井ミツ"


def test_codes_in_brackets_under_the_names() -> None:
    paper = Paper(1300, 500)
    paper.draw.rectangle((60, 80, 460, 200), outline="black", width=3)
    paper.draw.rectangle((460, 80, 860, 200), outline="black", width=3)
    for x, name, code in ((80, "葛城信用金庫", "(1699)"), (480, "御所支店", "（012）")):
        paper.text(x, 95, name)
        paper.text(x, 145, code)
    paper.text(80, 300, "(9876)")
    found = values(extracted(K.PASSBOOK, paper))
    assert (found["bank_code"], found["branch_code"]) == ("1699", "012")


def test_a_code_at_the_margin_of_a_screen() -> None:
    paper = Paper(1600, 500)
    paper.text(80, 100, "金融機関コード")
    paper.draw.rectangle((800, 80, 1560, 160), outline="black", width=3)
    paper.text(830, 100, "0009")
    assert values(extracted(K.PASSBOOK, paper))["bank_code"] == "0009"


@pytest.mark.parametrize(
    ("line", "bank"),
    [("口座情報|楽天銀行", "楽天銀行"), ("通常貯金 通帳ゆうちょ銀行", "ゆうちょ銀行"), ("銀行名:南都銀行", "南都銀行")],
)
def test_a_banks_name_ends_where_other_words_begin(line: str, bank: str) -> None:
    assert values(book(line))["bank_name"] == bank


def test_the_label_of_a_branchs_code_is_no_branch() -> None:
    document = book((100, 80, "支店名(支店コード)"), (600, 80, "しろがね支店(202)"))
    assert document.fields["branch_name"].value == "しろがね支店"


def test_the_kind_of_account_is_what_its_label_says() -> None:
    paper = Paper(1200, 600)
    paper.text(80, 40, "総合口座通帳")
    paper.grid(80, 150, [["店番号", "預金種目", "口座番号"], ["050", "当座", "8665831"]], [200, 250, 300])
    field = extracted(K.PASSBOOK, paper).fields["account_type"]
    assert field.value == "当座" and not place_doubted(field)


def test_an_overdraft_is_no_current_account() -> None:
    assert values(book("総合口座通帳(当座貸越付)", "普通預金"))["account_type"] == "普通"


def test_two_kinds_of_account_without_a_label_are_left_to_a_person() -> None:
    assert place_doubted(book("普通預金", "貯蓄預金").fields["account_type"])


def test_a_branch_that_is_not_called_one() -> None:
    document = book((100, 900, "上益城農業協同組合"), (100, 940, "滝尾"), (100, 980, "電話 096-282-0000"))
    field = document.fields["branch_name"]
    assert field.value == "滝尾" and place_doubted(field), "nothing says that it is one"


@pytest.mark.parametrize("lines", [("取引店 019 早稲田支店",), ((100, 80, "019"), (190, 80, "早稲田支店"))])
def test_a_code_in_front_of_its_branch(lines: tuple[str | tuple[int, int, str], ...]) -> None:
    found = values(book(*lines))
    assert (found["branch_code"], found["branch_name"]) == ("019", "早稲田支店")


def test_a_letter_of_the_bank_is_addressed_to_the_company() -> None:
    found = values(book("室生産業株式会社 御中", "ご利用口座のお知らせ", "南都銀行"))
    assert found["account_holder"] == "室生産業株式会社"


def test_the_numbers_of_the_post_office_close_under_their_labels() -> None:
    found = values(
        book(
            "ゆうちょ銀行",
            (100, 200, "記号"), (500, 200, "番号"), (100, 216, "10370"), (500, 216, "47192601"),
        )
    )  # fmt: skip
    assert (found["yucho_symbol"], found["yucho_number"], found["branch_code"]) == ("10370", "47192601", "038")


def test_the_account_behind_its_branch_on_a_card() -> None:
    field = book("三井住友銀行", "541 - 6620915").fields["account_number"]
    assert field.value == "6620915" and place_doubted(field), "no label says that it is one"


def test_the_account_behind_its_kind_without_a_label() -> None:
    field = book("なら農業協同組合", "清和支所", "普通貯金 0029164").fields["account_number"]
    assert field.value == "0029164" and place_doubted(field), "no label says that it is one"


def test_a_holder_with_the_kana_in_brackets() -> None:
    found = values(book("口座名義", (400, 80, "小林 健吾(コバヤシ ケンゴ)")))
    assert (found["account_holder"], found["account_holder_kana"]) == ("小林健吾", "コバヤシケンゴ")


@pytest.mark.parametrize(
    ("line", "branch"), [("取扱店本店", "本店"), ("取极店王寺支店", "王寺支店"), ("お取引店 本店営業部", "本店営業部")]
)
def test_a_head_office_behind_its_label(line: str, branch: str) -> None:
    assert values(book("足利銀行", line))["branch_name"] == branch


def test_the_kana_in_brackets_behind_the_honorific() -> None:
    found = values(book("ゆうちょ銀行 総合口座 通帳", "高野 澄江 様 （タカノ スミエ）"))
    assert (found["account_holder"], found["account_holder_kana"]) == ("高野澄江", "タカノスミエ")


def test_the_code_apart_from_the_banks_name_on_its_row() -> None:
    assert values(book((100, 80, "富山信用金庫"), (540, 80, "(1401)"), (100, 160, "立山支店")))["bank_code"] == "1401"


# ---------------------------------------------------------------- labels read onto what stands behind them
COPY = (
    "通帳（写）",
    "金融機関アルプス中央信用金庫",
    "支　店　箕輪支店（店番 054）",
    "預金科目 普通 口座番号 1094426",
    "名義（カナ）フク）ミスズフクシカイ",
    "名　義　社会福祉法人みすず福祉会",
)


def test_labels_that_were_read_onto_their_entries() -> None:
    found = values(book(*COPY))
    assert found["bank_name"] == "アルプス中央信用金庫"
    assert found["account_holder"] == "社会福祉法人みすず福祉会"
    assert found["account_holder_kana"] == "フク)ミスズフクシカイ"


def test_a_bank_whose_name_begins_with_a_word_for_banks_keeps_it() -> None:
    assert values(book("信用組合広島商銀信用組合", "坂井 美和子 様"))["bank_name"].endswith("広島商銀信用組合")


@pytest.mark.parametrize("label", ["口座名義　", "お名前"])
def test_the_holders_word_in_front_of_the_kana_over_the_name(label: str) -> None:
    field = book("三重信用金庫", f"{label}サカイ ミワコ", (240, 210, "坂井 美和子 様")).fields["account_holder_kana"]
    assert field.value == "サカイミワコ" and "名" not in field.raw


@pytest.mark.parametrize(("words", "code"), [("コード0190", "0190"), ("コード 019", None)])
def test_a_code_beside_the_banks_name(words: str, code: str | None) -> None:
    found = values(book((100, 80, "西日本シティ銀行"), (800, 84, words), (100, 200, "坂井 美和子 様")))
    assert found.get("bank_code") == code


def test_the_holder_beside_a_label_that_ends_otherwise() -> None:
    rows = ((110, 200, "口座名義人"), (570, 200, "株式会社御所染工"), (110, 290, "支店名"), (570, 290, "御所支店"))
    assert values(book((110, 80, "南都銀行"), *rows))["account_holder"] == "株式会社御所染工"


def test_a_name_and_its_honorific_at_the_far_end_of_the_line() -> None:
    lines = ((100, 80, "諏訪信用金庫"), (100, 300, "ヤマザキ ヒロユキ"), (100, 380, "山崎 浩之"), (1000, 380, "様"))
    found = values(book(*lines))
    assert (found["account_holder"], found["account_holder_kana"]) == ("山崎浩之", "ヤマザキヒロユキ")


def test_a_number_far_in_front_of_an_honorific_is_no_name() -> None:
    found = values(book((100, 80, "諏訪信用金庫"), (100, 380, "口座番号"), (300, 380, "1540927"), (1000, 380, "様")))
    assert found.get("account_holder") is None


def test_what_the_cover_lacks_stands_within() -> None:
    cover = written("総合口座通帳", "店番 003　口座番号 0284617", "坂井 美和子 様", "東京信用金庫", step=60)
    within = written("普通預金", "おなまえ サカイ ミワコ 様", "取扱店 中井駅前支店", "口座番号 9999999", step=60)
    fields = extracted(K.PASSBOOK, cover, within).fields
    assert (fields["account_number"].value, fields["branch_name"].value) == ("0284617", "中井駅前支店")
    assert fields["account_holder_kana"].value == "サカイミワコ" and fields["account_holder_kana"].page_index == 1
    assert place_doubted(fields["branch_name"]) and not place_doubted(fields["account_number"])


def test_the_two_numbers_of_yucho_where_the_second_label_was_not_read() -> None:
    found = values(
        book(
            "通常貯金（ゆうちょ銀行）", (100, 140, "記号"), (220, 140, "10140"), (700, 140, "24718351"), (100, 300, "店名"),
            (440, 300, "店番"), (700, 300, "預金種目"), (950, 300, "口座番号"), (100, 380, "〇一八店"), (440, 380, "018"),
            (700, 380, "普通預金"), (950, 380, "2471835"),
        )
    )  # fmt: skip
    assert (found["yucho_symbol"], found["yucho_number"]) == ("10140", "24718351")


def test_a_name_with_katakana_under_its_label_is_not_its_own_kana() -> None:
    rows = (
        (110, 200, "口座名義"), (570, 200, "合同会社筒井クリエイト"),
        (110, 290, "口座名義（カナ）"), (570, 290, "ド）ツツイクリエイト"),
    )  # fmt: skip
    found = values(book((110, 80, "奈良信用金庫"), *rows))
    assert (found["account_holder"], found["account_holder_kana"]) == ("合同会社筒井クリエイト", "ド)ツツイクリエイト")


def test_a_code_whose_word_lost_its_long_mark() -> None:
    found = values(book("普通預金", "坂梨 美津子 様", "肥後銀行", "浜町支店", "金融機関コド0182"))
    assert found["bank_code"] == "0182"
