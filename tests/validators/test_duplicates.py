"""The same application twice, the same receipt twice, and what only looks like it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.checks import Marks
from models.documents import CaseView, DocumentKind, Stage
from models.findings import FindingCode
from tests.validators.cases import (
    KANA,
    NAME,
    as_earlier,
    checked,
    codes,
    exact,
    findings,
    gas,
    individual,
    notices,
    on,
    put,
    scanned,
    weak,
    welfare,
)
from validators.duplicates.comparing import same_receipt

K, C = DocumentKind, FindingCode
TWICE = {C.DUPLICATE_APPLICATION: "confirmed", C.RECEIPT_REUSED: "confirmed"}


def shares_a_key(a: CaseView, b: CaseView) -> bool:
    return bool(set(checked(a).keys) & set(checked(b).keys))


def other_person(case: CaseView) -> CaseView:
    """The same case of somebody else living elsewhere."""
    for document in case.documents:
        for key, value in {
            "applicant_name": "黑川茂",
            "applicant_kana": "クロカワシゲル",
            "payer_name": "黑川茂",
            "account_holder": "黑川茂",
            "account_holder_kana": "クロカワシゲル",
            "address": "新宿区市谷柳町37サンハイツ1409",
            "postal_code": "1620061",
            "phone": "08065185312",
            "account_number": "7710464",
        }.items():
            if key in document.fields:
                document.fields[key] = exact(key, value)
    return case


def test_the_same_again_is_both() -> None:
    earlier = as_earlier(individual(), "R7-000012")
    found = findings(individual(), earlier)
    assert {f.code: f.status.value for f in found} == TWICE | {C.SAME_PAPERS: "notice"}
    assert {f.other_case for f in found} == {"R7-000012"}
    assert all("R7-000012" in f.message_ja for f in found)


@pytest.mark.parametrize(("build", "wanted"), [(gas, {C.DUPLICATE_APPLICATION}), (welfare, set(TWICE))])
def test_other_programmes_too(build: Callable[[], CaseView], wanted: set[FindingCode]) -> None:
    assert set(codes(build(), as_earlier(build()))) == wanted


def test_a_receipt_of_somebody_else_is_reused_but_no_duplicate_application() -> None:
    later = other_person(individual())
    put(later, K.RECEIPT, "payer_name", NAME)
    assert shares_a_key(individual(), later)
    assert codes(later, as_earlier(individual())) == {C.RECEIPT_REUSED: "confirmed", C.PAYER_MISMATCH: "confirmed"}


def test_the_first_earlier_case_is_named() -> None:
    first, second = as_earlier(individual(), "R7-000001"), as_earlier(individual(), "R7-000002")
    found = [f for f in findings(individual(), first, second) if f.code in TWICE]
    assert {f.other_case for f in found} == {"R7-000001"}


def test_another_machine_at_the_same_address_is_no_duplicate() -> None:
    later = individual()
    for kind in (K.APPLICATION_FORM, K.WARRANTY):
        put(later, kind, "model", "EQX37YFV")
    put(later, K.RECEIPT, "document_number", "009999")
    put(later, K.RECEIPT, "description", "")
    rows = on(later, K.RECEIPT).fields["line_items"].value
    assert isinstance(rows, list)
    put(later, K.RECEIPT, "line_items", [{**rows[0], "name": "三菱電機 高効率給湯器 EQX37YFV"}, *rows[1:]])
    assert codes(later, as_earlier(individual())) == {}


def test_two_customers_of_one_shop_on_one_day_are_not_one_receipt() -> None:
    later = other_person(individual())
    put(later, K.RECEIPT, "document_number", "003671")
    put(later, K.WARRANTY, "serial_number", "N20989269")
    assert codes(later, as_earlier(individual())) == {}


def test_a_claim_is_no_duplicate_of_its_application() -> None:
    applied = welfare()
    applied.stage = Stage.APPLY
    assert C.DUPLICATE_APPLICATION not in codes(welfare(), as_earlier(applied))


def test_relatives_at_one_address_are_two_applicants() -> None:
    later = individual()
    for document in later.documents:
        for key, value in (
            ("applicant_name", "松尾薫"),
            ("payer_name", "松尾薫"),
            ("account_holder", "松尾薫"),
            ("applicant_kana", "マツオカオル"),
            ("account_holder_kana", "マツオカオル"),
        ):
            if key in document.fields:
                document.fields[key] = exact(key, value)
    put(later, K.RECEIPT, "document_number", "009999")
    put(later, K.WARRANTY, "serial_number", "N20989269")
    assert codes(later, as_earlier(individual())) == {}
    assert notices(later, as_earlier(individual())) == {C.ACCOUNT_SHARED}
    put(later, K.PAYMENT_REQUEST, "account_number", "5550464")
    put(later, K.PASSBOOK, "account_number", "5550464")
    assert notices(later, as_earlier(individual())) == {C.SAME_HOUSEHOLD}


@pytest.mark.parametrize("key", ["applicant_name", "address", "phone", "applicant_kana", "model"])
def test_one_misread_entry_does_not_hide_a_duplicate(key: str) -> None:
    later = individual(scanned)
    value = str(on(later, K.APPLICATION_FORM).fields[key].value)
    put(later, K.APPLICATION_FORM, key, value[:-1] + ("9" if value[-1] != "9" else "8"), weak)
    assert shares_a_key(individual(), later)
    assert C.DUPLICATE_APPLICATION in codes(later, as_earlier(individual(scanned)))


@pytest.mark.parametrize("key", ["document_number", "total_amount", "issue_date", "issuer_name", "invoice_number"])
def test_one_unread_entry_does_not_hide_a_reused_receipt(key: str) -> None:
    later = individual(scanned)
    del on(later, K.RECEIPT).fields[key]
    assert shares_a_key(individual(), later)
    if key != "document_number":
        assert C.RECEIPT_REUSED in codes(later, as_earlier(individual(scanned)))


def test_variant_characters_and_a_missing_prefecture_are_the_same_applicant() -> None:
    earlier, later = individual(), individual()
    for case, name, address in (
        (earlier, "髙橋弘之", "東京都新宿区市谷砂土原町3-34-19"),
        (later, "高橋弘之", "新宿区市谷砂土原町3-34-19"),
    ):
        put(case, K.APPLICATION_FORM, "applicant_name", name)
        put(case, K.APPLICATION_FORM, "address", address)
    assert shares_a_key(earlier, later)
    assert C.DUPLICATE_APPLICATION in codes(later, as_earlier(earlier))


def test_keys_show_nothing_of_the_paper() -> None:
    for key in checked(individual()).keys:
        assert len(key.key) == 24 and set(key.key) <= set("0123456789abcdef")
        assert NAME not in key.key and KANA not in key.key


@given(st.permutations(range(3)))
def test_other_cases_before_and_after_do_not_matter(order: list[int]) -> None:
    cases = [individual(), other_person(individual()), gas()]
    put(cases[1], K.RECEIPT, "document_number", "003671")
    put(cases[1], K.WARRANTY, "serial_number", "N20989269")
    before = [as_earlier(cases[i], f"R7-{i}") for i in order]
    assert {f.other_case for f in findings(individual(), *before) if f.code in TWICE} == {"R7-0"}
    assert notices(individual(), *before) == {C.SAME_PAPERS, C.SAME_APPLICANT}, "gas() is the same person elsewhere"


def test_same_receipt_is_symmetric() -> None:
    def receipt(case: CaseView) -> Marks:
        return checked(case).profile.receipts[0]

    a, b = receipt(individual()), receipt(individual(weak))
    assert same_receipt(a, b) == same_receipt(b, a) is not None
    b = receipt(put(individual(weak), K.RECEIPT, "issue_date", "2025-11-11"))
    assert same_receipt(a, b) is same_receipt(b, a) is None
