"""Tax on qualified invoices 適格請求書: one sum and one rounding for each rate.

A qualified invoice states for each rate the total (with or without tax) and the tax on it, and the tax is rounded once a
rate and a paper: adding up taxes that were rounded line by line is not allowed.
Source: 消費税法 第57条の4 第1項第4号・第5号, 消費税法施行令 第70条の10, 国税庁 インボイス制度に関するQ&A 問57.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from validators.likeness import Verdict
from validators.money import REDUCED_RATE, STANDARD_RATE, sums_to, tax_on

#: The rates an invoice since 2019-10-01 may show; 0 for what is not taxed (不課税・非課税).
RATES = (STANDARD_RATE, REDUCED_RATE, Fraction(0))


class Rounding(StrEnum):
    DOWN = "down"
    HALF_UP = "half_up"
    UP = "up"


class RateTotal(NamedTuple):
    """What an invoice states for one rate; None for what it does not state."""

    rate: Fraction
    net: int | None = None
    """The total without tax."""
    gross: int | None = None
    """The total with tax."""
    tax: int | None = None


class RateCheck(NamedTuple):
    """`verdict` of one rate's tax, and the ways of rounding that give it (empty: none does, or nobody can tell)."""

    total: RateTotal
    verdict: Verdict
    roundings: tuple[Rounding, ...]


class InvoiceCheck(NamedTuple):
    """`verdict`: every rate agrees, one way of rounding explains all of them, and they add up to the paper's total.

    `one_rounding` is UNKNOWN where no rate's tax needed rounding.
    """

    verdict: Verdict
    rates: tuple[RateCheck, ...]
    one_rounding: Verdict
    sum: Verdict


def check_rate(total: RateTotal) -> RateCheck:
    """Whether the tax of one rate is the rate of its total, rounded once, whichever way."""
    if total.tax is None or (total.net is None and total.gross is None):
        return RateCheck(total, Verdict.UNKNOWN, ())
    if total.net is not None and total.gross is not None and total.net + total.tax != total.gross:
        return RateCheck(total, Verdict.DISAGREE, ())
    # Reckoned from the total without tax, or from the one with it: both are allowed, a paper may state both.
    ways: set[Rounding] = set()
    if total.net is not None:
        ways |= _ways(total.net * total.rate, total.tax)
    if total.gross is not None:
        ways |= _ways(total.gross * total.rate / (1 + total.rate), total.tax)
    return RateCheck(total, Verdict.AGREE if ways else Verdict.DISAGREE, tuple(w for w in Rounding if w in ways))


def _ways(exact: Fraction, tax: int) -> set[Rounding]:
    """The ways of rounding `exact` that give `tax`."""
    return {way for way in Rounding if _rounded(exact, way) == tax}


def check_invoice(rates: Iterable[RateTotal], total: int | None = None) -> InvoiceCheck:
    """Whether an invoice's taxes, rate by rate, and its total (with tax) hold together."""
    checks = tuple(check_rate(r) for r in rates)
    shared = set(Rounding).intersection(*(set(c.roundings) for c in checks if c.verdict is Verdict.AGREE))
    rounded = [c for c in checks if c.verdict is Verdict.AGREE and len(c.roundings) < len(Rounding)]
    one = Verdict.UNKNOWN if not rounded else Verdict.AGREE if shared else Verdict.DISAGREE
    parts = [_gross(c.total) for c in checks]
    added = sums_to(parts, total).verdict
    verdicts = [c.verdict for c in checks] + [one, added]
    if Verdict.DISAGREE in verdicts:
        return InvoiceCheck(Verdict.DISAGREE, checks, one, added)
    agree = bool(checks) and all(c.verdict is Verdict.AGREE for c in checks)
    return InvoiceCheck(Verdict.AGREE if agree else Verdict.UNKNOWN, checks, one, added)


def _gross(total: RateTotal) -> int | None:
    if total.gross is not None:
        return total.gross
    return total.net + total.tax if total.net is not None and total.tax is not None else None


def rounded_by_line(nets: Sequence[int], rate: Fraction, tax: int) -> bool:
    """Whether `tax` is the sum of taxes rounded line by line, and could not be got by rounding once: not allowed."""
    if tax in tax_on(sum(nets), rate):
        return False
    ways = [sum(_rounded(n * rate, way) for n in nets) for way in Rounding]
    return tax in ways


def _rounded(exact: Fraction, way: Rounding) -> int:
    down = exact.numerator // exact.denominator
    if way is Rounding.DOWN or exact == down:
        return down
    return down + 1 if way is Rounding.UP or exact - down >= Fraction(1, 2) else down
