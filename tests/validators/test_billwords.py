"""Texts of bills that known words cover from end to end, and the ones a single misread letter breaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validators.billwords import known_rows, known_text

THINGS = ("KP-BU98B-S", "京セラ", "V2H")


@pytest.mark.parametrize(
    "text",
    [
        "家庭用燃料電池設置工事残金",
        "定置用蓄電池（KP-BU98B-S）工事代金",
        "京セラ 蓄電池システム KP-BU98B-S 一式",
        "EMS(エネルギー管理システム)導入工事",
        "窓の断熱改修・高効率給湯器の設置工事代金として",
        "Ｖ２Ｈ設置工事",
        "エアコン冷媒回収・揚重工事",
        "通信ゲートウェイ交換",
    ],
)
def test_known_words_cover_it(text: str) -> None:
    assert known_text(text, THINGS)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("定置用蓄電池 KP-BU98B-S】設置I事代", "I is no 工"),
        ("蕃電池システム工事代金", "蕃 is no 蓄"),
        ("定置用蓄電池（KP-BU96B-S）工事代金", "another model"),
        ("高効率給湯設備設置工車", "no word ends so"),
        ("照明器貝取替", "貝 is no 具"),
        ("エアコンのソフトウエア調整", "spelled with a small ェ, too"),
        ("エアコン設置工事（島立）", "places are misread for places"),
        ("設置工事一式", "says nothing of what was sold"),
        ("", "nothing stands there"),
        ("・（）", "signs only"),
    ],
)
def test_anything_else_is_not_known(text: str, why: str) -> None:
    assert not known_text(text, THINGS), why


WORDS = st.lists(
    st.sampled_from(["蓄電池", "設置工事", "代金", "一式", "エアコン", "撤去", "及び"]), min_size=1, max_size=5
)


@given(WORDS, st.data())
def test_a_letter_that_no_word_has_is_always_noticed(words: list[str], data: st.DataObject) -> None:
    text = "蓄電池" + "".join(words)
    assert known_text(text, ())
    at = data.draw(st.integers(0, len(text) - 1))
    assert not known_text(text[:at] + "彁" + text[at + 1 :], ())


def row(name: str, unit: str | None = "式") -> dict[str, object]:
    return {"name": name, "qty": 1, "unit": unit, "unit_price": 1000, "amount": 1000}


def test_rows_are_known_by_their_names_and_units() -> None:
    assert known_rows([row("蓄電池システム KP-BU98B-S"), row("電気工事費"), row("運搬費", None)], THINGS)
    assert not known_rows([row("蓄電池システム KP-BU98B-S"), row("設置工事香")], THINGS)
    assert not known_rows([row("電気工事費", "弐")], THINGS)
    assert not known_rows([], THINGS)
    assert not known_rows(None, THINGS)
