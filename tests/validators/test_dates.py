from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validators.dates import (
    DECISION_FIRST,
    PURCHASE_FIRST,
    Course,
    OutOfOrder,
    Step,
    add_business_days,
    as_date,
    business_days_between,
    first_out_of_order,
    fiscal_year,
    fresh,
    in_order,
    in_period,
    is_business_day,
    last_day,
    likely_misread,
    next_business_day,
    out_of_order,
)
from validators.likeness import Verdict

DAYS = st.dates(date(2016, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("day", "open_"),
    [
        ("2026-02-12", True),
        ("2026-02-11", False),
        ("2026-02-14", False),
        ("2025-12-28", False),
        ("2025-12-29", False),
        ("2026-01-05", True),
        ("2026-01-02", False),
        ("2025-11-24", False),
        ("2026-09-22", False),
        ("2024-08-12", False),
    ],
)
def test_business_days(day: str, open_: bool) -> None:
    assert is_business_day(date.fromisoformat(day)) is open_


def test_deadlines_move_to_the_next_open_day() -> None:
    assert next_business_day(date(2025, 12, 27)) == date(2026, 1, 5)
    assert next_business_day(date(2026, 2, 27)) == date(2026, 2, 27)


@given(DAYS, st.integers(-15, 15))
def test_counting_and_adding_business_days_agree(day: date, count: int) -> None:
    start = next_business_day(day)
    end = add_business_days(start, count)
    assert business_days_between(start, end) == count
    assert is_business_day(end)
    assert add_business_days(end, -count) == start


@given(DAYS, DAYS, DAYS)
def test_periods(day: date, first: date, last: date) -> None:
    inside = in_period(day, first, last)
    assert (inside is Verdict.AGREE) == (first <= day <= last)
    assert in_period(first, first, None) is in_period(last, None, last) is Verdict.AGREE
    assert in_period(None, first, last) is Verdict.UNKNOWN


@given(st.lists(st.none() | DAYS, max_size=6))
def test_order(days: list[date | None]) -> None:
    known = [d for d in days if d]
    pair = first_out_of_order(days)
    verdict = in_order(*days)
    assert (verdict is Verdict.UNKNOWN) == (len(known) < 2)
    assert (verdict is Verdict.DISAGREE) == (pair is not None) == (known != sorted(known))
    if pair:
        before, after = days[pair[0]], days[pair[1]]
        assert before is not None and after is not None and before > after


def test_fiscal_years_begin_in_april() -> None:
    assert [fiscal_year(date(2026, m, 1)) for m in (3, 4)] == [2025, 2026]


@pytest.mark.parametrize(
    ("a", "b", "likely"),
    [
        ("2025-02-12", "2026-02-12", True),
        ("2025-02-01", "2025-02-07", True),
        ("2025-02-01", "2025-02-11", True),
        ("2025-01-12", "2025-11-12", True),
        ("2025-02-12", "2025-03-13", False),
        ("2025-02-12", "2025-02-12", False),
        ("2025-02-12", "2025-02-30", None),
    ],
)
def test_misread_dates(a: str, b: str, likely: bool | None) -> None:
    x, y = as_date(a), as_date(b)
    if likely is None:
        assert y is None
        return
    assert x is not None and y is not None
    assert likely_misread(x, y) is likely_misread(y, x) is likely


def test_as_date_takes_canonical_values_only() -> None:
    assert as_date("2026-02-12") == as_date(date(2026, 2, 12)) == date(2026, 2, 12)
    assert as_date(None) is as_date(20260212) is as_date("令和8年2月12日") is None
    assert as_date("2026-02-12") != date(2026, 2, 12) + timedelta(days=1)


@pytest.mark.parametrize(
    ("issued", "months", "end"),
    [
        ("2026-01-15", 3, "2026-04-15"), ("2025-11-30", 3, "2026-02-28"), ("2025-11-29", 3, "2026-02-28"), ("2025-11-28", 3, "2026-02-28"), ("2025-11-27", 3, "2026-02-27"),
        ("2023-11-29", 3, "2024-02-29"), ("2023-11-28", 3, "2024-02-28"), ("2026-01-31", 3, "2026-04-30"), ("2026-01-30", 3, "2026-04-30"), ("2026-03-31", 1, "2026-04-30"),
        ("2025-12-31", 2, "2026-02-28"), ("2025-12-30", 2, "2026-02-28"), ("2025-12-15", 12, "2026-12-15"), ("2024-02-28", 12, "2025-02-28"), ("2024-02-29", 12, "2025-02-28"),
        ("2026-04-30", 3, "2026-07-31"), ("2026-10-01", 3, "2027-01-01"), ("2026-09-30", 3, "2026-12-31"),
    ],
)  # fmt: skip
def test_periods_of_months_end_as_the_civil_code_says(issued: str, months: int, end: str) -> None:
    assert last_day(date.fromisoformat(issued), months) == date.fromisoformat(end)


@given(DAYS, st.integers(1, 24))
def test_periods_of_months(day: date, months: int) -> None:
    end = last_day(day, months)
    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
    assert end.day == day.day or (end + timedelta(days=1)).day == 1
    assert last_day(day + timedelta(days=1), months) >= end
    assert last_day(day, months + 1) > end


def test_a_period_has_a_month() -> None:
    with pytest.raises(ValueError):
        last_day(date(2026, 1, 1), 0)


@given(DAYS, st.integers(0, 200))
def test_certificates_age(issued: date, days: int) -> None:
    used = issued + timedelta(days=days)
    end = last_day(issued, 3)
    verdict = fresh(issued, used)
    assert (verdict is Verdict.AGREE) == (used <= end)
    assert (verdict is Verdict.UNKNOWN) == (end < used <= next_business_day(end))
    assert fresh(used + timedelta(days=1), issued) is Verdict.DISAGREE
    assert fresh(None, used) is fresh(issued, None) is Verdict.UNKNOWN


_STEPS = st.dictionaries(st.sampled_from(list(Step)), st.none() | DAYS)


@given(_STEPS, st.sampled_from([DECISION_FIRST, PURCHASE_FIRST]))
def test_the_order_of_steps(days: dict[Step, date | None], course: Course) -> None:
    broken = out_of_order(days, course)
    place = {step: i for i, group in enumerate(course) for step in group}
    for early, late in broken:
        a, b = days[early], days[late]
        assert place[early] < place[late] and a is not None and b is not None and a > b
    known = {s: d for s, d in days.items() if d is not None}
    wrong = {(a, b) for a in known for b in known if place[a] < place[b] and known[a] > known[b]}
    assert {tuple(pair) for pair in broken} == wrong


@given(_STEPS, st.sampled_from([DECISION_FIRST, PURCHASE_FIRST]), st.integers(-400, 400))
def test_moving_all_days_changes_nothing(days: dict[Step, date | None], course: Course, by: int) -> None:
    moved = {s: d + timedelta(days=by) if d else None for s, d in days.items()}
    assert out_of_order(moved, course) == out_of_order(days, course)
    one_day = dict.fromkeys(days, date(2026, 2, 12))
    assert out_of_order(one_day, course) == []


def test_every_step_has_its_place_once() -> None:
    for course in (DECISION_FIRST, PURCHASE_FIRST):
        placed = [step for group in course for step in group]
        assert sorted(placed) == sorted(Step)


def test_a_contract_before_the_decision() -> None:
    days = {
        Step.CONTRACT: date(2026, 5, 1),
        Step.DECISION: date(2026, 5, 2),
        Step.PAYMENT: date(2026, 6, 1),
        Step.INSTALLATION: date(2026, 6, 20),
    }
    assert out_of_order(days, DECISION_FIRST) == [OutOfOrder(Step.DECISION, Step.CONTRACT)]
    assert out_of_order(days, PURCHASE_FIRST) == [
        OutOfOrder(Step.INSTALLATION, Step.DECISION),
        OutOfOrder(Step.PAYMENT, Step.DECISION),
    ]
