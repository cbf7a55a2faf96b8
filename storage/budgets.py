"""What applications of one programme ask for in order of arrival: sums over one covering index, no papers loaded."""

from __future__ import annotations

from django.db.models import QuerySet, Sum

from models.programmes import Programme
from storage import models as db
from storage.caseview import find_case


def applied_before(case_id: int, programme: Programme | None) -> int:
    """Yen that count against the budget of all cases of `programme` that arrived before this one; 0 where it is not
    given in order of arrival.

    Raises:
        ObjectNotFoundError: no such case.
    """
    if programme is None or programme.budget.limit is None:
        return 0
    case = find_case(case_id)
    return _sum(_earlier(case, programme))


def concerned(case: db.Case, programme: Programme | None, old: int | None, new: int | None) -> set[int]:
    """Ids of the later cases for which the budget reaches, or no longer does, because `case` asks for `new` instead of `old`."""
    if old == new or programme is None or (limit := programme.budget.limit) is None:
        return set()
    before, budget = _sum(_earlier(case, programme)), programme.budget
    later = db.Case.objects.filter(case.arrived_after, programme_id=programme.id)
    was, now = before + (old or 0), before + (new or 0)
    if max(was, now) + _sum(later) <= limit:
        return set()
    found: set[int] = set()
    rows = later.order_by("sequence", "part").values_list("pk", "applied_amount", "stage")
    for pk, amount, stage in rows.iterator(chunk_size=2000):
        if min(was, now) >= limit:
            break  # for all that follow it was used up before, and still is
        if stage == "apply" and budget.reached(was, amount) != budget.reached(now, amount):
            found.add(pk)
        was, now = was + (amount or 0), now + (amount or 0)
    return found


def _earlier(case: db.Case, programme: Programme) -> QuerySet[db.Case]:
    return db.Case.objects.filter(case.arrived_before, programme_id=programme.id)


def _sum(cases: QuerySet[db.Case]) -> int:
    return int(cases.aggregate(total=Sum("applied_amount"))["total"] or 0)
