"""Choosing among what the readers considered never invents, and never hides a difference between papers."""

from __future__ import annotations

import copy
import unicodedata
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.documents import (
    CaseView,
    Corroboration,
    DocumentKind,
    Field,
    FieldStatus,
    Value,
)
from models.findings import FindingCode
from tests.validators.cases import PROGRAMMES, checked, codes, exact, individual, on, put, scanned
from tests.validators.resolving import sheet, undecided
from validators.evidence import PERSON
from validators.likeness import confusable
from validators.resolution import CHOSEN, resolve
from validators.resolution.choices import MONEY_KEYS, MONEY_PART, choices

K, C = DocumentKind, FindingCode


# ---------------------------------------------------------------- never invents
def considered_or_folded(field: Field, value: Value) -> bool:
    """Whether a candidate has the value, or it differs from one by look-alikes, voicing marks or another candidate's
    character in the same place."""
    said = [c.value for c in choices(field)]
    if value in said:
        return True
    for other in said:
        if len(str(other)) != len(str(value)):
            continue
        places = [(a, b, i) for i, (a, b) in enumerate(zip(str(other), str(value), strict=True)) if a != b]
        if all(
            confusable(a, b)
            or unicodedata.normalize("NFD", a)[0] == unicodedata.normalize("NFD", b)[0]
            or b in {str(s)[i : i + 1] for s in said}
            for a, b, i in places
        ):
            return True
    return False


texts = {
    "postal_code": ["1620842", "1620061", "1600023", "9999999"],
    "address": [
        "新宿区市谷柳町37",
        "新宿区市谷御町37",
        "新宿区西新宿2-8-1",
        "東京都新宿区市谷砂士原町3",
        "新宿区巾谷柳町9",
    ],
    "applicant_name": ["松尾弘之", "松屋弘之", "岡田真由美", "國分惠子", "国分恵子"],
    "applicant_kana": ["マツオヒロユキ", "オカタマユミ", "マツオピロユキ", "コクブンケイコ"],
    "account_holder_kana": ["マツオヒロユキ", "オカダマユミ", "マツオヒロユギ"],
    "bank_name": ["みずほ銀行", "みずぼ銀行", "南都銀行", "三井住友銀行"],
    "bank_code": ["0001", "0007", "0162", "0009"],
    "branch_name": ["高田馬場支店", "高田馬揚支店", "本店", "飯田橋支店"],
    "branch_code": ["064", "084", "010"],
    "account_number": ["3120464", "3120484", "8120464"],
    "manufacturer": ["パナソニツク", "三菱電機", "ダイキン", "ダン"],
    "model": ["SRT-S377U", "SRT-8377U", "CS6Rー405MS"],
    "purchase_date": ["2025-11-10", "2026-11-10", "1925-11-10"],
}
amounts = [363000, 368000, 330000, 33000, 38000, 30000]
AMOUNT_KEYS = ["subtotal_amount", "tax_amount", "total_amount", "purchase_amount", "subsidy_amount"]


@st.composite
def fields(draw: st.DrawFn) -> Field:
    key = draw(st.sampled_from([*texts, *AMOUNT_KEYS]))
    values: Sequence[Value] = texts.get(key, amounts)  # type: ignore[assignment]
    found = draw(st.lists(st.sampled_from(values), min_size=1, max_size=4, unique=True))
    shares = sorted((draw(st.floats(0.0005, 1.0)) for _ in found), reverse=True)
    whole = sum(shares) * draw(st.floats(1.0, 1.5))
    return undecided(key, *((v, s / whole) for v, s in zip(found, shares, strict=True)))


KINDS = [K.APPLICATION_FORM, K.PAYMENT_REQUEST, K.RECEIPT, K.PASSBOOK, K.WARRANTY]


@st.composite
def cases(draw: st.DrawFn) -> CaseView:
    papers = [
        sheet(kind, *draw(st.lists(fields(), min_size=1, max_size=6)))
        for kind in draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=4))
    ]
    return CaseView(programme_id="shinjuku-ecohome", stage="apply", documents=papers)


@settings(max_examples=60, deadline=None)
@given(case=cases())
def test_every_value_was_considered_and_every_change_says_why(case: CaseView) -> None:
    before = case.model_copy(deep=True)
    resolve(case, PROGRAMMES["shinjuku-ecohome"])
    for old, new in zip(before.documents, case.documents, strict=True):
        for key, field in new.fields.items():
            read = old.fields[key]
            assert field.readings == read.readings
            if field.value == read.value:
                assert not field.chosen
                continue
            assert considered_or_folded(read, field.value) or key in ("manufacturer", "model"), (key, field.value)
            assert (field.chosen, field.as_read) == (True, read.value)
            assert [c.kind for c in field.corroborations] == [CHOSEN]
            if key in MONEY_KEYS:
                shares = {c.value: c.share for c in choices(read)}
                assert shares[field.value] >= MONEY_PART * shares[read.value]


@settings(max_examples=30, deadline=None)
@given(case=cases())
def test_twice_is_once(case: CaseView) -> None:
    resolve(case, PROGRAMMES["shinjuku-ecohome"])
    once = case.model_copy(deep=True)
    resolve(case, PROGRAMMES["shinjuku-ecohome"])
    assert case == once


@settings(max_examples=25, deadline=None)
@given(case=cases(), seed=st.randoms(use_true_random=False))
def test_the_order_of_papers_is_nothing(case: CaseView, seed: object) -> None:
    for number, document in enumerate(case.documents):
        document.page_indexes = [number]
    other = case.model_copy(deep=True)
    seed.shuffle(other.documents)  # type: ignore[attr-defined]
    for view in (case, other):
        resolve(view, PROGRAMMES["shinjuku-ecohome"])
        view.documents.sort(key=lambda d: d.page_indexes)
    assert case == other


@settings(max_examples=25, deadline=None)
@given(case=cases(), data=st.data())
def test_what_is_sure_or_blank_is_never_touched(case: CaseView, data: st.DataObject) -> None:
    document = data.draw(st.sampled_from(case.documents))
    key = data.draw(st.sampled_from(sorted(document.fields)))
    field = document.fields[key]
    how = data.draw(st.sampled_from(["exact", "person", "blank"]))
    if how == "person":
        field.corroborations = [Corroboration(kind=PERSON, supports=True, reason_ja="確認担当が確かめました。")]
    elif how == "exact":
        field.exact = True
    else:
        field.value, field.blank = None, True
    before = field.model_copy(deep=True)
    resolve(case, PROGRAMMES["shinjuku-ecohome"])
    assert document.fields[key] == before


# ---------------------------------------------------------------- never hides
def other_digit(value: str, at: int) -> str:
    at %= len(value)
    return value[:at] + str((int(value[at]) + 3) % 10) + value[at + 1 :]


@settings(max_examples=25, deadline=None)
@given(at=st.integers(0, 6), rival=st.floats(0.0001, 0.2))
def test_an_account_number_off_by_one_digit_stays_off(at: int, rival: float) -> None:
    """The passbook shows the right number; the claim is read wrong, and the right one is an also-ran there."""
    right = "3120464"
    wrong = other_digit(right, at)
    case = put(individual(), K.PASSBOOK, "account_number", right, exact)
    on(case, K.PAYMENT_REQUEST).fields["account_number"] = undecided(
        "account_number", (wrong, 1 - rival), (right, rival)
    )
    after = on(checked(case).case, K.PAYMENT_REQUEST).fields["account_number"]
    assert after.value == wrong and after.status is FieldStatus.REVIEW


@pytest.mark.parametrize("share", [0.35, 0.49])
def test_an_account_number_that_had_to_be_chosen_goes_to_a_person(share: float) -> None:
    case = put(individual(scanned), K.PASSBOOK, "account_number", "3120464", scanned)
    on(case, K.PAYMENT_REQUEST).fields["account_number"] = undecided(
        "account_number", ("3120484", 0.5), ("3120464", share)
    )
    after = on(checked(case).case, K.PAYMENT_REQUEST).fields["account_number"]
    assert after.value == "3120464" and after.status is FieldStatus.REVIEW


@settings(max_examples=25, deadline=None)
@given(at=st.integers(0, 5), rival=st.floats(0.0001, 0.15), key=st.sampled_from(["purchase_amount", "total_amount"]))
def test_amounts_that_differ_by_one_digit_stay_different(at: int, rival: float, key: str) -> None:
    kind = K.APPLICATION_FORM if key == "purchase_amount" else K.RECEIPT
    case = individual()
    wrong = int(other_digit("363000", at))
    on(case, kind).fields[key] = undecided(key, (wrong, 1 - rival), (363000, rival))
    outcome = checked(case)
    assert on(outcome.case, kind).fields[key].value == wrong


CLEAR = st.floats(0.00001, 0.0009)


@settings(max_examples=5, deadline=None)
@given(rival=CLEAR)
def test_differences_that_were_read_clearly_are_found(rival: float) -> None:
    """Another payer, another holder, another town, a sum that is wrong: a reader that is sure is not overruled."""
    planted: list[tuple[DocumentKind, str, Value, Value, FindingCode]] = [
        (K.RECEIPT, "payer_name", "松尾弘子", "松尾弘之", C.PAYER_MISMATCH),
        (K.APPLICATION_FORM, "postal_code", "1620061", "1620842", C.POSTAL_ADDRESS_MISMATCH),
        (K.RECEIPT, "tax_amount", 30000, 33000, C.TAX_MISMATCH),
        (K.PAYMENT_REQUEST, "account_number", "3120484", "3120464", C.PASSBOOK_MISMATCH),
    ]
    for kind, key, wrong, right, code in planted:
        case = individual()
        field = undecided(key, (wrong, 1 - rival), (right, rival))
        field.readings = [*field.readings, *undecided(key, (wrong, 1 - rival), (right, rival), engine="crnn").readings]
        on(case, kind).fields[key] = field
        after = checked(case)
        assert on(after.case, kind).fields[key].value == wrong
        assert on(after.case, kind).fields[key].status is FieldStatus.REVIEW
        plain = copy.deepcopy(case)
        on(plain, kind).fields[key] = exact(key, wrong)
        assert code in codes(plain)


def test_a_character_outside_the_alphabet_is_not_put_in_by_another_paper() -> None:
    """山﨑 on a born-digital paper, 山崎 read elsewhere: nobody saw 﨑 there, so a person looks."""
    case = individual(scanned)
    put(case, K.APPLICATION_FORM, "applicant_name", "山﨑弘之", exact)
    put(case, K.WARRANTY, "applicant_name", "山崎弘之", scanned)
    after = on(checked(case).case, K.WARRANTY).fields["applicant_name"]
    assert after.value == "山崎弘之" and after.status is FieldStatus.REVIEW
