"""The cases of one grant's phases: which a case goes on with, and which go on with it.

Found link by link by an indexed column. One query with OR over the links reads every case of the office.
"""

from __future__ import annotations

from storage import models as db
from storage.prepared import Prepared

_FOLLOWING: Prepared[db.Case] = Prepared(lambda pks: db.Case.objects.filter(follows__id__in=pks).only("pk"))

#: Phases before the last one: a claim goes on with a report, a report with an application.
MOST_BEFORE = 2


def before(case: db.Case) -> list[db.Case]:
    """The cases of earlier phases that `case` goes on with, nearest first."""
    found: list[db.Case] = []
    at = case
    while at.follows_id is not None and len(found) < MOST_BEFORE and at.follows_id not in {c.pk for c in found}:
        at = db.Case.objects.get(pk=at.follows_id)
        found.append(at)
    return found


def after(case_id: int) -> set[int]:
    """Ids of the cases of later phases that go on with the case `case_id`."""
    next_ones = {case.pk for case in _FOLLOWING.rows([case_id])}
    return next_ones | {case.pk for case in _FOLLOWING.rows(list(next_ones))}
