"""What is looked for once more on a paper, and with which values."""

from __future__ import annotations

import pytest

from models.documents import SOUGHT, CaseView, DocumentKind, FieldStatus, Value
from tests.validators.cases import KANA, NAME, PROGRAMMES, checked, exact, individual, on, put, scanned
from validators.evidence import Certainty, certainty
from validators.lacking import lacking

K = DocumentKind


def wanted(case: CaseView, kind: K) -> dict[str, tuple[Value, ...]]:
    programme = PROGRAMMES[case.programme_id or ""]
    return lacking(case, programme).get(case.documents.index(on(case, kind)), {})


def without(kind: K, key: str, text: str) -> CaseView:
    """A case whose paper of `kind` lacks `key`, and says `text`."""
    case = individual(scanned)
    del on(case, kind).fields[key]
    on(case, kind).text = text
    return case


@pytest.mark.parametrize(
    ("kind", "key", "text", "value"),
    [
        (K.RECEIPT, "payer_name", "領収書\n松尾 弘之", NAME), (K.RECEIPT, "issuer_name", "株式会社 山一エナジー", "株式会社山一エナジー"),
        (K.PASSBOOK, "account_number", "普通 3120464", "3120464"), (K.PASSBOOK, "branch_code", "店番 064", "064"),
        (K.APPLICATION_FORM, "model", "型番 SRT−S377U", "SRT-S377U"), (K.PAYMENT_REQUEST, "address", "市谷砂土原町3-34-19", "東京都新宿区市谷砂土原町3-34-19"),
    ],
)  # fmt: skip
def test_what_other_papers_tell_is_looked_for_where_its_characters_stand(
    kind: K, key: str, text: str, value: Value
) -> None:
    assert wanted(without(kind, key, text), kind)[key] == (value,)
    assert key not in wanted(without(kind, key, "別の文字"), kind)


def test_nothing_is_looked_for_that_was_found() -> None:
    case = individual(scanned)
    for document in case.documents:
        document.text = "".join(str(f.value) for d in case.documents for f in d.fields.values())
    found = lacking(case, PROGRAMMES["shinjuku-ecohome"])
    assert not [key for p, keys in found.items() for key in keys if key in case.documents[p].fields]


def test_what_was_found_empty_is_left_empty_but_not_who_applies() -> None:
    for key, again in (("account_holder", False), ("applicant_name", True)):
        case = individual(scanned)
        paper = on(case, K.PAYMENT_REQUEST)
        paper.fields[key], paper.text = exact(key, None), NAME
        assert (key in wanted(case, K.PAYMENT_REQUEST)) is again


@pytest.mark.parametrize("heading", ["申請者", "書", "口座名義"])
def test_a_heading_is_no_name(heading: str) -> None:
    """What a label's word was taken for is looked for, and tells nothing to other papers."""
    case = put(individual(scanned), K.PASSBOOK, "account_holder", heading, scanned)
    on(case, K.PASSBOOK).text = f"{heading}\n{NAME}"
    assert wanted(case, K.PASSBOOK)["account_holder"] == (NAME,)


def test_a_value_with_a_word_too_many_may_stand_elsewhere() -> None:
    """領松尾弘之 of 領収書: the name alone may be found on the paper, and is what the other papers say."""
    case = put(individual(scanned), K.RECEIPT, "payer_name", f"領{NAME}", scanned)
    on(case, K.RECEIPT).text = f"領\n{NAME}"
    assert wanted(case, K.RECEIPT)["payer_name"] == (NAME,)
    put(case, K.RECEIPT, "payer_name", f"領{NAME}", exact)  # what a text layer says is no misreading
    assert "payer_name" not in wanted(case, K.RECEIPT)


def test_the_name_of_a_shop_and_its_owner_has_no_word_too_many() -> None:
    case = individual(scanned)
    for kind in (K.APPLICATION_FORM, K.WARRANTY):
        put(case, kind, "applicant_name", "松尾商店", scanned)
    put(case, K.RECEIPT, "payer_name", f"松尾商店{NAME}", scanned)
    on(case, K.RECEIPT).text = f"松尾商店 {NAME}"
    assert "松尾商店" in wanted(case, K.RECEIPT)["payer_name"]
    put(case, K.APPLICATION_FORM, "representative_name", NAME, scanned)
    assert "payer_name" not in wanted(case, K.RECEIPT)


def test_another_amount_or_another_person_is_not_looked_for() -> None:
    """Papers that differ stay different, whatever else stands on them."""
    case = put(individual(scanned), K.RECEIPT, "payer_name", "松尾花子", scanned)
    put(case, K.RECEIPT, "total_amount", 3300001, scanned)
    on(case, K.RECEIPT).text = f"{NAME} 330,000円"
    assert not wanted(case, K.RECEIPT)


def test_the_applicants_name_is_no_dealers() -> None:
    case = put(individual(scanned), K.WARRANTY, "vendor_name", NAME, scanned)
    on(case, K.WARRANTY).text = f"{NAME} 株式会社山一エナジー"
    assert wanted(case, K.WARRANTY)["vendor_name"] == ("株式会社山一エナジー",)
    for kind, key in ((K.RECEIPT, "issuer_name"), (K.APPLICATION_FORM, "vendor_name")):
        put(case, kind, key, NAME, scanned)  # unless that is who sold it
    assert "vendor_name" not in wanted(case, K.WARRANTY)


def test_furigana_tell_the_holders_kana() -> None:
    case = individual(scanned)
    for kind in (K.PAYMENT_REQUEST, K.PASSBOOK):
        del on(case, kind).fields["account_holder_kana"]
    on(case, K.PASSBOOK).text = "ﾏﾂｵ ﾋﾛﾕｷ"
    assert wanted(case, K.PASSBOOK)["account_holder_kana"] == (KANA,)


def test_the_value_with_most_witnesses_comes_first() -> None:
    case = without(K.RECEIPT, "payer_name", "松尾弘之 松尾広之")
    put(case, K.PASSBOOK, "account_holder", "松尾広之", scanned)
    assert wanted(case, K.RECEIPT)["payer_name"][0] == NAME


def test_choices_of_a_form_are_told_by_their_marks() -> None:
    case = without(K.APPLICATION_FORM, "equipment_type", "高効率給湯器（エコキュート）")
    assert "equipment_type" not in wanted(case, K.APPLICATION_FORM)


def found_by_another(kind: K, key: str, value: Value) -> CaseView:
    case = put(individual(scanned), kind, key, value, scanned)
    field = on(case, kind).fields[key]
    field.corroborations = [*field.corroborations, SOUGHT]
    return case


@pytest.mark.parametrize(
    ("kind", "key", "value"),
    [(K.RECEIPT, "payer_name", NAME), (K.PASSBOOK, "account_number", "3120464"), (K.RECEIPT, "total_amount", 330000)],
)
def test_a_critical_entry_that_another_paper_led_to_goes_to_a_person(kind: K, key: str, value: Value) -> None:
    assert on(checked(individual(scanned)).case, kind).fields[key].status is FieldStatus.ACCEPTED
    field = on(checked(found_by_another(kind, key, value)).case, kind).fields[key]
    assert field.status is FieldStatus.REVIEW and SOUGHT.reason_ja in field.reason_ja
    assert certainty(field) is Certainty.WEAK


def test_what_another_paper_led_to_bears_that_paper_out_in_nothing() -> None:
    """The account number of a claim by hand needs the passbook's; one that was found by the claim's is no witness."""
    own = on(checked(individual(scanned)).case, K.PAYMENT_REQUEST).fields["account_number"]
    assert any(c.kind == "passbook" and c.supports for c in own.corroborations)
    case = checked(found_by_another(K.PASSBOOK, "account_number", "3120464")).case
    alone = on(case, K.PAYMENT_REQUEST).fields["account_number"]
    assert not any(c.kind == "passbook" for c in alone.corroborations)
