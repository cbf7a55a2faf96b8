"""Names of goods without what was read with them."""

from __future__ import annotations

from typing import Any

import pytest

from extractors.fields.itemnames import tidied


def row(name: str, amount: int = 1000, **more: Any) -> dict[str, Any]:
    return {"name": name, "qty": None, "unit": None, "unit_price": None, "amount": amount, **more}


def names(*given: str) -> list[str]:
    return [r["name"] for r in tidied([row(name) for name in given])]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (("1 蓄電池 ES-10", "2 設置工事", "3アンカー打設"), ["蓄電池 ES-10", "設置工事", "アンカー打設"]),
        (("01 コア抜き", "02 諸経費"), ["コア抜き", "諸経費"]),
        (("① 電源配線工事", "②諸経費"), ["電源配線工事", "諸経費"]),
        (("(1) 電源配線工事", "(2) 諸経費"), ["電源配線工事", "諸経費"]),
        (("0091 LEDライト", "0043ペンダント"), ["LEDライト", "ペンダント"]),
        (("1階照明工事", "2階照明工事"), ["1階照明工事", "2階照明工事"]),
        (("1 蓄電池", "諸経費"), ["1 蓄電池", "諸経費"]),
        (("200V配線", "諸経費"), ["200V配線", "諸経費"]),
        (("1 エネファーム設置工事",), ["エネファーム設置工事"]),
        (("1 蓄電池", "据付工事", "3 電気工事"), ["蓄電池", "据付工事", "電気工事"]),
        (("2 蓄電池", "据付工事", "3 電気工事"), ["2 蓄電池", "据付工事", "3 電気工事"]),
        (("蓄電池", "据付工事", "3 特別値引"), ["蓄電池", "据付工事", "特別値引"]),
        (("蓄電池", "3 特別値引", "据付工事"), ["蓄電池", "3 特別値引", "据付工事"]),
        (("1 口ガスコンロ",), ["1 口ガスコンロ"]),
        (("1階照明工事",), ["1階照明工事"]),
    ],
)
def test_numbers_and_codes_in_front_of_every_name(given: tuple[str, ...], found: list[str]) -> None:
    assert names(*given) == found


def test_a_sign_read_with_the_name_of_a_discount() -> None:
    assert tidied([row("お値引 -", 19000)]) == [row("お値引", -19000)]
    assert tidied([row("お値引 -", -19000)]) == [row("お値引 -", -19000)], "the amount has its sign"
    assert tidied([row("ヒーター", 19000)]) == [row("ヒーター", 19000)]


def test_a_unit_read_with_the_name() -> None:
    assert tidied([row("LEDライト CL8 台", qty=3)]) == [row("LEDライト CL8", qty=3, unit="台")]
    assert tidied([row("仮設 足場一式")]) == [row("仮設 足場一式")]


def test_signs_that_look_alike() -> None:
    assert names("取外し·廃棄処分費", "コンプレッサ0SP-22M6", "A·B 200V") == [
        "取外し・廃棄処分費",
        "コンプレッサOSP-22M6",
        "A·B 200V",
    ]
    assert names("EMSサーバー式（アズビル）", "ヒーター式暖房機") == ["EMSサーバ一式（アズビル）", "ヒーター式暖房機"]


def test_what_is_taken_off_misread() -> None:
    assert tidied([row("特別偵引", -19000)]) == [row("特別値引", -19000)]
    assert tidied([row("植引", 19000)]) == [row("植引", 19000)], "nothing is taken off"
