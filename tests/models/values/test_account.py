from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.values.account import (
    parse_bank_code,
    parse_bank_name,
    parse_branch_code,
    parse_branch_name,
    transfer_number,
    yucho_branch_code,
    yucho_branch_name,
    yucho_passbook,
    yucho_transfer,
)

MIDDLE = st.from_regex(r"[0-9]{2}", fullmatch=True)
CHECK = st.from_regex(r"[0-9]", fullmatch=True)
SEVEN = st.from_regex(r"[0-9]{7}", fullmatch=True).filter(lambda n: n != "0000000")


@given(MIDDLE, CHECK, SEVEN)
def test_a_savings_passbook_goes_both_ways(middle: str, check: str, account: str) -> None:
    symbol, number = f"1{middle}{check}0", account.lstrip("0") + "1"
    there = yucho_transfer(symbol, number)
    assert there is not None
    assert (there.branch_code, there.account_type, there.account_number) == (middle + "8", "普通", account)
    assert yucho_branch_code(there.branch_name) == there.branch_code
    back = yucho_passbook(there.branch_code, there.account_type, there.account_number)
    assert back is not None and back.matches(symbol, number) and back.matches(symbol, account + "1")
    assert not back.matches(symbol, str(int(number) + 10))
    assert not back.matches(f"0{middle}{check}0", number)


@given(MIDDLE, CHECK, st.from_regex(r"[1-9][0-9]{1,6}", fullmatch=True))
def test_a_transfer_account_goes_both_ways(middle: str, check: str, number: str) -> None:
    symbol = f"0{middle}{check}0"
    there = yucho_transfer(symbol, number)
    assert there is not None and there.branch_code == middle + "9" and there.account_type == "当座"
    back = yucho_passbook(*(there[0], there[2], there[3]))
    assert back is not None and back.matches(symbol, number) and back.symbol == f"0{middle}?0"


@pytest.mark.parametrize(
    ("branch", "kind", "number"),
    [("018", "当座", "1234567"), ("019", "普通", "1234567"), ("017", "普通", "1234567"), ("18", "普通", "1234567"), ("018", "普通", "123456"), ("018", "定期", "1234567"), ("０１８", "普通", "1234567")],
)  # fmt: skip
def test_no_passbook_shows_it(branch: str, kind: str, number: str) -> None:
    assert yucho_passbook(branch, kind, number) is None


def test_published_examples() -> None:
    """ゆうちょ銀行's own examples of the change of 記号番号 into an account for transfers, and the kanji of its branches."""
    assert yucho_branch_name("018") == "〇一八店"
    for name in ("〇一八", "〇一八店", "０一八店", "○一八店", "零一八", "018店"):
        assert yucho_branch_code(name) == "018"
    assert tuple(yucho_transfer("10180", "12345671") or ()) == ("018", "〇一八店", "普通", "1234567")
    assert tuple(yucho_transfer("00170", "123456") or ()) == ("019", "〇一九店", "当座", "0123456")


@pytest.mark.parametrize(
    ("text", "yucho", "number", "how"),
    [
        ("1234567", False, "1234567", "as_is"), ("123456", False, "0123456", "padded"), ("12345", True, "0012345", "padded"), ("12345671", True, "1234567", "yucho"),
        ("１２３４５６７１", True, "1234567", "yucho"), ("1234561", True, "1234561", "as_is"), ("口座番号 1234567", False, "1234567", "as_is"), ("123-4567", False, "1234567", "as_is"),
    ],
)  # fmt: skip
def test_what_is_paid_into(text: str, yucho: bool, number: str, how: str) -> None:
    assert transfer_number(text, yucho=yucho) == (number, how)


@pytest.mark.parametrize(
    ("text", "yucho"), [("12345671", False), ("12345672", True), ("123456781", True), ("", True), ("普通", False)]
)
def test_what_nobody_can_pay_into(text: str, yucho: bool) -> None:
    assert transfer_number(text, yucho=yucho) is None


@given(st.from_regex(r"[0-9]{1,7}", fullmatch=True))
def test_padding_keeps_the_number(digits: str) -> None:
    got = transfer_number(digits)
    assert got is not None and len(got.number) == 7 and int(got.number) == int(digits)
    assert transfer_number(got.number) == (got.number, "as_is")


def test_the_zero_of_a_branch_is_one_character() -> None:
    assert [parse_branch_name(name) for name in ("○九八店", "◯九八店", "〇九八店")] == ["〇九八店"] * 3
    assert parse_branch_name("○丸支店") == "○丸支店"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("JA奈良県", "奈良県農業協同組合"),
        ("ＪＡ上益城農協", "上益城農業協同組合"),
        ("JAバンク", "JAバンク"),
        ("大和信金", "大和信用金庫"),
    ],
)
def test_what_banks_call_themselves(written: str, name: str) -> None:
    assert parse_bank_name(written) == name


@pytest.mark.parametrize("written", ["二0八店", "二O八店", "二○8店", "二〇八店"])
def test_the_three_figures_of_a_yucho_branch_are_kanji(written: str) -> None:
    assert parse_branch_name(written) == "二〇八店"


def test_other_branches_keep_their_figures() -> None:
    assert parse_branch_name("第2営業部") == "第2営業部"
    assert parse_branch_name("208店") == "208店"
    assert parse_branch_name("三宮支店") == "三宮支店"


@pytest.mark.parametrize(
    ("text", "bank", "branch"),
    [
        ("0162-160", "0162", "160"),
        ("0 1 6 2 － 1 6 0", "0162", "160"),  # in boxes, as one row for both
        ("0162", "0162", None),
        ("160", None, "160"),
        ("0162160", None, None),
    ],
)
def test_codes_of_bank_and_branch_alone_or_in_one_row(text: str, bank: str | None, branch: str | None) -> None:
    assert (parse_bank_code(text), parse_branch_code(text)) == (bank, branch)
