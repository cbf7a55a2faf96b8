from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validators.likeness import Likeness, compare, confusable, worst

TEXTS = st.text(alphabet="安田武高髙﨑崎太大ロ口0OB8アイウ-ー", max_size=8)


@pytest.mark.parametrize(
    ("a", "b", "likeness"),
    [
        ("安田　武", "安田武", Likeness.EQUAL), ("髙橋", "高橋", Likeness.VARIANT), ("渡邉健", "渡邊健", Likeness.VARIANT), ("太田一郎", "大田一郎", Likeness.CONFUSABLE),
        ("A10", "AI0", Likeness.CONFUSABLE), ("安田武", "安田茂", Likeness.NEAR), ("安田武", "安田武志", Likeness.NEAR), ("安田", "安井", Likeness.DIFFERENT), ("安田武", "東泰子", Likeness.DIFFERENT), ("", "安", Likeness.DIFFERENT),
    ],
)  # fmt: skip
def test_compare(a: str, b: str, likeness: Likeness) -> None:
    assert compare(a, b) is likeness


@given(TEXTS, TEXTS)
def test_compare_is_symmetric_and_reflexive(a: str, b: str) -> None:
    assert compare(a, b) is compare(b, a)
    assert compare(a, a) is Likeness.EQUAL


def test_not_everything_confusable_is_the_same() -> None:
    # every character may be confused, but a text of nothing but confusions is another text
    assert compare("0000000", "OOOOOOO") is Likeness.DIFFERENT
    assert confusable("B", "8") and confusable("8", "B") and confusable("x", "x") and not confusable("2", "6")


def test_worst() -> None:
    assert worst(Likeness.EQUAL, Likeness.NEAR, Likeness.VARIANT) is Likeness.NEAR
