from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validators.invoices import RATES, RateTotal, Rounding, check_invoice, check_rate, rounded_by_line
from validators.likeness import Verdict
from validators.money import REDUCED_RATE, STANDARD_RATE, tax_in, tax_on

NET = st.integers(0, 10**8)
RATE = st.sampled_from(RATES)


@given(NET, RATE)
def test_every_single_rounding_of_the_net_total_is_right(net: int, rate: Fraction) -> None:
    for tax in tax_on(net, rate):
        checked = check_rate(RateTotal(rate, net=net, gross=net + tax, tax=tax))
        assert checked.verdict is Verdict.AGREE and checked.roundings
    assert check_rate(RateTotal(rate, net=net, tax=max(tax_on(net, rate)) + 1)).verdict is Verdict.DISAGREE
    assert check_rate(RateTotal(rate, net=net, gross=net + 2, tax=1)).verdict is Verdict.DISAGREE


@given(NET, RATE)
def test_and_so_is_that_of_the_total_with_tax(gross: int, rate: Fraction) -> None:
    for tax in tax_in(gross, rate):
        assert check_rate(RateTotal(rate, gross=gross, tax=tax)).verdict is Verdict.AGREE
    assert check_rate(RateTotal(rate, gross=gross, tax=min(tax_in(gross, rate)) - 1)).verdict is Verdict.DISAGREE


@given(NET, NET, st.sampled_from(list(Rounding)))
def test_two_rates_rounded_alike_make_a_whole_invoice(ten: int, eight: int, way: Rounding) -> None:
    def tax(net: int, rate: Fraction) -> int:
        low, *_, high = (*tax_on(net, rate), tax_on(net, rate)[-1])
        exact = net * rate
        return {
            Rounding.DOWN: low,
            Rounding.UP: high,
            Rounding.HALF_UP: high if exact - low >= Fraction(1, 2) else low,
        }[way]

    rates = [RateTotal(r, net=n, tax=tax(n, r)) for r, n in ((STANDARD_RATE, ten), (REDUCED_RATE, eight))]
    total = ten + eight + sum(r.tax or 0 for r in rates)
    checked = check_invoice(rates, total)
    assert checked.verdict is Verdict.AGREE and checked.sum is Verdict.AGREE
    assert checked.one_rounding is not Verdict.DISAGREE
    assert check_invoice(rates, total + 1).verdict is Verdict.DISAGREE
    assert check_invoice(rates).verdict is Verdict.AGREE and check_invoice(rates).sum is Verdict.UNKNOWN


def test_one_paper_rounds_one_way() -> None:
    mixed = [RateTotal(STANDARD_RATE, net=105, tax=10), RateTotal(REDUCED_RATE, net=101, tax=9)]  # 10.5 down, 8.08 up
    checked = check_invoice(mixed, 225)
    assert [r.verdict for r in checked.rates] == [Verdict.AGREE, Verdict.AGREE]
    assert checked.one_rounding is Verdict.DISAGREE and checked.verdict is Verdict.DISAGREE


def test_rounding_line_by_line_is_told() -> None:
    nets = [105] * 10  # 10.5 yen each: 100 down, 110 up; once: 105
    assert rounded_by_line(nets, STANDARD_RATE, 100) and rounded_by_line(nets, STANDARD_RATE, 110)
    assert not rounded_by_line(nets, STANDARD_RATE, 105) and not rounded_by_line(nets, STANDARD_RATE, 90)


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=8), RATE)
def test_rounding_once_is_never_called_line_by_line(nets: list[int], rate: Fraction) -> None:
    assert not any(rounded_by_line(nets, rate, tax) for tax in tax_on(sum(nets), rate))


@pytest.mark.parametrize(
    "rate", [RateTotal(STANDARD_RATE), RateTotal(STANDARD_RATE, net=100), RateTotal(STANDARD_RATE, tax=10)]
)
def test_unknown_where_something_is_missing(rate: RateTotal) -> None:
    assert check_rate(rate).verdict is check_invoice([rate]).verdict is Verdict.UNKNOWN
    assert check_invoice([]).verdict is Verdict.UNKNOWN
