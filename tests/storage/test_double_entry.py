"""Two people enter what the programme asks them to; the case waits for both, and nobody has a say twice."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from models.documents import Corroboration, DocumentKind, FieldStatus
from models.errors import BarredError, ObjectNotFoundError, StaleError
from models.programmes import DoubleEntry
from storage import cases, entering, quality, queueing, reviewing
from storage import models as db
from tests.storage.support import arrive, check, read_all, rows

FIRST, SECOND, THIRD = "tanaka", "suzuki", "ueda"
KEY = "purchase_amount"


@pytest.fixture
def asked() -> list[DoubleEntry]:
    """What the programme asks of the purchase amount."""
    return [DoubleEntry.ALWAYS]


@pytest.fixture(autouse=True)
def case_id(database: object, monkeypatch: pytest.MonkeyPatch, asked: list[DoubleEntry]) -> int:
    """A case whose purchase amount two people enter, and which waits for nothing else."""
    programme = SimpleNamespace(
        id="nara-smarthouse",
        double_entry=lambda kind, key: asked[0] if (kind, key) == (DocumentKind.APPLICATION_FORM, KEY) else "never",
        target_error_of=lambda kind, key: 0.001,
    )
    plain = cases.save_checked

    def save(*args: Any, **more: Any) -> Any:
        return plain(*args, **more, programme=programme)

    monkeypatch.setattr(cases, "save_checked", save)
    arrive()
    read_all()
    case = db.Case.objects.get()
    for row in db.Document.objects.filter(kind="unknown"):
        reviewing.set_document_kind(row.pk, FIRST, DocumentKind.PRODUCT_PHOTO, row.version)
        db.Document.objects.update(extracted=True)
    total = db.Field.objects.get(key="total_amount")
    reviewing.correct_field(total.pk, FIRST, 1200, "correct", total.version)
    check(case.pk)
    return case.pk


def accept(case_id: int, key: str, value: Any, *reasons: Corroboration) -> str:
    """A check in which the machine accepts `value` for the reasons given; the state of the case."""
    given = cases.load_for_check(case_id)
    for one in given.view.documents:
        for entry in one.fields.values():
            entry.corroborations = [c for c in entry.corroborations if c.kind == "person"]
            if entry.key == key and not entry.corroborations:
                entry.value, entry.blank, entry.status = value, value is None, FieldStatus.ACCEPTED
                entry.corroborations = list(reasons)
    cases.save_checked(case_id, given.view.documents, [], [], version=given.version)
    return db.Case.objects.get(pk=case_id).state


def task(kind: str) -> db.ReviewTask:
    return db.ReviewTask.objects.get(kind=kind, field__key=KEY)


def field() -> db.Field:
    return db.Field.objects.get(key=KEY)


def state(case_id: int) -> str:
    check(case_id)
    return db.Case.objects.get(pk=case_id).state


def decide(user: str, value: object, kind: str = "field") -> int:
    return reviewing.decide_field(task(kind).pk, user, value, "correct", field().version)


def enter(user: str, value: object) -> int:
    return entering.enter(task("entry").pk, user, value, field().version)


def test_equal_values_end_it_and_only_then_the_case_is_complete(case_id: int) -> None:
    assert not db.ReviewTask.objects.filter(kind="entry").exists()
    decide(FIRST, 1200)
    assert state(case_id) == "review"
    assert (task("field").state, task("entry").state) == ("done", "open")
    enter(SECOND, 1200)
    assert state(case_id) == "complete"
    assert task("entry").state == "done" and not db.ReviewTask.objects.filter(kind="settle").exists()
    assert (field().value, field().decided_by) == (1200, FIRST)


def test_different_values_go_to_a_third_whose_word_stands(case_id: int) -> None:
    decide(FIRST, 1200)
    check(case_id)
    enter(SECOND, 1300)
    assert state(case_id) == "review"
    assert task("settle").state == "open" and field().value == 1200
    for user in (FIRST, SECOND):
        with pytest.raises(BarredError):
            decide(user, 1300, "settle")
        with pytest.raises(BarredError):
            queueing.take_task(task("settle").pk, user)
    decide(THIRD, 1300, "settle")
    assert state(case_id) == "review"  # now the amounts differ: a finding
    assert db.ReviewTask.objects.filter(state="open").exclude(kind="finding").count() == 0
    assert (field().value, field().decided_by) == (1300, THIRD)


def test_the_same_person_is_barred_whatever_the_page_says(case_id: int) -> None:
    decide(FIRST, 1200)
    check(case_id)
    with pytest.raises(BarredError):
        enter(FIRST, 1200)
    db.ReviewTask.objects.filter(kind="entry").update(barred="")  # as if nobody had noticed
    with pytest.raises(BarredError):
        enter(FIRST, 1200)
    assert db.ReviewTask.objects.filter(queueing.barred(FIRST), kind="entry").count() == 0
    check(case_id)
    assert db.ReviewTask.objects.filter(queueing.barred(FIRST), kind="entry").count() == 1
    assert db.ReviewTask.objects.filter(queueing.barred(SECOND), kind="entry").count() == 0


def test_a_value_corrected_afterwards_needs_another_voice(case_id: int) -> None:
    decide(FIRST, 1200)
    check(case_id)
    enter(SECOND, 1200)
    check(case_id)
    reviewing.correct_field(field().pk, FIRST, 1300, "correct", field().version)
    check(case_id)
    assert task("settle").state == "open"


def test_no_value_is_entered_with_its_reason_and_compared(case_id: int) -> None:
    reviewing.decide_field(task("field").pk, FIRST, None, "unreadable", field().version)
    check(case_id)
    entering.enter(task("entry").pk, SECOND, None, field().version, "blank")
    check(case_id)
    assert task("settle").state == "void" if db.ReviewTask.objects.filter(kind="settle").exists() else True
    assert task("entry").state == "done"
    typed = db.Decision.objects.get(action="enter")
    assert (typed.after["value"], typed.after["no_value"], typed.before) == (None, "blank", None)


def test_checking_again_changes_nothing(case_id: int) -> None:
    decide(FIRST, 1200)
    check(case_id)
    enter(SECOND, 1300)
    check(case_id)
    before = rows()
    check(case_id)
    assert rows() == before


def test_what_is_no_blind_task_is_refused(case_id: int) -> None:
    with pytest.raises(ObjectNotFoundError):
        entering.enter(task("field").pk, SECOND, 1, field().version)
    decide(FIRST, 1200)
    check(case_id)
    with pytest.raises(ObjectNotFoundError):
        reviewing.decide_field(task("entry").pk, SECOND, 1, "correct", field().version)
    with pytest.raises(StaleError):
        entering.enter(task("entry").pk, SECOND, 1200, field().version - 1)
    enter(SECOND, 1200)
    with pytest.raises(StaleError):
        entering.enter(task("entry").pk, THIRD, 1200, field().version)


# ── the machine's accepted value is the first entry ─────────────────────────────────────────────────────────────


def accepted(case_id: int) -> str:
    """The machine accepts the amount; the state of its case."""
    return accept(case_id, KEY, 1200)


def test_an_accepted_value_is_typed_blind_by_a_person_before_the_case_is_complete(case_id: int) -> None:
    assert accepted(case_id) == "review"
    assert task("entry").state == "open" and task("field").state == "void"
    enter(FIRST, 1200)
    assert accepted(case_id) == "complete"
    assert (field().value, field().decided_by) == (1200, "")
    assert not db.ReviewTask.objects.filter(kind="settle").exists()


def test_who_typed_otherwise_than_the_machine_does_not_settle_it(case_id: int) -> None:
    accepted(case_id)
    enter(FIRST, 1300)
    assert accepted(case_id) == "review"
    assert (task("settle").state, task("field").state) == ("open", "void")
    assert (field().status, field().reason_ja) == ("review", entering.DISPUTED_JA)
    with pytest.raises(BarredError):
        decide(FIRST, 1300, "settle")
    decide(SECOND, 1200, "settle")
    assert accepted(case_id) == "complete"
    assert (field().value, field().decided_by) == (1200, SECOND)


def test_another_paper_with_the_same_value_is_the_second_entry(case_id: int, asked: list[DoubleEntry]) -> None:
    asked[0] = DoubleEntry.UNLESS_CORROBORATED
    accepted(case_id)
    assert task("entry").state == "open"
    assert accept(case_id, KEY, 1200, Corroboration(kind="passbook", supports=True, reason_ja="通帳")) == "complete"
    assert task("entry").state == "void"
    against = Corroboration(kind="passbook", supports=False, reason_ja="通帳")
    assert accept(case_id, KEY, 1200, against) == "review"
    assert task("entry").state == "open"


def test_an_entry_is_a_quality_sample_too(case_id: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """One blind typing is enough for both: nobody types the same entry twice over."""
    monkeypatch.setattr(quality, "_share", lambda: 1.0)
    accepted(case_id)
    assert not db.ReviewTask.objects.filter(kind="sample", field__key=KEY, state="open").exists()
    enter(FIRST, 1200)
    accepted(case_id)
    assert db.QualitySample.objects.get(key=KEY).state == "right"
    assert not db.ReviewTask.objects.filter(kind="sample", field__key=KEY, state="open").exists()


def test_an_empty_entry_is_not_entered_twice(case_id: int) -> None:
    assert accept(case_id, KEY, None) == "complete"
    assert not db.ReviewTask.objects.filter(kind="entry").exists()
