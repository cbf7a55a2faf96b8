"""The list of what waits."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from review.labels import STAGE_LABELS_JA, TASK_KIND_LABELS_JA, TASK_REASONS_JA, field_label, finding_label, kind_label
from review.permissions import Right, may, needs, tasks_for
from review.queue import AGES, OLD_DAYS, Filters, age_text, next_task, open_tasks
from review.services import programme_title
from review.views.common import paged, saw, show
from storage.models import ReviewTask

_TONES = {"field": "info", "finding": "ng", "document": "wait", "programme": "wait"}


@needs(Right.SEE_CASES)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Everything that waits, filtered, in the order in which it is best done."""
    filters = Filters.read(request.GET)
    now = timezone.now()
    page, pager = paged(
        request,
        open_tasks(filters, request.user, now=now).select_related("case", "field__document", "finding", "document"),
        filters.query(),
    )
    saw(request, "queue", page=page.number)
    context = {
        "filters": filters,
        "filtered": bool(filters),
        "keep": filters.query(),
        "tiles": _tiles(filters, request.user, now),
        "programmes": _programmes(request.user),
        "ages": AGES,
        "tasks": [_line(task, now) for task in page],
        "first": next_task(filters, request.user) if may(request.user, Right.DECIDE) else None,
        **pager,
    }
    return show(request, "queue.html", context)


@needs(Right.DECIDE)
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Straight to the first task of the filtered queue; to the list where nothing waits."""
    filters = Filters.read(request.GET)
    first = next_task(filters, request.user)
    where = reverse("task", args=[first.pk]) if first else reverse("queue")
    return HttpResponseRedirect(where + filters.query())


def task_title(task: ReviewTask) -> str:
    """What a task is about, in a few words."""
    if task.field is not None:
        return field_label(task.field.key, task.field.document.kind, task.case.programme_id)
    if task.kind == ReviewTask.Kind.FINDING and task.finding is not None:
        return finding_label(task.finding.code)
    return {"document": "書類の種類", "programme": "補助金事業"}.get(task.kind, TASK_KIND_LABELS_JA.get(task.kind, ""))


def _line(task: ReviewTask, now: dt.datetime) -> dict[str, Any]:
    document = task.field.document if task.field else task.document
    reason = ""
    if task.kind in TASK_REASONS_JA:
        reason = TASK_REASONS_JA[task.kind]
    elif task.field is not None:
        reason = task.field.reason_ja
    elif task.finding is not None:
        reason = task.finding.message_ja
    elif task.document is not None:
        reason = "機械が種類を決めきれませんでした。"
    else:
        reason = "どの補助金事業への申請か、機械が決めきれませんでした。"
    return {
        "pk": task.pk,
        "case": {
            "receipt_number": task.case.receipt_number,
            "programme": programme_title(task.case.programme_id),
            "stage": STAGE_LABELS_JA.get(task.case.stage, task.case.stage) if task.case.programme_id else "",
        },
        "kind_label": TASK_KIND_LABELS_JA.get(task.kind, task.kind),
        "tone": _TONES.get(task.kind, ""),
        "title": task_title(task),
        "document": kind_label(document.kind, task.case.programme_id) if document else "",
        "reason": reason,
        "age": age_text(task.opened_at, now),
    }


def _tiles(filters: Filters, user: Any, now: dt.datetime) -> list[dict[str, Any]]:
    """Counts by kind under the other filters, each a link that narrows to it."""
    free = Filters(programme=filters.programme, case=filters.case)
    counts = dict(open_tasks(free, user, now=now).order_by().values_list("kind").annotate(Count("pk")))
    where = reverse("queue")
    tiles: list[dict[str, Any]] = [
        {
            "label": "すべて",
            "count": sum(counts.values()),
            "href": where + free.query(),
            "on": not filters.kind and not filters.age,
        }
    ]
    for kind, label in TASK_KIND_LABELS_JA.items():
        if counts.get(kind) or filters.kind == kind:
            tiles.append(
                {
                    "label": label,
                    "count": counts.get(kind, 0),
                    "href": where + free.query(kind=kind),
                    "on": filters.kind == kind,
                }
            )
    old = open_tasks(Filters(programme=free.programme, case=free.case, age=str(OLD_DAYS)), user, now=now).count()
    tiles.append(
        {
            "label": f"{OLD_DAYS}日以上待ち",
            "count": old,
            "href": where + free.query(age=str(OLD_DAYS)),
            "on": filters.age == str(OLD_DAYS) and not filters.kind,
            "old": old > 0,
        }
    )
    return tiles


def _programmes(user: Any) -> list[dict[str, Any]]:
    """Programmes that have open tasks, with counts."""
    rows = (
        tasks_for(user)
        .filter(state=ReviewTask.State.OPEN)
        .values_list("case__programme_id")
        .annotate(Count("pk"))
        .order_by("case__programme_id")
    )
    return [{"id": pid or "-", "title": programme_title(pid), "count": count} for pid, count in rows]
