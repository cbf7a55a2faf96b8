"""Papers as papers: every check fires, keeps still just beside its border, and never on what nobody read for certain."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from models.documents import CaseView, DocumentKind, ExtractedDocument, Field, PageMark, Value
from models.findings import FieldRef, Finding, FindingCode, FindingStatus
from tests.validators.cases import PROGRAMMES, exact, found, individual, on, paper, put, scanned, weak, welfare
from validators.crosschecks.completeness import MOST_FROM_ONE
from validators.dates import last_day, next_business_day

K, C = DocumentKind, FindingCode
CONFIRMED, SUSPECTED, NOTICE = FindingStatus.CONFIRMED, FindingStatus.SUSPECTED, FindingStatus.NOTICE


def added(case: CaseView, document: ExtractedDocument) -> int:
    """`document` laid on top of the envelope's papers: its position."""
    case.documents.append(document)
    return len(case.documents) - 1


# ---------------------------------------------------------------- pages
def marked(*marks: tuple[int, int], kind: DocumentKind = K.ESTIMATE, values: dict[str, Value] | None = None, make=exact) -> ExtractedDocument:  # type: ignore[no-untyped-def]  # fmt: skip
    document = paper(kind, {"issuer_name": "株式会社山一エナジー"} if values is None else values, make)
    document.page_indexes = list(range(max(1, len(marks))))
    document.page_marks = [PageMark(page_index=i, number=n, total=t) for i, (n, t) in enumerate(marks)]
    return document


def pages(*documents: ExtractedDocument) -> list[Finding]:
    case = individual()
    for document in documents:
        added(case, document)
    return found(case, C.PAGE_MISSING)


def test_a_page_that_is_nowhere_is_named() -> None:
    [finding] = pages(marked((1, 4), (4, 4)))
    assert "全4ページ" in finding.message_ja and "2・3ページ目" in finding.message_ja and "見積書" in finding.message_ja
    assert "2・3ページ目" in finding.mend_ja
    assert finding.refs == (FieldRef(document=6),) and finding.document_kind is K.ESTIMATE
    assert finding.status is CONFIRMED


def test_a_set_is_whole_wherever_its_pages_lie() -> None:
    assert pages(marked((1, 2), (2, 2))) == []
    assert pages(marked((2, 2)), marked((1, 2))) == [], "two papers, in any order"
    assert pages(marked((1, 2), (2, 2)), marked((1, 2))) == [], "copied twice"
    [finding] = pages(marked((1, 3)), marked((3, 3)))
    assert finding.refs == (FieldRef(document=6), FieldRef(document=7)), "both papers that carry a mark"
    assert len(pages(marked((1, 2)), marked((1, 2), kind=K.INVOICE))) == 2, "an invoice's page is no estimate's"


def test_one_mark_alone_is_a_suspicion_and_a_large_one_nothing() -> None:
    [finding] = pages(marked((1, 2)))
    assert finding.status is SUSPECTED
    assert [f.status for f in pages(marked((1, MOST_FROM_ONE)))] == [SUSPECTED]
    assert pages(marked((1, MOST_FROM_ONE + 1))) == [], "11/16 is a date as likely"
    assert len(pages(marked((1, MOST_FROM_ONE + 1), (2, MOST_FROM_ONE + 1)))) == 1


def test_scanned_marks_are_never_more_than_a_suspicion() -> None:
    for make in (scanned, weak):
        [finding] = pages(marked((1, 3), (2, 3), make=make))
        assert finding.status is SUSPECTED
    [nothing_read] = pages(marked((1, 3), (2, 3), values={}))
    assert nothing_read.status is SUSPECTED, "a paper of which nothing was read is not exact"


def test_a_page_whose_mark_was_not_read_is_there_all_the_same() -> None:
    document = marked((1, 2), make=scanned)
    document.page_indexes = [0, 1]
    assert pages(document) == []
    document.page_marks = [PageMark(page_index=0, number=1, total=3)]
    assert len(pages(document)) == 1, "two pages cannot be three"


def browsed(*marks: tuple[int, int], kind: DocumentKind = K.ESTIMATE) -> ExtractedDocument:
    document = marked(*marks, kind=kind)
    document.page_marks = [m.model_copy(update={"browser": True}) for m in document.page_marks]
    return document


def test_the_last_sheets_of_a_site_need_not_be_sent() -> None:
    assert pages(browsed((1, 2))) == []
    assert len(pages(browsed((1, 2), kind=K.APPLICATION_FORM))) == 1, "a form is sent whole"
    [gap] = pages(browsed((1, 3), (3, 3)))
    assert "2ページ目" in gap.message_ja, "what stands between is missing all the same"
    assert len(pages(browsed((2, 2)))) == 1
    assert len(pages(browsed((1, 2)), marked((1, 2)))) == 1, "another paper's second page"


def test_papers_set_aside_miss_nothing_and_unknown_ones_may_be_the_page() -> None:
    assert pages(marked((1, 2), kind=K.SET_ASIDE, values={})) == []
    assert pages(marked((1, 2)), marked((2, 2), kind=K.UNKNOWN, values={})) == []
    assert len(pages(marked((1, 2)), marked((2, 3), kind=K.UNKNOWN, values={}))) == 2


@settings(max_examples=50, deadline=None)
@given(st.integers(2, 6), st.data())
def test_pages_missing_are_those_not_there(total: int, data: st.DataObject) -> None:
    there = data.draw(st.lists(st.integers(1, total), min_size=2, max_size=8))
    missing = sorted(set(range(1, total + 1)) - set(there))
    result = pages(*(marked((n, total)) for n in there))
    assert bool(result) == bool(missing)
    for finding in result:
        assert f"{'・'.join(map(str, missing))}ページ目" in finding.message_ja
        assert [r.document for r in finding.refs] == list(range(6, 6 + len(there)))


# ---------------------------------------------------------------- corrections
def amend(case: CaseView, kind: DocumentKind, *keys: str, sealed: bool = False) -> CaseView:
    for key in keys:
        on(case, kind).fields[key].amended = True
        on(case, kind).fields[key].amendment_sealed = sealed
    return case


def test_a_correction_without_a_seal_is_a_suspicion() -> None:
    case = amend(individual(scanned), K.PAYMENT_REQUEST, "account_number", "subsidy_amount")
    [finding] = found(case, C.AMENDMENT_UNSEALED)
    assert finding.status is SUSPECTED and finding.document_kind is K.PAYMENT_REQUEST
    assert {r.key for r in finding.refs} == {"account_number", "subsidy_amount"}
    assert {r.document for r in finding.refs} == {4} and finding.field_key == finding.refs[0].key
    assert "口座番号" in finding.message_ja and "訂正印を押したもの" in finding.mend_ja


def test_each_paper_has_its_own_and_a_bill_wants_its_issuer_s_seal() -> None:
    case = amend(amend(individual(scanned), K.RECEIPT, "total_amount"), K.APPLICATION_FORM, "purchase_amount")
    form, receipt = found(case, C.AMENDMENT_UNSEALED)
    assert (form.refs, receipt.refs) == (
        (FieldRef(document=0, key="purchase_amount"),),
        (FieldRef(document=1, key="total_amount"),),
    )
    assert "発行者の訂正印" in receipt.mend_ja and "発行者" not in form.mend_ja


def test_sealed_or_unimportant_corrections_and_other_papers_are_nobody_s_business() -> None:
    assert not found(amend(individual(scanned), K.PAYMENT_REQUEST, "account_number", sealed=True), C.AMENDMENT_UNSEALED)
    assert not found(amend(individual(scanned), K.APPLICATION_FORM, "phone", "address"), C.AMENDMENT_UNSEALED)
    assert not found(amend(individual(scanned), K.PASSBOOK, "account_number"), C.AMENDMENT_UNSEALED)
    assert not found(individual(scanned), C.AMENDMENT_UNSEALED)
    half = amend(individual(scanned), K.PAYMENT_REQUEST, "account_number", "account_holder")
    on(half, K.PAYMENT_REQUEST).fields["account_holder"].amendment_sealed = True
    [finding] = found(half, C.AMENDMENT_UNSEALED)
    assert [r.key for r in finding.refs] == ["account_number"] and "口座名義" not in finding.message_ja


# ---------------------------------------------------------------- certificates
def certified(issued: Value, applied: Value = "2025-11-17", make=exact, *, form=exact) -> CaseView:  # type: ignore[no-untyped-def]
    case = individual()
    for kind, key in ((K.APPLICATION_FORM, "application_date"), (K.PAYMENT_REQUEST, "request_date")):
        on(case, kind).fields[key] = form(key, applied)
    certificate = paper(K.RESIDENT_CERTIFICATE, {"applicant_name": "松尾弘之"})
    certificate.fields["issue_date"] = make("issue_date", issued)
    added(case, certificate)
    return case


def test_an_old_certificate_is_worth_knowing_with_both_days() -> None:
    [finding] = found(certified("2025-08-01"), C.CERTIFICATE_EXPIRED)
    assert finding.status is NOTICE and finding.document_kind is K.RESIDENT_CERTIFICATE
    for day in ("2025年8月1日", "2025年11月1日", "2025年11月17日"):
        assert day in finding.message_ja, day
    assert finding.refs == (
        FieldRef(document=6, key="issue_date"),
        FieldRef(document=0, key="application_date"),
    )


@settings(max_examples=50, deadline=None)
@given(st.dates(date(2025, 2, 1), date(2026, 3, 31)), st.integers(0, 130))
def test_three_months_by_the_civil_code(issued: date, days: int) -> None:
    """民法 第140条・第143条: the last day is in; a day on which offices are closed leaves it open."""
    applied = issued + timedelta(days=days)
    end = last_day(issued, 3)
    fired = bool(found(certified(issued.isoformat(), applied.isoformat()), C.CERTIFICATE_EXPIRED))
    assert fired == (applied > next_business_day(end))


@pytest.mark.parametrize(
    ("issued", "last", "late"),
    [
        ("2025-08-15", "2025-11-15", "2025-11-18"),  # a Saturday: the next open day is Monday
        ("2025-08-12", "2025-11-12", "2025-11-13"),
        ("2025-11-30", "2026-02-28", "2026-03-03"),  # February has no 30th
    ],
)
def test_just_beside_the_last_day(issued: str, last: str, late: str) -> None:
    assert not found(certified(issued, last), C.CERTIFICATE_EXPIRED)
    assert found(certified(issued, late), C.CERTIFICATE_EXPIRED)


def test_a_day_that_is_not_certain_accuses_nobody() -> None:
    assert found(certified("2025-06-01", make=scanned), C.CERTIFICATE_EXPIRED), "two engines read the same"
    assert not found(certified("2025-06-01", make=weak), C.CERTIFICATE_EXPIRED)
    assert not found(certified(None), C.CERTIFICATE_EXPIRED)
    torn = scanned("issue_date", "2025-06-01", "2025-09-01")
    assert not found(certified("", make=lambda *_: torn), C.CERTIFICATE_EXPIRED), "one engine read a fresh day"
    assert not found(certified("2025-12-01"), C.CERTIFICATE_EXPIRED), "issued after: not old, whatever it is"


def test_without_a_date_of_application_its_arrival_counts() -> None:
    case = certified("2025-08-01", None)
    assert not found(case, C.CERTIFICATE_EXPIRED)
    case.received_on = "2025-11-17"
    [finding] = found(case, C.CERTIFICATE_EXPIRED)
    assert "2025年11月17日" in finding.message_ja
    assert finding.refs == (FieldRef(document=6, key="issue_date"),), "no entry of the form says so"
    case.received_on = "2025-11-01"
    assert not found(case, C.CERTIFICATE_EXPIRED)


def test_the_entry_named_is_the_one_the_day_stands_in() -> None:
    case = certified("2025-08-01")
    put(case, K.APPLICATION_FORM, "application_date", None)
    [finding] = found(case, C.CERTIFICATE_EXPIRED)
    assert finding.refs[1] == FieldRef(document=4, key="request_date")


def test_a_programme_with_a_rule_of_its_own_needs_no_other() -> None:
    case = certified("2025-08-01")
    own = next(p for p in PROGRAMMES.values() if any(r.code is C.CERTIFICATE_EXPIRED for r in p.rules))
    case.programme_id = own.id
    assert not found(case, C.CERTIFICATE_EXPIRED)


# ---------------------------------------------------------------- revenue stamps
def stamped(total: Field, tax: Field | None, text: str = "領収書 お品代として", **values: Value) -> list[Finding]:
    case = individual()
    receipt = on(case, K.RECEIPT)
    receipt.text = text
    for key in ("line_items", "subtotal_amount", "tax_amount"):
        receipt.fields.pop(key, None)
    receipt.fields["total_amount"] = total
    if tax is not None:
        receipt.fields["tax_amount"] = tax
    for key, value in values.items():
        put(case, K.RECEIPT, key, value, scanned)
    return found(case, C.STAMP_DUTY_MISSING)


def test_a_receipt_without_a_stamp_is_worth_knowing() -> None:
    [finding] = stamped(scanned("total_amount", 363000), scanned("tax_amount", 33000))
    assert finding.status is NOTICE and finding.refs == (FieldRef(document=1, key="total_amount"),)
    assert "200円" in finding.message_ja and "330,000円" in finding.message_ja and not finding.mend_ja


@settings(max_examples=50, deadline=None)
@given(st.integers(40_000, 70_000), st.one_of(st.none(), st.integers(1, 9_999)))
def test_50000_yen_with_the_tax_apart(total: int, tax: int | None) -> None:
    base = total - (tax or 0)
    fired = stamped(scanned("total_amount", total), None if tax is None else scanned("tax_amount", tax))
    assert bool(fired) == (base >= 50_000)


def test_just_beside_50000() -> None:
    assert not stamped(scanned("total_amount", 49_999), None)
    assert stamped(scanned("total_amount", 50_000), None)
    assert not stamped(scanned("total_amount", 54_998), scanned("tax_amount", 4_999))
    assert stamped(scanned("total_amount", 54_999), scanned("tax_amount", 4_999))


@pytest.mark.parametrize("word", ["収入印紙", "印紙税申告納付", "クレジット払い", "電子発行", "収 入 印 紙"])
def test_what_tells_of_a_stamp_or_needs_none(word: str) -> None:
    assert not stamped(scanned("total_amount", 363000), None, text=f"領収書 {word}")


def test_who_needs_none_and_what_was_not_read() -> None:
    assert not stamped(scanned("total_amount", 363000), None, issuer_name="医療法人社団信濃会")
    assert not stamped(scanned("total_amount", 363000), None, text="  "), "nothing of the paper was read"
    assert not stamped(weak("total_amount", 812345), None), "one engine's word, and no other paper says so"
    assert not stamped(exact("total_amount", None), None)
    assert not stamped(exact("total_amount", 363000), None), "made out as data, never as paper (基本通達 第44条)"


def test_readings_that_differ_leave_it_open() -> None:
    torn = scanned("total_amount", 51_000, 51_000, 41_000, engines=("ppocr", "tesseract", "crnn"))
    assert not stamped(torn, None), "one engine read less than 50,000"
    assert not stamped(scanned("total_amount", 54_000), weak("tax_amount", None)), "tax that nobody could read"
    assert not stamped(scanned("total_amount", 54_000), scanned("tax_amount", 400, 4_909)), "one engine read the tax"
    assert stamped(scanned("total_amount", 363_000), weak("tax_amount", None)), "due whatever the tax is"


def test_each_receipt_counts_once() -> None:
    case = individual(scanned)
    on(case, K.RECEIPT).text = "領収書"
    added(case, on(case, K.RECEIPT).model_copy(deep=True))
    assert len(found(case, C.STAMP_DUTY_MISSING)) == 1


# ---------------------------------------------------------------- an estimate's amount instead of what was paid
def estimate(kind: DocumentKind = K.ESTIMATE, applied: Value = 400_000, stated: Value = 400_000, make=exact) -> CaseView:  # type: ignore[no-untyped-def]  # fmt: skip
    case = put(individual(), K.APPLICATION_FORM, "purchase_amount", applied)
    bill = paper(kind, {"issuer_name": "株式会社山一エナジー"})
    bill.fields["total_amount"] = make("total_amount", stated)
    added(case, bill)
    return case


@pytest.mark.parametrize("kind", [K.ESTIMATE, K.CONTRACT])
def test_the_amount_of_an_estimate_is_told_beside_the_mismatch(kind: DocumentKind) -> None:
    case = estimate(kind)
    [finding] = found(case, C.AMOUNT_FROM_ESTIMATE)
    assert finding.status is NOTICE and found(case, C.AMOUNT_MISMATCH)
    assert finding.refs == (
        FieldRef(document=0, key="purchase_amount"),
        FieldRef(document=6, key="total_amount"),
    )
    for word in ("400,000円", "363,000円", kind.label_ja):
        assert word in finding.message_ja


def test_a_yen_beside_an_invoice_or_an_unread_estimate_is_no_estimate_s_amount() -> None:
    for case in (
        estimate(stated=400_001),
        estimate(K.INVOICE),
        estimate(stated=None),
        estimate(make=lambda key, v: scanned(key, 390_000, v)),
    ):
        assert not found(case, C.AMOUNT_FROM_ESTIMATE)
        assert found(case, C.AMOUNT_MISMATCH)
    assert not found(estimate(applied=363_000, stated=363_000), C.AMOUNT_FROM_ESTIMATE), "it is what was paid"


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 10**7))
def test_never_without_the_mismatch(stated: int) -> None:
    assume(stated != 363_000)
    case = estimate(applied=363_000, stated=stated)
    assert not found(case, C.AMOUNT_FROM_ESTIMATE) and not found(case, C.AMOUNT_MISMATCH)


def test_a_business_that_applies_with_its_estimate_is_right() -> None:
    assert not found(welfare(), C.AMOUNT_FROM_ESTIMATE)
