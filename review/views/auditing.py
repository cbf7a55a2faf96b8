"""The audit trail 監査記録: who did or saw what, found again by person, case and day, verified and taken away."""

from __future__ import annotations

import csv
import datetime as dt
import io
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from review.audited import names
from review.labels import EVENT_LABELS_JA
from review.permissions import Right, needs
from review.views.common import actor, saw, show
from storage import audit
from storage.counters import JAPAN
from storage.models import AuditEvent, User

PAGE = 100
#: An export holds at most so many events; a narrower choice of days gives the rest.
MOST_EXPORTED = 100_000
EXPORTED_AT_ONCE = 2_000


@needs(Right.AUDIT)
@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """Events, newest first."""
    wanted = _wanted(request.GET)
    rows = _events(wanted)
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 19:
        rows = rows.filter(sequence__lt=int(before))
    events = list(rows[: PAGE + 1])
    about = names(events[:PAGE])
    saw(request, "audit")
    query = urlencode({name: value for name, value in wanted.items() if value})
    context = {
        "wanted": wanted,
        "people": list(User.objects.order_by("username").values_list("username", flat=True)),
        "events": [_line(event, about[event.sequence]) for event in events[:PAGE]],
        "query": f"?{query}" if query else "",
        "older": f"?{query}&before={events[PAGE - 1].sequence}" if len(events) > PAGE else "",
        "newest": before == "",
    }
    return show(request, "audit.html", context, section="audit")


@needs(Right.AUDIT)
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Walk the whole chain and say whether it holds."""
    report = audit.verify()
    audit.record(actor(request), "audit.verified", "audit", {"intact": report.intact, "events": report.events})
    request.on_record = True
    return show(request, "audit_verified.html", {"report": report}, section="audit")


@needs(Right.AUDIT)
@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The chosen events as CSV for a spreadsheet (UTF-8 with its mark, so that Excel reads Japanese)."""
    wanted = _wanted(request.GET)
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(
        [
            _("番号"),
            _("日時"),
            _("利用者"),
            _("内容"),
            _("対象"),
            _("対象の名前"),
            _("受付番号"),
            _("詳細"),
            _("前の記録のダイジェスト"),
            _("ダイジェスト"),
        ]
    )
    rows = _events(wanted)[:MOST_EXPORTED].iterator(chunk_size=EXPORTED_AT_ONCE)
    while events := list(islice(rows, EXPORTED_AT_ONCE)):
        about = names(events)
        for event in events:
            line = _line(event, about[event.sequence])
            cells = [event.sequence, line["at"].isoformat(), event.actor, line["what"], event.object, line["object"]]
            cells += [line["case"], line["detail"], event.previous, event.digest]
            table.writerow([_as_text(cell) for cell in cells])
    audit.record(actor(request), "audit.exported", "audit", {k: v for k, v in wanted.items() if v})
    request.on_record = True
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return response


def _as_text(cell: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _wanted(given: Any) -> dict[str, str]:
    return {name: str(given.get(name, "")).strip()[:60] for name in ("person", "case", "first", "last", "what")}


def _events(wanted: dict[str, str]) -> QuerySet[AuditEvent]:
    rows = AuditEvent.objects.order_by("-sequence")
    if wanted["person"]:
        rows = rows.filter(actor=wanted["person"])
    if wanted["case"]:
        rows = rows.filter(case_number=wanted["case"])
    if wanted["what"] == "seen":
        rows = rows.filter(action="view")
    elif wanted["what"] == "done":
        rows = rows.exclude(action="view")
    if first := _day(wanted["first"]):
        rows = rows.filter(at__gte=first)
    if last := _day(wanted["last"]):
        rows = rows.filter(at__lt=last + dt.timedelta(days=1))
    return rows


def _day(text: str) -> dt.datetime | None:
    try:
        return dt.datetime.combine(dt.date.fromisoformat(text), dt.time(), JAPAN)
    except ValueError:
        return None


def _line(event: AuditEvent, about: str) -> dict[str, Any]:
    detail = dict(event.detail)
    return {
        "sequence": event.sequence,
        "at": event.at.astimezone(JAPAN),
        "actor": event.actor or _("（不明）"),
        "what": str(EVENT_LABELS_JA.get(event.action, event.action)),
        "object": about,
        "case": str(detail.pop("case", "") or ""),
        "detail": "、".join(f"{name}={value}" for name, value in detail.items()),
    }
