"""Every canonical value, as papers write it, can be spelled in its entry's alphabet; what cannot stand there cannot."""

from __future__ import annotations

import pytest

from extractors.ocr.alphabets import ALPHABETS, allowed_for, kanji, known_gaps, text
from extractors.reading import Reader
from models.programmes import ValueKind
from models.values.variants import GAPS, SELDOM_TOLD, UNTELLABLE, twins_of

SPELLED = [
    ("account_number", "1234567"),
    ("account_number", "０１２３"),
    ("bank_code", "0162"),
    ("postal_code", "〒630-8501"),
    ("postal_code", "〒 －"),
    ("phone", "0742-22-1101"),
    ("phone", "TEL (0742)22-1101 内線 12"),
    ("application_date", "令和7年5月10日"),
    ("application_date", "令和元年　月　日"),
    ("birth_date", "昭和40年3月18日（木）"),
    ("issue_date", "R7.5.10"),
    ("issue_date", "2025/04/01"),
    ("issue_date", "二〇二五年四月一日"),
    ("total_amount", "¥1,234,567-"),
    ("total_amount", "金壱百弐拾参万四千円也"),
    ("total_amount", "￥1，234円（税込）"),
    ("subsidy_amount", "▲3,000"),
    ("applicant_kana", "ヴァレンティーナ・ヤマダ"),
    ("applicant_kana", "ﾔﾏﾀﾞ ﾀﾛｳ"),
    ("applicant_kana", "やまだ たろう"),
    ("account_holder_kana", "カ)ヤマダショウテン"),
    ("account_holder_kana", "ｶ)ABC-1 ｴｲｷﾞﾖｳｼﾖ"),
    ("account_type", "普通・当座"),
    ("invoice_number", "T1234567890123"),
    ("invoice_number", "登録番号：T1234567890123"),
    ("model", "EGS-LM0500/A (W)"),
    ("serial_number", "K25576007"),
    ("capacity", "9.8kWh"),
    ("capacity", "5.22㎡"),
    ("capacity", "86台"),
    ("capacity", "370L"),
    ("contract_count", "3契約"),
    ("customer_number", "12-345-678"),
]


@pytest.mark.parametrize(("key", "written"), SPELLED)
def test_what_papers_write_can_be_spelled(key: str, written: str) -> None:
    allowed = allowed_for(key)
    assert allowed is not None
    assert allowed.spells(written)


@pytest.mark.parametrize(
    ("key", "foreign"),
    [("account_number", "山"), ("phone", "年"), ("applicant_kana", "山"), ("application_date", "W"), ("model", "々")],
)
def test_what_cannot_stand_there_cannot_be_spelled(key: str, foreign: str) -> None:
    allowed = allowed_for(key)
    assert allowed is not None
    assert not allowed.spells(foreign)


@pytest.mark.parametrize("key", ["applicant_name", "address", "description", "vendor_name"])
def test_names_and_addresses_have_no_alphabet_of_their_own(key: str) -> None:
    assert allowed_for(key) is None
    assert text().spells("東京都新宿区西新宿2-8-1 サンハイツⅡ 305号室　髙橋﨑太郎（株）")


def test_an_entrys_kind_has_the_alphabet_of_its_keys() -> None:
    assert allowed_for(ValueKind.YEN) is allowed_for("total_amount")
    assert allowed_for(ValueKind.ACCOUNT_NUMBER) is allowed_for("account_number")
    assert allowed_for(ValueKind.PERSON) is None


def test_look_alikes_are_what_the_entry_says() -> None:
    digits, kana, phone = ALPHABETS["digits"], ALPHABETS["kana"], ALPHABETS["phone"]
    assert (digits.folds["O"], digits.folds["〇"], digits.folds["l"]) == ("0", "0", "1")
    assert (kana.folds["力"], kana.folds["二"], kana.folds["一"], kana.folds["-"]) == ("カ", "ニ", "ー", "ー")
    assert (phone.folds["ー"], phone.folds["一"], phone.folds["－"]) == ("-", "-", "-")
    assert kana.folds["ｶ"] == "カ" and kana.folds["ﾞ"] == "゛" and kana.folds["”"] == "゛"


def test_rules_of_boxes_are_silent_among_digits() -> None:
    assert {"|", "口", "□"} <= ALPHABETS["digits"].silent


def test_kanji_are_those_that_a_japanese_code_holds() -> None:
    def held(character: str, code: str) -> bool:
        return character.encode(code, "ignore") != b""

    some = [chr(n) for n in (*range(0x3400, 0xA000, 41), *range(0xF900, 0xFB00), *range(0x20000, 0x2A6E0, 97))]
    for c in some:
        assert (c in kanji()) is (c in "𠮷" or held(c, "cp932") or held(c, "euc_jisx0213")), c
    weights = text().weights
    assert weights["綠"] < 1 and "緑" not in weights


def test_no_form_of_a_kanji_is_normalised_away() -> None:
    assert not set("髙﨑濵邊邉𠮷籔") & set(text().folds)
    assert set("髙﨑邊邉籔崎高") <= text().characters


# ------------------------------------------------------------------ gaps
@pytest.mark.ocr
def test_the_listed_gaps_are_gaps_and_their_twins_are_none(reader: Reader) -> None:
    known = set(reader.ppocr.alphabet)
    gaps = known_gaps(known)
    assert {"﨑", "濵", "𠮷", "曻", "穐"} <= gaps
    assert not gaps & known
    for gap, read in GAPS.items():
        assert gap not in known
        assert gap in gaps or gap not in kanji()
        assert set(read) & known, f"nothing the recogniser knows stands for {gap}"
    assert set(SELDOM_TOLD) <= known


def test_twins_go_both_ways() -> None:
    assert "﨑" in twins_of("崎") and "崎" in twins_of("﨑")
    assert {"濵", "濱"} <= twins_of("浜")
    assert "髙" in twins_of("高")
    assert twins_of("山") == frozenset()
    assert set("崎﨑吉𠮷浜濵秋穐") <= UNTELLABLE and "山" not in UNTELLABLE
