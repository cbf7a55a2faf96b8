"""Figures for the dashboard: counts and sums only, nothing personal.

Every query groups in the database and uses an index, so that it stays fast with 100,000 cases and 1,000,000 fields; the
pages keep the answers for a minute (`review.kept`). `programmes` narrows to the programmes a person may see: ids, None
among them for cases of no known programme; None instead of a set: all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Count, Exists, OuterRef, Q, QuerySet, Sum, TextField
from django.db.models.functions import Cast, TruncDate

from models.documents import DocumentKind
from models.findings import FindingCode
from models.programmes import Programme
from storage import models as db
from storage.counters import JAPAN

Programmes = frozenset[str | None] | None
#: From so many days on, what waits is old: one week is what the offices promise.
AGE_BUCKETS = ((0, "今日"), (1, "1日"), (2, "2日"), (3, "3–4日"), (5, "5–6日"), (7, "7日以上"))


class DayInJapan(TruncDate):
    """The day in Japan on which a moment lies.

    SQLite counts it itself: Django would call back into Python for every row, which costs more than all the rest. Japan
    has been nine hours ahead, summer and winter, since 1951.
    """

    def __init__(self, expression: str) -> None:
        super().__init__(expression, tzinfo=JAPAN)

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        sql, params = compiler.compile(self.lhs)
        return f"date({sql}, '+9 hours')", params


@dataclass(frozen=True, slots=True)
class Mail:
    """What arrived on one day."""

    day: dt.date
    files: int
    pages: int


@dataclass(frozen=True, slots=True)
class Straight:
    """How much went through without a person."""

    cases: int
    """Cases that are settled."""
    untouched: int
    """Those of them that nobody decided anything about."""
    fields: int
    asked: int
    """Fields that a person was asked about."""

    @property
    def case_share(self) -> float | None:
        return self.untouched / self.cases if self.cases else None

    @property
    def field_share(self) -> float | None:
        return 1 - self.asked / self.fields if self.fields else None


@dataclass(frozen=True, slots=True)
class Worked:
    """What one person decided."""

    user: str
    by_day: tuple[int, ...]
    """Decisions on each day of the period, oldest first."""

    @property
    def total(self) -> int:
        return sum(self.by_day)


@dataclass(frozen=True, slots=True)
class Spent:
    """The budget of one programme against the amounts that are certain, in yen."""

    programme_id: str
    budget: int | None
    applied: int
    """Accepted amounts applied for, on application forms."""
    claimed: int
    """Accepted amounts claimed, on payment requests."""
    cases: int
    """Cases whose amount applied for is certain."""
    warn_at: float
    """Share of the budget from which people are warned."""
    beyond: int = 0
    """Applications that arrived when the budget was used up (先着順), and nobody said otherwise."""

    @property
    def share(self) -> float | None:
        return self.applied / self.budget if self.budget else None


@dataclass(frozen=True, slots=True)
class Due:
    """Cases of one programme that must be reviewed by one day and are not settled."""

    programme_id: str | None
    day: dt.date | None
    """None: nobody has checked them yet."""
    cases: int


def mail(now: dt.datetime, days: int = 14) -> list[Mail]:
    """What arrived on each of the last `days` days, oldest first, today last."""
    today = now.astimezone(JAPAN).date()
    first = today - dt.timedelta(days=days - 1)
    rows = (
        db.Delivery.objects.filter(registered_at__gte=_midnight(first))
        .annotate(day=DayInJapan("registered_at"))
        .values_list("day")
        .annotate(n=Count("pk"), pages=Sum("page_count"))
        .order_by()
    )
    found = {day: (n, pages) for day, n, pages in rows}
    listed = (first + dt.timedelta(days=n) for n in range(days))
    return [Mail(day, *found.get(day, (0, 0))) for day in listed]


def queue_by_age(now: dt.datetime, programmes: Programmes = None) -> list[tuple[str, int]]:
    """Open review tasks by the days they have waited; one pass over the index, whatever the number of tasks."""
    today = now.astimezone(JAPAN).date()
    leasts = [least for least, _ in AGE_BUCKETS]
    counts: dict[str, Count] = {}
    for at, least in enumerate(leasts):
        span = Q() if at == 0 else Q(opened_at__lt=_midnight(today - dt.timedelta(days=least - 1)))
        if at + 1 < len(leasts):
            span &= Q(opened_at__gte=_midnight(today - dt.timedelta(days=leasts[at + 1] - 1)))
        counts[f"bucket{at}"] = Count("pk", filter=span)
    rows = db.ReviewTask.objects.filter(_within("", programmes), state=db.ReviewTask.State.OPEN)
    found = rows.aggregate(**counts)
    return [(label, found[f"bucket{at}"]) for at, (_, label) in enumerate(AGE_BUCKETS)]


def straight_through(now: dt.datetime, days: int = 30, programmes: Programmes = None) -> Straight:
    """Settled cases that arrived in the last `days` days, and all fields there are."""
    # By the number of arrival: in its order there is an index over the cases of one state, by day there is none.
    recent = db.Envelope.objects.filter(arrived_at__gte=now - dt.timedelta(days=days)).order_by("arrived_at")
    first = recent.values_list("sequence", flat=True).first()
    settled = db.Case.objects.filter(_within("", programmes), state=db.Case.State.COMPLETE)
    settled = settled.none() if first is None else settled.filter(sequence__gte=first)
    touched = Exists(db.Decision.objects.filter(case=OuterRef("pk")))
    asked = db.ReviewTask.objects.filter(_within("", programmes), kind=db.ReviewTask.Kind.FIELD)
    fields = db.Field.objects.filter(_within("document__case__", programmes))
    counts = settled.aggregate(cases=Count("pk"), untouched=Count("pk", filter=~touched))
    return Straight(
        cases=counts["cases"],
        untouched=counts["untouched"],
        fields=fields.count(),
        asked=asked.exclude(state=db.ReviewTask.State.VOID).count(),
    )


def throughput(now: dt.datetime, days: int = 14) -> list[Worked]:
    """What each person decided on each of the last `days` days; who decided most comes first."""
    today = now.astimezone(JAPAN).date()
    first = today - dt.timedelta(days=days - 1)
    rows = (
        db.Decision.objects.filter(at__gte=_midnight(first))
        .annotate(day=DayInJapan("at"))
        .values_list("user", "day")
        .annotate(n=Count("pk"))
        .order_by()
    )
    found: dict[str, dict[dt.date, int]] = {}
    for user, day, n in rows:
        found.setdefault(user, {})[day] = n
    listed = [first + dt.timedelta(days=n) for n in range(days)]
    worked = [Worked(user, tuple(by_day.get(day, 0) for day in listed)) for user, by_day in found.items()]
    return sorted(worked, key=lambda w: (-w.total, w.user))


def budgets(programmes: Mapping[str, Programme], seen: Programmes = None) -> list[Spent]:
    """Of every programme, the accepted amounts applied for and claimed. What a person has still to look at is not in."""
    applied = _amounts(DocumentKind.APPLICATION_FORM, seen)
    claimed = _amounts(DocumentKind.PAYMENT_REQUEST, seen)
    return [
        Spent(
            programme_id=one.id,
            budget=one.budget.amount,
            applied=applied.get(one.id, (0, 0))[0],
            claimed=claimed.get(one.id, (0, 0))[0],
            cases=applied.get(one.id, (0, 0))[1],
            warn_at=one.budget.warn_at,
            beyond=_beyond(one) if one.budget.first_come else 0,
        )
        for one in programmes.values()
        if (seen is None or one.id in seen) and (one.budget.amount or one.id in applied or one.id in claimed)
    ]


def _beyond(programme: Programme) -> int:
    live = db.Finding.objects.filter(code=FindingCode.BUDGET_EXCEEDED.value, active=True)
    return live.filter(case__programme_id=programme.id).exclude(state=db.Finding.State.DISMISSED).count()


def deadlines(programmes: Programmes = None) -> list[Due]:
    """Cases that are not settled, by programme and the day on which they are due, most urgent first."""
    rows = (
        _unsettled(programmes)
        .values_list("programme_id", "due_on")
        .annotate(n=Count("pk"))
        .order_by("due_on", "programme_id")
    )
    return sorted((Due(*row) for row in rows), key=lambda due: due.day or dt.date.max)


def most_urgent(limit: int, before: dt.date, programmes: Programmes = None) -> list[db.Case]:
    """Unsettled cases that are due before a day, most urgent first."""
    rows = _unsettled(programmes).filter(due_on__lt=before).order_by("due_on", "sequence", "part")
    return list(rows.defer("profile")[:limit])


def _unsettled(programmes: Programmes) -> QuerySet[db.Case]:
    # by naming the states: "not complete" would read the whole table
    return db.Case.objects.filter(_within("", programmes), state__in=(db.Case.State.READING, db.Case.State.REVIEW))


def _amounts(kind: DocumentKind, seen: Programmes) -> dict[str, tuple[int, int]]:
    """Sum and number of the accepted amounts on papers of a kind, by programme."""
    rows = (
        db.Field.objects.filter(
            _within("document__case__", seen),
            key="subsidy_amount",
            status=db.Field.Status.ACCEPTED,
            document__kind=kind.value,
            value__isnull=False,
            document__case__programme_id__isnull=False,
        )
        .annotate(as_text=Cast("value", TextField()))
        .filter(as_text__regex=r"^[0-9]+$")
        .values_list("document__case__programme_id")
        .annotate(total=Sum(Cast(Cast("value", TextField()), BigIntegerField())), n=Count("pk"))
        .order_by()
    )
    return {programme: (total or 0, n) for programme, total, n in rows}


def _within(path: str, programmes: Programmes) -> Q:
    if programmes is None:
        return Q()
    named = Q(**{f"{path}programme_id__in": sorted(p for p in programmes if p is not None)})
    return named | Q(**{f"{path}programme_id__isnull": True}) if None in programmes else named


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, JAPAN)
