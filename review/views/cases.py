"""The list of cases, and all there is to one."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from review.labels import STAGE_LABELS_JA
from review.looks import history
from review.permissions import Right, Scope, cases_for, found_for, may, needs, scope_of
from review.queue import ORDER, Filters
from review.room import room_of
from review.services import programme_title
from review.views.common import actor, paged, saw, show
from review.views.findings import USUAL_REASONS
from storage import phases, receipts
from storage.models import Case, Document, Finding, Note, ReviewTask
from storage.prepared import Prepared
from storage.queueing import barred
from storage.reviewing import add_note

_CASE: Prepared[Case] = Prepared(
    lambda number, scope: (
        Case.objects.filter(scope.holds(), receipt_number=number).select_related("envelope").defer("profile")
    )
)
_WAITING: Prepared[tuple[int]] = Prepared(
    lambda case, name: (
        ReviewTask.objects.filter(case_id=case, state=ReviewTask.State.OPEN)
        .exclude(barred(name))
        .order_by(*ORDER)
        .values_list("pk")
    )
)
_NOTES: Prepared[Note] = Prepared(lambda case: Note.objects.filter(case_id=case).order_by("-pk"))

STATE_TONES = {"reading": "", "review": "wait", "complete": "ok"}
NOTE_LENGTH = 2000


@needs(Right.SEE_CASES)
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """Every case, newest first."""
    state = request.GET.get("state", "")
    filters = Filters.read(request.GET)
    state = state if state in Case.State.values else ""
    rows = cases_for(request.user).select_related("envelope").order_by("-sequence", "-part")
    if state:
        rows = rows.filter(state=state)
    if filters.programme:
        rows = rows.filter(programme_id=None if filters.programme == "-" else filters.programme)
    if filters.case:
        rows = rows.filter(receipts.beginning(filters.case))
    query = filters.query(kind="", age="")
    query += (f"{'&' if query else '?'}state={state}") if state else ""
    page, pager = paged(request, rows, query)
    saw(request, "cases", page=page.number)
    shown = [c.pk for c in page]
    papers = _counted(Document.objects.filter(case__in=shown))
    waiting = _counted(ReviewTask.objects.filter(case__in=shown, state=ReviewTask.State.OPEN))
    found = _counted(Finding.objects.filter(case__in=shown, active=True).exclude(state=Finding.State.DISMISSED))
    context = {
        "filters": {"programme": filters.programme, "state": state, "case": filters.case},
        "programmes": [
            {"id": pid or "-", "title": programme_title(pid), "count": count}
            for pid, count in cases_for(request.user)
            .values_list("programme_id")
            .annotate(Count("pk"))
            .order_by("programme_id")
        ],
        "states": [(value, _(label)) for value, label in Case.State.choices],
        "cases": [
            {
                "receipt_number": c.receipt_number,
                "programme": programme_title(c.programme_id),
                "stage": STAGE_LABELS_JA.get(c.stage, c.stage),
                "state": _(c.get_state_display()),
                "tone": STATE_TONES[c.state],
                "documents": papers.get(c.pk, 0),
                "waiting": waiting.get(c.pk, 0),
                "findings": found.get(c.pk, 0),
                "arrived": c.envelope.arrived_at,
            }
            for c in page
        ],
        **pager,
    }
    return show(request, "cases.html", context, section="cases")


def _counted(rows: QuerySet[Any]) -> dict[int, int]:
    """How many of `rows` each case has: of the cases on the page, never of all that match."""
    return dict(rows.order_by().values_list("case_id").annotate(Count("pk")))


@needs(Right.SEE_CASES)
@require_safe
def case(request: HttpRequest, receipt_number: str) -> HttpResponse:
    """The case room: papers side by side, and what was read, found, decided and noted about them."""
    row = found_for(request.user, _CASE, receipt_number)
    saw(request, f"case:{row.pk}", case=row.receipt_number)
    waiting = _WAITING.rows(row.pk, shape=(request.user.get_username(),))
    room = room_of(row, request.user)
    for number in {paper.of for paper in room.others}:
        saw(request, f"case:{number}", case=number)
    following = next_case(row, request.user)
    context = {
        "case": {
            "receipt_number": row.receipt_number,
            "programme": programme_title(row.programme_id),
            "stage": STAGE_LABELS_JA.get(row.stage, row.stage),
            "state": _(row.get_state_display()),
            "tone": STATE_TONES[row.state],
            "arrived": row.envelope.arrived_at,
            "batch_no": row.batch_no,
            "made_by": row.made_by,
            "unread": any(paper.unread for paper in room.papers),
            "phases": _other_phases(row, request.user),
        },
        "room": room,
        "open_findings": sum(f.open for f in room.findings),
        "open_fields": sum(e.waits for g in room.groups for e in g.entries),
        "notes": _NOTES.rows(row.pk),
        "history": history(room.decided[:100]),
        "may_decide": may(request.user, Right.DECIDE, row.programme_id),
        "usual_reasons": USUAL_REASONS,
        "first_task": waiting[0][0] if waiting and may(request.user, Right.DECIDE) else None,
        "waiting": len(waiting),
        "next_case": following.receipt_number if following else "",
    }
    return show(request, "case.html", context, section="cases")


def _other_phases(row: Case, user: Any) -> list[dict[str, str]]:
    """The cases of the same grant's other phases that `user` may see, in order of arrival."""
    linked = {case.pk for case in phases.before(row)} | phases.after(row.pk)
    if not linked:
        return []
    rows = cases_for(user).filter(pk__in=linked).order_by("sequence", "part")
    return [{"receipt_number": c.receipt_number, "stage": STAGE_LABELS_JA.get(c.stage, c.stage)} for c in rows]


@needs(Right.DECIDE)
@require_POST
def note(request: HttpRequest, receipt_number: str) -> HttpResponse:
    """Write something down about a case, for the others. Notes are added, never changed."""
    row = get_object_or_404(cases_for(request.user), receipt_number=receipt_number)
    text = request.POST.get("text", "").strip()
    if text:
        add_note(row.pk, actor(request), text[:NOTE_LENGTH])
    return HttpResponseRedirect(reverse("case", args=[row.receipt_number]))


def next_case(row: Case, user: Any) -> Case | None:
    """The next case in order of arrival that waits for people, from the top again behind the last."""
    if not may(user, Right.SEE_CASES):
        return None
    here = (row.pk, row.sequence, row.part)
    scope = scope_of(user)
    return _NEXT.first(*here, shape=(scope, True)) or _NEXT.first(*here, shape=(scope, False))


def _next(pk: Any, sequence: Any, part: Any, scope: Scope, behind: bool) -> QuerySet[Case]:
    waiting = Case.objects.filter(scope.holds(), state=Case.State.REVIEW).exclude(pk=pk).order_by("sequence", "part")
    if behind:
        waiting = waiting.filter(Q(sequence__gt=sequence) | Q(sequence=sequence, part__gt=part))
    return waiting.only("receipt_number")[:1]


_NEXT: Prepared[Case] = Prepared(_next)
