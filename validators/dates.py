"""Dates against periods, deadlines and each other; business days of public offices."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date, timedelta

import jpholiday

from models.programmes import Programme
from validators.likeness import Verdict


def as_date(value: object) -> date | None:
    """The date of an ISO text (a canonical field value); None for anything else."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def plausible(value: object, programme: Programme) -> bool:
    """Whether `value` is a date within two years of the programme's application period."""
    day = as_date(value)
    if day is None:
        return False
    return programme.application_period.start.year - 2 <= day.year <= programme.application_period.end.year + 2


def in_period(day: date | None, first: date | None, last: date | None) -> Verdict:
    """Whether `day` lies in the period, both ends included; an end that is None is open."""
    if day is None:
        return Verdict.UNKNOWN
    inside = (first is None or first <= day) and (last is None or day <= last)
    return Verdict.AGREE if inside else Verdict.DISAGREE


def in_order(*days: date | None) -> Verdict:
    """Whether the days that are known do not go back; unknown where fewer than two are known."""
    known = [d for d in days if d is not None]
    if len(known) < 2:
        return Verdict.UNKNOWN
    return Verdict.AGREE if all(a <= b for a, b in itertools.pairwise(known)) else Verdict.DISAGREE


def first_out_of_order(days: Sequence[date | None]) -> tuple[int, int] | None:
    """The places of the first two days that stand in the wrong order; None where none do."""
    last: int | None = None
    for i, day in enumerate(days):
        if day is None:
            continue
        before = days[last] if last is not None else None
        if last is not None and before is not None and before > day:
            return last, i
        last = i
    return None


def fiscal_year(day: date) -> int:
    """The fiscal year 年度 (April to March) that `day` lies in, by its western year."""
    return day.year if day.month >= 4 else day.year - 1


def is_business_day(day: date) -> bool:
    """Whether public offices are open: no weekend, no holiday, not 12-29 to 01-03 (地方自治法 第4条の2)."""
    if day.weekday() >= 5 or (day.month, day.day) in {(12, 29), (12, 30), (12, 31), (1, 2), (1, 3)}:
        return False
    return not jpholiday.is_holiday(day)


def next_business_day(day: date) -> date:
    """`day` itself where offices are open on it, else the next day they are (deadlines: 民法 第142条)."""
    while not is_business_day(day):
        day += timedelta(days=1)
    return day


def add_business_days(day: date, count: int) -> date:
    """The business day `count` business days after `day` (before it for a negative count); `day` itself for 0."""
    step = timedelta(days=1 if count >= 0 else -1)
    left = abs(count)
    while left:
        day += step
        left -= is_business_day(day)
    return day


def business_days_between(first: date, last: date) -> int:
    """Business days after `first` up to and with `last`; negative where `last` lies before `first`."""
    if last < first:
        return -business_days_between(last, first)
    return sum(is_business_day(first + timedelta(days=i)) for i in range(1, (last - first).days + 1))


def likely_misread(a: date, b: date) -> bool:
    """Whether one date may be a misreading of the other: exactly one of year, month and day differs, by one digit."""
    parts = [(str(x), str(y)) for x, y in ((a.year, b.year), (a.month, b.month), (a.day, b.day)) if x != y]
    if len(parts) != 1:
        return False
    x, y = parts[0]
    if len(x) == len(y):
        return sum(c != d for c, d in zip(x, y, strict=True)) == 1
    long, short = (x, y) if len(x) > len(y) else (y, x)
    return long.startswith(short) or long.endswith(short)
