"""One complete list of what to mend: every finding in it once, in the same order whatever the order of the checks."""

from __future__ import annotations

import random

from models.documents import CaseView, DocumentKind
from models.findings import FindingCode, FindingStatus
from tests.validators.cases import PROGRAMMES, checked, individual, on, paper, put, without
from validators.mending import Enclosure, Mend, as_text, mending

K, C = DocumentKind, FindingCode


def faulty() -> CaseView:
    case = without(individual(), K.PASSBOOK, K.WARRANTY)
    for key in ("phone", "application_date"):
        put(case, K.APPLICATION_FORM, key, None)
    put(case, K.RECEIPT, "payer_name", "木下真由美")
    on(case, K.PAYMENT_REQUEST).seal_present = False
    return case


def listed(case: CaseView, seed: int | None = None) -> tuple[Mend, ...]:
    outcome = checked(case)
    findings = list(outcome.findings)
    if seed is not None:
        random.Random(seed).shuffle(findings)
    return mending(findings, [Enclosure.of(d) for d in outcome.case.documents], PROGRAMMES[case.programme_id or ""])


def test_papers_first_then_paper_by_paper() -> None:
    items = listed(faulty())
    assert [i.what for i in items] == ["書類の不足", "宛名の不一致", "記入もれ", "押印もれ"] or [
        i.what for i in items
    ] == [
        "書類の不足",
        "記入もれ",
        "宛名の不一致",
        "押印もれ",
    ]
    missing = items[0]
    assert "通帳の写し" in missing.how and "保証書" in missing.how and not missing.where
    blank = next(i for i in items if i.what == "記入もれ")
    assert "「電話番号」" in blank.why and "「申請日」" in blank.why and len(blank.findings) == 2
    assert all(i.how and i.why for i in items)


def test_every_finding_stands_in_one_item_whatever_the_order() -> None:
    plain = listed(faulty())
    assert [listed(faulty(), seed) for seed in range(5)] == [plain] * 5
    named = [f for item in plain for f in item.findings]
    asked = [f for f in checked(faulty()).findings if f.mend_ja and f.status is not FindingStatus.NOTICE]
    assert sorted(map(repr, named)) == sorted(map(repr, asked))


def test_two_papers_of_a_kind_are_told_apart() -> None:
    case = individual()
    second = on(case, K.RECEIPT).model_copy(deep=True)
    case.documents.append(paper(K.RECEIPT, {k: f.value for k, f in second.fields.items()}))
    put(case, K.RECEIPT, "payer_name", "木下真由美")
    case.documents[-1].fields["document_number"].value = "003699"
    item = next(i for i in listed(case) if i.what == C.PAYER_MISMATCH.label_ja)
    assert item.where[0] == "領収書（1枚目）の宛名"


def test_nothing_to_mend_is_an_empty_list() -> None:
    assert listed(individual()) == () and as_text(()) == ""


def test_the_text_is_numbered_and_whole() -> None:
    text = as_text(listed(faulty()))
    assert text.startswith("1. 書類の不足\n") and "4. " in text and "5. " not in text
    assert text.count("お願い：") == 4 and "根拠：" in text


def test_without_a_programme_papers_have_their_usual_names() -> None:
    outcome = checked(faulty())
    items = mending(outcome.findings, [Enclosure.of(d) for d in outcome.case.documents], None)
    assert len(items) == len(listed(faulty())) and "保証書" in items[0].how
    assert any("領収書の" in place for item in items for place in item.where)
