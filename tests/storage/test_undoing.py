"""Taking decisions back, asking a senior, and what people had typed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from models.documents import DocumentKind
from models.errors import NothingToUndoError, StaleError
from storage import audit, drafts, reviewing, sorting
from storage import models as db
from storage.undoing import undo_last
from tests.storage.support import FORM, arrive, check, entry, extracted, read_all

USER, OTHER = "tanaka", "suzuki"
BEGAN = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def case_id(database: object) -> int:
    arrive()
    read_all()
    return db.Case.objects.get().pk


def field(key: str = "purchase_amount") -> db.Field:
    return db.Field.objects.get(key=key)


def task(kind: str = "field", key: str = "purchase_amount") -> db.ReviewTask:
    tasks = db.ReviewTask.objects.filter(kind=kind)
    return tasks.get(field__key=key) if kind == "field" else tasks.get()


def decide(value: object = 1300, user: str = USER) -> int:
    return reviewing.decide_field(task().pk, user, value, "correct", field().version)


def test_a_value_is_put_back_and_the_task_opens_again(case_id: int) -> None:
    before = field()
    decision = decide()
    check(case_id)
    undone = undo_last(USER, BEGAN)
    assert (undone.decision_id, undone.case_id, undone.task_id) == (decision, case_id, task().pk)
    row = field()
    assert (row.value, row.status, row.decided_by, row.confidence) == (1200, "review", "", before.confidence)
    assert row.reason_ja == before.reason_ja and row.version > before.version
    assert task().state == "open"
    taken_back, first = db.Decision.objects.order_by("-pk")
    assert (first.action, taken_back.action, taken_back.user) == ("correct", "undo", USER)
    assert (taken_back.before["value"], taken_back.after["value"], taken_back.after["undoes"]) == (1300, 1200, first.pk)
    check(case_id)
    assert task().state == "open" and audit.verify().intact


def test_one_after_the_other_and_never_twice(case_id: int) -> None:
    decide(1300)
    check(case_id)
    decide(1400)
    undo_last(USER, BEGAN)
    assert (field().value, field().decided_by) == (1300, USER)
    undo_last(USER, BEGAN)
    assert (field().value, field().decided_by) == (1200, "")
    with pytest.raises(NothingToUndoError):
        undo_last(USER, BEGAN)


def test_only_ones_own_and_only_of_this_session(case_id: int) -> None:
    decide(1300, OTHER)
    with pytest.raises(NothingToUndoError):
        undo_last(USER, BEGAN)
    with pytest.raises(NothingToUndoError):
        undo_last(OTHER, timezone.now())
    assert undo_last(OTHER, BEGAN).case_id == case_id


def test_what_somebody_changed_since_stays(case_id: int) -> None:
    decide(1300)
    reviewing.correct_field(field().pk, OTHER, 1400, "correct", field().version)
    with pytest.raises(StaleError):
        undo_last(USER, BEGAN)
    assert field().value == 1400 and db.Decision.objects.count() == 2


def test_a_value_taken_back_stays_so_when_its_row_is_made_anew(case_id: int) -> None:
    decide(1300)
    undo_last(USER, BEGAN)
    field().delete()
    sorting.save_extracted(case_id, 0, extracted(FORM, entry("purchase_amount", 1200)))
    assert (field().value, field().decided_by) == (1200, "")


def test_a_judgement_a_kind_and_a_programme_are_taken_back(case_id: int) -> None:
    finding = db.Finding.objects.get(code="AMOUNT_MISMATCH")
    reviewing.decide_finding(task("finding").pk, USER, "dismissed", finding.version, "確かめた")
    undo_last(USER, BEGAN)
    finding.refresh_from_db()
    assert (finding.state, finding.decided_by, task("finding").state) == ("open", "", "open")

    paper = db.Document.objects.get(kind="unknown")
    reviewing.set_document_kind(paper.pk, USER, DocumentKind.INVOICE, paper.version)
    undo_last(USER, BEGAN)
    paper.refresh_from_db()
    assert (paper.kind, paper.kind_by, paper.extracted) == ("unknown", "", False)

    reviewing.set_programme(case_id, USER, "shinjuku-ecohome", db.Case.objects.get().version)
    undo_last(USER, BEGAN)
    case = db.Case.objects.get()
    assert (case.programme_id, case.programme_by) == ("nara-smarthouse", "")


def test_a_senior_is_asked_with_a_note_and_the_decision_ends_it(case_id: int) -> None:
    drafts.keep(USER, task().subject, {"value": "1,3"}, BEGAN)
    reviewing.ask_senior(task().pk, USER, "訂正印がにじんでいます")
    asked = task()
    assert (asked.state, asked.role, asked.asked_by) == ("open", "senior", USER)
    assert asked.asked_note == "訂正印がにじんでいます" and asked.asked_at is not None
    assert drafts.load(USER, asked.subject) == {} and field().decided_by == ""
    with pytest.raises(StaleError):
        reviewing.ask_senior(asked.pk, OTHER, "もう一度")
    check(case_id)
    assert task().role == "senior"
    decide(1300, OTHER)
    assert (task().state, task().role) == ("done", "")


@pytest.mark.parametrize(
    ("action", "blank"), [("blank", True), ("unreadable", False), ("amended", False), ("elsewhere", False)]
)
def test_no_value_is_kept_as_a_reason(case_id: int, action: str, blank: bool) -> None:
    reviewing.decide_field(task().pk, USER, "?", action, field().version)
    assert (field().value, field().blank, field().no_value) == (None, blank, action)
    check(case_id)
    assert field().no_value == action
    reviewing.correct_field(field().pk, USER, 1300, "correct", field().version)
    assert (field().value, field().no_value) == (1300, "")


def test_what_was_typed_is_kept_for_its_person_until_they_decide(case_id: int) -> None:
    opened, subject = timezone.now(), task().subject
    assert drafts.keep(USER, subject, {"value": "1,300", "note": ""}, opened)
    assert drafts.keep(USER, subject, {"value": "1,30"}, opened)
    assert drafts.load(USER, subject) == {"value": "1,30"} and drafts.load(OTHER, subject) == {}
    decide(1300)
    assert drafts.load(USER, subject) == {}
    assert not drafts.keep(USER, subject, {"value": "1,3"}, opened)  # sent before the decision, arrived after it
    assert drafts.load(USER, subject) == {}
    assert drafts.keep(USER, subject, {"value": "x"}, timezone.now())
    assert drafts.keep(USER, subject, {"value": ""}, timezone.now()) and drafts.load(USER, subject) == {}


def test_a_question_to_a_senior_is_taken_back_before_the_decision_that_came_before_it(case_id: int) -> None:
    decided = db.ReviewTask.objects.filter(kind="field", state="open").exclude(pk=task().pk).first()
    assert decided is not None and decided.field is not None
    reviewing.decide_field(decided.pk, USER, None, "confirm", decided.field.version)
    reviewing.ask_senior(task().pk, USER, "訂正印がにじんでいます")
    undone = undo_last(USER, BEGAN)
    assert (undone.decision_id, undone.case_id, undone.task_id) == (None, case_id, task().pk)
    assert (task().role, task().asked_by, task().asked_note, task().state) == ("", "", "", "open")
    assert db.AuditEvent.objects.filter(action="task.senior_withdrawn", actor=USER).count() == 1
    reviewing.ask_senior(task().pk, OTHER, "読めません")  # somebody else's question is not theirs to take back
    assert undo_last(USER, BEGAN).task_id == decided.pk
    with pytest.raises(NothingToUndoError):
        undo_last(USER, BEGAN)
    assert task().role == "senior"


def test_what_somebody_took_back_waits_for_a_person_however_sure_the_machine_is_now(case_id: int) -> None:
    def check_surely() -> None:
        db.Case.objects.update(check_due=True)
        check(case_id, sure=True)

    decide(1300)
    undo_last(USER, BEGAN)
    for _again in range(2):
        check_surely()
        assert task().state == "open" and field().status == "review" and "取り消されました" in field().reason_ja
    decide(1200)
    check_surely()
    assert task().state == "done" and field().status == "accepted"
