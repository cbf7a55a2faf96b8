"""Who works on what, on both databases: claims, assignments, ranks, and the columns the queue sorts by."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from models.documents import Stage
from models.errors import HeldError, ObjectNotFoundError
from storage import audit, cases, people, queueing, reviewing
from storage import models as db
from tests.storage.support import ENVELOPE, arrive, in_processes, read_all, work_on

ME, OTHER = "tanaka", "sato"


@pytest.fixture(autouse=True)
def case(database: object) -> db.Case:
    arrive()
    read_all()
    work_on(ENVELOPE)
    return db.Case.objects.get()


def tasks() -> list[db.ReviewTask]:
    return list(db.ReviewTask.objects.filter(state="open").order_by("pk"))


def assert_in_step() -> None:
    for task in db.ReviewTask.objects.filter(state="open").select_related("case", "field__document", "document"):
        assert {name: getattr(task, name) for name in task.standing()} == task.standing(), task.subject


def test_new_tasks_stand_where_their_case_stands(case: db.Case) -> None:
    assert len(tasks()) > 3
    assert_in_step()
    assert {t.programme_id for t in tasks()} == {"nara-smarthouse"}


def test_tasks_follow_their_case(case: db.Case) -> None:
    reviewing.set_programme(case.pk, ME, "yamato-lpgas", db.Case.objects.get().version)
    assert {t.programme_id for t in tasks()} == {"yamato-lpgas"}
    view = cases.load_for_check(case.pk)
    days = (dt.date(2026, 4, 3), dt.date(2026, 4, 13))
    cases.save_checked(case.pk, view.view.documents, [], [], stage=Stage.CLAIM, deadlines=days)
    assert {(t.stage, t.due_on) for t in tasks()} == {("claim", days[1])}
    row = db.Case.objects.get()
    assert (row.acknowledge_by, row.due_on) == days
    assert_in_step()


def test_of_two_people_one_gets_the_task() -> None:
    pk = tasks()[0].pk
    assert sorted(in_processes(4, lambda n: queueing.take_task(pk, f"person-{n}"))) == [False, False, False, True]


def test_a_claim_ends_when_it_is_let_go_or_runs_out() -> None:
    first, second = tasks()[:2]
    assert queueing.take_task(first.pk, ME) and not queueing.take_task(first.pk, OTHER)
    queueing.release_task(first.pk, OTHER)  # not theirs to let go
    assert not queueing.take_task(first.pk, OTHER)
    queueing.release_task(first.pk, ME)
    assert queueing.take_task(first.pk, OTHER)
    assert queueing.take_task(second.pk, ME, seconds=0) and queueing.take_task(second.pk, OTHER)
    queueing.release_all(OTHER)
    assert queueing.take_task(first.pk, ME) and queueing.take_task(second.pk, ME)


def test_what_somebody_holds_nobody_else_decides() -> None:
    task = db.ReviewTask.objects.filter(state="open", field__isnull=False)[0]
    field = task.field
    assert field is not None and queueing.take_task(task.pk, OTHER)
    for decide in (
        lambda: reviewing.decide_field(task.pk, ME, None, "confirm", field.version),
        lambda: reviewing.correct_field(field.pk, ME, "x", "correct", field.version),
    ):
        with pytest.raises(HeldError) as refused:
            decide()
        assert refused.value.by == OTHER and OTHER not in str(refused.value)
    assert not db.Decision.objects.exists() and db.Field.objects.get(pk=field.pk).version == field.version
    db.ReviewTask.objects.filter(pk=task.pk).update(lease_until=timezone.now())
    reviewing.decide_field(task.pk, ME, None, "confirm", field.version)
    assert db.Decision.objects.get().user == ME


def test_a_case_is_given_to_a_person_with_what_opens_later(case: db.Case) -> None:
    people.add_user(OTHER, "hizuke-wo-miru-7")
    held = tasks()[0]
    queueing.take_task(held.pk, ME)
    assert queueing.assign([case.pk], OTHER, by="lead") == 1
    assert {t.assignee for t in tasks()} == {OTHER}
    assert db.ReviewTask.objects.get(pk=held.pk).lease_owner == ""
    db.Field.objects.filter(tasks=None).update(status="review", decided_by="")
    view = cases.load_for_check(case.pk)
    cases.save_checked(case.pk, view.view.documents, [], [])
    assert {t.assignee for t in tasks()} == {OTHER}
    assert_in_step()
    queueing.assign([case.pk], "", by="lead")
    assert {t.assignee for t in tasks()} == {""}
    assert [e.detail["to"] for e in db.AuditEvent.objects.filter(action="case.assigned").order_by("pk")] == [OTHER, ""]
    assert audit.verify().intact


def test_nothing_is_given_to_who_cannot_log_in(case: db.Case) -> None:
    people.add_user(OTHER, "hizuke-wo-miru-7")
    db.User.objects.update(is_active=False)
    for name in (OTHER, "nobody"):
        with pytest.raises(ObjectNotFoundError):
            queueing.assign([case.pk], name, by="lead")
    assert {t.assignee for t in tasks()} == {""}


def test_an_urgent_case_comes_first(case: db.Case) -> None:
    queueing.set_rank([case.pk], db.Case.Rank.URGENT, by="lead")
    assert {t.rank for t in tasks()} == {0}
    with pytest.raises(ValueError):
        queueing.set_rank([case.pk], 9, by="lead")
