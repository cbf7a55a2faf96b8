"""Two envelopes of one grant, months apart: the later goes on with the earlier, and is held against what it says."""

from __future__ import annotations

from typing import Any

import pytest

from flows.checking import check, check_due
from models.documents import DocumentKind as K
from models.documents import ExtractedDocument, Field, SortedCase, SortedDocument, Stage
from storage import cases
from storage import models as db
from storage.settings import Settings
from storage.status import case_rows
from tests.flows.test_checking import ENTRIES, PROGRAMMES, arrive, process

PERSON = {key: ENTRIES[key] for key in ("applicant_name", "applicant_kana", "postal_code", "address", "phone")}
NAGANO = {
    **PERSON,
    "applicant_name": "社会福祉法人千曲会",
    "applicant_kana": "チクマカイ",
    "address": "長野県長野市南長野1-2-3",
    "postal_code": "3800000",
}


def deliver(
    number: int, kind: K, stage: Stage, entries: dict[str, Any], programme: str = "shinjuku-ecohome", text: str = ""
) -> int:
    """An envelope of one paper, read exactly; returns its case's id."""
    paper = SortedDocument(
        kind=kind, delivery_sha256=f"{number:064x}", page_indexes=(0,), confidence=0.9, programme_id=programme
    )
    envelope = SortedCase(part=0, documents=(paper,), programme_id=programme, stage=stage)
    [case_id] = cases.save_sorted(f"envelope-{number}", [envelope])
    fields = {key: Field(key=key, value=value, raw=str(value), exact=True) for key, value in entries.items()}
    read = ExtractedDocument(
        kind=kind, delivery_sha256=paper.delivery_sha256, page_indexes=[0], fields=fields, text=text
    )
    cases.save_extracted(case_id, 0, read)
    return case_id


def claim(number: int, amount: int = 98000, text: str = "", **otherwise: Any) -> int:
    entries = {**PERSON, "request_date": "2025-09-01", "subsidy_amount": amount, **otherwise}
    return deliver(number, K.PAYMENT_REQUEST, Stage.CLAIM, entries, text=text)


def found(case_id: int) -> dict[str, db.Finding]:
    return {f.code: f for f in db.Finding.objects.filter(case=case_id, active=True)}


def follows(case_id: int) -> int | None:
    return db.Case.objects.get(pk=case_id).follows_id


@pytest.mark.parametrize("late", [False, True])
def test_a_claim_goes_on_with_the_application_and_is_no_duplicate(settings_sqlite: Settings, late: bool) -> None:
    for number in (1, 2):
        arrive(number)
    if late:
        check(claim(2), PROGRAMMES)
    first, second = process(1), claim(2)
    for case_id in (first, second):
        check(case_id, PROGRAMMES)
    check_due(PROGRAMMES)
    assert (follows(first), follows(second)) == (None, first)
    assert not {"DUPLICATE_APPLICATION", "SAME_APPLICANT", "SUBSIDY_AMOUNT_WRONG"} & set(found(second))


def test_what_the_claim_says_is_held_against_the_application(settings_sqlite: Settings) -> None:
    for number in (1, 2):
        arrive(number)
    first = process(1)
    check(first, PROGRAMMES)
    second = claim(2, 99000)
    check(second, PROGRAMMES)
    row = found(second)["SUBSIDY_AMOUNT_WRONG"]
    number = db.Case.objects.get(pk=first).receipt_number
    assert row.other_case == number and number in row.message_ja and "98,000円" in row.message_ja
    assert [ref["document"] for ref in row.refs] == [0]
    assert [(p["here"]["key"], p["there"]["key"]) for p in row.pairs] == [("subsidy_amount", "subsidy_amount")]


def test_a_value_that_waits_for_a_person_in_the_earlier_case_says_nothing(settings_sqlite: Settings) -> None:
    for number in (1, 2):
        arrive(number)
    first = process(1)
    check(first, PROGRAMMES)
    db.Field.objects.filter(document__case=first, key="subsidy_amount").update(status="review")
    second = claim(2, 99000)
    check(second, PROGRAMMES)
    assert follows(second) == first and "SUBSIDY_AMOUNT_WRONG" not in found(second)


def test_a_correction_of_the_earlier_case_has_the_later_one_checked_again(settings_sqlite: Settings) -> None:
    for number in (1, 2):
        arrive(number)
    first, second = process(1), claim(2, 99000)
    for case_id in (first, second):
        check(case_id, PROGRAMMES)
    process(1, subsidy_amount=99000)
    check_due(PROGRAMMES)
    assert "SUBSIDY_AMOUNT_WRONG" not in found(second)


def test_of_two_applications_none_is_taken_unless_a_number_names_one(settings_sqlite: Settings) -> None:
    for number in (1, 2, 3, 4):
        arrive(number)
    first, other = process(1), process(2, model="XX-1", equipment_type="太陽光発電システム")
    third = claim(3)
    for case_id in (first, other, third):
        check(case_id, PROGRAMMES)
    assert follows(third) is None
    number = db.Case.objects.get(pk=other).receipt_number
    named = claim(
        4, text=f"受付番号　{number}　で交付決定のあった補助金", phone="0900000000", address="東京都新宿区四谷1-1"
    )
    check(named, PROGRAMMES)
    assert follows(named) == other


def test_a_number_of_somebody_elses_case_ties_nothing(settings_sqlite: Settings) -> None:
    for number in (1, 2):
        arrive(number)
    first = process(1)
    check(first, PROGRAMMES)
    number = db.Case.objects.get(pk=first).receipt_number
    second = claim(2, text=f"受付番号 {number}", applicant_name="黒川茂", applicant_kana="クロカワシゲル")
    check(second, PROGRAMMES)
    assert follows(second) is None


def test_a_report_goes_on_with_its_application_and_a_claim_with_the_report(settings_sqlite: Settings) -> None:
    for number in (1, 2, 3):
        arrive(number)
    programme = "nagano-welfare"
    form = {**NAGANO, "model": "AB-1", "total_cost": 5_000_000, "subsidy_amount": 2_000_000}
    first = deliver(1, K.APPLICATION_FORM, Stage.APPLY, form, programme)
    report = {**NAGANO, "model": "AB-2", "total_cost": 5_000_000, "report_date": "2026-12-01"}
    second = deliver(2, K("completion_report"), Stage.REPORT, report, programme)
    third = deliver(3, K.PAYMENT_REQUEST, Stage.CLAIM, {**NAGANO, "subsidy_amount": 2_500_000}, programme)
    for case_id in (first, second, third):
        check(case_id, PROGRAMMES)
    assert (follows(second), follows(third)) == (first, second)
    assert found(second)["EQUIPMENT_MISMATCH"].other_case == db.Case.objects.get(pk=first).receipt_number
    assert found(third)["SUBSIDY_AMOUNT_WRONG"].other_case == db.Case.objects.get(pk=first).receipt_number
    shown = {row.receipt_number: row.follows for row in case_rows()}
    assert list(shown.values()) == ["", *(db.Case.objects.get(pk=pk).receipt_number for pk in (first, second))]
