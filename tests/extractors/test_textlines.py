"""Glyphs become lines by geometry: what belongs together stays together, labels and values stay apart."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from extractors.textlayer import clean, is_garbled
from extractors.textlines import Glyph, lines_of
from models.pages import Source


def glyphs(
    text: str, x: float, y: float, *, size: float = 20, pitch: float | None = None, run: int = 0, font: str = "a"
) -> list[Glyph]:
    """`text` set from x on, one glyph every `pitch` (default: tight); spaces are left out."""
    step = pitch if pitch is not None else size
    return [
        Glyph(ch, x + i * step, y, x + i * step + size, y + size, size, run=run, font=font)
        for i, ch in enumerate(text)
        if ch != " "
    ]


def texts(found: list[Glyph], dividers: list[tuple[float, float, float]] | None = None) -> list[str]:
    return [line.text for line in lines_of(found, dividers or [])]


def test_label_and_value_apart_are_two_lines() -> None:
    assert texts(glyphs("電話番号", 0, 0) + glyphs("0742", 200, 0)) == ["電話番号", "0742"]


def test_rule_between_neighbours_parts_them() -> None:
    found = glyphs("型式", 0, 0) + glyphs("ES1", 50, 0)
    assert texts(found) == ["型式 ES1"]
    assert texts(found, [(45, -10, 30)]) == ["型式", "ES1"]
    assert texts(found, [(45, 100, 130)]) == ["型式 ES1"], "a rule elsewhere on the page parts nothing"


def test_word_spread_over_its_cell_is_one_line() -> None:
    assert texts(glyphs("住所", 0, 0, pitch=60, run=1)) == ["住 所"]
    apart = glyphs("住", 0, 0, run=1) + glyphs("所", 60, 0, run=2)
    assert texts(apart) == ["住", "所"]


def test_one_digit_per_box_is_one_line_in_spite_of_the_boxes() -> None:
    found = [g for i, ch in enumerate("1234567") for g in glyphs(ch, i * 40, 0, run=i)]
    borders = [(i * 40 - 10.0, -5.0, 25.0) for i in range(8)]
    (line,) = lines_of(found, borders)
    assert line.text.replace(" ", "") == "1234567"


def test_postal_code_boxes_are_joined_over_their_hyphen() -> None:
    found = [g for i, ch in enumerate("395") for g in glyphs(ch, i * 30, 0, run=i)]
    found += [g for i, ch in enumerate("0032") for g in glyphs(ch, 130 + i * 30, 0, run=9 + i)]
    assert [t.replace(" ", "") for t in texts(found, [(i * 30 - 5.0, -5.0, 25.0) for i in range(9)])] == ["3950032"]


def test_date_filled_into_a_printed_frame_is_one_line() -> None:
    x, found = 0.0, list[Glyph]()
    for piece, font in (
        ("令和", "print"),
        ("8", "hand"),
        ("年", "print"),
        ("12", "hand"),
        ("月", "print"),
        ("1", "hand"),
        ("日", "print"),
    ):
        found += glyphs(piece, x, 0, font=font)
        x += 20 * len(piece) + 16
    assert [t.replace(" ", "") for t in texts(found)] == ["令和8年12月1日"]


def test_bold_by_double_printing_counts_once() -> None:
    assert texts(glyphs("申請書", 0, 0) + glyphs("申請書", 0.6, 0)) == ["申請書"]


def test_word_written_downwards() -> None:
    (line,) = lines_of([g for i, ch in enumerate("申請者") for g in glyphs(ch, 0, i * 22)])
    assert (line.text, line.vertical, line.char_x) == ("申請者", True, None)


def test_small_print_beside_a_large_word_does_not_mix_with_it() -> None:
    found = glyphs("領収書", 0, 0, size=40) + glyphs("控え", 122, 0, size=14) + glyphs("様式", 122, 24, size=14)
    assert sorted(texts(found)) == sorted(["領収書", "控え", "様式"])


@given(st.lists(st.text("0123456789山川田一二東京", min_size=1, max_size=8), min_size=1, max_size=6), st.randoms())
def test_no_character_is_lost_or_invented_and_order_of_content_does_not_matter(
    words: list[str], shuffle: random.Random
) -> None:
    found = [g for i, word in enumerate(words) for g in glyphs(word, 10 * i, 60 * i, run=i)]
    shuffled = list(found)
    shuffle.shuffle(shuffled)
    lines = lines_of(shuffled)
    assert lines == lines_of(found)
    assert sorted("".join(line.text for line in lines).replace(" ", "")) == sorted("".join(words))
    for line in lines:
        assert line.source is Source.TEXT_LAYER and line.score == 1.0
        if line.char_x is not None:
            assert len(line.char_x) == len(line.text)
            assert list(line.char_x) == sorted(line.char_x)
            assert line.box.x0 <= line.char_x[0] and line.char_x[-1] <= line.box.x1


def test_radicals_become_the_characters_they_look_like_and_names_keep_theirs() -> None:
    assert clean("⽇⽉⼈⾦⻑‧") == "日月人金長・"
    for name in "髙﨑邊齋神":
        assert clean(name) == name
    assert clean("a\u200bb\u00a0c") == "ab c"
    assert clean("OSP\u00ad37") == "OSP-37", "a soft hyphen that is drawn is a hyphen"


def test_glyphs_without_a_meaning_are_told() -> None:
    assert all(is_garbled(t) for t in ("(cid:12)", "\ufffd", "\ue001", "", "\x03"))
    assert not any(is_garbled(t) for t in ("あ", " ", "ｶﾞ", "☑"))
