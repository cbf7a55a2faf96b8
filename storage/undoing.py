"""Taking a decision back: never erased, but answered by another decision that puts back what was before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from models.errors import NothingToUndoError, StaleError
from storage import audit, caseview, queueing
from storage import models as db
from storage.sorting import settle_document
from storage.standing import ENTER, UNDO

#: How many of a person's last decisions are looked through for one that stands.
_LOOK_BACK = 200


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back, and where it is decided anew."""

    decision_id: int | None
    """The decision; None where a question to a senior was taken back."""
    case_id: int
    task_id: int | None
    """The task, open again; None where it never came from one."""


def undo_last(user: str, since: dt.datetime, only: Collection[str] = ()) -> Undone:
    """Take back what `user` did last at `since` or later: a decision that still stands, or a question to a senior that
    nobody has settled.

    `only`: task subjects (``field:7``); where given, a last decision about anything else is left alone.

    Raises:
        NothingToUndoError: there is none, or its kind cannot be taken back.
        StaleError: what it was about has changed since.
    """
    with transaction.atomic():
        decision = _last(user, since)
        asked = None if only else _asked(user, since)
        if asked is not None and (decision is None or asked.asked_at > decision.at):
            return _withdraw(asked, user)
        if decision is None:
            raise NothingToUndoError("no decision of this session stands")
        if only and decision.task_subject not in only:
            raise NothingToUndoError("something else was decided since")
        case = db.Case.objects.select_for_update().get(pk=decision.case_id)
        _put_back(decision)
        before, after = dict(decision.before or {}), dict(decision.after or {})
        db.Decision.objects.create(
            case=case, task_subject=decision.task_subject, subject=decision.subject, user=user, action=UNDO,
            before=after, after=before | {"undoes": decision.pk, "by": before.get("by", "")}, at=timezone.now(),
        )  # fmt: skip
        task = db.ReviewTask.objects.filter(subject=decision.task_subject).first()
        if task is not None and task.state != db.ReviewTask.State.OPEN:
            task.state, task.opened_at, task.closed_at = db.ReviewTask.State.OPEN, timezone.now(), None
            task.save(update_fields=["state", "opened_at", "closed_at"])
            queueing.in_step(case)
        caseview.touch({case.pk})
        audit.record(user, f"decision.{UNDO}", decision.task_subject, {"case": case.receipt_number})
        return Undone(decision.pk, case.pk, task.pk if task else None)


def _asked(user: str, since: dt.datetime) -> Any:
    """The last task that `user` brought before a senior and nobody has settled; None where there is none."""
    tasks = db.ReviewTask.objects.filter(state=db.ReviewTask.State.OPEN, role=db.ReviewTask.Role.SENIOR)
    return tasks.filter(asked_by=user, asked_at__gte=since).order_by("-asked_at").first()


def _withdraw(task: db.ReviewTask, user: str) -> Undone:
    """Give a task back to everybody that `user` had brought before a senior."""
    task.role, task.asked_by, task.asked_note, task.asked_at = "", "", "", None
    task.lease_owner, task.lease_until = "", None
    task.save(update_fields=["role", "asked_by", "asked_note", "asked_at", "lease_owner", "lease_until"])
    audit.record(user, "task.senior_withdrawn", f"task:{task.pk}", {"case": task.case.receipt_number})
    return Undone(None, task.case_id, task.pk)


def would_undo(user: str, since: dt.datetime, only: Collection[str]) -> bool:
    """Whether the last standing decision of `user` since then is about one of the task subjects `only`."""
    decision = _last(user, since)
    return decision is not None and decision.task_subject in only


def _last(user: str, since: dt.datetime) -> db.Decision | None:
    undone: set[int] = set()
    mine = db.Decision.objects.filter(user=user, at__gte=since).order_by("-pk")[:_LOOK_BACK]
    for decision in mine:
        if decision.action == UNDO:
            undone.add(decision.after["undoes"])
        elif decision.pk not in undone:
            return decision
    return None


def _put_back(decision: db.Decision) -> None:
    kind, _, number = decision.task_subject.partition(":")
    if decision.action == ENTER:
        _check(
            db.Decision.objects.filter(subject=decision.subject, pk__gt=decision.pk).exclude(action=UNDO).first()
            is None
        )
        return
    if kind in ("field", "settle"):
        _field(decision, int(number))
    elif kind == "finding":
        _finding(decision, int(number))
    elif kind == "document" and decision.action == "set_kind":
        _document(decision, int(number))
    elif kind == "programme":
        _programme(decision, int(number))
    else:
        raise NothingToUndoError("decisions of this kind cannot be taken back")


def _field(decision: db.Decision, pk: int) -> None:
    row = db.Field.objects.select_for_update().filter(pk=pk).first()
    before, after = _before(decision), decision.after
    _check(
        row is not None
        and row.decided_by == decision.user
        and row.value == after["value"]
        and row.blank == after["blank"]
    )
    assert row is not None
    row.value, row.blank, row.no_value = before["value"], before["blank"], before.get("no_value", "")
    row.status, row.confidence = before["status"], before.get("confidence", 0.0)
    row.reason_ja, row.decided_by = before.get("reason_ja", ""), before.get("by", "")
    row.decided_at = timezone.now() if row.decided_by else None
    row.version += 1
    row.save()


def _finding(decision: db.Decision, pk: int) -> None:
    row = db.Finding.objects.select_for_update().filter(pk=pk, active=True).first()
    before = _before(decision)
    _check(row is not None and row.decided_by == decision.user and row.state == decision.after["state"])
    assert row is not None
    row.state, row.decided_by = before["state"], before.get("by", "")
    row.decided_at = timezone.now() if row.decided_by else None
    row.version += 1
    row.save(update_fields=["state", "decided_by", "decided_at", "version"])


def _document(decision: db.Decision, pk: int) -> None:
    row = db.Document.objects.select_for_update(of=("self",)).select_related("delivery").filter(pk=pk).first()
    before = _before(decision)
    _check(row is not None and row.kind_by == decision.user and row.kind == decision.after["kind"])
    assert row is not None
    row.extracted = row.extracted and row.kind == before["kind"]
    row.kind, row.kind_by = before["kind"], before.get("by", "")
    row.kind_confidence = before.get("confidence", 0.0)
    row.version += 1
    row.save(update_fields=["kind", "kind_by", "kind_confidence", "extracted", "version"])
    settle_document(row)


def _programme(decision: db.Decision, pk: int) -> None:
    row = db.Case.objects.get(pk=pk)
    before = _before(decision)
    _check(row.programme_by == decision.user and row.programme_id == decision.after["programme_id"])
    if row.programme_id != before["programme_id"]:
        row.documents.update(extracted=False)
    row.programme_id, row.programme_by = before["programme_id"], before.get("by", "")
    row.save(update_fields=["programme_id", "programme_by"])


def _before(decision: db.Decision) -> dict[str, Any]:
    return dict(decision.before)


def _check(as_it_was_left: bool) -> None:
    if not as_it_was_left:
        raise StaleError("it has changed since")
