"""How many tasks wait, and of which sort: the numbers in the head of every page and all over the queue page.

They come from one grouped query over one index. Where few tasks wait it is asked every time; where thousands do, counting
them would be a good part of what a page costs, and an answer is used for `SECONDS` by everybody whom this process answers.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from review.permissions import Scope
from review.services import installation
from storage.db.people import UNKNOWN
from storage.models import ReviewTask
from storage.prepared import Prepared

#: How old a count may be that was dear to make.
SECONDS = 5.0
#: So many open tasks are counted every time.
FEW = 3000


@dataclass(frozen=True, slots=True)
class Group:
    """So many open tasks that are alike in everything the queue can be narrowed by, but for their age and case."""

    kind: str
    programme_id: str | None
    stage: str
    due_on: dt.date
    rank: int
    assignee: str
    role: str
    barred: str
    count: int

    def for_(self, scope: Scope, name: str) -> bool:
        """Whether these are of the programmes of `scope`, and none that the person called `name` must not have."""
        if f"|{name}|" in self.barred:
            return False
        return scope.everything or (self.programme_id or UNKNOWN) in scope.programmes


COLUMNS = ("kind", "programme_id", "stage", "due_on", "rank", "assignee", "role")
_GROUPS: Prepared[tuple[Any, ...]] = Prepared(
    lambda: (
        ReviewTask.objects.filter(state=ReviewTask.State.OPEN)
        .order_by()
        .values_list(*COLUMNS, "barred")
        .annotate(Count("pk"))
    )
)
_answers: dict[Hashable, tuple[float, list[Group]]] = {}


def groups() -> list[Group]:
    """All open tasks, grouped."""
    settings = installation()
    key = (settings.data_dir, settings.database_url)
    at, found = _answers.get(key, (0.0, []))
    if found and time.monotonic() - at < SECONDS:
        return found
    found = [Group(*row) for row in _GROUPS.rows()]
    if sum(group.count for group in found) > FEW:
        _answers.clear()
        _answers[key] = (time.monotonic(), found)
    else:
        _answers.pop(key, None)
    return found
