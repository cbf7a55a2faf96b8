from __future__ import annotations

import random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from models.values.money import find_yen, format_daiji, format_yen, parse_yen
from models.values.numbers import to_daiji


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("￥1,234,567－", 1234567), ("1,234,567", 1234567), ("１，２３４，５６７円", 1234567), ("金1,027,200円也", 1027200), ("金 1,027,200 円也", 1027200),
        ("金壱百弐拾参万円也", 1230000), ("金壱百弐拾参萬肆阡伍百円也", 1234500), ("一金 壱百万円也", 1000000), ("百二十三万円", 1230000), ("123万4,000円", 1234000),
        ("1,234千円", 1234000), ("1,234,567円（税込）", 1234567), ("(税込) 1,234", 1234), ("金額1,234円", 1234), ("合計 ¥1,234", 1234), ("¥1,250,700 内消費税(10%)", 1250700),
        ("¥0-", 0), ("0", 0), ("¥594,000※", 594000), ("1,234.-", 1234), ("*1,234*", 1234),
    ],
)  # fmt: skip
def test_reads_amounts_as_written(text: str, amount: int) -> None:
    assert parse_yen(text) == amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("▲3,000", -3000),
        ("△50,000円", -50000),
        ("-3,000", -3000),
        ("−¥3,000", -3000),
        ("¥-3,000", -3000),
        ("3,000-", 3000),
    ],
)
def test_signs(text: str, amount: int) -> None:
    assert parse_yen(text) == amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1.234,000", 1234000), ("Y1,234,567-", 1234567), ("半594,000", 594000), ("羊594,000", 594000), ("\\5,000", 5000), ("¥ 594, 000", 594000),
        ("5 9 4 0 0 0", 594000), ("12O,000円", 120000), ("¥1,234,567一", 1234567), ("1,234,567ー", 1234567), ("l,234,567円", 1234567),
    ],
)  # fmt: skip
def test_forgives_what_engines_do(text: str, amount: int) -> None:
    assert parse_yen(text) == amount


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "一",
        "¥—",
        "円",
        "金也",
        "1,234,00",
        "1,23,456",
        "1,234.00",
        "500 1,200",
        "O",
        "OOO",
        "A123",
        "10%",
        "3件",
        "1,000円 2,000円",
        "12,34千円",
        "見積書",
    ],
)
def test_none_where_unsure(text: str) -> None:
    assert parse_yen(text) is None


def test_find_yen_takes_only_marked_amounts() -> None:
    assert find_yen("令和8年 ¥1,250,700（うち消費税 113,700円）金壱万円也 第12号") == [1250700, 113700, 10000]


_AMOUNTS = st.integers(0, 10**10)


@given(_AMOUNTS)
def test_every_amount_is_read_back_from_every_form(n: int) -> None:
    assert (
        parse_yen(f"{n:,}")
        == parse_yen(str(n))
        == parse_yen(f"¥{n:,}-")
        == parse_yen(f"金{n:,}円也")
        == parse_yen(format_yen(n))
        == n
    )
    wide = str.maketrans("0123456789,", "０１２３４５６７８９，")
    assert parse_yen(f"{n:,}".translate(wide)) == n
    if n:
        assert parse_yen(format_yen(-n)) == -n


@given(st.text(alphabet="0123456789,.¥円金壱万千OIl -▲", max_size=14))
def test_idempotent_on_whatever_it_takes(text: str) -> None:
    amount = parse_yen(text)
    if amount is not None:
        assert parse_yen(format_yen(amount)) == amount


@given(st.integers(1000, 10**9), st.data())
def test_a_lost_digit_behind_a_comma_is_noticed(n: int, data: st.DataObject) -> None:
    text = f"{n:,}"
    at = data.draw(st.integers(text.index(",") + 1, len(text) - 1))
    if text[at] != ",":
        assert parse_yen(text[:at] + text[at + 1 :]) is None


_OLD = {"壱": "壱壹弌一", "弐": "弐貳貮弍二", "参": "参參弎三", "四": "四肆", "五": "五伍", "六": "六陸", "七": "七漆柒質", "八": "八捌", "九": "九玖", "拾": "拾十", "百": "百佰陌", "千": "千仟阡", "万": "万萬"}  # fmt: skip


@given(st.integers(1, 10**12 - 1), st.randoms(use_true_random=False))
def test_every_old_form_of_an_amount_in_kanji(amount: int, rng: random.Random) -> None:
    old = "".join(rng.choice(_OLD.get(c, c)) for c in to_daiji(amount))
    assume(old != "一")  # alone it is a dash read from an empty box, not one yen
    for written in (f"金{old}円也", f"金 {old} 圓也", f"金{old}円", f"金{old}円整", format_daiji(amount)):
        assert parse_yen(written) == amount, written
    spaced = "　".join(f"金{old}円也")
    assert parse_yen(spaced) == amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [("金廿萬円也", 200_000), ("金卅五万円也", 350_000), ("金廿参万円也", 230_000), ("金壱阡円也", 1000), ("金壱万弐仟参百円也", 12_300), ("金零円也", 0), ("金壱億円也", 10**8)],
)  # fmt: skip
def test_twenties_and_thirties(text: str, amount: int) -> None:
    assert parse_yen(text) == amount
