"""Checks of cases: what is found does not depend on the order in which cases are processed."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

import programmes
from flows.checking import check, check_due
from models.documents import DocumentKind, ExtractedDocument, Field, SortedCase, SortedDocument
from storage import cases, deliveries
from storage.exporting import export_results
from storage.settings import Settings

PROGRAMMES = programmes.load()
ENTRIES: dict[str, Any] = {
    "applicant_name": "山田太郎",
    "applicant_kana": "ヤマダタロウ",
    "postal_code": "1600023",
    "address": "東京都新宿区西新宿2-8-1",
    "phone": "0312345678",
    "application_date": "2025-06-01",
    "equipment_type": "蓄電池システム",
    "manufacturer": "サンプル電機",
    "model": "SB-980",
    "purchase_amount": 1200000,
    "subsidy_amount": 98000,
}


def arrive(number: int) -> str:
    """An envelope with one page that waits to be extracted; returns its key."""
    sha256 = f"{number:064x}"
    new = deliveries.NewDelivery(sha256, 10, "pdf", 1, "x.pdf")
    deliveries.register(new, deliveries.NewEnvelope(f"envelope-{number}"), arrival_key=f"arrival-{number}")
    return f"envelope-{number}"


def process(number: int, **otherwise: Any) -> int:
    """Sort and extract the envelope: the same application each time but for `otherwise`. Returns the case's id."""
    paper = SortedDocument(
        kind=DocumentKind.APPLICATION_FORM,
        delivery_sha256=f"{number:064x}",
        page_indexes=(0,),
        confidence=0.9,
        programme_id="shinjuku-ecohome",
    )
    [case_id] = cases.save_sorted(
        f"envelope-{number}", [SortedCase(part=0, documents=(paper,), programme_id="shinjuku-ecohome")]
    )
    fields = {
        key: Field(key=key, value=value, raw=str(value), exact=True) for key, value in {**ENTRIES, **otherwise}.items()
    }
    read = ExtractedDocument(
        kind=DocumentKind.APPLICATION_FORM, delivery_sha256=paper.delivery_sha256, page_indexes=[0], fields=fields
    )
    cases.save_extracted(case_id, 0, read)
    return case_id


def found() -> list[list[str]]:
    return [sorted(f["code"] for f in case["findings"]) for case in export_results()]


@pytest.mark.parametrize("order", list(itertools.permutations((1, 2, 3))))
def test_duplicates_are_found_in_later_arrivals_whatever_is_processed_first(
    settings_sqlite: Settings, order: tuple[int, ...]
) -> None:
    for number in (1, 2, 3):
        arrive(number)
    for number in order:
        check(process(number), PROGRAMMES)
        check_due(PROGRAMMES)
    duplicates = ["DUPLICATE_APPLICATION" in codes for codes in found()]
    assert duplicates == [False, True, True]


def test_checking_again_changes_nothing(settings_sqlite: Settings) -> None:
    for number in (1, 2):
        arrive(number)
        check(process(number), PROGRAMMES)
    before = list(export_results())
    assert check_due(PROGRAMMES) == 0
    for case_id in [*cases.case_ids("envelope-1"), *cases.case_ids("envelope-2")]:
        check(case_id, PROGRAMMES)
    check_due(PROGRAMMES)
    assert list(export_results()) == before


def test_a_case_that_a_new_sort_removed_holds_nobody_up(settings_sqlite: Settings) -> None:
    arrive(1)
    process(1)
    assert check_due(PROGRAMMES) == 1
    assert check_due(PROGRAMMES) == 0
