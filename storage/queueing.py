"""The queue of review tasks: what it sorts by, who has which task, whom it was given to, and what comes first.

A task carries what the queue filters and sorts by (programme, stage, order of arrival, deadline, rank) in its own row,
so that lists and counts over many thousand tasks need no joins. `in_step` writes these columns; whoever opens tasks,
moves papers between cases, or changes a case's programme or stage calls it in the same transaction.

*Claims.* A task is held by one person at a time. A claim ends with the decision, when the person skips it, and by
itself `LEASE_SECONDS` after they opened it; until then nobody else is given it, and nobody else can decide it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from models.errors import BarredError, HeldError, ObjectNotFoundError, StaleError
from storage import audit
from storage import models as db
from storage.prepared import Prepared, put, write
from storage.standing import had_a_say

#: How long a task stays with the person who opened it. Long enough for a telephone call about it.
LEASE_SECONDS = 600.0
#: What `ReviewTask.standing` says.
_STANDING = ("programme_id", "stage", "rank", "due_on", "sequence", "part", "place", "assignee")
_ABOUT_FIELDS = ("field", "entry", "settle", "sample")

_LOCKED: Prepared[db.ReviewTask] = Prepared(lambda pk: db.ReviewTask.objects.select_for_update().filter(pk=pk))
_OPEN: Prepared[db.ReviewTask] = Prepared(
    lambda subject: db.ReviewTask.objects.filter(subject=subject, state=db.ReviewTask.State.OPEN)
)
_HELD: Prepared[db.ReviewTask] = Prepared(
    lambda user: db.ReviewTask.objects.filter(lease_owner=user, lease_until__isnull=False).only("pk").order_by()[:1]
)
_OPEN_OF_CASE: Prepared[db.ReviewTask] = Prepared(
    lambda case: (
        db.ReviewTask.objects.filter(case_id=case, state=db.ReviewTask.State.OPEN)
        .select_related("field__document", "document")
        .only(*_STANDING, "field__document__position", "document__position")
    )
)
_DECISIONS: Prepared[db.Decision] = Prepared(
    lambda subjects: db.Decision.objects.filter(task_subject__in=subjects).order_by("pk")
)


def in_step(case: db.Case) -> None:
    """Write into the open tasks of a case what the queue sorts and filters by. Call inside a transaction."""
    for task in _OPEN_OF_CASE.rows(case.pk):
        task.case = case
        if different := put(task, task.standing()):
            write([task], different)


def take_task(task_id: int, user: str, seconds: float = LEASE_SECONDS) -> bool:
    """Give the task to `user` for `seconds`; False where somebody else has it.

    Raises:
        ObjectNotFoundError: no such task.
        BarredError: it is for somebody who had no say in it yet.
        StaleError: it need not be decided any more.
    """
    now = timezone.now()
    with transaction.atomic():
        task = locked_task(task_id)
        check_not_barred(task, user)
        if holder(task, user, now):
            return False
        task.lease_owner, task.lease_until = user, now + dt.timedelta(seconds=seconds)
        write([task], ("lease_owner", "lease_until"))
        return True


def has_task(task: db.ReviewTask, user: str) -> bool:
    """Whether `user` was given the task within the last minute, with the decision before it: nothing needs writing.

    Raises:
        BarredError: it is for somebody who had no say in it yet.
    """
    fresh = timezone.now() + dt.timedelta(seconds=LEASE_SECONDS - 60)
    if task.lease_owner != user or task.lease_until is None or task.lease_until < fresh:
        return False
    check_not_barred(task, user)
    return True


def release_task(task_id: int, user: str) -> None:
    """Let go of a task that `user` holds, so that others are given it at once; otherwise nothing happens."""
    db.ReviewTask.objects.filter(pk=task_id, lease_owner=user).update(lease_owner="", lease_until=None)


def release_all(user: str) -> None:
    """Let go of everything that `user` holds: they are looking at the list, or have left."""
    if _HELD.first(user) is not None:  # most of the time nothing is held, and nothing needs writing
        db.ReviewTask.objects.filter(lease_owner=user, lease_until__isnull=False).update(
            lease_owner="", lease_until=None
        )


def holder(task: db.ReviewTask, user: str, now: dt.datetime | None = None) -> str:
    """Who else than `user` holds the task now; empty where nobody does."""
    if task.lease_owner in ("", user) or task.lease_until is None or task.lease_until <= (now or timezone.now()):
        return ""
    return task.lease_owner


def check_not_held(task_subject: str, user: str) -> None:
    """Before a decision: nobody else must be at work on the same thing.

    Raises:
        HeldError: somebody is.
    """
    open_task = _OPEN.first(task_subject)
    if open_task is not None and (by := holder(open_task, user)):
        raise HeldError(by)


def assign(case_ids: Collection[int], person: str, by: str) -> int:
    """Give every open task of these cases to `person` (a login name; empty: to whoever comes); how many cases.

    Tasks that open in these cases later go to the same person. A claim of somebody else's ends.

    Raises:
        ObjectNotFoundError: no such person, or they cannot log in.
    """
    if person and not db.User.objects.filter(username=person, is_active=True).exists():
        raise ObjectNotFoundError("no such person")
    with transaction.atomic():
        for case in _locked(case_ids):
            if case.assignee != person:
                case.assignee = person
                case.save(update_fields=["assignee"])
                in_step(case)
                others = case.tasks.exclude(lease_owner__in=("", person)) if person else case.tasks.none()
                others.update(lease_owner="", lease_until=None)
            audit.record(by, "case.assigned", f"case:{case.pk}", {"case": case.receipt_number, "to": person})
    return len(case_ids)


def set_rank(case_ids: Collection[int], rank: db.Case.Rank | int, by: str) -> int:
    """Say whether these cases come first (急ぎ), in their order, or last (後回し); how many cases."""
    rank = db.Case.Rank(rank)
    with transaction.atomic():
        for case in _locked(case_ids):
            if case.rank != rank:
                case.rank = rank
                case.save(update_fields=["rank"])
                in_step(case)
            audit.record(by, "case.ranked", f"case:{case.pk}", {"case": case.receipt_number, "rank": rank.name.lower()})
    return len(case_ids)


def _locked(case_ids: Collection[int]) -> Iterable[db.Case]:
    return db.Case.objects.select_for_update().filter(pk__in=case_ids).order_by("sequence", "part")


def barred(user: str) -> Q:
    """The review tasks that `user` must not have: they have already had their say in them."""
    return Q(barred__contains=f"|{user}|")


def check_not_barred(task: db.ReviewTask, user: str) -> None:
    """Refuse who has decided or typed the task's field already, also where the task has not heard of it yet."""
    if f"|{user}|" in task.barred:
        raise BarredError("the same person again")
    if task.kind not in (db.ReviewTask.Kind.ENTRY, db.ReviewTask.Kind.SETTLE, db.ReviewTask.Kind.SAMPLE):
        return
    if user in had_a_say(_DECISIONS.rows([f"{kind}:{task.field_id}" for kind in _ABOUT_FIELDS])):
        raise BarredError("the same person again")


def locked_task(task_id: int) -> db.ReviewTask:
    """The task, locked until the transaction ends.

    Raises:
        ObjectNotFoundError: no such task.
        StaleError: it need not be decided any more.
    """
    task = _LOCKED.first(task_id)
    if task is None:
        raise ObjectNotFoundError("no such task")
    if task.state == db.ReviewTask.State.VOID:
        raise StaleError("the task need not be decided any more")
    return task
