from __future__ import annotations

import kanjize
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.values.numbers import (
    find_kanji_numbers,
    parse_capacity,
    parse_count,
    parse_integer,
    parse_kanji_number,
    to_daiji,
    to_digits,
)
from tests import shared


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("1234567", "1234567"),
        ("１２３ ４５６", "123456"),
        ("12-34", "1234"),
        ("O123456", "0123456"),
        ("12l4", "1214"),
        ("", None),
        ("O", None),
        ("OIl", None),
        ("12a4", None),
        ("普通", None),
    ],
)
def test_to_digits(text: str, digits: str | None) -> None:
    assert to_digits(text) == digits


def test_letters_are_no_digits_where_they_must_not_be() -> None:
    assert to_digits("O123456", confusable=False) is None


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("1", 1),
        ("１ 契約", 1),
        ("3台", 3),
        ("一式", 1),
        ("十二個", 12),
        ("台", None),
        ("", None),
        ("3.5", None),
        ("1,200枚", 1200),
    ],
)
def test_counts(text: str, n: int | None) -> None:
    assert parse_count(text) == n


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("9.8kWh", "9.8kWh"),
        ("９．８ ｋＷｈ", "9.8kWh"),
        ("9,8 KWH", "9.8kWh"),
        ("5.22㎡", "5.22㎡"),
        ("5.22m2", "5.22㎡"),
        ("86台", "86台"),
        ("4.05㎾", "4.05kW"),
        ("370L", "370L"),
        ("kWh", None),
        ("9.8", None),
        ("", None),
    ],
)
def test_capacities(text: str, size: str | None) -> None:
    assert parse_capacity(text) == size


@given(st.integers(0, 10**15))
def test_kanji_numbers_are_read_back(n: int) -> None:
    assert parse_kanji_number(kanjize.number2kanji(n)) == n
    assert parse_integer(str(n)) == n
    assert parse_integer(f"{n:,}") == n


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_units_must_fall(a: int, b: int) -> None:
    assert parse_kanji_number(f"{a}億{b}万") == a * 10**8 + b * 10**4
    assert parse_kanji_number(f"{a}万{b}億") is None
    assert parse_kanji_number(f"{a}万{b}万") is None


@given(st.integers(0, 10**16 - 1))
def test_daiji_are_read_back(n: int) -> None:
    assert parse_kanji_number(to_daiji(n)) == n
    assert not set(to_daiji(n)) & set("一二三十")


@pytest.mark.parametrize("number", [-1, 10**16])
def test_daiji_have_an_end(number: int) -> None:
    with pytest.raises(ValueError):
        to_daiji(number)


@given(
    st.integers(1, 10**12),
    st.text(alphabet="あのは円で。 A", max_size=8),
    st.text(alphabet="あのは円で。 A", max_size=8),
)
def test_a_numeral_is_found_whole_in_running_text(n: int, before: str, behind: str) -> None:
    assert find_kanji_numbers(before + to_daiji(n) + behind) == [to_daiji(n)]


def test_reference_cases() -> None:
    cases = shared.jsonl("reference-cases", "kanji_numbers.jsonl")
    assert len(cases) == 60
    misses = []
    for c in cases:
        got: object
        if isinstance(c["expected"], list):
            got, expected = find_kanji_numbers(c["input"]), c["expected"]
        else:
            got = parse_kanji_number(c["input"])
            expected = None if str(c["expected"]).endswith("Error") else int(c["expected"])
        if got != expected:
            misses.append((c["input"], expected, got))
    assert misses == []
