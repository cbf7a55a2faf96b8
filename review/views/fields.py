"""The field task: the crop of the entry beside its value, what speaks for and against it, and what the rules say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from models.documents import Value
from models.errors import ObjectNotFoundError, StaleError
from review.candidates import candidates
from review.entries import (
    EntryError,
    Shape,
    as_shown,
    as_typed,
    canonical,
    hint,
    is_chosen,
    is_numeric,
    shape_of,
)
from review.evidence import evidence
from review.labels import SHAPE_LABELS_JA, TASK_KIND_LABELS_JA, column_label, field_label, kind_label, unknown_version
from review.looks import box_of, field_crop, field_shown, page_look, page_of
from review.permissions import Right, found_for, needs
from review.rowlists import columns_of, editable_rows, typed_text
from review.rules import hanging, rules
from review.services import known_programmes
from review.typing import NO_VALUE, typed
from review.views.common import actor, number, saw, show
from review.views.turn import VIEW_KEYS, Chip, Key, Turn
from storage.models import Corroboration, Document, Field, Reading, ReviewTask
from storage.prepared import Prepared, hang
from storage.reviewing import FieldAction, correct_field, decide_field

_KEYS: tuple[Key, ...] = (
    ("Enter", gettext_lazy("表示されている値で確定し、次へ")),
    ("↑ ↓", gettext_lazy("候補を選ぶ（選んだあと Enter で確定）")),
    ("1 … 9", gettext_lazy("「普通・当座」のような選択と、食い違いでは、その番号の候補を選ぶ")),
    (gettext_lazy("A … ん"), gettext_lazy("文字を打つと、値を打ち直す")),
    ("F2", gettext_lazy("いまの値の一部だけを直す")),
    ("F4", gettext_lazy("空欄・判読不能・訂正印あり・別紙参照")),
)
_ROW_KEYS: tuple[Key, ...] = (
    ("Enter", gettext_lazy("表示されている表で確定し、次へ")),
    ("F2", gettext_lazy("表に入る")),
    (gettext_lazy("Tab、↑ ↓"), gettext_lazy("次のます目、上下の行へ")),
    ("F4", gettext_lazy("空欄・判読不能・訂正印あり・別紙参照")),
)
_FIELD: Prepared[Field] = Prepared(
    lambda pk, scope: (
        Field.objects.filter(scope.holds("document__case__"), pk=pk)
        .select_related("document__case", "document__delivery")
        .defer("document__text", "document__page_marks", "document__case__profile")
    )
)
_BESIDE: Prepared[Field] = Prepared(
    lambda document, page, pk: (
        Field.objects.filter(document_id=document, page_index=page)
        .exclude(pk=pk)
        .only("key", "value", "raw", "box", "blank", "no_value")
    )
)
_READINGS: Prepared[Reading] = Prepared(lambda pk: Reading.objects.filter(field_id=pk))
_CORROBORATIONS: Prepared[Corroboration] = Prepared(lambda pk: Corroboration.objects.filter(field_id=pk))
#: So many entries beside this one are shown with their values.
NEIGHBOURS = 4


@needs(Right.SEE_CASES, post=Right.DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def field(request: HttpRequest, pk: int) -> HttpResponse:
    """Any field, opened from its case."""
    row = found_for(request.user, _FIELD, pk)
    return field_turn(request, Turn.of(request, row.document.case, None), row)


def field_turn(request: HttpRequest, turn: Turn, row: Field) -> HttpResponse:
    """Show the field, or take what a person decided of it."""
    if request.method != "POST":
        saw(request, f"field:{row.pk}", case=turn.case.receipt_number)
        return _page(request, turn, row)
    if request.POST.get("action") == "skip":
        return turn.skipped(request)
    try:
        said = typed(row, request.POST)
    except EntryError as error:
        again = error.instead or request.POST.get("value")
        sent = request.POST.dict()
        return _page(request, turn, row, refused=error.message_ja, again=again, posted=sent, bad=error.cell, status=422)
    version = number(request.POST.get("version"))
    try:
        if turn.task is not None:
            decide_field(turn.task.pk, actor(request), said.value, said.action, version, said.reason)
        else:
            correct_field(row.pk, actor(request), said.value, said.action, version, said.reason)
    except StaleError:
        row.refresh_from_db()
        value = (
            said.value if said.action is FieldAction.CORRECT else _understood(row.key, request.POST.get("value", ""))
        )
        label = next((str(r.label) for r in NO_VALUE if r.action is said.no_value), "")
        return _page(
            request,
            turn,
            row,
            mine=label or as_shown(row.key, value),
            typed_by_me=request.POST.get("value", ""),
            status=409,
        )
    except ObjectNotFoundError:
        return turn.onward(request)
    return turn.decided(request)


def _page(
    request: HttpRequest,
    turn: Turn,
    row: Field,
    *,
    refused: str = "",
    again: str | None = None,
    posted: Mapping[str, str] | None = None,
    bad: str = "",
    mine: str = "",
    typed_by_me: str = "",
    status: int = 200,
) -> HttpResponse:
    hang([row], "readings", _READINGS.rows(row.pk))
    hang([row], "corroborations", _CORROBORATIONS.rows(row.pk))
    others = beside(row)
    settling = turn.task is not None and turn.task.kind == ReviewTask.Kind.SETTLE
    stale = {"yours": mine, "theirs": field_shown(row), "by": row.decided_by} if mine else None
    # who settles a difference picks one of the two: nothing is suggested
    entry = entry_look(row, again, shown="" if settling and not again else None, posted=posted, bad=bad)
    is_rows = entry["rows"] is not None
    if settling:
        # digits choose between what was typed, whatever the entry is made of
        entry |= {"chosen": True, "hint": _("番号か ↑↓ で選びます。どれも違えば F2 で打ち直します。")}
    context: dict[str, Any] = {
        **turn.frame(
            request,
            title=field_label(row.key, row.document.kind, turn.case.programme_id),
            document=kind_label(row.document.kind, turn.case.programme_id),
            chips=[*([Chip(TASK_KIND_LABELS_JA["settle"], "ng")] if settling else []), *_chips(row)],
            keys=(_ROW_KEYS if is_rows else _KEYS) + VIEW_KEYS,
        ),
        **paper(row, others),
        "version": row.version,
        "entry": entry,
        "settling": settling,
        "candidates": candidates(row, typed_by_me, settling=settling),
        "reason": _settling_words(row) if settling else row.reason_ja,
        "evidence": evidence(row),
        "about": as_shown(row.key, row.value, row.raw) if row.value is not None and not is_rows else "",
        "rules": rules(row, known_programmes().get(turn.case.programme_id or "")),
        "hanging": hanging(row),
        "neighbours": _neighbours(row, others),
        "raw": row.raw,
        "reasons": NO_VALUE,
        "history": turn.history(f"field:{row.pk}"),
        "refused": refused,
        "stale": stale,
    }
    return show(request, "field.html", context, status=status)


def _settling_words(row: Field) -> str:
    if row.decided_by:
        return _("二人の入力が違います。紙面のとおりのものを選んでください。")
    return _("見ずに入力された値と、機械の読みが違います。紙面のとおりのものを選んでください。")


def beside(row: Field) -> list[Field]:
    """The other entries of the same page."""
    return _BESIDE.rows(row.document_id, row.page_index, row.pk)


def paper(row: Field, others: Sequence[Field]) -> dict[str, Any]:
    """The entry on paper: its crop, and the page with its box and those of the `others` on it."""
    document: Document = row.document
    page = page_of(document, row.page_index)
    return {
        "crop": field_crop(row, page),
        "view": page_look(page, [box_of(row.box)], [box_of(o.box) for o in others]) if page else None,
    }


def _understood(key: str, text: str) -> Value:
    try:
        return canonical(key, text)
    except EntryError:
        return None


def entry_look(
    row: Field,
    again: str | None = None,
    *,
    shown: str | None = None,
    posted: Mapping[str, str] | None = None,
    bad: str = "",
) -> dict[str, Any]:
    """The input: what stands in it, and how it is typed.

    `again` is what a person typed and must see again, `posted` everything they sent (for the cells of a row list), `bad`
    the cell that was refused; `shown` stands in for the value where the person must not see it, or must choose.
    """
    hidden = shown is not None
    original = as_typed(row.key, row.value, row.raw) if shown is None else shown
    is_rows = shape_of(row.key) is Shape.ROWS
    rows = row.value if isinstance(row.value, list) and not hidden else []
    return {
        "typed": original if again is None else again,
        "original": original,
        "blank": row.value is None and row.blank,
        "numeric": is_numeric(row.key),
        "chosen": is_chosen(row.key),
        "hint": hint(row.key, None if hidden else _understood(row.key, again) if again else row.value, row.raw),
        "rows": editable_rows(row.key, rows, spare=8 if hidden else 2, typed=posted, bad=bad) if is_rows else None,
        "sure": (typed_text(posted) if posted else "") if is_rows else again or "",
        "columns": [{"label": column_label(c)} for c in columns_of(row.key, rows)] if is_rows else [],
    }


def _neighbours(row: Field, others: Sequence[Field]) -> list[dict[str, str]]:
    """Those of the `others` on its page that stand nearest above and below, with their values."""
    at = box_of(row.box)
    if at is None:
        return []
    near = []
    for other in others:
        box = box_of(other.box)
        if box is not None:
            near.append((abs(box.cy - at.cy) + abs(box.cx - at.cx) / 4, box.cy, other))
    nearest = sorted(near, key=lambda n: n[0])[:NEIGHBOURS]
    programme = row.document.case.programme_id
    return [
        {"label": field_label(o.key, row.document.kind, programme), "value": field_shown(o)}
        for _d, _y, o in sorted(nearest, key=lambda n: n[1])
    ]


def _chips(row: Field) -> list[Chip]:
    chips = [Chip(SHAPE_LABELS_JA[shape_of(row.key)], "info"), *style_chips(row)]
    if said := unknown_version(row.document.kind, row.document.form_version, row.document.case.programme_id):
        chips.append(Chip(said, "wait"))
    if row.decided_by:
        chips.append(Chip(_("{name} が判断済み").format(name=row.decided_by), "ok"))
    return chips


def style_chips(row: Field) -> list[Chip]:
    """How the entry was written, where that is certain: hands that write like print look printed."""
    if row.exact:
        return [Chip(_("PDFの文字"), "ok")]
    return [Chip(_("手書き"), "wait")] if row.handwritten else []
