"""Printing separators and covers."""

from __future__ import annotations

import datetime as dt
import re

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from models.errors import SheetError
from review.permissions import Right, needs
from review.services import known_programmes, programme_titles
from review.sheets import MOST_SHEETS, Order, print_sheets
from review.views.common import actor, saw, show
from storage import audit, batches
from storage.counters import JAPAN
from storage.models import Batch

#: How many separators are offered at first.
USUAL = 10


@needs(Right.SEE_INTAKE, post=Right.INTAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def sheets(request: HttpRequest) -> HttpResponse:
    """Ask for sheets; they come as a PDF, and their batch waits to be reconciled."""
    if request.method != "POST":
        saw(request, "sheets")
        return _page(request)
    try:
        order = _order(request)
        made = print_sheets(order)
        batches.open_batch(
            order.batch,
            actor(request),
            programme_id=order.programme_id,
            pages=order.pages or (sum(order.pages_each) or None),
            envelopes=order.envelopes or len(order.pages_each) or None,
        )
    except SheetError as error:
        return _page(request, refused=error.message_ja, status=422)
    audit.record(actor(request), "sheets.printed", f"batch:{order.batch}", {"sheets": len(order.sheets())})
    request.on_record = True
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{order.batch}.pdf"'
    return answer


def _order(request: HttpRequest) -> Order:
    """What the form asks for.

    Raises:
        SheetError: a number is none.
    """
    given = request.POST
    programme = known_programmes().get(given.get("programme", ""))
    each = tuple(_count(word) or 0 for word in re.split(r"[\s,、，]+", given.get("each", "").strip()) if word)
    return Order(
        batch=given.get("batch", "").strip(),
        programme_id=programme.id if programme else None,
        programme_title=programme.title if programme else "",
        separators=_count(given.get("separators", "")) or 0,
        pages_each=each,
        cover=bool(given.get("cover")),
        pages=_count(given.get("pages", "")),
        envelopes=_count(given.get("envelopes", "")),
    )


def _count(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    try:
        return int(text)  # full-width digits, too
    except ValueError:
        raise SheetError("no number", message_ja=_("枚数には数字だけを入れてください。")) from None


def _page(request: HttpRequest, *, refused: str = "", status: int = 200) -> HttpResponse:
    given = request.POST
    context = {
        "tab": "sheets",
        "programmes": list(programme_titles().items()),
        "batch": given.get("batch") or next_number(timezone.now()),
        "programme": given.get("programme", ""),
        "separators": given.get("separators", str(USUAL)),
        "each": given.get("each", ""),
        "cover": bool(given.get("cover")) if request.method == "POST" else True,
        "pages": given.get("pages", ""),
        "envelopes": given.get("envelopes", ""),
        "most": MOST_SHEETS,
        "refused": refused,
    }
    return show(request, "intake_sheets.html", context, section="intake", status=status)


def next_number(now: dt.datetime) -> str:
    """A batch number that is free: today's date and a running number."""
    day = now.astimezone(JAPAN).strftime("%Y%m%d")
    taken = set(Batch.objects.filter(number__startswith=f"{day}-").values_list("number", flat=True))
    return next(number for n in range(1, len(taken) + 2) if (number := f"{day}-{n:02d}") not in taken)
