"""The field task: the crop of the entry beside its value, and what speaks for and against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_http_methods

from models.documents import DocumentKind, Value
from models.errors import ObjectNotFoundError, StaleError
from models.labels import COLUMN_LABELS_JA
from review.entries import (
    EntryError,
    Piece,
    Shape,
    as_shown,
    as_typed,
    canonical,
    columns_of,
    difference,
    editable_rows,
    hint,
    is_numeric,
    rows_from,
    shape_of,
)
from review.labels import SHAPE_LABELS_JA, engine_label, field_label, kind_label
from review.looks import box_of, field_crop, field_shown, page_look, page_of
from review.permissions import Right, fields_for, needs
from review.services import known_programmes
from review.views.common import actor, number, saw, show
from review.views.turn import Chip, Turn
from storage.models import Field
from storage.reviewing import FieldAction, correct_field, decide_field

MOST_CANDIDATES = 9
#: Of each engine's further candidates so many are shown, and only those it holds at least so likely.
MOST_FURTHER = 3
WORTH_SHOWING = 0.02


@dataclass(frozen=True)
class NoValue:
    """A reason why an entry has no value: what is stored, what the person reads."""

    code: str
    action: FieldAction
    label: str
    help: str


NO_VALUE = (
    NoValue("blank", FieldAction.BLANK, "空欄", "何も書かれていない"),
    NoValue("unreadable", FieldAction.UNREADABLE, "判読不能", "書かれているが、人にも読めない"),
    NoValue("corrected", FieldAction.UNREADABLE, "訂正印あり", "訂正されていて、どれが正しいか決められない"),
    NoValue("elsewhere", FieldAction.UNREADABLE, "別紙参照", "「別紙のとおり」などと書かれている"),
)


@dataclass(frozen=True)
class Candidate:
    value: str
    by: str
    pieces: tuple[Piece, ...]


@needs(Right.SEE_CASES, post=Right.DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def field(request: HttpRequest, pk: int) -> HttpResponse:
    """Any field, opened from its case."""
    row = get_object_or_404(fields_for(request.user).select_related("document__case"), pk=pk)
    return field_turn(request, Turn.of(request, row.document.case, None), row)


def field_turn(request: HttpRequest, turn: Turn, row: Field) -> HttpResponse:
    """Show the field, or take what a person decided of it."""
    if request.method != "POST":
        saw(request, f"field:{row.pk}", case=turn.case.receipt_number)
        return _page(request, turn, row)
    if request.POST.get("action") == "skip":
        return turn.skipped(request)
    try:
        value, action, reason = _decision(request, row)
    except EntryError as error:
        return _page(request, turn, row, refused=error.message_ja, typed=request.POST.get("value"), status=422)
    version = number(request.POST.get("version"))
    try:
        if turn.task is not None:
            decide_field(turn.task.pk, actor(request), value, action, version, reason)
        else:
            correct_field(row.pk, actor(request), value, action, version, reason)
    except StaleError:
        row.refresh_from_db()
        mine = reason or as_shown(row.key, value if action is FieldAction.CORRECT else _confirmed(request, row))
        return _page(request, turn, row, mine=mine, typed_by_me=request.POST.get("value", ""), status=409)
    except ObjectNotFoundError:
        return turn.onward(request)
    return turn.decided(request)


def _confirmed(request: HttpRequest, row: Field) -> Value:
    """What the person saw and confirmed, when meanwhile something else stands there."""
    try:
        return canonical(row.key, request.POST.get("value", ""))
    except EntryError:
        return None


def _decision(request: HttpRequest, row: Field) -> tuple[Value, FieldAction, str]:
    """What the person decided: the value, what they did, and why.

    Raises:
        EntryError: it cannot be the value of this entry.
    """
    posted = request.POST
    if posted.get("action") == "novalue":
        chosen = next((r for r in NO_VALUE if r.code == posted.get("reason")), None)
        if chosen is None:
            raise EntryError("no reason", message_ja="値を入れない理由を選んでください。")
        note = posted.get("note", "").strip()
        return None, chosen.action, f"{chosen.label}：{note}" if note else chosen.label
    value: Value
    if shape_of(row.key) is Shape.ROWS:
        value = rows_from(row.key, posted, row.value)
    else:
        typed = posted.get("value", "")
        if not typed.strip() and row.value is None and row.blank:
            return None, FieldAction.CONFIRM, ""
        if typed == as_typed(row.key, row.value, row.raw) and row.value is not None:
            return row.value, FieldAction.CONFIRM, ""  # untouched: to the letter what the machine read
        value = canonical(row.key, typed)
    return value, FieldAction.CONFIRM if value == row.value else FieldAction.CORRECT, ""


def _page(
    request: HttpRequest,
    turn: Turn,
    row: Field,
    *,
    refused: str = "",
    typed: str | None = None,
    mine: str = "",
    typed_by_me: str = "",
    status: int = 200,
) -> HttpResponse:
    document = row.document
    page = page_of(document, row.page_index)
    candidates = _candidates(row, typed_by_me)
    neighbours = document.fields.filter(page_index=row.page_index).exclude(pk=row.pk).values_list("box", flat=True)
    stale = {"yours": mine, "theirs": field_shown(row), "by": row.decided_by} if mine else None
    context: dict[str, Any] = {
        **turn.frame(
            request,
            title=field_label(row.key, document.kind, turn.case.programme_id),
            document=kind_label(document.kind, turn.case.programme_id),
            chips=_chips(row),
        ),
        "version": row.version,
        "entry": _entry(row, typed),
        "crop": field_crop(row, page),
        "view": page_look(page, [box_of(row.box)], [box_of(b) for b in neighbours]) if page else None,
        "candidates": candidates,
        "reason": row.reason_ja,
        "evidence": [
            {"supports": c.supports, "text": c.reason_ja} for c in row.corroborations.order_by("-supports", "position")
        ],
        "raw": row.raw,
        "reasons": NO_VALUE,
        "history": turn.history(f"field:{row.pk}"),
        "refused": refused,
        "stale": stale,
    }
    return show(request, "field.html", context, status=status)


def _entry(row: Field, typed: str | None) -> dict[str, Any]:
    original = as_typed(row.key, row.value, row.raw)
    is_rows = shape_of(row.key) is Shape.ROWS
    rows = row.value if isinstance(row.value, list) else []
    return {
        "typed": original if typed is None else typed,
        "original": original,
        "blank": row.value is None and row.blank,
        "numeric": is_numeric(row.key),
        "hint": hint(row.key, row.value, row.raw),
        "rows": editable_rows(row.key, row.value) if is_rows else None,
        "columns": [{"label": COLUMN_LABELS_JA.get(c, c)} for c in columns_of(row.key, rows)] if is_rows else [],
    }


def _chips(row: Field) -> list[Chip]:
    chips = [Chip(SHAPE_LABELS_JA[shape_of(row.key)], "info")]
    if row.exact:
        chips.append(Chip("PDFの文字", "ok"))
    else:
        chips.append(Chip("手書き", "wait") if row.handwritten else Chip("印字"))
    if row.decided_by:
        chips.append(Chip(f"{row.decided_by} が判断済み", "ok"))
    return chips


def _candidates(row: Field, typed_by_me: str) -> list[Candidate]:
    """What the value may be, most likely first: the machine's choice, each engine, the same entry on other papers,
    and the choices of the form. Each once, with all who say so."""
    if shape_of(row.key) is Shape.ROWS:
        return []
    said: dict[str, list[str]] = {}

    def say(value: Value, raw: str, who: str) -> None:
        text = as_typed(row.key, value, row.raw) or raw.strip()
        if text and who not in said.setdefault(text, []):
            said[text].append(who)

    if row.value is not None:
        say(row.value, "", "担当者" if row.decided_by else "機械の判断")
    if typed_by_me:
        said.setdefault(typed_by_me, []).append("あなたの入力")
    for reading in row.readings.order_by("position"):
        say(reading.value, reading.raw, engine_label(reading.engine))
    for reading in row.readings.order_by("position"):
        for candidate in reading.candidates[1:MOST_FURTHER]:
            if candidate["value"] is not None and candidate["share"] >= WORTH_SHOWING:
                say(candidate["value"], candidate["raw"], f"{engine_label(reading.engine)}の別の読み")
    case = row.document.case
    same = Field.objects.filter(document__case=case, key=row.key, value__isnull=False).exclude(pk=row.pk)
    for other in same.select_related("document").order_by("document__position"):
        if not isinstance(other.value, list):
            say(other.value, "", kind_label(other.document.kind))
    for option in _options(row):
        said.setdefault(option, ["選択肢"])
    texts = list(said)[:MOST_CANDIDATES]
    other_than = {text: texts[0] if n else (texts[1] if len(texts) > 1 else "") for n, text in enumerate(texts)}
    alike = shape_of(row.key) is not Shape.CHOICE
    return [
        Candidate(text, "・".join(said[text]), difference(text, other_than[text]) if alike else difference(text, ""))
        for text in texts
    ]


def _options(row: Field) -> list[str]:
    """The choices the form prints for this entry."""
    if row.key == "account_type":
        return ["普通", "当座", "貯蓄"]
    programme = known_programmes().get(row.document.case.programme_id or "")
    if programme is None:
        return []
    own = programme.options(row.key, DocumentKind(row.document.kind)) or programme.options(row.key)
    return [option.value for option in own]
