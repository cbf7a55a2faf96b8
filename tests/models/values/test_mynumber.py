from __future__ import annotations

import itertools
import random
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.jp import in_

from models.values import identifiers
from models.values.mynumber import HIDDEN, check_digit, find, hide, hide_in, is_my_number

BODIES = st.from_regex(r"[0-9]{11}", fullmatch=True)
GOOD = "621498320257"
LABELS = (
    "個人番号", "個人番号：", "個 人 番 号", "個　人　番　号", "個入番号", "マイナンバー", "ﾏｲﾅﾝﾊﾞｰ", "マイナンバ一 ", "個人番号（12桁）", "【個人番号】",
    "あなたの個人番号は", "住民票コード", "Individual Number", "My Number", "個人番号カード", "世帯主の個人番号",
)  # fmt: skip
OTHER_LABELS = (
    "お客様番号", "会員番号", "受付番号", "伝票番号", "お問い合わせ番号", "製造番号", "証券番号", "口座番号", "運転免許証番号", "注文No.", "№", "JANコード",
    "TEL", "電話", "契約番号", "管理コード", "顧客ID ", "型番", "S/N", "整理番号", "供給地点特定番号", "第", "¥", "金額￥", "被保険者番号", "登録番号 T",
)  # fmt: skip


def forms(digits: str) -> list[str]:
    """Ways to write twelve digits."""
    fours = [digits[i : i + 4] for i in (0, 4, 8)]
    wide = digits.translate({ord(str(i)): "０１２３４５６７８９"[i] for i in range(10)})
    return [digits, wide, " ".join(fours), "-".join(fours), "－".join(fours), "　".join(fours), " ".join(digits)]


def numbers(count: int, seed: int = 3) -> list[str]:
    rng = random.Random(seed)
    bodies = ["".join(rng.choice("0123456789") for _ in range(11)) for _ in range(count)]
    return [f"{b}{check_digit(b)}" for b in bodies]


@given(BODIES)
def test_the_check_digit_is_the_ordinances(body: str) -> None:
    assert str(check_digit(body)) == in_.calc_check_digit(body)
    assert is_my_number(f"{body}{check_digit(body)}")
    assert sum(is_my_number(f"{body}{d}") for d in range(10)) == 1


@given(BODIES, st.integers(0, 10), st.integers(1, 9))
def test_it_notices_most_wrong_digits(body: str, at: int, add: int) -> None:
    """Weights run from 2 to 7 and 11 is prime: only remainders 0 and 1, which share the digit 0, can be mixed up."""
    wrong = body[:at] + str((int(body[at]) + add) % 10) + body[at + 1 :]
    assert check_digit(wrong) != check_digit(body) or check_digit(body) == 0


def test_a_check_digit_needs_eleven_digits() -> None:
    for bad in ("", "1" * 10, "1" * 12, "１" * 11):
        with pytest.raises(ValueError):
            check_digit(bad)
        assert not is_my_number(bad)


@pytest.mark.parametrize("label", LABELS)
def test_named_and_right_is_certain(label: str) -> None:
    for number, between in itertools.product(numbers(6), ("", " ", "\t", "：")):
        for written in forms(number):
            text = f"{label}{between}{written}"
            found = find(text)
            assert [s.certain for s in found] == [True], text
            assert not re.search(r"[0-9０-９]", hide(text, found)[len(label) :]), text


@pytest.mark.parametrize("label", LABELS)
def test_named_but_misread_is_suspected_and_hidden_all_the_same(label: str) -> None:
    for number in numbers(10, seed=5):
        wrong = number[:5] + str((int(number[5]) + 1) % 10) + number[6:]
        for written in (wrong, " ".join(wrong[i : i + 4] for i in (0, 4, 8)), number[:11], number + "77"):
            if len(written) == 14:
                written = written[:4] + " " + written[4:]
            found = find(f"{label} {written}")
            if found and found[0].certain:
                continue  # the slip gave another right number
            assert [s.certain for s in found] == [False], (label, written)
            assert HIDDEN * 4 in hide(f"{label} {written}", found)


@pytest.mark.parametrize("label", OTHER_LABELS)
def test_a_number_with_another_name_is_none(label: str) -> None:
    for number in numbers(20):
        for written in (number, " ".join(number[i : i + 4] for i in (0, 4, 8))):
            assert find(f"{label}{written}") == find(f"{label} {written}") == find(f"{label}：{written}") == []


def test_alone_it_is_suspected_and_only_with_its_check_digit() -> None:
    for number in numbers(60):
        if number[:2] in ("19", "20", "81"):
            continue
        for written in (number, " ".join(number[i : i + 4] for i in (0, 4, 8))):
            assert [s.certain for s in find(written)] == [False]
        for d in "0123456789":
            if d != number[-1]:
                assert find(number[:-1] + d) == []


@pytest.mark.parametrize(
    "text",
    [
        "1234567", "口座番号 1234567", "記号 14030 番号 12345671", "03-1234-5678", "090-1234-5678", "0120-123-456", "+81 90 1234 5678", "個人番号 03-1234-5678",
        "個人番号 090-1234-5678", "個人番号 省略", "個人番号　記載なし", "個人番号 ************", "個人番号（マイナンバー）は記入しないでください。", "個人番号又は法人番号 7010002082351",
        "T7010002082351", "法人番号 7010002082351", "4971710480712", "〒160-0022", "令和8年2月12日", "202511280012", "20251128 1234", "1,234,567,890,123", "¥621498320257",
        "621498320257円", "6214-9832-0257-1111", "4111 1111 1111 1111", "A621498320257", "621498320257A", "62149832.0257", "", "個人番号",
    ],
)  # fmt: skip
def test_what_it_is_not(text: str) -> None:
    assert find(text) == []


@given(st.from_regex(r"[0-9]{12}", fullmatch=True))
def test_no_corporate_number_and_no_invoice_number_is_one(body: str) -> None:
    number = f"{identifiers.check_digit(body)}{body}"
    for text in (number, f"T{number}", f"法人番号 {number}", f"登録番号 T{number}", f"個人番号又は法人番号 {number}"):
        assert find(text) == []


@given(st.from_regex(r"0[0-9]{9,10}", fullmatch=True), st.from_regex(r"[0-9]{7,8}", fullmatch=True))
def test_no_phone_and_no_account_is_one(phone: str, account: str) -> None:
    for digits in (phone, account, f"{phone[:2]}-{phone[2:6]}-{phone[6:]}"):
        assert find(digits) == find(f"連絡先 {digits}") == []


def test_a_heading_above_names_it() -> None:
    assert [s.certain for s in find(GOOD, "個人番号")] == [True]
    assert [s.certain for s in find("621498320258", "個人番号")] == [False]
    assert find("03-1234-5678", "個人番号") == find(f"お客様番号 {GOOD}", "個人番号") == []
    text = f"個人番号\n\n{GOOD}\n口座番号 1234567"
    assert hide_in(text)[0] == f"個人番号\n\n{HIDDEN * 12}\n口座番号 1234567"


def test_a_resident_record_code_is_hidden_where_it_is_named() -> None:
    """Eleven digits: 住民票コード. Nobody asks for it either; without its name it is a number like any other."""
    text = "住民票コード 12345678903\t個人番号 " + GOOD
    assert [s.certain for s in find(text)] == [False, True]
    assert not re.search("[0-9]", hide(text, find(text)))
    assert find("12345678903") == []


def test_a_name_between_leaves_it_to_a_person() -> None:
    """In one row of a table: what stands behind another name may belong to either."""
    assert [s.certain for s in find(f"個人番号\t省略\t発行番号\t{GOOD}")] == [False]
    assert [s.certain for s in find(f"個人番号（12桁の番号）\t{GOOD}")] == [False]
    assert find("個人番号\t省略\t発行番号\t621498320258") == []
    assert [s.certain for s in find(f"発行番号 1234\t個人番号\t{GOOD}")] == [True]


def test_a_page_full_of_digits_takes_no_time() -> None:
    for text in ("個人番号 " + "1 " * 20_000, "個人番号" + "1" * 40_000, "個人番号 1234 " * 3_000):
        began = time.process_time()
        hidden, _ = hide_in(text)
        assert len(hidden) == len(text) and time.process_time() - began < 5.0


def test_letters_that_engines_read_for_digits_hide_nothing() -> None:
    assert [s.certain for s in find("個人番号 62I4 983Z O257")] == [True]
    assert find("62I4 983Z O257") == []


def test_what_follows_stays() -> None:
    text = f"個人番号 {GOOD} 令和8年2月12日"
    assert hide(text, find(text)) == f"個人番号 {HIDDEN * 12} 令和8年2月12日"
    text = "個人番号 6214 9832 0258 2025 1128"
    assert hide(text, find(text)) == "個人番号 ●●●● ●●●● ●●●● 2025 1128"


@given(st.text(alphabet="個人番号マイナンバー0123456789 -\n円お客様T¥Oil", max_size=60))
def test_hiding_keeps_the_length_and_once_is_enough(text: str) -> None:
    hidden, found = hide_in(text)
    assert len(hidden) == len(text)
    assert all(0 <= s.start < s.end <= len(text) for s in found)
    assert [a for a, b in zip(text, hidden, strict=True) if b != HIDDEN] == [b for b in hidden if b != HIDDEN]
    again, rest = hide_in(hidden)
    assert again == hidden and rest == []
