"""Double entry: who is needed next."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models.documents import Value
from models.entering import Said, Step, same, step

values = st.one_of(st.none(), st.integers(0, 9), st.text("0１aァ髙高 ", max_size=3))
voices = st.lists(st.builds(Said, st.sampled_from("abcd"), values), max_size=4)


def said(user: str, value: Value) -> Said:
    return Said(user, value)


def test_first_then_second_then_done() -> None:
    assert step(None, [], settled=False) is Step.FIRST
    assert step(None, [said("b", 1)], settled=False) is Step.FIRST
    assert step(said("a", 1), [], settled=False) is Step.SECOND
    assert step(said("a", 1), [said("b", 1)], settled=False) is Step.DONE


def test_two_who_differ_need_a_third_whose_word_ends_it() -> None:
    assert step(said("a", 1), [said("b", 2)], settled=False) is Step.THIRD
    assert step(said("c", 3), [said("b", 2)], settled=True) is Step.DONE


def test_nobody_confirms_themselves() -> None:
    assert step(said("a", 1), [said("a", 1)], settled=False) is Step.SECOND


def test_a_value_changed_afterwards_is_confirmed_anew() -> None:
    assert step(said("d", 5), [said("b", 1)], settled=False) is Step.THIRD
    assert step(said("b", 1), [said("b", 1)], settled=False) is Step.SECOND


@given(st.builds(Said, st.sampled_from("abcd"), values), voices, st.randoms())
def test_the_order_in_which_people_typed_does_not_matter(decided: Said, typed: list[Said], random: object) -> None:
    turned = list(typed)
    random.shuffle(turned)  # type: ignore[attr-defined]
    assert step(decided, typed, settled=False) is step(decided, turned, settled=False)


@given(st.builds(Said, st.sampled_from("abcd"), values), voices)
def test_done_without_a_third_only_where_another_person_typed_the_same(decided: Said, typed: list[Said]) -> None:
    agreed = any(s.user != decided.user and same(s.value, decided.value) for s in typed)
    assert (step(decided, typed, settled=False) is Step.DONE) == agreed


@given(values, values)
def test_same_is_symmetric_and_holds_for_equals(one: Value, other: Value) -> None:
    assert same(one, one) and same(one, other) == same(other, one)


def test_widths_and_spaces_do_not_count_but_characters_do() -> None:
    assert same("０１２ 3", "0123")
    assert same("山田 太郎", "山田太郎")
    assert not same("髙橋", "高橋")
    assert not same("", None) and not same("0", 0)
    assert same([{"name": "窓", "qty": 1, "unit": None}], [{"name": "窓", "qty": 1}])
    assert not same([{"name": "窓"}], [{"name": "窓"}, {"name": "戸"}])
