"""The queue of review tasks: what waits, in which order, and which comes next.

Order: oldest case first, and within a case what other things rest on first (programme, kinds of papers, values,
findings), then as the papers lie. A reviewer who starts at the top therefore stays with one envelope until it is done.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from review.permissions import Right, may, tasks_for
from storage.models import ReviewTask
from storage.reviewing import barred

#: Choices of the age filter: at least so many days.
AGES: tuple[tuple[str, str], ...] = (("", "すべて"), ("1", "1日以上"), ("3", "3日以上"), ("7", "7日以上"))
#: From this many days on the page shows the number in warning colour. One week is what the offices promise (issue 5).
OLD_DAYS = 3
_LAST = 1_000_000
_ORDER = ("case__sequence", "case__part", "priority", "place", "pk")


@dataclass(frozen=True)
class Filters:
    """What the reviewer asked for; travels in the address, and holds nothing personal."""

    kind: str = ""
    programme: str = ""
    age: str = ""
    case: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Filters:
        """Filters from a query string; what is not known is ignored."""
        kind = given.get("kind", "")
        age = given.get("age", "")
        return cls(
            kind=kind if kind in ReviewTask.Kind.values else "",
            programme=given.get("programme", "")[:100],
            age=age if age in dict(AGES) else "",
            case=given.get("case", "").strip()[:30],
        )

    def query(self, **changes: str) -> str:
        """These filters as ``?a=b`` (empty where none is set), with `changes` on top."""
        pairs = {"kind": self.kind, "programme": self.programme, "age": self.age, "case": self.case} | changes
        text = urlencode({name: value for name, value in pairs.items() if value})
        return f"?{text}" if text else ""

    def __bool__(self) -> bool:
        return any((self.kind, self.programme, self.age, self.case))


def open_tasks(filters: Filters, user: Any, *, now: dt.datetime | None = None) -> QuerySet[ReviewTask]:
    """Open tasks that match and that `user` may see, in the order of work; each carries `place`, its paper's position."""
    tasks = (
        tasks_for(user)
        .filter(state=ReviewTask.State.OPEN)
        .exclude(barred(user.get_username()))
        .annotate(place=Coalesce(F("field__document__position"), F("document__position"), Value(_LAST)))
        .order_by(*_ORDER)
    )
    if filters.kind:
        tasks = tasks.filter(kind=filters.kind)
    if filters.programme == "-":
        tasks = tasks.filter(case__programme_id=None)
    elif filters.programme:
        tasks = tasks.filter(case__programme_id=filters.programme)
    if filters.age:
        tasks = tasks.filter(opened_at__lte=(now or timezone.now()) - dt.timedelta(days=int(filters.age)))
    if filters.case:
        tasks = tasks.filter(case__receipt_number__istartswith=filters.case)
    return tasks


def next_task(filters: Filters, user: Any, after: ReviewTask | None = None) -> ReviewTask | None:
    """The task for `user` to open after `after` (or the first): the next in order, from the top again behind the last.

    Tasks that somebody else has on screen are passed over. None where no other task waits.
    """
    taken = Q(lease_until__gt=timezone.now()) & ~Q(lease_owner__in=("", user.get_username()))
    tasks = open_tasks(filters, user).exclude(taken).select_related("case")
    if not may(user, Right.SETTLE):
        tasks = tasks.exclude(role=ReviewTask.Role.SENIOR)
    if after is None:
        return tasks.first()
    place = _place(after)
    here = (after.case.sequence, after.case.part, after.priority, place, after.pk)
    behind = Q()
    for depth in range(len(_ORDER)):
        same = {name: here[i] for i, name in enumerate(_ORDER[:depth])}
        behind |= Q(**same, **{f"{_ORDER[depth]}__gt": here[depth]})
    others = tasks.exclude(pk=after.pk)
    return others.filter(behind).first() or others.first()


def _place(task: ReviewTask) -> int:
    if task.field is not None:
        return task.field.document.position
    if task.document is not None:
        return task.document.position
    return _LAST


def age_text(since: dt.datetime, now: dt.datetime) -> str:
    """How long something waits, in the largest sensible unit."""
    minutes = max(0, int((now - since).total_seconds() // 60))
    if minutes < 60:
        return f"{minutes}分"
    if minutes < 24 * 60:
        return f"{minutes // 60}時間"
    return f"{minutes // (24 * 60)}日"
