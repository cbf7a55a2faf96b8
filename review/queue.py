"""The queue of review tasks: what waits, in which order, who is offered what, and which comes next.

Order: what is urgent, then the nearest deadline, then the oldest case, and within a case what other things rest on
first (programme, kinds of papers, values, findings), then as the papers lie. A reviewer who starts at the top therefore
stays with one envelope until it is done.

Everything here reads the task table alone; `storage.queueing` keeps its columns in step with the cases.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
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
from models.errors import StaleError
from review.permissions import Right, may, theirs
from storage import receipts
from storage.counters import JAPAN
from storage.db.people import UNKNOWN
from storage.models import ReviewTask, User
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
_ORDER = ("rank", "due_on", "sequence", "part", "priority", "place", "pk")
_SOON_DAYS = 3


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


def waiting(user: Any) -> QuerySet[ReviewTask]:
    """Every open task of `user`'s programmes that they are not barred from, in no order."""
    if not may(user, Right.SEE_CASES):
        return ReviewTask.objects.none()
    return ReviewTask.objects.filter(theirs(user), state=ReviewTask.State.OPEN).exclude(barred(user.get_username()))


def open_tasks(filters: Filters, user: Any, *, now: dt.datetime | None = None) -> QuerySet[ReviewTask]:
    """Open tasks that match and that `user` may see, in the order of work."""
    now = now or timezone.now()
    return waiting(user).filter(matching(filters, user, now)).order_by(*_ORDER)


def matching(filters: Filters, user: Any, now: dt.datetime) -> Q:
    """The filters as a condition on tasks."""
    wanted = Q()
    if filters.kind:
        wanted &= Q(kind=filters.kind)
    if filters.programme:
        wanted &= Q(programme_id=None if filters.programme == UNKNOWN else filters.programme)
    if filters.stage:
        wanted &= Q(stage=filters.stage)
    if filters.due:
        last = last_due_day(filters.due, now)
        wanted &= Q(due_on__lte=last)
    if filters.age:
        wanted &= Q(opened_at__lte=now - dt.timedelta(days=int(filters.age)))
    if filters.whose == "mine":
        wanted &= Q(assignee=user.get_username())
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
    """Those of `tasks` that `user` may be given now: not held by others, not given to others, not for a senior's eyes."""
    name = user.get_username()
    held = Q(lease_until__gt=now) & ~Q(lease_owner__in=("", name))
    tasks = tasks.exclude(held).filter(assignee__in=("", name))
    return tasks if may(user, Right.SETTLE) else tasks.exclude(role=ReviewTask.Role.SENIOR)


def next_task(filters: Filters, user: Any, after: ReviewTask | None = None) -> ReviewTask | None:
    """The task for `user` to open after `after` (or the first): the next in order, from the top again behind the last.

    Cases on which somebody else is at work come last: what two people decide in one case changes under each other's
    eyes. Only looks; `claim_next` takes it. None where no other task waits.
    """
    now = timezone.now()
    tasks = offered(open_tasks(filters, user, now=now), user, now)
    undisturbed = tasks.exclude(case_id__in=_at_work(user, now))
    return _next_of(undisturbed, after) or _next_of(tasks, after)


def _at_work(user: Any, now: dt.datetime) -> list[int]:
    """Ids of the cases of which others hold a task."""
    held = ReviewTask.objects.filter(lease_owner__gt="", lease_until__isnull=False, lease_until__gt=now)
    return list(held.exclude(lease_owner=user.get_username()).values_list("case_id", flat=True))


def _next_of(tasks: QuerySet[ReviewTask], after: ReviewTask | None) -> ReviewTask | None:
    if after is None:
        return tasks.first()
    here = tuple(getattr(after, name) for name in _ORDER)
    behind = TupleGreaterThan(Tuple(*(F(name) for name in _ORDER)), here)
    others = tasks.exclude(pk=after.pk)
    return others.filter(behind).first() or others.first()


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


@dataclass(frozen=True)
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
    """The counts behind every number of the queue page, from one query over one index.

    Tasks that pass the filters by age and case, grouped by everything else that can be filtered by.
    """
    columns = ("kind", "programme_id", "stage", "due_on", "rank", "assignee", "role")
    narrowed = waiting(user).filter(matching(Filters(age=filters.age, case=filters.case), user, now))
    return [Facet(*row) for row in narrowed.order_by().values_list(*columns).annotate(Count("pk"))]


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
