from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validators.likeness import Verdict
from validators.money import (
    REDUCED_RATE,
    contained_tax_fits,
    granted,
    likely_misread,
    line_fits,
    roundings,
    sums_to,
    tax_fits,
    tax_in,
    tax_on,
    total_fits,
    without_tax,
)

YEN = st.integers(0, 10**9)


@given(st.lists(st.integers(-(10**8), 10**8), min_size=1, max_size=12), st.integers(-1000, 1000))
def test_sums(parts: list[int], slip: int) -> None:
    check = sums_to(parts, sum(parts) - slip)
    assert check.difference == slip
    assert (check.verdict is Verdict.AGREE) == (slip == 0)


def test_unknown_where_something_is_missing() -> None:
    assert sums_to([1, None], 3).verdict is Verdict.UNKNOWN
    assert sums_to([], 0).verdict is Verdict.UNKNOWN
    assert sums_to([1], None).verdict is Verdict.UNKNOWN
    assert (
        tax_fits(None, 1)
        is contained_tax_fits(1, None)
        is total_fits(1, None, 2)
        is line_fits(None, 1, 1)
        is Verdict.UNKNOWN
    )


@pytest.mark.parametrize(
    ("subtotal", "tax", "verdict"),
    [
        (326000, 32600, "agree"),
        (326000, 41600, "disagree"),
        (933819, 93381, "agree"),
        (933819, 93382, "agree"),
        (933819, 93383, "disagree"),
        (0, 0, "agree"),
    ],
)
def test_tax(subtotal: int, tax: int, verdict: str) -> None:
    assert tax_fits(subtotal, tax) == verdict


@given(YEN)
def test_every_lawful_rounding_fits_and_all_else_does_not(amount: int) -> None:
    for tax in tax_on(amount):
        assert tax_fits(amount, tax) is Verdict.AGREE
        assert total_fits(amount, tax, amount + tax) is Verdict.AGREE
        assert tax_fits(amount, tax + 2) is Verdict.DISAGREE
    for tax in tax_in(amount):
        assert contained_tax_fits(amount, tax) is Verdict.AGREE
        assert contained_tax_fits(amount, tax + 3) is Verdict.DISAGREE
    assert amount in {n + t for n in without_tax(amount) for t in tax_on(n)}
    assert max(tax_on(amount, REDUCED_RATE)) <= max(tax_on(amount))


@given(st.fractions(min_value=-(10**6), max_value=10**6, max_denominator=60))
def test_roundings_are_the_neighbours(amount: Fraction) -> None:
    low, *_, high = (*roundings(amount), roundings(amount)[-1])
    assert low <= amount <= high and high - low <= 1


def test_lines() -> None:
    assert line_fits(3, 1454600, 4363800) is Verdict.AGREE
    assert line_fits(3, 1454600, 4363801) is Verdict.DISAGREE
    assert line_fits(Fraction("2.5"), 333, 832) is line_fits(Fraction("2.5"), 333, 833) is Verdict.AGREE


@pytest.mark.parametrize(
    ("base", "rate", "cap", "lower", "step", "paid"),
    [(1194000, "2/3", 5000000, 500000, 1000, 796000), (1613000, "3/4", 15000000, None, 1000, 1209000), (9000000, "2/3", 5000000, None, 1000, 5000000), (600000, "2/3", 5000000, 500000, 1000, 0), (480700, "1/4", 100000, None, 1000, 100000), (1999, "1/4", None, None, 1, 499)],
)  # fmt: skip
def test_grants(base: int, rate: str, cap: int | None, lower: int | None, step: int, paid: int) -> None:
    assert granted(base, rate=Fraction(rate), cap=cap, lower=lower, round_down_to=step) == paid


@given(YEN, YEN, st.sampled_from(["1/4", "1/3", "2/3", "1"]), st.sampled_from([1, 100, 1000]))
def test_grants_grow_with_the_cost_and_keep_their_cap(a: int, b: int, rate: str, step: int) -> None:
    low, high = sorted((a, b))
    paid = [granted(x, rate=Fraction(rate), cap=10**6, round_down_to=step) for x in (low, high)]
    assert paid[0] <= paid[1] <= 10**6 and paid[0] <= low and paid[0] % step == 0


def test_grants_refuse_a_senseless_step() -> None:
    with pytest.raises(ValueError):
        granted(1, round_down_to=0)


@pytest.mark.parametrize(
    ("a", "b", "likely"),
    [
        (5030462, 5630462, True),
        (1234567, 1234567, False),
        (363000, 633000, False),
        (100000, 200000, True),
        (1000, 10000, True),
        (1234, 1294, False),
        (1234, 1284, True),
        ("0493485", "493485", True),
        (12, 1234, False),
    ],
)
def test_misread_amounts(a: int | str, b: int | str, likely: bool) -> None:
    assert likely_misread(a, b) is likely_misread(b, a) is likely
