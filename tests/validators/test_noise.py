"""A misread character must not accuse an applicant, and must not slip through as accepted."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.documents import CaseView, Corroboration, DocumentKind, Field, FieldStatus, Reading, Value
from models.findings import FindingCode
from tests.validators.cases import checked, codes, exact, gas, individual, on, put, scanned, weak, welfare
from validators.entities import fold_bank, fold_branch, fold_number
from validators.evidence import PLACE

K, C = DocumentKind, FindingCode
BUILDERS: dict[str, Callable[..., CaseView]] = {"individual": individual, "welfare": welfare, "gas": gas}
LETTERS = "0123456789アカサタナ山川田中木村一ABC-"


def places(case: CaseView) -> list[tuple[int, str]]:
    """Every entry that holds text or a number."""
    return [
        (i, key)
        for i, document in enumerate(case.documents)
        for key, field in document.fields.items()
        if isinstance(field.value, str | int) and field.value != ""
    ]


MODEL = re.compile(r"[A-Za-z0-9-]{3,}")


def misread(value: Value, at: int, letter: str, drop: bool) -> Value:
    text = str(value)
    at %= len(text)
    wrong = text[:at] + ("" if drop else letter) + text[at + 1 :]
    if isinstance(value, int):
        return int(wrong) if wrong.isascii() and wrong.isdigit() else None
    return wrong or None


def _models(description: str) -> list[str]:
    """The models it names; a hyphen in front of one is none of its letters: 給湯器-SRT-S377U."""
    return [model.strip("-") for model in MODEL.findall(description)]


def clerk_calls_it_the_same(key: str, wrong: Value, right: Value) -> bool:
    """飯田橋店 is 飯田橋支店, みずほ is みずほ銀行, and 0012345 is 12345; a 但し書き says the same while its model is whole."""
    if key == "description":
        return _models(str(wrong)) == _models(str(right))
    if wrong is None or key not in ("bank_name", "branch_name", "account_number"):
        return wrong == right
    fold = {"bank_name": fold_bank, "branch_name": fold_branch, "account_number": fold_number}[key]
    return fold(str(wrong)) == fold(str(right))


@pytest.mark.parametrize("build", BUILDERS.values(), ids=BUILDERS)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_one_wrong_character_of_one_engine_confirms_nothing(
    build: Callable[..., CaseView], data: st.DataObject
) -> None:
    """Every field was read by one engine; one of them has a wrong, lost or added character."""
    case = build(weak)
    position, key = data.draw(st.sampled_from(places(case)))
    field = case.documents[position].fields[key]
    wrong = misread(
        field.value, data.draw(st.integers(0, 40)), data.draw(st.sampled_from(LETTERS)), data.draw(st.booleans())
    )
    case.documents[position].fields[key] = weak(key, wrong)
    outcome = checked(case)
    assert [f for f in outcome.findings if f.status == "confirmed"] == []
    after = outcome.case.documents[position].fields[key]
    assert after.status is FieldStatus.REVIEW or clerk_calls_it_the_same(key, wrong, field.value)


@pytest.mark.parametrize("build", BUILDERS.values(), ids=BUILDERS)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_the_other_engine_reading_right_silences_a_mismatch(
    build: Callable[..., CaseView], data: st.DataObject
) -> None:
    """Two engines read everything; on one field the believed one is wrong and the other one right: no finding at all."""
    case = build(scanned)
    position, key = data.draw(st.sampled_from(places(case)))
    field = case.documents[position].fields[key]
    wrong = misread(
        field.value, data.draw(st.integers(0, 40)), data.draw(st.sampled_from(LETTERS)), data.draw(st.booleans())
    )
    if wrong is None:
        return
    case.documents[position].fields[key] = scanned(key, wrong, field.value)
    assert [f for f in checked(case).findings if f.status == "confirmed"] == []


def all_pairs() -> Iterator[tuple[str, DocumentKind, str]]:
    for name, build in BUILDERS.items():
        for document in build().documents:
            for key, field in document.fields.items():
                if isinstance(field.value, str) and field.value.isascii() and field.value.isdigit():
                    yield name, document.kind, key


@pytest.mark.parametrize(("name", "kind", "key"), sorted(all_pairs()))
def test_one_wrong_digit_everywhere_confirms_nothing(name: str, kind: DocumentKind, key: str) -> None:
    """Exhaustive for numbers: every digit of every number, on a case of which all else is sure."""
    clean = BUILDERS[name]()
    number = str(on(clean, kind).fields[key].value)
    for at in range(len(number)):
        case = copy.deepcopy(clean)
        wrong = number[:at] + str((int(number[at]) + 3) % 10) + number[at + 1 :]
        put(case, kind, key, wrong, weak)
        assert "confirmed" not in codes(case).values(), (at, wrong)


def test_a_hyphen_for_the_space_before_a_model_leaves_it_whole() -> None:
    assert clerk_calls_it_the_same("description", "給湯器-SRT-S377U 設置工事代", "給湯器 SRT-S377U 設置工事代")
    assert not clerk_calls_it_the_same("description", "給湯器 SRT-S37U 設置工事代", "給湯器 SRT-S377U 設置工事代")


def test_weak_family_name_is_suspected_not_confirmed() -> None:
    case = put(individual(), K.RECEIPT, "payer_name", "木下真由美", weak)
    assert codes(case) == {C.PAYER_MISMATCH: "suspected"}


def test_strong_other_name_is_confirmed() -> None:
    case = put(individual(scanned), K.RECEIPT, "payer_name", "木下真由美", scanned)
    assert codes(case) == {C.PAYER_MISMATCH: "confirmed"}


def test_engines_that_agree_on_a_doubtful_place_confirm_nothing() -> None:
    case = put(individual(), K.PAYMENT_REQUEST, "account_number", "0001396", scanned)
    assert codes(case) == {C.PASSBOOK_MISMATCH: "confirmed"}
    doubt = Corroboration(kind=PLACE, supports=False, reason_ja="見出しとの位置の対応が確かでない")
    on(case, K.PAYMENT_REQUEST).fields["account_number"].corroborations = [doubt]
    assert codes(case) == {C.PASSBOOK_MISMATCH: "suspected"}


def test_account_off_by_one_digit() -> None:
    """The dearest mistake and the commonest misreading: confirmed, suspected or silent by the strength of both sides."""
    outcomes = {
        make.__name__: codes(put(individual(), K.PASSBOOK, "account_number", "3120484", make)).get(C.PASSBOOK_MISMATCH)
        for make in (exact, scanned, weak)
    }
    assert outcomes == {"exact": "confirmed", "scanned": "suspected", "weak": None}
    outcome = checked(put(individual(), K.PASSBOOK, "account_number", "3120484", weak))
    number = on(outcome.case, K.PASSBOOK).fields["account_number"]
    assert number.status is FieldStatus.REVIEW and "交付請求書と一致しません" in number.reason_ja


def test_one_digit_off_tells_the_place_of_a_number_without_a_label() -> None:
    doubted = Corroboration(kind="place", supports=False, reason_ja="欄が確かでありません")

    def outcome(number: str, *engines: str) -> str | None:
        field = scanned("account_number", number, engines=engines)
        case = put(individual(scanned), K.PASSBOOK, "account_number", number)
        on(case, K.PASSBOOK).fields["account_number"] = field.model_copy(update={"corroborations": [doubted]})
        return codes(case).get(C.PASSBOOK_MISMATCH)

    assert outcome("3120484", "ppocr", "crnn") == "suspected"
    assert outcome("3120484", "ppocr") is None, "one engine's word"
    assert outcome("312048", "ppocr", "crnn") is None, "a digit may have been lost"


def test_invoice_number_of_one_engine_says_nothing() -> None:
    wrong = str(on(individual(), K.RECEIPT).fields["invoice_number"].value)
    wrong = wrong[:-1] + str((int(wrong[-1]) + 1) % 10)
    assert codes(put(individual(), K.RECEIPT, "invoice_number", wrong, weak)) == {}
    assert codes(put(individual(), K.RECEIPT, "invoice_number", wrong, scanned)) == {
        C.INVOICE_NUMBER_INVALID: "suspected"
    }


def test_overlooked_row_is_no_wrong_sum() -> None:
    case = individual(scanned)
    receipt = on(case, K.RECEIPT)
    receipt.text = "設置工事費 94,000 お値引き -3,000"
    rows = receipt.fields["line_items"].value
    assert isinstance(rows, list)
    put(case, K.RECEIPT, "line_items", [rows[0], rows[2]], scanned)
    assert codes(case) == {}
    receipt.text = ""
    assert codes(case) == {}, "a gap of a tenth and more is a row"
    put(case, K.RECEIPT, "line_items", [rows[0], {**rows[1], "unit_price": 97500, "amount": 97500}, rows[2]], scanned)
    assert codes(case) == {C.SUM_MISMATCH: "suspected"}


def test_rows_that_were_not_recognised_are_no_wrong_sum_even_on_exact_papers() -> None:
    case = individual()
    receipt = on(case, K.RECEIPT)
    rows = receipt.fields["line_items"].value
    assert isinstance(rows, list)
    receipt.text = "239,000 設置工事費 94,000 お値引き 3,000 小計 330,000 TEL 03-6065-2559"
    put(case, K.RECEIPT, "line_items", rows[:1])
    assert codes(case) == {}
    assert on(checked(case).case, K.RECEIPT).fields["line_items"].status is FieldStatus.REVIEW
    put(case, K.RECEIPT, "line_items", [*rows[:1], {**rows[1], "unit_price": 97500, "amount": 97500}, rows[2]])
    assert codes(case) == {C.SUM_MISMATCH: "confirmed"}


@pytest.mark.parametrize(
    ("kind", "key", "read"),
    [
        (K.RECEIPT, "payer_name", "お客様名松尾弘之"),
        (K.PAYMENT_REQUEST, "account_holder", "払ラジ"),
        (K.WARRANTY, "model", "BGS L SRT-S377U"),
        (K.PAYMENT_REQUEST, "branch_name", "みずほ銀行高田馬場支店"),
    ],
)
@pytest.mark.parametrize("make", [weak, scanned])
def test_labels_and_rubbish_read_along_accuse_nobody(
    kind: DocumentKind, key: str, read: str, make: Callable[[str, Value], Field]
) -> None:
    case = put(individual(scanned), kind, key, read, make)
    assert codes(case) == {}
    assert on(checked(case).case, kind).fields[key].status is FieldStatus.REVIEW


def test_a_number_printed_on_the_form_is_not_missing() -> None:
    case = put(individual(), K.APPLICATION_FORM, "purchase_amount", None)
    assert codes(case) == {C.FIELD_MISSING: "confirmed"}
    on(case, K.APPLICATION_FORM).text = "購入金額（税込） ３６３，０００円"
    assert codes(case) == {}


@pytest.mark.parametrize(
    ("printed", "elsewhere"), [("162-0825", True), ("新宿区役所 〒162-0825", False), ("080-3958-6642", False)]
)
def test_a_code_that_stands_alone_on_a_known_form_was_filled_in_somewhere(printed: str, elsewhere: bool) -> None:
    case = put(individual(scanned), K.APPLICATION_FORM, "postal_code", None)
    form = on(case, K.APPLICATION_FORM)
    form.text = f"申請者\n{printed}\n住所"
    assert form.form_version is not None
    assert codes(case) == ({} if elsewhere else {C.FIELD_MISSING: "confirmed"})


@pytest.mark.parametrize(("read", "doubted"), [("家庭用燃料電池設置工車", True), ("家庭用燃料電池設置工事", False)])
def test_letters_that_make_no_word_go_to_a_person(read: str, doubted: bool) -> None:
    case = put(individual(scanned), K.RECEIPT, "description", read, weak)
    reason = on(checked(case).case, K.RECEIPT).fields["description"].reason_ja
    assert ("「工車」と続く言葉は辞書にありません" in reason) is doubted


def test_an_unread_tick_is_helped_by_the_warranty() -> None:
    case = individual(scanned)
    for kind in (K.APPLICATION_FORM, K.PAYMENT_REQUEST):
        put(case, kind, "subsidy_amount", 70000, scanned)
    on(case, K.APPLICATION_FORM).fields["equipment_type"] = Field(key="equipment_type", value=None, raw="□□")
    assert set(codes(case)) == {C.SUBSIDY_AMOUNT_WRONG}


@pytest.mark.parametrize(
    ("kana", "status"), [("ヤマサキュイ", FieldStatus.REVIEW), ("マツオヒロシ", FieldStatus.ACCEPTED)]
)
def test_the_size_of_kana_is_not_taken_from_the_reading(kana: str, status: FieldStatus) -> None:
    name = "山崎結衣" if kana.startswith("ヤ") else "松尾浩"
    case = individual(scanned)
    for document in case.documents:
        for key in ("applicant_name", "payer_name", "account_holder"):
            if key in document.fields:
                document.fields[key] = scanned(key, name)
        if "account_holder_kana" in document.fields:
            document.fields["account_holder_kana"] = scanned("account_holder_kana", kana.replace("ュ", "ユ"))
    put(case, K.APPLICATION_FORM, "applicant_kana", kana, weak)
    field = on(checked(case).case, K.APPLICATION_FORM).fields["applicant_kana"]
    assert field.status is status, field.reason_ja


def test_a_line_cut_short_is_looked_at() -> None:
    case = put(individual(), K.PAYMENT_REQUEST, "address", "東京都新宿区市谷砂土原町3-34")
    field = on(checked(case).case, K.PAYMENT_REQUEST).fields["address"]
    assert field.status is FieldStatus.REVIEW and "続きがあります" in field.reason_ja


def test_variant_character_is_the_same_person_but_not_accepted() -> None:
    case = individual(scanned)
    for document in case.documents:
        for key in ("applicant_name", "payer_name", "account_holder"):
            if key in document.fields:
                document.fields[key] = scanned(key, "髙橋弘之" if document.kind is K.PASSBOOK else "高橋弘之")
        for key in ("applicant_kana", "account_holder_kana"):
            if key in document.fields:
                document.fields[key] = scanned(key, "タカハシヒロユキ")
    outcome = checked(case)
    assert outcome.findings == []
    names = [d.fields["applicant_name"] for d in outcome.case.documents if "applicant_name" in d.fields]
    assert {f.status for f in names} == {FieldStatus.REVIEW}
    assert all("異体字" in f.reason_ja for f in names)


def test_misread_date_with_a_witness_is_silent() -> None:
    case = put(individual(scanned), K.APPLICATION_FORM, "application_date", "2026-11-17", scanned)
    assert codes(case) == {}, "the payment request of the same day says 2025"


def test_engines_of_one_family_are_one_engine() -> None:
    case = individual(weak)
    twice = [Reading(engine=e, raw="0N1", value="003671", score=0.99) for e in ("ppocr", "ppocr-boxes")]
    on(case, K.RECEIPT).fields["document_number"] = Field(key="document_number", value="003671", raw="", readings=twice)
    after = on(checked(case).case, K.RECEIPT).fields["document_number"]
    assert "engines_agree" not in {c.kind for c in after.corroborations}
