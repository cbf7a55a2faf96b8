from __future__ import annotations

import itertools
import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.values.dates import ERAS, Era, find_dates, format_era, parse_date, written_dates
from tests import shared

D = date(2026, 2, 12)


@pytest.mark.parametrize(
    "text",
    [
        "令和8年2月12日", "令和８年２月１２日", "令和 8 年 2 月 12 日", "令 和 8 年 2 月 1 2 日", "令和　８年　２月　１２日", "令和八年二月十二日",
        "R8.2.12", "R 8. 2.12", "R.8.2.12", "r8/2/12", "Ｒ８．２．１２", "R08-02-12", "R080212", "令8.2.12", "令和8.2.12", "令和8-2-12", "令和 8 2 12",
        "㋿8年2月12日", "2026年2月12日", "2026/2/12", "2026-02-12", "2026.2.12", "2026・2・12", "20260212", "２０２６年２月１２日", "二〇二六年二月十二日",
        "西暦2026年2月12日", "発行日：令和8年2月12日（木）", "令和8年2月12日付け", "2026/2/12 15:30", "令和8年2月12日 令和8年2月12日",
    ],
)  # fmt: skip
def test_reads_every_way_to_write_one_day(text: str) -> None:
    assert parse_date(text) == D


@pytest.mark.parametrize(
    "text",
    [
        "今和8年2月12日",
        "合利8年2月12日",
        "分和8年2月12日",
        "令和8年2月l2日",
        "令和8年2月12目",
        "令和8年2月12",
        "令和8牛2月12日",
        "令和8年Z月12日",
        "2O26/O2/12",
        "2026/2/I2",
    ],
)
def test_forgives_what_engines_do(text: str) -> None:
    assert parse_date(text) == D


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("令和元年5月1日", date(2019, 5, 1)), ("平成元年7月5日", date(1989, 7, 5)), ("H元.7.5", date(1989, 7, 5)), ("昭和64年1月7日", date(1989, 1, 7)),
        ("平成33年5月1日", date(2021, 5, 1)), ("S43.1.7", date(1968, 1, 7)), ("大正15年12月24日", date(1926, 12, 24)), ("明治45年7月29日", date(1912, 7, 29)),
        ("令和8年２月1○日", date(2026, 2, 10)),
    ],
)  # fmt: skip
def test_eras(text: str, day: date) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "", "令和　　年　　月　　日", "令和8年2月30日", "令和8年13月1日", "令和0年1月1日", "令和元年4月30日", "令和-3年2月1日", "昭和65年1月1日", "令和2021年7月1日",
        "8年2月12日", "08-04-26", "080426", "昭和・平成・令和 8年2月12日", "昭和 平成 令和 8年2月12日", "明・大・昭・平 8年2月12日",
        "令和7年1月3日から令和8年1月3日", "2021年7月", "1.2", "12/10", "090-6332-9086", "03-6291-3340", "SRT-S377U", "R602-26", "251107-09", "領収書",
        "令和8年OI月lZ日",
    ],
)  # fmt: skip
def test_none_where_no_one_day_is_stated(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "era", "day"),
    [
        ("8年2月12日", "令和", D), ("08-02-12", "令和", D), ("080212", "令和", D), ("8.2.12", "R", D), ("昭和・平成・令和 8年2月12日", "令和", D),
        ("昭和・平成 40年3月18日", "昭和", date(1965, 3, 18)), ("26/2/12", "西暦", D), ("2026年2月12日", "令和", D), ("令和8年2月12日", "平成", D),
        ("8年2月30日", "令和", None), ("8年2月12日", "なし", None),
    ],
)  # fmt: skip
def test_the_era_printed_apart_decides_bare_years(text: str, era: str, day: date | None) -> None:
    assert parse_date(text, era=era) == day


def test_find_dates_tells_where_they_stand() -> None:
    text = "工期　令和７年４月１日 から 2025/10/31 まで"
    found = find_dates(text)
    assert [(f.day, text[f.start : f.end]) for f in found] == [
        (date(2025, 4, 1), "令和７年４月１日"),
        (date(2025, 10, 31), "2025/10/31"),
    ]


_DAYS = st.dates(date(1868, 1, 25), date(2060, 12, 31))


@given(_DAYS)
def test_what_is_formatted_is_read_back(day: date) -> None:
    assert parse_date(format_era(day)) == day
    assert parse_date(day.isoformat()) == day
    assert parse_date(f"{day:%Y%m%d}") == (day if day.year >= 1900 else None)
    spaced = re.sub(r"(\d+)", r" \1 ", format_era(day))
    assert parse_date(spaced) == day


@given(_DAYS.filter(lambda d: d >= date(1912, 7, 30)))
def test_short_eras_are_read_back(day: date) -> None:
    assert parse_date(format_era(day, short=True)) == day


@given(_DAYS)
def test_later_days_do_not_sort_before(day: date) -> None:
    later = day + timedelta(days=1)
    a, b = parse_date(format_era(day)), parse_date(format_era(later))
    assert a is not None and b is not None and a < b


@given(st.text(alphabet="令和平成RHS元年月日0123456789./- ○l", max_size=16))
def test_never_fails_and_spans_are_honest(text: str) -> None:
    for f in find_dates(text):
        assert 0 <= f.start < f.end <= len(text)
        assert parse_date(text[f.start : f.end]) == f.day


def test_eras_follow_each_other_without_gap() -> None:
    for newer, older in itertools.pairwise(ERAS):
        assert format_era(newer.first).startswith(newer.name)
        assert format_era(newer.first - timedelta(days=1)).startswith(older.name)
    with pytest.raises(ValueError):
        format_era(date(1868, 1, 24))


@pytest.mark.parametrize(
    ("text", "flaw", "intended", "day"),
    [
        ("昭和65年1月1日", "era_over", "1990-01-01", None), ("平成32年4月1日", "era_over", "2020-04-01", "2020-04-01"), ("平成31年5月1日", "era_over", "2019-05-01", "2019-05-01"),
        ("昭和64年1月8日", "era_over", "1989-01-08", "1989-01-08"), ("大正16年1月1日", "era_over", "1927-01-01", None), ("大正15年12月25日", "era_over", "1926-12-25", "1926-12-25"),
        ("明治45年7月30日", "era_over", "1912-07-30", "1912-07-30"), ("H50.1.1", "era_over", "2038-01-01", None), ("S100.4.1", None, None, None), ("昭和一〇〇年四月一日", "era_over", "2025-04-01", None),
        ("令和元年4月30日", "before_era", "2019-04-30", None), ("平成元年1月7日", "before_era", "1989-01-07", None), ("昭和元年12月24日", "before_era", "1926-12-24", None),
        ("大正元年7月29日", "before_era", "1912-07-29", None), ("令和8年2月30日", "no_such_day", None, None), ("令和7年2月29日", "no_such_day", None, None), ("2025年13月1日", "no_such_day", None, None),
        ("2025/4/31", "no_such_day", None, None), ("令和6年2月29日", None, "2024-02-29", "2024-02-29"), ("令和元年5月1日", None, "2019-05-01", "2019-05-01"), ("平成31年4月30日", None, "2019-04-30", "2019-04-30"),
        ("昭和64年1月7日", None, "1989-01-07", "1989-01-07"), ("平成元年1月8日", None, "1989-01-08", "1989-01-08"), ("昭和元年12月25日", None, "1926-12-25", "1926-12-25"), ("8年2月12日", None, None, None),
    ],
)  # fmt: skip
def test_impossible_dates_keep_what_was_meant_apart(
    text: str, flaw: str | None, intended: str | None, day: str | None
) -> None:
    written = written_dates(text)
    if flaw is None and intended is None:
        assert written == []
        return
    (one,) = written
    assert one.flaw == flaw
    assert (one.intended.isoformat() if one.intended else None) == intended
    assert (one.day.isoformat() if one.day else None) == day
    assert parse_date(text) == one.day


@given(_DAYS, st.sampled_from(ERAS))
def test_an_era_holds_exactly_its_own_days(day: date, era: Era) -> None:
    year = day.year - era.offset
    if not 1 <= year <= 150:
        return
    (one,) = written_dates(f"{era.name}{year}年{day.month}月{day.day}日")
    assert one.intended == day
    assert (one.flaw is None) == format_era(day).startswith(era.name)
    assert one.flaw is not None or one.day == day


def test_reference_cases() -> None:
    """Every row: whole days are read, and nothing else is taken for one (times, durations, sets, parts of months)."""
    cases = shared.jsonl("reference-cases", "ja_timex_dates.jsonl")
    assert len(cases) == 264
    misses = []
    for c in cases:
        if c["attr"] in ("value", None):
            full = c["expected"] and re.fullmatch(r"\d{4}-\d\d-\d\d", c["expected"])
            expected = c["expected"] if full else None
        else:  # the row tells what kind of expression it is; only this one is a whole day
            expected = "2021-07-18" if (c["input"], c["expected"]) == ("2021年7月18日", "DATE") else None
        got = parse_date(c["input"])
        if (got.isoformat() if got else None) != expected:
            misses.append((c["input"], c["expected"], got))
    assert misses == []
