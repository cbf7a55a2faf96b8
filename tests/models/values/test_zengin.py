from __future__ import annotations

import itertools
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.values.kana import fold_holder, parse_holder
from models.values.zengin import CORPORATE_MARKS, OFFICE_MARKS, split_zengin, spoken, to_zengin, zengin_problems

KANA = st.text(
    alphabet=[chr(c) for c in range(ord("ァ"), ord("ヴ") + 1) if chr(c) not in "ヱヰヮ"] + ["ー"],
    min_size=1,
    max_size=20,
).filter(lambda name: not name.startswith("ー"))


@pytest.mark.parametrize(
    ("text", "half"),
    [
        ("ヤマダ タロウ", "ﾔﾏﾀﾞ ﾀﾛｳ"), ("ヤマダ　タロウ", "ﾔﾏﾀﾞ ﾀﾛｳ"), ("キョウトシンジ", "ｷﾖｳﾄｼﾝｼﾞ"), ("やまだ たろう", "ﾔﾏﾀﾞ ﾀﾛｳ"), ("ﾔﾏﾀﾞ ﾀﾛｳ", "ﾔﾏﾀﾞ ﾀﾛｳ"), ("カ）ナラデンキ", "ｶ)ﾅﾗﾃﾞﾝｷ"),
        ("オーシャンケアー（カ", "ｵ-ｼﾔﾝｹｱ-(ｶ"), ("フク）ミドリ・エン", "ﾌｸ)ﾐﾄﾞﾘ ｴﾝ"), ("ヲダ", "ｵﾀﾞ"), ("ヴィラ", "ｳﾞｲﾗ"), ("ｶ)ABC", "ｶ)ABC"), ("カ）ａｂｃ１２", "ｶ)ABC12"), ("エヌ.ティ.ティ", "ｴﾇ.ﾃｲ.ﾃｲ"),
        ("  ヤマダ   タロウ ", "ﾔﾏﾀﾞ ﾀﾛｳ"), ("ナカムラ,ジロウ", "ﾅｶﾑﾗ.ｼﾞﾛｳ"), ("", ""),
    ],
)  # fmt: skip
def test_as_transfers_write_it(text: str, half: str) -> None:
    assert to_zengin(text) == half


@given(KANA)
def test_once_is_enough_and_nothing_is_foreign(name: str) -> None:
    half = to_zengin(name)
    assert to_zengin(half) == half
    assert re.fullmatch(r"[ｱ-ﾝﾞﾟ\-]+", half)
    assert [p for p in zengin_problems(half, limit=99)] == []
    assert fold_holder(half) == fold_holder(name)


@given(KANA, st.integers(1, 60))
def test_length_counts_voicing_marks(name: str, limit: int) -> None:
    too_long = any("超えて" in p for p in zengin_problems(name, limit=limit))
    assert too_long == (len(to_zengin(name)) > limit)


@pytest.mark.parametrize(
    ("holder", "words"),
    [
        ("ｷﾖｳﾄ ﾀﾛｳ", ()), ("キョウト タロウ", ("小さいカナ",)), ("オーノ タロウ", ("長音",)), ("ヲノ", ("ヲ",)), ("ミドリ・エン", ("中点",)), ("山田 タロウ", ("使えない",)),
        ("ガ" * 16, ("超えて",)), ("", ("ありません",)), ("キョー・山", ("小さいカナ", "長音", "中点", "使えない")),
    ],
)  # fmt: skip
def test_what_a_person_is_told(holder: str, words: tuple[str, ...]) -> None:
    problems = zengin_problems(holder)
    assert len(problems) == len(words) and all(w in p for w, p in zip(words, problems, strict=True))


@pytest.mark.parametrize("mark", CORPORATE_MARKS)
def test_corporate_marks_in_front_behind_and_between(mark: str) -> None:
    for name in ("ナラデンキ", "ミナミコウギヨウ"):
        assert split_zengin(f"{mark}){name}") == split_zengin(f"{name}({mark}") == split_zengin(f"{name}({mark})")
        assert split_zengin(f"{mark}){name}").corporate == mark
        for office in OFFICE_MARKS:
            taken = split_zengin(f"{name}({mark})ホンシヤ({office}")
            assert (taken.corporate, taken.office) == (mark, office)
        for form in CORPORATE_MARKS[mark]:
            assert form + name in spoken(f"{mark}){name}")
            assert name + form in spoken(f"{name}({mark}") and name + form in spoken(to_zengin(f"{name}（{mark}）"))


def test_marks_do_not_overlap() -> None:
    for a, b in itertools.permutations(CORPORATE_MARKS, 2):
        assert split_zengin(f"{a}){b}").corporate == a
    assert not set(CORPORATE_MARKS) & set(OFFICE_MARKS)


@given(KANA)
def test_persons_have_no_mark(name: str) -> None:
    assert split_zengin(name).corporate is None
    assert len(spoken(name)) == 1


def test_what_extraction_gives_is_understood() -> None:
    for text in ("カ）ナラデンキ", "ﾌｸ)ﾐﾄﾞﾘｴﾝ", "ナラデンキ（カ"):
        parsed = parse_holder(text)
        assert parsed is not None and split_zengin(parsed).corporate in ("カ", "フク")
