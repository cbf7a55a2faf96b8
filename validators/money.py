"""Arithmetic of receipts, invoices and estimates: lines, subtotals, consumption tax, totals, grants. Whole yen."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import NamedTuple

from validators.likeness import Verdict

#: Consumption tax 消費税 10 % since 2019-10-01 (消費税法 第29条, 地方税法 第72条の83); 8 % reduced.
STANDARD_RATE = Fraction(10, 100)
REDUCED_RATE = Fraction(8, 100)


class SumCheck(NamedTuple):
    """`verdict` of a sum, and by how much the parts exceed the whole (negative: fall short), in yen."""

    verdict: Verdict
    difference: int


def roundings(amount: Fraction) -> tuple[int, ...]:
    """The whole yen that rounding down, half up and up give, without repeats, in this order.

    All three are lawful for tax (国税庁 タックスアンサー No.6371: the business decides).
    """
    d = Decimal(amount.numerator) / Decimal(amount.denominator)
    return tuple(dict.fromkeys(int(d.to_integral_value(mode)) for mode in (ROUND_FLOOR, ROUND_HALF_UP, ROUND_CEILING)))


def sums_to(parts: Iterable[int | None], whole: int | None) -> SumCheck:
    """Whether `parts` add up to `whole`; unknown where the whole, any part, or every part is missing."""
    amounts = list(parts)
    if whole is None or not amounts or any(a is None for a in amounts):
        return SumCheck(Verdict.UNKNOWN, 0)
    difference = sum(a for a in amounts if a is not None) - whole
    return SumCheck(Verdict.AGREE if difference == 0 else Verdict.DISAGREE, difference)


def line_fits(qty: int | Fraction | None, unit_price: int | None, amount: int | None) -> Verdict:
    """Whether quantity × unit price is the amount of the line, with any rounding of a broken product."""
    if qty is None or unit_price is None or amount is None:
        return Verdict.UNKNOWN
    return Verdict.AGREE if amount in roundings(Fraction(qty) * unit_price) else Verdict.DISAGREE


def tax_on(subtotal: int, rate: Fraction = STANDARD_RATE) -> tuple[int, ...]:
    """The taxes that may stand beside `subtotal` (without tax), by the way of rounding."""
    return roundings(subtotal * rate)


def tax_in(total: int, rate: Fraction = STANDARD_RATE) -> tuple[int, ...]:
    """The taxes that may be contained in `total` (内消費税), by the way of rounding."""
    return roundings(total * rate / (1 + rate))


def tax_fits(subtotal: int | None, tax: int | None, *, rate: Fraction = STANDARD_RATE, tolerance: int = 1) -> Verdict:
    """Whether `tax` is `rate` of `subtotal`, within `tolerance` yen."""
    if subtotal is None or tax is None:
        return Verdict.UNKNOWN
    return Verdict.AGREE if abs(subtotal * rate - tax) <= tolerance else Verdict.DISAGREE


def contained_tax_fits(
    total: int | None, tax: int | None, *, rate: Fraction = STANDARD_RATE, tolerance: int = 1
) -> Verdict:
    """Whether `tax` is what `total` (with tax) contains, within `tolerance` yen."""
    if total is None or tax is None:
        return Verdict.UNKNOWN
    return Verdict.AGREE if abs(total * rate / (1 + rate) - tax) <= tolerance else Verdict.DISAGREE


def total_fits(subtotal: int | None, tax: int | None, total: int | None) -> Verdict:
    """Whether subtotal and tax make the total."""
    return sums_to([subtotal, tax], total).verdict


def without_tax(total: int, rate: Fraction = STANDARD_RATE) -> tuple[int, ...]:
    """The amounts without tax that `total` (with tax) may stand for."""
    return tuple(dict.fromkeys(total - t for t in tax_in(total, rate)))


def granted(
    base: int | Fraction,
    *,
    rate: Fraction = Fraction(1),
    cap: int | None = None,
    lower: int | None = None,
    round_down_to: int = 1,
) -> int:
    """What a programme pays: `rate` of `base`, cut to `cap`, rounded down; 0 where that falls below `lower`.

    Raises:
        ValueError: `round_down_to` is not positive.
    """
    if round_down_to < 1:
        raise ValueError("round_down_to must be positive")
    amount = base * rate
    if cap is not None:
        amount = min(amount, Fraction(cap))
    whole = int(amount // round_down_to) * round_down_to
    return 0 if lower is not None and whole < lower else whole


#: Digits that engines take for each other.
_LIKE_DIGITS = {
    frozenset(p) for p in ("17", "38", "56", "68", "06", "08", "49", "89", "35", "27", "09", "69", "14", "58", "12")
}


def likely_misread(a: int | str, b: int | str) -> bool:
    """Whether one of two numbers may be a misreading of the other: one digit taken for a similar one, lost or added.

    Equal numbers are no misreading. Two digits that changed places (363000 / 633000) are a slip of the pen, not of the
    engine, and are none either.
    """
    x, y = str(a), str(b)
    if x == y:
        return False
    if len(x) == len(y):
        unlike = [frozenset((c, d)) for c, d in zip(x, y, strict=True) if c != d]
        return len(unlike) == 1 and unlike[0] in _LIKE_DIGITS
    if abs(len(x) - len(y)) != 1:
        return False
    long, short = (x, y) if len(x) > len(y) else (y, x)
    return any(long[:i] + long[i + 1 :] == short for i in range(len(long)))
