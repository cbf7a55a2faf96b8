from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.text import storable

GOOD = "621498320257"


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("a\x00b\ud800", "a�b�"),
        (f"個人番号は {GOOD} でした", "個人番号は ●●●●●●●●●●●● でした"),
        ("マイナンバー\n6214 9832 0257", "マイナンバー\n●●●● ●●●● ●●●●"),
        (f"個人番号{GOOD}.pdf", "個人番号●●●●●●●●●●●●.pdf"),
        (f"お問い合わせ番号 {GOOD}", f"お問い合わせ番号 {GOOD}"),
        (GOOD, GOOD),
        ("個人番号 621498320258", "個人番号 621498320258"),
        ("口座番号 1234567", "口座番号 1234567"),
    ],
)
def test_what_is_kept(given_text: str, kept: str) -> None:
    assert storable(given_text) == kept
    assert storable({given_text: [given_text, (1, given_text, None)]}) == {kept: [kept, (1, kept, None)]}


@given(st.text(alphabet="個人番号は0123456789 -\n\x00", max_size=40))
def test_twice_is_the_same_as_once(text: str) -> None:
    assert storable(storable(text)) == storable(text)
    assert len(storable(text)) == len(text)
