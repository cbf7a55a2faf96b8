from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.values import account, identifiers
from models.values.account import yucho_transfer
from models.values.phone import find_phones, parse_phone
from models.values.postal import find_postal, format_postal, parse_postal
from tests import shared


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("160-0014", "1600014"), ("〒160-0014", "1600014"), ("１６０－００１４", "1600014"), ("1 6 0 0 0 1 4", "1600014"), ("T160-0014", "1600014"), ("160−OO14", "1600014"),
        ("160-001", None), ("160-00145", None), ("", None), ("新宿区", None),
    ],
)  # fmt: skip
def test_postal_codes(text: str, code: str | None) -> None:
    assert parse_postal(text) == code


@given(st.from_regex(r"[0-9]{7}", fullmatch=True))
def test_postal_codes_are_read_back(code: str) -> None:
    assert parse_postal(format_postal(code)) == parse_postal(code) == code
    assert find_postal(f"住所 〒{format_postal(code)} 東京都") == [code]


def test_find_postal_leaves_phones_alone() -> None:
    assert find_postal("〒160-0022 東京都 TEL 03-1234-5678 / 〒 630 8501") == ["1600022", "6308501"]


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("070(9333)2666", "07093332666"), ("03-2401-6488", "0324016488"), ("TEL：03-2401-6488", "0324016488"), ("0263(23)8152（代）", "0263238152"), ("+81 3-1234-5678", "0312345678"),
        ("０９０－６３３２－９０８６", "09063329086"), ("0120-123-456", "0120123456"), ("0800-123-4567", "08001234567"), ("O3-24O1-6488", "0324016488"), ("03-1234-5678 内線 12", "0312345678"),
        ("090-6332-908", None), ("03-2401-648", None), ("1234567890", None), ("", None), ("携帯", None),
    ],
)  # fmt: skip
def test_phones(text: str, digits: str | None) -> None:
    assert parse_phone(text) == digits


def test_find_phones() -> None:
    assert find_phones("〒160-0022 TEL 03-1234-5678\nFAX (0742)27-8501 登録番号 T7010002082351") == [
        "0312345678",
        "0742278501",
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1234567", "1234567"),
        ("12345", "0012345"),
        ("１２３ ４５６７", "1234567"),
        ("口座番号 0239022", "0239022"),
        ("12345678", None),
        ("", None),
        ("12E4567", None),
    ],
)
def test_account_numbers(text: str, number: str | None) -> None:
    assert account.parse_account_number(text) == number


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("普通", "普通"),
        ("普通預金", "普通"),
        ("総合口座", "普通"),
        ("☑当座", "当座"),
        ("貯蓄預金", "貯蓄"),
        ("普", "普通"),
        ("普通・当座", None),
        ("", None),
        ("定期", None),
    ],
)
def test_account_types(text: str, kind: str | None) -> None:
    assert account.parse_account_type(text) == kind


@pytest.mark.parametrize(
    ("symbol", "number", "expected"),
    [
        ("17980", "83760061", ("798", "七九八店", "普通", "8376006")), ("15550", "4934851", ("558", "五五八店", "普通", "0493485")), ("00120", "123456", ("019", "〇一九店", "当座", "0123456")),
        ("17980", "83760062", None), ("27980", "83760061", None), ("17981", "83760061", None), ("17980", "", None),
    ],
)  # fmt: skip
def test_yucho_conversion(symbol: str, number: str, expected: tuple[str, ...] | None) -> None:
    got = yucho_transfer(symbol, number)
    assert (tuple(got) if got else None) == expected


@given(st.from_regex(r"[0-9]{3}", fullmatch=True))
def test_yucho_branch_names_are_read_back(code: str) -> None:
    assert account.yucho_branch_code(account.yucho_branch_name(code)) == code


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("T7010002082351", "T7010002082351"), ("登録番号：Ｔ７０１０００２０８２３５１", "T7010002082351"), ("T 7010-0020-82351", "T7010002082351"), ("TZ010002082351", "T2010002082351"),
        ("7010002082351", None), ("T701000208235", None), ("T70100020823511", None), ("", None),
    ],
)  # fmt: skip
def test_invoice_numbers(text: str, number: str | None) -> None:
    assert identifiers.parse_invoice_number(text) == number


def test_find_invoice_numbers() -> None:
    assert identifiers.find_invoice_numbers("登録番号T7010002082351 / MT123 T1 2345 6789 0123") == [
        "T7010002082351",
        "T1234567890123",
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Ｎｏ．W433553", "W433553"),
        ("251107－09", "251107-09"),
        ("長野県指令８地福第277号", "長野県指令８地福第277号"),
        ("ウ740398", "ウ740398"),
        ("け 8地福第318号", "8地福第318号"),
        ("付け8地福第318号", "8地福第318号"),
        ("", None),
        ("-", None),
    ],
)
def test_references(text: str, value: str | None) -> None:
    assert identifiers.parse_reference(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ＳＲＴ－Ｓ３７７Ｕ", "SRT-S377U"),
        ("型式：SPS-200", "SPS-200"),
        ("マドリモ　APW330", "マドリモ APW330"),
        ("ESS - P1S2", "ESS-P1S2"),
        ("CHP-5602H )", "CHP-5602H"),
        ("ABC(N)", "ABC(N)"),
        ("FDTZ1606HP5S × 4", "FDTZ1606HP5S"),
        ("FDTZ1606HP5S ×4台", "FDTZ1606HP5S"),
        ("窓W1200×900", "窓W1200×900"),
        ("", None),
        ("―", None),
    ],
)
def test_models(text: str, value: str | None) -> None:
    assert identifiers.parse_model(text) == value


@pytest.mark.parametrize(("text", "value"), [("：太陽熱利用システム", "太陽熱利用システム"), ("LED照明没備", "LED照明設備"), ("施没改修", "施設改修"), ("水没した機器", "水没した機器"), ("三菱重エサーマルシステムズ", "三菱重工サーマルシステムズ"), ("三菱重エアコン", "三菱重エアコン"), ("：", None)])  # fmt: skip
def test_words(text: str, value: str | None) -> None:
    assert identifiers.parse_text(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2198-364-6", "2198-364-6"),
        ("６３４３３１１", "6343311"),
        ("お客様番号：84-29611", "84-29611"),
        ("84-", "84"),
        ("BD-660418", "BD-660418"),
        ("K1220-0007", "K1220-0007"),
        ("O12-345", "012-345"),
        ("abc", None),
        ("", None),
    ],
)
def test_customer_numbers(text: str, value: str | None) -> None:
    assert identifiers.parse_customer_number(text) == value


@given(st.from_regex(r"[0-9]{12}", fullmatch=True), st.integers(0, 12), st.integers(1, 9))
def test_the_check_digit_notices_a_wrong_digit(body: str, at: int, add: int) -> None:
    number = str(identifiers.check_digit(body)) + body
    wrong = number[:at] + str((int(number[at]) + add) % 10) + number[at + 1 :]
    # the sum is taken modulo 9, so that only a change by nine (0 and 9) can escape
    if abs(int(number[at]) - int(wrong[at])) != 9:
        assert int(wrong[0]) != identifiers.check_digit(wrong[1:])


def test_corporate_numbers_of_the_reference() -> None:
    cases = shared.jsonl("reference-cases", "corporate_numbers.jsonl")
    assert len(cases) > 15
    for c in cases:
        digits = identifiers.parse_corporate_number(c["number"])
        assert (digits is not None and int(digits[0]) == identifiers.check_digit(digits[1:])) == c["valid"], c
    with pytest.raises(ValueError):
        identifiers.check_digit("123")


def test_find_postal_in_boxes_of_one_digit_each() -> None:
    assert find_postal("1 6 2-0 8 2 5") == ["1620825"]
    assert find_postal("6 33- 0 01 7桜井市大字慈恩寺812番地") == ["6330017"]
    assert find_postal("090 - 5472 - 3360") == []
