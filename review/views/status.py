"""Where everything that arrived is: deliveries, the ledger of pages, quarantine with its reasons."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from review.kept import kept, noting
from review.permissions import Right, needs
from review.views.cases import STATE_TONES
from review.views.common import saw, show
from review.views.figures import SLOW
from storage.ledger import totals
from storage.models import Case, Delivery, Page
from storage.quarantine import unresolved

LATEST = 50
_TONES = {"registered": "", "reading": "info", "done": "ok", "failed": "ng"}
_MEDIA = {"pdf": "PDF", "tiff": "TIFF", "jpeg": "JPEG", "png": "PNG", "webp": "WebP", "bmp": "BMP", "heic": "HEIC"}


@needs(Right.SEE_INTAKE)
@require_safe
def status(request: HttpRequest) -> HttpResponse:
    """The whole installation on one page. File names are shown here and recorded nowhere."""
    saw(request, "status")
    with noting() as times:
        pages = kept("ledger", totals, seconds=SLOW)
    context = {
        "tab": "status",
        "as_of": min(times),
        "ledger": {
            "total": pages.pages_in,
            "items": [
                {"label": _("書類"), "count": pages.documents},
                {"label": _("区切り紙"), "count": pages.separators},
                {"label": _("白紙"), "count": pages.blanks},
                {"label": _("隔離"), "count": pages.quarantine},
                {"label": _("処理待ち"), "count": pages.pending},
            ],
            "balances": pages.balances,
        },
        "deliveries": _deliveries(),
        "cases": _cases(),
        "quarantine": [
            {"at": q.at, "name": q.original_name, "message": q.message_ja, "pages": q.pages, "code": q.code}
            for q in reversed(unresolved())
        ],
        "lost_pages": [
            {"pk": p.pk, "name": p.delivery.original_name, "number": p.index + 1, "reason": p.reason_ja}
            for p in Page.objects.filter(outcome=Page.Outcome.QUARANTINE)
            .select_related("delivery")
            .order_by("-pk")[:LATEST]
        ],
        "latest": _latest(),
    }
    return show(request, "status.html", context, section="intake")


def _deliveries() -> list[dict[str, Any]]:
    rows = {
        state: (files, total or 0)
        for state, files, total in Delivery.objects.values_list("state").annotate(Count("pk"), Sum("page_count"))
    }
    return [
        {"label": _(label), "files": rows.get(state, (0, 0))[0], "pages": rows.get(state, (0, 0))[1]}
        for state, label in Delivery.State.choices
    ]


def _cases() -> list[dict[str, Any]]:
    rows = dict(Case.objects.values_list("state").annotate(Count("pk")))
    return [
        {"label": _(label), "count": rows.get(state, 0), "tone": STATE_TONES[state]}
        for state, label in Case.State.choices
    ]


def _latest() -> list[dict[str, Any]]:
    rows = (
        Delivery.objects.select_related("envelope").prefetch_related("envelope__cases").order_by("-sequence")[:LATEST]
    )
    return [
        {
            "at": d.registered_at,
            "name": d.original_name,
            "failure": d.failure_ja,
            "kind": _MEDIA.get(d.media_kind, d.media_kind),
            "pages": d.page_count,
            "state": _(d.get_state_display()),
            "tone": _TONES[d.state],
            "cases": sorted(c.receipt_number for c in d.envelope.cases.all())[:8],
        }
        for d in rows
    ]
