"""The finding task: every place it rests on, and the decision 不備 · 問題なし · 照会."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from models.errors import ObjectNotFoundError, StaleError
from models.findings import FindingCode, FindingStatus
from review.labels import (
    FIELD_STATUS_LABELS_JA,
    FINDING_STATE_LABELS_JA,
    cell_label,
    field_label,
    finding_label,
    kind_label,
)
from review.looks import Mark, box_of, caption, case_pages, crop_look, field_crop, field_shown, page_of
from review.permissions import Right, findings_for, needs
from review.rowlists import Table, table
from review.views.common import actor, number, saw, show
from review.views.turn import Chip, Key, Turn
from storage.models import Document, Field, Finding
from storage.reviewing import Verdict, decide_finding, judge_finding


@dataclass(frozen=True)
class Choice:
    code: str
    label: str | Promise
    help: str | Promise
    needs_reason: bool
    on: bool = False


CHOICES = (
    Choice(Verdict.UPHELD, gettext_lazy("不備"), gettext_lazy("申請者に直してもらう、または交付できない"), False),
    Choice(
        Verdict.DISMISSED,
        gettext_lazy("問題なし"),
        gettext_lazy("規定上さしつかえない、または確かめて正しかった"),
        True,
    ),
    Choice(Verdict.INQUIRY, gettext_lazy("照会"), gettext_lazy("申請者や担当課に尋ねてから決める"), True),
)
_KEYS: tuple[Key, ...] = (
    ("1 … 3", gettext_lazy("判断を選ぶ（問題なし・照会は理由を書く）")),
    ("Enter", gettext_lazy("選んだ判断で確定し、次へ")),
    ("F2", gettext_lazy("読み取りが誤っているとき：値を直しに行く（くり返し押すと次の値、Enter で開く）")),
)
USUAL_REASONS = (
    gettext_lazy("別の書類で確認した"),
    gettext_lazy("本人に電話で確認した"),
    gettext_lazy("軽微な表記の違い"),
    gettext_lazy("規定上認められる"),
)


@dataclass(frozen=True)
class Place:
    """One place a finding rests on."""

    document: str
    label: str
    value: str | None = None
    rows: Table | None = None
    status: str = ""
    tone: str = ""
    src: str = ""
    mark: Mark | None = None
    edit: str = ""
    page: str = ""
    whole: bool = False


@needs(Right.SEE_CASES, post=Right.DECIDE)
@require_http_methods(["GET", "HEAD", "POST"])
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """Any finding, opened from its case."""
    row = get_object_or_404(findings_for(request.user).select_related("case"), pk=pk)
    return finding_turn(request, Turn.of(request, row.case, None), row)


def finding_turn(request: HttpRequest, turn: Turn, row: Finding) -> HttpResponse:
    """Show the finding, or take what a person decided of it."""
    if request.method != "POST":
        saw(request, f"finding:{row.pk}", case=turn.case.receipt_number)
        return _page(request, turn, row)
    if request.POST.get("skip"):
        return turn.skipped(request)
    chosen = next((c for c in CHOICES if c.code == request.POST.get("action")), None)
    reason = request.POST.get("reason", "").strip()
    if chosen is None:
        return _page(request, turn, row, refused=_("判断を選んでください。"), reason=reason, status=422)
    if chosen.needs_reason and not reason:
        asks = chosen.code == Verdict.INQUIRY
        refused = _("照会の内容を書いてください。") if asks else _("問題なしとする理由を書いてください。")
        return _page(request, turn, row, refused=refused, chosen=chosen.code, status=422)
    version = number(request.POST.get("version"))
    try:
        if turn.task is not None:
            decide_finding(turn.task.pk, actor(request), chosen.code, version, reason)
        else:
            judge_finding(row.pk, actor(request), chosen.code, version, reason)
    except StaleError:
        row.refresh_from_db()
        mine = f"{chosen.label}（{reason}）" if reason else str(chosen.label)
        return _page(request, turn, row, mine=mine, chosen=chosen.code, reason=reason, status=409)
    except ObjectNotFoundError:
        return turn.onward(request)
    return turn.decided(request)


def _page(
    request: HttpRequest,
    turn: Turn,
    row: Finding,
    *,
    refused: str = "",
    mine: str = "",
    chosen: str = "",
    reason: str = "",
    status: int = 200,
) -> HttpResponse:
    suspected = row.status == FindingStatus.SUSPECTED.value
    notice = row.status == FindingStatus.NOTICE.value
    chips = [
        Chip(_("参考"), "info")
        if notice
        else Chip(_("不備の疑い"), "wait")
        if suspected
        else Chip(_("確かな不備"), "ng"),
    ]
    if not row.active:
        chips.append(Chip(_("いまの照合では出ていません")))
    elif row.state != Finding.State.OPEN:
        chips.append(Chip(FINDING_STATE_LABELS_JA[row.state], "info"))
    theirs = FINDING_STATE_LABELS_JA[row.state] if row.active else _("照合し直した結果、指摘はなくなりました")
    context: dict[str, Any] = {
        **turn.frame(request, title=finding_label(row.code), chips=chips, keys=_KEYS),
        "version": row.version,
        "message_ja": row.message_ja,
        "clause": row.clause,
        "rule": row.rule,
        "other_case": row.other_case,
        "suspected": suspected,
        "places": (places := _places(row, turn)),
        "mendable": any(place.edit for place in places),
        "all_pages": [] if places else case_pages(row.case),
        "choices": [
            Choice(c.code, c.label, c.help, c.needs_reason, on=c.code == (chosen or row.state)) for c in CHOICES
        ],
        "usual_reasons": USUAL_REASONS,
        "reason_typed": reason,
        "history": turn.history(f"finding:{row.pk}"),
        "refused": refused,
        "stale": {"yours": mine, "theirs": theirs, "by": row.decided_by} if mine else None,
    }
    return show(request, "finding.html", context, status=status)


def _places(row: Finding, turn: Turn) -> list[Place]:
    documents = {d.position: d for d in row.case.documents.select_related("delivery")}
    places: list[Place] = []
    for ref in row.refs:
        document = documents.get(ref["document"])
        if document is None:
            continue
        found = document.fields.select_related("document").filter(key=ref["key"]).first() if ref["key"] else None
        cell = ref.get("cell", "")
        edit = turn.leading_back(reverse("field", args=[found.pk])) if found else ""
        places.append(_field_place(found, cell, edit) if found else _paper_place(row, document, ref["key"]))
    return places


def _field_place(row: Field, cell: str, edit: str) -> Place:
    crop = field_crop(row, cell=cell)
    return Place(
        document=kind_label(row.document.kind, row.document.case.programme_id),
        label=field_label(row.key, row.document.kind, row.document.case.programme_id) + cell_label(cell),
        value=row.written.get(cell) or field_shown(row),
        rows=None if cell else table(row.key, row.value),
        status=_("担当者が確定") if row.decided_by else FIELD_STATUS_LABELS_JA[row.status],
        tone="ok" if row.status == Field.Status.ACCEPTED else "wait",
        src=crop.src if crop else "",
        mark=crop.mark if crop else None,
        edit=edit,
    )


def _paper_place(row: Finding, document: Document, key: str) -> Place:
    """A paper as a whole; of a missing seal, the place where it should be."""
    hidden = document.redactions if row.code == FindingCode.MY_NUMBER_FOUND else []
    page = page_of(document, hidden[0]["page_index"] if hidden else document.first_page)
    label = field_label(key, document.kind, document.case.programme_id) if key else (caption(page) if page else "")
    paper = Place(document=kind_label(document.kind, document.case.programme_id), label=label)
    if page is None:
        return paper
    seal = box_of(document.seal_box)
    if row.code == FindingCode.SEAL_MISSING and seal is not None:
        crop = crop_look(page, seal, reverse("seal_crop", args=[document.pk]))
        if crop is not None:
            return Place(
                paper.document, _("押印欄"), src=crop.src, mark=crop.mark, page=reverse("page", args=[page.pk])
            )
    src = reverse("page_image", args=[page.pk])
    return Place(paper.document, label, src=src, page=reverse("page", args=[page.pk]), whole=True)
