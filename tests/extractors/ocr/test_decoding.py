"""CTC decoding against brute force: masks, folds, shares, places."""

from __future__ import annotations

import itertools
from collections import defaultdict

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.ocr.decoding import Allowed, Decoded, decode, fit, fold, likelihoods
from extractors.ocr.lexicons import toward

ALPHABET = ("", "a", "b", "c", "A")
PLAIN = Allowed("plain", frozenset("abcA"))
FOLDED = Allowed("folded", frozenset("ab"), {"A": "a"})
Rows = npt.NDArray[np.float64]


def rows(*steps: dict[str, float]) -> Rows:
    """Probabilities by character ('' is blank) as a recogniser gives them."""
    table = np.zeros((len(steps), len(ALPHABET)))
    for i, step in enumerate(steps):
        for character, p in step.items():
            table[i, ALPHABET.index(character)] = p
    return table


@st.composite
def tables(draw: st.DrawFn, most_steps: int = 5) -> Rows:
    steps = draw(st.integers(1, most_steps))
    numbers = draw(
        st.lists(st.integers(0, 20), min_size=steps * len(ALPHABET), max_size=steps * len(ALPHABET)).filter(
            lambda n: all(sum(n[i :: len(ALPHABET)][:1]) >= 0 for i in range(steps))
        )
    )
    table = np.array(numbers, float).reshape(steps, len(ALPHABET)) + 0.01
    return table / table.sum(1, keepdims=True)


def brute_force(table: Rows, characters: tuple[str, ...]) -> dict[str, float]:
    """The probability of every text: the sum over all ways to go through the steps."""
    texts: dict[str, float] = defaultdict(float)
    for path in itertools.product(range(table.shape[1]), repeat=len(table)):
        p = float(np.prod([table[t, c] for t, c in enumerate(path)]))
        text = "".join(characters[c] for c, _ in itertools.groupby(path))
        texts[text] += p
    return texts


WIDE_OPEN = {"beam": 100_000, "best": 100_000, "prune": 0.0, "choices": 100}


@settings(max_examples=40, deadline=None)
@given(tables())
def test_a_search_with_everything_open_equals_brute_force(table: Rows) -> None:
    found = {d.text: d.share for d in decode(table, ALPHABET, PLAIN, **WIDE_OPEN)}
    wanted = brute_force(table, ALPHABET)
    for text, p in wanted.items():
        assert found.get(text, 0.0) == pytest.approx(p, abs=1e-9)
    assert sum(found.values()) == pytest.approx(1.0)


@settings(max_examples=40, deadline=None)
@given(tables())
def test_folding_sums_what_one_character_has(table: Rows) -> None:
    summed = np.stack([table[:, 0], table[:, 1] + table[:, 4], table[:, 2]], axis=1)
    summed /= summed.sum(1, keepdims=True)
    wanted = brute_force(summed, ("", "a", "b"))
    for d in decode(table, ALPHABET, FOLDED, **WIDE_OPEN):
        assert d.share == pytest.approx(wanted[d.text], abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(tables(most_steps=12), st.sets(st.sampled_from("abcA")), st.integers(1, 8))
def test_only_what_is_allowed_comes_out_sorted_by_share(table: Rows, own: set[str], best: int) -> None:
    found = decode(table, ALPHABET, Allowed("some", frozenset(own)), best=best)
    assert 1 <= len(found) <= best
    assert all(set(d.text) <= own for d in found)
    shares = [d.share for d in found]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) <= 1.0 + 1e-9
    for d in found:
        assert len(d.char_x) == len(d.text)
        assert list(d.char_x) == sorted(d.char_x)
        assert all(0 <= x <= 1 for x in d.char_x)
        assert 0 <= d.score <= 1.0 + 1e-9


@settings(max_examples=40, deadline=None)
@given(tables(most_steps=6))
def test_the_likelihood_of_a_text_is_its_share_in_an_open_search(table: Rows) -> None:
    found = decode(table, ALPHABET, PLAIN, **WIDE_OPEN)
    chances = likelihoods(fold(table, ALPHABET, PLAIN), [d.text for d in found])
    assert chances == pytest.approx([d.share for d in found], abs=1e-9)


def test_nothing_to_read_is_an_empty_text() -> None:
    assert decode(np.zeros((0, 5)), ALPHABET, PLAIN) == [Decoded("", 1.0, (), 0.0)]
    assert decode(rows({"": 1.0}, {"": 1.0}), ALPHABET, PLAIN)[0].text == ""
    assert likelihoods(fold(np.zeros((0, 5)), ALPHABET, PLAIN), ["", "a"]).tolist() == [1.0, 0.0]


def test_a_step_without_anything_allowed_is_blank() -> None:
    found = decode(rows({"a": 1.0}, {"c": 1.0}, {"a": 1.0}), ALPHABET, Allowed("a", frozenset("a")))
    assert found[0].text == "aa"


def test_silent_classes_are_there_and_say_nothing() -> None:
    boxed = Allowed("boxed", frozenset("a"), silent=frozenset("c"))
    found = decode(rows({"c": 0.9, "a": 0.1}, {"a": 1.0}, {"c": 1.0}), ALPHABET, boxed)
    assert found[0].text == "a"
    assert found[0].share == pytest.approx(1.0)


def test_look_alikes_together_beat_what_none_of_them_beats_alone() -> None:
    table = rows({"a": 0.3, "A": 0.3, "b": 0.4})
    assert decode(table, ALPHABET, PLAIN)[0].text == "b"
    assert decode(table, ALPHABET, FOLDED)[0].text == "a"


def test_a_rare_character_needs_more_than_a_usual_one() -> None:
    table = rows({"a": 0.45, "b": 0.55})
    rare = Allowed("rare", frozenset("ab"), weights={"b": 0.4})
    assert decode(table, ALPHABET, rare)[0].text == "a"
    assert decode(rows({"a": 0.05, "b": 0.95}), ALPHABET, rare)[0].text == "b", "kept where it is clear"


def test_a_forced_text_has_a_low_score() -> None:
    clear = decode(rows({"a": 0.9, "": 0.1}), ALPHABET, PLAIN)[0]
    forced = decode(rows({"c": 0.9, "a": 0.1}), ALPHABET, Allowed("a", frozenset("a")))[0]
    assert clear.score == pytest.approx(0.9)
    assert forced.text == "a" and forced.score == pytest.approx(0.1)


def test_characters_stand_at_the_step_that_speaks_for_them() -> None:
    table = rows({"a": 0.02, "": 0.98}, {"": 1.0}, {"a": 0.97, "": 0.03}, {"": 1.0}, {"b": 1.0}, {"": 1.0})
    found = decode(table, ALPHABET, PLAIN)[0]
    assert found.text == "ab"
    assert found.char_x == pytest.approx((2.5 / 6, 4.5 / 6))
    assert decode(table, ALPHABET, PLAIN, overhang=2)[0].char_x == pytest.approx((2.5 / 4, 1.0))


def test_nothing_is_invented_on_bare_paper() -> None:
    alphabet = ("", "ア", "ー")
    table = np.array([[0.0, 1.0, 0.0], [0.3, 0.0, 0.7], [0.0, 1.0, 0.0]])
    kana = Allowed("kana", frozenset("アー"))
    assert decode(table, alphabet, kana)[0].text == "アーア"
    bare = np.array([False, True, False])
    assert decode(table, alphabet, kana, inkless=bare)[0].text == "アア"
    assert decode(table, alphabet, kana, inkless=np.array([True, False, True]))[0].text == "アーア", "letters stay"


def test_fit_is_the_share_of_read_characters_that_the_alphabet_has() -> None:
    table = rows({"a": 1.0}, {"c": 0.6, "b": 0.4}, {"": 1.0}, {"c": 1.0}, {"c": 1.0}, {"A": 1.0})
    assert fit(table, ALPHABET, FOLDED) == pytest.approx(2 / 4)
    assert fit(table, ALPHABET, PLAIN) == 1.0
    assert fit(np.zeros((0, 5)), ALPHABET, FOLDED) == 1.0


def test_an_alphabet_contradicts_itself_loudly() -> None:
    with pytest.raises(ValueError, match="not in the alphabet"):
        Allowed("x", frozenset("a"), {"A": "b"})
    with pytest.raises(ValueError, match="silent"):
        Allowed("x", frozenset("a"), silent=frozenset("a"))


# ------------------------------------------------------------------ toward words
def test_a_likely_word_beats_what_is_read_a_little_better() -> None:
    folded = fold(rows({"a": 1.0}, {"b": 0.6, "c": 0.4}), ALPHABET, PLAIN)
    read = decode(rows({"a": 1.0}, {"b": 0.6, "c": 0.4}), ALPHABET, PLAIN)
    found = toward(folded, read, ["ac", "zz"])
    assert [d.text for d in found][:2] == ["ac", "ab"]
    assert sum(d.share for d in found) <= 1.0 + 1e-9


def test_a_word_that_the_line_does_not_say_changes_nothing() -> None:
    table = rows({"a": 1.0}, {"b": 1.0})
    read = decode(table, ALPHABET, PLAIN)
    assert toward(fold(table, ALPHABET, PLAIN), read, ["cc", ""])[0].text == "ab"


def test_a_word_beyond_the_search_is_found_by_its_own_probability() -> None:
    table = rows({"a": 0.5, "b": 0.3, "c": 0.2})
    read = decode(table, ALPHABET, PLAIN, best=1)
    assert [d.text for d in read] == ["a"]
    assert toward(fold(table, ALPHABET, PLAIN), read, ["c"])[0].text == "c"
