"""Generated lines: the same seed draws the same line, every text can be spelled, and there is something to see."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.synth.fonts import FontMissingError
from benchmarks.synth.linefonts import PRINTED, PRINTED_HELD_OUT, WRITTEN, WRITTEN_HELD_OUT, Materials, materials
from benchmarks.synth.lines import STYLES, draw
from benchmarks.synth.linetexts import ALPHABET, MAKERS, WEIGHTS, as_big, as_half_width, kanji_number, spelled, text
from benchmarks.synth.penstrokes import WAYS, way


@pytest.fixture(scope="module")
def stuff() -> Materials:
    return materials()


@given(st.sampled_from(sorted(MAKERS)), st.integers(0, 10**9))
def test_every_text_is_spelled_in_the_alphabet(kind: str, seed: int) -> None:
    spelling = spelled(text(random.Random(seed), kind))
    assert set(spelling) <= set(ALPHABET)
    assert spelling or kind in ("nothing", "soup")


def test_no_character_twice_in_the_alphabet() -> None:
    assert len(set(ALPHABET)) == len(ALPHABET)
    assert set(WEIGHTS) == set(MAKERS)


@pytest.mark.parametrize("kind", sorted(MAKERS))
@pytest.mark.parametrize("style", sorted(STYLES))
def test_a_line_is_drawn_with_what_is_installed(stuff: Materials, kind: str, style: str) -> None:
    line = draw(5, stuff, kind, style)
    assert (line.kind, line.style) == (kind, style)
    assert line.image.dtype == np.uint8 and line.image.ndim == 2 and min(line.image.shape) >= 6
    if line.text:
        assert int(line.image.max()) - int(line.image.min()) > 20


def test_the_same_seed_draws_the_same_line(stuff: Materials) -> None:
    for seed in range(4):
        one, two = draw(seed, stuff), draw(seed, stuff)
        assert one.text == two.text and np.array_equal(one.image, two.image)
    assert len({draw(seed, stuff).image.tobytes() for seed in range(8)}) == 8


def test_what_is_held_out_is_never_trained_on(stuff: Materials) -> None:
    kept = materials(held_out=True)
    names = {face.name for faces in (*stuff.printed.values(), *stuff.written.values()) for face in faces}
    held = {face.name for faces in (*kept.printed.values(), *kept.written.values()) for face in faces}
    assert held and names and not names & held
    assert not set(PRINTED) & set(PRINTED_HELD_OUT) and not set(WRITTEN) & set(WRITTEN_HELD_OUT)


def test_digits_have_more_than_one_way() -> None:
    assert all(WAYS[d] >= 4 for d in "0123456789")
    for char, count in WAYS.items():
        for number in range(count):
            points = np.vstack(way(char, number))
            assert points.min() > -0.3 and points.max() < 1.3


@pytest.mark.parametrize(
    ("full", "half"), [("ガ", "ｶﾞ"), ("パー", "ﾊﾟｰ"), ("ヴ", "ｳﾞ"), ("ヤマダ)1", "ﾔﾏﾀﾞ)1"), ("ッ", "ｯ")]
)
def test_half_width_kana(full: str, half: str) -> None:
    assert as_half_width(full) == half


def test_banks_know_no_small_kana() -> None:
    assert as_big("シャッチョ") == "シヤツチヨ"


@given(st.integers(1, 10**9 - 1), st.integers(0, 100))
@settings(max_examples=60)
def test_kanji_numbers_say_their_number(value: int, seed: int) -> None:
    assert _number(kanji_number(random.Random(seed), value)) == value


def _number(kanji: str) -> int:
    digits = {c: i for row in ("零壱弐参四五六七八九", "〇一二三四五六七八九") for i, c in enumerate(row)}
    total = group = digit = 0
    for char in kanji:
        if char in digits:
            digit = digits[char]
        elif char in "十拾百千":
            group += (digit or 1) * {"十": 10, "拾": 10, "百": 100, "千": 1000}[char]
            digit = 0
        else:
            total += (group + digit) * {"万": 10**4, "萬": 10**4, "億": 10**8}[char]
            group = digit = 0
    return total + group + digit


def test_without_any_face_it_says_so() -> None:
    with pytest.raises(FontMissingError):
        draw(1, Materials({}, {}), "number")
