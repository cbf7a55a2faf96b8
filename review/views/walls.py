"""Group verification: many crops of the same entry, confirmed with one key, each as a decision of its own."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from flows.recheck import recheck
from models.errors import BarredError, NothingToUndoError, ObjectNotFoundError, StaleError
from review.entries import Shape, as_shown, shape_of
from review.labels import TASK_KIND_LABELS_JA, field_label
from review.looks import field_crop
from review.permissions import Right, needs, tasks_for
from review.queue import Filters, narrowed_to
from review.services import known_programmes
from review.views.common import actor, number, saw, show
from review.views.turn import Way, kept_filters
from review.walls import SIZE, arranged, kinds, wall_tasks
from storage.models import ReviewTask
from storage.queueing import take_task
from storage.reviewing import FieldAction, decide_field
from storage.undoing import undo_last, would_undo

#: How a wall may be arranged.
ORDERS = ("doubt", "value")
#: What was confirmed with the last wall, in the session: the entry's key and the tasks' subjects.
_LAST = "wall"


@needs(Right.DECIDE)
@require_safe
def walls(request: HttpRequest) -> HttpResponse:
    """The entries that there are walls of."""
    filters = Filters.read(request.GET)
    saw(request, "walls")
    found = [{"key": key, "label": field_label(key), "count": n} for key, n in kinds(filters, request.user)]
    context = {"walls": found, "keep": filters.query(), "size": SIZE, **_narrowed(filters)}
    return show(request, "walls.html", context)


def _narrowed(filters: Filters) -> dict[str, Any]:
    """What narrows the walls, in words; and the kind of task the list is narrowed to, which narrows no wall."""
    kind = "" if filters.kind == ReviewTask.Kind.FIELD else filters.kind
    return {
        "narrowed": narrowed_to(replace(filters, kind="")),
        "unused_kind": TASK_KIND_LABELS_JA.get(kind, ""),
    }


@needs(Right.DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def wall(request: HttpRequest, key: str) -> HttpResponse:
    """One wall; a POST confirms what is not marked as odd and leads to the odd ones."""
    if shape_of(key) is Shape.ROWS:
        raise Http404
    if request.method == "POST":
        return _undo(request, key) if request.POST.get("action") == "undo" else _confirm(request, key)
    filters = Filters.read(request.GET)
    order = request.GET.get("order") if request.GET.get("order") in ORDERS else ORDERS[0]
    free = wall_tasks(filters, request.user, key)
    waiting = free.count()
    chosen = _taken(free.select_related("case", "field__document__delivery")[: SIZE + SIZE // 2], actor(request))
    tasks = arranged(chosen, str(order))
    for task in tasks:
        saw(request, f"field:{task.field_id}", case=task.case.receipt_number, wall=True)
    odd = set(Way.read(request.GET).odd)
    context = {
        "key": key,
        "label": field_label(key),
        "tiles": [_tile(task) | {"odd": task.pk in odd} for task in tasks],
        "undoable": _undoable(request, key),
        "waiting": waiting,
        "keep": filters.query(),
        **_narrowed(filters),
        "order": order,
        "orders": [
            {"code": code, "label": label, "on": code == order, "href": _href(key, filters, code)}
            for code, label in zip(ORDERS, (_("あやしい順"), _("値でまとめる")), strict=True)
        ],
        "back": reverse("walls") + filters.query(),
    }
    return show(request, "wall.html", context)


def _taken(tasks: Any, who: str) -> list[ReviewTask]:
    """The first of `tasks` that nobody else took meanwhile; they are on this person's screen now."""
    mine: list[ReviewTask] = []
    for task in tasks:
        try:
            if take_task(task.pk, who):
                mine.append(task)
        except (StaleError, ObjectNotFoundError, BarredError):
            continue
        if len(mine) == SIZE:
            break
    return mine


def _tile(task: ReviewTask) -> dict[str, Any]:
    row = task.field
    assert row is not None
    return {
        "task": task.pk,
        "version": row.version,
        "value": as_shown(row.key, row.value, row.raw),
        "long": len(as_shown(row.key, row.value, row.raw)) > 14,
        "crop": field_crop(row),
        "case": task.case.receipt_number,
        "percent": int(row.confidence * 100),
        "unsure": row.confidence < 0.5,
    }


def _href(key: str, filters: Filters, order: str) -> str:
    query = filters.query()
    return reverse("wall", args=[key]) + (f"{query}&order={order}" if query else f"?order={order}")


def _confirm(request: HttpRequest, key: str) -> HttpResponse:
    """Confirm each crop of the wall that is not odd, with its own version; say which were left out."""
    who, filters = actor(request), kept_filters(request)
    known = {
        t.pk: t for t in tasks_for(request.user).filter(pk__in=_numbers(request.POST.getlist("task")), field__key=key)
    }
    odd = [pk for pk in _numbers(request.POST.getlist("odd")) if pk in known]
    confirmed: list[ReviewTask] = []
    left_out = 0
    for pk, task in known.items():
        if pk in odd:
            continue
        try:
            version = number(request.POST.get(f"version{pk}"))
            decide_field(pk, who, None, FieldAction.CONFIRM, version)
            confirmed.append(task)
        except (StaleError, ObjectNotFoundError, BarredError):
            left_out += 1
    for case_id in dict.fromkeys(task.case_id for task in confirmed):
        recheck(case_id, known_programmes())
    request.session[_LAST] = {key: [task.subject for task in confirmed]} if confirmed else {}
    messages.success(request, _("{n} 件を確定しました。").format(n=len(confirmed)), extra_tags="ok")
    if left_out:
        text = _(
            "{n} 件は、見ているあいだにほかの担当者が変更したため、確定していません。一覧に残っていれば、もう一度確かめてください。"
        )
        messages.info(request, text.format(n=left_out))
    back = reverse("wall", args=[key]) + filters.query()
    if not odd:
        return HttpResponseRedirect(back)
    more = urlencode({"wall": key, "odd": ".".join(map(str, odd[1:]))})
    query = filters.query()
    return HttpResponseRedirect(reverse("task", args=[odd[0]]) + (f"{query}&{more}" if query else f"?{more}"))


def _undoable(request: HttpRequest, key: str) -> int:
    """How many decisions of the wall confirmed last can be taken back: none any more where another one followed."""
    subjects = request.session.get(_LAST, {}).get(key, [])
    since = request.user.last_login or timezone.now()
    return len(subjects) if subjects and would_undo(actor(request), since, subjects) else 0


def _undo(request: HttpRequest, key: str) -> HttpResponse:
    """Take back every decision of the wall confirmed last, as long as nothing else was decided after it."""
    subjects = frozenset(request.session.pop(_LAST, {}).get(key, []))
    cases: list[int] = []
    with suppress(NothingToUndoError, StaleError):
        for _each in subjects:
            cases.append(undo_last(actor(request), request.user.last_login or timezone.now(), subjects).case_id)
    for case_id in dict.fromkeys(cases):
        recheck(case_id, known_programmes())
    if len(cases) == len(subjects):
        messages.success(request, _("{n} 件の確定を取り消しました。").format(n=len(cases)), extra_tags="ok")
    else:
        text = _(
            "{n} 件の確定を取り消しました。残りは、そのあとで変更されたため取り消していません。案件の画面から直してください。"
        )
        messages.info(request, text.format(n=len(cases)))
    return HttpResponseRedirect(reverse("wall", args=[key]) + kept_filters(request).query())


def _numbers(texts: list[str]) -> list[int]:
    return [n for n in map(number, texts[: 2 * SIZE]) if n >= 0]
