"""Ways of writing: what they take, what they refuse, and what nobody can tell of a scan."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import ExpressionError
from validators.expressions.formats import KINDS, parsed

KANA = "半角カナ 半角空白 半角カナ"


@pytest.mark.parametrize(
    ("way", "text", "kept", "seen"),
    [
        (KANA, "ｶﾝｷｮｳ ﾀﾛｳ", True, None),
        (KANA, "ｶﾝｷｮｳ　ﾀﾛｳ", False, None),
        (KANA, "カンキョウ タロウ", False, None),
        (KANA, "ｶﾝｷｮｳ", False, False),  # one letter at least stands on each side of the space
        (KANA, "環境 太郎", False, False),
        ("全角 全角空白 全角", "環境　太郎", True, None),
        ("全角 全角空白 全角", "環境 太郎", False, None),
        ("英字 空白 英字", "John Smith", True, None),
        ("半角数字2", "01", True, None),
        ("半角数字2", "1", False, False),
        ("半角数字2", "０１", False, None),
        ("半角数字2-4 (-) 半角数字4", "03-1234", True, None),
        ("(T/S/H)", "S", True, None),
        ("(T/S/H)", "昭和", False, False),
        ("(昭和/平成)", "平成", True, None),
    ],
)
def test_what_is_written_keeps_the_way_or_not(way: str, text: str, kept: bool, seen: bool | None) -> None:
    assert parsed(way).kept_by(text, as_on_paper=True) is kept
    assert parsed(way).kept_by(text, as_on_paper=False) is (seen if text != "ｶﾝｷｮｳ" else None)


@pytest.mark.parametrize("way", ["", "半角", "半角 かな", "半角数字0", "半角数字4-2", "(M", "(M//F)", "半角数字 " * 13])
def test_what_is_no_way_of_writing_says_so_in_japanese(way: str) -> None:
    if way == "半角":
        parsed(way)
        return
    with pytest.raises(ExpressionError) as caught:
        parsed(way)
    assert not caught.value.message_ja.isascii()


@given(way=st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=4), text=st.text(max_size=250))
def test_whatever_keeps_the_way_on_paper_is_never_accused_on_a_scan(way: list[str], text: str) -> None:
    form = parsed(" ".join(way))
    if form.kept_by(text, as_on_paper=True):
        assert form.kept_by(text, as_on_paper=False) is not False
