"""Dates against periods, deadlines and each other; business days of public offices."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

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
    """`day` itself where offices are open on it, else the next day they are.

    So a deadline set for `day` runs until then: 地方自治法 第4条の2 第4項 for what is handed in to a local government,
    民法 第142条 for periods.
    """
    while not is_business_day(day):
        day += timedelta(days=1)
    return day


def last_day(day: date, months: int) -> date:
    """The last day of a period of `months` months that follows `day` (``発行日から3か月以内``).

    The first day does not count (民法 第140条). The period ends on the day before the one that corresponds to its first
    (第143条第2項); with the month where that has no such day, and where it began with a month. From 2026-01-15 three
    months run until 04-15, from 11-30 until 02-28.

    Raises:
        ValueError: `months` is not positive.
    """
    if months < 1:
        raise ValueError("a period has at least one month")
    first = day + timedelta(days=1)
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    try:
        return date(year, month + 1, first.day) - timedelta(days=1)
    except ValueError:
        following = year * 12 + month + 1
        return date(following // 12, following % 12 + 1, 1) - timedelta(days=1)


def fresh(issued: date | None, used: date | None, months: int = 3) -> Verdict:
    """Whether a certificate issued on one day was still good on the other: `months` months, both days included.

    DISAGREE as well where it was used before it was issued. UNKNOWN where a day is missing, and where the period ended on a day
    on which offices are closed and the paper came on the next open one: whether 民法 第142条 holds for a certificate's
    age is the office's word.
    """
    if issued is None or used is None:
        return Verdict.UNKNOWN
    end = last_day(issued, months)
    if issued <= used <= end:
        return Verdict.AGREE
    return Verdict.UNKNOWN if end < used <= next_business_day(end) else Verdict.DISAGREE


class Step(StrEnum):
    """What is dated in the course of a grant."""

    ESTIMATE = "estimate"
    """見積"""
    APPLICATION = "application"
    """交付申請"""
    DECISION = "decision"
    """交付決定"""
    CONTRACT = "contract"
    """契約・発注"""
    INSTALLATION = "installation"
    """納品・設置・工事完了"""
    INVOICE = "invoice"
    """請求書"""
    PAYMENT = "payment"
    """支払・領収"""
    REPORT = "report"
    """実績報告"""
    CLAIM = "claim"
    """交付請求"""


#: Steps of one group may come in any order (a deposit is paid before the work is done), groups may not.
Course = tuple[frozenset[Step], ...]

#: 交付決定 comes first, and nothing may be ordered before it (most programmes for firms).
DECISION_FIRST: Course = (
    frozenset({Step.ESTIMATE}),
    frozenset({Step.APPLICATION}),
    frozenset({Step.DECISION}),
    frozenset({Step.CONTRACT}),
    frozenset({Step.INSTALLATION, Step.INVOICE, Step.PAYMENT}),
    frozenset({Step.REPORT, Step.CLAIM}),
)
#: Bought first, applied for afterwards (programmes for households): the application is the report as well.
PURCHASE_FIRST: Course = (
    frozenset({Step.ESTIMATE}),
    frozenset({Step.CONTRACT}),
    frozenset({Step.INSTALLATION, Step.INVOICE, Step.PAYMENT}),
    frozenset({Step.APPLICATION, Step.REPORT}),
    frozenset({Step.DECISION}),
    frozenset({Step.CLAIM}),
)


class OutOfOrder(NamedTuple):
    """`early` should not be later than `late`, but its day is."""

    early: Step
    late: Step


def out_of_order(days: Mapping[Step, date | None], course: Course) -> list[OutOfOrder]:
    """Every pair of steps whose known days stand in the wrong order, in the order of `course`; same days are in order."""
    place = {step: i for i, group in enumerate(course) for step in sorted(group)}
    known = sorted(((place[s], s, d) for s, d in days.items() if d is not None and s in place), key=lambda x: x[:2])
    return [OutOfOrder(a, b) for (i, a, x), (j, b, y) in itertools.combinations(known, 2) if i < j and x > y]


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
