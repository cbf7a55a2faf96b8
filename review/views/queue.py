"""The list of what waits, and who is given what."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from review.labels import STAGE_LABELS_JA, TASK_KIND_LABELS_JA, TASK_REASONS_JA, field_label, finding_label, kind_label
from review.permissions import Right, cases_for, may, needs
from review.queue import (
    AGES,
    DUES,
    WHOSE,
    Facet,
    Filters,
    age_text,
    claim_next,
    facets,
    next_task,
    open_tasks,
    remember,
    remembered,
)
from review.services import programme_title
from review.views.common import actor, paged, saw, show
from storage.counters import JAPAN
from storage.db.people import UNKNOWN
from storage.models import Case, ReviewTask, User
from storage.queueing import assign, holder, release_all, set_rank

_TONES = {"field": "info", "finding": "ng", "document": "wait", "programme": "wait"}
#: What the lines of the list do not show, and would be most of what is loaded for them.
_HEAVY = (
    "case__profile", "document__text", "document__page_marks", "field__document__text", "field__document__page_marks",
    "field__cells", "finding__refs", "finding__pairs",
)  # fmt: skip
_NAMES = frozenset(each.name for each in fields(Filters))


@needs(Right.SEE_CASES)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Everything that waits, filtered, in the order in which it is best done."""
    filters = _asked(request)
    release_all(actor(request))
    now = timezone.now()
    counted = facets(filters, request.user, now)
    rows = open_tasks(filters, request.user, now=now)
    total = sum(f.count for f in counted if f.matches(filters, request.user, now))
    lines = rows.select_related("case", "field__document", "finding", "document").defer(*_HEAVY)
    page, pager = paged(request, lines, filters.query(), total=total)
    saw(request, "queue", page=page.number)
    context = {
        "filters": filters,
        "filtered": bool(filters),
        "keep": filters.query(),
        "tiles": _tiles(counted, filters, request.user, now),
        "programmes": _programmes(counted, filters, request.user, now),
        "stages": _stages(counted, filters, request.user, now),
        "ages": AGES,
        "dues": DUES,
        "whose": WHOSE if may(request.user, Right.SETTLE) else WHOSE[:2],
        "tasks": [_line(task, request.user, now) for task in page],
        "first": next_task(filters, request.user) if may(request.user, Right.DECIDE) else None,
        "people": _people() if may(request.user, Right.ASSIGN) else [],
        "ranks": [(value, _(label)) for value, label in Case.Rank.choices],
        **pager,
    }
    if not (filters.age or filters.case):  # else not all of them were counted
        context["open_tasks"] = sum(f.count for f in counted)
    return show(request, "queue.html", context)


@needs(Right.DECIDE)
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """Straight to the first task of the filtered queue; to the list where nothing waits."""
    filters = _asked(request)
    first = claim_next(filters, request.user)
    where = reverse("task", args=[first.pk]) if first else reverse("queue")
    return HttpResponseRedirect(where + filters.query())


@needs(Right.ASSIGN)
@require_POST
def arrange(request: HttpRequest) -> HttpResponse:
    """Give the chosen cases to a person, or say that they come first or last."""
    chosen = [int(pk) for pk in request.POST.getlist("case") if pk.isascii() and pk.isdigit() and len(pk) < 19]
    rows = list(cases_for(request.user).filter(pk__in=chosen))
    back = HttpResponseRedirect(reverse("queue") + Filters.read(_kept(request)).query())
    if not rows:
        messages.error(request, _("案件を選んでください。"), extra_tags="ng")
        return back
    ids = [row.pk for row in rows]
    if request.POST.get("do") == "rank":
        rank = request.POST.get("rank", "")
        if rank not in {str(value) for value in Case.Rank.values}:
            raise PermissionDenied
        set_rank(ids, int(rank), actor(request))
        label = Case.Rank(int(rank)).label
        messages.success(
            request, _("%(n)d件の案件を「%(rank)s」にしました。") % {"n": len(ids), "rank": _(label)}, "ok"
        )
        return back
    name = request.POST.get("person", "")
    person = User.objects.filter(username=name, is_active=True).first()
    if name and person is None:
        messages.error(request, _("その人はログインできません。ほかの人を選んでください。"), extra_tags="ng")
        return back
    if person is not None and not all(may(person, Right.DECIDE, row.programme_id) for row in rows):
        messages.error(request, _("その人が担当していない補助金事業の案件が含まれています。"), extra_tags="ng")
        return back
    assign(ids, name, actor(request))
    said = _("%(n)d件の案件を%(who)sさんに割り当てました。") if name else _("%(n)d件の案件の割り当てをやめました。")
    messages.success(request, said % {"n": len(ids), "who": name}, extra_tags="ok")
    return back


def _asked(request: HttpRequest) -> Filters:
    """The filters of this request; where it names none, those that the person used last."""
    if "all" in request.GET:
        remember(request.user, Filters())
    elif _NAMES & set(request.GET):
        filters = Filters.read(request.GET.dict())
        # One case is looked at in passing: it does not become what the queue opens with tomorrow.
        remember(request.user, replace(filters, case=""))
        return filters
    return remembered(request.user)


def _kept(request: HttpRequest) -> dict[str, str]:
    return QueryDict(request.POST.get("keep", "").lstrip("?")).dict()  # type: ignore[return-value]


def task_title(task: ReviewTask) -> str:
    """What a task is about, in a few words."""
    if task.field is not None:
        return field_label(task.field.key, task.field.document.kind, task.programme_id)
    if task.finding is not None:
        return finding_label(task.finding.code)
    return {"document": _("書類の種類"), "programme": _("補助金事業")}.get(
        task.kind, TASK_KIND_LABELS_JA.get(task.kind, "")
    )


def _line(task: ReviewTask, user: Any, now: dt.datetime) -> dict[str, Any]:
    document = task.field.document if task.field else task.document
    reason = ""
    if task.kind in TASK_REASONS_JA:
        reason = TASK_REASONS_JA[task.kind]
    elif task.field is not None:
        reason = task.field.reason_ja
    elif task.finding is not None:
        reason = task.finding.message_ja
    elif task.document is not None:
        reason = _("機械が種類を決めきれませんでした。")
    else:
        reason = _("どの補助金事業への申請か、機械が決めきれませんでした。")
    today = now.astimezone(JAPAN).date()
    return {
        "pk": task.pk,
        "case": {
            "pk": task.case_id,
            "receipt_number": task.case.receipt_number,
            "programme": programme_title(task.programme_id),
            "stage": STAGE_LABELS_JA.get(task.stage, task.stage) if task.programme_id else "",
            "due": task.due_on if task.due_on != dt.date.max else None,
            "due_tone": "ng" if task.due_on < today else ("wait" if task.due_on == today else ""),
            "late": task.due_on < today,
            "urgent": task.rank == Case.Rank.URGENT,
            "later": task.rank == Case.Rank.LATER,
            "assignee": task.assignee,
        },
        "kind_label": TASK_KIND_LABELS_JA.get(task.kind, task.kind),
        "tone": _TONES.get(task.kind, ""),
        "title": task_title(task),
        "document": kind_label(document.kind, task.case.programme_id) if document else "",
        "reason": reason,
        "age": age_text(task.opened_at, now),
        "holder": holder(task, user.get_username(), now),
        "asked_by": task.asked_by if task.role == ReviewTask.Role.SENIOR else "",
    }


def _tiles(counted: list[Facet], filters: Filters, user: Any, now: dt.datetime) -> list[dict[str, Any]]:
    """Counts by kind, deadline and person under the other filters, each a link that narrows to it."""
    where = reverse("queue")

    def tile(label: Any, wanted: Filters, *, on: bool, old: bool = False) -> dict[str, Any]:
        count = sum(f.count for f in counted if f.matches(wanted, user, now))
        return {"label": label, "count": count, "href": where + (wanted.query() or "?all=1"), "on": on, "old": old}

    free = replace(filters, kind="", due="", whose="")
    narrowed = bool(filters.kind or filters.due or filters.whose)
    tiles = [tile(_("すべて"), free, on=not narrowed)]
    for kind, label in TASK_KIND_LABELS_JA.items():
        one = tile(label, replace(free, kind=kind), on=filters.kind == kind)
        if one["count"] or one["on"]:
            tiles.append(one)
    for due, label in DUES[1:3]:
        one = tile(label, replace(free, due=due), on=filters.due == due)
        tiles.append(one | {"old": due == "late" and one["count"] > 0})
    for whose, label in WHOSE[1:]:
        one = tile(label, replace(free, whose=whose), on=filters.whose == whose)
        if (one["count"] or one["on"]) and (whose == "mine" or may(user, Right.SETTLE)):
            tiles.append(one)
    return tiles


def _programmes(counted: list[Facet], filters: Filters, user: Any, now: dt.datetime) -> list[dict[str, Any]]:
    """Programmes that have open tasks under the other filters, with counts."""
    counts: dict[str, int] = {filters.programme: 0} if filters.programme else {}
    for facet in counted:
        if facet.matches(replace(filters, programme=""), user, now):
            pid = facet.programme_id or UNKNOWN
            counts[pid] = counts.get(pid, 0) + facet.count
    return [
        {"id": pid, "title": programme_title(None if pid == UNKNOWN else pid), "count": count}
        for pid, count in sorted(counts.items())
    ]


def _stages(counted: list[Facet], filters: Filters, user: Any, now: dt.datetime) -> list[dict[str, Any]]:
    """Phases that have open tasks under the other filters, with counts."""
    counts: dict[str, int] = {filters.stage: 0} if filters.stage else {}
    for facet in counted:
        if facet.matches(replace(filters, stage=""), user, now):
            counts[facet.stage] = counts.get(facet.stage, 0) + facet.count
    return [
        {"id": stage, "label": STAGE_LABELS_JA.get(stage, stage), "count": count}
        for stage, count in sorted(counts.items())
    ]


def _people() -> list[str]:
    """Login names of those a task can be given to."""
    return [
        person.username
        for person in User.objects.filter(is_active=True).order_by("username")
        if may(person, Right.DECIDE)
    ]
