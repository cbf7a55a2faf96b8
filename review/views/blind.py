"""Typing blind: a second person's entry, and quality samples. The page holds nothing that anybody made of the entry:
no value, no reading, no evidence, no history, no neighbour's value; only the paper."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from models.errors import BarredError, ObjectNotFoundError, StaleError
from review.candidates import options
from review.entries import EntryError, Shape, shape_of
from review.labels import SHAPE_LABELS_JA, TASK_REASONS_JA, field_label, kind_label
from review.typing import NO_VALUE, typed
from review.views.common import actor, number, saw, show
from review.views.fields import beside, entry_look, paper, style_chips
from review.views.turn import Chip, Key, Turn
from storage.entering import enter
from storage.models import Field, ReviewTask

_KEYS: tuple[Key, ...] = (
    ("Enter", gettext_lazy("入力した値で確定し、次へ")),
    ("F4", gettext_lazy("空欄・判読不能・訂正印あり・別紙参照")),
)


def blind_turn(request: HttpRequest, turn: Turn, task: ReviewTask, row: Field) -> HttpResponse:
    """Show the entry without any value, or take what a person typed."""
    if request.method != "POST":
        saw(request, f"field:{row.pk}", case=turn.case.receipt_number, blind=True)
        return _page(request, turn, task, row)
    if request.POST.get("action") == "skip":
        return turn.skipped(request)
    again = request.POST.get("value")
    try:
        said = typed(row, request.POST, blind=True)
        version = number(request.POST.get("version"))
        enter(task.pk, actor(request), said.value, version, said.no_value, said.reason)
    except EntryError as error:
        again, sent = error.instead or again, request.POST.dict()
        return _page(
            request, turn, task, row, refused=error.message_ja, again=again, posted=sent, bad=error.cell, status=422
        )
    except StaleError:
        task.refresh_from_db()
        if task.state != ReviewTask.State.OPEN:
            return turn.onward(request)
        row.refresh_from_db()
        changed = _("紙面の読み取りが変わりました。記入欄を確かめて、もう一度 Enter を押してください。")
        return _page(request, turn, task, row, refused=changed, again=again, status=409)
    except (BarredError, ObjectNotFoundError):
        return turn.onward(request)
    return turn.decided(request)


def _page(
    request: HttpRequest,
    turn: Turn,
    task: ReviewTask,
    row: Field,
    *,
    refused: str = "",
    again: str | None = None,
    posted: Mapping[str, str] | None = None,
    bad: str = "",
    status: int = 200,
) -> HttpResponse:
    chips = [Chip(_(task.get_kind_display()), "info"), Chip(SHAPE_LABELS_JA[shape_of(row.key)]), *style_chips(row)]
    context: dict[str, Any] = {
        **turn.frame(
            request,
            title=field_label(row.key, row.document.kind, turn.case.programme_id),
            document=kind_label(row.document.kind, turn.case.programme_id),
            chips=chips,
            link=False,
        ),
        **paper(row, beside(row)),
        "version": row.version,
        "entry": entry_look(row, again, shown="", posted=posted, bad=bad) | {"chosen": bool(choices := options(row))},
        "options": choices,
        "is_rows": shape_of(row.key) is Shape.ROWS,
        "reason": TASK_REASONS_JA[task.kind],
        "reasons": NO_VALUE,
        "refused": refused,
    }
    return show(request, "blind.html", context, status=status)
