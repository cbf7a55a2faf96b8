"""Names in Latin letters against their kana."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validators.foreign import FITS_UP_TO, OTHER_FROM, cost, letters, sounds

PEOPLE = [
    ("MARIA SANTOS", "マリアサントス"), ("JOHN SMITH", "ジョンスミス"), ("DENNIS AABERG", "デニスアーバーグ"), ("WANG LI", "ワンリー"), ("KIM MINJUN", "キムミンジュン"), ("TRAN THI HOA", "チャンティホア"),
    ("ROBERT DAVIS", "ロバートデイビス"), ("DAVID JOHNSON", "デイヴィッドジョンソン"), ("SUZUKI TARO", "スズキタロウ"), ("PHILIP SILVA", "フィリップシルバ"), ("ANNA KOWALSKI", "アンナコワルスキ"), ("LINDA LOPEZ", "リンダロペス"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kana"), PEOPLE)
def test_a_name_fits_its_own_kana_and_nobody_elses(name: str, kana: str) -> None:
    assert cost(name, kana) <= FITS_UP_TO
    for other, theirs in PEOPLE:
        if other != name:
            assert cost(name, theirs) > FITS_UP_TO
    assert sum(cost(name, theirs) >= OTHER_FROM for other, theirs in PEOPLE if other != name) >= len(PEOPLE) - 3


def test_another_vowel_is_not_the_same_name() -> None:
    assert cost("BILLY JOEL", "ビリージョエル") <= FITS_UP_TO < cost("BILLY JOEL", "ビリージュエル") < OTHER_FROM


def test_sounds_and_letters() -> None:
    assert (
        sounds("ジョエル") == "joeru"
        and sounds("ティラーン") == "tira-n"
        and sounds("シュウ") == "Suu"
        and sounds("キョウ") == "kyou"
    )
    assert letters("José Müller-Smith") == "josemullersmiT" and letters("Ｗａｎｇ") == "waN"


def test_an_empty_side_never_fits() -> None:
    assert cost("", "アン") == cost("ANN", "") == cost("安", "アン") == 1.0


@given(
    st.text(alphabet="ABCDEFGHIJKLMNOPQRSTUVWXYZ -'", max_size=15),
    st.text(alphabet="アイカシチッンーャュリヴ", max_size=12),
)
def test_costs_are_bounded_and_blind_to_case_and_spaces(name: str, kana: str) -> None:
    price = cost(name, kana)
    assert price >= 0.0
    assert cost(name.lower().replace(" ", ""), kana) == price
