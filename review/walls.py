"""Walls of crops: the same entry of many cases side by side, so that the odd one stands out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from review.entries import Shape, as_typed, shape_of
from review.queue import Filters, offered, open_tasks
from storage.models import Field, ReviewTask

#: Crops on one wall: four rows of six fill the screen of an office PC without scrolling far.
SIZE = 24
#: A wall of fewer is no wall.
FEWEST = 2


def wall_tasks(filters: Filters, user: Any, key: str = "") -> QuerySet[ReviewTask]:
    """Field tasks that may stand on a wall: open, with a value, on nobody else's screen, not a senior's."""
    now = timezone.now()
    # walls are of fields: a queue narrowed to another kind of task narrows no wall
    tasks = offered(open_tasks(replace(filters, kind=""), user, now=now), user, now)
    tasks = tasks.filter(kind=ReviewTask.Kind.FIELD, field__value__isnull=False, role=ReviewTask.Role.ANYBODY)
    return tasks.filter(field__key=key) if key else tasks


def kinds(filters: Filters, user: Any) -> list[tuple[str, int]]:
    """The entries that there are walls of, most first, with how many wait."""
    rows = (
        wall_tasks(filters, user)
        .order_by()
        .values_list("field__key")
        .annotate(n=Count("pk"))
        .order_by("-n", "field__key")
    )
    return [(key, n) for key, n in rows if n >= FEWEST and shape_of(key) is not Shape.ROWS]


def arranged(tasks: Sequence[ReviewTask], by: str) -> list[ReviewTask]:
    """The wall's tasks so that what is odd stands first: least sure, or (``value``) rarest value first, alike together."""

    def field(task: ReviewTask) -> Field:
        assert task.field is not None
        return task.field

    if by != "value":
        return sorted(tasks, key=lambda t: (field(t).confidence, t.pk))
    texts = {t.pk: as_typed(field(t).key, field(t).value) for t in tasks}
    counts = Counter(texts.values())
    return sorted(tasks, key=lambda t: (counts[texts[t.pk]], texts[t.pk], t.pk))
