"""The day of issue of a bill, among deadlines, days of payment and days that were misread."""

from __future__ import annotations

import pytest

from models.documents import DocumentKind as K
from models.documents import Field
from tests.extractors.fields.extracting import extracted, values, written
from validators.decisions import contradicted


def day(*lines: str | tuple[int, int, str], kind: K = K.INVOICE) -> Field | None:
    return extracted(kind, written(*lines)).fields.get("issue_date")


def value(*lines: str | tuple[int, int, str], kind: K = K.INVOICE) -> object:
    found = day(*lines, kind=kind)
    return found.value if found is not None else None


def test_a_deadline_is_no_day_of_issue() -> None:
    assert value("御見積書", "有効期限 2025年8月31日", "2025年5月1日", kind=K.ESTIMATE) == "2025-05-01"
    assert value("御見積書", "有効期限 2025年8月31日", kind=K.ESTIMATE) is None
    assert value("2024年1月1日 入会", "発行日 令和7年5月1日") == "2025-05-01", "a labelled day first"


def test_the_day_of_payment_asked_for_is_not_the_day_of_issue() -> None:
    assert value((100, 60, "入金期日"), (400, 60, "2026/01/14"), (800, 200, "2025/12/15")) == "2025-12-15"


def test_tills_print_years_with_two_digits() -> None:
    assert value("ことぶき電器 本店", "25/05/09 16:08", "合計 ¥1,980", kind=K.RECEIPT) == "2025-05-09"


@pytest.mark.parametrize(
    "other",
    [
        "2024年1?月17日",
        "20?4年12月17日",
        "令和6年?2月17日",
        "2024/1?/17",
        "2024年12月17日",
    ],
)
def test_an_unlabelled_day_is_doubted_where_another_stands_on_the_paper(other: str) -> None:
    """A fax had lost the labels of an invoice; of its two days only that of payment parsed."""
    found = day("御請求書", (700, 200, other), "山田太郎 様", "2025年1月16日", "合計 2,742,080円")
    assert found is not None and found.value is not None
    assert contradicted(found)


@pytest.mark.parametrize(
    "other",
    [
        "お支払期限 2025年2月?8日",
        "TEL 0742-12-3456",
        "登録番号 T7000012050002",
        "2025年1月16日",
        "工期 2024年12月1日から",
    ],
)
def test_what_is_no_day_of_issue_raises_no_doubt(other: str) -> None:
    found = day("御請求書", (700, 200, "2025年1月16日"), "山田太郎 様", (100, 500, other), "合計 2,742,080円")
    assert found is not None and found.value == "2025-01-16"
    assert not contradicted(found)


def test_a_labelled_day_is_not_doubted() -> None:
    found = day("御請求書", "発行日 2025年1月16日", (700, 300, "2024年1?月17日"), "合計 2,742,080円")
    assert found is not None and found.value == "2025-01-16" and not contradicted(found)


def test_a_day_that_lost_the_first_character_of_its_era_is_shown_and_doubted() -> None:
    found = day("領収証", "和 6 年 12 月 20 日", "合計 1,980円", kind=K.RECEIPT)
    assert found is not None and found.value == "2024-12-20"
    assert contradicted(found)


@pytest.mark.parametrize(
    ("printed", "day"),
    [("25年10月18日(土)", "2025-10-18"), ("6 年 12 月 19 日", "2024-12-19"), ("2025/05/2410:12 レジ04", "2025-05-24")],
)
def test_days_without_an_era_or_with_the_hour_behind(printed: str, day: str) -> None:
    found = values(extracted(K.RECEIPT, written("領収書", (100, 200, printed), (100, 300, "合計 ￥16,280"))))
    assert found["issue_date"] == day


@pytest.mark.parametrize("number", ["20250517-091", "R129335479"])
def test_a_number_that_begins_like_a_day(number: str) -> None:
    found = values(extracted(K.RECEIPT, written("領収書", (100, 200, f"No.{number}"), (100, 300, "合計 ￥16,280"))))
    assert found["document_number"] == number


@pytest.mark.parametrize("label", ["ただし、", "但書　", "摘要："])
def test_what_was_paid_for_behind_other_words(label: str) -> None:
    paper = written("領収書", (100, 200, f"{label}エコキュート設置工事代金として"), (100, 300, "合計 ￥16,280"))
    assert values(extracted(K.RECEIPT, paper))["description"] == "エコキュート設置工事代金"
