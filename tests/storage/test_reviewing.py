from __future__ import annotations

import pytest

from models.documents import DocumentKind, FieldStatus, SortedCase
from models.errors import ObjectNotFoundError, StaleError, StorageError
from storage import audit, cases, queueing, reviewing
from storage import models as db
from storage.exporting import export_results
from storage.ledger import ledger
from storage.reviewing import FieldAction, Verdict
from tests.storage.support import (
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
    read_all,
    rows,
    work_on,
)

USER = "tanaka"


@pytest.fixture(autouse=True)
def case_id(database: object) -> int:
    arrive()
    read_all()
    return db.Case.objects.get().pk


def task(kind: str, key: str = "") -> db.ReviewTask:
    tasks = db.ReviewTask.objects.filter(kind=kind)
    return tasks.get(field__key=key) if key else tasks.get()


def field(key: str) -> db.Field:
    return db.Field.objects.get(key=key)


def decide(key: str, value: object, action: str = "correct") -> None:
    reviewing.decide_field(task("field", key).pk, USER, value, action, field(key).version)


# Fields


@pytest.mark.parametrize(
    ("action", "given", "value", "blank"),
    [
        (FieldAction.CONFIRM, None, 1200, False),
        (FieldAction.CORRECT, 1100, 1100, False),
        (FieldAction.BLANK, 5, None, True),
        (FieldAction.UNREADABLE, 5, None, False),
    ],
)
def test_a_field_is_decided(action: FieldAction, given: object, value: object, blank: bool, case_id: int) -> None:
    decide("purchase_amount", given, action)
    row = field("purchase_amount")
    assert (row.value, row.blank, row.status, row.decided_by) == (value, blank, "accepted", USER)
    assert task("field", "purchase_amount").state == "done"
    decision = db.Decision.objects.get()
    assert (decision.user, decision.action, decision.before["value"]) == (USER, action.value, 1200)
    assert (decision.after["value"], decision.after["blank"]) == (value, blank)
    assert cases.due_for_check() == [case_id]
    [certain] = [f for d in cases.load_for_check(case_id).view.documents for f in d.fields.values() if f.key == row.key]
    assert (certain.confidence, certain.status) == (1.0, FieldStatus.ACCEPTED)
    assert [c.kind for c in certain.corroborations] == ["person"]


def test_a_decision_settles_what_rested_on_it(case_id: int) -> None:
    decide("purchase_amount", 1100)
    check(case_id)
    assert not db.Finding.objects.exists()
    assert not db.ReviewTask.objects.filter(state="open", kind="finding").exists()


def test_a_decision_survives_whatever_the_machine_does_again(case_id: int) -> None:
    decide("purchase_amount", 777)
    check(case_id)
    before = rows()
    work_on(ENVELOPE)
    assert rows() == before
    cases.save_extracted(case_id, 0, extracted(FORM, entry("purchase_amount", 31), entry("applicant_name", "他")))
    check(case_id)
    assert field("purchase_amount").value == 777
    assert field("purchase_amount").machine == {"value": 31, "blank": False}
    cases.save_extracted(case_id, 0, extracted(FORM))
    assert field("purchase_amount").value == 777, "also where the machine reads nothing there any more"
    assert task("field", "purchase_amount").state == "done"


def test_a_decision_survives_the_papers_being_sorted_otherwise_and_back(case_id: int) -> None:
    decide("purchase_amount", 777)
    cases.save_sorted(ENVELOPE, [SortedCase(part=0, documents=(document("receipt", "one", 0, 1, 2, 3),))])
    assert not db.Field.objects.filter(key="purchase_amount").exists()
    work_on(ENVELOPE)
    row = field("purchase_amount")
    assert (row.value, row.status, row.decided_by) == (777, "accepted", USER)
    assert db.Decision.objects.count() == 1


def test_a_decision_moves_with_its_paper_to_another_case() -> None:
    decide("total_amount", 777)
    parts = [SortedCase(part=0, documents=(FORM,)), SortedCase(part=1, documents=(RECEIPT, STRANGE))]
    _, second = cases.save_sorted(ENVELOPE, parts)
    assert cases.load_for_check(second).view.documents[0].value("total_amount") == 777


def test_a_case_with_decisions_is_kept_when_nothing_is_left_in_it(case_id: int) -> None:
    decide("total_amount", 777)
    cases.save_sorted(ENVELOPE, [])
    assert db.Case.objects.get().pk == case_id
    assert list(export_results()) == []
    assert cases.due_for_check() == []


def test_a_decision_may_be_revised_and_both_stay_on_record(case_id: int) -> None:
    decide("purchase_amount", 777)
    decide("purchase_amount", 778)
    assert field("purchase_amount").value == 778
    assert [d.after["value"] for d in db.Decision.objects.order_by("pk")] == [777, 778]
    cases.save_sorted(ENVELOPE, [])
    work_on(ENVELOPE)
    assert field("purchase_amount").value == 778, "the last word counts"


def test_a_field_the_machine_accepted_can_be_corrected() -> None:
    row = field("applicant_name")
    assert row.status == "accepted"
    reviewing.correct_field(row.pk, USER, "高橋", "correct", row.version, "戸籍の字")
    assert field("applicant_name").value == "高橋"
    assert db.Decision.objects.get().reason == "戸籍の字"


def test_nothing_is_changed_on_top_of_somebody_elses_change() -> None:
    stale = field("purchase_amount").version
    decide("purchase_amount", 777)
    with pytest.raises(StaleError):
        reviewing.decide_field(task("field", "purchase_amount").pk, "sato", 1, "correct", stale)
    assert field("purchase_amount").value == 777
    assert db.Decision.objects.count() == 1


def test_of_two_at_once_one_wins_and_the_other_is_told() -> None:
    pk, version = task("field", "purchase_amount").pk, field("purchase_amount").version

    def work(number: int) -> str:
        try:
            reviewing.decide_field(pk, f"user-{number}", number, "correct", version)
        except StaleError:
            return "stale"
        return f"user-{number}"

    got = in_processes(4, work)
    assert sorted(got)[:3] == ["stale"] * 3
    assert field("purchase_amount").decided_by == max(got)
    assert db.Decision.objects.count() == 1
    assert audit.verify().intact


def test_what_the_machine_reads_anew_is_seen_before_it_is_decided(case_id: int) -> None:
    version = field("purchase_amount").version
    cases.save_extracted(case_id, 0, extracted(FORM, entry("purchase_amount", 9), entry("applicant_name", "髙橋")))
    with pytest.raises(StaleError):
        reviewing.decide_field(task("field", "purchase_amount").pk, USER, None, "confirm", version)


def test_a_new_value_is_not_accepted_because_the_old_one_was(case_id: int) -> None:
    cases.save_extracted(case_id, 0, extracted(FORM, entry("purchase_amount", 1200), entry("applicant_name", "高橋")))
    assert field("applicant_name").status == "review"


# Findings


def test_a_finding_is_dismissed_and_stays_so_when_checked_again(case_id: int) -> None:
    found = db.Finding.objects.get()
    reviewing.decide_finding(task("finding").pk, USER, Verdict.DISMISSED, found.version, "税込と税抜")
    check(case_id)
    check(case_id)
    found.refresh_from_db()
    assert (found.state, found.decided_by, task("finding").state) == ("dismissed", USER, "done")
    assert next(export_results())["findings"] == []


def said() -> list[tuple[str, str]]:
    return [(f["code"], f["status"]) for f in next(export_results())["findings"]]


def test_a_finding_upheld_is_confirmed_in_the_results(case_id: int) -> None:
    assert said() == [("AMOUNT_MISMATCH", "suspected")]
    reviewing.decide_finding(task("finding").pk, USER, "upheld", db.Finding.objects.get().version)
    check(case_id)
    assert said() == [("AMOUNT_MISMATCH", "confirmed")]


def test_a_judgement_does_not_cover_other_values(case_id: int) -> None:
    reviewing.decide_finding(task("finding").pk, USER, "dismissed", db.Finding.objects.get().version)
    decide("purchase_amount", 5)
    check(case_id)
    found = db.Finding.objects.get()
    assert (found.state, found.decided_by, task("finding").state) == ("open", "", "open")
    assert db.Decision.objects.filter(action="dismissed").count() == 1


def test_a_judged_finding_that_disappears_and_comes_back_is_still_judged(case_id: int) -> None:
    reviewing.decide_finding(task("finding").pk, USER, "dismissed", db.Finding.objects.get().version)
    view = cases.load_for_check(case_id).view
    cases.save_checked(case_id, view.documents, [], [])
    found = db.Finding.objects.get()
    assert not found.active
    with pytest.raises(StaleError):
        reviewing.judge_finding(found.pk, USER, "upheld", found.version)
    check(case_id)
    assert db.Finding.objects.values_list("active", "state").get() == (True, "dismissed")


# Kinds, programmes, tasks


def test_a_kind_is_decided_and_survives(case_id: int) -> None:
    row = db.Document.objects.get(kind="unknown")
    reviewing.set_document_kind(row.pk, USER, DocumentKind.INVOICE, row.version)
    assert cases.load_sorted(case_id).documents[3].kind is DocumentKind.INVOICE
    assert cases.due_for_check() == [], "it must be extracted as an invoice first"
    assert task("document").state == "done"
    cases.save_sorted(ENVELOPE, [SORTED])
    cases.save_extracted(case_id, 3, extracted(STRANGE))
    check(case_id)
    assert cases.load_for_check(case_id).view.documents[3].kind is DocumentKind.INVOICE
    cases.save_sorted(ENVELOPE, [SortedCase(part=0, documents=(FORM,))])
    cases.save_sorted(ENVELOPE, [SORTED])
    assert cases.load_for_check(case_id).view.documents[3].kind is DocumentKind.INVOICE, (
        "also when its row was made anew"
    )
    again = db.Document.objects.get(position=3)
    with pytest.raises(StaleError):
        reviewing.set_document_kind(again.pk, USER, DocumentKind.RECEIPT, again.version + 1)


def test_a_paper_said_to_be_blank_is_a_blank_page_in_the_ledger() -> None:
    row = db.Document.objects.get(kind="unknown")
    before = ledger()
    reviewing.set_document_kind(row.pk, USER, DocumentKind.BLANK_BACK, row.version)
    after = ledger()
    assert (after.blanks, after.documents) == (before.blanks + 1, before.documents - 1)
    cases.save_sorted(ENVELOPE, [SORTED])
    assert ledger() == after and after.settled


def test_a_programme_is_decided_and_survives(case_id: int) -> None:
    version = db.Case.objects.get().version
    reviewing.set_programme(case_id, USER, "yamato-lpgas", version)
    with pytest.raises(StaleError):
        reviewing.set_programme(case_id, "sato", "other", version)
    work_on(ENVELOPE)
    assert cases.load_for_check(case_id).view.programme_id == "yamato-lpgas"


def test_a_task_is_on_one_screen_at_a_time() -> None:
    pk = task("finding").pk
    assert queueing.take_task(pk, USER) and queueing.take_task(pk, USER)
    assert not queueing.take_task(pk, "sato")
    assert queueing.take_task(task("document").pk, "sato", 0) and queueing.take_task(task("document").pk, USER)


def test_wrong_things_are_told(case_id: int) -> None:
    finding, amount = task("finding").pk, task("field", "total_amount").pk
    for call in (
        lambda: reviewing.decide_field(0, USER, 1, "correct", 0),
        lambda: reviewing.decide_field(finding, USER, 1, "correct", 0),
        lambda: reviewing.decide_finding(amount, USER, "upheld", 0),
        lambda: reviewing.correct_field(0, USER, 1, "correct", 0),
        lambda: reviewing.judge_finding(0, USER, "upheld", 0),
        lambda: reviewing.set_document_kind(0, USER, DocumentKind.RECEIPT, 0),
        lambda: reviewing.set_programme(0, USER, "x", 0),
    ):
        with pytest.raises(ObjectNotFoundError):
            call()
    with pytest.raises(ValueError):
        reviewing.decide_field(amount, USER, 1, "shrug", 0)
    cases.save_sorted(ENVELOPE, [SortedCase(part=0, documents=(FORM,))])
    with pytest.raises(StaleError):
        reviewing.decide_field(amount, USER, 1, "correct", 0)


def test_decisions_are_never_changed_or_deleted() -> None:
    decide("purchase_amount", 777)
    decision = db.Decision.objects.get()
    decision.user = "somebody else"
    with pytest.raises(StorageError):
        decision.save()
    with pytest.raises(StorageError):
        decision.delete()


def test_every_decision_is_audited_without_the_values() -> None:
    decide("purchase_amount", 777)
    event = db.AuditEvent.objects.order_by("-sequence")[0]
    assert (event.actor, event.action, event.object) == (
        USER,
        "decision.correct",
        f"field:{field('purchase_amount').pk}",
    )
    assert "777" not in str(event.detail)
    assert audit.verify().intact
