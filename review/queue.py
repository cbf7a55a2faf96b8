"""The queue of review tasks: what waits, in which order, who is offered what, and which comes next.

Order: what is urgent, then the nearest deadline, then the oldest case, and within a case what other things rest on
first (programme, kinds of papers, values, findings), then as the papers lie. A reviewer who starts at the top therefore
stays with one envelope until it is done.

Everything here reads the task table alone; `storage.queueing` keeps its columns in step with the cases.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet
from django.db.models.expressions import F
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from models.documents import Stage
from models.errors import BarredError, ObjectNotFoundError, StaleError
from review import counts
from review.labels import STAGE_LABELS_JA, TASK_KIND_LABELS_JA
from review.permissions import Right, Scope, may, scope_of
from review.services import programme_title
from storage import receipts
from storage.counters import JAPAN
from storage.db.people import UNKNOWN
from storage.models import ReviewTask, User
from storage.prepared import Prepared
from storage.queueing import barred, take_task

#: Choices of the age filter: at least so many days.
AGES: tuple[tuple[str, Any], ...] = (
    ("", gettext_lazy("すべて")),
    ("1", gettext_lazy("1日以上")),
    ("3", gettext_lazy("3日以上")),
    ("7", gettext_lazy("7日以上")),
)
#: Choices of the deadline filter.
DUES: tuple[tuple[str, Any], ...] = (
    ("", gettext_lazy("すべて")),
    ("late", gettext_lazy("期限切れ")),
    ("today", gettext_lazy("今日まで")),
    ("soon", gettext_lazy("3日以内")),
)
#: Whose tasks: everybody's that one may do, those given to oneself, those brought before a senior.
WHOSE: tuple[tuple[str, Any], ...] = (
    ("", gettext_lazy("すべて")),
    ("mine", gettext_lazy("自分あて")),
    ("asked", gettext_lazy("上席への相談")),
)
ORDER = ("rank", "due_on", "sequence", "part", "priority", "place", "pk")
_SOON_DAYS = 3
#: So many tasks that somebody put off are passed over, each with a question of its own.
_PASSED_OVER = 20


@dataclass(frozen=True)
class Filters:
    """What the reviewer asked for; travels in the address, and holds nothing personal."""

    kind: str = ""
    programme: str = ""
    stage: str = ""
    due: str = ""
    age: str = ""
    whose: str = ""
    case: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Filters:
        """Filters from a query string; what is not known is ignored."""

        def one_of(name: str, known: Iterable[str]) -> str:
            return given.get(name, "") if given.get(name, "") in known else ""

        return cls(
            kind=one_of("kind", ReviewTask.Kind.values),
            programme=str(given.get("programme", ""))[:100],
            stage=one_of("stage", [stage.value for stage in Stage]),
            due=one_of("due", dict(DUES)),
            age=one_of("age", dict(AGES)),
            whose=one_of("whose", dict(WHOSE)),
            case=receipts.typed(str(given.get("case", ""))[:60])[:30],
        )

    def query(self, **changes: str) -> str:
        """These filters as ``?a=b`` (empty where none is set), with `changes` on top."""
        pairs = asdict(self) | changes
        text = urlencode({name: value for name, value in pairs.items() if value})
        return f"?{text}" if text else ""

    def __bool__(self) -> bool:
        return any(getattr(self, each.name) for each in fields(self))


def narrowed_to(filters: Filters) -> list[str]:
    """The filters in words, as the list of what waits names them."""
    words = [
        str(TASK_KIND_LABELS_JA.get(filters.kind, "")),
        filters.programme and programme_title(None if filters.programme == UNKNOWN else filters.programme),
        str(STAGE_LABELS_JA.get(filters.stage, "")),
        *(
            str(dict(choices)[chosen])
            for choices, chosen in ((DUES, filters.due), (AGES, filters.age), (WHOSE, filters.whose))
            if chosen
        ),
        filters.case,
    ]
    return [word for word in words if word]


def waiting(user: Any) -> QuerySet[ReviewTask]:
    """Every open task of `user`'s programmes that is theirs to see, in no order: none that they are barred from, and none
    that was brought before a senior where they decide but are none."""
    if not may(user, Right.SEE_CASES):
        return ReviewTask.objects.none()
    return _waiting(scope_of(user), user.get_username(), settles=not _below_seniors(user))


def _below_seniors(user: Any) -> bool:
    return may(user, Right.DECIDE) and not may(user, Right.SETTLE)


def _waiting(scope: Scope, name: str, *, settles: bool) -> QuerySet[ReviewTask]:
    tasks = ReviewTask.objects.filter(scope.holds(), state=ReviewTask.State.OPEN).exclude(barred(name))
    return tasks if settles else tasks.exclude(role=ReviewTask.Role.SENIOR)


def open_tasks(filters: Filters, user: Any, *, now: dt.datetime | None = None) -> QuerySet[ReviewTask]:
    """Open tasks that match and that `user` may see, in the order of work."""
    now = now or timezone.now()
    return waiting(user).filter(matching(filters, user, now)).order_by(*ORDER)


def matching(filters: Filters, user: Any, now: dt.datetime) -> Q:
    """The filters as a condition on tasks."""
    return _matching(filters, user.get_username(), *_limits(filters, now))


def _limits(filters: Filters, now: dt.datetime) -> tuple[dt.date | None, dt.datetime | None]:
    """The last deadline and the last moment of opening that still count; None where the filters do not ask."""
    due = last_due_day(filters.due, now) if filters.due else None
    return due, now - dt.timedelta(days=int(filters.age)) if filters.age else None


def _matching(filters: Filters, name: str, due: Any, opened: Any) -> Q:
    """The same; `due` is the last deadline, `opened` the last moment that still counts."""
    wanted = Q()
    if filters.kind:
        wanted &= Q(kind=filters.kind)
    if filters.programme:
        wanted &= Q(programme_id=None if filters.programme == UNKNOWN else filters.programme)
    if filters.stage:
        wanted &= Q(stage=filters.stage)
    if filters.due:
        wanted &= Q(due_on__lte=due)
    if filters.age:
        wanted &= Q(opened_at__lte=opened)
    if filters.whose == "mine":
        wanted &= Q(assignee=name)
    elif filters.whose == "asked":
        wanted &= Q(role=ReviewTask.Role.SENIOR)
    if filters.case:
        wanted &= receipts.beginning(filters.case, "case__")
    return wanted


def last_due_day(due: str, now: dt.datetime) -> dt.date:
    """The last deadline that a choice of `DUES` covers."""
    today = now.astimezone(JAPAN).date()
    return today + dt.timedelta(days={"late": -1, "today": 0, "soon": _SOON_DAYS}[due])


def offered(tasks: QuerySet[ReviewTask], user: Any, now: dt.datetime) -> QuerySet[ReviewTask]:
    """Those of the `tasks` that `user` sees (`waiting`) that they may be given now: not held by others, not given to others."""
    return _offered(tasks, user.get_username(), now)


def _offered(tasks: QuerySet[ReviewTask], name: str, now: Any) -> QuerySet[ReviewTask]:
    held = Q(lease_until__gt=now) & ~Q(lease_owner__in=("", name))
    return tasks.exclude(held).filter(assignee__in=("", name))


def next_task(filters: Filters, user: Any, after: ReviewTask | None = None) -> ReviewTask | None:
    """The task for `user` to open after `after` (or the first): the next in order, from the top again behind the last.

    Cases on which somebody else is at work come last: what two people decide in one case changes under each other's
    eyes. Only looks; `claim_next` takes it. None where no other task waits.
    """
    if not may(user, Right.SEE_CASES):
        return None
    now = timezone.now()
    due, opened = _limits(filters, now)
    here: list[Any] = [getattr(after, name) for name in ORDER] if after is not None else [None] * len(ORDER)
    whose = (scope_of(user), user.get_username(), may(user, Right.SETTLE))
    for alone in (True, False):
        for behind in (True, False) if after is not None else (False,):
            shape: tuple[Any, ...] = (filters, *whose, alone, behind, after is not None)
            if filters.case:  # where the numbers that begin so lie is looked up each time: nothing to make once
                found = _next(now, due, opened, *here, *shape).first()
            else:
                found = _NEXT.first(now, due, opened, *here, shape=shape)
            if found is not None:
                return found
    return None


def _next(
    now: Any, due: Any, opened: Any, rank: Any, day: Any, sequence: Any, part: Any, priority: Any, place: Any, pk: Any,
    filters: Filters, scope: Scope, name: str, settles: bool, alone: bool, behind: bool, other: bool,
) -> QuerySet[ReviewTask]:  # fmt: skip
    """The first of the open tasks to be offered: in no case where others are at work (`alone`), behind the place that is
    given (`behind`), another one than `pk` (`other`)."""
    tasks = _waiting(scope, name, settles=settles).filter(_matching(filters, name, due, opened)).order_by(*ORDER)
    tasks = _offered(tasks, name, now)
    if alone:
        held = ReviewTask.objects.filter(lease_owner__gt="", lease_until__isnull=False, lease_until__gt=now)
        tasks = tasks.exclude(case_id__in=held.exclude(lease_owner=name).order_by().values("case_id"))
    if other:
        tasks = tasks.exclude(pk=pk)
    if behind:
        here = (rank, day, sequence, part, priority, place, pk)
        tasks = tasks.filter(TupleGreaterThan(Tuple(*(F(name) for name in ORDER)), here))
    return tasks[:1]


_NEXT: Prepared[ReviewTask] = Prepared(_next)


def first_task(
    filters: Filters, user: Any, later: Collection[int] = (), after: ReviewTask | None = None
) -> ReviewTask | None:
    """Like `next_task`: the first that `user` has not put off (`later`: ids); where there is none, the first of those."""
    first = task = next_task(filters, user, after)
    seen: set[int] = set()
    while task is not None and task.pk in later and task.pk not in seen and len(seen) < _PASSED_OVER:
        seen.add(task.pk)
        task = next_task(filters, user, after=task)
    return first if task is None or task.pk in later else task


def claim_first(
    filters: Filters, user: Any, later: Collection[int] = (), after: ReviewTask | None = None
) -> ReviewTask | None:
    """Like `first_task`, and the task is `user`'s from now on."""
    task = first_task(filters, user, later, after) if later else None
    with suppress(StaleError, BarredError, ObjectNotFoundError):  # somebody was faster
        if task is not None and take_task(task.pk, user.get_username()):
            return task
    return claim_next(filters, user, after)


def claim_next(filters: Filters, user: Any, after: ReviewTask | None = None) -> ReviewTask | None:
    """Like `next_task`, and the task is `user`'s from now on: of two people who ask at once each gets another."""
    seen: set[int] = set()
    while (task := next_task(filters, user, after)) is not None and task.pk not in seen:
        try:
            if take_task(task.pk, user.get_username()):
                return task
        except StaleError:
            pass
        seen.add(task.pk)
    return None


@dataclass(frozen=True, slots=True)
class Facet:
    """So many open tasks of one kind, phase, deadline and so on."""

    kind: str
    programme_id: str | None
    stage: str
    due_on: dt.date
    rank: int
    assignee: str
    role: str
    count: int

    def matches(self, filters: Filters, user: Any, now: dt.datetime) -> bool:
        """Whether these tasks pass the filters by kind, programme, phase, deadline and whose they are."""
        return (
            filters.kind in ("", self.kind)
            and filters.programme in ("", self.programme_id or UNKNOWN)
            and filters.stage in ("", self.stage)
            and (not filters.due or self.due_on <= last_due_day(filters.due, now))
            and (filters.whose != "mine" or self.assignee == user.get_username())
            and (filters.whose != "asked" or self.role == ReviewTask.Role.SENIOR)
        )


def facets(filters: Filters, user: Any, now: dt.datetime) -> list[Facet]:
    """The counts behind every number of the queue page (`review.counts`).

    Tasks that pass the filters by age and case, grouped by everything else that can be filtered by.
    """
    if filters.age or filters.case:
        narrowed = waiting(user).filter(matching(Filters(age=filters.age, case=filters.case), user, now))
        return [Facet(*row) for row in narrowed.order_by().values_list(*counts.COLUMNS).annotate(Count("pk"))]
    if not may(user, Right.SEE_CASES):
        return []
    scope, name, below = scope_of(user), user.get_username(), _below_seniors(user)
    summed: dict[tuple[Any, ...], int] = {}
    for group in counts.groups():
        if group.for_(scope, name) and not (below and group.role == ReviewTask.Role.SENIOR):
            alike = tuple(getattr(group, column) for column in counts.COLUMNS)
            summed[alike] = summed.get(alike, 0) + group.count
    return [Facet(*(*alike, count)) for alike, count in summed.items()]


def how_many(filters: Filters, user: Any) -> int:
    """How many open tasks match and are for `user` to see."""
    now = timezone.now()
    return sum(f.count for f in facets(filters, user, now) if f.matches(filters, user, now))


def remembered(user: Any) -> Filters:
    """What this person last narrowed the queue to."""
    return Filters.read(user.queue_filters)


def remember(user: Any, filters: Filters) -> None:
    """Keep a person's filters, for the next time they open the queue, wherever and whenever that is."""
    kept = {name: value for name, value in asdict(filters).items() if value}
    if user.queue_filters != kept:
        User.objects.filter(pk=user.pk).update(queue_filters=kept)
        user.queue_filters = kept


def age_text(since: dt.datetime, now: dt.datetime) -> str:
    """How long something waits, in the largest sensible unit."""
    minutes = max(0, int((now - since).total_seconds() // 60))
    if minutes < 60:
        return _("%(n)d分") % {"n": minutes}
    if minutes < 24 * 60:
        return _("%(n)d時間") % {"n": minutes // 60}
    return _("%(n)d日") % {"n": minutes // (24 * 60)}
