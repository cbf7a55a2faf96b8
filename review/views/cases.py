"""The list of cases, and all there is to one."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from models.findings import FindingStatus
from review.entries import as_shown, table
from review.labels import (
    FIELD_STATUS_LABELS_JA,
    FINDING_STATE_LABELS_JA,
    STAGE_LABELS_JA,
    field_label,
    finding_label,
    kind_label,
)
from review.looks import case_pages, history
from review.permissions import Right, cases_for, may, needs
from review.queue import Filters, open_tasks
from review.services import programme_title
from review.views.common import paged, saw, show
from storage.models import Case, Decision, Document, Field, Finding, ReviewTask

STATE_TONES = {"reading": "", "review": "wait", "complete": "ok"}
_FINDING_TONES = {"open": "wait", "upheld": "ng", "dismissed": "ok", "inquiry": "info"}


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
        rows = rows.filter(receipt_number__istartswith=filters.case)
    rows = rows.annotate(
        papers=Count("documents", distinct=True),
        waiting=Count("tasks", filter=Q(tasks__state=ReviewTask.State.OPEN), distinct=True),
        found=Count(
            "findings", filter=Q(findings__active=True) & ~Q(findings__state=Finding.State.DISMISSED), distinct=True
        ),
    )
    query = filters.query(kind="", age="")
    query += (f"{'&' if query else '?'}state={state}") if state else ""
    page, pager = paged(request, rows, query)
    saw(request, "cases", page=page.number)
    context = {
        "filters": {"programme": filters.programme, "state": state, "case": filters.case},
        "programmes": [
            {"id": pid or "-", "title": programme_title(pid), "count": count}
            for pid, count in cases_for(request.user)
            .values_list("programme_id")
            .annotate(Count("pk"))
            .order_by("programme_id")
        ],
        "states": Case.State.choices,
        "cases": [
            {
                "receipt_number": c.receipt_number,
                "programme": programme_title(c.programme_id),
                "stage": STAGE_LABELS_JA.get(c.stage, c.stage),
                "state": c.get_state_display(),
                "tone": STATE_TONES[c.state],
                "documents": c.papers,
                "waiting": c.waiting,
                "findings": c.found,
                "arrived": c.envelope.arrived_at,
            }
            for c in page
        ],
        **pager,
    }
    return show(request, "cases.html", context, section="cases")


@needs(Right.SEE_CASES)
@require_safe
def case(request: HttpRequest, receipt_number: str) -> HttpResponse:
    """Everything known of one case: papers, values with status and reason, findings, pages, decisions."""
    row = get_object_or_404(cases_for(request.user).select_related("envelope"), receipt_number=receipt_number)
    saw(request, f"case:{row.pk}", case=row.receipt_number)
    waiting = open_tasks(Filters(case=row.receipt_number), request.user).filter(case=row)
    first = waiting.first()
    fields = Prefetch("fields", Field.objects.order_by("page_index", "pk"))
    documents = row.documents.select_related("delivery").prefetch_related(fields).order_by("position")
    context = {
        "case": {
            "receipt_number": row.receipt_number,
            "programme": programme_title(row.programme_id),
            "stage": STAGE_LABELS_JA.get(row.stage, row.stage),
            "state": row.get_state_display(),
            "tone": STATE_TONES[row.state],
            "arrived": row.envelope.arrived_at,
            "batch_no": row.batch_no,
        },
        "documents": [_document(d, n) for n, d in enumerate(documents, start=1)],
        "findings": _findings(row),
        "pages": case_pages(row),
        "history": history(Decision.objects.filter(case=row).order_by("-pk")[:30]),
        "first_task": first.pk if first and may(request.user, Right.DECIDE) else None,
        "waiting": waiting.count(),
        "programme_edit": reverse("case_programme", args=[row.receipt_number]),
    }
    return show(request, "case.html", context, section="cases")


def _document(row: Document, n: int) -> dict[str, Any]:
    first, last = row.page_indexes[0] + 1, row.page_indexes[-1] + 1
    return {
        "pk": row.pk,
        "number": n,
        "kind": kind_label(row.kind, row.case.programme_id),
        "by_person": bool(row.kind_by),
        "seal": row.seal_present,
        "pages_label": f"{first}ページ目" if first == last else f"{first}–{last}ページ目",
        "edit": reverse("document", args=[row.pk]),
        "fields": [_field(f) for f in row.fields.all()],
    }


def _field(row: Field) -> dict[str, Any]:
    accepted = row.status == Field.Status.ACCEPTED
    return {
        "label": field_label(row.key, row.document.kind, row.document.case.programme_id),
        "value": as_shown(row.key, row.value, row.raw, blank=row.blank),
        "rows": table(row.key, row.value),
        "status": f"{row.decided_by} が確定" if row.decided_by else FIELD_STATUS_LABELS_JA[row.status],
        "tone": "info" if row.decided_by else ("ok" if accepted else "wait"),
        "reason": "" if row.decided_by else row.reason_ja,
        "edit": reverse("field", args=[row.pk]),
    }


def _findings(case: Case) -> list[dict[str, Any]]:
    reasons = {
        d.task_subject: d.reason
        for d in Decision.objects.filter(case=case, task_subject__startswith="finding:").order_by("pk")
    }
    return [
        {
            "label": finding_label(f.code),
            "state_code": f.state,
            "state": FINDING_STATE_LABELS_JA[f.state],
            "tone": _FINDING_TONES[f.state],
            "suspected": f.status == FindingStatus.SUSPECTED.value and f.state == Finding.State.OPEN,
            "message": f.message_ja,
            "reason": reasons.get(f"finding:{f.pk}", "") if f.state != Finding.State.OPEN else "",
            "edit": reverse("finding", args=[f.pk]),
            "open": f.state == Finding.State.OPEN,
        }
        for f in case.findings.filter(active=True).order_by("position", "pk")
    ]
