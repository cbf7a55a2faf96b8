from __future__ import annotations

import pytest

from models.checks import CaseKey
from models.documents import Corroboration, DocumentKind, SortedCase, Stage
from models.errors import ObjectNotFoundError, StaleError
from models.findings import Finding, FindingCode, FindingStatus
from storage import cases, deliveries, pages
from storage import models as db
from storage.alike import later_with_keys
from storage.ledger import ledger
from storage.reviewing import set_programme
from tests.storage.support import (
    BLANK,
    ENVELOPE,
    FORM,
    RECEIPT,
    SORTED,
    STRANGE,
    arrive,
    check,
    document,
    entry,
    extracted,
    in_processes,
    killed_at_statement,
    read_all,
    register,
    rows,
    sha,
    work_on,
)

pytestmark = pytest.mark.usefixtures("database")


def everything() -> None:
    arrive()
    read_all()


def outcomes() -> dict[tuple[str, int], str]:
    names = {sha("one"): "one", sha("two"): "two"}
    listed = db.Page.objects.values_list("delivery__sha256", "index", "outcome")
    return {(names[s], index): outcome for s, index, outcome in listed}


def only_case() -> int:
    return db.Case.objects.get().pk


# Once, twice, killed


def test_an_envelope_becomes_a_case() -> None:
    everything()
    case = db.Case.objects.get()
    assert case.receipt_number == case.envelope.number
    assert (case.programme_id, case.state, case.check_due) == ("nara-smarthouse", "review", False)
    assert outcomes() == {
        ("one", 0): "separator",
        ("one", 1): "document",
        ("one", 2): "document",
        ("one", 3): "blank",
        ("two", 0): "document",
        ("two", 1): "document",
    }
    view = cases.load_for_check(case.pk).view
    assert [d.kind for d in view.documents] == ["application_form", "blank_back", "receipt", "unknown"]
    assert view.documents[0].value("applicant_name") == "髙橋"
    assert cases.load_sorted(case.pk).documents[0].page_indexes == FORM.page_indexes
    assert cases.case_ids(ENVELOPE) == [case.pk] and cases.receipt_number(case.pk) == case.receipt_number


def test_what_waits_for_a_person_is_listed_most_urgent_first() -> None:
    everything()
    tasks = db.ReviewTask.objects.filter(state="open").order_by("priority", "pk")
    assert [(t.kind, t.field and t.field.key) for t in tasks] == [
        ("document", None),
        ("field", "purchase_amount"),
        ("field", "total_amount"),
        ("finding", None),
    ]


def test_twice_is_once() -> None:
    everything()
    before = rows()
    work_on(ENVELOPE)
    assert rows() == before
    for stage in (lambda: cases.save_sorted(ENVELOPE, [SORTED]), lambda: check(only_case())):
        stage()
        assert rows() == before


def test_reading_and_all_once_more_gives_the_same_rows() -> None:
    everything()
    before = rows()
    for name in ("one", "two"):
        deliveries.reopen(sha(name), "operator")
    read_all("another")
    assert rows() == before


def test_killed_anywhere_and_run_again_gives_the_same_rows_once() -> None:
    """The work is killed early on, then further and further on, and in the end it gets through."""
    arrive()
    killed, number = 0, 2
    while killed_at_statement(number, lambda: read_all("worker")):
        killed += 1
        number += 13
        assert deliveries.waiting() > 0 or deliveries.unsorted_envelopes() == []
    assert killed >= 5
    after_kills = rows()
    for table in (db.Page, db.Case, db.ReviewTask, db.Field):
        assert table.objects.exists()
    for name in ("one", "two"):
        deliveries.reopen(sha(name), "operator")
    read_all("undisturbed")
    assert rows() == after_kills
    assert ledger().settled
    assert [t.kind for t in db.ReviewTask.objects.filter(state="open").order_by("priority", "pk")] == [
        "document",
        "field",
        "field",
        "finding",
    ]


def test_the_same_envelope_worked_on_by_several_at_once() -> None:
    arrive()
    read_all()
    before = rows()

    def again(_: int) -> None:
        for _ in range(3):
            try:
                work_on(ENVELOPE)
            except StaleError:
                continue

    in_processes(3, again)
    assert rows() == before


# Sorting again


def test_parts_of_a_batch_get_numbers_that_do_not_depend_on_each_other() -> None:
    register("batch", 6)
    parts = [
        SortedCase(
            part=n, documents=(document("application_form", "batch", 2 * n + 1),), separator=(2 * n,), batch_no="B1"
        )
        for n in range(3)
    ]
    ids = cases.save_sorted("envelope-batch", list(reversed(parts)))
    base = db.Envelope.objects.get().number
    assert [cases.receipt_number(i) for i in ids] == [base, f"{base}-02", f"{base}-03"]
    assert ledger().separators == 3


def test_sorting_otherwise_moves_documents_and_keeps_what_was_read() -> None:
    everything()
    field = db.Field.objects.get(key="total_amount")
    moved = [
        SortedCase(part=0, documents=(FORM, BLANK), separator=(0,), programme_id="nara-smarthouse"),
        SortedCase(part=1, documents=(RECEIPT, STRANGE)),
    ]
    first, second = cases.save_sorted(ENVELOPE, moved)
    field.refresh_from_db()
    assert field.document.case_id == second and field.value == 1100
    assert [d.kind for d in cases.load_for_check(first).view.documents] == ["application_form", "blank_back"]
    assert set(cases.due_for_check()) == {first, second}
    assert ledger().settled


def test_a_document_that_is_cut_otherwise_must_be_extracted_again() -> None:
    everything()
    cut = SortedCase(part=0, documents=(document("application_form", "one", 1, 2, 3), RECEIPT, STRANGE), separator=(0,))
    [case_id] = cases.save_sorted(ENVELOPE, [cut])
    assert not db.Document.objects.get(first_page=1, delivery__sha256=sha("one")).extracted
    assert cases.due_for_check() == [], "nothing to check before it is extracted"
    with pytest.raises(StaleError):
        cases.save_extracted(case_id, 0, extracted(FORM))
    assert outcomes()["one", 3] == "document"


def test_what_sorting_no_longer_finds_goes_with_its_tasks() -> None:
    everything()
    cases.save_sorted(ENVELOPE, [SortedCase(part=0, documents=(FORM,), separator=(0,))])
    assert not db.Field.objects.filter(key="total_amount").exists()
    assert set(db.ReviewTask.objects.filter(kind="document").values_list("state", flat=True)) == {"void"}
    assert outcomes()["two", 0] == "pending", "a page that belongs nowhere shows in the ledger"
    assert ledger().balances and not ledger().settled


def test_a_page_in_quarantine_stays_there() -> None:
    arrive()
    pages.set_outcomes(sha("two"), {1: "quarantine"}, "ページを画像にできませんでした。")
    cases.save_sorted(ENVELOPE, [SortedCase(part=0, documents=(FORM, BLANK, RECEIPT), separator=(0,))])
    assert outcomes()["two", 1] == "quarantine"
    assert ledger().settled and ledger().quarantine == 1


def test_extraction_may_refine_the_kind_and_sorting_the_same_again_does_not_undo_it() -> None:
    everything()
    refined = extracted(STRANGE, entry("document_number", "A-1")).model_copy(update={"kind": DocumentKind.INVOICE})
    cases.save_extracted(only_case(), 3, refined)
    cases.save_sorted(ENVELOPE, [SORTED])
    assert cases.load_for_check(only_case()).view.documents[3].kind is DocumentKind.INVOICE


def test_an_entry_that_is_no_longer_read_goes() -> None:
    everything()
    cases.save_extracted(only_case(), 0, extracted(FORM, entry("applicant_name", "髙橋")))
    assert "purchase_amount" not in cases.load_for_check(only_case()).view.documents[0].fields
    assert db.ReviewTask.objects.filter(kind="field", state="void").count() == 1
    assert cases.due_for_check() == [only_case()]


def test_characters_no_database_holds_are_taken() -> None:
    arrive()
    [case_id] = cases.save_sorted(ENVELOPE, [SORTED])
    odd = entry("applicant_name", "山\x00田\ud800")
    rows_ = entry("line_items", [{"name": "\x00品", "amount": 5}])
    cases.save_extracted(case_id, 0, extracted(FORM, odd, rows_).model_copy(update={"text": "\x00"}))
    view = cases.load_for_check(case_id).view
    assert view.documents[0].value("applicant_name") == "山�田�"
    assert view.documents[0].value("line_items") == [{"name": "�品", "amount": 5}]
    version = db.Case.objects.get().version
    cases.save_extracted(case_id, 0, extracted(FORM, odd, rows_).model_copy(update={"text": "\x00"}))
    assert db.Case.objects.get().version == version


def test_unknown_things_are_told() -> None:
    everything()
    for call in (
        lambda: cases.load_for_check(0),
        lambda: cases.save_sorted("none", []),
        lambda: cases.save_sorted(ENVELOPE, [SortedCase(part=0, documents=(document("receipt", "elsewhere", 0),))]),
        lambda: cases.save_extracted(only_case(), 9, extracted(FORM)),
        lambda: cases.save_checked(0, [], [], []),
    ):
        with pytest.raises(ObjectNotFoundError):
            call()


# Checks


def test_a_check_begins_afresh_each_time() -> None:
    everything()
    assert db.Corroboration.objects.filter(origin="check").count() == 3
    view = cases.load_for_check(only_case()).view
    assert all(f.corroborations == [] for d in view.documents for f in d.fields.values())


def test_a_case_that_changed_meanwhile_is_not_saved() -> None:
    everything()
    given = cases.load_for_check(only_case())
    cases.save_extracted(only_case(), 2, extracted(RECEIPT, entry("total_amount", 999)))
    with pytest.raises(StaleError):
        cases.save_checked(only_case(), given.view.documents, [], [], version=given.version)
    assert cases.due_for_check() == [only_case()]


def test_of_two_checks_that_began_with_the_same_rows_the_later_saved_one_stands() -> None:
    everything()
    one, other = cases.load_for_check(only_case()), cases.load_for_check(only_case())

    def save(given: cases.CheckInput, reason: str) -> None:
        documents = [d.model_copy(deep=True) for d in given.view.documents]
        field = documents[0].fields["purchase_amount"]
        field.reason_ja = reason
        field.corroborations = [Corroboration(kind="test", supports=True, reason_ja=reason)]
        cases.save_checked(only_case(), documents, [], [], version=given.version, loaded=given)

    before = db.Field.objects.get(key="purchase_amount")
    save(one, "先の検査。")
    save(other, before.reason_ja)  # what it was loaded with: only the rows as they are now tell that it differs
    row = db.Field.objects.get(key="purchase_amount")
    assert row.reason_ja == before.reason_ja
    assert [c.reason_ja for c in row.corroborations.all()] == [before.reason_ja]
    assert row.version == before.version + 2


def test_a_finding_that_is_gone_takes_its_task_along() -> None:
    everything()
    view = cases.load_for_check(only_case()).view
    saved = cases.save_checked(only_case(), view.documents, [], [])
    assert not db.Finding.objects.exists()
    assert not db.ReviewTask.objects.filter(kind="finding", state="open").exists()
    assert saved.open_tasks == 3


def test_accepted_fields_need_nobody_and_the_case_is_complete() -> None:
    everything()
    view = cases.load_for_check(only_case()).view
    view.documents[3].kind = DocumentKind.INVOICE
    cases.save_extracted(only_case(), 3, view.documents[3])
    for one in view.documents:
        for field in one.fields.values():
            field.status, field.confidence = "accepted", 0.999
    saved = cases.save_checked(only_case(), view.documents, [], [], stage=Stage.CLAIM)
    assert (saved.open_tasks, db.Case.objects.get().state, db.Case.objects.get().stage) == (0, "complete", "claim")
    assert set(db.ReviewTask.objects.values_list("state", flat=True)) == {"void"}


def test_a_confirmed_finding_asks_nobody() -> None:
    everything()
    view = cases.load_for_check(only_case()).view
    sure = Finding(code=FindingCode.SEAL_MISSING, status=FindingStatus.CONFIRMED, message_ja="押印がありません。")
    cases.save_checked(only_case(), view.documents, [sure, sure], [])
    assert db.Finding.objects.get().code == "SEAL_MISSING"
    assert not db.ReviewTask.objects.filter(kind="finding", state="open").exists()


def test_an_unknown_programme_asks_a_person() -> None:
    register("one", 4, ENVELOPE)
    [case_id] = cases.save_sorted(ENVELOPE, [SortedCase(part=0, documents=(FORM,))])
    cases.save_extracted(case_id, 0, extracted(FORM))
    cases.save_checked(case_id, cases.load_for_check(case_id).view.documents, [], [])
    assert db.ReviewTask.objects.get().kind == "programme"


def test_a_guessed_programme_is_confirmed_by_a_person_and_not_asked_again() -> None:
    register("one", 4, ENVELOPE)
    guessed = SortedCase(part=0, documents=(FORM,), programme_id="nara-smarthouse", programme_guessed=True)
    [case_id] = cases.save_sorted(ENVELOPE, [guessed])
    cases.save_extracted(case_id, 0, extracted(FORM))
    cases.save_checked(case_id, cases.load_for_check(case_id).view.documents, [], [])
    assert [t.kind for t in db.ReviewTask.objects.filter(state="open")] == ["programme"]
    assert cases.load_for_check(case_id).view.programme_id == "nara-smarthouse"
    set_programme(case_id, "sato", "nara-smarthouse", db.Case.objects.get(pk=case_id).version)
    cases.save_checked(case_id, cases.load_for_check(case_id).view.documents, [], [])
    assert not db.ReviewTask.objects.filter(kind="programme", state="open").exists()


# Cases that share something


def receipt_case(name: str) -> int:
    """A case whose receipt is over 1100 yen, like every other one's."""
    register(name)
    paper = document("receipt", name, 0)
    [case_id] = cases.save_sorted(f"envelope-{name}", [SortedCase(part=0, documents=(paper,), programme_id="p")])
    cases.save_extracted(case_id, 0, extracted(paper, entry("total_amount", 1100, sure=True)))
    return case_id


def check_all_due() -> None:
    while due := cases.due_for_check():
        check(due[0])


def reused() -> dict[int, list[str | None]]:
    found: dict[int, list[str | None]] = {}
    for case_id, other in db.Finding.objects.order_by("other_case").values_list("case_id", "other_case"):
        found.setdefault(case_id, []).append(other)
    return found


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_what_is_found_does_not_depend_on_the_order_of_processing(order: tuple[int, ...]) -> None:
    ids = [receipt_case(f"n{i}") for i in range(3)]
    numbers = [cases.receipt_number(i) for i in ids]
    for index in order:
        check(ids[index])
    check_all_due()
    assert reused() == {ids[1]: numbers[:1], ids[2]: numbers[:2]}


def test_two_checked_at_the_same_moment_still_find_each_other() -> None:
    ids = [receipt_case(f"n{i}") for i in range(4)]
    numbers = [cases.receipt_number(i) for i in ids]
    in_processes(4, lambda n: check(ids[n]))
    check_all_due()
    assert reused() == {ids[n]: numbers[:n] for n in range(1, 4)}


def test_a_case_checked_before_its_elder_came_is_checked_again() -> None:
    first, second = receipt_case("a"), receipt_case("b")
    given = cases.load_for_check(second)
    check(first)
    key = CaseKey(kind="receipt", key=sha("1100"))
    saved = cases.save_checked(second, given.view.documents, [], [key], version=given.version, earlier=[])
    assert saved.check_again == (second,) and cases.due_for_check() == [second]
    assert [e.receipt_number for e in cases.earlier_with_keys(second, [key])] == [cases.receipt_number(first)]
    assert later_with_keys(db.Case.objects.get(pk=first), [key]) == {second}


def test_when_the_elder_changes_the_younger_is_checked_again() -> None:
    first, second = receipt_case("a"), receipt_case("b")
    check_all_due()
    assert reused() == {second: [cases.receipt_number(first)]}
    cases.save_extracted(first, 0, extracted(document("receipt", "a", 0), entry("total_amount", 5)))
    check_all_due()
    assert reused() == {}


def test_when_the_elder_goes_the_younger_is_checked_again() -> None:
    first, second = receipt_case("a"), receipt_case("b")
    check_all_due()
    cases.save_sorted("envelope-a", [])
    assert not db.Case.objects.filter(pk=first).exists()
    check_all_due()
    assert reused() == {} and db.Case.objects.get().pk == second


def test_checking_the_same_again_bothers_nobody() -> None:
    first, _ = receipt_case("a"), receipt_case("b")
    check_all_due()
    assert check(first).check_again == ()
    assert cases.due_for_check() == []
