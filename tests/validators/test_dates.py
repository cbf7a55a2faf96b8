from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from validators.dates import (
    add_business_days,
    as_date,
    business_days_between,
    first_out_of_order,
    fiscal_year,
    in_order,
    in_period,
    is_business_day,
    likely_misread,
    next_business_day,
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
