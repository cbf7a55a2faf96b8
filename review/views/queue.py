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

from review.labels import STAGE_LABELS_JA, TASK_KIND_LABELS_JA
from review.lines import Lines, rows
from review.permissions import Right, cases_for, may, needs
from review.queue import (
    AGES,
    DUES,
    WHOSE,
    Facet,
    Filters,
    claim_first,
    facets,
    first_task,
    how_many,
    open_tasks,
    remember,
    remembered,
)
from review.services import programme_title
from review.views.common import actor, paged, put_off, saw, show
from storage.db.people import UNKNOWN
from storage.models import Case, User
from storage.queueing import assign, release_all, set_rank

_NAMES = frozenset(each.name for each in fields(Filters))


@needs(Right.SEE_CASES)
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """Everything that waits, filtered, in the order in which it is best done."""
    filters = _asked(request)
    release_all(actor(request))
    now = timezone.now()
    counted = facets(filters, request.user, now)
    total = sum(f.count for f in counted if f.matches(filters, request.user, now))
    page, pager = paged(request, open_tasks(filters, request.user, now=now), filters.query(), total=total, load=rows)
    saw(request, "queue", page=page.number)
    later = put_off(request)
    people = _people() if may(request.user, Right.ASSIGN) else []
    context = {
        "filters": filters,
        "filtered": bool(filters),
        "elsewhere": how_many(Filters(), request.user) if filters and not total else 0,
        "keep": filters.query(),
        "tiles": _tiles(counted, filters, request.user, now),
        "programmes": _programmes(counted, filters, request.user, now),
        "stages": _stages(counted, filters, request.user, now),
        "ages": AGES,
        "dues": DUES,
        "whose": WHOSE if may(request.user, Right.SETTLE) else WHOSE[:2],
        "lines": Lines(request.user, now, filters.query(), choose=bool(people), later=later).html(page)
        if total
        else "",
        "first": first_task(filters, request.user, later) if may(request.user, Right.DECIDE) else None,
        "people": people,
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
    first = claim_first(filters, request.user, put_off(request))
    where = reverse("task", args=[first.pk]) if first else reverse("queue")
    return HttpResponseRedirect(where + filters.query())


@needs(Right.ASSIGN)
@require_POST
def arrange(request: HttpRequest) -> HttpResponse:
    """Give the chosen cases to a person, or say that they come first or last."""
    chosen = [int(pk) for pk in request.POST.getlist("case") if pk.isascii() and pk.isdigit() and len(pk) < 19]
    found = list(cases_for(request.user).filter(pk__in=chosen))
    back = HttpResponseRedirect(reverse("queue") + Filters.read(_kept(request)).query())
    if not found:
        messages.error(request, _("案件を選んでください。"), extra_tags="ng")
        return back
    ids = [row.pk for row in found]
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
    if person is not None and not all(may(person, Right.DECIDE, row.programme_id) for row in found):
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
    return QueryDict(request.POST.get("keep", "").lstrip("?")).dict()


def _tiles(counted: list[Facet], filters: Filters, user: Any, now: dt.datetime) -> list[dict[str, Any]]:
    """Counts by kind, deadline and person under the other filters, each a link that narrows to it."""
    where = reverse("queue")

    def tile(label: Any, wanted: Filters, *, on: bool, key: str = "") -> dict[str, Any]:
        count = sum(f.count for f in counted if f.matches(wanted, user, now))
        return {"label": label, "count": count, "href": where + (wanted.query() or "?all=1"), "on": on, "key": key}

    free = replace(filters, kind="", due="", whose="")
    narrowed = bool(filters.kind or filters.due or filters.whose)
    tiles = [tile(_("すべて"), free, on=not narrowed, key="1")]
    for n, (kind, label) in enumerate(TASK_KIND_LABELS_JA.items(), 2):  # a kind keeps its key when others are gone
        one = tile(label, replace(free, kind=kind), on=filters.kind == kind, key=str(n))
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
