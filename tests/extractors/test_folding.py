"""Folding: one printed label is one word, however it was set or read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.folding import fold, folded


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("住　所", "住所"),
        ("フリガナ", "ﾌﾘｶﾞﾅ"),
        ("メーカー", "メ一力一"),
        ("口座番号", "ロ座番號"),
        ("申請者名【法人名】", "申請者名（法人名）"),
        ("型式・型番", "型式·型番"),
        ("ＴＥＬ", "TEL"),
        ("金融機関コード", "金融機関コ一ド"),
        ("領収書", "頷收書"),
        ("チェック", "チエツク"),
        ("電話_____", "電話"),
    ],
)
def test_alike(printed: str, read: str) -> None:
    assert fold(printed) == fold(read)


@pytest.mark.parametrize(("one", "other"), [("住所", "場所"), ("請求日", "請求額"), ("支店", "本店"), ("1", "2")])
def test_not_alike(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text(max_size=40))
def test_every_character_knows_where_it_came_from(text: str) -> None:
    plain, origin = folded(text)
    assert len(plain) == len(origin)
    assert origin == sorted(origin)
    assert all(0 <= i < len(text) for i in origin)


def test_origins_point_at_the_characters_themselves() -> None:
    raw = "①ﾌﾘ ｶﾞﾅ：㈱ヤ"
    plain, origin = folded(raw)
    assert plain == fold("1フリガナ:(株)ヤ")
    assert [raw[i] for i in origin] == list("①ﾌﾘｶﾅ：㈱㈱㈱ヤ")


@given(st.text(st.sampled_from("住所フリガナ電話番号ＴＥＬ（）【】ー一口ロェ 　_ｶﾞ㈱①"), max_size=20))
def test_folding_a_folded_text_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.lists(st.text(st.sampled_from("住所電話番号"), min_size=1, max_size=4), max_size=4))
def test_spaces_do_not_count(words: list[str]) -> None:
    assert fold("　 ".join(words)) == fold("".join(words))
