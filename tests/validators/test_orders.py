"""What follows what, and who may have paid: 見積 ≤ 契約 ≤ 購入, 交付決定 ≤ 購入, a relative's and a proxy's receipt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.documents import CaseView, DocumentKind, Field, Value
from models.findings import FieldRef, Finding, FindingCode, FindingStatus
from tests.validators.cases import (
    PROGRAMMES,
    Make,
    codes,
    exact,
    found,
    individual,
    on,
    paper,
    put,
    scanned,
    weak,
    welfare,
)
from validators.checks import check_case
from validators.crosschecks.dates import ORDER, PLAUSIBLE, Follows, day_ja

K, C = DocumentKind, FindingCode
CONFIRMED, SUSPECTED = FindingStatus.CONFIRMED, FindingStatus.SUSPECTED
SELLER: dict[str, Value] = {"issuer_name": "株式会社山一エナジー"}


# ---------------------------------------------------------------- dates
def individual_with_papers() -> CaseView:
    """Estimate 10-01, contract 10-10, receipt 11-10, application 11-17."""
    case = individual()
    case.documents.append(paper(K.ESTIMATE, {**SELLER, "issue_date": "2025-10-01"}))
    case.documents.append(paper(K.CONTRACT, {"contract_date": "2025-10-10"}))
    return case


def welfare_with_estimate() -> CaseView:
    """Estimate 05-20, application 06-18, decision 07-19, contract 07-30, receipt 09-24."""
    case = welfare()
    case.documents.append(paper(K.ESTIMATE, {**SELLER, "issue_date": "2026-05-20"}))
    return case


def sides() -> list[tuple[Callable[[], CaseView], Follows]]:
    """Every order under every kind of applicant it holds for, but the ones whose papers an individual does not have."""
    return [
        (build, rule)
        for rule in ORDER
        for build, person in ((individual_with_papers, True), (welfare_with_estimate, False))
        if rule.individual in (None, person)
    ]


SIDES = sides()
NAMES = [f"{b.__name__}-{r.early[0]}-{r.late[0]}" for b, r in SIDES]


def dated(build: Callable[[], CaseView], rule: Follows, early: Field, late: Field) -> list[Finding]:
    """The findings of this order alone, its two dates set so."""
    case = build()
    on(case, rule.early[0]).fields[rule.early[1]] = early
    on(case, rule.late[0]).fields[rule.late[1]] = late
    return [f for f in found(case, C.DATE_ORDER) if rule.early_ja in f.message_ja and rule.late_ja in f.message_ja]


@pytest.mark.parametrize(("build", "rule"), SIDES, ids=NAMES)
def test_nothing_is_wrong_with_the_papers_as_they_are(build: Callable[[], CaseView], rule: Follows) -> None:
    assert C.DATE_ORDER not in codes(build())


@pytest.mark.parametrize(("build", "rule"), SIDES, ids=NAMES)
@settings(max_examples=10, deadline=None)
@given(gap=st.integers(-60, 60))
def test_the_later_one_may_fall_on_the_same_day_and_no_earlier(
    build: Callable[[], CaseView], rule: Follows, gap: int
) -> None:
    early = date(2025, 10, 10) if build is individual_with_papers else date(2026, 7, 25)
    late = early + timedelta(days=gap)
    result = dated(build, rule, exact(rule.early[1], str(early)), exact(rule.late[1], str(late)))
    assert len(result) == (gap < 0)
    for finding in result:
        assert finding.status is CONFIRMED
        assert day_ja(early) in finding.message_ja and day_ja(late) in finding.message_ja
        case = build()
        assert [(case.documents[r.document].kind, r.key) for r in finding.refs] == [rule.late, rule.early]


@pytest.mark.parametrize(("build", "rule"), SIDES, ids=NAMES)
def test_days_that_are_not_certain_accuse_nobody(build: Callable[[], CaseView], rule: Follows) -> None:
    (early_key, late_key), (early, late) = (rule.early[1], rule.late[1]), ("2026-07-20", "2026-07-10")

    def statuses(one: Field, other: Field) -> list[FindingStatus]:
        return [f.status for f in dated(build, rule, one, other)]

    assert statuses(scanned(early_key, early), scanned(late_key, late)) == [SUSPECTED], "engines alone"
    assert statuses(exact(early_key, early), scanned(late_key, late)) == [SUSPECTED]
    assert statuses(weak(early_key, early), exact(late_key, late)) == []
    assert statuses(exact(early_key, early), weak(late_key, late)) == []
    assert statuses(exact(early_key, None), exact(late_key, late)) == []
    assert statuses(exact(early_key, early), weak(late_key, None)) == []
    torn = scanned(late_key, late, late, early, engines=("ppocr", "tesseract", "crnn"))
    assert statuses(exact(early_key, early), torn) == [], "one engine read the day that is right"
    far = str(date.fromisoformat(late) - PLAUSIBLE - timedelta(days=1))
    assert statuses(scanned(early_key, early), scanned(late_key, far)) == [], "a misread year"


def test_orders_of_businesses_bind_no_individual() -> None:
    case = put(individual_with_papers(), K.ESTIMATE, "issue_date", "2025-11-30")
    texts = [f.message_ja for f in found(case, C.DATE_ORDER)]
    assert len(texts) == 1 and "契約日" in texts[0], "the contract, not the application"


def test_of_several_papers_the_one_that_keeps_the_order_best_counts() -> None:
    case = put(individual_with_papers(), K.CONTRACT, "contract_date", "2025-11-12")
    assert found(case, C.DATE_ORDER), "paid before the contract"
    rest = on(case, K.RECEIPT).model_copy(deep=True)
    rest.fields["document_number"] = exact("document_number", "003999")
    rest.fields["issue_date"] = exact("issue_date", "2025-11-12")
    case.documents.append(rest)
    assert not found(case, C.DATE_ORDER), "a deposit may come first"
    rest.fields["issue_date"] = weak("issue_date", None)
    assert not found(case, C.DATE_ORDER), "nobody knows when the rest was paid"
    case = put(individual_with_papers(), K.ESTIMATE, "issue_date", "2025-10-11")
    assert found(case, C.DATE_ORDER)
    case.documents.append(paper(K.ESTIMATE, {**SELLER, "issue_date": "2025-09-01"}))
    assert not found(case, C.DATE_ORDER), "an estimate made anew after the first"


def test_an_application_before_the_period_opens_is_told() -> None:
    case = individual()
    programme = PROGRAMMES[case.programme_id or ""]
    start = programme.application_period.start
    assert start is not None and not found(case, C.PROGRAMME_RULE)
    early = put(case, K.APPLICATION_FORM, "application_date", (start - timedelta(days=4)).isoformat())
    [finding] = found(early, C.PROGRAMME_RULE)
    assert finding.status is CONFIRMED and "始まり" in finding.message_ja
    assert not found(put(case, K.APPLICATION_FORM, "application_date", start.isoformat()), C.PROGRAMME_RULE)


# ---------------------------------------------------------------- money without tax
def test_a_cost_without_tax_is_held_against_what_was_paid_without_tax() -> None:
    case = individual()
    net = PROGRAMMES[case.programme_id or ""].model_copy(update={"purchase_amount_tax": "excluded", "rules": ()})
    receipt = {"subtotal_amount": 250000, "tax_amount": 25000, "total_amount": 275000}

    def told(**amounts: int | None) -> list[str]:
        for key, value in amounts.items():
            put(case, K.RECEIPT, key, value)
        return [f.message_ja for f in check_case(case, net).findings if f.code is C.AMOUNT_MISMATCH]

    put(case, K.APPLICATION_FORM, "purchase_amount", 250000)
    assert told(**receipt) == []
    assert told(subtotal_amount=None) == [], "the total less its tax"
    assert told(tax_amount=None) == [], "nobody can tell"
    [message] = told(subtotal_amount=240000, tax_amount=24000, total_amount=264000)
    assert "税抜の金額240,000円" in message


# ---------------------------------------------------------------- who paid
def paid_by(name: str, make: Make = exact) -> CaseView:
    return put(individual(), K.RECEIPT, "payer_name", name, make)


def test_a_payer_of_another_name_is_named_on_both_papers() -> None:
    [finding] = found(paid_by("木下真由美"), C.PAYER_MISMATCH)
    assert finding.status is CONFIRMED and "木下真由美" in finding.message_ja and "松尾弘之" in finding.message_ja
    assert finding.refs == (
        FieldRef(document=1, key="payer_name"),
        FieldRef(document=0, key="applicant_name"),
    )


@pytest.mark.parametrize("make", [exact, scanned])
def test_a_relative_is_for_a_person_to_weigh(make: Make) -> None:
    [finding] = found(paid_by("松尾真由美", make), C.PAYER_MISMATCH)
    assert finding.status is SUSPECTED and "同じ世帯" in finding.message_ja


def test_the_surname_alone_and_an_unread_payer_are_no_other_person() -> None:
    assert not found(paid_by("松尾"), C.PAYER_MISMATCH)
    assert not found(paid_by("松尾 弘之 様"), C.PAYER_MISMATCH)
    case = individual()
    on(case, K.RECEIPT).fields["payer_name"] = weak("payer_name", None)
    assert not found(case, C.PAYER_MISMATCH)
    torn = scanned("payer_name", "木下真由美", "松尾弘之")
    assert not found(paid_by("", lambda *_: torn), C.PAYER_MISMATCH), "one engine read the applicant"


def test_one_shared_character_is_no_surname() -> None:
    [finding] = found(paid_by("松本真由美"), C.PAYER_MISMATCH)
    assert finding.status is CONFIRMED and "世帯" not in finding.message_ja


def test_companies_have_no_households() -> None:
    [finding] = found(paid_by("松尾電機株式会社"), C.PAYER_MISMATCH)
    assert "世帯" not in finding.message_ja and finding.status is CONFIRMED
    [finding] = found(put(welfare(), K.RECEIPT, "payer_name", "医療法人社団千曲会"), C.PAYER_MISMATCH)
    assert "世帯" not in finding.message_ja and finding.status is CONFIRMED


def test_another_legal_form_of_one_name_is_for_a_person_to_ask() -> None:
    case = put(welfare(), K.APPLICATION_FORM, "applicant_name", "有限会社松尾設備")
    put(case, K.PAYMENT_REQUEST, "applicant_name", "有限会社松尾設備")
    [finding] = found(put(case, K.RECEIPT, "payer_name", "株式会社松尾設備"), C.PAYER_MISMATCH)
    assert finding.status is SUSPECTED
    for same in ("(有)松尾設備", "松尾設備", "特例有限会社松尾設備"):
        assert not found(put(case, K.RECEIPT, "payer_name", same), C.PAYER_MISMATCH)


@pytest.mark.parametrize("key", ["proxy_name", "proxy_contact"])
def test_a_proxy_may_have_paid_and_the_letter_of_attorney_is_told(key: str) -> None:
    case = paid_by("合同会社サンエコ電設")
    put(case, K.APPLICATION_FORM, key, "(同)サンエコ電設")
    [finding] = found(case, C.PAYER_MISMATCH)
    assert (
        finding.status is SUSPECTED and "代理" in finding.message_ja and "委任状は入っていません" in finding.message_ja
    )
    case.documents.append(paper(K.POWER_OF_ATTORNEY, {"applicant_name": "松尾弘之"}))
    [finding] = found(case, C.PAYER_MISMATCH)
    assert finding.status is SUSPECTED and "委任状があります" in finding.message_ja


def test_a_proxy_whom_only_the_letter_of_attorney_names() -> None:
    case = paid_by("合同会社サンエコ電設")
    case.documents.append(paper(K.POWER_OF_ATTORNEY, {"proxy_name": "合同会社サンエコ電設"}))
    [finding] = found(case, C.PAYER_MISMATCH)
    assert finding.status is SUSPECTED and "委任状があります" in finding.message_ja


def test_another_proxy_explains_nothing() -> None:
    case = put(paid_by("木下真由美"), K.APPLICATION_FORM, "proxy_name", "合同会社サンエコ電設")
    [finding] = found(case, C.PAYER_MISMATCH)
    assert finding.status is CONFIRMED and "代理" not in finding.message_ja
    case = put(paid_by("木下真由美"), K.APPLICATION_FORM, "proxy_name", None)
    assert [f.status for f in found(case, C.PAYER_MISMATCH)] == [CONFIRMED]
